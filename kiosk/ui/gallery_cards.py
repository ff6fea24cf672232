"""The gallery of what stands where a card did not do."""

from dataclasses import replace
from datetime import timedelta

from kiosk.core.door.scene import Banner, Notice, Scene, Screen, Signal, TypingPage
from kiosk.ui.gallery_names import LONG_NAME, MONO_MS, NOW, PLACE_LONG, PLACES


def cards_in(idle: Scene) -> dict[str, Scene]:
    """Return the examples by name; `idle` is the page that they are variations of."""
    page = replace(idle, opened_at_ms=MONO_MS - 10_000, closes_at_ms=MONO_MS + 20_000)
    return {**_typed_ids(page), **_vouching(page)}


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
