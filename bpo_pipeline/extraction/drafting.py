"""From found values to a Draft: the typed record and one Evidence per field."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel
from spacy.about import __version__ as spacy_version

from bpo_pipeline.documents import DocumentType
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.learned.model import versions
from bpo_pipeline.model.draft import Draft, Evidence
from bpo_pipeline.model.reading import Reading, Source

_LONGEST = 1000
"""Characters of a text value; what is longer is cut, the page keeps the rest."""


def draft_of(kind: DocumentType, fields: dict[str, Found], reading: Reading, source: Source) -> Draft:
    """The draft with every field that the document type knows; others are left out."""
    record: dict[str, Any] = {}
    evidence: list[Evidence] = []
    for path, one in fields.items():
        if not _known(kind, path):
            continue
        if one.value is not None:
            _put(record, path, one.value[:_LONGEST] if isinstance(one.value, str) else one.value)
        origin = Source.DERIVED if one.derived else one.source or source
        evidence.append(
            Evidence(
                path, one.raw[:_LONGEST], origin, round(one.confidence, 4), one.page, one.box, one.location, one.rules
            )
        )
    for name in lists_of(kind.record).keys() & record.keys():
        record[name] = tuple(record[name][index] for index in sorted(record[name]))
    return Draft(
        document_type=kind.name,
        type_confidence=1.0 if reading.structured is not None else 0.0,
        record=kind.record.model_validate(record),
        evidence=tuple(evidence),
        versions={**reading.engines, "extraction": "1", "spacy": spacy_version, **versions(kind.name)},
    )


def lists_of(record: type[BaseModel]) -> dict[str, type[BaseModel]]:
    """The fields of a record that hold rows, and what a row is."""
    return {
        name: get_args(field.annotation)[0]
        for name, field in record.model_fields.items()
        if get_origin(field.annotation) is tuple
    }


def _known(kind: DocumentType, path: str) -> bool:
    head, *rest = path.split(".")
    fields = kind.record.model_fields
    if head not in fields:
        return False
    return not rest or (head in lists_of(kind.record) and len(rest) == 2 and rest[0].isdigit())


def _put(record: dict[str, Any], path: str, value: object) -> None:
    head, *rest = path.split(".")
    if rest:
        record.setdefault(head, {}).setdefault(int(rest[0]), {})[rest[1]] = value
    else:
        record[head] = value
