"""Characters of a PDF page as PDFium sees them: code point, box, angle, font; hidden ones are marked.

Boxes are in the page's own coordinates (points, origin bottom left, before any turning).
"""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_INVISIBLE_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_BOLD_WEIGHT = 600
_HYPHEN = 0xFFFE


@dataclass(slots=True)
class Character:
    """One printed character; the splitter's raw material."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    index: int
    """Position in PDFium's text page, for font look-ups."""
    generated: bool
    """PDFium added it (a space or line end between words); it has no ink."""


@dataclass(frozen=True, slots=True)
class Font:
    """How a run of characters is set."""

    size: float
    bold: bool


class TextPage:
    """The text of one loaded PDFium page; close it before the page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        self._raw = self._text.raw
        self._name = ctypes.create_string_buffer(128)
        self._fonts: dict[int, Font] = {}
        self._modes: dict[int, bool] = {}

    def close(self) -> None:
        """Free PDFium's memory."""
        self._text.close()

    def characters(self) -> list[Character]:
        """All characters in PDFium's order; surrogate pairs joined, its hyphen mark (U+FFFE) given back as ``-``."""
        raw = self._raw
        count = pdfium_c.FPDFText_CountChars(raw)
        box = pdfium_c.FS_RECTF()
        box_at = ctypes.byref(box)
        unicode_of, box_of, generated_of = (
            pdfium_c.FPDFText_GetUnicode,
            pdfium_c.FPDFText_GetLooseCharBox,
            pdfium_c.FPDFText_IsGenerated,
        )
        found: list[Character] = []
        high = 0
        for index in range(count):
            code = unicode_of(raw, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            if code == _HYPHEN:
                code = 0x2D
            if code in (0, 0x00AD) or code > 0x10FFFF:
                code = 0x2D if code == 0x00AD else 0xFFFD
            text = chr(code)
            if text.isspace() and generated_of(raw, index) == 1:
                found.append(Character(" ", 0.0, 0.0, 0.0, 0.0, index, generated=True))
                continue
            box_of(raw, index, box_at)
            found.append(Character(text, box.left, box.bottom, box.right, box.top, index, generated=False))
        return found

    def angle(self, index: int) -> float:
        """Direction of a character's base line, in degrees anticlockwise, 0 to 360."""
        return math.degrees(pdfium_c.FPDFText_GetCharAngle(self._raw, index)) % 360

    def font(self, index: int) -> Font:
        """Size in points as printed, and whether it is bold; the same for all characters of a text object."""
        drawn = self._object(index)
        if drawn is None or drawn not in self._fonts:
            self._fonts[drawn or 0] = self._font(index)
        return self._fonts[drawn or 0]

    def _object(self, index: int) -> int | None:
        """The address of the text object that drew a character."""
        return ctypes.cast(pdfium_c.FPDFText_GetTextObject(self._raw, index), ctypes.c_void_p).value

    def _font(self, index: int) -> Font:
        size = pdfium_c.FPDFText_GetFontSize(self._raw, index)
        matrix = pdfium_c.FS_MATRIX()
        if pdfium_c.FPDFText_GetMatrix(self._raw, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d)
        return Font(round(size, 1), self._bold(index))

    def invisible(self, index: int) -> bool:
        """Whether the character is drawn in a mode that leaves no ink (PDF 32000-1, 9.3.6: modes 3 and 7)."""
        drawn = pdfium_c.FPDFText_GetTextObject(self._raw, index)
        return bool(drawn) and pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE_MODES

    def _bold(self, index: int) -> bool:
        flags = ctypes.c_int()
        pdfium_c.FPDFText_GetFontInfo(self._raw, index, self._name, 128, ctypes.byref(flags))
        font_name = self._name.value.decode("utf-8", "replace").lower()
        if any(word in font_name for word in _BOLD_NAMES) or flags.value & 0x40000:
            return True
        return bool(pdfium_c.FPDFText_GetFontWeight(self._raw, index) >= _BOLD_WEIGHT)
