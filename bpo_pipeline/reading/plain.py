"""Pages on which nothing can hide: print that stands out from its ground, and nothing drawn over it.

To see what leaves ink a page must be rendered (``visibility``), half the time that reading it takes. Most pages of
business papers are spared that: they hold nothing but text, rules, light areas and pictures, in ways that leave no
doubt. Whatever is not known to be harmless is a doubt, and the page is rendered:

- forms, shadings, patterns, layers, transfer functions, annotations but links, Type 3 fonts (ISO 32000-1, 8 and 9);
- a text that is not filled with a solid colour, is transparent, clipped, squeezed, tiny or off the page;
- a picture that touches a word, an area that is drawn after a word that it touches, rules over a word;
- a word that is not much darker or lighter than every area that might be its ground.

A font whose glyphs are not what it says they are passes here as it passes by ink: against it stand second readings.
"""

from __future__ import annotations

from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bpo_pipeline.reading.characters import font_of
from bpo_pipeline.reading.geometry import Upright
from bpo_pipeline.reading.grounds import Paths, clipped, greys_of, see_through
from bpo_pipeline.reading.pdfium_calls import AT, FLOAT, INT, UINT, address_of, function, numbers
from bpo_pipeline.reading.words import Runs

_HARMLESS = frozenset({"/Font", "/ProcSet", "/XObject", "/ColorSpace", "/ExtGState"})
_HARMLESS_STATES = frozenset(
    {"/Type", "/CA", "/ca", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/SA", "/AIS", "/BM",
     "/SMask", "/FL", "/SM", "/TK", "/Font"}
)  # fmt: skip  # what is transparent among them, PDFium says of each thing that is drawn so
_CONTRAST = 80.0
"""Grey (0 to 255) by which print must differ from its ground."""
_SMALLEST, _NARROWEST = 4.0, 0.5
"""Points: height of a word and width of a letter below which an eye may not see it."""
_COVERED = 0.4
"""Share of a word's height that rules may cover."""
_HEAD, _FOOT = 0.15, 0.15
"""Share of a word's height, above and below, in which it has no ink."""
_MANY = 2_000_000
"""So many pairs of a word and a drawing are not compared."""

_object_at = function("FPDFPage_GetObject", AT, AT, INT)
_kind_of = function("FPDFPageObj_GetType", INT, AT)
_mode_of = function("FPDFTextObj_GetTextRenderMode", INT, AT)
_bounds_of = function("FPDFPageObj_GetBounds", INT, AT, AT, AT, AT, AT)
_glyph_of = function("FPDFFont_GetGlyphPath", AT, AT, UINT, FLOAT)
_outlines_in = function("FPDFGlyphPath_CountGlyphSegments", INT, AT)

_Numbers = npt.NDArray[np.float64]


def is_simple(page: pikepdf.Page) -> bool:
    """Whether the page's resources and annotations offer nothing to hide text with but fonts, colours and order."""
    try:
        return _is_simple(page)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return False  # not what the norm says


def _is_simple(page: pikepdf.Page) -> bool:
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        return False
    for name in resources.keys():  # noqa: SIM118 - a PDF object
        if name not in _HARMLESS and len(resources[name]):
            return False
    states: Any = resources.get("/ExtGState", {})
    notes: Any = page.obj.get("/Annots", ())
    harmless = all(set(state.keys()) <= _HARMLESS_STATES for _, state in states.items())
    return harmless and all(one.get("/Subtype") == "/Link" and "/AP" not in one for one in notes)


def nothing_hides(page: pdfium.PdfPage, runs: Runs) -> bool:
    """Whether each letter of a simple page can be seen, without a look at its ink."""
    some, upright = runs.characters, Upright.of(page)
    if not len(some.codes) or some.invisible.any() or _is_off(some.boxes, upright) or _is_tiny(runs):
        return False
    at = address_of(page.raw)
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    things = numbers(_object_at, np.uint64, repeat(at), range(count), count=count)
    kinds = numbers(_kind_of, np.int64, things.tolist(), count=count)
    if kinds.max(initial=0) > pdfium_c.FPDF_PAGEOBJ_IMAGE or not kinds.min(initial=1):
        return False  # 0 is unknown; after text, paths and pictures come shadings and forms
    texts = kinds == pdfium_c.FPDF_PAGEOBJ_TEXT
    greys = _solid(things[texts])
    if greys is None or not _have_glyphs(runs):
        return False
    print_of = np.zeros(count)
    print_of[texts] = greys
    return _stands_out(runs, things, kinds, print_of)


def _is_off(boxes: _Numbers, upright: Upright) -> bool:
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return bool((low < (upright.left, upright.bottom)).any() or (high > (upright.right, upright.top)).any())


def _is_tiny(runs: Runs) -> bool:
    boxes, across = runs.characters.boxes, runs.characters.turns % 180 == 0
    wide, tall = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    if not across.all():
        wide, tall = np.where(across, wide, tall), np.where(across, tall, wide)
    return bool(tall.min() < _SMALLEST or wide[runs.characters.letters].min(initial=_SMALLEST) < _NARROWEST)


def _solid(texts: npt.NDArray[np.uint64]) -> _Numbers | None:
    """How light these text objects are; None when one is not filled with a colour, or is clipped, or clips."""
    asked = texts.tolist()
    if any(map(_mode_of, asked)) or any(map(see_through, asked)) or clipped(asked).any():
        return None
    greys, told = greys_of(asked, len(asked))
    return greys if told.all() else None


def _have_glyphs(runs: Runs) -> bool:
    """Whether each font has an outline for its digits and one letter; invisible fonts and those of Type 3 have none."""
    some = runs.characters
    objects, first, which = np.unique(some.drawn, return_index=True, return_inverse=True)
    if not objects[0]:
        return False
    fonts = numbers(font_of, np.uint64, objects.tolist(), count=len(objects))
    digits = np.flatnonzero((some.codes >= ord("0")) & (some.codes <= ord("9")))
    asked = set(zip(fonts[which[digits]].tolist(), some.codes[digits].tolist(), strict=True))
    letters = dict(zip(fonts.tolist(), some.codes[first].tolist(), strict=True))
    return all(_outlines_in(_glyph_of(font, code, 10.0)) > 0 for font, code in (*asked, *letters.items()))


def _stands_out(runs: Runs, things: npt.NDArray[np.uint64], kinds: npt.NDArray[np.int64], print_of: _Numbers) -> bool:
    """Whether no drawing lies over a word, and each word differs enough from what may lie beneath it."""
    others = np.flatnonzero(kinds != pdfium_c.FPDF_PAGEOBJ_TEXT)
    places = _places(runs, things)
    words, heights = _inked(runs)
    if places is None or len(others) * len(words) > _MANY:
        return False
    asked, count = things[others].tolist(), len(others)
    bounds = np.zeros((count, 4), np.float32)
    start = bounds.ctypes.data
    sides = [range(one, one + 16 * count, 16) for one in range(start, start + 16, 4)]
    if not numbers(_bounds_of, np.bool_, asked, *sides, count=count).all():
        return False
    touch = (bounds[:, None, 0] < words[:, 2]) & (bounds[:, None, 2] > words[:, 0])
    touch &= (bounds[:, None, 1] < words[:, 3]) & (bounds[:, None, 3] > words[:, 1])
    near = np.flatnonzero(touch.any(axis=1))
    if (kinds[others[near]] == pdfium_c.FPDF_PAGEOBJ_IMAGE).any():
        return False
    paths = Paths.of([asked[one] for one in near.tolist()], bounds[near])
    touch = touch[near]
    beneath = touch & (others[near, None] < np.minimum.reduceat(places, runs.starts))
    beneath &= paths.fills[:, None] > _COVERED * heights
    rules = paths.strokes @ touch + paths.fills @ (touch & ~beneath)
    if (rules > _COVERED * heights).any():
        return False
    words_print = print_of[places]
    dark, light = np.maximum.reduceat(words_print, runs.starts), np.minimum.reduceat(words_print, runs.starts)
    lowest, highest = paths.grounds(beneath, words)
    return bool(((lowest - dark >= _CONTRAST) | (light - highest >= _CONTRAST)).all())


def _places(runs: Runs, things: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64] | None:
    """For each character the place of the thing that draws it; None when there is none for one."""
    drawn = runs.characters.drawn
    by_address = np.argsort(things)
    place = np.minimum(np.searchsorted(things[by_address], drawn), len(things) - 1)
    found: npt.NDArray[np.int64] = by_address[place]
    return found if (things[found] == drawn).all() else None


def _inked(runs: Runs) -> tuple[_Numbers, _Numbers]:
    """The words' boxes without the room above and below their ink, and the words' heights."""
    words, across = runs.sides.copy(), runs.characters.turns[runs.starts] % 180 == 0
    heights = np.where(across, words[:, 3] - words[:, 1], words[:, 2] - words[:, 0])
    for low, high, chosen in ((1, 3, across), (0, 2, ~across)):
        words[chosen, low] += _FOOT * heights[chosen]
        words[chosen, high] -= _HEAD * heights[chosen]
    return words, heights
