"""A page is not rendered when nothing can hide on it; whatever might hide text makes it be rendered."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from pytest import MonkeyPatch  # noqa: PT013 - a type
from reportlab.lib.colors import Color, white
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.generator.tampering import HIDING, with_hidden
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import pdf_text, reading_from_json
from bpo_pipeline.reading.read import read_document
from bpo_pipeline.reading.visibility import Ink

SIZE = (400.0, 300.0)
HIDDEN = "Total due 9,999.00"


def pdf(*draw: Callable[[Canvas], None]) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=SIZE, invariant=True)
    for one in draw:
        canvas.saveState()
        one(canvas)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(content: bytes) -> Reading:
    return reading_from_json(read_document(content, {"ocr": False}).value)


@pytest.fixture
def rendered(monkeypatch: MonkeyPatch) -> list[str]:
    """One entry for each page that is rendered."""
    looks: list[str] = []

    class Noted(Ink):
        def __init__(self, page: object) -> None:
            looks.append("rendered")
            super().__init__(page)  # type: ignore[arg-type]

    monkeypatch.setattr(pdf_text, "Ink", Noted)
    return looks


def invoice(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.9, 0.9, 0.95))
    canvas.rect(30, 180, 340, 40, stroke=1, fill=1)
    canvas.setFillColor(Color(0, 0, 0))
    canvas.drawString(40, 260, "Invoice 4711 of 05/03/2026")
    canvas.line(40, 257, 200, 257)
    canvas.drawString(40, 200, "Amount")
    canvas.drawRightString(360, 200, "1,284.50")
    canvas.roundRect(30, 225, 340, 20, 5, stroke=1, fill=0)
    canvas.drawString(40, 231, "Account 12345678")


def title_in_a_dark_bar(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.1, 0.2, 0.3))
    canvas.roundRect(30, 130, 340, 30, 4, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(40, 140, "Item Quantity")


def test_a_page_of_print_rules_and_areas_is_not_rendered(rendered: list[str]) -> None:
    reading = read(pdf(invoice, title_in_a_dark_bar))

    assert " ".join(reading.text.split()) == (
        "Invoice 4711 of 05/03/2026 Account 12345678 Amount 1,284.50 Item Quantity"
    )
    assert (rendered, reading.remarks) == ([], ())


def text(canvas: Canvas) -> None:
    canvas.drawString(40, 100, HIDDEN)


def white_text(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    text(canvas)


def pale_text(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.985, 0.985, 0.985))
    text(canvas)


def dark_on_dark(canvas: Canvas) -> None:
    canvas.rect(30, 90, 300, 30, stroke=0, fill=1)
    text(canvas)


def white_on_white_on_dark(canvas: Canvas) -> None:
    canvas.rect(30, 90, 300, 30, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.rect(35, 95, 290, 20, stroke=0, fill=1)
    text(canvas)


def white_beside_a_bent_area(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(30, 90)
    for x, y in ((330, 90), (330, 120), (325, 95), (30, 95)):
        path.lineTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    white_text(canvas)


def white_on_a_dark_area_that_is_clipped_away(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 20, 1, 1)
    canvas.clipPath(path, stroke=0)
    canvas.rect(30, 90, 300, 30, stroke=0, fill=1)
    canvas.restoreState()
    white_text(canvas)


def see_through(canvas: Canvas) -> None:
    canvas.setFillAlpha(0.0)
    text(canvas)


def under_an_area(canvas: Canvas) -> None:
    text(canvas)
    canvas.setFillColor(white)
    canvas.rect(30, 90, 300, 30, stroke=0, fill=1)


def under_many_rules(canvas: Canvas) -> None:
    text(canvas)
    canvas.setStrokeColor(white)
    canvas.setLineWidth(3)
    for step in range(14):
        canvas.line(30, 95 + step, 330, 95 + step)


def under_a_broad_line(canvas: Canvas) -> None:
    text(canvas)
    canvas.setStrokeColor(white)
    canvas.setLineWidth(24)
    canvas.line(30, 103, 330, 103)


def under_a_picture(canvas: Canvas) -> None:
    text(canvas)
    canvas.drawInlineImage(Image.new("L", (4, 4), 255), 30, 90, 300, 30)


def under_a_form(canvas: Canvas) -> None:
    text(canvas)
    canvas.beginForm("cover")
    canvas.setFillColor(white)
    canvas.rect(30, 90, 300, 30, stroke=0, fill=1)
    canvas.endForm()
    canvas.doForm("cover")


def under_a_shading(canvas: Canvas) -> None:
    text(canvas)
    path = canvas.beginPath()
    path.rect(30, 90, 300, 30)
    canvas.clipPath(path, stroke=0)
    canvas.linearGradient(30, 90, 330, 120, (white, white))


def clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(300, 20, 20, 20)
    canvas.clipPath(path, stroke=0)
    text(canvas)


def clipped_by_text(canvas: Canvas) -> None:
    other = canvas.beginText(300, 20)
    other.setTextRenderMode(7)
    other.textOut(".")
    canvas.drawText(other)
    text(canvas)


def squeezed(canvas: Canvas) -> None:
    line = canvas.beginText(40, 100)
    line.setHorizScale(0.5)
    line.textOut(HIDDEN)
    canvas.drawText(line)


def outlined_in_white(canvas: Canvas) -> None:
    canvas.setStrokeColor(white)
    line = canvas.beginText(40, 100)
    line.setTextRenderMode(1)
    line.textOut(HIDDEN)
    canvas.drawText(line)


def tiny(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 0.4)
    text(canvas)


def off_the_page(canvas: Canvas) -> None:
    canvas.drawString(40, -40, HIDDEN)


WAYS = (white_text, pale_text, dark_on_dark, white_on_white_on_dark, white_beside_a_bent_area,
        white_on_a_dark_area_that_is_clipped_away, see_through, under_an_area, under_many_rules, under_a_broad_line,
        under_a_picture, under_a_form, under_a_shading, clipped, clipped_by_text, squeezed, outlined_in_white, tiny,
        off_the_page)  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_a_page_with_text_that_cannot_be_seen_is_rendered(way: Callable[[Canvas], None], rendered: list[str]) -> None:
    reading = read(pdf(invoice, way))

    assert rendered
    assert "9,999.00" not in reading.text.split()


@pytest.mark.parametrize("way", HIDING)
def test_what_forgers_do_makes_a_page_be_rendered(way: str, rendered: list[str]) -> None:
    assert HIDDEN not in read(with_hidden(pdf(invoice), way, HIDDEN)).text
    assert rendered


def changed(change: Callable[[pikepdf.Pdf, pikepdf.Page], None]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf(invoice, text))) as file:
        change(file, file.pages[0])
        saved = io.BytesIO()
        file.save(saved)
    return saved.getvalue()


def transfer_function(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.Resources["/ExtGState"] = pikepdf.Dictionary({"/T": pikepdf.Dictionary(TR=pikepdf.Name.Identity)})
    page.contents_add(pikepdf.Stream(file, b"/T gs"), prepend=True)


def pattern(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.Resources["/Pattern"] = pikepdf.Dictionary({"/P": pikepdf.Stream(file, b"")})


def note_over_it(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[30, 90, 330, 120], IC=[1, 1, 1]
    )
    page.obj["/Annots"] = pikepdf.Array([file.make_indirect(note)])


def glyphs_drawn_by_programs(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    names = [pikepdf.Name(f"/g{code}") for code in range(32, 127)]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 600, 800],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], FirstChar=32, LastChar=126, Widths=[600] * 95,
        CharProcs=pikepdf.Dictionary({str(name): pikepdf.Stream(file, b"600 0 0 0 0 0 d1") for name in names}),
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=pikepdf.Array([32, *names])),
    )  # fmt: skip
    page.Resources.Font["/T3"] = font
    page.contents_add(pikepdf.Stream(file, b"BT /T3 10 Tf 40 70 Td (77777) Tj ET"))


def nonsense(file: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.Resources["/ExtGState"] = pikepdf.Name.Nonsense
    page.obj["/Annots"] = pikepdf.Name.Nonsense


@pytest.mark.parametrize("change", [transfer_function, pattern, note_over_it, glyphs_drawn_by_programs, nonsense])
def test_a_page_with_means_that_no_letter_needs_is_rendered(
    change: Callable[[pikepdf.Pdf, pikepdf.Page], None], rendered: list[str]
) -> None:
    assert "1,284.50" in read(changed(change)).text
    assert rendered


def test_a_page_of_a_few_words_is_rendered_since_it_may_be_a_scan(rendered: list[str]) -> None:
    read(pdf(text))

    assert rendered
