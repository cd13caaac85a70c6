"""Characters of a PDF page as PDFium sees them: code point, box, direction, font, and whether they leave ink.

PDFium tells all this one character at a time; what is the same for a whole text object is asked once.
Boxes are in the page's own coordinates (points, origin bottom left, before any turning).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from bpo_pipeline.reading.pdfium_calls import AT, DOUBLE, FLOAT, INT, UINT, address_of, function, numbers, rows

_INVISIBLE_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_BOLD_WEIGHT = 600
_FORCE_BOLD = 0x40000
_HYPHENS = (0xFFFE, 0x0002, 0x00AD)
"""What PDFium says for the hyphen at the end of a line, all at once and one by one; and the soft hyphen."""
_UNKNOWN = 0xFFFD
_STRAIGHT = 8.0
"""Degrees off a right angle up to which a base line counts as straight."""
OBLIQUE = -1


_text_of = function("FPDFText_GetText", INT, AT, INT, INT, AT)
_code_of = function("FPDFText_GetUnicode", UINT, AT, INT)
_box_of = function("FPDFText_GetLooseCharBox", INT, AT, INT, AT)
_object_of = function("FPDFText_GetTextObject", AT, AT, INT)
_angle_of = function("FPDFText_GetCharAngle", FLOAT, AT, INT)
_size_of = function("FPDFText_GetFontSize", DOUBLE, AT, INT)
_matrix_of = function("FPDFText_GetMatrix", INT, AT, INT, AT)
_mode_of = function("FPDFTextObj_GetTextRenderMode", INT, AT)
font_of = function("FPDFTextObj_GetFont", AT, AT)


@dataclass(frozen=True, slots=True)
class Font:
    """How a run of characters is set."""

    size: float
    """Points, as printed."""
    bold: bool


@dataclass(frozen=True)
class Characters:
    """Printed characters in PDFium's order, the splitter's raw material; all arrays are equally long."""

    codes: npt.NDArray[np.uint32]
    boxes: npt.NDArray[np.float64]
    """Rows of left, bottom, right, top."""
    turns: npt.NDArray[np.int64]
    """Degrees clockwise that make each upright (0, 90, 180, 270), or OBLIQUE."""
    invisible: npt.NDArray[np.bool_]
    """Drawn in a mode that leaves no ink (PDF 32000-1, 9.3.6: modes 3 and 7)."""
    index: npt.NDArray[np.int64]
    """Position in PDFium's text page, for font look-ups."""
    after_blank: npt.NDArray[np.bool_]
    """Whether white space stands before it."""

    drawn: npt.NDArray[np.uint64]
    """Address of the text object that draws it; 0 for none."""

    @property
    def text(self) -> str:
        """All of them, one code point each."""
        return self.codes.tobytes().decode("utf-32-le")

    @cached_property
    def letters(self) -> npt.NDArray[np.bool_]:
        """Which of them are letters or digits."""
        return _among(_LETTERS, self.codes)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Characters:
        """Those that are chosen."""
        return Characters(
            self.codes[chosen], self.boxes[chosen], self.turns[chosen], self.invisible[chosen], self.index[chosen],
            self.after_blank[chosen], self.drawn[chosen],
        )  # fmt: skip


class TextPage:
    """The text of one loaded PDFium page; close it before the page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        self._at: int = address_of(self._text.raw)
        self._name = ctypes.create_string_buffer(128)
        self._bold: dict[int, bool] = {}

    def close(self) -> None:
        """Free PDFium's memory."""
        self._text.close()

    def characters(self) -> Characters:
        """All characters but white space; surrogate pairs joined, PDFium's hyphen mark given back as ``-``."""
        codes, shown = _cleaned(self._codes())
        index = np.flatnonzero(shown)
        blank = _among(_BLANKS, codes[index])
        after_blank = changes(np.cumsum(blank)[~blank], first=0)
        index = index[~blank]
        drawn, turns, invisible = self._by_object(index, after_blank)
        return Characters(codes[index], self._boxes(index), turns, invisible, index, after_blank, drawn)

    def _codes(self) -> npt.NDArray[np.uint32]:
        count = max(pdfium_c.FPDFText_CountChars(self._text.raw), 0)
        text = np.zeros(count + 1, np.uint16)  # with room for PDFium's closing zero
        if _text_of(self._at, 0, count, text.ctypes.data) == count + 1:
            return text[:-1].astype(np.uint32)
        # control characters are missing from the text, so that places in it are not those of the characters
        return numbers(_code_of, np.uint32, repeat(self._at), range(count), count=count)

    def _boxes(self, index: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        found = rows(_box_of, repeat(self._at), index.tolist(), count=len(index), width=4)
        return found[:, (0, 3, 2, 1)].astype(np.float64)  # FS_RECTF: left, top, right, bottom

    def _by_object(
        self, index: npt.NDArray[np.int64], after_blank: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Each character's text object, its turn, and whether it is invisible: the same for all of one object.

        What stands between white space is mostly drawn by one object: only where its first and last character are
        not is each character asked.
        """
        first = after_blank.copy()
        first[:1] = True
        starts = np.flatnonzero(first)
        lengths = np.diff(starts, append=len(index))
        objects = self._objects(index[starts])
        mixed = np.repeat(objects != self._objects(index[starts + lengths - 1]), lengths)
        objects = np.repeat(objects, lengths)
        objects[mixed] = self._objects(index[mixed])
        starts = np.flatnonzero(changes(objects))
        lengths = np.diff(starts, append=len(objects))
        angles = numbers(_angle_of, np.float64, repeat(self._at), index[starts].tolist(), count=len(starts))
        modes = [one != 0 and _mode_of(one) in _INVISIBLE_MODES for one in objects[starts].tolist()]
        return objects, np.repeat(_turns(angles), lengths), np.repeat(np.array(modes, bool), lengths)

    def _objects(self, index: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        """The addresses of the text objects that drew these characters."""
        return numbers(_object_of, np.uint64, repeat(self._at), index.tolist(), count=len(index))

    def fonts(self, characters: Characters, places: npt.NDArray[np.int64]) -> list[Font]:
        """Size and weight of the characters at these places; the same for all that one text object draws."""
        objects, first, which = np.unique(characters.drawn[places], return_index=True, return_inverse=True)
        asked, count = characters.index[places[first]].tolist(), len(objects)
        scales = rows(_matrix_of, repeat(self._at), asked, count=count, width=6)  # FS_MATRIX: a, b, c, d, e, f
        heights = np.hypot(scales[:, 2].astype(np.float64), scales[:, 3])
        heights[heights == 0] = 1.0  # PDFium gave no matrix
        sizes = numbers(_size_of, np.float64, repeat(self._at), asked, count=count)
        fonts = (font_of(one) if one else 0 for one in objects.tolist())
        bold = [self._bold_of(one, font) for one, font in zip(asked, fonts, strict=True)]
        printed = (sizes * heights).tolist()
        found = [Font(round(size, 1), one) for size, one in zip(printed, bold, strict=True)]
        return [found[one] for one in which.tolist()]

    def _bold_of(self, index: int, font: int) -> bool:
        if not font or font not in self._bold:
            self._bold[font] = self._is_bold(index)
        return self._bold[font]

    def _is_bold(self, index: int) -> bool:
        raw, flags = self._text.raw, ctypes.c_int()
        self._name[0] = b"\0"
        pdfium_c.FPDFText_GetFontInfo(raw, index, self._name, 128, ctypes.byref(flags))
        font_name = self._name.value.decode("utf-8", "replace").lower()
        if any(word in font_name for word in _BOLD_NAMES) or flags.value & _FORCE_BOLD:
            return True
        return bool(pdfium_c.FPDFText_GetFontWeight(raw, index) >= _BOLD_WEIGHT)


def changes(values: npt.NDArray[Any], *, first: int | None = None) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before; the first one differs from *first* (None: it does)."""
    result = np.empty(len(values), bool)
    result[1:] = values[1:] != values[:-1]
    result[:1] = True if first is None else values[:1] != first
    return result


def _turns(angles: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """From the direction of the base line, in radians anticlockwise."""
    degrees = np.degrees(angles) % 360
    quarters = np.round(degrees / 90).astype(np.int64)
    return np.where(abs(degrees - 90 * quarters) > _STRAIGHT, OBLIQUE, (-90 * quarters) % 360)


def _table(belongs: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
    """Whether each character of the first Unicode plane belongs, by code point."""
    return np.fromiter(map(belongs, map(chr, range(0x10000))), bool, 0x10000)


_LETTERS, _BLANKS = _table(str.isalnum), _table(str.isspace)


def _among(table: npt.NDArray[np.bool_], codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    found = table[np.minimum(codes, 0xFFFF)]
    beyond = np.flatnonzero(codes > 0xFFFF)
    if len(beyond) and table is _LETTERS:  # there is no white space beyond the first plane
        found[beyond] = [chr(code).isalnum() for code in codes[beyond].tolist()]
    return found


def _cleaned(codes: npt.NDArray[np.uint32]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.bool_]]:
    """Code points, and which of them stand for a character: the first half of a surrogate pair does not."""
    codes = codes.copy()
    part = codes & 0xFC00
    high, low = part == 0xD800, part == 0xDC00
    if high.any() or low.any():
        pair = low.copy()
        pair[0:1] = False
        pair[1:] &= high[:-1]
        before = np.roll(codes, 1)[pair]
        codes[low & ~pair] = _UNKNOWN
        codes[pair] = 0x10000 + ((before - 0xD800) << 10) + (codes[pair] - 0xDC00)
    codes[np.isin(codes, _HYPHENS)] = ord("-")
    codes[(codes == 0) | (codes > 0x10FFFF)] = _UNKNOWN
    return codes, ~high
