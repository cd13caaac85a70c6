"""Where a document goes, and for which reason."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from qa_builder import OTHER_IBAN, contract, subject

from bpo_pipeline.model.finding import Finding, RouteKind, Severity
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa import SERIOUSNESS, check, route

NOTE = Finding("r", "", Severity.NOTE, Reason.BANK_CHANGE, "a note")
ERROR = Finding("r", "", Severity.ERROR, Reason.LOW_CONFIDENCE, "an error")
WORSE = Finding("r", "", Severity.ERROR, Reason.BANK_CHANGE, "a worse error")
REFUSAL = Finding("r", "", Severity.REFUSAL, Reason.POSSIBLE_DUPLICATE, "a refusal")


def test_notes_alone_go_straight_through() -> None:
    assert route([NOTE]) == route((NOTE,))
    assert (route([NOTE]).kind, route([NOTE]).reason) == (RouteKind.STRAIGHT_THROUGH, None)


def test_the_most_serious_error_is_the_reason_whatever_the_order() -> None:
    for order in itertools.permutations((NOTE, ERROR, WORSE)):
        decided = route(order)
        assert (decided.kind, decided.reason) == (RouteKind.REVIEW, Reason.BANK_CHANGE)
        assert decided.findings[0] is WORSE


def test_a_refusal_refuses_even_beside_worse_reasons() -> None:
    assert (route([WORSE, REFUSAL]).kind, route([WORSE, REFUSAL]).reason) == (
        RouteKind.REFUSE,
        Reason.POSSIBLE_DUPLICATE,
    )


def test_a_duplicate_is_refused_where_the_contract_says_so() -> None:
    again = replace(subject(), duplicates=("abc",))
    strict = replace(again, contract=contract(duplicate_policy="reject"))

    assert route(check(again)).kind is RouteKind.REVIEW
    assert route(check(strict)).kind is RouteKind.REFUSE


def test_a_changed_account_outweighs_a_wrong_sum() -> None:
    assert route(check(subject(gross_total="191.00", supplier_iban=OTHER_IBAN))).reason is Reason.BANK_CHANGE


def test_a_clean_invoice_goes_straight_through() -> None:
    assert route(check(subject())).kind is RouteKind.STRAIGHT_THROUGH


def test_each_reason_has_one_place_in_the_order() -> None:
    assert len(set(SERIOUSNESS)) == len(SERIOUSNESS)


@given(st.sampled_from(list(Reason)))
def test_an_error_of_any_reason_goes_to_a_person_for_that_reason(reason: Reason) -> None:
    decided = route([replace(ERROR, reason=reason), NOTE])

    assert (decided.kind, decided.reason) == (RouteKind.REVIEW, reason)
