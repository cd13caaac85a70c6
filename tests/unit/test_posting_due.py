"""What a bill still asks for, by when, and what paying early saves."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bpo_pipeline.documents.bank_statement import StatementLine
from bpo_pipeline.documents.credit_note import CreditNote
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.model.payable import RunTally
from bpo_pipeline.model.payables_terms import PayablesTerms
from bpo_pipeline.model.payment import Outcome
from bpo_pipeline.posting.payments.due import Due, discount_of, due_of
from bpo_pipeline.posting.payments.statement import SentFile, matched
from bpo_pipeline.reporting.differences import run_differences

TERMS = PayablesTerms.model_validate(
    {"since": "2026-01-01", "take_discounts": True, "banks": [{"kind": "sepa", "name": "A", "iban": "DE1"}]}
)
TUESDAY = dt.date(2026, 11, 24)


def due(**values: Any) -> Due:
    fields = {"gross_total": Decimal(100), "issue_date": dt.date(2026, 11, 16), **values}
    return due_of(Invoice(**fields), TERMS, execution=TUESDAY, system="sepa")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2/10 net 30", (Decimal(2), 10)),
        ("2% 10, net 30", (Decimal(2), 10)),
        ("1.5 % discount if paid within 14 days, net 45 days", (Decimal("1.5"), 14)),
        ("3 % Skonto bei Zahlung innerhalb von 8 Tagen, 30 Tage netto", (Decimal(3), 8)),
        ("Zahlbar innerhalb 10 Tagen mit 2,5% Skonto", (Decimal("2.5"), 10)),
        ("3% Skonto 8 Tage, 2% Skonto 14 Tage", None),
        ("30 days net", None),
        ("19 % VAT included, 30 days", None),
        ("90 % discount within 10 days", None),
        ("", None),
    ],
)
def test_a_discount_is_known_when_the_terms_name_one(text: str, wanted: tuple[Decimal, int] | None) -> None:
    assert discount_of(text) == wanted


def test_a_bill_is_paid_on_the_last_banking_day_in_time() -> None:
    assert due(due_date=dt.date(2026, 11, 29)) == Due(Decimal(100), Decimal(0), dt.date(2026, 11, 27))
    assert due().pay_by == dt.date(2026, 12, 16), "thirty days after its date"


def test_a_discount_is_taken_while_there_is_time() -> None:
    in_time = due(payment_terms="2/10 net 30", gross_total=Decimal("33.33"))
    assert (in_time.amount, in_time.discount, in_time.pay_by) == (
        Decimal("32.66"),
        Decimal("0.67"),
        dt.date(2026, 11, 26),
    )
    assert due(payment_terms="2/5 net 30").discount == 0


@pytest.mark.parametrize(
    ("values", "amount"),
    [
        ({"prepaid": Decimal(40)}, Decimal(60)),
        ({"prepaid": Decimal(40), "amount_due": Decimal(60)}, Decimal(60)),
        ({"rounding": Decimal("0.02"), "amount_due": Decimal("100.02")}, Decimal("100.02")),
    ],
)
def test_what_was_paid_before_is_not_paid_again(values: dict[str, Decimal], amount: Decimal) -> None:
    assert due(**values).amount == amount


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"amount_due": Decimal(90)}, "asks for 90"),
        ({"prepaid": Decimal(100)}, "nothing is due"),
        ({"gross_total": None}, "no gross total"),
        ({"gross_total": Decimal(-5)}, "no gross total"),
    ],
)
def test_a_bill_that_does_not_say_one_amount_is_held(values: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        due(**values)


def test_a_credit_note_is_set_off() -> None:
    note = CreditNote(gross_total=Decimal(30))
    assert due_of(note, TERMS, execution=TUESDAY, system="sepa") == Due(Decimal(-30), Decimal(0), None)


ONE, TWO = "ABCDEFGHIJKLMN2", "ABCDEFGHIJKLMN3"
FILE = SentFile("f", (ONE, TWO), Decimal("70.00"), TUESDAY)


def line(**values: Any) -> StatementLine:
    return StatementLine(**{"date": TUESDAY, **values})


def test_a_line_with_our_id_settles_or_returns() -> None:
    rows = [
        line(withdrawal=Decimal(50), end_to_end_id=ONE),
        line(deposit=Decimal(20), description=f"RETURN {TWO} R03", return_code="R03"),
    ]
    answers, unmatched = matched(rows, {ONE, TWO}, [])
    assert [(one.payment_id, one.outcome, one.amount) for one in answers] == [
        (ONE, Outcome.SETTLED, Decimal(50)),
        (TWO, Outcome.RETURNED, Decimal(20)),
    ]
    assert unmatched == []


def test_a_sum_settles_a_whole_file_only_when_one_fits() -> None:
    whole = line(withdrawal=Decimal("70.00"), description="ACH")
    assert [one.payment_id for one in matched([whole], {ONE, TWO}, [FILE])[0]] == [ONE, TWO]
    for row, files in (
        (whole, [FILE, SentFile("g", ("X",), Decimal("70.00"), TUESDAY)]),
        (line(withdrawal=Decimal("70.01")), [FILE]),
        (line(deposit=Decimal("70.00")), [FILE]),
        (line(withdrawal=Decimal("70.00"), date=TUESDAY - dt.timedelta(days=1)), [FILE]),
        (line(withdrawal=Decimal("70.00"), date=TUESDAY + dt.timedelta(days=8)), [FILE]),
    ):
        answers, unmatched = matched([row], {ONE, TWO}, files)
        assert (answers, [number for number, _ in unmatched]) == ([], [1])


TALLY = {"run_id": "r", "currency": "EUR", "returned": 0, "bills": 3, "payees": 2}


@pytest.mark.parametrize(
    ("state", "payments", "bills_total", "sent_total", "wrong"),
    [
        ("sent", 2, "70.00", "70.00", 0),
        ("proposed", 0, "70.00", None, 0),
        ("declined", 0, "70.00", None, 0),
        ("sent", 2, "69.99", "70.00", 1),
        ("sent", 2, "70.00", "70.01", 1),
        ("sent", 1, "70.00", "70.00", 1),
        ("declined", 2, "70.00", None, 1),
    ],
)
def test_bills_release_payments_and_file_must_say_the_same(
    state: str, payments: int, bills_total: str, sent_total: str | None, wrong: int
) -> None:
    tally = RunTally(
        **TALLY,  # type: ignore[arg-type]
        state=state,
        payments=payments,
        total=Decimal("70.00"),
        bills_total=Decimal(bills_total),
        sent_total=Decimal(sent_total) if sent_total else None,
    )
    assert len(run_differences([tally])) == wrong
