import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import pytest

from kiosk.core.rulebook import REASONS
from kiosk.core.words import LANGUAGES
from kiosk.ui.phrases.languages import PHRASES, phrases_in
from kiosk.ui.phrases.table import Counted

# What a number alone says may be said without its figure: "two persons" is one word in Arabic.
FORMS_OF_ONE_NUMBER = {"zero", "one", "two"}
NAMES = ("{name}", "{destination}", "{one}", "{key}", "{room}")
ISOLATED = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"
RIGHT_TO_LEFT = [name for name, words in PHRASES.items() if words.writing.right_to_left]


def strings(words: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table but for the forms that only some languages have."""
    if isinstance(words, str):
        yield path, words
    elif isinstance(words, Counted):
        yield from ((f"{path}.one", words.one), (f"{path}.other", words.other))
    elif isinstance(words, Mapping):
        for key, said in words.items():
            yield from strings(said, f"{path}.{key}")
    elif is_dataclass(words):
        for field in fields(words):
            if field.name != "writing":
                yield from strings(getattr(words, field.name), f"{path}.{field.name}")


def counted(words: object, path: str = "") -> Iterator[tuple[str, Counted]]:
    if isinstance(words, Counted):
        yield path, words
    elif is_dataclass(words):
        for field in fields(words):
            yield from counted(getattr(words, field.name), f"{path}.{field.name}")


def everything_said(language: str) -> Iterator[tuple[str, str]]:
    """Every text that a door can show in a language, with every form and reason."""
    words = PHRASES[language]
    yield "own name", words.writing.own_name
    yield "digits", words.writing.digits
    yield from strings(words)
    for path, forms in counted(words):
        for name in ("zero", "one", "two", "few", "many", "other"):
            yield f"{path}.{name}", getattr(forms, name) or ""
    for code, reason in REASONS.items():
        phrase = reason.words[language]
        yield code, phrase.student
        yield code, phrase.timed or ""
        yield from ((code, text) for text in phrase.used_up.values())


def test_the_screen_speaks_every_language_that_the_reasons_do() -> None:
    assert tuple(PHRASES) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_english_says_is_said_with_the_same_placeholders(language: str) -> None:
    english, other = dict(strings(PHRASES["en"])), dict(strings(PHRASES[language]))
    assert other.keys() == english.keys()
    for path, words in other.items():
        assert bool(words) == bool(english[path]), path
        expected = set(re.findall(r"{\w+}", english[path]))
        if path.endswith(".one"):
            expected -= {"{n}"} - set(re.findall(r"{\w+}", words))
        assert set(re.findall(r"{\w+}", words)) == expected, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_its_number_unless_it_stands_for_one_alone(language: str) -> None:
    for path, forms in counted(PHRASES[language]):
        for field in fields(forms):
            words = getattr(forms, field.name)
            if words is None or field.name in {*FORMS_OF_ONE_NUMBER, "digits"}:
                continue
            assert ("{n}" in words) == ("{n}" in forms.other), (path, field.name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_are_written_in_the_digits_of_the_language(language: str) -> None:
    digits = PHRASES[language].writing.digits
    for path, forms in counted(PHRASES[language]):
        if "{n}" in forms.other:
            assert digits[9] in forms.of(19), path


def test_words_agree_with_their_number() -> None:
    lugares = PHRASES["es"].idle.places_left
    assert (lugares.of(1), lugares.of(0), lugares.of(2)) == (
        "lugar libre",
        "lugares libres",
        "lugares libres",
    )
    assert Counted("{n} day", "{n} days").of(3) == "3 days"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا أحد ينتظر موافقتك"),
        (1, "طالب ينتظر موافقتك"),
        (2, "طالبان ينتظران موافقتك"),
        (3, "٣ طلاب ينتظرون موافقتك"),
        (10, "١٠ طلاب ينتظرون موافقتك"),
        (11, "١١ طالبًا ينتظر موافقتك"),
        (99, "٩٩ طالبًا ينتظر موافقتك"),
        (100, "١٠٠ طالب ينتظر موافقتك"),
        (102, "١٠٢ طالب ينتظر موافقتك"),
        (103, "١٠٣ طلاب ينتظرون موافقتك"),
        (111, "١١١ طالبًا ينتظر موافقتك"),
    ],
)
def test_arabic_has_six_forms_for_numbers(number: int, said: str) -> None:
    assert PHRASES["ar"].panel.asks.of(number) == said


def test_chinese_has_one_form_for_all_numbers() -> None:
    asks = PHRASES["zh"].panel.asks
    assert [asks.of(number) for number in (0, 1, 2, 11)] == [
        f"{number} 人等你同意" for number in (0, 1, 2, 11)
    ]


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_names_in_words_from_right_to_left_are_set_apart(language: str) -> None:
    found = 0
    for path, words in everything_said(language):
        for name in NAMES:
            assert words.count(name) == words.count(ISOLATED % name), path
            found += words.count(name)
    assert found


def test_an_unknown_language_is_english() -> None:
    assert phrases_in("xx") is PHRASES["en"]
