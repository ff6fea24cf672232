import pytest

from kiosk.cli.bench import packets


@pytest.mark.parametrize("length", [0, 1, 100, 127, 128, 20_000])
def test_a_message_comes_back_whole_however_it_is_cut(length: int) -> None:
    payload = bytes(length)
    sent = packets.publish("a/b", payload) * 2
    came, found = bytearray(), []
    for place in range(0, len(sent), 97):
        came += sent[place : place + 97]
        found += list(packets.take_packets(came))
    assert [kind for kind, _ in found] == [packets.PUBLISH] * 2
    assert [packets.published(body) for _, body in found] == [(b"a/b", payload)] * 2
    assert not came
