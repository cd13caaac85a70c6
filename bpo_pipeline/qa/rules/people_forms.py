"""Tax, eligibility, leave and bank forms: what makes them invalid or unusable, whoever filled them in.

Sources: IRS Pub. 15 (2025) on Form W-4, the instructions of Forms W-9 and I-9, 8 CFR 274a.2, Nacha's ABA checksum
(3-7-1), SSA POMS RM 10201.035 on numbers that were never given out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bpo_pipeline.documents.direct_deposit import DirectDeposit
from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.leave_request import LeaveRequest
from bpo_pipeline.documents.people_forms import SignedForm
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.subject import Subject, about

_CHILD, _OTHER = Decimal(2000), Decimal(500)
"""Step 3 of the W-4, 2020 to 2025."""
_YEARS = range(2020, 2026)
_DAY_HOURS = Decimal(8)
_LLC_CODES = frozenset("CSP")
_NO_PREFIX = frozenset(
    {"00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"}
)
"""Prefixes of EINs that the IRS has not assigned."""
_EIN_DIGITS = 9
_CLEARLY_TICKED = 0.9
_ABA = (3, 7, 1, 3, 7, 1, 3, 7, 1)


@about(SignedForm)
def signature_present(record: SignedForm) -> Iterator[Finding]:
    """``missing-signature``: an unsigned form is not valid."""
    if record.signed is False:
        sentence = "Nobody signed the form: send it back for a signature."
        yield error("missing-signature", "signed", Reason.EXTRACTION_INCOMPLETE, sentence)


@about(W4)
def w4_status(record: W4) -> Iterator[Finding]:
    """``missing-filing-status``, ``multiple-filing-status``: exactly one box of step 1(c)."""
    if record.filing_status is None:
        sentence = "No filing status is ticked: without one the employee counts as single."
        yield error("missing-filing-status", "filing_status", Reason.EXTRACTION_INCOMPLETE, sentence)
    elif isinstance(record.filing_status, tuple):
        sentence = f"{len(record.filing_status)} filing statuses are ticked, one is allowed: ask the employee."
        yield error("multiple-filing-status", "filing_status", Reason.AMOUNT_AMBIGUOUS, sentence)


@about(W4)
def w4_amounts(record: W4) -> Iterator[Finding]:
    """``dependents-total-mismatch``, ``exempt-with-step2c-checked``: the arithmetic of step 3, and what excludes it."""
    children, others = record.children_amount or Decimal(0), record.other_dependents_amount or Decimal(0)
    total = record.dependents_total
    if total is not None and (children or others) and total != children + others:
        sentence = f"Step 3 adds up to {children + others} dollars, the form says {total}."
        yield error("dependents-total-mismatch", "dependents_total", Reason.MATH_MISMATCH, sentence)
    known_year = (record.form_year or "").isdigit() and int(record.form_year or 0) in _YEARS
    for path, amount, each in (("children_amount", children, _CHILD), ("other_dependents_amount", others, _OTHER)):
        if known_year and amount % each:
            sentence = f"Step 3 counts {each} dollars a person, {amount} is no multiple of that."
            yield error("dependents-not-a-multiple", path, Reason.MATH_MISMATCH, sentence)
    if record.exempt and record.multiple_jobs:
        sentence = "The form claims exemption and ticks step 2(c): it may be treated as invalid, ask the employee."
        yield error("exempt-with-step2c-checked", "exempt", Reason.AMOUNT_AMBIGUOUS, sentence)
    elif record.exempt and any((total, record.other_income, record.deductions, record.extra_withholding)):
        sentence = "The form claims exemption and has amounts in steps 3 or 4: ask the employee."
        yield error("exempt-with-amounts", "exempt", Reason.AMOUNT_AMBIGUOUS, sentence)


@about(W9)
def w9_numbers(record: W9) -> Iterator[Finding]:
    """``both-ssn-and-ein``, ``missing-tin``: a payee certifies one taxpayer number."""
    if record.ssn and record.ein:
        sentence = "The form gives both an SSN and an EIN, one is allowed: ask the payee which one is theirs."
        yield error("both-ssn-and-ein", "ein", Reason.IDENTIFIER_INVALID, sentence)
    elif not record.ssn and not record.ein:
        sentence = "The form gives no taxpayer number: without one 24 % backup withholding applies."
        yield error("missing-tin", "ssn", Reason.EXTRACTION_INCOMPLETE, sentence)


@about(W9)
def w9_classification(record: W9) -> Iterator[Finding]:
    """``multiple-classifications``, ``missing-classification``, ``llc-code-missing``: one box of line 3a."""
    kind = record.tax_classification
    if isinstance(kind, tuple):
        sentence = f"{len(kind)} tax classifications are ticked, one is allowed: ask the payee."
        yield error("multiple-classifications", "tax_classification", Reason.AMOUNT_AMBIGUOUS, sentence)
    if kind is None:
        sentence = "No tax classification is ticked: ask the payee."
        yield error("missing-classification", "tax_classification", Reason.EXTRACTION_INCOMPLETE, sentence)
    if "llc" in (kind if isinstance(kind, tuple) else (kind,)) and (record.llc_code or "").upper() not in _LLC_CODES:
        sentence = "An LLC must say whether it is taxed as C, S or P: ask the payee."
        yield error("llc-code-missing", "llc_code", Reason.EXTRACTION_INCOMPLETE, sentence)


def i9_status(subject: Subject) -> Iterator[Finding]:
    """One status; an A-number for residents, an end date for people allowed to work (8 CFR 274a.2(b)(1)(i))."""
    record = subject.draft.record
    if not isinstance(record, I9):
        return
    status = record.citizenship_status
    if status is None or isinstance(status, tuple):
        boxes = [one for one in subject.reading.filled if one.name.startswith("citizenship_status=")]
        faint = any(one.confidence < _CLEARLY_TICKED for one in boxes)
        reason = Reason.LOW_CONFIDENCE if faint else Reason.EXTRACTION_INCOMPLETE
        sentence = "Exactly one status must be ticked in section 1: look at the picture, then ask the employee."
        yield error("one-status", "citizenship_status", reason, sentence)
    elif status == "permanent_resident" and not record.alien_number:
        sentence = "A permanent resident gives the A-number or USCIS number; it is missing."
        yield error("missing-alien-number", "alien_number", Reason.EXTRACTION_INCOMPLETE, sentence)
    elif status == "alien_authorized" and not any(
        (record.alien_number, record.i94_number, record.foreign_passport_number)
    ):
        sentence = "Somebody authorised to work gives an A-number, I-94 number or foreign passport; all are missing."
        yield error("missing-alien-number", "alien_number", Reason.EXTRACTION_INCOMPLETE, sentence)


@about(DirectDeposit)
def bank_details(record: DirectDeposit) -> Iterator[Finding]:
    """``routing-checksum-invalid`` (ABA, 3-7-1), one action and one kind of account."""
    number = record.routing_number or ""
    if not re.fullmatch(r"\d{9}", number) or sum(int(a) * b for a, b in zip(number, _ABA, strict=True)) % 10:
        sentence = "The routing number is not a valid ABA number: compare it with the form, then ask the employee."
        yield error("routing-checksum-invalid", "routing_number", Reason.IDENTIFIER_INVALID, sentence)
    for path in ("action", "account_type"):
        if getattr(record, path) is None or isinstance(getattr(record, path), tuple):
            sentence = f"Exactly one {path.replace('_', ' ')} must be ticked: ask the employee."
            yield error(f"one-{path.replace('_', '-')}", path, Reason.AMOUNT_AMBIGUOUS, sentence)
    share = re.fullmatch(r"(\d{1,3})(?:\.\d+)? ?%", record.amount or "")
    if share and not 0 < int(share[1]) <= 100:
        sentence = f"The share of {record.amount} is not between 0 and 100 %."
        yield error("deposit-share", "amount", Reason.AMOUNT_INVALID, sentence)


@about(LeaveRequest)
def leave_hours(record: LeaveRequest) -> Iterator[Finding]:
    """``hours-do-not-match-dates``: eight hours for each working day from the first to the last."""
    if record.from_date is None or record.to_date is None:
        return
    if record.to_date < record.from_date:
        sentence = "The leave ends before it begins."
        yield error("dates-in-order", "to_date", Reason.DATE_INVALID, sentence)
        return
    days = (record.to_date - record.from_date).days + 1
    if days > _MOST_DAYS or record.total_hours is None:
        return
    first = record.from_date.toordinal()
    working = sum((first + day - 1) % 7 < _WEEKEND for day in range(days))
    if record.total_hours not in {working * _DAY_HOURS, days * _DAY_HOURS} and record.total_hours > _DAY_HOURS - 1:
        sentence = f"{working} working days are {working * 8} hours, the form says {record.total_hours}."
        yield error("hours-do-not-match-dates", "total_hours", Reason.MATH_MISMATCH, sentence)


_MOST_DAYS, _WEEKEND = 366, 5


def numbers_given_out(subject: Subject) -> Iterator[Finding]:
    """``ssn-range``, ``ein-shape``: numbers that nobody can have; a person's ITIN is fine (9xx-50..99)."""
    record = subject.draft.record
    ssn = re.sub(r"\D", "", getattr(record, "ssn", None) or "")
    evidence = subject.draft.evidence_for("ssn")
    read = evidence is not None and evidence.source is Source.OCR
    reason = Reason.LOW_CONFIDENCE if read else Reason.IDENTIFIER_INVALID  # a digit may be ours, not the form's
    if isinstance(record, SignedForm) and getattr(record, "ssn", None) and not _plausible_ssn(ssn):
        sentence = "This can be no SSN or ITIN: compare it with the form."
        yield error("ssn-range", "ssn", reason, sentence)


def ein_given_out(subject: Subject) -> Iterator[Finding]:
    """``ein-prefix``: an EIN begins with the two digits of an IRS campus or of the internet (irs.gov/valid-eins)."""
    record = subject.draft.record
    for path in ("ein", "employer_ein", "payer_tin"):
        digits = re.sub(r"\D", "", getattr(record, path, None) or "")
        if len(digits) == _EIN_DIGITS and digits[:2] in _NO_PREFIX:
            sentence = f"No employer's number begins with {digits[:2]}: compare it with the form."
            yield error("ein-prefix", path, Reason.IDENTIFIER_INVALID, sentence)


def _plausible_ssn(digits: str) -> bool:
    if not re.fullmatch(r"\d{9}", digits):
        return False
    area, group, serial = digits[:3], int(digits[3:5]), digits[5:]
    if area[0] == "9":
        return group in range(50, 66) or group in range(70, 89) or group in (*range(90, 93), *range(94, 100))
    return area not in {"000", "666"} and group != 0 and serial != "0000"


def read_on_a_scan(subject: Subject) -> Iterator[Finding]:
    """``form-read-on-a-scan``: handwriting is read with conviction and wrongly, so nobody's form goes unseen."""
    if not isinstance(subject.draft.record, SignedForm):
        return
    read = [one.path for one in subject.draft.evidence if one.source is Source.OCR and one.confidence < _UNSEEN]
    if read:
        sentence = f"{len(read)} fields were read on a scan, perhaps from handwriting: compare each with its picture."
        yield error("form-read-on-a-scan", read[0], Reason.LOW_CONFIDENCE, sentence)


_UNSEEN = 0.8
FORM_RULES = (
    signature_present, w4_status, w4_amounts, w9_numbers, w9_classification, i9_status, bank_details, leave_hours,
    numbers_given_out, read_on_a_scan,
)  # fmt: skip
"""What ``bpo extract`` says of a form without a contract."""
