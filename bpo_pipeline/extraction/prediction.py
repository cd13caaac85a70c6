"""A draft as one flat object per document, the way benchmarks and clients' scripts want it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from bpo_pipeline.documents.published_names import PUBLISHED_NAMES, PUBLISHED_ROWS, PUBLISHED_TICKS
from bpo_pipeline.model.draft import Draft


def prediction(draft: Draft, file: str) -> dict[str, Any]:
    """``{"file", "doc_type", "fields": {name: {...}}, "line_items": [...], "taxes": [...]}``; values as text."""
    record = draft.record.model_dump(mode="json", exclude_none=True)
    fields: dict[str, Any] = {}
    lists: dict[str, list[dict[str, Any]]] = {"line_items": [], "taxes": []}
    by_path = {one.path: one for one in draft.evidence}

    def shown(path: str, value: object) -> dict[str, Any]:
        evidence = by_path.get(path)
        box = evidence.box if evidence else None
        return {
            "value": value,
            "confidence": evidence.confidence if evidence else 0.0,
            "page": evidence.page if evidence else None,
            "box": [round(edge, 2) for edge in (box.left, box.top, box.right, box.bottom)] if box else None,
            "raw": evidence.raw if evidence else None,
            "source": evidence.source.value if evidence else None,
            "rules": list(evidence.rules) if evidence else [],
        }

    for name, value in record.items():
        if isinstance(value, list) and all(isinstance(part, dict) for part in value):
            for index, part in enumerate(value):
                cells = {key: shown(f"{name}.{index}.{key}", one) for key, one in part.items()}
                lists.setdefault(name, []).append(cells)
        else:
            fields[name] = shown(name, value)
    if draft.document_type == "credit_note":
        for item in lists["line_items"]:
            _as_printed(item)
    for published, own in PUBLISHED_NAMES.get(draft.document_type, {}).items():
        field, _, option = own.partition("=")
        if option:
            ticked = record.get(field) or ()
            known = by_path.get(field)
            fields[published] = {"value": option in ([ticked] if isinstance(ticked, str) else ticked)} | {
                "confidence": known.confidence if known else 0.5, "page": None, "box": None, "raw": None, "source": None
            }  # fmt: skip
        elif field in fields:
            value = getattr(draft.record, field)
            raw = fields[field]["raw"]
            fields[published] = fields[field] | ({"value": raw} if isinstance(value, (dt.date, Decimal)) else {})
    fields.update(_grouped(draft.document_type, lists, fields))
    return {"file": file, "doc_type": draft.document_type, "fields": fields, **lists}


def _grouped(kind: str, lists: dict[str, list[dict[str, Any]]], fields: dict[str, Any]) -> dict[str, Any]:
    """Lists and ticks that published labels show as one field."""
    shown: dict[str, Any] = {}
    for name, columns in PUBLISHED_ROWS.get(kind, {}).items():
        rows = [{column: (row.get(column) or {}).get("raw") for column in columns} for row in lists.get(name, ())]
        sure = [cell["confidence"] for row in lists.get(name, ()) for cell in row.values()]
        if rows:
            pairs: list[Any] = [list(row.values()) for row in rows] if len(columns) == _PAIR else rows
            shown[name] = {"value": pairs, "confidence": min(sure), "source": None}
    for name, ticks in PUBLISHED_TICKS.get(kind, {}).items():
        if all(own in fields for own in ticks.values()):
            value = {theirs: fields[own]["value"] for theirs, own in ticks.items()}
            sure = [fields[own]["confidence"] for own in ticks.values()]
            shown[name] = {"value": value, "confidence": min(sure), "source": None}
    return shown


_PAIR = 2


def _as_printed(item: dict[str, Any]) -> None:
    """Give quantity and total of a credit note's line the minus sign that the paper prints before them."""
    for name in ("quantity", "line_total"):
        cell = item.get(name)
        if cell and str(cell["raw"] or "").lstrip()[:1] in {"-", "−", "–"} and not str(cell["value"]).startswith("-"):
            cell["value"] = f"-{cell['value']}"
