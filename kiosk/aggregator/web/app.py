"""The board's web application: one page, its files, the stream of boards, and its health."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kiosk.aggregator.web.acts import Acts
from kiosk.aggregator.web.audience import Audience, AudienceFullError, Showing, Viewer
from kiosk.aggregator.web.guard import Guard, own_names
from kiosk.aggregator.web.pages import Pages, read_pages
from kiosk.aggregator.web.snapshot import snapshot

HEARTBEAT = timedelta(seconds=15)
"""The longest silence on a stream: shorter than the patience of proxies, and finds dead viewers."""
RETRY = timedelta(seconds=2)
"""How soon a browser that lost the stream asks again."""
BOARD_AGE_MAX = timedelta(seconds=30)
"""Several missed publications: the coordinator is not well."""


class Frames:
    """Boards as server-sent events; each board is put into words once, whoever watches."""

    def __init__(self, audience: Audience, time_zone: ZoneInfo, page_version: str) -> None:
        self._audience = audience
        self._time_zone = time_zone
        self._page_version = page_version
        self._number = 0
        self._board = ""

    def frame(self, showing: Showing) -> str:
        """Return one event; the age is added for each viewer, as a board may be shown late."""
        if showing.number != self._number:
            self._number = showing.number
            self._board = json.dumps(snapshot(showing.board, self._time_zone))
        age_ms = self._audience.age(showing) // timedelta(milliseconds=1)
        data = f'{{"page": "{self._page_version}", "age_ms": {age_ms}, "board": {self._board}}}'
        return f"id: {showing.number}\ndata: {data}\n\n"

    async def stream(self, viewer: Viewer) -> AsyncIterator[str]:
        """Yield the newest board, then each newer one, and a sign of life in between."""
        yield f"retry: {RETRY // timedelta(milliseconds=1)}\n\n"
        while True:
            try:
                async with asyncio.timeout(HEARTBEAT.total_seconds()):
                    showing = await anext(viewer)
            except TimeoutError:
                yield ": heartbeat\n\n"
            else:
                yield self.frame(showing)


class BoardStream(Response):
    """The answer that does not end: seats a viewer for as long as the connection lasts."""

    def __init__(self, audience: Audience, frames: Frames) -> None:
        super().__init__(media_type="text/event-stream")
        self._audience = audience
        self._frames = frames

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with self._audience.viewer() as viewer:
                body = self._frames.stream(viewer)
                stream = StreamingResponse(body, media_type=self.media_type)
                await stream(scope, receive, send)
        except AudienceFullError:
            full = Response("Too many boards are open.\n", 503, {"Retry-After": "10"})
            await full(scope, receive, send)


class Board:
    """The endpoints; all asynchronous and quick, so that no worker thread is ever made."""

    def __init__(self, audience: Audience, pages: Pages, frames: Frames) -> None:
        self._audience = audience
        self._pages = pages
        self._frames = frames

    async def page(self, _request: Request) -> Response:
        return HTMLResponse(self._pages.board)

    async def asset(self, request: Request) -> Response:
        asset = self._pages.assets.get(request.path_params["name"])
        if asset is None:
            raise HTTPException(404)
        # Asked for again at each visit, so that an update never mixes old files with new.
        headers = {"Cache-Control": "no-cache", "ETag": f'"{asset.tag}"'}
        if asset.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(asset.body, media_type=asset.media_type, headers=headers)

    async def events(self, _request: Request) -> Response:
        return BoardStream(self._audience, self._frames)

    async def health(self, _request: Request) -> Response:
        """Answer 200 while boards keep coming, 503 before the first and when they stop."""
        showing = self._audience.newest
        age = None if showing is None else self._audience.age(showing)
        well = age is not None and age <= BOARD_AGE_MAX
        told = {
            "status": "ok" if well else "no board" if age is None else "old board",
            "board_age_s": None if age is None else round(age.total_seconds(), 1),
            "viewers": self._audience.viewers,
        }
        return JSONResponse(told, 200 if well else 503)


def make_app(
    audience: Audience,
    building_name: str,
    time_zone: ZoneInfo,
    acts: Acts | None = None,
    host_names: tuple[str, ...] = (),
) -> Starlette:
    """Return the board's application.

    Without `acts` it only shows. It answers to IP addresses, to `localhost`, to this machine's own
    name and to `host_names`.
    """
    pages = read_pages(building_name)
    board = Board(audience, pages, Frames(audience, time_zone, pages.version))
    return Starlette(
        routes=[
            Route("/", board.page),
            Route("/events", board.events),
            Route("/healthz", board.health),
            *([Route("/acts/{act}", acts.post, methods=["POST"])] if acts else []),
            Route("/assets/{name}", board.asset),
        ],
        middleware=[Middleware(Guard, names=(*own_names(), *host_names))],
    )
