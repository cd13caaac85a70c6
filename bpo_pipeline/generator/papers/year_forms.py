"""W-2 in two arrangements and 1099-NEC, as payroll programs print them."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from bpo_pipeline.generator.papers.paper import OfficePaper, address, cents, ein, firm, money, new_sheet, person, ssn
from bpo_pipeline.generator.sheet import Sheet

_BOXES = (
    ("box1_wages", "1 Wages, tips, other compensation"), ("box2_federal_tax", "2 Federal income tax withheld"),
    ("box3_ss_wages", "3 Social security wages"), ("box4_ss_tax", "4 Social security tax withheld"),
    ("box5_medicare_wages", "5 Medicare wages and tips"), ("box6_medicare_tax", "6 Medicare tax withheld"),
    ("box7_ss_tips", "7 Social security tips"), ("box8_allocated_tips", "8 Allocated tips"),
    ("box10_dependent_care", "10 Dependent care benefits"), ("box11_nonqualified", "11 Nonqualified plans"),
)  # fmt: skip


def w2(rng: Random, name: str, fault: str = "") -> OfficePaper:
    """A W-2; the fault is ``w2-social-security-tax``, ``w2-medicare-tax`` or none."""
    wages = money(rng, 20000, 90000)
    street, city = address(rng)
    home, town = address(rng)
    fields = {
        "form": "W-2", "tax_year": str(rng.randint(2019, 2025)), "employee_ssn": ssn(rng), "employer_ein": ein(rng),
        "employer_name": firm(rng), "employer_address": f"{street} {city}",
        "control_number": str(rng.randint(10000, 99999)),
        "employee_name": person(rng), "employee_address": f"{home} {town}", "box1_wages": str(wages),
        "box2_federal_tax": str(cents(wages * Decimal("0.12"))), "box3_ss_wages": str(wages),
        "box4_ss_tax": str(cents(wages * Decimal("0.062")) + (100 if fault == "w2-social-security-tax" else 0)),
        "box5_medicare_wages": str(wages),
        "box6_medicare_tax": str(cents(wages * Decimal("0.0145")) / (2 if fault == "w2-medicare-tax" else 1)),
        "box10_dependent_care": str(money(rng, 100, 900)),
    }  # fmt: skip
    fields["box6_medicare_tax"] = str(cents(Decimal(fields["box6_medicare_tax"])))
    rows = ({"code": "DD", "amount": str(money(rng, 100, 9000))}, {"code": "D", "amount": str(money(rng, 100, 9000))})
    page = new_sheet("W-2")
    for copy in range(2):
        _w2(page, 40.0 + 360 * copy, fields, rows)
    return OfficePaper(name, page.finish(), "w2", fields, rows, "box12", fault)


def _w2(page: Sheet, top: float, fields: dict[str, str], rows: tuple[dict[str, str], ...]) -> None:
    left = (
        ("a Employee's social security number", ("employee_ssn",), 36),
        ("b Employer identification number (EIN)", ("employer_ein",), 36),
        ("c Employer's name, address, and ZIP code", ("employer_name", "employer_address"), 78),
        ("d Control number", ("control_number",), 36),
        ("e Employee's name, address, and ZIP code", ("employee_name", "employee_address"), 78),
    )  # fmt: skip
    y = top
    for caption, names, height in left:
        _caption(page, 30, y, 240, height, caption)
        texts = [line for one in names for line in _broken(fields[one], one)]
        page.lines(42, y + 20, tuple(texts), size=10, leading=14)
        y += height
    for place, (field, caption) in enumerate(_BOXES):
        x, row = 270 + 160 * (place % 2), top + 32 * (place // 2)
        _caption(page, x, row, 160, 32, caption)
        if field in fields:
            page.text(x + 150, row + 25, fields[field], size=10, align="right")
    for place, row_of in enumerate(rows):
        _caption(
            page,
            270,
            top + 160 + 30 * place,
            320,
            30,
            f"12{'abcd'[place]}" + (" See instructions for box 12" if not place else ""),
        )
        page.text(420, top + 183 + 30 * place, row_of["code"], size=10)
        page.text(570, top + 183 + 30 * place, row_of["amount"], size=10, align="right")
    page.text(30, top + 285, "Form W-2 Wage and Tax Statement", size=10, bold=True)
    page.text(300, top + 287, fields["tax_year"], size=15, bold=True)
    page.text(420, top + 285, "Department of the Treasury", size=8)


def _broken(text: str, field: str) -> tuple[str, ...]:
    """An address in two lines: street, and city with state and postal code."""
    if not field.endswith("_address"):
        return (text,)
    words = text.split(" ")
    return " ".join(words[:-3]), " ".join(words[-3:])


def _caption(page: Sheet, x: float, y: float, width: float, height: float, text: str) -> None:
    page.box(x, y, width, height, line="#000000")
    page.text(x + 3, y + 8, text, size=6.5)


def nec(rng: Random, name: str, fault: str = "") -> OfficePaper:
    """A 1099-NEC; the fault is ``backup-withholding`` or none."""
    paid = money(rng, 900, 40000)
    street, city = address(rng)
    home, town = address(rng)
    withheld = cents(paid * Decimal("0.5")) if fault == "backup-withholding" else cents(paid * Decimal("0.1"))
    fields = {
        "form": "1099-NEC", "tax_year": str(rng.randint(2021, 2025)), "payer_name": firm(rng),
        "payer_address": f"{street} {city}", "payer_tin": ein(rng), "recipient_tin": ssn(rng),
        "recipient_name": person(rng), "recipient_address": f"{home} {town}",
        "account_number": f"A{rng.randint(1000, 9999)}",
        "nonemployee_compensation": str(paid), "federal_tax_withheld": str(withheld),
    }  # fmt: skip
    page = new_sheet("1099-NEC")
    page.text(420, 40, "Form 1099-NEC", size=12, bold=True)
    page.text(420, 62, fields["tax_year"], size=15, bold=True)
    _caption(page, 30, 50, 270, 90, "PAYER'S name, street address, city or town, state or province, country, ZIP")
    page.lines(42, 74, (fields["payer_name"], street, city), size=10, leading=15)
    for x, caption, field in ((30, "PAYER'S TIN", "payer_tin"), (165, "RECIPIENT'S TIN", "recipient_tin")):
        _caption(page, x, 140, 135, 34, caption)
        page.text(x + 10, 166, fields[field], size=10)
    for place, (caption, text) in enumerate((
        ("RECIPIENT'S name", fields["recipient_name"]), ("Street address (including apt. no.)", home),
        ("City or town, state or province, country, and ZIP or foreign postal code", town),
        ("Account number (see instructions)", fields["account_number"]),
    )):  # fmt: skip
        _caption(page, 30, 174 + 34 * place, 270, 34, caption)
        page.text(42, 200 + 34 * place, text, size=10)
    for place, (caption, field) in enumerate((
        ("1 Nonemployee compensation", "nonemployee_compensation"), ("2 Payer made direct sales totaling", ""),
        ("4 Federal income tax withheld", "federal_tax_withheld"), ("5 State tax withheld", ""),
        ("6 State/Payer's state no.", ""), ("7 State income", ""),
    )):  # fmt: skip
        _caption(page, 300, 90 + 34 * place, 270, 34, caption)
        if field:
            page.text(320, 116 + 34 * place, f"$ {fields[field]}", size=10)
    return OfficePaper(name, page.finish(), "1099-nec", fields, planted=fault)
