"""What drawing the pages would cost, worked out on the graph of parts instead of by drawing.

A page of ten lines can draw a part that draws a part ten times, ten levels down: 10^9 steps. Each
part is counted once and multiplied by the number of times it is used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.pdf_objects import data_of, entry, items_of, name_of, number_of
from bpo_pipeline.intake.pdf_pages import PdfPage
from bpo_pipeline.intake.pdf_streams import Tally
from bpo_pipeline.model.reasons import DispositionKind, Reason

_OPERATOR = re.compile(rb"(?<![/\w#.\-+])[A-Za-z'\"][A-Za-z0-9*]{0,2}(?=[\s/\[(<]|$)")
_DO = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+Do\b")
_PATTERN = re.compile(rb"/([^\s/\[\]()<>{}%]+)\s+(?:scn|SCN)\b")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Cost:
    """Drawing operators and pixels of pictures."""

    steps: int = 0
    pixels: int = 0


@dataclass(frozen=True, slots=True)
class Drawing:
    """The cost of all pages, and which pages draw nothing or lost a part."""

    cost: Cost
    empty: bool
    """No page draws anything."""
    damaged_pages: tuple[int, ...]
    """Numbers, from 1, of pages whose own drawing could not be unpacked to its end."""


def screen_drawing(pages: Sequence[PdfPage], tally: Tally, limits: Limits) -> Drawing:
    """Work out what the pages draw.

    Raises Refused: decompression_bomb (too many steps), pixel_limit, nesting_limit, corrupt (a part that
    draws itself, drawing lists inside drawing lists).
    """
    meter = _Meter(tally, limits)
    pixels, damaged, empty = 0, [], True
    steps = 0
    for number, page in enumerate(pages, start=1):
        before = len(tally.damaged)
        content = meter.page_content(page.node)
        if len(tally.damaged) > before:
            damaged.append(number)
        cost = meter.content_cost(content, page.resources, ())
        steps += cost.steps
        pixels += cost.pixels
        has_annotations = isinstance(entry(page.node, "/Annots"), pikepdf.Array)
        empty = empty and cost.steps == 0 and not has_annotations
        if pixels > limits.document_pixels:
            raise _too_many_pixels(limits.document_pixels)
    return Drawing(Cost(steps, pixels), empty, tuple(damaged))


class _Meter:
    def __init__(self, tally: Tally, limits: Limits) -> None:
        self._tally = tally
        self._limits = limits
        self._known: dict[tuple[int, int], Cost] = {}
        self._contents: dict[tuple[int, int], bytes] = {}

    def page_content(self, page: Any) -> bytes:
        contents = entry(page, "/Contents")
        parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
        found: list[bytes] = []
        size = 0
        for part in parts:
            if isinstance(part, pikepdf.Array):
                raise Refused(Reason.CORRUPT, "The PDF's pages are put together wrongly. Please export it again.")
            if isinstance(part, pikepdf.Stream):
                data = data_of(part, self._tally, self._limits.stream_bytes)
                size += len(data)
                if size > self._limits.stream_bytes:
                    raise _too_many_steps()
                found.append(data)
        return b"\n".join(found)

    def content_cost(self, content: bytes, resources: Any, above: tuple[tuple[int, int], ...]) -> Cost:
        steps = sum(1 for _ in _OPERATOR.finditer(content))
        pixels = 0
        if steps > self._limits.drawing_steps:
            raise _too_many_steps()
        parts = dict(items_of(entry(resources, "/XObject")))
        for name, times in Counter(_DO.findall(content)).items():
            cost = self._part_cost(parts.get(_key(name)), resources, above)
            steps += cost.steps * times
            pixels += cost.pixels * times
        patterns = dict(items_of(entry(resources, "/Pattern")))
        for name in set(_PATTERN.findall(content)):
            steps += self._part_cost(patterns.get(_key(name)), resources, above).steps
        if steps > self._limits.drawing_steps:
            raise _too_many_steps()
        if pixels > self._limits.document_pixels:
            raise _too_many_pixels(self._limits.document_pixels)
        return Cost(steps, pixels)

    def _part_cost(self, part: Any, resources: Any, above: tuple[tuple[int, int], ...]) -> Cost:
        if not isinstance(part, pikepdf.Stream):
            return Cost()
        if name_of(part.get("/Subtype")) == "/Image":
            return self._picture(part)
        key = part.objgen
        if key in above:
            raise Refused(Reason.CORRUPT, "A part of the PDF's page draws itself without end. Please export it again.")
        if len(above) >= self._limits.nesting:
            sentence = f"The PDF's drawing is nested deeper than {self._limits.nesting} levels."
            raise Refused(Reason.NESTING_LIMIT, sentence, DispositionKind.QUARANTINE)
        if key not in self._known:
            content = data_of(part, self._tally, self._limits.stream_bytes)
            own = part.get("/Resources", resources)
            cost = self.content_cost(content, own, (*above, key))
            self._known[key] = Cost(cost.steps + 1, cost.pixels)
        return self._known[key]

    def _picture(self, picture: pikepdf.Stream) -> Cost:
        width, height = number_of(picture.get("/Width")), number_of(picture.get("/Height"))
        pixels = int((width or 0) * (height or 0))
        if pixels > self._limits.image_pixels:
            raise _too_many_pixels(self._limits.image_pixels)
        return Cost(1, pixels)


def _key(name: bytes) -> str:
    return "/" + _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name).decode("utf-8", "replace")


def _too_many_steps() -> Refused:
    sentence = "A page of the PDF draws more than any document does. Please print it to a plain PDF and send that."
    return Refused(Reason.DECOMPRESSION_BOMB, sentence, DispositionKind.QUARANTINE)


def _too_many_pixels(most: int) -> Refused:
    sentence = f"The PDF shows pictures of more than {most // 1_000_000} million pixels. Please scan it at 300 dpi."
    return Refused(Reason.PIXEL_LIMIT, sentence, DispositionKind.QUARANTINE)
