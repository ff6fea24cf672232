import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.ids import BootId, StaffId
from kiosk.core.ports import Codec
from kiosk.core.protocol import Heartbeat, Identify, Identity, Refusal, WireRuling
from kiosk.feed.codec import (
    MESSAGE_BYTES_MAX,
    PLACE_BYTES_MAX,
    JsonCodec,
    OversizeError,
    UnreadableError,
)
from kiosk.feed.messages import NOTE_MAX
from tests.feed.samples import BOOT, KINDS, NOW, PASS, REQUEST, STARTED, of_kind

codec: Codec = JsonCodec()


def changed(sample: object, **fields: object) -> bytes:
    sent: dict[str, Any] = json.loads(codec.encode(sample))  # type: ignore[arg-type]  # any of them
    return json.dumps(sent | fields).encode()


def why(payload: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        codec.decode(payload)
    return caught.value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_encoded_is_read_back(kind: type, data: st.DataObject) -> None:
    message = data.draw(of_kind(kind))
    assert codec.decode(codec.encode(message)) == message


def test_a_message_is_flat_compact_json_with_version_and_type_first() -> None:
    payload = codec.encode(
        Refusal(id=PASS, ruling=WireRuling.WAIT, reason="hall_full", retry_at=NOW, epoch=7)
    )
    assert payload == (
        b'{"v":1,"type":"refusal","id":"01890a5d-ac96-774b-bcce-b302099a8058","ruling":"wait",'
        b'"reason":"hall_full","retry_at":"2026-03-02T15:04:05.678901Z","place":null,"epoch":7,'
        b'"used_up":null}'
    )


def test_an_event_is_flat_with_its_kind() -> None:
    sent = json.loads(codec.encode(STARTED))
    assert sent["type"] == "event"
    assert sent["kind"] == "started"
    assert sent["student"] == "s1"


def test_a_sealed_event_names_the_one_before_it() -> None:
    first = codec.seal(STARTED, None)
    digest = hashlib.sha256(first).hexdigest()
    second = codec.seal(replace(STARTED, seq=4), digest)
    assert codec.decode(second) == replace(STARTED, seq=4, prev=digest)


def test_sealing_twice_gives_the_same_bytes() -> None:
    assert codec.seal(STARTED, None) == codec.seal(replace(STARTED), None)


def test_fields_of_a_later_version_are_ignored() -> None:
    assert codec.decode(changed(REQUEST, colour="blue", nested={"a": [1]})) == REQUEST


def test_fields_with_a_usual_value_may_be_absent() -> None:
    sent = json.loads(codec.encode(REQUEST))
    for name in ("approved_by", "urgent", "round_trip", "attempt", "after"):
        del sent[name]
    assert codec.decode(json.dumps(sent).encode()) == REQUEST


def test_fields_may_come_in_any_order() -> None:
    sent = json.loads(codec.encode(STARTED))
    turned = dict(reversed(sent.items()))
    assert codec.decode(json.dumps(turned, indent=1).encode()) == STARTED


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (b"", "not JSON"),
        (b"\x00", "not JSON"),
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'"request"', "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"{}", "not version 1"),
        (b'{"v":2,"type":"request"}', "not version 1"),
        (b'{"v":true,"type":"request"}', "not version 1"),
        (b'{"v":1.0,"type":"request"}', "not version 1"),
        (b'{"v":"1","type":"request"}', "not version 1"),
        (b'{"v":1}', "unknown type"),
        (b'{"v":1,"type":"later"}', "unknown type"),
        (b'{"v":1,"type":["request"]}', "unknown type"),
        (b'{"v":1,"type":"event","kind":"later"}', "unknown type or kind"),
        (b'{"v":1,"type":"event","kind":{}}', "unknown type or kind"),
        (b'{"v":1,"type":"started"}', "unknown type"),
        (b'{"v":1,"type":"epoch","epoch":1,"now":NaN}', "does not have"),
        (b'{"v":1,"type":"epoch","epoch":-Infinity}', "does not have"),
        (b'{"v":1,"type":"epoch","epoch":1e999}', "too great"),
        (b'{"v":1,"type":"epoch","epoch":1,"epoch":2}', "twice"),
        (b'{"v":1,"type":"epoch","x":{"a":1,"a":1}}', "twice"),
        (b'\xef\xbb\xbf{"v":1}', "not JSON"),
        ('{"v":1}'.encode("utf-16"), "not JSON"),
        (b'{"v":1,"x":' + b"9" * 5000 + b"}", "not JSON"),
        (b'{"v":1,"x":' + b"[" * 9000 + b"]" * 9000 + b"}", ""),
        (b'{"v":1,"type":"hold","on":true,"epoch":1,"x":"\\ud800"}', "JSON"),
        (b'{"v":1,"type":"hold","on":true,"epoch":1,"x":"\xff"}', "JSON"),
        (b'{"v":1,"type":"hold","on":true,"epoch":1,"\xff":1}', "JSON"),
        (b" " * (PLACE_BYTES_MAX + 1), "bytes"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_nonsense_is_unreadable(payload: bytes, words: str) -> None:
    assert words in why(payload).why


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("door", ""),
        ("door", "d/1"),
        ("door", "#"),
        ("door", "d" * 65),
        ("door", "d214\n"),
        ("door", "é"),
        ("door", 214),
        ("student", None),
        ("id", "01890a5d-ac96-474b-bcce-b302099a8058"),
        ("id", "01890A5D-AC96-774B-BCCE-B302099A8058"),
        ("id", "01890a5dac96774bbcceb302099a8058"),
        ("boot", "\u0660" * 36),
        ("identified_by", "guess"),
        ("urgent", 1),
        ("urgent", "true"),
        ("mono_ms", -1),
        ("mono_ms", 1.0),
        ("mono_ms", "1"),
        ("mono_ms", True),
        ("mono_ms", 2**53),
        ("at", 1772463845),
        ("at", "2026-03-02"),
        ("at", "2026-03-02T15:04:05"),
        ("at", "2026-03-02T15:04:05+00:00"),
        ("at", "2026-03-02T15:04:05+05:00"),
        ("at", "2026-03-02 15:04:05Z"),
        ("at", "2026-03-02T15:04:60Z"),
        ("at", "2026-02-30T15:04:05Z"),
        ("at", "2026-03-02T15:04:05.1234567Z"),
        ("at", "2026-03-02T15:04:05z"),
    ],
)
def test_a_field_out_of_its_bounds_is_unreadable_and_named(field: str, value: object) -> None:
    assert why(changed(REQUEST, **{field: value})).why.startswith(field)


def test_a_time_may_have_no_fraction() -> None:
    request = codec.decode(changed(REQUEST, at="2026-03-02T15:04:05Z"))
    assert request == replace(REQUEST, at=datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC))


def test_a_missing_field_is_unreadable() -> None:
    sent = json.loads(codec.encode(REQUEST))
    del sent["epoch"]
    assert why(json.dumps(sent).encode()).why.startswith("epoch")


def test_an_event_without_its_kind_is_unreadable() -> None:
    sent = json.loads(codec.encode(STARTED))
    del sent["kind"]
    assert "kind" in why(json.dumps(sent).encode()).why


def test_too_long_a_list_is_unreadable() -> None:
    beat = Heartbeat(
        door=REQUEST.door, boot=BOOT, mono_ms=1, at=None, last_seq={}, open=(), pending=(),
        max_fence=0, epoch=0,
    )  # fmt: skip
    assert why(changed(beat, pending=[PASS] * 420)).why.endswith("bytes")
    assert why(changed(beat, last_seq=dict.fromkeys(range(1100), 1))).why.startswith("last_seq")


def test_an_unreadable_event_still_tells_its_place() -> None:
    error = why(changed(STARTED, student="#"))
    assert (error.boot, error.seq) == (BOOT, 3)


@pytest.mark.parametrize(
    "payload",
    [
        changed(STARTED, v=2),
        changed(STARTED, kind="later"),
        changed(STARTED, type="later"),
        changed(STARTED, x="x" * MESSAGE_BYTES_MAX),
        codec.encode(STARTED).replace(b"s1", b"s\xff"),
    ],
    ids=["version", "kind", "type", "long", "bytes"],
)
def test_whatever_is_wrong_the_place_is_told_if_it_can_be_read(payload: bytes) -> None:
    error = why(payload)
    assert (error.boot, error.seq) == (BOOT, 3)


@pytest.mark.parametrize("seq", [0, -1, True, "3", 3.0, None])
def test_a_place_that_is_none_is_not_told(seq: object) -> None:
    assert why(changed(STARTED, seq=seq)).seq is None


def test_a_boot_that_is_none_is_not_told() -> None:
    assert why(changed(STARTED, boot="x")).boot is None


def test_the_words_of_an_error_hold_nothing_of_what_was_sent() -> None:
    error = why(changed(STARTED, student="Maya Secret", note="secret", origin="Room Secret"))
    assert "secret" not in str(error).lower()
    assert error.__cause__ is None
    beat = changed(REQUEST, type="heartbeat", last_seq={"Maya Secret": 1}, health={"Secret!": 1})
    assert "secret" not in str(why(beat)).lower()


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_unreadable(payload: bytes) -> None:
    with pytest.raises(UnreadableError):
        codec.decode(payload)


@given(st.data())
def test_a_flipped_byte_is_read_or_unreadable(data: st.DataObject) -> None:
    payload = bytearray(codec.encode(STARTED))
    payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    try:
        codec.decode(bytes(payload))
    except UnreadableError:
        return


@pytest.mark.parametrize("told", [{}, {"card": "0" * 64, "typed": "1"}])
def test_identify_names_a_card_or_a_typed_number(told: dict[str, str]) -> None:
    sent = {"v": 1, "type": "identify", "id": "1", **told}
    assert "card and typed" in why(json.dumps(sent).encode()).why


def test_an_identity_is_a_student_or_unknown() -> None:
    stranger = Identity(id="1", unknown=True)
    assert codec.decode(codec.encode(stranger)) == stranger
    assert "identity" in why(codec.encode(Identity(id="1"))).why


def test_a_message_of_ours_that_is_too_long_is_not_made() -> None:
    beat = Heartbeat(
        door=REQUEST.door, boot=BOOT, mono_ms=1, at=None, last_seq={}, open=(PASS,) * 500,
        pending=(), max_fence=0, epoch=0,
    )  # fmt: skip
    with pytest.raises(OversizeError, match="heartbeat"):
        codec.encode(beat)


def test_a_note_of_any_letters_travels() -> None:
    noted = changed(STARTED, kind="corrected", staff="t1", returned_at="2026-03-02T15:04:05Z")
    sent = json.loads(noted) | {"note": "zurück «já» 回来 \u202e" + "x" * (NOTE_MAX - 20)}
    message = codec.decode(json.dumps(sent, ensure_ascii=False).encode())
    assert getattr(message, "note", None) == sent["note"]
    assert getattr(message, "staff", None) == StaffId("t1")


def test_the_id_of_a_look_up_is_any_token() -> None:
    look_up = Identify(id="look-up-1", typed="4711")
    assert codec.decode(codec.encode(look_up)) == look_up


def test_a_boot_id_of_another_life_is_told_as_it_stands() -> None:
    other = BootId("01890a5d-ac96-774b-bcce-000000000000")
    assert why(changed(STARTED, boot=other, student="")).boot == other
