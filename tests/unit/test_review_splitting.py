"""Which pages a person may give for a split, and what is said about the others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.cut import Cut, Sign, ranges_from
from bpo_pipeline.review import Desk, split
from bpo_pipeline.review.splitting import ranges_in


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1-2, 3", "1-2, 3"), ("3;1 - 2", "1-2, 3"), ("1\n2–3", "1, 2-3"), ("1,3", "1, 3")],
)
def test_ranges_are_read_as_people_type_them(typed: str, meant: str) -> None:
    assert ", ".join(map(str, ranges_in(typed, 3))) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "at least two documents"),
        ("1-3", "at least two documents"),
        ("1, 4", "not in this file"),
        ("0, 1", "not in this file"),
        ("1-2, 2-3", "cannot be in two"),
        ("1, two", "no range of pages"),
        ("2-1, 3", "not in this file"),
        ("1, 2, 99999999", "no range of pages"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(typed: str, said: str) -> None:
    with pytest.raises(AskAPerson, match=said):
        ranges_in(typed, 3)


def test_a_page_in_no_document_needs_a_reason() -> None:
    store: Any = SimpleNamespace(case=lambda *_: "case", decisions=lambda *_: pytest.fail("it was let through"))
    unused: Any = None
    desk = Desk(store, unused, unused, unused, pages_of=lambda _: 3)
    with pytest.raises(AskAPerson, match="no document has page 2"):
        split(desk, "acme", "a", ranges="1, 3", actor="eva", version=1)


def test_the_machine_proposes_a_range_for_each_page_on_which_a_document_begins() -> None:
    cuts = (Cut(3, 2, (Sign.TITLE, Sign.NUMBER)), Cut(5, 3, (Sign.SEPARATOR,)))

    assert ", ".join(map(str, ranges_from(cuts, first=1, last=6))) == "1-2, 3, 5-6"
