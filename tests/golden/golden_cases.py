"""Golden cases: a document made by the generator, and what must be extracted from it.

Each case is a folder ``<document type>/<case>/`` with ``case.json`` (who writes, to whom, from which seed) and
``expected.json`` (the record). The document itself is made again each time: the same seed gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo_pipeline.classification import classify
from bpo_pipeline.extraction import extract
from bpo_pipeline.generator.commerce import invent
from bpo_pipeline.generator.forms import Form, render
from bpo_pipeline.generator.masterdata import CLIENTS, vendor
from bpo_pipeline.generator.scan import Quality
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.reading import read_document, reading_from_json

FOLDER = Path(__file__).parent
TODAY = dt.date(2026, 6, 1)
RENEW = "python tests/golden/renew.py"


@dataclass(frozen=True, slots=True)
class Case:
    """One golden case."""

    folder: Path
    client: str
    vendor_id: str
    seed: int
    lines: int

    @property
    def document_type(self) -> str:
        """The folder above says the type."""
        return self.folder.parent.name

    @property
    def name(self) -> str:
        """As shown by pytest."""
        return f"{self.document_type}/{self.folder.name}"

    @property
    def expected(self) -> str:
        """What was agreed on."""
        path = self.folder / "expected.json"
        return path.read_text("utf-8") if path.exists() else ""

    def renew(self) -> None:
        """Take today's extraction for the agreed one."""
        (self.folder / "expected.json").write_text(extracted(self), "utf-8")


def cases() -> tuple[Case, ...]:
    """All cases, by name."""
    return tuple(_case(path) for path in sorted(FOLDER.glob("*/*/case.json")))


def _case(path: Path) -> Case:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return Case(path.parent, data["client"], data["vendor"], data["seed"], data["lines"])


def extracted(case: Case) -> str:
    """The document type and record that the product finds, as indented JSON."""
    rng = seeded(case.seed, case.vendor_id)
    paper = invent(
        rng,
        doc_type=case.document_type,
        vendor=vendor(case.client, case.vendor_id),
        client=case.client,
        today=TODAY,
        serial=case.seed,
        line_count=case.lines,
    )
    content = render(paper, Form.PDF, rng, Quality())
    reading = reading_from_json(read_document(content, {"media_type": "application/pdf", "ocr": False}).value)
    kind = classify(reading).document_type
    draft = extract(reading, kind, customer_names=(CLIENTS[case.client].name,))
    found = {"document_type": kind, "record": draft.record.model_dump(mode="json", exclude_none=True)}
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"
