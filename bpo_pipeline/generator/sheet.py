"""A sheet to draw on: reportlab's canvas with the origin at the top left, in points, and pages that count themselves.

The only place that calls reportlab's canvas. Nothing in the file depends on the clock or on the machine: no dates, no
random ids, no compression (whose result differs between builds of zlib).
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.generator.fonts import Typeface

A4 = (595.0, 842.0)
LETTER = (612.0, 792.0)


class Sheet:
    """One document being drawn, page by page; *y* grows downwards."""

    def __init__(self, face: Typeface, size: tuple[float, float], title: str, language: str) -> None:
        """Begin with an empty first page of *size* (width, height in points)."""
        self.face = face
        self.width, self.height = size
        self.page = 1
        self.on_new_page: Callable[[], float] | None = None
        """Draws what every following page begins with; gives the y below it."""
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=size, invariant=True, pageCompression=0, lang=language)
        self._canvas.setTitle(title)
        self._canvas.setCreator("")
        self._canvas.setAuthor("")

    def measure(self, text: str, size: float = 9, *, bold: bool = False) -> float:
        """Width of a text in points."""
        return float(stringWidth(text, self._font(bold=bold), size))

    def text(
        self, x: float, y: float, text: str, *, size: float = 9, bold: bool = False, align: str = "left",
        colour: str = "#000000",
    ) -> None:  # fmt: skip
        """Write one line with its baseline at *y*; *align* says where *x* is: left, right or centre."""
        width = self.measure(text, size, bold=bold)
        start = {"left": x, "right": x - width, "centre": x - width / 2}[align]
        self._canvas.setFont(self._font(bold=bold), size)
        self._canvas.setFillColor(HexColor(colour))
        self._canvas.drawString(start, self.height - y, text)

    def lines(
        self, x: float, y: float, texts: tuple[str, ...], *, size: float = 9, align: str = "left",
        leading: float = 0, first_bold: bool = False, colour: str = "#000000",
    ) -> float:  # fmt: skip
        """Write lines below each other; gives the baseline after the last one."""
        step = leading or size * 1.3
        for place, one in enumerate(texts):
            self.text(x, y, one, size=size, align=align, bold=first_bold and place == 0, colour=colour)
            y += step
        return y

    def wrap(self, text: str, width: float, size: float = 9) -> tuple[str, ...]:
        """Break a text into lines of at most *width* points, at blanks."""
        rows: list[str] = []
        row = ""
        for word in text.split(" "):
            longer = f"{row} {word}" if row else word
            if row and self.measure(longer, size) > width:
                rows.append(row)
                row = word
            else:
                row = longer
        return (*rows, row)

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, weight: float = 0.6, colour: str = "#000000") -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(weight)
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.line(x1, self.height - y1, x2, self.height - y2)

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", line: str = "", weight: float = 0.6,
        round_corner: float = 0,
    ) -> None:  # fmt: skip
        """Draw a rectangle whose top left corner is (x, y)."""
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        if line:
            self._canvas.setStrokeColor(HexColor(line))
            self._canvas.setLineWidth(weight)
        self._canvas.roundRect(
            x, self.height - y - height, width, height, round_corner, stroke=int(bool(line)), fill=int(bool(fill))
        )

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled circle around (x, y), e.g. for a logo."""
        self._canvas.setFillColor(HexColor(colour))
        self._canvas.circle(x, self.height - y, radius, stroke=0, fill=1)

    def next_page(self) -> float:
        """Go on with the following page; gives the y at which its content begins."""
        self._canvas.showPage()
        self.page += 1
        return self.on_new_page() if self.on_new_page else 60.0

    def finish(self) -> bytes:
        """The PDF."""
        self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def _font(self, *, bold: bool) -> str:
        return self.face.bold if bold else self.face.regular
