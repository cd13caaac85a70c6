"""Two readings of the same ink: the text layer may lie, so money and bank fields are read again from the picture.

Somebody who forges a PDF can let its text say 9,784.50 where the page shows 1,284.50. So the box of each such
field is rendered and read by OCR, and the two are compared: a digit must be the same digit; a letter may be one
that OCR takes for it (O and 0, I and 1, S and 5, B and 8 ...). Punctuation may be lost, or read as a letter
that no digit looks like: ``WO/01103`` as ``WOVO1103``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import squeezed
from bpo_pipeline.qa.paths import label
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.wording import ending

MONEY_FIELDS = ("gross_total", "amount_due")
REREAD_FIELDS = (*MONEY_FIELDS, "supplier_iban", "invoice_number")
_LOOKALIKES = str.maketrans("OQDILZSGBT|!", "000112568711")
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_STROKE = f"[{''.join(one for one in _CHARACTERS if not one.translate(_LOOKALIKES).isdigit())}]?"
"""What a printed punctuation mark may be read as, once punctuation is taken out."""
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]+\d{3})+(?:[.,] ?\d{1,3})?|\d+(?:[.,] ?\d+)?")
_LETTERS_AMONG_DIGITS = re.compile(r"(?<=[\d.,])[OQDIl|SB]|[OQDIl|SB](?=[\d.,])")


def fields_to_reread(draft: Draft) -> tuple[str, ...]:
    """The fields whose box must be rendered and read again by OCR before ``check``.

    Money and bank account from a text layer always, the invoice number too; from a scan the gross total, since a
    second reading can prove a total that no other amount proves.
    """
    wanted = []
    for path in REREAD_FIELDS:
        evidence = draft.evidence_for(path)
        if evidence is None or evidence.box is None or evidence.page is None:
            continue
        if evidence.source is Source.TEXT or (evidence.source is Source.OCR and path in MONEY_FIELDS):
            wanted.append(path)
    return tuple(wanted)


def disagreements(draft: Draft, rereadings: Mapping[str, str]) -> tuple[str, ...]:
    """The fields whose second reading says something else; OCR errs too, so these deserve another look."""
    return tuple(path for path in rereadings if not _confirmed(draft, rereadings, path))


def rereadings_agree(subject: Subject) -> Iterator[Finding]:
    """A field that reads otherwise in the picture of the page goes to a person."""
    for path in subject.rereadings:
        evidence = subject.draft.evidence_for(path)
        if evidence is None or _confirmed(subject.draft, subject.rereadings, path):
            continue
        seen = subject.rereadings[path].strip()
        if path == "supplier_iban":
            sentence = (
                f"The account {ending(evidence.raw)} in the document's text is not the one that the page shows: "
                "call the vendor on a known number before anything is paid."
            )
        else:
            shown = f"shows {seen[:60]!r}" if seen else "shows nothing there"
            sentence = (
                f"The document's text says {evidence.raw[:60]!r} for the {label(path)}, "
                f"the picture of the page {shown}: "
                "trust the page, and ask who sent this."
            )
        reason = Reason.LOW_CONFIDENCE if evidence.source is Source.OCR else Reason.TEXT_VISUAL_MISMATCH
        yield error("two-readings", path, reason, sentence)


def reread_agrees(subject: Subject, path: str) -> bool:
    """Whether a second reading was made of the field and says the same."""
    evidence = subject.draft.evidence_for(path)
    return evidence is not None and path in subject.rereadings and _agrees(evidence, subject.rereadings[path])


def _confirmed(draft: Draft, rereadings: Mapping[str, str], path: str) -> bool:
    """Nothing to object: no such field, a person typed it, or both readings are the same."""
    evidence = draft.evidence_for(path)
    return evidence is None or evidence.source is Source.HUMAN or _agrees(evidence, rereadings[path])


def _agrees(evidence: Evidence, seen: str) -> bool:
    return (same_amount if evidence.path in MONEY_FIELDS else same_number)(evidence.raw, seen)


def same_amount(text: str, seen: str) -> bool:
    """Whether the picture shows the same digits as the text; separators and currency signs do not matter."""
    wanted = _digits(text)
    plain = _LETTERS_AMONG_DIGITS.sub(lambda one: one.group().upper().translate(_LOOKALIKES), seen)
    return bool(wanted) and wanted in {_digits(plain), *(_digits(one) for one in _NUMBER.findall(plain))}


def same_number(text: str, seen: str) -> bool:
    """Whether the picture shows the same letters and digits somewhere, look-alikes and punctuation forgiven."""
    pattern = ""
    for char in text.strip().upper():
        if char.isalnum():
            pattern += _read_as(char)
        elif pattern and not char.isspace() and not pattern.endswith(_STROKE):
            pattern += _STROKE
    wanted = squeezed(text)
    if not wanted:
        return False
    # a digit right beside a digit would make it another, longer number
    before = r"(?<![0-9])" if wanted[0].isdigit() else ""
    after = r"(?![0-9])" if wanted[-1].isdigit() else ""
    return re.search(before + pattern.removesuffix(_STROKE) + after, squeezed(seen)) is not None


def _read_as(char: str) -> str:
    return f"[{re.escape(char)}{''.join(other for other in _CHARACTERS if _alike(char, other))}]"


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return not (one.isdigit() and other.isdigit()) and one.translate(_LOOKALIKES) == other.translate(_LOOKALIKES)


def _digits(text: str) -> str:
    return "".join(char for char in text if char in "0123456789")
