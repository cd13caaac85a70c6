"""Fields that read otherwise in the picture of the page: somebody may have forged the text, or OCR erred."""

from __future__ import annotations

from collections.abc import Iterator

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.paths import label
from bpo_pipeline.qa.rereading import MONEY_FIELDS, confirmed
from bpo_pipeline.qa.rules.gross_proof import Proof, proof_of_gross
from bpo_pipeline.qa.subject import Subject
from bpo_pipeline.qa.wording import ending

_LAYERS = {False: "document's text", True: "invoice data"}
"""What does not show on the page, by whether it is an e-invoice's XML."""


def rereadings_agree(subject: Subject) -> Iterator[Finding]:
    """A field that reads otherwise in the picture of the page goes to a person.

    On a scan both readings are OCR's, by two engines, and nobody forged a text: there a total that other printed
    amounts prove needs no second reading that agrees.
    """
    proved = proof_of_gross(subject) is Proof.ARITHMETIC
    for path in subject.rereadings:
        evidence = subject.draft.evidence_for(path)
        if evidence is None or confirmed(subject.draft, subject.rereadings, path):
            continue
        seen = subject.rereadings[path].strip()
        scanned, data = evidence.source is Source.OCR, evidence.source is Source.XML
        if scanned and path == "supplier_iban":
            sentence = (
                f"Two readings of the scanned account differ ({ending(evidence.raw)} and {ending(seen)}): "
                "compare it with the page."
            )
        elif scanned:
            sentence = (
                f"Two readings of the scanned {label(path)} differ, {evidence.raw[:60]!r} and {seen[:60]!r}: "
                "compare them with the page."
            )
        elif path == "supplier_iban":
            sentence = (
                f"The account {ending(evidence.raw)} in the {_LAYERS[data]} is not the one that the page shows: "
                "call the vendor on a known number before anything is paid."
            )
        else:
            shown = f"shows {seen[:60]!r}" if seen else "shows nothing there"
            sentence = (
                f"The {_LAYERS[data]} says {evidence.raw[:60]!r} for the {label(path)}, "
                f"the picture of the page {shown}: "
                "trust the page, and ask who sent this."
            )
        forged = Reason.XML_VISUAL_MISMATCH if data else Reason.TEXT_VISUAL_MISMATCH
        reason = Reason.LOW_CONFIDENCE if scanned else forged
        harmless = scanned and proved and path in MONEY_FIELDS
        yield (note if harmless else error)("two-readings", path, reason, sentence)
