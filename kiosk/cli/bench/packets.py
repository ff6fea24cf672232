"""Just enough of MQTT 3.1.1 to send load: what makes it must cost less than what it measures."""

import struct
from collections.abc import Iterator, Sequence

PUBLISH = 0x30
CONNACK = 0x20
SUBACK = 0x90
KIND_BITS = 0xF0
LENGTH_BYTES_MAX = 4
MORE = 0x80


def connect(client_id: str) -> bytes:
    """Return a CONNECT with a clean session and no keep-alive."""
    return _packet(0x10, b"\0\4MQTT\4\2\0\0" + _text(client_id))


def subscribe(topics: Sequence[str]) -> bytes:
    """Return a SUBSCRIBE at QoS 0."""
    return _packet(0x82, b"\0\1" + b"".join(_text(topic) + b"\0" for topic in topics))


def publish(topic: str, payload: bytes) -> bytes:
    """Return a PUBLISH at QoS 0."""
    return _packet(PUBLISH, _text(topic) + payload)


def take_packets(came: bytearray) -> Iterator[tuple[int, bytes]]:
    """Take whole packets out of `came`: the first byte without its flags, and the body."""
    while (head := _head(came)) is not None:
        start, end = head
        if len(came) < end:
            return
        kind, body = came[0] & KIND_BITS, bytes(came[start:end])
        del came[:end]
        yield kind, body


def published(body: bytes) -> tuple[bytes, bytes]:
    """Return topic and payload of a PUBLISH at QoS 0."""
    (length,) = struct.unpack_from("!H", body)
    return body[2 : 2 + length], body[2 + length :]


def _packet(head: int, body: bytes) -> bytes:
    length, left = bytearray(), len(body)
    while True:
        left, low = divmod(left, MORE)
        length.append(low | MORE if left else low)
        if not left:
            return bytes([head]) + bytes(length) + body


def _text(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("!H", len(encoded)) + encoded


def _head(came: bytearray) -> tuple[int, int] | None:
    """Return where the first packet's body begins and ends, once that much has come."""
    length = 0
    for place in range(1, min(len(came), LENGTH_BYTES_MAX + 1)):
        length += (came[place] & ~MORE) << (7 * (place - 1))
        if not came[place] & MORE:
            return place + 1, place + 1 + length
    return None
