import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest

from kiosk.core.words import LANGUAGES
from kiosk.ui.phrases.languages import PHRASES, phrases_in
from kiosk.ui.phrases.table import Counted


def strings(words: object, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(words, str):
        yield path, words
    elif is_dataclass(words):
        for field in fields(words):
            yield from strings(getattr(words, field.name), f"{path}.{field.name}")


def test_the_screen_speaks_every_language_that_the_reasons_do() -> None:
    assert tuple(PHRASES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_english_says_is_said_with_the_same_placeholders(language: str) -> None:
    english, other = dict(strings(PHRASES["en"])), dict(strings(PHRASES[language]))
    assert other.keys() == english.keys()
    for path, words in other.items():
        assert bool(words) == bool(english[path]), path
        assert re.findall(r"{\w+}", words) == re.findall(r"{\w+}", english[path]), path


def test_words_agree_with_their_number() -> None:
    lugares = PHRASES["es"].idle.places_left
    assert (lugares.of(1), lugares.of(0), lugares.of(2)) == (
        "lugar libre",
        "lugares libres",
        "lugares libres",
    )
    assert Counted("{n} day", "{n} days").of(3) == "3 days"


def test_an_unknown_language_is_english() -> None:
    assert phrases_in("xx") is PHRASES["en"]
