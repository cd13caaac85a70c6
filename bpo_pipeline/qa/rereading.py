"""Two readings of the same ink: the text layer may lie, so money and bank fields are read again from the picture.

Somebody who forges a PDF can let its text say 9,784.50 where the page shows 1,284.50. So the box of each such
field is rendered and read by OCR, and the two are compared: a digit must be the same digit; a letter may be one
that OCR takes for it (O and 0, I and 1, S and 5, B and 8 ...). Punctuation may be lost, or read as a letter
that no digit looks like: ``WO/01103`` as ``WOVO1103``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from bpo_pipeline.documents.lookalikes import LOOKALIKES
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Source
from bpo_pipeline.qa.ink import readings_of, squeezed
from bpo_pipeline.qa.subject import Subject

MONEY_FIELDS = ("gross_total", "amount_due")
REREAD_FIELDS = (*MONEY_FIELDS, "supplier_iban", "invoice_number")
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_STROKE = f"[{''.join(one for one in _CHARACTERS if not one.translate(LOOKALIKES).isdigit())}]?"
"""What a printed punctuation mark may be read as, once punctuation is taken out."""
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]+\d{3})+(?:[.,] ?\d{1,3})?|\d+(?:[.,] ?\d+)?")
_LETTERS_AMONG_DIGITS = re.compile(r"(?<=[\d.,])[OQDIl|SB]|[OQDIl|SB](?=[\d.,])")


def fields_to_reread(draft: Draft) -> tuple[str, ...]:
    """The fields whose box must be read again another way before ``check``: money, bank account, invoice number.

    A text layer's and the data's of an e-invoice by OCR of the picture, a scan's by the engine that did not read it
    first.
    """
    wanted = []
    for path in REREAD_FIELDS:
        evidence = draft.evidence_for(path)
        if evidence is None or evidence.box is None or evidence.page is None:
            continue
        if evidence.source in {Source.TEXT, Source.OCR, Source.XML}:
            wanted.append(path)
    return tuple(wanted)


def disagreements(draft: Draft, rereadings: Mapping[str, str]) -> tuple[str, ...]:
    """The fields whose second reading says something else; OCR errs too, so these deserve another look."""
    return tuple(path for path in rereadings if not confirmed(draft, rereadings, path))


def reread_agrees(subject: Subject, path: str) -> bool:
    """Whether a second reading was made of the field and says the same."""
    evidence = subject.draft.evidence_for(path)
    return evidence is not None and path in subject.rereadings and _agrees(subject.draft, evidence, subject.rereadings)


def confirmed(draft: Draft, rereadings: Mapping[str, str], path: str) -> bool:
    """Nothing to object: no such field, a person typed it, or both readings are the same."""
    evidence = draft.evidence_for(path)
    return evidence is None or evidence.source is Source.HUMAN or _agrees(draft, evidence, rereadings)


def _agrees(draft: Draft, evidence: Evidence, rereadings: Mapping[str, str]) -> bool:
    """A repaired amount is compared as it should have been read, the data's (``100``) as it is printed (``100.00``)."""
    seen = rereadings[evidence.path]
    if evidence.path in MONEY_FIELDS:
        value = getattr(draft.record, evidence.path, None)
        as_printed = evidence.repaired or evidence.source is Source.XML
        if as_printed and value is not None:
            return same_amount(f"{value:.2f}", seen) or value in _amounts(seen)
        return same_amount(evidence.raw, seen)
    return same_number(evidence.raw, seen)


def same_amount(text: str, seen: str) -> bool:
    """Whether the picture shows the same digits as the text; separators and currency signs do not matter."""
    wanted = _digits(text)
    plain = _LETTERS_AMONG_DIGITS.sub(lambda one: one.group().upper().translate(LOOKALIKES), seen)
    return bool(wanted) and wanted in {_digits(plain), *(_digits(one) for one in _NUMBER.findall(plain))}


def _amounts(seen: str) -> set[Decimal]:
    """The amounts that a picture shows, also without decimals: ``0`` is 0.00."""
    return {amount for token in _NUMBER.findall(seen) for amount in readings_of(token)}


def same_number(text: str, seen: str) -> bool:
    """Whether the picture shows the same letters and digits somewhere, look-alikes and punctuation forgiven."""
    pattern = ""
    before_it = ""
    for char in text.strip().upper():
        if char.isalnum():
            # between a wide letter and a digit OCR sees the digit twice: W001 as WO001
            twice = char.isdigit() and before_it.isalpha()
            pattern += (_letters_like(char) if twice else "") + _read_as(char)
        elif pattern and not char.isspace() and not pattern.endswith(_STROKE):
            pattern += _STROKE
        before_it = char
    wanted = squeezed(text)
    if not wanted:
        return False
    # a digit right beside a digit would make it another, longer number
    before = r"(?<![0-9])" if wanted[0].isdigit() else ""
    after = r"(?![0-9])" if wanted[-1].isdigit() else ""
    return re.search(before + pattern.removesuffix(_STROKE) + after, squeezed(seen)) is not None


def _letters_like(digit: str) -> str:
    letters = "".join(one for one in _CHARACTERS if one != digit and one.translate(LOOKALIKES) == digit)
    return f"[{letters}]?" if letters else ""


def _read_as(char: str) -> str:
    return f"[{re.escape(char)}{''.join(other for other in _CHARACTERS if _alike(char, other))}]"


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return not (one.isdigit() and other.isdigit()) and one.translate(LOOKALIKES) == other.translate(LOOKALIKES)


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")
