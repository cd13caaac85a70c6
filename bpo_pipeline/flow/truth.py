"""What people put right, as labelled documents to learn from; only what was not taken back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.draft import values_of
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.store import NotThere


def truth_rows(parts: Parts) -> Iterator[dict[str, Any]]:
    """One row per document on which somebody corrected something and that was approved, in order of its id.

    As ``bpo train --data`` reads them: ``id``, ``vendor_key``, ``width``, ``height``, ``words``, ``boxes_xyxy`` of the
    first page and ``fields``, all values as approved; and with them ``corrections`` with their ids, for ``forget``.
    A document whose reading was deleted by now is left out.
    """
    truths = sorted(parts.store.truths(parts.client), key=lambda one: (one.document_id, one.truth_id))
    for document_id, found in groupby(truths, key=lambda one: one.document_id):
        case = parts.store.case(parts.client, document_id)
        if case is None or case.draft is None:
            continue
        try:
            reading = reading_from_json(parts.vault.get_json(parts.client, case.document.sha256, "reading"))
        except NotThere:
            continue
        if not reading.pages:
            continue
        page, fields = reading.pages[0], values_of(case.draft.record)
        yield {
            "id": document_id,
            "client": parts.client,
            "document_type": case.draft.document_type,
            "vendor_key": case.vendor_id or fields.get("supplier_name", document_id),
            "width": page.width,
            "height": page.height,
            "words": [word.text for word in page.words],
            "boxes_xyxy": [[word.box.left, word.box.top, word.box.right, word.box.bottom] for word in page.words],
            "fields": fields,
            "corrections": [
                {"truth_id": one.truth_id, "path": one.path, "machine": one.machine, "value": one.value}
                for one in found
            ],
        }
