"""A draft as one flat object per document, the way benchmarks and clients' scripts want it."""

from __future__ import annotations

from typing import Any

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
        }

    for name, value in record.items():
        if isinstance(value, list):
            for index, part in enumerate(value):
                cells = {key: shown(f"{name}.{index}.{key}", one) for key, one in part.items()}
                lists.setdefault(name, []).append(cells)
        else:
            fields[name] = shown(name, value)
    if draft.document_type == "credit_note":
        for item in lists["line_items"]:
            _as_printed(item)
    return {"file": file, "doc_type": draft.document_type, "fields": fields, **lists}


def _as_printed(item: dict[str, Any]) -> None:
    """Give quantity and total of a credit note's line the minus sign that the paper prints before them."""
    for name in ("quantity", "line_total"):
        cell = item.get(name)
        if cell and str(cell["raw"] or "").lstrip()[:1] in {"-", "−", "–"} and not str(cell["value"]).startswith("-"):
            cell["value"] = f"-{cell['value']}"
