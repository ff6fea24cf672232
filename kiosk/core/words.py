"""Reasons: a stable code, words for the student and words for staff, in every language."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One reason in one language; `timed` is used when there is a time to try again.

    Placeholders: `{time}` (only in `timed`) and `{destination}`, nothing else.
    """

    student: str
    staff: str
    timed: str | None = None

    def for_student(self, *, destination: str, time: str | None) -> str:
        """Return the words for the student; `time` is a formatted time of day or None."""
        if time is not None and self.timed is not None:
            return self.timed.format(destination=destination, time=time)
        return self.student.format(destination=destination)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule objects; only the code travels, the door has the words."""

    code: str
    words: Mapping[str, Phrase]

    def phrase(self, language: str) -> Phrase:
        """Return the words in `language`, else in English."""
        return self.words.get(language) or self.words["en"]


HALL_FULL = Reason(
    "hall_full",
    {
        "en": Phrase(
            student="The hallway is full right now. Try again in a few minutes.",
            staff="Hallway full",
        ),
        "es": Phrase(
            student="El pasillo está lleno ahora. Inténtalo de nuevo en unos minutos.",
            staff="Pasillo lleno",
        ),
    },
)
"""Shared by the hall capacity and the encounter rule: the two must look the same in everything."""
