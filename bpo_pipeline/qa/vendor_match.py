"""Which vendor of the client's master data a document is from: by tax id, then bank account, then name.

Nothing is ever created. Two vendors that fit equally are ambiguous, and so is a name that fits one
vendor while the tax id says another: then nobody is matched and the sentence says who was in question.

Names are compared without legal forms (GmbH, Inc., B.V. ...), accents, case and punctuation, by the
Ratcliff/Obershelp similarity of ``difflib``: at least 0.90, and 0.05 better than the next vendor.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bpo_pipeline.documents.fields import CommercialRecord
from bpo_pipeline.documents.invoice import Invoice
from bpo_pipeline.documents.lookalikes import LOOKALIKES
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.qa.wording import ending

NAME_SIMILARITY = 0.90
NAME_MARGIN = 0.05
_LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        "ab ag aps as bv bvba co company corp corporation cv doo eg ek eu ev gbr ges gmbh inc incorporated kft kg kgaa "
        "limited llc llp lp ltd mbh nv ohg oy plc pte pty sa sarl sas sasu sc scop sl slu sp spa spzoo srl ug vof",
    )
)

_AND = frozenset({"and", "und", "et", "y", "en", "e"})
_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "o", "æ": "ae", "&": " "})


class MatchedBy(StrEnum):
    """What the vendor was recognised by."""

    TAX_ID = "tax_id"
    ACCOUNT = "account"
    NAME = "name"
    PERSON = "person"
    AMBIGUOUS = "ambiguous"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """The vendor a document is from, what it was recognised by, and a sentence that says so."""

    vendor: Vendor | None
    by: MatchedBy
    sentence: str
    candidates: tuple[Vendor, ...] = ()
    """Who was in question when nobody was matched."""


def match_vendor(draft: Draft, vendors: tuple[Vendor, ...]) -> Match:
    """Find the document's vendor in the client's master data, or say why nobody fits."""
    record = draft.record
    if not isinstance(record, CommercialRecord):
        return Match(None, MatchedBy.NOTHING, f"A {draft.document_type} names no vendor.")
    tax_id = compact(record.supplier_tax_id or "")
    account = compact(record.supplier_iban or "") if isinstance(record, Invoice) else ""
    if tax_id and (owners := tuple(one for one in vendors if any(same_tax_id(tax_id, own) for own in one.tax_ids))):
        return _one_of(owners, MatchedBy.TAX_ID, f"tax id {ending(tax_id)}")
    scanned = _from_scan(draft)
    if account and (owners := tuple(one for one in vendors if account in map(compact, one.ibans))):
        match = _one_of(owners, MatchedBy.ACCOUNT, f"bank account {ending(account)}")
        return _unless_other_tax_id(match, tax_id, scanned=scanned)
    if record.supplier_name:
        return _unless_other_tax_id(_by_name(record.supplier_name, vendors), tax_id, scanned=scanned)
    return Match(None, MatchedBy.NOTHING, "The document shows no vendor name, tax id or bank account that is on file.")


def name_similarity(one: str, other: str) -> float:
    """How alike two company names are, 0.0 to 1.0, legal form and accents aside."""
    left, right = _name_key(one), _name_key(other)
    if not left or not right:
        return 0.0
    # difflib's ratio depends on the order of its arguments; the larger of both keeps this symmetric
    return max(SequenceMatcher(None, left, right).ratio(), SequenceMatcher(None, right, left).ratio())


def compact(number: str) -> str:
    """Letters and digits only, upper case, as master data keeps numbers."""
    return "".join(char for char in number.upper() if char.isalnum())


def same_tax_id(one: str, other: str) -> bool:
    """Whether two tax ids are the same number; a country prefix on only one of them is no difference."""
    left, right = compact(one), compact(other)
    if left == right:
        return bool(left)
    shorter, longer = sorted((left, right), key=len)
    return len(longer) == len(shorter) + 2 and longer[:2].isalpha() and longer.endswith(shorter) and bool(shorter)


def _one_of(owners: tuple[Vendor, ...], by: MatchedBy, what: str) -> Match:
    if len(owners) == 1:
        return Match(owners[0], by, f"{owners[0].name} is recognised by {what}.", owners)
    names = ", ".join(sorted(one.name for one in owners))
    return Match(None, MatchedBy.AMBIGUOUS, f"The {what} belongs to several vendors ({names}): choose one.", owners)


def _by_name(name: str, vendors: tuple[Vendor, ...]) -> Match:
    ranked = sorted(((name_similarity(name, one.name), one) for one in vendors), key=lambda pair: -pair[0])
    best = [one for score, one in ranked if score >= NAME_SIMILARITY and score > ranked[0][0] - NAME_MARGIN]
    if not best:
        near = tuple(one for score, one in ranked[:3] if score >= NAME_SIMILARITY / 2)
        return Match(None, MatchedBy.NOTHING, f"No vendor on file is called {name!r}.", near)
    return _one_of(tuple(best), MatchedBy.NAME, f"name {name!r}")


def _unless_other_tax_id(match: Match, tax_id: str, *, scanned: bool) -> Match:
    """A vendor whose own tax id of the same country is another one is not the vendor.

    On a scan a tax id that differs from the one on file only by characters that OCR confuses is the same.
    """
    if match.vendor is None or not tax_id:
        return match
    own = tuple(one for one in map(compact, match.vendor.tax_ids) if _same_scheme(one, tax_id))
    if not own or (scanned and any(_looks_the_same(one, tax_id) for one in own)):
        return match
    sentence = (
        f"The {match.by.value.replace('_', ' ')} is that of {match.vendor.name}, but the tax id {ending(tax_id)} "
        f"is not the one on file ({ending(own[0])}): find out who sent this."
    )
    return Match(None, MatchedBy.AMBIGUOUS, sentence, match.candidates)


def _from_scan(draft: Draft) -> bool:
    evidence = draft.evidence_for("supplier_tax_id")
    return evidence is not None and evidence.source is Source.OCR


def _looks_the_same(one: str, other: str) -> bool:
    return one.translate(LOOKALIKES) == other.translate(LOOKALIKES)


def _same_scheme(one: str, other: str) -> bool:
    return one[:2] == other[:2] if one[:2].isalpha() or other[:2].isalpha() else len(one) == len(other)


def _name_key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED_OUT))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", plain)  # B.V. -> bv, S.A.R.L. -> sarl
    words = re.findall(r"\w+", plain)
    return " ".join(word for word in words if word not in _LEGAL_FORMS | _AND) or " ".join(words)
