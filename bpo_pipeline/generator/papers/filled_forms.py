"""W-4, W-9, I-9, leave request and direct-deposit form, drawn from where their blanks print words and keep boxes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random

from bpo_pipeline.documents.known_form import FormBox, KnownForm, known_form
from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.papers.paper import OfficePaper, address, ein, firm, person, ssn
from bpo_pipeline.generator.sheet import Sheet

FORMS = ("w4_2025", "w9_2024", "i9_2017", "opm71", "direct_deposit")
Values = dict[str, str]
"""Box -> what is written in it; ``x`` for a tick."""
_SIGNED = dt.date(2026, 3, 2)
_SECOND_PAGE = {"i9_2017": ("i9_2017_2",)}
_DIGITS = frozenset({"ssn", "ein"})
_ROUTING = ("021000021", "091000019", "121000248", "026009593")
"""Published routing numbers of large banks, valid by their checksum."""
_SIZE = 9.0


def filled_form(rng: Random, name: str, fault: str = "", *, form: str) -> OfficePaper:
    """One filled form; the fault is ``missing-signature`` or none."""
    known = known_form(form)
    written, fields = _WRITERS[form](rng)
    signed = fault != "missing-signature"
    day = _SIGNED + dt.timedelta(days=rng.randint(0, 200))
    if signed:
        written["signature"] = fields.get("employee_name") or fields.get("name") or person(rng)
    written["signature_date"] = f"{day:%m/%d/%Y}"
    fields["signature_date"] = str(day)
    pages = [known, *(known_form(one) for one in _SECOND_PAGE.get(form, ()))]
    return OfficePaper(name, _drawn(pages, written), known.document_type, fields, planted=fault)


def _w4(rng: Random) -> tuple[Values, Values]:
    street, city = address(rng)
    first, last = person(rng).split()
    children, others = 2000 * rng.randint(1, 3), 500 * rng.randint(1, 2)
    status = rng.choice(("single", "married_jointly", "head_of_household"))
    started = f"{rng.randint(1, 9):02d}/{rng.randint(10, 28)}/2025"
    fields = {
        "first_name_mi": first, "last_name": last, "address": street, "city_state_zip": city, "ssn": ssn(rng),
        "children_amount": str(children), "other_dependents_amount": str(others),
        "dependents_total": str(children + others), "extra_withholding": str(rng.randint(1, 90)),
        "employer_ein": ein(rng),
    }  # fmt: skip
    written = {**fields, f"filing_status={status}": "x", "employer": firm(rng), "first_date_of_employment": started}
    month, day, year = started.split("/")
    fields |= {"filing_status": status, "employer_name": written["employer"]}
    return written, {**fields, "first_date_of_employment": f"{year}-{month}-{day}"}


def _w9(rng: Random) -> tuple[Values, Values]:
    street, city = address(rng)
    business = rng.random() < 0.5
    kind = rng.choice(("c_corp", "s_corp", "partnership")) if business else "individual"
    number = {"ein": ein(rng)} if business else {"ssn": ssn(rng)}
    fields = {"name": firm(rng) if business else person(rng), "address": street, "city_state_zip": city, **number}
    return {**fields, f"tax_classification={kind}": "x"}, {**fields, "tax_classification": kind}


def _i9(rng: Random) -> tuple[Values, Values]:
    street, city = address(rng)
    town, state, code = city.split()
    first, last = person(rng).split()
    born = dt.date(rng.randint(1960, 2004), rng.randint(1, 12), rng.randint(1, 28))
    fields = {
        "last_name": last, "first_name": first, "address": street, "city": town, "state": state, "zip": code,
        "ssn": ssn(rng), "phone": f"218555{rng.randint(1000, 9999)}",
    }  # fmt: skip
    status = rng.choice(("citizen", "noncitizen_national"))
    started = dt.date(2026, rng.randint(1, 6), rng.randint(1, 28))
    seen = {"list_a_title": "U.S. Passport"} if rng.random() < 0.5 else {
        "list_b_title": "Driver License", "list_c_title": "Birth Certificate"
    }  # fmt: skip
    fields |= seen
    days = {"date_of_birth": born, "first_day": started, "employer_date": started}
    written = {
        **fields, **{name: f"{day:%m/%d/%Y}" for name, day in days.items()}, f"citizenship_status={status}": "x",
        "employer_signature": person(rng),
    }  # fmt: skip
    return written, {**fields, **{name: str(day) for name, day in days.items()}, "citizenship_status": status}


def _leave(rng: Random) -> tuple[Values, Values]:
    first = dt.date(2026, rng.randint(1, 9), rng.randint(1, 20))
    first += dt.timedelta(days=(7 - first.weekday()) % 7)
    last, kind = first + dt.timedelta(days=rng.randint(0, 4)), rng.choice(("annual_accrued", "sick_accrued"))
    hours = str(8 * ((last - first).days + 1))
    plain = {"employee_name": person(rng), "employee_id_last4": f"{rng.randint(1000, 9999)}", "organization": firm(rng)}
    written = {
        **plain, f"leave_type={kind}": "x", f"from_date.{kind}": f"{first:%m/%d/%Y}",
        f"to_date.{kind}": f"{last:%m/%d/%Y}", f"total_hours.{kind}": hours,
    }  # fmt: skip
    if kind == "sick_accrued":
        written["sick_purpose=illness"] = "x"
    fields = {"leave_type": kind, "from_date": str(first), "to_date": str(last), "total_hours": hours}
    return written, plain | fields


def _deposit(rng: Random) -> tuple[Values, Values]:
    action, kind = rng.choice(("new", "change")), rng.choice(("checking", "savings"))
    fields = {
        "employee_name": person(rng), "employee_id": f"E{rng.randint(1000, 9999)}",
        "ssn_last4": f"{rng.randint(1000, 9999)}", "bank_name": "First Harbor Bank",
        "routing_number": rng.choice(_ROUTING), "account_number": str(rng.randint(10**8, 10**10)), "amount": "100%",
    }  # fmt: skip
    ticks = {f"action={action}": "x", f"account_type={kind}": "x"}
    return fields | ticks, {**fields, "action": action, "account_type": kind}


_WRITERS: dict[str, Callable[[Random], tuple[Values, Values]]] = dict(
    zip(FORMS, (_w4, _w9, _i9, _leave, _deposit), strict=True)
)


def _drawn(forms: Sequence[KnownForm], written: Values) -> bytes:
    page = Sheet(typeface("vera", embedded=True), (forms[0].width, forms[0].height), forms[0].name, "en")
    for number, form in enumerate(forms):
        if number:
            page.next_page()
        _draw(page, form, written)
    return page.finish()


def _draw(page: Sheet, form: KnownForm, written: Values) -> None:
    for word in form.words:
        size = min(_SIZE * word.box.width / max(page.measure(word.text, _SIZE), 1.0), word.box.height)
        page.text(word.box.left, word.box.bottom - 0.22 * word.box.height, word.text, size=max(size, 1.0))
    digits = {name: [one for one in written.get(name, "") if one.isdigit()] for name in _DIGITS}
    for one in form.boxes:
        base = one.name.partition(".")[0]
        if one.kind == "check":
            page.box(one.box.left, one.box.top, one.box.width, one.box.height, line="#000000")
        if one.name in written:
            _write(page, one, written[one.name])
        elif base in _DIGITS and "." in one.name:
            _write_cells(page, one, digits[base])


def _write(page: Sheet, one: FormBox, text: str) -> None:
    box = one.box
    if one.kind == "check":
        page.rule(box.left + 1.5, box.top + 1.5, box.right - 1.5, box.bottom - 1.5, weight=1.2)
        page.rule(box.left + 1.5, box.bottom - 1.5, box.right - 1.5, box.top + 1.5, weight=1.2)
        return
    size = min(_SIZE, _SIZE * (box.width - 4) / max(page.measure(text, _SIZE), 1.0))
    page.text(box.left + 2, min(box.bottom - 3, box.top + 11), text, size=13 if one.kind == "signature" else size)


def _write_cells(page: Sheet, one: FormBox, digits: list[str]) -> None:
    """The next digits, one in the middle of each cell."""
    count = max(round(one.box.width / 14.4), 1)
    for cell in range(min(count, len(digits))):
        x = one.box.left + (cell + 0.5) * one.box.width / count
        page.text(x, one.box.bottom - one.box.height * 0.3, digits.pop(0), size=_SIZE, align="centre")
