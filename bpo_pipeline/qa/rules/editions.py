"""Editions of government forms and what runs out: said in the flow, beside what is wrong with the form itself.

Sources: IRS Pub. 15 (2025), 9 (exempt claims end with the year, a new form by 15 February); www.irs.gov/FormW9 (March
2024); USCIS, M-274 3.0, 4.0, 6.1 (section 1 on the first day, section 2 within three business days, re-verification).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from bpo_pipeline.documents.i9 import I9
from bpo_pipeline.documents.known_form import known_forms
from bpo_pipeline.documents.w4 import W4
from bpo_pipeline.documents.w9 import W9
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.subject import Subject

_W9_CURRENT = "2024-03"
_I9_CURRENT = dt.date(2023, 8, 1)
_SECTION_2_DAYS = 3
_WEEKEND = 5
_EDITIONS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("w4", "W-4", re.compile(r"(?i)\bW ?- ?4 ?\(? ?(20[0-4]\d)\b")),
    ("w9", "W-9", re.compile(r"(?i)\bW ?- ?9 ?\(? ?Rev\.? ?([A-Z][a-z]+ ?,? ?20\d\d|\d{1,2}-20\d\d)")),
    ("i9", "I-9", re.compile(r"(?i)\bI ?- ?9,? ?(?:edition|\(Rev\.?)? ?(\d\d/\d\d/(?:20)?\d\d)")),
)


def unknown_edition(reading: Reading) -> Iterator[Finding]:
    """``unknown-edition``: a form whose edition has no definition is named, since its boxes may mean something else."""
    if reading.known_form:
        return
    for kind, name, pattern in _EDITIONS:
        if match := pattern.search(reading.text):
            known = ", ".join(one.edition for one in known_forms() if one.document_type == kind)
            sentence = f"This is Form {name} of {match[1]}; the editions that are read are {known}: ask for a new form."
            yield error("unknown-edition", "", Reason.UNKNOWN_TYPE, sentence)
            return


def outdated_edition(subject: Subject) -> Iterator[Finding]:
    """``outdated-edition``: a form of an edition that is no longer to be used; what it says is still read."""
    record = subject.draft.record
    if isinstance(record, W9) and record.form_revision and record.form_revision < _W9_CURRENT:
        sentence = f"The W-9 is of {record.form_revision}; since {_W9_CURRENT} it asks for foreign partners too."
        yield note("outdated-edition", "form_revision", Reason.DATE_INVALID, sentence)
    if (
        isinstance(record, W4)
        and (record.form_year or "").isdigit()
        and int(record.form_year or 0) < subject.today.year
    ):
        sentence = f"The W-4 is of {record.form_year}; new employees use the form of {subject.today.year}."
        yield note("outdated-edition", "form_year", Reason.DATE_INVALID, sentence)
    edition = _day(record.form_revision) if isinstance(record, I9) else None
    if edition is not None and edition < _I9_CURRENT:
        sentence = f"The I-9 is the edition of {edition}; since {_I9_CURRENT} another one must be used."
        yield note("outdated-edition", "form_revision", Reason.DATE_INVALID, sentence)


def exempt_ended(subject: Subject) -> Iterator[Finding]:
    """``exempt-ended``: a claim of exemption ends with its year; without a new form by 15 February it is single."""
    record = subject.draft.record
    if not isinstance(record, W4) or not record.exempt or not (record.form_year or "").isdigit():
        return
    ends = dt.date(int(record.form_year or 0) + 1, 2, 15)
    if subject.today > ends:
        sentence = (
            f"The exemption ended on {ends}: withhold as for a single person without entries, ask for a new form."
        )
        yield error("exempt-ended", "exempt", Reason.DATE_INVALID, sentence)


def i9_documents(subject: Subject) -> Iterator[Finding]:
    """``i9-lists``: one document of list A, or one of list B and one of list C, never both or half."""
    record = subject.draft.record
    if not isinstance(record, I9) or record.employer_signed is None:
        return
    has_a, has_b, has_c = (bool(one) for one in (record.list_a_title, record.list_b_title, record.list_c_title))
    if has_a and (has_b or has_c):
        sentence = "Section 2 names documents of list A and of B or C: one list is enough, asking for more is unlawful."
        yield error("i9-lists", "list_a_title", Reason.AMOUNT_AMBIGUOUS, sentence)
    elif not has_a and not (has_b and has_c):
        sentence = "Section 2 needs one document of list A, or one of list B and one of list C."
        yield error("i9-lists", "list_a_title", Reason.EXTRACTION_INCOMPLETE, sentence)
    for name in ("list_a", "list_b", "list_c"):
        expires = getattr(record, f"{name}_expires")
        if expires is not None and record.employer_date is not None and expires < record.employer_date:
            sentence = f"The document of {name.replace('_', ' ')} had expired on {expires} when it was looked at."
            yield error("i9-document-expired", f"{name}_expires", Reason.DATE_INVALID, sentence)


def i9_deadlines(subject: Subject) -> Iterator[Finding]:
    """``i9-section-1-late``, ``i9-section-2-late``, ``i9-reverify``: the first day, three business days, the end."""
    record = subject.draft.record
    if not isinstance(record, I9):
        return
    first = record.first_day
    if first is not None and record.signature_date is not None and record.signature_date > first:
        sentence = f"Section 1 was signed on {record.signature_date}, after the first day of work, {first}."
        yield error("i9-section-1-late", "signature_date", Reason.DATE_INVALID, sentence)
    if first is not None and record.employer_date is not None and record.employer_date > business_days_after(first):
        sentence = f"Section 2 was signed on {record.employer_date}; it was due on {business_days_after(first)}."
        yield error("i9-section-2-late", "employer_date", Reason.DATE_INVALID, sentence)
    ends = record.work_auth_expiration
    if ends is not None and ends < subject.today and (record.reverified_on is None or record.reverified_on > ends):
        sentence = f"The permission to work ended on {ends}: re-verify in supplement B before the next shift."
        yield error("i9-reverify", "work_auth_expiration", Reason.DATE_INVALID, sentence)


def business_days_after(first: dt.date, days: int = _SECTION_2_DAYS) -> dt.date:
    """The last day on which section 2 may be signed: the first day of work is not counted, nor are weekends."""
    day = first
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < _WEEKEND
    return day


def _day(text: str | None) -> dt.date | None:
    match = re.fullmatch(r"(\d\d)/(\d\d)/(?:20)?(\d\d)", text or "")
    return dt.date(2000 + int(match[3]), int(match[1]), int(match[2])) if match else None


EDITION_RULES = (outdated_edition, exempt_ended, i9_documents, i9_deadlines)
