"""What staff do in a browser or at a command line: who they are, what they ask, what came of it."""

import base64
import binascii
import ipaddress
import logging
import math
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kiosk.aggregator.petitions import Petitions, UnansweredError
from kiosk.aggregator.web.act_forms import FORMS as PASS_FORMS
from kiosk.aggregator.web.act_forms import ActForm, DayCodeForm, read_form
from kiosk.aggregator.web.appointment_forms import APPOINTMENT_FORMS
from kiosk.aggregator.web.card_forms import CARD_FORMS
from kiosk.core.aggregator.acts import ActFault, DayCodeMade
from kiosk.core.aggregator.staffing import CODE_TAKEN
from kiosk.core.ids import RoomId, StaffId, is_token
from kiosk.core.pins import PIN_DIGITS

_log = logging.getLogger(__name__)

FORMS: Final[Mapping[str, type[ActForm]]] = {
    **PASS_FORMS,
    **APPOINTMENT_FORMS,
    **CARD_FORMS,
}
BODY_BYTES_MAX: Final = 16 * 1024
"""As long as any message of the protocol may be."""
CODES_DRAWN_MAX: Final = 5
"""Draws of a day code until one is new: one in ten thousand meets another at a hundred codes."""
CHALLENGE: Final = {"WWW-Authenticate": 'Basic realm="staff id and PIN", charset="UTF-8"'}

DrawCode = Callable[[], tuple[str, str]]
"""Draws the six digits of a code, and returns them with their digest."""


class Acts:
    """`POST /acts/<act>`: asks the mind and waits; decides nothing itself."""

    def __init__(self, petitions: Petitions, draw_code: DrawCode, *, from_network: bool) -> None:
        self._petitions = petitions
        self._draw_code = draw_code
        self._from_network = from_network

    async def post(self, request: Request) -> Response:
        """Answer one act."""
        name = request.path_params["act"]
        refusal = self._refused_unseen(request)
        if refusal is not None:
            return refusal
        try:
            who = await self._who(request)
            if isinstance(who, Response):
                return who
            if name not in FORMS:
                return _fault(404, ActFault("act", f"must be one of {', '.join(FORMS)}"))
            body = await _body(request)
            form = ActFault("body", "too long") if body is None else read_form(FORMS[name], body)
            if isinstance(form, ActFault):
                return _fault(400, form)
            return await self._do(name, form, who)
        except UnansweredError:
            why = "the aggregator does not answer; look at the board before you try again"
            return _fault(503, ActFault("act", why))

    def _refused_unseen(self, request: Request) -> Response | None:
        """Refuse what no page and no command of ours sends, before any PIN is looked at."""
        host = request.client.host if request.client else ""
        if not self._from_network and not _is_loopback(host):
            return _fault(403, ActFault("address", "acts are taken from this machine only"))
        # A page of another site can send forms with the PIN that a browser remembers, but not JSON
        # and not without telling where it comes from.
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return _fault(415, ActFault("Content-Type", "must be application/json"))
        here = request.headers.get("host", "")
        origin = request.headers.get("origin")
        site = request.headers.get("sec-fetch-site", "same-origin")
        foreign = origin is not None and origin.partition("://")[2] != here
        if foreign or site not in {"same-origin", "none"}:
            return _fault(403, ActFault("Origin", "acts are taken from the board's own pages only"))
        return None

    async def _who(self, request: Request) -> StaffId | Response:
        """Return who asks, by staff id and PIN."""
        given = _credentials(request.headers.get("authorization", ""))
        if given is None:
            return _fault(401, ActFault("Authorization", "give a staff id and its PIN"), CHALLENGE)
        staff, pin = given
        answer = await self._petitions.pin(staff, pin)
        if answer.staff is not None:
            return answer.staff
        if answer.wait_until is not None:
            return _must_wait(answer.wait_until)
        return _fault(401, ActFault("Authorization", "no such staff id with this PIN"), CHALLENGE)

    async def _do(self, name: str, form: ActForm, staff: StaffId) -> Response:
        if isinstance(form, DayCodeForm):
            return await self._make_code(form, staff)
        outcome = await self._petitions.act(form.act(staff))
        if outcome.fault is not None:
            return _fault(409, outcome.fault)
        _log.info("%s by %s", name, staff)
        return JSONResponse({"done": name, "staff": staff, **outcome.told})

    async def _make_code(self, form: DayCodeForm, staff: StaffId) -> Response:
        fault = None
        for _ in range(CODES_DRAWN_MAX):
            # Some 50 ms in which boards wait: a code is made a few times a day.
            code, digest = self._draw_code()
            token = StaffId(f"sub-{secrets.token_hex(6)}")
            rooms = frozenset(RoomId(room) for room in form.rooms)
            made = DayCodeMade(digest, token, form.name, form.day, rooms, staff)
            fault = (await self._petitions.act(made)).fault
            if fault is None:
                return JSONResponse({"done": "daycode", "code": code, "substitute": token})
            if fault.why != CODE_TAKEN:
                break
        return _fault(409, fault or ActFault("code", CODE_TAKEN))


def _credentials(header: str) -> tuple[StaffId, str] | None:
    """Return staff id and PIN from HTTP Basic, if that is what they can be."""
    scheme, _, packed = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        staff, _, pin = base64.b64decode(packed.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    intact = is_token(staff) and pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS
    return (StaffId(staff), pin) if intact else None


async def _body(request: Request) -> bytes | None:
    """Return the body; None if it is too long, which is found before all of it has come."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > BODY_BYTES_MAX:
            return None
    return body


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _must_wait(until: datetime) -> Response:
    seconds = max(1, math.ceil((until - datetime.now(UTC)).total_seconds()))
    why = f"too many wrong PINs: no try is taken for {seconds} s"
    return _fault(429, ActFault("Authorization", why), {"Retry-After": str(seconds)})


def _fault(status: int, fault: ActFault, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"fault": {"field": fault.field, "why": fault.why}}, status, headers)
