"""The helper's stream is cut into messages by their frames alone, however it arrives."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.privileged.door import MOST_BYTES, Frame, Frames
from tests.privileged.wire import CALL, RETURN, SIGNAL
from tests.privileged.wire import Frame as Sent

_SMALL = Sent(member="Sources")
_LARGE = Sent(member="Read", signature="ay", body=bytes(2 * MOST_BYTES))


def cut(data: bytes, sizes: random.Random) -> list[Frame]:
    frames, found = Frames(), list[Frame]()
    while data:
        size = sizes.randint(1, 700)
        found += frames.fed(data[:size])
        data = data[size:]
    return found


@given(kinds=st.lists(st.sampled_from([_SMALL, _LARGE])), big=st.booleans(), seed=st.integers(0, 99))
def test_each_message_comes_out_once_and_in_order(kinds: list[Sent], big: bool, seed: int) -> None:
    sent = [Sent(member=one.member, signature=one.signature, body=one.body, big=big) for one in kinds]
    found = cut(b"".join(one.data(number + 1) for number, one in enumerate(sent)), random.Random(seed))
    assert [frame.cut for frame in found] == [bool(one.body) for one in sent]
    for number, (one, frame) in enumerate(zip(sent, found, strict=True), start=1):
        whole = one.data(number)
        expected = whole[:4] + bytes(4) + whole[8 : len(whole) - len(one.body)] if frame.cut else whole
        assert frame.data == expected


def test_a_signal_from_anybody_is_cut_and_an_answer_is_not() -> None:
    for kind, is_cut in ((CALL, True), (SIGNAL, True), (RETURN, False)):
        (frame,) = Frames().fed(Sent(kind=kind, member="x", signature="ay", body=bytes(MOST_BYTES)).data(1))
        assert frame.cut is is_cut


def test_a_long_header_is_dropped_whole() -> None:
    long = Sent(member="x", more=((77, "ay", bytes(MOST_BYTES)),)).data(1)
    assert [frame.data for frame in Frames().fed(long + _SMALL.data(2))] == [_SMALL.data(2)]


def test_what_is_dropped_is_not_kept() -> None:
    frames = Frames()
    data = _LARGE.data(1)
    assert list(frames.fed(data[:-1]))
    assert len(frames._kept) == 0


@pytest.mark.parametrize("data", [b"HTTP/1.1 400 Bad", bytes(16)])
def test_another_language_ends_the_connection(data: bytes) -> None:
    with pytest.raises(ValueError):
        list(Frames().fed(data))


@given(data=st.binary(max_size=5000))
def test_any_bytes_are_messages_or_none(data: bytes) -> None:
    frames = Frames()
    try:
        for frame in frames.fed(data):
            assert len(frame.data) <= len(data)
    except ValueError:
        pass
    assert len(frames._kept) <= len(data)
