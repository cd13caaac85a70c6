"""What forgers do to a PDF: text that nobody sees, and a text layer that says something else than the page.

Each function takes a clean PDF and gives the same bytes for the same input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf

from bpo_pipeline.generator.scan import Picture, Quality, as_jpeg

_FONT = pikepdf.Name("/Hidden")
_LAYER = pikepdf.Name("/Off")


def _white(text: bytes) -> bytes:
    return b"BT /Hidden 11 Tf 1 1 1 rg 60 40 Td (" + text + b") Tj ET"


def _invisible(text: bytes) -> bytes:
    return b"BT /Hidden 11 Tf 3 Tr 60 40 Td (" + text + b") Tj ET"


def _off_page(text: bytes) -> bytes:
    return b"BT /Hidden 11 Tf 60 -300 Td (" + text + b") Tj ET"


def _covered(text: bytes) -> bytes:
    return b"BT /Hidden 11 Tf 60 40 Td (" + text + b") Tj ET 1 1 1 rg 50 32 520 22 re f"


def _clipped(text: bytes) -> bytes:
    return b"0 0 1 1 re W n BT /Hidden 11 Tf 60 40 Td (" + text + b") Tj ET"


def _switched_off(text: bytes) -> bytes:
    return b"/OC /Off BDC BT /Hidden 11 Tf 60 40 Td (" + text + b") Tj ET EMC"


HIDING: Mapping[str, Callable[[bytes], bytes]] = {
    "white": _white,
    "invisible": _invisible,
    "off_page": _off_page,
    "covered": _covered,
    "clipped": _clipped,
    "switched_off": _switched_off,
}
"""Ways to put text on a page that nobody sees (ISO 32000-1: 8.6 colour, 9.3.6 render mode, 8.5.4 clipping, 8.11 OC)."""


def with_hidden(content: bytes, way: str, text: str) -> bytes:
    """The PDF with a line of text on its first page, hidden in one of the ways of ``HIDING``."""
    with pikepdf.open(BytesIO(content)) as pdf:
        page = pdf.pages[0]
        fonts = page.Resources.get("/Font", pikepdf.Dictionary())
        fonts[_FONT] = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources[pikepdf.Name.Font] = fonts
        if way == "switched_off":
            layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("draft")))
            page.Resources[pikepdf.Name.Properties] = pikepdf.Dictionary({"/Off": layer})
            pdf.Root.OCProperties = pikepdf.Dictionary(
                OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
            )
        drawn = b"\nq " + HIDING[way](text.encode("latin-1")) + b" Q\n"
        page.contents_add(pikepdf.Stream(pdf, drawn))
        return _saved(pdf)


def with_lying_layer(content: bytes, says: Mapping[str, str]) -> bytes:
    """The PDF whose text says other characters than its pages show: what is drawn as the key is told as the value.

    Its typefaces must be in the file, since only those tell what their glyphs mean (ToUnicode, ISO 32000-1, 9.10.3).
    """
    told = {f"{ord(shown):04X}": f"{ord(said):04X}" for shown, said in says.items()}
    with pikepdf.open(BytesIO(content)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                table = one.ToUnicode.read_bytes().decode("ascii")
                lying = re.sub(r"(<\w\w> <)(\w{4})(?=>)", lambda found: found[1] + told.get(found[2], found[2]), table)
                one.ToUnicode.write(lying.encode("ascii"))
        return _saved(pdf)


def picture_with_layer(picture: Picture, layer: bytes) -> bytes:
    """A scan of one page over whose picture lies the invisible text of another PDF, as OCR programs lay theirs."""
    with pikepdf.open(BytesIO(layer)) as pdf:
        del pdf.pages[1:]
        page = pdf.pages[0]
        left, bottom, right, top = (float(edge) for edge in page.MediaBox)
        image = pikepdf.Stream(pdf, as_jpeg(picture, Quality()))
        image.Type, image.Subtype, image.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
        image.Width, image.Height, image.BitsPerComponent = picture.width, picture.height, 8
        image.ColorSpace = pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB
        page.Resources[pikepdf.Name.XObject] = pikepdf.Dictionary({"/Scan": image})
        page.contents_coalesce()
        text = b"\n".join(re.findall(rb"BT.*?ET", page.Contents.read_bytes(), re.DOTALL))
        drawn = b"q %.1f 0 0 %.1f 0 0 cm /Scan Do Q\n3 Tr\n" % (right - left, top - bottom)
        page.Contents = pikepdf.Stream(pdf, drawn + text)
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()
