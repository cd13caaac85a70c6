"""A known form's boxes as a record: one small table per form says what differs, the rest follows from the names.

A box is named like the record's field. ``field=option`` is one of several ticks, ``field.2`` a part of a value,
``field.option`` a value in the row of an option (the leave form). What was read on a scan is never sure enough to
be accepted unseen: people write by hand, and engines read handwriting with conviction.
"""

from __future__ import annotations

import datetime as dt
import re
import types
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bpo_pipeline.documents import document_type as kind_of
from bpo_pipeline.documents.known_form import KnownForm, known_form
from bpo_pipeline.documents.layout import folded
from bpo_pipeline.extraction.drafting import draft_of
from bpo_pipeline.extraction.form_values import amount_of, date_of, digits_of, tax_number, time_of
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import FilledBox, Reading, Source

MOST_ON_A_SCAN = 0.75
"""Below every contract's usual minimum, so that a person compares it with the page."""
_TITLES = {
    "w4": "W-4", "w9": "W-9", "i9": "I-9", "leave_request": "OPM-71", "w8ben": "W-8BEN", "1099-misc": "1099-MISC",
    "direct_deposit": "direct_deposit",
}  # fmt: skip
_EDITION_FIELDS = {"w4": "form_year", "w9": "form_revision", "i9": "form_revision", "w8ben": "form_revision"}
_SPLIT = {
    "employer": ("employer_name", "employer_address"),
    "payer": ("payer_name", "payer_address"),
}
_SSN = frozenset({"ssn"})
_EIN = frozenset({"ein", "employer_ein"})
_TIMES = frozenset({"from_time", "to_time"})
_DIGITS = frozenset({"routing_number", "account_number", "ssn_last4", "employee_id_last4", "zip"})
_NAMES = frozenset({"first_name_mi", "last_name", "first_name", "employee_name", "city", "signer_name"})
_STRAY = re.compile(r"(?<=[^\W\d]) [\d|]$")
"""A frame beside a name, read as a digit."""
_ROWS = frozenset({"from_date", "to_date", "from_time", "to_time", "total_hours"})


@dataclass(frozen=True, slots=True)
class _Group:
    """All boxes of one field."""

    name: str
    boxes: tuple[FilledBox, ...]

    @property
    def ticked(self) -> tuple[FilledBox, ...]:
        return tuple(one for one in self.boxes if one.value)


def form_draft(reading: Reading) -> Draft:
    """The draft of a reading that was recognised as a known form."""
    form = known_form(reading.known_form)
    kind = kind_of(form.document_type)
    scanned = any(page.source is Source.OCR for page in reading.pages[:1])
    source = Source.OCR if scanned else Source.TEXT
    groups = _groups(reading.filled)
    fields = _said_by_the_form(form)
    choices = {name: group for name, group in groups.items() if "=" in group.boxes[0].name}
    for name, group in choices.items():
        fields.update(_choice(name, group))
    for name, group in groups.items():
        if name in choices:
            continue
        if name in _ROWS:
            group = _row(group, fields.get("leave_type"))  # noqa: PLW2901 - the row of the ticked leave
        fields.update(_one(name, group, kind.record, scanned=scanned))
    return draft_of(kind, fields, reading, source)


def _said_by_the_form(form: KnownForm) -> dict[str, Found]:
    fields = {"form": Found(_TITLES.get(form.document_type, form.name), form.name, 0.98)}
    if form.document_type in _EDITION_FIELDS:
        fields[_EDITION_FIELDS[form.document_type]] = Found(form.edition, form.edition, 0.97)
    if form.document_type == "1099-misc":
        fields["tax_year"] = Found(form.edition, form.edition, 0.9)
    if form.document_type == "i9":
        section = "2" if form.name.endswith("_2") else "1"
        fields["section"] = Found(section, f"Section {section}", 0.97)
    return fields


def _groups(filled: Sequence[FilledBox]) -> dict[str, _Group]:
    found: dict[str, list[FilledBox]] = {}
    for one in filled:
        found.setdefault(one.name.partition("=")[0].partition(".")[0], []).append(one)
    return {name: _Group(name, tuple(boxes)) for name, boxes in found.items()}


def _choice(name: str, group: _Group) -> dict[str, Found]:
    sure = min(one.confidence for one in group.boxes)
    if not group.ticked:
        return {}
    options = tuple(one.name.partition("=")[2] for one in group.ticked)
    first = group.ticked[0]
    value: Value = options[0] if len(options) == 1 else options
    return {name: Found(value, ", ".join(options), sure, first.page, first.box)}


def _row(group: _Group, leave: Found | None) -> _Group:
    wanted = leave.value if leave is not None and isinstance(leave.value, str) else None
    fitting = tuple(one for one in group.boxes if one.name.endswith(f".{wanted}"))
    return _Group(group.name, fitting if any(one.value for one in fitting) else group.ticked[:1])


def _one(name: str, group: _Group, record: type, *, scanned: bool) -> dict[str, Found]:
    if not group.boxes:  # the ticked leave's row has no times
        return {}
    written = [one for one in group.boxes if one.value]
    first = (written or list(group.boxes))[0]
    text = ("" if name in _SSN | _EIN else " ").join(one.value for one in written)
    sure = min((one.confidence for one in written), default=first.confidence)
    if scanned and first.kind == "text":
        sure = min(sure, MOST_ON_A_SCAN)
    wanted = _type(record, name)
    ticks = {
        "signature": ("signed", bool(text)),
        "employer_signature": ("employer_signed", bool(text)),
        "exempt_claim": ("exempt", "exempt" in " ".join(folded(text))),
    }
    if name in ticks or wanted is bool:
        field, yes = ticks.get(name, (name, bool(text)))
        return {field: Found(yes, text, sure, first.page, first.box)}
    if not text.strip():
        return {}
    if name in _SPLIT:
        top, *others = text.split("\n")
        parts = zip(_SPLIT[name], (top, " ".join(others)), strict=True)
        return {key: Found(part, part, sure, first.page, first.box) for key, part in parts if part}
    if name == "account_number" and "routing_number" not in getattr(record, "model_fields", {}):
        return {name: Found(text, text, sure, first.page, first.box)}  # of a payee with us: letters may stand in it
    value = _value(name, text, wanted)
    return {name: Found(value, text, sure if value is not None else 0.0, first.page, first.box)}


def _value(name: str, text: str, wanted: type | None) -> Value | None:
    if wanted in {dt.date, Decimal}:
        return date_of(text) if wanted is dt.date else amount_of(text)
    if name in _SSN | _EIN:
        return tax_number(text, employer=name in _EIN)
    if name in _TIMES:
        return time_of(text) or text
    if name in _DIGITS:
        return digits_of(text) or text
    if name in _NAMES:
        text = _STRAY.sub("", text)
    separator = ", " if name == "requester" else " "
    return separator.join(" ".join(part.split()) for part in text.split("\n")).strip(" _|")


def _type(record: type, name: str) -> type | None:
    """The one type that a record's field has beside None, None for a text or choice."""
    fields: dict[str, Any] = getattr(record, "model_fields", {})
    annotation = fields[name].annotation if name in fields else None
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        parts = [one for one in typing.get_args(annotation) if one is not type(None)]
        annotation = parts[0] if len(parts) == 1 else None
    return annotation if annotation in {dt.date, Decimal, bool} else None
