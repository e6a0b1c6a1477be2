"""Keys over many batches: found whatever their order, told apart whatever their kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo_lib.tables.mapping.seen import Hashes, Seen, hashes

values = st.one_of(
    st.none(), st.text(max_size=3), st.integers(-3, 3), st.booleans(), st.floats(0, 2)
)


def _objects(entries):
    return np.fromiter(entries, dtype=object, count=len(entries))


def _same(one, other):
    """Whether two values are one to a table: equal, and both texts or both none."""
    return isinstance(one, str) is isinstance(other, str) and one == other


@given(st.lists(values, min_size=1, max_size=30))
def test_entries_hash_alike_where_they_are_the_same_and_not_otherwise(entries):
    found = hashes([_objects(entries)], len(entries))
    for at, one in enumerate(entries):
        for to, other in enumerate(entries):
            alike = found.high[at] == found.high[to] and found.low[at] == found.low[to]
            assert alike == _same(one, other)


def test_columns_count_in_their_order():
    ab = hashes([_objects(["a"]), _objects(["b"])], 1)
    ba = hashes([_objects(["b"]), _objects(["a"])], 1)
    joined = hashes([_objects(["ab"]), _objects([""])], 1)
    assert len({(h.high[0], h.low[0]) for h in (ab, ba, joined)}) == 3


def test_the_first_of_equal_entries_is_found():
    found = hashes([_objects(["x", "y", "x", None, "y", None])], 6)
    assert found.first().tolist() == [0, 1, 0, 3, 1, 3]


@given(st.lists(st.lists(st.integers(0, 500), max_size=40), max_size=12))
def test_what_was_added_is_found_with_its_number_and_nothing_else(batches):
    seen, known = Seen(), {}
    for batch in batches:
        keys = hashes([_objects([f"J{n}" for n in batch])], len(batch))
        assert seen.find(keys).tolist() == [known.get(n, -1) for n in batch]
        new = (seen.find(keys) < 0) & (keys.first() == np.arange(len(batch)))
        numbers = np.array([n * 7 for n in batch], dtype=np.int64)
        seen.add(keys.take(new), numbers[new])
        known |= {n: n * 7 for n in batch}


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_keys_that_share_one_half_are_told_apart_by_the_other(order):
    high = np.array([5, 5, 5], dtype=np.uint64)
    low = np.array([1, 2, 3], dtype=np.uint64)
    keys = Hashes(high, low)
    seen = Seen()
    seen.add(keys.take(np.array(order)), np.array(order, dtype=np.int64) * 10)
    assert seen.find(keys).tolist() == [0, 10, 20]
    assert seen.find(Hashes(high[:1], np.array([9], dtype=np.uint64))).tolist() == [-1]
