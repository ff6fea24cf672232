"""Which phrases belong to which language."""

from collections.abc import Mapping

from kiosk.ui.phrases.arabic import ARABIC
from kiosk.ui.phrases.chinese import CHINESE
from kiosk.ui.phrases.english import ENGLISH
from kiosk.ui.phrases.spanish import SPANISH
from kiosk.ui.phrases.table import Phrases

PHRASES: Mapping[str, Phrases] = {
    "en": ENGLISH,
    "es": SPANISH,
    "zh": CHINESE,
    "ar": ARABIC,
}


def phrases_in(language: str) -> Phrases:
    """Return the phrases in `language`, else in English, as reasons do."""
    return PHRASES.get(language, ENGLISH)
