"""Typefaces of the documents: three that every PDF reader has, and free ones that are put into the file.

The free ones come with matplotlib (DejaVu) and reportlab (Vera). Scans are always drawn with those, because a
renderer replaces a typeface that is not in the file by whatever its machine has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont


@dataclass(frozen=True, slots=True)
class Typeface:
    """The PDF names of a regular and a bold font."""

    regular: str
    bold: str


FONTS = {
    "helvetica": Typeface("Helvetica", "Helvetica-Bold"),
    "times": Typeface("Times-Roman", "Times-Bold"),
    "courier": Typeface("Courier", "Courier-Bold"),
    "dejavu-sans": Typeface("DejaVuSans", "DejaVuSans-Bold"),
    "dejavu-serif": Typeface("DejaVuSerif", "DejaVuSerif-Bold"),
    "dejavu-mono": Typeface("DejaVuSansMono", "DejaVuSansMono-Bold"),
    "vera": Typeface("Vera", "VeraBd"),
}
EMBEDDED_INSTEAD = {"helvetica": "vera", "times": "dejavu-serif", "courier": "dejavu-mono"}


def typeface(name: str, *, embedded: bool = False) -> Typeface:
    """The typeface of that name, ready for use; with *embedded* its look-alike that is put into the file."""
    face = FONTS[EMBEDDED_INSTEAD.get(name, name) if embedded else name]
    for font in (face.regular, face.bold):
        if font.startswith(("DejaVu", "Vera")):
            _register(font)
    return face


@cache
def _register(font: str) -> None:
    package, folder = ("reportlab", "fonts") if font.startswith("Vera") else ("matplotlib", "mpl-data/fonts/ttf")
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        message = f"the package {package}, which carries the font {font}, is not installed; run make setup"
        raise ModuleNotFoundError(message)
    pdfmetrics.registerFont(TTFont(font, str(Path(spec.origin).parent / folder / f"{font}.ttf")))
