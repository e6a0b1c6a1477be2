"""Frames: whole messages come out whatever pieces they come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.press.forked.wire import FrameError, Frames, packed

PLAIN = st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4)
MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["shell", "iopub"]),
        st.fixed_dictionaries(
            {"content": PLAIN, "buffers": st.lists(st.binary(max_size=50), max_size=3)}
        ),
    ),
    max_size=5,
)


@given(messages=MESSAGES, size=st.integers(1, 200))
def test_messages_come_out_as_they_went_in_however_they_are_cut(messages, size):
    stream = b"".join(packed(channel, message) for channel, message in messages)
    frames, found = Frames(), []
    for start in range(0, len(stream), size):
        found += frames.add(stream[start : start + size])
    assert found == messages


@given(data=st.binary(min_size=4, max_size=400))
def test_bytes_that_are_no_frame_are_refused_or_waited_for(data):
    frames = Frames()
    try:
        found = list(frames.add(data))
    except FrameError:
        return
    assert all(isinstance(message, dict) for _, message in found)


def test_a_frame_without_parts_is_refused():
    with pytest.raises(FrameError, match="0 parts"):
        list(Frames().add(b"\0\0\0\0"))
