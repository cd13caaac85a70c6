"""The page tree: counted and measured step by step, so that loops and ten thousand pages are cheap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.pdf_objects import entry, number_of
from bpo_pipeline.model.reasons import Reason

_INHERITED = ("/MediaBox", "/Resources", "/UserUnit")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page and what it inherits."""

    node: Any
    resources: Any
    media_box: Any


def pages_of(pdf: pikepdf.Pdf, limits: Limits) -> tuple[PdfPage, ...]:
    """The pages in order; a branch that leads back to itself is left out.

    Raises Refused: too_many_pages, page_too_large, corrupt (no page, or the whole tree is a loop).
    """
    found: list[PdfPage] = []
    looped = False
    waiting: list[tuple[Any, dict[str, Any], frozenset[Any]]] = [(entry(pdf.Root, "/Pages"), {}, frozenset())]
    steps = 0
    while waiting:
        node, inherited, above = waiting.pop()
        steps += 1
        if steps > 20 * limits.pages:
            raise _too_many_pages(limits)
        if not isinstance(node, pikepdf.Dictionary):
            continue
        own = {key: node.get(key, inherited.get(key)) for key in _INHERITED}
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            here = above | {node.objgen}
            for kid in reversed(list(kids)[: limits.pages + 2]):
                if isinstance(kid, pikepdf.Dictionary) and kid.is_indirect and kid.objgen in here:
                    looped = True
                else:
                    waiting.append((kid, own, here))
        else:
            page = PdfPage(node, own["/Resources"], own["/MediaBox"])
            _measure(page, own["/UserUnit"], limits)
            found.append(page)
            if len(found) > limits.pages:
                raise _too_many_pages(limits)
    if not found:
        what = "Its list of pages runs in a circle." if looped else "It has no page."
        raise Refused(Reason.CORRUPT, f"The PDF is damaged. {what} Please export it again.")
    return tuple(found)


def _measure(page: PdfPage, user_unit: Any, limits: Limits) -> None:
    if not isinstance(page.media_box, pikepdf.Array) or len(page.media_box) != 4:
        return  # readers fall back to a letter page
    sides = [number_of(one) for one in list(page.media_box)]
    unit = number_of(user_unit) or 1.0
    if any(one is None for one in sides):
        return
    left, bottom, right, top = (one for one in sides if one is not None)
    if max(abs(right - left), abs(top - bottom)) * unit > limits.page_side_inches * 72:
        sentence = f"A page is larger than {limits.page_side_inches:.0f} inches. Please export it in its real size."
        raise Refused(Reason.PAGE_TOO_LARGE, sentence)


def _too_many_pages(limits: Limits) -> Refused:
    return Refused(Reason.TOO_MANY_PAGES, f"The PDF has more than {limits.pages} pages. Please send it in parts.")
