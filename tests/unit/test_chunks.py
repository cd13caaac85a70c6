"""Documents are dealt out so that no chunk is all scans, none is lost and the oldest come first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bpo_pipeline.flow.chunks import DEALT_AMONG, dealt


def test_what_was_dropped_together_is_spread_over_the_chunks() -> None:
    ids = [f"sheet{number}" for number in range(40)] + [f"scan{number}" for number in range(20)]
    chunks = list(dealt(ids, 50))
    assert [sum(one.startswith("scan") for one in chunk) for chunk in chunks] == [10, 10]


@given(count=st.integers(0, 500), size=st.integers(1, 60))
def test_each_document_is_in_one_chunk_and_none_is_too_large(count: int, size: int) -> None:
    ids = [f"{number:04d}" for number in range(count)]
    chunks = list(dealt(ids, size))
    assert sorted(one for chunk in chunks for one in chunk) == ids
    assert all(0 < len(chunk) <= size for chunk in chunks)
    assert len(chunks) == -(-count // size)


@given(count=st.integers(1, 500), size=st.integers(1, 60))
def test_the_oldest_are_in_the_first_chunks(count: int, size: int) -> None:
    ids = [f"{number:04d}" for number in range(count)]
    place = {one: number for number, chunk in enumerate(dealt(ids, size)) for one in chunk}
    together = size * DEALT_AMONG
    assert all(place[one] // DEALT_AMONG == number // together for number, one in enumerate(ids))
