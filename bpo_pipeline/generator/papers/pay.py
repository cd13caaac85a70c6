"""Pay stubs in the manner of payroll programs, and remittance advice as a customer's system prints it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from bpo_pipeline.generator.papers.paper import OfficePaper, address, cents, firm, money, new_sheet, person, ssn

_KEPT = (("Federal Income Tax", "0.11", "federal_income_tax"), ("Social Security Tax", "0.062", "social_security_tax"),
         ("Medicare Tax", "0.0145", "medicare_tax"), ("401(k)", "0.05", "retirement_401k"))  # fmt: skip
_LAST_DAY = dt.date(2026, 5, 29)


def pay_stub(rng: Random, name: str, fault: str = "") -> OfficePaper:
    """A pay stub; the fault is ``net-pay``, ``rate-times-hours`` or none."""
    rate, hours = money(rng, 16, 48), Decimal(rng.randint(60, 80))
    regular = cents(rate * hours) + (10 if fault == "rate-times-hours" else 0)
    bonus = money(rng, 20, 300)
    gross = regular + bonus
    kept = [(label, cents(gross * Decimal(share)), field) for label, share, field in _KEPT]
    net = gross - sum((one for _, one, _ in kept), Decimal(0)) + (5 if fault == "net-pay" else 0)
    ended = _LAST_DAY - dt.timedelta(days=14 * rng.randint(0, 8))
    street, city = address(rng)
    home, town = address(rng)
    fields = {
        "employer_name": firm(rng), "employer_address": f"{street} {city}", "employee_name": person(rng),
        "employee_address": f"{home} {town}", "employee_ssn": ssn(rng), "period_ending": str(ended),
        "pay_date": str(ended + dt.timedelta(days=6)), "gross_pay": str(gross), "net_pay": str(net),
        "hours_regular": f"{hours}.00", "rate_regular": str(cents(rate)), **{field: str(one) for _, one, field in kept},
    }  # fmt: skip
    rows = [
        {"section": "earnings", "description": "Regular", "rate": str(cents(rate)), "hours": f"{hours}.00",
         "this_period": str(regular)},
        {"section": "earnings", "description": "Bonus", "this_period": str(bonus)},
        *({"section": "deductions", "description": label, "this_period": f"-{one}"} for label, one, _ in kept),
    ]  # fmt: skip
    page = new_sheet("Pay stub")
    page.lines(50, 60, (fields["employer_name"], street, city), size=10, leading=14)
    page.text(340, 60, "Earnings Statement", size=15, bold=True)
    page.text(340, 84, f"Period ending: {ended:%m/%d/%Y}", size=10)
    page.text(340, 98, f"Pay date: {ended + dt.timedelta(days=6):%m/%d/%Y}", size=10)
    page.text(50, 140, f"Social Security Number: {fields['employee_ssn']}", size=10)
    page.lines(340, 140, (fields["employee_name"], home, town), size=10, leading=14)
    y = 210.0
    for x, text in ((50, "Earnings"), (210, "rate"), (290, "hours"), (370, "this period"), (470, "year to date")):
        page.text(x, y, text, size=10, bold=True)
    for row in rows:
        y += 18
        if row["section"] == "deductions" and rows[2] is row:
            page.text(110, y, "Gross Pay", size=10, bold=True)
            page.text(425, y, f"${gross:,}", size=10, align="right")
            page.text(535, y, f"{gross * 5:,}", size=10, align="right")
            page.text(50, y + 22, "Deductions", size=10, bold=True)
            y += 40
        page.text(50, y, row["description"], size=10)
        for column, right in (("rate", 232), ("hours", 318), ("this_period", 425)):
            if column in row:
                page.text(right, y, f"{Decimal(row[column]):,}", size=10, align="right")
        row["ytd"] = str(abs(Decimal(row["this_period"])) * 5)
        page.text(535, y, f"{Decimal(row['ytd']):,}", size=10, align="right")
    fields["gross_pay_ytd"] = str(gross * 5)
    page.text(110, y + 26, "Net Pay", size=10, bold=True)
    page.text(425, y + 26, f"${net:,}", size=10, align="right")
    return OfficePaper(name, page.finish(), "payslip", fields, tuple(rows), planted=fault)


def remittance(rng: Random, name: str, fault: str = "") -> OfficePaper:
    """A remittance advice; the fault is ``remittance-total``, ``remittance-line`` or none."""
    paid_on = _LAST_DAY - dt.timedelta(days=rng.randint(0, 60))
    rows = []
    for number in range(rng.randint(2, 6)):
        gross = money(rng, 80, 4000)
        discount = cents(gross * Decimal("0.02")) if rng.random() < 0.4 else Decimal("0.00")
        paid = gross - discount + (7 if fault == "remittance-line" and not number else 0)
        day = paid_on - dt.timedelta(days=rng.randint(10, 60))
        rows.append({"invoice_number": f"INV-{rng.randint(1000, 9999)}{number}", "invoice_date": str(day),
                     "gross": str(gross), "discount": str(discount), "paid": str(paid)})  # fmt: skip
    total = sum((Decimal(one["paid"]) for one in rows), Decimal(0)) + (12 if fault == "remittance-total" else 0)
    fields = {"payer_name": firm(rng), "payee_name": "Cedar Supply LLC", "vendor_number": f"V{rng.randint(100, 999)}",
              "payment_date": str(paid_on), "payment_reference": f"ACH{rng.randint(100000, 999999)}",
              "total_amount": str(total)}  # fmt: skip
    page = new_sheet("Remittance advice")
    page.text(50, 60, "REMITTANCE ADVICE", size=17, bold=True)
    labels = (("From:", "payer_name"), ("To:", "payee_name"), ("Vendor number:", "vendor_number"),
              ("Payment date:", "payment_date"), ("Payment reference:", "payment_reference"))  # fmt: skip
    for place, (label, field) in enumerate(labels):
        page.text(50, 90 + 16 * place, label, size=10)
        page.text(180, 90 + 16 * place, f"{paid_on:%m/%d/%Y}" if field == "payment_date" else fields[field], size=10)
    columns = (
        ("Invoice number", 50),
        ("Invoice date", 180),
        ("Gross amount", 350),
        ("Discount", 440),
        ("Amount paid", 550),
    )
    for text, x in columns:
        page.text(x, 200, text, size=10, bold=True, align="left" if x < 300 else "right")
    y = 200.0
    for row in rows:
        y += 18
        page.text(50, y, row["invoice_number"], size=10)
        page.text(180, y, f"{dt.date.fromisoformat(row['invoice_date']):%m/%d/%Y}", size=10)
        for column, right in (("gross", 350), ("discount", 440), ("paid", 550)):
            page.text(right, y, f"{Decimal(row[column]):,.2f}", size=10, align="right")
    page.text(380, y + 30, "Total paid", size=10, bold=True)
    page.text(550, y + 30, f"{total:,.2f}", size=10, bold=True, align="right")
    return OfficePaper(name, page.finish(), "remittance_advice", fields, tuple(rows), planted=fault)
