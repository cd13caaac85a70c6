"""Characters of a PDF page as PDFium sees them: code point, box, direction, font, and whether they leave ink.

PDFium tells all this one character at a time. Its functions are called from inside ``map``, the answers go
straight into arrays, and what is the same for a whole text object is asked once: a third of a microsecond a
call, where a loop takes two. Boxes are in the page's own coordinates (points, origin bottom left, before any turning).
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

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


def _function(name: str, result: type[Any], *arguments: type[Any]) -> Callable[..., Any]:
    """One of PDFium's functions, called with plain numbers and without giving up Python's lock each time."""
    address = ctypes.cast(getattr(pdfium_c, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_AT, _INT = ctypes.c_size_t, ctypes.c_int
_text_of = _function("FPDFText_GetText", _INT, _AT, _INT, _INT, _AT)
_code_of = _function("FPDFText_GetUnicode", ctypes.c_uint, _AT, _INT)
_box_of = _function("FPDFText_GetLooseCharBox", _INT, _AT, _INT, _AT)
_object_of = _function("FPDFText_GetTextObject", _AT, _AT, _INT)
_angle_of = _function("FPDFText_GetCharAngle", ctypes.c_float, _AT, _INT)
_size_of = _function("FPDFText_GetFontSize", ctypes.c_double, _AT, _INT)
_matrix_of = _function("FPDFText_GetMatrix", _INT, _AT, _INT, _AT)
_mode_of = _function("FPDFTextObj_GetTextRenderMode", _INT, _AT)
_font_of = _function("FPDFTextObj_GetFont", _AT, _AT)


@dataclass(frozen=True, slots=True)
class Font:
    """How a run of characters is set."""

    size: float
    """Points, as printed."""
    bold: bool


@dataclass(frozen=True, slots=True)
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

    @property
    def text(self) -> str:
        """All of them, one code point each."""
        return self.codes.tobytes().decode("utf-32-le")

    def where(self, chosen: npt.NDArray[np.bool_]) -> Characters:
        """Those that are chosen."""
        return Characters(
            self.codes[chosen], self.boxes[chosen], self.turns[chosen], self.invisible[chosen], self.index[chosen],
            self.after_blank[chosen],
        )  # fmt: skip


class TextPage:
    """The text of one loaded PDFium page; close it before the page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        self._at: int = ctypes.cast(self._text.raw, ctypes.c_void_p).value or 0
        self._name = ctypes.create_string_buffer(128)
        self._bold: dict[int, bool] = {}

    def close(self) -> None:
        """Free PDFium's memory."""
        self._text.close()

    def characters(self) -> Characters:
        """All characters but white space; surrogate pairs joined, PDFium's hyphen mark given back as ``-``."""
        codes, shown = _cleaned(self._codes())
        index = np.flatnonzero(shown)
        text = codes[shown].tobytes().decode("utf-32-le")
        blank = np.fromiter(map(str.isspace, text), bool, len(text))
        after_blank = np.diff(np.cumsum(blank)[~blank], prepend=0) > 0
        index = index[~blank]
        turns, invisible = self._by_object(index, after_blank)
        return Characters(codes[index], self._boxes(index), turns, invisible, index, after_blank)

    def _codes(self) -> npt.NDArray[np.uint32]:
        count = max(pdfium_c.FPDFText_CountChars(self._text.raw), 0)
        text = np.zeros(count + 1, np.uint16)  # with room for PDFium's closing zero
        if _text_of(self._at, 0, count, text.ctypes.data) == count + 1:
            return text[:-1].astype(np.uint32)
        # control characters are missing from the text, so that places in it are not those of the characters
        return np.fromiter(map(_code_of, repeat(self._at), range(count)), np.uint32, count)

    def _boxes(self, index: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        found = np.zeros((len(index), 4), dtype=np.float32)  # FS_RECTF: left, top, right, bottom
        start, step = found.ctypes.data, 4 * found.itemsize
        places = range(start, start + step * len(index), step)
        deque(map(_box_of, repeat(self._at), index.tolist(), places), maxlen=0)
        return found[:, (0, 3, 2, 1)].astype(np.float64)

    def _by_object(
        self, index: npt.NDArray[np.int64], after_blank: npt.NDArray[np.bool_]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Turn, and whether it is invisible, of each character; the same for all that one text object draws.

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
        starts = np.flatnonzero(np.diff(objects, prepend=~objects[:1]))
        lengths = np.diff(starts, append=len(objects))
        turns = [_turn(_angle_of(self._at, one)) for one in index[starts].tolist()]
        modes = [one != 0 and _mode_of(one) in _INVISIBLE_MODES for one in objects[starts].tolist()]
        return np.repeat(np.array(turns, np.int64), lengths), np.repeat(np.array(modes, bool), lengths)

    def _objects(self, index: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
        """The addresses of the text objects that drew these characters."""
        return np.fromiter(map(_object_of, repeat(self._at), index.tolist()), np.uint64, len(index))

    def fonts(self, index: npt.NDArray[np.int64]) -> list[Font]:
        """Size and weight of these characters; the same for all that one text object draws."""
        objects, first, which = np.unique(self._objects(index), return_index=True, return_inverse=True)
        asked = index[first].tolist()
        matrices = np.zeros((len(asked), 6), np.float32)  # FS_MATRIX: a, b, c, d, e, f
        places = range(matrices.ctypes.data, matrices.ctypes.data + matrices.nbytes, 6 * matrices.itemsize)
        matrices[:, 3] = 1.0
        deque(map(_matrix_of, repeat(self._at), asked, places), maxlen=0)
        sizes = map(_size_of, repeat(self._at), asked)
        scales = np.hypot(*matrices[:, 2:4].T.astype(np.float64)).tolist()
        bold = [self._bold_of(one, drawn) for one, drawn in zip(asked, objects.tolist(), strict=True)]
        found = [Font(round(size * scale, 1), one) for size, scale, one in zip(sizes, scales, bold, strict=True)]
        return [found[one] for one in which.tolist()]

    def _bold_of(self, index: int, drawn: int) -> bool:
        font = _font_of(drawn) if drawn else 0
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


def _turn(angle: float) -> int:
    """From the direction of the base line, in radians anticlockwise."""
    degrees = math.degrees(angle) % 360
    quarter = round(degrees / 90)
    return OBLIQUE if abs(degrees - 90 * quarter) > _STRAIGHT else (-90 * quarter) % 360


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
