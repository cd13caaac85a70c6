"""Digital PDFs: the words of the text layer that a person can see, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import starmap

import numpy as np
import pypdfium2 as pdfium

from bpo_pipeline.model.reading import Box, Page, Remark, Source, Word
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.characters import OBLIQUE, TextPage
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.language import is_label
from bpo_pipeline.reading.overprint import overprinted
from bpo_pipeline.reading.plain import nothing_hides
from bpo_pipeline.reading.visibility import Ink, hide
from bpo_pipeline.reading.words import Runs, in_reading_order, main_turn, split

_ENOUGH_WORDS = 4
_GARBLED = 0.2


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer of one page gave."""

    page: Page
    remarks: tuple[Remark, ...]
    needs_ocr: bool
    """The page has ink, but (almost) no text, or text that can't be read."""


def read_page(page: pdfium.PdfPage, number: int, *, simple: bool = False) -> PageText:
    """Read one page's text layer; *number* counts from 1. A *simple* page is rendered only where text may hide.

    Text that leaves no ink is left out; when it holds digits or label words, a remark says so. So it does of text that
    lies over other text: which of them is seen, only a picture of the page can say.
    """
    text = TextPage(page)
    try:
        runs = split(text.characters())
        plain = simple and len(runs.starts) >= _ENOUGH_WORDS and nothing_hides(page, runs)
        ink = None if plain else Ink(page)
        visible, hidden = hide(runs, ink) if ink else (runs, None)
        displayed = page.get_rotation()
        upright = Upright.of(page, main_turn(visible, displayed))
        words = _words(visible, upright, text)
        over = _telling(overprinted(visible), upright)
    finally:
        text.close()
    width, height = upright.size
    needs_ocr = not (ink and ink.blank) and (_scanned(page, upright, words, visible, ink) or _garbled(visible))
    scan_layer = needs_ocr and not words and _image_share(page, upright) > 0.5
    remarks = _hidden_remarks(hidden, upright, number) if hidden and not scan_layer else ()
    if over:
        sentence = f"Page {number} holds {len(over)} words with figures or labels that lie over other text."
        remarks += (Remark(Reason.HIDDEN_TEXT.value, sentence, number, _around(over)),)
    result = Page(number, width, height, words, Source.TEXT, (upright.turn - displayed) % 360)
    return PageText(result, remarks, needs_ocr or bool(over))


def _words(runs: Runs, upright: Upright, text: TextPage) -> tuple[Word, ...]:
    boxes = starmap(Box, upright.boxes(runs.sides).tolist())
    fonts = text.fonts(runs.characters, runs.starts)
    words = [
        Word(written, box, 1.0, font.size, font.bold)
        for written, box, font in zip(runs.texts, boxes, fonts, strict=True)
    ]
    turns = runs.turns
    if not any(turn != upright.turn for turn in turns):
        return in_reading_order(words)
    straight = [word for word, turn in zip(words, turns, strict=True) if turn == upright.turn]
    return in_reading_order(straight) + tuple(
        word for word, turn in zip(words, turns, strict=True) if turn != upright.turn
    )


def _image_share(page: pdfium.PdfPage, upright: Upright) -> float:
    width, height = upright.size
    area = 0.0
    for drawn in page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        wide = min(right, upright.right) - max(left, upright.left)
        tall = min(top, upright.top) - max(bottom, upright.bottom)
        area = max(area, max(wide, 0.0) * max(tall, 0.0))
    return area / max(width * height, 1.0)


def _scanned(page: pdfium.PdfPage, upright: Upright, words: Sequence[Word], visible: Runs, ink: Ink | None) -> bool:
    if ink and len(words) < _ENOUGH_WORDS:
        return ink.beyond(visible.sides)
    return len(words) < 30 and _image_share(page, upright) > 0.6


def _garbled(runs: Runs) -> bool:
    """Whether the font's code table is missing: private-use, control or replacement characters."""
    codes = runs.characters.codes
    bad = (codes < 0x20) | (codes == 0xFFFD) | ((codes >= 0xE000) & (codes <= 0xF8FF))
    return bool(np.count_nonzero(bad) > _GARBLED * len(codes))


def _hidden_remarks(hidden: Runs, upright: Upright, number: int) -> tuple[Remark, ...]:
    telling = _telling(hidden, upright)
    if not telling:
        return ()
    sentence = f"Page {number} holds {len(telling)} words with figures or labels that can't be seen on the page."
    return (Remark(Reason.HIDDEN_TEXT.value, sentence, number, _around(telling)),)


def _telling(runs: Runs, upright: Upright) -> list[Box]:
    """Where the words stand that say something: figures or the name of a field."""
    boxes = [Box(*box) for box in upright.boxes(runs.sides).tolist()]
    return [
        box
        for text, turn, box in zip(runs.texts, runs.turns, boxes, strict=True)
        if turn != OBLIQUE and (sum(map(str.isdigit, text)) > 2 or is_label(text))
    ]


def _around(boxes: Sequence[Box]) -> Box:
    return reduce(Box.union, boxes)
