import asyncio
import threading
from datetime import timedelta

import pytest

from kiosk.aggregator.web import audience as audience_module
from kiosk.aggregator.web.audience import Audience, AudienceFullError
from tests.aggregator.web.boards import board, row


def test_a_viewer_who_comes_late_sees_the_newest_board() -> None:
    async def watch() -> None:
        audience = Audience()
        audience.publish(board())
        audience.publish(board(row("Maya")))
        with audience.viewer() as viewer:
            showing = await anext(viewer)
        assert showing.board == board(row("Maya"))

    asyncio.run(watch())


def test_a_slow_viewer_skips_to_the_newest_board() -> None:
    async def watch() -> None:
        audience = Audience()
        with audience.viewer() as viewer:
            for _ in range(1000):
                audience.publish(board())
            audience.publish(board(row("Maya")))
            assert (await anext(viewer)).number == 1001
            audience.publish(board())
            assert (await anext(viewer)).number == 1002

    asyncio.run(watch())


def test_a_stalled_event_loop_gathers_one_wake_up_for_each_viewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def watch() -> None:
        audience = Audience()
        loop = asyncio.get_running_loop()
        scheduled: list[object] = []
        schedule = loop.call_soon_threadsafe

        def counting(callback: object, *args: object) -> object:
            scheduled.append(callback)
            return schedule(callback, *args)  # type: ignore[arg-type] # as handed in

        monkeypatch.setattr(loop, "call_soon_threadsafe", counting)
        with audience.viewer() as first, audience.viewer() as second:
            for _ in range(1000):
                audience.publish(board())
            assert len(scheduled) == 2
            assert (await anext(first)).number == (await anext(second)).number == 1000

    asyncio.run(watch())


def test_every_viewer_reaches_the_last_board_of_another_thread() -> None:
    last = 500

    def publish_all(audience: Audience) -> None:
        for _ in range(last):
            audience.publish(board())

    async def watch_to_the_end(audience: Audience) -> int:
        with audience.viewer() as viewer:
            async for showing in viewer:
                if showing.number == last:
                    return showing.number
        return 0

    async def watch() -> None:
        audience = Audience()
        watching = [asyncio.create_task(watch_to_the_end(audience)) for _ in range(10)]
        publisher = threading.Thread(target=publish_all, args=(audience,))
        publisher.start()
        assert await asyncio.gather(*watching) == [last] * 10
        publisher.join()
        assert audience.viewers == 0

    asyncio.run(watch())


def test_publishing_goes_on_when_the_viewers_loop_has_ended() -> None:
    audience = Audience()

    async def sit_down() -> None:
        audience.viewer().__enter__()

    asyncio.run(sit_down())
    audience.publish(board())
    assert audience.newest is not None


def test_the_audience_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audience_module, "VIEWERS_MAX", 1)

    async def watch() -> None:
        audience = Audience()
        with audience.viewer():
            with pytest.raises(AudienceFullError), audience.viewer():
                pass
            assert audience.viewers == 1
        with audience.viewer():
            assert audience.viewers == 1

    asyncio.run(watch())


def test_the_age_of_a_board_is_counted_from_its_publication() -> None:
    now_s = 100.0
    audience = Audience(lambda: now_s)
    audience.publish(board())
    now_s = 107.5
    assert audience.newest is not None
    assert audience.age(audience.newest) == timedelta(seconds=7.5)
