"""Cutting a file into its documents without a person, where nothing speaks against it; else somebody is asked.

A cut is certain when each part stands by itself: it is a bill, a receipt or an order with a number and a total that no
other part has, its pages are all there, and each of them says that it belongs to it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from bpo_pipeline.classification import classify, place_of
from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.layout import lines_of
from bpo_pipeline.errors import NotAllowed, Refused
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.splitting import cut
from bpo_pipeline.flow.understanding import MasterData, draft_of
from bpo_pipeline.intake import CUTS
from bpo_pipeline.model.cut import Cut, Pages, ranges_from
from bpo_pipeline.model.document import Document
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Page, Reading
from bpo_pipeline.qa.ink import squeezed

log = logging.getLogger(__name__)

_SURE = 0.7
"""How sure the type of each part must be."""


def cut_alone(parts: Parts, document: Document, reading: Reading, *, attempt: int) -> tuple[str, ...]:
    """Replace the file by its documents when the cut is certain, and give their ids; nothing when it stays whole."""
    if document.media_type not in CUTS or len(reading.pages) < 2 or reading.remarks:
        return ()
    cuts = classify(reading).cuts
    ranges = certain(reading, cuts, contract=parts.contract, master=parts.master())
    if not ranges:
        return ()
    try:
        found = cut(parts, document, ranges)
    except (Refused, NotAllowed) as problem:  # then a person sees it with the proposed cut
        log.info("stage=cut document=%s left whole: %s", document.document_id, type(problem).__name__)
        return ()
    signs = {str(one.page): ", ".join(sign.name.lower() for sign in one.signs) for one in cuts}
    done = parts.store.split(
        document.document_id, attempt=attempt, cut=found, sentence=sentence_of(cuts, ranges), signs=signs
    )
    return tuple(one.document.document_id for one in found) if done else ()


def certain(
    reading: Reading, cuts: Sequence[Cut], *, contract: Contract | None, master: MasterData
) -> tuple[Pages, ...]:
    """The pages of each document, when there is no doubt about any of the cuts; else nothing."""
    if not cuts:
        return ()
    ranges = ranges_from(cuts, first=reading.pages[0].number, last=reading.pages[-1].number)
    numbers: set[str] = set()
    for one in ranges:
        number = _number_of_its_own(_part(reading, one), contract=contract, master=master)
        if not number or number in numbers:
            return ()
        numbers.add(number)
    return ranges


def sentence_of(cuts: Sequence[Cut], ranges: Sequence[Pages]) -> str:
    """What the client and the auditor are told of the cut."""
    told = ", ".join(map(str, ranges))
    why = " ".join(one.sentence for one in cuts)
    return f"Cut into {len(ranges)} documents (pages {told}); each has its own answer. {why}"[:1000]


def _part(reading: Reading, one: Pages) -> Reading:
    """The reading of some pages, as if they had come by themselves."""
    pages = [page for page in reading.pages if one.first <= page.number <= one.last]
    renumbered = tuple(replace(page, number=number) for number, page in enumerate(pages, start=1))
    return replace(reading, pages=renumbered, form_fields=(), filled=())


def _number_of_its_own(part: Reading, *, contract: Contract | None, master: MasterData) -> str:
    """The number of a part that stands by itself; empty when something about it is in doubt."""
    kind, draft = draft_of(part, contract=contract, master=master)
    if draft is None or kind.confidence < _SURE or kind.cuts or not isinstance(draft.record, CommercialRecord):
        return ""
    record = draft.record
    own = "invoice_number" if "invoice_number" in type(record).model_fields else "purchase_order_number"
    number = getattr(record, own)
    if not number or record.gross_total is None or not _all_there(part.pages):
        return ""
    return squeezed(number) if all(_belongs(page, draft, number) for page in part.pages[1:]) else ""


def _all_there(pages: Sequence[Page]) -> bool:
    """Whether no page calls itself another one, or one of more or fewer, than it is."""
    written = [page for page in pages if page.words]
    places = [place_of(lines_of((page,))) for page in written]
    return all(
        place is None or (place[0] == number and place[1] in {0, len(written)})
        for number, place in enumerate(places, start=1)
    )


def _belongs(page: Page, draft: Draft, number: str) -> bool:
    """Whether a later page is blank, says which page it is, repeats the number, or comes before the total."""
    text = squeezed("".join(word.text for word in page.words))
    if not text or squeezed(number) in text or place_of(lines_of((page,))) is not None:
        return True
    total = draft.evidence_for("gross_total")
    return total is not None and total.page is not None and total.page >= page.number
