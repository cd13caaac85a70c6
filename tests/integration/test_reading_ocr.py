"""Scans and photographs read by the real Tesseract, and second readings of fields."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Page, Reading, Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading import read_document, reading_from_json, reread
from bpo_pipeline.reading.engines import ENGINES

pytestmark = pytest.mark.integration

WORDS = ("INVOICE", "4711", "05.03.2026", "Straßenbau", "1.284,50", "DE02120300000000202051")


def paper() -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842), invariant=True)
    canvas.setFont("Helvetica-Bold", 18)
    canvas.drawString(60, 760, "INVOICE 4711")
    canvas.setFont("Helvetica", 11)
    lines = (
        "Invoice date 05.03.2026",
        "Straßenbau Muster GmbH, Hauptweg 5, 89073 Ulm",
        "IBAN DE02120300000000202051",
        *(f"{number} Pflastersteine grau, Lieferung frei Baustelle {number * 7},00" for number in range(11, 25)),
        "Total due 1.284,50 EUR",
    )
    for number, line in enumerate(lines):
        canvas.drawString(60, 700 - 22 * number, line)
    canvas.save()
    return target.getvalue()


def scan(dots: int = 300, lean: float = 0.0, quarter: int = 0) -> Image.Image:
    document = pdfium.PdfDocument(paper())
    image = document[0].render(scale=dots / 72, grayscale=True).to_pil().convert("L")
    document.close()
    return image.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255).rotate(quarter, expand=True)


def slip(dots: int = 200) -> Image.Image:
    """A till receipt, grainy as a photograph is."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(220, 480), invariant=True)
    canvas.setFont("Courier", 9)
    lines = (
        "SEGI CASH & CARRY",
        "Date 05.03.2026",
        "BUDGET TOWEL 2S     12.60",
        "MILK 1L              3.15",
        "TOTAL               15.75",
    )
    for number, line in enumerate(lines * 3):
        canvas.drawString(14, 440 - 22 * number, line)
    canvas.save()
    document = pdfium.PdfDocument(target.getvalue())
    pixels = np.asarray(document[0].render(scale=dots / 72, grayscale=True).to_pil().convert("L")).astype(float)
    document.close()
    noise = np.random.default_rng(5).normal(0, 40, pixels.shape)
    return Image.fromarray((pixels * 0.75 + noise).clip(0, 255).astype(np.uint8))


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def read(content: bytes, media_type: str) -> Reading:
    return reading_from_json(read_document(content, {"media_type": media_type, "languages": ["de", "en"]}).value)


def missing(page: Page) -> list[str]:
    seen = {word.text.strip(",") for word in page.words}
    return [word for word in WORDS if word not in seen]


def test_a_clean_scan_is_read_with_boxes_where_the_words_are() -> None:
    digital = reading_from_json(read_document(paper(), {"ocr": False}).value).pages[0]
    reading = read(saved(scan(), "PNG", dpi=(300, 300)), "image/png")
    page = reading.pages[0]

    assert not missing(page)
    assert page.source is Source.OCR
    assert (round(page.width), round(page.height)) == (595, 842)
    assert reading.engines["tesseract"].startswith("5")
    for text in WORDS:
        printed = next(one.box for one in digital.words if one.text.strip(",") == text)
        seen = next(one.box for one in page.words if one.text.strip(",") == text)
        assert abs(printed.left - seen.left) < 4
        assert printed.top - 2 < seen.middle < printed.bottom + 2


def test_a_grainy_till_receipt_is_read_by_the_engine_that_can() -> None:
    reading = read(saved(slip(), "JPEG", quality=80, dpi=(200, 200)), "image/jpeg")
    page = reading.pages[0]
    texts = [word.text for word in page.words]

    assert page.engine == "pp-ocr"
    assert set(reading.engines) == {"pillow", "pp-ocr"}
    assert [texts.count(text) for text in ("12.60", "3.15", "15.75", "05.03.2026", "TOTAL")] == [3] * 5
    total = next(word for word in page.words if word.text == "15.75")
    assert abs(total.box.left - (14 + 20 * 5.4)) < 3
    assert all(0.5 < word.confidence <= 1.0 for word in page.words if word.text[0].isdigit())


def test_a_clean_page_stays_with_the_first_engine_and_a_blurred_one_goes_to_the_next() -> None:
    sharp = scan(200)
    grain = np.random.default_rng(5).normal(0, 60, (sharp.height, sharp.width))
    grainy = Image.fromarray((np.asarray(sharp) * 0.7 + grain).clip(0, 255).astype(np.uint8))

    pages = [read(saved(one, "PNG", dpi=(200, 200)), "image/png").pages[0] for one in (sharp, grainy)]

    assert [page.engine for page in pages] == ["tesseract", "pp-ocr"]
    assert not missing(pages[1])


def test_a_scan_is_read_again_by_the_other_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    words = reading_from_json(read_document(paper(), {"ocr": False}).value).pages[0].words
    box = _sides(next(word.box for word in words if word.text == "1.284,50"))
    content, boxes = saved(scan(), "PNG", dpi=(300, 300)), [{"path": "gross_total", "page": 1, "box": box}]
    looked: list[str] = []
    for name, made in list(ENGINES.items()):
        monkeypatch.setitem(ENGINES, name, lambda name=name, made=made: looked.append(name) or made())

    for first in ("pp-ocr", "tesseract"):
        arguments = {"media_type": "image/png", "boxes": boxes, "engines": {"1": first}}
        assert reread(content, arguments).value == {"gross_total": "1.284,50"}

    assert looked == ["tesseract", "pp-ocr"]


def test_a_pdf_that_holds_only_a_picture_is_read() -> None:
    content = saved(scan(200), "PDF", resolution=200)

    page = read(content, "application/pdf").pages[0]

    assert not missing(page)
    assert page.source is Source.OCR


@pytest.mark.parametrize("quarter", [90, 180, 270])
def test_a_scan_on_its_side_or_head_is_turned_upright(quarter: int) -> None:
    page = read(saved(scan(200, quarter=quarter), "PNG", dpi=(200, 200)), "image/png").pages[0]

    assert not missing(page)
    assert page.rotation == quarter
    assert page.height > page.width


def test_a_leaning_scan_is_read_and_its_boxes_stay_on_the_picture_as_it_came() -> None:
    content = saved(scan(200, lean=-3.0), "PNG", dpi=(200, 200))
    page = read(content, "image/png").pages[0]
    picture = np.asarray(Image.open(io.BytesIO(content)))

    assert not missing(page)
    for word in page.words:
        if len(word.text) > 5:
            x, y = (word.box.left + word.box.right) / 2, word.box.middle
            around = picture[round((y - 4) * 200 / 72) : round((y + 4) * 200 / 72), round(x * 200 / 72) - 8 :][:, :16]
            assert around.min() < 128


def test_a_low_resolution_photograph_with_a_shadow_is_read() -> None:
    small = np.asarray(scan(110)).astype(float)
    shade = np.linspace(0.4, 0.95, small.shape[1])[None, :]
    content = saved(Image.fromarray((small * shade).astype(np.uint8)), "JPEG", quality=85)

    assert len(missing(read(content, "image/jpeg").pages[0])) <= 1


def test_all_frames_of_a_tiff_are_read() -> None:
    frames = [scan(200), scan(200, lean=0.4)]

    pages = read(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200)), "image/tiff").pages

    assert [page.number for page in pages] == [1, 2]
    assert not missing(pages[0])
    assert not missing(pages[1])


def test_pages_read_at_once_by_the_real_engines_are_those_read_one_by_one() -> None:
    frames = [scan(200), scan(200, lean=2.0), slip()]
    content = saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))

    one_by_one, at_once = (
        read_document(content, {"media_type": "image/tiff", "languages": ["de", "en"], "at_once": count})
        for count in (1, 3)
    )

    assert at_once == one_by_one
    assert all(page["words"] for page in at_once.value["pages"])


def test_a_fax_in_duplicate_counts_its_words_once() -> None:
    frames = [scan(200), scan(200)]

    pages = read(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200)), "image/tiff").pages

    assert not missing(pages[0])
    assert (pages[1].number, pages[1].words) == (2, ())


@pytest.mark.parametrize("kind", ["PNG", "PDF"])
def test_an_empty_page_is_refused_and_never_a_silent_success(kind: str) -> None:
    media_type = {"PNG": "image/png", "PDF": "application/pdf"}[kind]

    with pytest.raises(Refused) as refusal:
        read(saved(Image.new("L", (600, 800), 255), kind), media_type)

    assert refusal.value.disposition.reason is Reason.NO_TEXT


def test_the_second_reading_sees_what_is_printed() -> None:
    reading = reading_from_json(read_document(paper(), {"ocr": False}).value)
    words = [one for one in reading.pages[0].words if one.text in WORDS]
    boxes = [
        {"path": one.text, "page": 1, "box": [one.box.left, one.box.top, one.box.right, one.box.bottom]}
        for one in words
    ]

    texts = reread(paper(), {"media_type": "application/pdf", "boxes": boxes}).value

    assert {path: text for path, text in texts.items() if path[0].isdigit()} == {
        "4711": "4711",
        "05.03.2026": "05.03.2026",
        "1.284,50": "1.284,50",
    }


def test_the_second_reading_gives_away_a_font_that_lies() -> None:
    content = lying()
    word = next(
        one for one in reading_from_json(read_document(content, {"ocr": False}).value).pages[0].words if "." in one.text
    )

    texts = reread(content, {"boxes": [{"path": "gross_total", "page": 1, "box": [*_sides(word.box)]}]}).value

    assert word.text == "9,784.50"
    assert texts == {"gross_total": "1,284.50"}


def _sides(box: object) -> list[float]:
    return [getattr(box, side) for side in ("left", "top", "right", "bottom")]


def lying() -> bytes:
    """The page shows 1,284.50; the font's table says 1 is 9 and 2 is 7."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(400, 300), invariant=True)
    canvas.setFont("Helvetica", 14)
    canvas.drawString(40, 200, "Total due USD 1,284.50")
    canvas.save()
    table = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /L def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"1 beginbfrange <20> <7e> <0020> endbfrange\n2 beginbfchar <31> <0039> <32> <0037> endbfchar\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    with pikepdf.open(io.BytesIO(target.getvalue())) as file:
        for font in file.pages[0].Resources.Font.values():
            font.ToUnicode = file.make_stream(table)
        out = io.BytesIO()
        file.save(out)
    return out.getvalue()


def test_a_box_outside_the_page_reads_as_nothing() -> None:
    boxes = [{"path": "a", "page": 1, "box": [900, 900, 950, 910]}, {"path": "b", "page": 9, "box": [1, 1, 2, 2]}]

    assert reread(paper(), {"boxes": boxes}).value == {"a": "", "b": ""}


@pytest.mark.parametrize("engine", ["pp-ocr", "tesseract"])
def test_upright_strokes_are_no_rules_of_a_table(engine: str) -> None:
    """A 1 or a dollar sign fills nearly the whole height of its box, as a table's rule does."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(300, 120), invariant=True)
    canvas.setFont("Times-Roman", 12)
    canvas.drawString(100, 60, "W001101117")
    for rule in (98.8, 100 + canvas.stringWidth("W001101117", "Times-Roman", 12) + 1.2):
        canvas.line(rule, 20, rule, 100)
    canvas.save()
    ink = (100.0, 120 - 60 - 8.1, 100 + canvas.stringWidth("W001101117", "Times-Roman", 12), 120 - 60 + 0.1)
    first = next(name for name in ENGINES if name != engine)
    arguments = {"boxes": [{"path": "invoice_number", "page": 1, "box": list(ink)}], "engines": {"1": first}}

    assert reread(target.getvalue(), arguments).value == {"invoice_number": "W001101117"}


def test_the_second_reading_of_no_boxes_is_empty() -> None:
    assert reread(paper(), {"boxes": []}).value == {}


def test_a_fax_at_72_dots_goes_to_the_engine_that_can_read_it() -> None:
    fax = scan(72).point(lambda grey: 255 if grey > 140 else 0)

    page = read(saved(fax, dpi=(72, 72)), "image/png").pages[0]

    assert page.engine == "pp-ocr"
    assert {"4711", "05.03.2026", "DE02120300000000202051"} <= {word.text for word in page.words}


LANGUAGE_LINES = {
    "de": ("Rechnung über Verpackungsgeräte", "Die Lieferung und der Betrag", "Fälligkeit, Skonto: Überweisung"),
    "fr": ("Facture numéro 4711", "Désignation, quantité et prix", "Échéance à réception, montant total réglé"),
    "es": ("Factura número 4711", "Descripción del pedido y precio por año", "Base imponible, dirección: Núñez"),
}


@pytest.mark.parametrize("language", LANGUAGE_LINES)
def test_a_scan_is_read_in_its_own_language_whatever_the_setting_says(language: str) -> None:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(420, 300), invariant=True)
    canvas.setFont("Helvetica", 12)
    for number, line in enumerate(LANGUAGE_LINES[language] * 2):
        canvas.drawString(40, 260 - 24 * number, line)
    canvas.save()
    document = pdfium.PdfDocument(target.getvalue())
    content = saved(document[0].render(scale=300 / 72, grayscale=True).to_pil(), dpi=(300, 300))
    document.close()

    arguments = {"media_type": "image/png", "languages": ["en"], "engine": "tesseract"}
    reading = reading_from_json(read_document(content, arguments).value)

    printed = {word for line in LANGUAGE_LINES[language] for word in line.split()}
    assert reading.language == language
    assert printed - {word.text for word in reading.pages[0].words} == set()
