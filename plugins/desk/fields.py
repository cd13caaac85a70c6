"""A document's fields as the page shows them: value, where it was read, how sure that is, what the checks say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, get_args

from pydantic import BaseModel

from bpo_pipeline.commands.shown import SENSITIVE
from bpo_pipeline.documents import document_type
from bpo_pipeline.extraction import CALIBRATION
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.sensitive import Sensitive, hidden_kind
from desk.locales import Locale
from desk.sureness import Sureness, confirmed

FIRST = [
    "supplier_name",
    "invoice_number",
    "credit_note_number",
    "receipt_number",
    "purchase_order_number",
    "issue_date",
    "due_date",
    "currency",
    "net_total",
    "tax_total",
    "gross_total",
    "amount_due",
    "supplier_iban",
]
"""The fields that matter most, in the order in which they are looked at."""


@dataclass(frozen=True, slots=True)
class Field:
    """One value that can be corrected."""

    path: str
    kind: str
    """``amount``, ``day`` or ``text``."""
    shown: str
    """As the document would write it."""
    normal: str
    """The normalised value, empty where it is the same."""
    typed: str
    """What stands in the box: the value, or what the person typed and has not sent."""
    evidence: Evidence | None
    findings: tuple[Finding, ...]
    minimum: float
    calibrated: bool = False
    needed: bool = False

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit(".", 1)[-1]

    @property
    def sureness(self) -> Sureness | None:
        """How sure the value is; None where nothing says where it is from."""
        if self.evidence is None:
            return None
        return Sureness(self.evidence, self.minimum, self.calibrated, confirmed(self.findings))

    @property
    def meaning(self) -> str:
        """What the confidence means."""
        if not self.shown:
            return "nothing was found; it is needed" if self.needed else ""
        return self.sureness.meaning if self.sureness else "not from the page"

    @property
    def doubtful(self) -> bool:
        """Whether somebody should look at it even if no rule speaks."""
        if not self.shown:
            return self.needed
        return self.sureness is not None and self.sureness.doubtful

    @property
    def wrong(self) -> bool:
        """Whether a rule keeps the document from going on because of it."""
        return any(one.severity is not Severity.NOTE for one in self.findings)


@dataclass(frozen=True, slots=True)
class Grid:
    """A list in the record, such as the line items: rows of fields under headings."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Field, ...], ...]
    blank: tuple[Field, ...]
    """The row that is added when it is filled."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Fields:
    """Everything that can be corrected, and what the checks say about the document as a whole."""

    singles: tuple[Field, ...]
    grids: tuple[Grid, ...]
    general: tuple[Finding, ...]

    @property
    def all(self) -> dict[str, Field]:
        """Every field by path, those of added rows included."""
        cells = (one for grid in self.grids for row in (*grid.rows, grid.blank) for one in row)
        return {one.path: one for one in (*self.singles, *cells)}

    @cached_property
    def first(self) -> str:
        """Where the cursor stands at first: what a rule found, else what was read uncertainly, else the first."""
        every = list(self.all.values())
        chosen = [one for one in every if one.wrong] or [one for one in every if one.doubtful] or every
        return chosen[0].path if chosen else ""


def fields_of(
    case: Case,
    *,
    locale: Locale,
    typed: Mapping[str, str],
    minimum: Callable[[str], float],
    needed: Collection[str],
    masked: bool,
    hidden: bool = False,
) -> Fields:
    """The fields of a case's draft.

    *typed* is what the person has typed and not sent, *minimum* says how sure a field has to be, by path; *masked*
    hides accounts, *hidden* what tells of people.
    """
    draft = case.draft
    if draft is None:
        return Fields((), (), case.findings)
    maker = _Maker(draft, case.findings, locale, typed, minimum, needed, masked, hidden)
    record, model = draft.record, document_type(draft.document_type).record
    singles: list[Field] = []
    grids: list[Grid] = []
    for name, about in model.model_fields.items():
        rows_of = _row_model(about.annotation)
        if rows_of is None:
            singles.append(maker.field(name, about.annotation, getattr(record, name)))
        else:
            grids.append(maker.grid(name, rows_of, getattr(record, name) or ()))
    # what keeps the document here stands on top, where nobody has to look for it
    singles.sort(key=lambda one: (not one.wrong, FIRST.index(one.path) if one.path in FIRST else len(FIRST)))
    known = {one.path for one in singles}
    told = {*known, *(path for grid in grids for row in grid.rows for path in (one.path for one in row))}
    told |= {grid.path for grid in grids}
    return Fields(tuple(singles), tuple(grids), tuple(one for one in case.findings if one.path not in told))


@dataclass(frozen=True, slots=True)
class _Maker:
    draft: Draft
    findings: tuple[Finding, ...]
    locale: Locale
    typed: Mapping[str, str]
    minimum: Callable[[str], float]
    needed: Collection[str]
    masked: bool
    hidden: bool

    def field(self, path: str, annotation: Any, value: Any) -> Field:
        kind = _kind(annotation)
        shown = self.locale.shown(value)
        normal = "" if value is None or kind == "text" else str(value)
        if self.masked and path in SENSITIVE and shown:
            shown = f"****{shown[-4:]}"
        hides = hidden_kind(path, self.draft.document_type, amount=kind == "amount") if self.hidden else None
        if hides and shown:
            shown, normal = Sensitive(shown, hides).masked, ""
        return Field(
            path=path,
            kind=kind,
            shown=shown,
            normal="" if normal == shown else normal,
            typed=self.typed.get(path, shown),
            evidence=self.draft.evidence_for(path),
            findings=tuple(one for one in self.findings if one.path == path),
            minimum=self.minimum(path),
            calibrated=CALIBRATION in self.draft.versions,
            needed=path in self.needed,
        )

    def grid(self, path: str, model: type[BaseModel], values: Sequence[BaseModel]) -> Grid:
        columns = tuple(model.model_fields)

        def row(index: int, value: BaseModel | None) -> tuple[Field, ...]:
            return tuple(
                self.field(f"{path}.{index}.{name}", about.annotation, getattr(value, name, None))
                for name, about in model.model_fields.items()
            )

        # rows that the person added and did not send come after those of the record
        indices = [int(one.split(".")[1]) for one in self.typed if one.startswith(f"{path}.") and one.count(".") == 2]
        added = range(len(values), min(max(indices, default=-1) + 1, len(values) + 500))
        rows = (*(row(index, value) for index, value in enumerate(values)), *(row(index, None) for index in added))
        return Grid(path, columns, rows, row(len(rows), None), tuple(one for one in self.findings if one.path == path))


def _row_model(annotation: Any) -> type[BaseModel] | None:
    inner = get_args(annotation)
    row = inner[0] if inner else None
    return row if isinstance(row, type) and issubclass(row, BaseModel) else None


def _kind(annotation: Any) -> str:
    inner = get_args(annotation) or (annotation,)
    return "amount" if Decimal in inner else "day" if dt.date in inner else "text"
