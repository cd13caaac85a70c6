"""One document as somebody works on it: its fields in its own way of writing, its pages, its types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline import qa, review
from bpo_pipeline.app import App
from bpo_pipeline.classification import classify
from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.understanding import thresholds
from bpo_pipeline.intake import CUTS
from bpo_pipeline.model.cut import ranges_from
from bpo_pipeline.model.desk import Typed
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reading import Page, Reading
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.model.states import State
from desk import pictures
from desk.fields import Field, Fields, fields_of
from desk.hidden import is_hidden
from desk.locales import Locale, locale_of
from desk.people import Person

DOUBTED = 0.5
"""A field that no rule asks about is doubted where it is more likely wrong than right."""
NEVER_MATTERS = frozenset({"sku", "unit"})
"""Nothing is booked by these fields of a line: doubting them would only make people look."""
KINDS: dict[str, Callable[[str], object]] = {"amount": Decimal, "day": dt.date.fromisoformat, "text": str}
PARKED = frozenset({State.IN_REVIEW, State.ON_HOLD})


@dataclass(frozen=True, slots=True)
class Working:
    """What the document page shows."""

    case: Case
    fields: Fields
    locale: Locale
    pages: tuple[Page, ...]
    types: tuple[str, ...]
    """Types that the contract knows."""
    editable: bool
    """Whether this person may decide on it as it stands."""
    draft: Typed | None = None
    """What the person typed and has not sent."""
    proposed: str = ""
    """Where the machine would cut the file, ``1-2, 3``; empty where it sees one document."""
    cuts: Mapping[int, str] = field(default_factory=dict)
    """Page on which it sees a document begin -> what says so."""
    hidden: bool = False
    """Whether numbers, bank details and pay of people are hidden, and the paper with them."""
    may_reveal: bool = False

    @property
    def cuttable(self) -> bool:
        """Whether the file has pages to cut between."""
        return self.editable and len(self.pages) > 1 and self.case.document.media_type in CUTS

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the findings say; they stand at their fields."""
        return tuple(one.sentence for one in self.case.findings)

    def boxes(self, number: int) -> tuple[Field, ...]:
        """The fields that were read from a page."""
        every = self.fields.all.values()
        return tuple(
            one for one in every if one.evidence and one.evidence.page == number and one.evidence.box is not None
        )

    def normal(self, typed: Mapping[str, str], *, strict: bool = True) -> dict[str, str]:
        """What was typed, in the form that corrections take. Raises AskAPerson if *strict*, else keeps the text."""
        found: dict[str, str] = {}
        for path, text in typed.items():
            try:
                found[path] = self.locale.normal(path, text, self._kind(path))
            except AskAPerson:
                if strict:
                    raise
                found[path] = text.strip()
        return found

    def written(self, path: str, text: str) -> str:
        """A value in the form that corrections take, as the document would write it."""
        try:
            value = KINDS[self._kind(path)](text)
        except (ArithmeticError, ValueError):
            return text  # somebody typed what is none
        return self.locale.shown(value)

    def _kind(self, path: str) -> str:
        known = self.fields.all
        if path in known:
            return known[path].kind
        name = path.rsplit(".", 1)[-1]
        cells = (one for grid in self.fields.grids if path.startswith(f"{grid.path}.") for one in grid.blank)
        return next((one.kind for one in cells if one.name == name), "text")


def working(
    office: App,
    case: Case,
    person: Person,
    *,
    typed: Mapping[str, str] | None = None,
    draft: Typed | None = None,
    pages: bool = True,
) -> Working:
    """Everything the page needs about a case; without *pages* the reading is not asked for."""
    contract = office.contracts.by_client[case.document.client]
    locale = locale_of(case.draft, contract.country)
    reading = pictures.reading_of(office, case) if pages else Reading(pages=())
    hidden = is_hidden(office, case, person)
    fields = fields_of(
        case,
        locale=locale,
        typed=typed or {},
        minimum=_minimums(case.draft.document_type if case.draft else "", contract),
        needed=qa.required_of(case.draft.document_type, contract) if case.draft else (),
        masked=not person.reviews,
        hidden=hidden,
    )
    several = any(one.reason is Reason.SEVERAL_DOCUMENTS for one in case.findings)
    cuts = [one for one in classify(reading).cuts if one.page > one.ends] if several else []
    ranges = ranges_from(cuts, first=1, last=len(reading.pages)) if cuts else ()
    return Working(
        case=case,
        fields=fields,
        locale=locale,
        pages=reading.pages,
        types=tuple(one.type for one in contract.documents),
        editable=person.reviews and case.document.state in PARKED,
        draft=draft,
        proposed=", ".join(map(str, ranges)),
        cuts={one.page: one.sentence for one in cuts},
        hidden=hidden,
        may_reveal=hidden and person.reviews and review.may_reveal(office.desk, case.document.client, person.name),
    )


def _minimums(document_type: str, contract: Contract) -> Callable[[str], float]:
    """How sure each field has to be: as the quality rules ask of the fields that they look at, else half."""
    terms = contract.terms(document_type)
    usual = terms.minimum_confidence if terms else qa.DEFAULT_MINIMUM
    asked = thresholds(document_type, contract) if terms else {}
    watched = {*qa.required_of(document_type, contract), *qa.WATCHED}
    others = DOUBTED if asked else usual

    def minimum(path: str) -> float:
        if path in watched:
            return asked.get(path, usual)
        return 0 if path.rsplit(".", 1)[-1] in NEVER_MATTERS else others

    return minimum
