"""ACH credits in the 94-column format of Nacha: PPD to people, CCD to companies; one batch in one file.

``achkit`` writes it and accepts wrong routing numbers while doing so; therefore its ``validate`` and our own checks run
over every file before it leaves. Amounts, count and hash are compared with the list that was released.

Source: Nacha Operating Rules, appendix three (ACH record format specifications).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Literal

from achkit import AchFile, parse, validate
from achkit.fields import AchError

from bpo_pipeline.model.payment import Payment
from bpo_pipeline.model.payroll_terms import NachaTerms
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.payments import PaymentFile
from bpo_pipeline.posting.payments.banking_days import is_banking_day

CREDITS = frozenset({22, 23, 24, 32, 33, 34, 42, 43, 44, 52, 53, 54})
PRENOTES = frozenset({23, 28, 33, 38, 43, 48, 53})
ZERO = PRENOTES | {24, 29, 34, 39, 44, 49, 54}
MOST_CENTS = 9_999_999_999
ACCOUNT = re.compile(r"[A-Z0-9-]{1,17}", re.ASCII)


def nacha_file(
    payments: Sequence[Payment],
    terms: NachaTerms,
    *,
    sec: Literal["PPD", "CCD"],
    effective: dt.date,
    now: dt.datetime,
    description: str = "PAYROLL",
    modifier: str = "A",
) -> PaymentFile:
    """The file for the bank; *modifier* tells several files of one day apart (A to Z, 0 to 9).

    Raises Refused naming the payments that cannot go out; account numbers are never in the sentence.
    """
    problems = [sentence for one in payments for sentence in _problems(one)]
    if not payments:
        problems.append("there is nothing to pay")
    if problems:
        raise to_a_person("; ".join(problems))
    file = AchFile.create(
        origin_dfi=terms.origin_routing,
        company_id=terms.company_id,
        destination_name=terms.origin_name,
        origin_name=terms.company_name,
        file_id_modifier=modifier,
        creation_date=now,
    )
    batch = file.batch(
        sec, description=description[:10], effective_date=effective.isoformat(), company_id=terms.company_id
    )
    for one in payments:
        batch.credit(
            name=plain_letters(one.name),
            routing=one.routing,
            account=one.account.plain(),
            amount_cents=one.cents,
            account_type="savings" if one.savings else "checking",
            id_number=one.payment_id,
            prenote=one.prenote,
            addenda=one.reference[:80] or None,
        )
    text = file.render()
    total = sum(0 if one.prenote else one.cents for one in payments)
    wrong = [*broken_rules(text), *_differences(text, payments, total)]
    if wrong:
        raise to_a_person(f"the ACH file was not sent: {'; '.join(wrong)}")
    name = f"ach_{sec.lower()}_{effective:%Y%m%d}_{modifier}.ach"
    amount = sum((one.amount for one in payments if not one.prenote), start=one.amount * 0)
    return PaymentFile(name, text.encode("ascii"), len(payments), amount, "text/plain; charset=us-ascii")


def broken_rules(text: str) -> tuple[str, ...]:
    """What a bank would refuse a PPD or CCD file for: a sentence each; empty when it is right."""
    answer = validate(text)
    wrong = [
        f"[{one['code']}] {one['field'].split(' ')[0]}: {_without_numbers(one['message'])}" for one in answer["errors"]
    ]
    try:
        file = parse(text)
    except AchError as problem:
        return (*wrong, f"[{problem.code}]")
    order = re.sub(r"9+$", "9", "".join(row[0] for row in text.splitlines() if row))
    if not re.fullmatch(r"1(5(67*)+8)+9", order):
        wrong.append("[ORDER] records are not in the order 1, 5, 6, 7, 8, 9")
    for batch in file["batches"]:
        if batch["sec"] not in {"PPD", "CCD"}:
            wrong.append(f"[SEC] class {batch['sec']} is not one that we send")
        wrong += _wrong_date(batch["effective_date"])
        wrong += _wrong_entries(batch)
    return tuple(wrong)


def _wrong_date(text: str) -> list[str]:
    try:
        day = dt.datetime.strptime(text, "%y%m%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return ["[EFFECTIVE_DATE] is no date"]
    return [] if is_banking_day(day, "nacha") else [f"[EFFECTIVE_DATE] {day} is no banking day"]


def _wrong_entries(batch: dict[str, object]) -> list[str]:
    wrong: list[str] = []
    last = ""
    entries: list[dict[str, object]] = batch["entries"]  # type: ignore[assignment]
    kinds = {"credit" if one["txn_code"] in CREDITS else "debit" for one in entries}
    fitting = {"credit": 220, "debit": 225}.get(next(iter(kinds)), 200) if len(kinds) == 1 else 200
    if batch["service_class"] not in {fitting, 200}:
        wrong.append(f"[SERVICE_CLASS] {batch['service_class']} does not fit the entries")
    for number, one in enumerate(entries, start=1):
        if (one["amount_cents"] == 0) is not (one["txn_code"] in ZERO):
            wrong.append(f"[AMOUNT] entry {number}: a payment has an amount and a prenote has none")
        if one["addenda_flag"] is not bool(one["addenda"]):
            wrong.append(f"[ADDENDA] entry {number}: the flag does not fit")
        if not str(one["account"]).strip():
            wrong.append(f"[ACCOUNT] entry {number} has no account")
        trace = str(one["trace_number"])
        if trace <= last or trace[:8] != str(batch["origin_dfi"]):
            wrong.append(f"[TRACE] entry {number}: trace numbers of the paying bank, ascending")
        last = trace
    return wrong


def _differences(text: str, payments: Sequence[Payment], total: int) -> list[str]:
    """Whether the file says what was released, read back from its own columns."""
    entries = [one for batch in parse(text)["batches"] for one in batch["entries"]]
    written = [(one["id_number"], one["routing"], one["account"], one["amount_cents"]) for one in entries]
    wanted = [(p.payment_id, p.routing, p.account.plain(), 0 if p.prenote else p.cents) for p in payments]
    wrong = [
        f"payment {one[0]} is not in the file as released"
        for one, two in zip(wanted, written, strict=True)
        if one != two
    ]
    control = parse(text)["control"]
    if control["total_credit"] != total or control["total_debit"] != 0:
        wrong.append("the file's total is not that of the released list")
    if int(control["entry_hash"]) != sum(int(one.routing[:8]) for one in payments) % 10**10:
        wrong.append("the entry hash is not that of the released list")
    return wrong


def _problems(one: Payment) -> list[str]:
    problems = []
    if not routing_is_valid(one.routing):
        problems.append(f"payment {one.payment_id}: the routing number fails its check digit")
    if not ACCOUNT.fullmatch(one.account.plain()):
        problems.append(
            f"payment {one.payment_id}: the account number does not fit ACH (1 to 17 digits, letters, dashes)"
        )
    if one.currency != "USD":
        problems.append(f"payment {one.payment_id}: ACH pays USD, not {one.currency}")
    if not one.prenote and not 0 < one.cents <= MOST_CENTS:
        problems.append(f"payment {one.payment_id}: the amount {one.amount} cannot be paid by ACH")
    if not re.fullmatch(r"[A-Z0-9]{1,15}", one.payment_id, re.ASCII):
        problems.append("a payment id has at most 15 capital letters and digits")
    return problems


def plain_letters(text: str) -> str:
    """Letters without accents: ACH has ASCII alone, and ``M LLER`` is nobody's name."""
    from text_unidecode import unidecode  # noqa: PLC0415 - comes with sepaxml

    return " ".join(str(unidecode(text)).split())


def routing_is_valid(routing: str) -> bool:
    """ABA check digit: 3, 7, 1 times the digits adds up to a multiple of ten."""
    if not re.fullmatch(r"\d{9}", routing, re.ASCII) or routing == "000000000":
        return False
    return sum(int(digit) * weight for digit, weight in zip(routing, (3, 7, 1) * 3, strict=True)) % 10 == 0


def _without_numbers(message: str) -> str:
    """An account or routing number in a checker's message is reduced to its last four digits."""
    return re.sub(r"\d{5,}(?=\d{4})", "****", message)
