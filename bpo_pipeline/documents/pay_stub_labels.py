"""What pay stubs call their fields, columns and kinds of pay: data, no code (ADP, Paychex, Gusto, QuickBooks)."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz import fuzz

from bpo_pipeline.documents.layout import folded

LABELS: dict[str, str] = {
    "period_ending": "period ending|pay period ending|period end|pay period end|period end date|week ending|to",
    "period_start": "period beginning|pay period beginning|period start|pay period start|period start date|from|"
    "period begin date",
    "period": "pay period|period|pay period dates|payroll period|period covered",
    "pay_date": "pay date|check date|payment date|paid on|date paid|advice date|payday",
    "employee_name": "employee name|employee|name|pay to the order of|pay to|paid to",
    "employer_name": "employer name|employer|company|company name",
    "employee_ssn": "social security number|ssn|social security no|soc sec no|employee ssn|ss number",
    "employee_id": "employee id|employee number|employee no|emp id|emp no|employee #|emp #",
    "marital_status": "taxable marital status|marital status|filing status|tax status",
    "department": "department|dept",
}
"""Field -> labels beside or above its value."""

CAPTIONS: dict[str, str] = {
    "company_code": "co|company code|co code", "file_number": "file|file no|file number", "department": "dept",
    "clock": "clock", "": "number|vchr no|id",
}  # fmt: skip
"""The narrow captions in the top line of an ADP statement; values stand under them."""

COLUMNS: dict[str, str] = {
    "description": "earnings|description|pay type|type|earnings description|hours and earnings|income|gross earnings|"
    "deductions|taxes|deduction|tax|withholdings",
    "rate": "rate|pay rate|hourly rate",
    "hours": "hours|hrs|units|hours units|qty|hours qty",
    "this_period": "this period|current|amount|current amount|current period|earnings amount|total|current total",
    "ytd": "year to date|ytd|ytd amount|total to date|ytd total|year to date amount",
}
"""Column -> its headings."""

KINDS: dict[str, str] = {
    "federal_income_tax": "federal income tax|federal withholding|fed income tax|federal tax|fit|fed withholding|"
    "federal income|fed w h|federal w h|fitw",
    "social_security_tax": "social security tax|social security|fica social security|fica ss|oasdi|soc sec|"
    "social security employee|fica oasdi|fica",
    "medicare_tax": "medicare tax|medicare|fica medicare|medicare employee|med tax|fica med",
    "sui_sdi": "sui sdi tax|sui sdi|sdi|sui|state disability|ca sdi|ny sdi|ny sui sdi tax|disability",
    "retirement_401k": "401 k|401k|401k pre tax|retirement|401 k contribution|traditional 401k",
    "state_income_tax": "state income tax|state withholding|state tax|sit|state w h",
    "local_income_tax": "local income tax|city income tax|local tax|city tax|county tax|city withholding",
}
"""Field -> what its row is called; a state's or city's short name may stand before it."""

TOTALS: dict[str, str] = {
    "gross_pay": "gross pay|gross earnings|total gross|total earnings|gross|total gross pay|gross wages|current gross",
    "net_pay": "net pay|net check|net amount|take home pay|net|total net pay|net wages|amount of check|net payment",
    "": "total deductions|total taxes|deductions total|total withholdings|taxes total|total|total tax|total hours",
}
EARNINGS: dict[str, str] = {
    "regular": "regular|regular pay|reg|regular hours|hourly|salary|base pay|regular earnings|regular wages",
    "overtime": "overtime|ot|overtime pay|overtime hours|o t|overtime 1 5x|over time",
    "holiday": "holiday|holiday pay|hol",
}
_ALIKE = 84
_SHORT = 6


@lru_cache(maxsize=16)
def _phrases(which: str) -> tuple[tuple[str, str], ...]:
    tables = {"labels": LABELS, "captions": CAPTIONS, "columns": COLUMNS, "kinds": KINDS, "totals": TOTALS,
              "earnings": EARNINGS}  # fmt: skip
    return tuple(("".join(folded(one)), name) for name, text in tables[which].items() for one in text.split("|"))


def named(which: str, text: str) -> str | None:
    """What a label names in one of the tables; long ones may have a letter or two wrong."""
    plain = "".join(folded(text))
    exact = next((name for phrase, name in _phrases(which) if phrase == plain), None)
    if exact is not None or len(plain) <= _SHORT:
        return exact
    score, found = max((fuzz.ratio(phrase, plain), name) for phrase, name in _phrases(which))
    return found if score >= _ALIKE else None
