"""Import files of payroll processors: the vendor's layout, totals that tie, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payroll_week import ADP, BATCH, EMPLOYEES, GUSTO, LINES, PAYCHEX, PLAIN

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.payroll import PayLine, hundredths, minutes_of
from bpo_pipeline.model.payroll_terms import PayrollFile
from bpo_pipeline.model.sensitive import tax_id
from bpo_pipeline.posting.payroll_file import make_file
from bpo_pipeline.posting.payroll_targets import PAYROLL_TARGETS, import_file
from bpo_pipeline.posting.targets.adp import Adp

ALL = pytest.mark.parametrize("terms", [ADP, PAYCHEX, GUSTO, PLAIN], ids=lambda one: one.kind)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_adp_writes_the_fixed_columns_first_and_pairs_together() -> None:
    made = import_file(BATCH, ADP)
    assert made.name == "PRABCEPI.csv"
    header, *body = rows(made.content)
    assert header[:3] == ["Co Code", "Batch ID", "File #"]
    assert header[7:] == ["Hours 3 Code", "Hours 3 Amount", "Earnings 3 Code", "Earnings 3 Amount"]
    assert body == [
        ["ABC", "01", "001000", "", "", "40.00", "3.33", "", "", "", ""],
        ["ABC", "01", "001007", "000200", "19.7500", "32.12", "", "", "", "", ""],
        ["ABC", "01", "001007", "", "", "", "", "V", "8.00", "", ""],
        ["ABC", "01", "001014", "", "", "40.00", "", "", "", "B", "250.00"],
    ]


def test_adp_opens_another_row_when_a_place_is_taken() -> None:
    twice = replace(BATCH, lines=(*LINES, PayLine("1014", "bonus", amount=Decimal("10.01"))))
    body = rows(import_file(twice, ADP).content)[1:]
    assert [row[9:] for row in body if row[2] == "001014"] == [["B", "250.00"], ["B", "10.01"]]


def test_paychex_writes_every_column_in_order() -> None:
    header, *body = rows(import_file(BATCH, PAYCHEX).content)
    assert len(header) == 16
    assert body[0] == ["Y1234567", "1000", "", "", "Hourly", "", "", "40.00", "", "", "", "1", "", "", "", ""]
    assert body[-1] == ["Y1234567", "1014", "", "", "Bonus", "", "", "", "", "", "250.00", "1", "", "", "", ""]


def test_gusto_tells_namesakes_apart_by_four_digits_and_nobody_else() -> None:
    namesakes = replace(
        BATCH,
        employees=(EMPLOYEES[0], replace(EMPLOYEES[1], first_name="ada", last_name="STONE"), EMPLOYEES[2]),
        lines=tuple(replace(line, rate=None) for line in LINES),
    )
    _, *body = rows(import_file(namesakes, GUSTO).content)
    assert [row[4] for row in body] == ["*5678", "*6789", ""]
    assert body[2][7] == "", "a zero would overwrite what is in Gusto"


@ALL
def test_totals_tie_to_the_minute_and_the_cent(terms: PayrollFile) -> None:
    batch = replace(BATCH, lines=tuple(replace(line, rate=None) for line in LINES))
    made = import_file(batch, terms)
    assert made.totals == batch.totals
    assert (made.totals.employees, made.totals.minutes, made.totals.amount) == (3, 7407, Decimal("250.00"))


class Shortened(Adp):
    def render(self, batch, terms):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        return super().render(replace(batch, lines=batch.lines[:-1]), terms)


def test_a_file_that_does_not_tie_is_not_sent() -> None:
    with pytest.raises(Refused, match="does not tie"):
        make_file(BATCH, ADP, Shortened())


@ALL
def test_a_pay_code_that_the_contract_does_not_name_is_refused(terms: PayrollFile) -> None:
    strange = replace(BATCH, lines=(*LINES, PayLine("1000", "hazard", minutes=60)))
    with pytest.raises(Refused, match="hazard"):
        import_file(strange, terms)


@pytest.mark.parametrize("employee_id", ["50", "=1+1", "1234567", "10 00", "١٢٣"])
def test_adp_refuses_what_is_no_file_number(employee_id: str) -> None:
    person = replace(EMPLOYEES[0], employee_id=employee_id)
    batch = replace(BATCH, employees=(person,), lines=(PayLine(employee_id, "regular", minutes=60),))
    with pytest.raises(Refused, match="file number"):
        import_file(batch, ADP)


@pytest.mark.parametrize("code", ["40", "61", "=A", "ABC", ""])
def test_adp_refuses_a_pair_code_that_is_not_its_own(code: str) -> None:
    terms = ADP.model_copy(update={"pay_codes": {**ADP.pay_codes, "vacation": f"Hours 3:{code}"}})
    with pytest.raises(Refused):
        import_file(BATCH, terms)


@given(st.text(min_size=1, max_size=12))
def test_no_cell_begins_a_formula(text: str) -> None:
    person = replace(EMPLOYEES[0], first_name=f"={text}", last_name=f"@{text}", title=f"+{text}")
    batch = replace(BATCH, employees=(person,), lines=LINES[:2])
    for terms in (GUSTO, PLAIN):
        try:
            content = import_file(batch, terms).content
        except Refused:
            continue
        for row in rows(content)[1:]:
            assert not [cell for cell in row if cell[:1] in "=+@\t\r" and cell]


@given(st.integers(min_value=0, max_value=100_000))
def test_a_minute_survives_two_decimals(minutes: int) -> None:
    assert minutes_of(hundredths(minutes)) == minutes


def test_a_social_security_number_shows_its_mask_alone() -> None:
    assert repr(EMPLOYEES[0]).count("212-34") == 0
    assert str(tax_id("212-34-5678")) == "***-**-5678"


def test_every_kind_of_file_has_a_layout() -> None:
    assert set(PAYROLL_TARGETS) == set(PayrollFile.model_fields["kind"].annotation.__args__)  # type: ignore[union-attr]
