"""The gallery of what stands where a card did not do."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.scene import (
    Banner,
    Notice,
    OwnRow,
    OwnRowsPage,
    PickPage,
    PickRow,
    Scene,
    Screen,
    Signal,
    TypingPage,
)
from kiosk.core.ids import StudentId
from kiosk.ui.gallery_names import CROWD, LONG_NAME, MONO_MS, NOW, PLACE_LONG, PLACES


def cards_in(idle: Scene) -> dict[str, Scene]:
    """Return the examples by name; `idle` is the page that they are variations of."""
    page = replace(idle, opened_at_ms=MONO_MS - 10_000, closes_at_ms=MONO_MS + 20_000)
    return {**_typed_ids(page), **_vouching(page), **_enrolling(page), **_own(page)}


def _typed_ids(page: Scene) -> dict[str, Scene]:
    keys = replace(page, screen=Screen.TYPE_ID, typing=TypingPage("4711"))
    letters = replace(keys, typing=TypingPage("MWMWMWMWMWMWMWMWMWMW", letters=True))
    waits = Notice("id_wait", NOW + timedelta(minutes=4))
    empty, closed = TypingPage(), TypingPage("4711", serves=False)
    return {
        "type ID": keys,
        "type ID, letters": letters,
        "type ID, letters, everything wrong": replace(letters, banners=frozenset(Banner)),
        "type ID, checking": replace(keys, typing=closed),
        "type ID, unknown": replace(keys, typing=empty, notice=Notice("id_unknown")),
        "type ID, wait": replace(
            letters,
            typing=TypingPage(letters=True),
            notice=waits,
            banners=frozenset({Banner.CLOCK_UNSET}),
        ),
        "type ID, no answer": replace(keys, typing=empty, notice=Notice("id_silent")),
        "type ID, alone": replace(
            keys,
            typing=TypingPage(serves=False),
            notice=Notice("id_alone"),
            banners=frozenset({Banner.ALONE}),
        ),
    }


def _vouching(page: Scene) -> dict[str, Scene]:
    vouch = replace(
        page,
        screen=Screen.VOUCH,
        signal=Signal.ASK,
        student="Maya R.",
        destination=PLACES[page.language][0],
    )
    long = replace(vouch, student=LONG_NAME, destination=PLACE_LONG[page.language])
    return {"vouch": vouch, "vouch, long": replace(long, banners=frozenset(Banner))}


def _enrolling(page: Scene) -> dict[str, Scene]:
    names = (*CROWD, "Emily T.", "Ximena-Guadalupe V.", "Ana B.")
    rows = tuple(PickRow(StudentId(f"s-{n}"), name, marked=False) for n, name in enumerate(names))
    whose = replace(page, screen=Screen.WHOSE_CARD, signal=Signal.ASK)
    whose = replace(whose, pick=PickPage(rows, more=21, one=True))
    sure = replace(page, screen=Screen.ENROL, signal=Signal.ASK, student=LONG_NAME)
    saved = replace(sure, screen=Screen.ENROLLED, signal=Signal.GO)
    fault = replace(page, screen=Screen.ENROL_FAULT, signal=Signal.NO)
    unknown = replace(page, screen=Screen.CARD_UNKNOWN, signal=Signal.NO, opened_at_ms=None)
    lent, wrong = Notice("lent"), frozenset(Banner)
    return {
        "card unknown, to lend": replace(unknown, notice=Notice("card_to_lend")),
        "whose card": whose,
        "whose card, everything wrong": replace(whose, banners=wrong),
        "enrol": sure,
        "enrol, lend": replace(sure, notice=lent, banners=wrong),
        "enrolled": saved,
        "enrolled, lent": replace(saved, notice=lent, banners=wrong),
        "enrol fault": replace(fault, notice=Notice("card_taken")),
        "enrol fault, no answer": replace(fault, notice=Notice("enrol_silent"), banners=wrong),
    }


def _own(page: Scene) -> dict[str, Scene]:
    places, day = PLACES[page.language], timedelta(days=1)
    rows = (
        OwnRow(NOW - timedelta(minutes=4), places[0], None, out=True),
        OwnRow(NOW - timedelta(hours=1), places[1], 4),
        OwnRow(NOW - day, places[2], 19, over=9),
        OwnRow(NOW - 2 * day, PLACE_LONG[page.language], 129, over=114),
        OwnRow(NOW - 3 * day, places[4], None),
    )
    ask = replace(page, screen=Screen.OWN_ASK, signal=Signal.ASK, student=LONG_NAME)
    own = replace(page, screen=Screen.OWN_RECORD, student=LONG_NAME)
    fault = replace(page, screen=Screen.OWN_FAULT, signal=Signal.NO, student=LONG_NAME)
    full = replace(own, own=OwnRowsPage(rows, more=12))
    return {
        "own passes, adult asked": ask,
        "own passes": full,
        "own passes, everything wrong": replace(full, banners=frozenset(Banner)),
        "own passes, none": replace(own, own=OwnRowsPage()),
        "own passes, no answer": replace(fault, opened_at_ms=None, banners=frozenset(Banner)),
    }
