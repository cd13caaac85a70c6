"""Digital PDFs: the words of the text layer that a person can see, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium

from bpo_pipeline.model.reading import Page, Remark, Source, Word
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.characters import Font, TextPage
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.language import is_label
from bpo_pipeline.reading.visibility import Ink, hide
from bpo_pipeline.reading.words import OBLIQUE, Run, in_reading_order, main_turn, split

_ENOUGH_WORDS = 4
_GARBLED = 0.2


@dataclass(frozen=True, slots=True)
class PageText:
    """What the text layer of one page gave."""

    page: Page
    remarks: tuple[Remark, ...]
    needs_ocr: bool
    """The page has ink, but (almost) no text, or text that can't be read."""


def read_page(page: pdfium.PdfPage, number: int) -> PageText:
    """Read one page's text layer; *number* counts from 1.

    Text that leaves no ink is left out; when it holds digits or label words, a remark says so.
    """
    text = TextPage(page)
    try:
        runs = split(text.characters(), text)
        ink = Ink(page)
        visible, hidden = hide(runs, text, ink)
        displayed = page.get_rotation()
        upright = Upright.of(page, main_turn(visible, displayed))
        words = _words(visible, upright, text)
    finally:
        text.close()
    width, height = upright.size
    needs_ocr = not ink.blank and (_scanned(page, upright, words, visible, ink) or _garbled(visible))
    scan_layer = needs_ocr and not visible and _image_share(page, upright) > 0.5
    result = Page(number, width, height, words, Source.TEXT, (upright.turn - displayed) % 360)
    return PageText(result, () if scan_layer else _hidden_remarks(hidden, upright, number), needs_ocr)


def _words(runs: Sequence[Run], upright: Upright, text: TextPage) -> tuple[Word, ...]:
    straight: list[Word] = []
    turned: list[Word] = []
    last: Font | None = None
    for run in runs:
        last = text.font(run.characters[0].index)
        word = Word(run.text, run.box(upright), 1.0, last.size, last.bold)
        (straight if run.turn == upright.turn else turned).append(word)
    return in_reading_order(straight) + tuple(turned)


def _image_share(page: pdfium.PdfPage, upright: Upright) -> float:
    width, height = upright.size
    area = 0.0
    for drawn in page.get_objects(filter=(pdfium.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = drawn.get_bounds()
        wide = min(right, upright.right) - max(left, upright.left)
        tall = min(top, upright.top) - max(bottom, upright.bottom)
        area = max(area, max(wide, 0.0) * max(tall, 0.0))
    return area / max(width * height, 1.0)


def _scanned(page: pdfium.PdfPage, upright: Upright, words: Sequence[Word], visible: Sequence[Run], ink: Ink) -> bool:
    if len(words) < _ENOUGH_WORDS:
        displayed = Upright.of(page)
        return ink.beyond([run.box(displayed) for run in visible])
    return len(words) < 30 and _image_share(page, upright) > 0.6


def _garbled(runs: Sequence[Run]) -> bool:
    """Whether the font's code table is missing: private-use, control or replacement characters."""
    total = bad = 0
    for run in runs:
        for one in run.characters:
            total += 1
            bad += one.text < " " or one.text == "\ufffd" or "\ue000" <= one.text <= "\uf8ff"
    return total > 0 and bad > _GARBLED * total


def _hidden_remarks(hidden: Sequence[Run], upright: Upright, number: int) -> tuple[Remark, ...]:
    telling = [
        run
        for run in hidden
        if run.turn != OBLIQUE and (sum(one.text.isdigit() for one in run.characters) > 2 or is_label(run.text))
    ]
    if not telling:
        return ()
    box = telling[0].box(upright)
    for run in telling[1:]:
        box = box.union(run.box(upright))
    sentence = f"Page {number} holds {len(telling)} words with figures or labels that can't be seen on the page."
    return (Remark(Reason.HIDDEN_TEXT.value, sentence, number, box),)
