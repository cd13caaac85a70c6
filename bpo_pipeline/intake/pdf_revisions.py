"""Incremental updates: whether what the pages show was changed after the PDF was first saved.

Form values, comments and signatures are appended as a rule; what a page itself draws is not.
See "Shadow Attacks" (Mainka et al., NDSS 2021) for how an appended update changes an amount.
"""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.pdf_actions import entry_text
from bpo_pipeline.intake.pdf_objects import entry, items_of
from bpo_pipeline.intake.pdf_pages import PdfPage, pages_of

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF")
_MOST_COMPARED = 4


def revision_ends(content: bytes) -> tuple[int, ...]:
    """Offsets at which complete revisions end; the first section of a linearised file is none."""
    return tuple(match.end() for match in _END.finditer(content) if int(match[1]) > 0)


def visibly_changed(content: bytes, final: tuple[PdfPage, ...], limits: Limits) -> bool:
    """Whether an earlier revision's pages drew something else than the final ones."""
    ends = revision_ends(content)[:-1]
    now = [_picture_of(page) for page in final] if ends else []
    earlier = (_revision(content[:end], limits) for end in ends[-_MOST_COMPARED:])
    return any(one is not None and one != now for one in earlier)


def _revision(content: bytes, limits: Limits) -> list[bytes] | None:
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True, attempt_recovery=False) as pdf:
            return [_picture_of(page) for page in pages_of(pdf, limits)]
    except (pikepdf.PdfError, Refused, ValueError, TypeError, KeyError, RuntimeError):
        return None  # no complete document ended there


def _picture_of(page: PdfPage) -> bytes:
    digest = hashlib.sha256()
    contents = entry(page.node, "/Contents")
    for part in list(contents) if isinstance(contents, pikepdf.Array) else [contents]:
        _add(digest, part)
    for kind in ("/XObject", "/Font"):
        for name, part in sorted(items_of(entry(page.resources, kind)), key=lambda one: one[0]):
            digest.update(name.encode("utf-8", "replace"))
            _add(digest, part)
            _add(digest, entry(part, "/ToUnicode"))
    if isinstance(page.media_box, pikepdf.Array):
        digest.update(entry_text(page.media_box))
    return digest.digest()


def _add(digest: Any, part: Any) -> None:
    if isinstance(part, pikepdf.Stream):
        digest.update(part.read_raw_bytes())
    elif isinstance(part, pikepdf.Dictionary):
        digest.update(str(entry(part, "/BaseFont")).encode("utf-8", "replace"))
