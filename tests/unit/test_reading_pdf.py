"""Digital PDFs made here with reportlab: which words are read, where they are, and what is not believed."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pikepdf
import pytest
from PIL import Image
from reportlab.lib.colors import Color, white
from reportlab.pdfgen.canvas import Canvas

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Reading, Source
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading import read_document, reading_from_json, reading_to_json, render_page
from bpo_pipeline.reading.characters import _cleaned
from bpo_pipeline.reading.pdf import read_pdf
from bpo_pipeline.reading.pdf_file import repair

SIZE = (400.0, 300.0)


def pdf(*pages: Callable[[Canvas], None], size: tuple[float, float] = SIZE) -> bytes:
    """A PDF; each function draws one page."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read(content: bytes, **arguments: object) -> Reading:
    return reading_from_json(read_document(content, {"media_type": "application/pdf", "ocr": False, **arguments}).value)


def invoice(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(40, 260, "INVOICE 4711")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 230, "Invoice date: 05/03/2026")
    canvas.drawString(40, 200, "Total due")
    canvas.drawRightString(360, 200, "1,284.50")


def texts(reading: Reading) -> list[str]:
    return [word.text for page in reading.pages for word in page.words]


def reasons(reading: Reading) -> list[str]:
    return [remark.reason for remark in reading.remarks]


def test_words_come_line_by_line_with_size_and_weight() -> None:
    reading = read(pdf(invoice))

    assert texts(reading) == ["INVOICE", "4711", "Invoice", "date:", "05/03/2026", "Total", "due", "1,284.50"]
    first, last = reading.pages[0].words[0], reading.pages[0].words[-1]
    assert (first.size, first.bold, last.size, last.bold) == (14.0, True, 10.0, False)
    assert reading.pages[0].source is Source.TEXT
    assert reading.language == "en"
    assert not reading.remarks


def test_a_box_holds_its_ink_and_nothing_else() -> None:
    content = pdf(invoice)
    word = next(one for one in read(content).pages[0].words if one.text == "1,284.50")

    picture = np.asarray(Image.open(io.BytesIO(render_page(content, {"dpi": 144}).blobs[0])).convert("L"))
    box = [round(side * 2) for side in (word.box.left, word.box.top, word.box.right, word.box.bottom)]
    inside = picture[box[1] : box[3], box[0] : box[2]]
    line = picture[box[1] : box[3], 300:].copy()

    assert inside.min() < 60
    line[:, box[0] - 300 : box[2] - 300] = 255
    assert line.min() > 200


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_is_read_upright(turn: int) -> None:
    straight = read(pdf(invoice)).pages[0]
    with pikepdf.open(io.BytesIO(pdf(invoice))) as file:
        file.pages[0].Rotate = turn
        saved = io.BytesIO()
        file.save(saved)

    page = read(saved.getvalue()).pages[0]

    assert [one.text for one in page.words] == [one.text for one in straight.words]
    assert (page.width, page.height) == SIZE
    assert page.rotation == -turn % 360
    assert page.words[0].box.top == pytest.approx(straight.words[0].box.top, abs=0.1)


def test_the_rotation_of_a_reading_turns_the_rendered_page_upright() -> None:
    with pikepdf.open(io.BytesIO(pdf(invoice))) as file:
        file.pages[0].Rotate = 90
        saved = io.BytesIO()
        file.save(saved)
    rotation = read(saved.getvalue()).pages[0].rotation

    straight = Image.open(io.BytesIO(render_page(pdf(invoice), {"dpi": 72}).blobs[0]))
    turned = Image.open(io.BytesIO(render_page(saved.getvalue(), {"dpi": 72, "rotation": rotation}).blobs[0]))

    assert turned.size == straight.size
    assert np.abs(np.asarray(turned).astype(int) - np.asarray(straight).astype(int)).mean() < 3


def test_text_up_the_margin_does_not_mix_with_the_lines() -> None:
    def page(canvas: Canvas) -> None:
        invoice(canvas)
        canvas.saveState()
        canvas.translate(20, 100)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Printed by Example")
        canvas.restoreState()

    assert texts(read(pdf(page)))[-3:] == ["Printed", "by", "Example"]
    assert texts(read(pdf(page)))[:8] == texts(read(pdf(invoice)))


def test_columns_without_a_space_between_are_two_words() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "12")
        canvas.drawString(56, 200, "9.50")

    assert texts(read(pdf(page))) == ["12", "9.50"]


def _scan_with_text_under_it(canvas: Canvas) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (150, 200), dtype=np.uint8)
    canvas.drawInlineImage(Image.fromarray(noise), 0, 0, *SIZE)
    _mode_three(canvas)


def test_an_invisible_layer_on_a_scan_is_not_believed_and_the_page_wants_ocr() -> None:
    reading = read_pdf(pdf(_scan_with_text_under_it), scans=None)

    assert not reading.pages[0].words
    assert reading.scanned == (1,)
    assert not reading.remarks


def _white(canvas: Canvas) -> None:
    canvas.setFillColor(white)
    canvas.drawString(40, 100, "Total due 9,999.00")


def _almost_white(canvas: Canvas) -> None:
    canvas.setFillColor(Color(0.985, 0.985, 0.985))
    canvas.drawString(40, 100, "Total due 9,999.00")


def _mode_three(canvas: Canvas) -> None:
    text = canvas.beginText(40, 100)
    text.setTextRenderMode(3)
    text.textLine("Total due 9,999.00")
    canvas.drawText(text)


def _off_page(canvas: Canvas) -> None:
    canvas.drawString(40, -40, "Total due 9,999.00")


def _covered(canvas: Canvas) -> None:
    canvas.drawString(40, 100, "Total due 9,999.00")
    canvas.setFillColor(white)
    canvas.rect(30, 90, 200, 30, stroke=0, fill=1)


def _clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(300, 20, 20, 20)
    canvas.clipPath(path, stroke=0)
    canvas.drawString(40, 100, "Total due 9,999.00")
    canvas.restoreState()


@pytest.mark.parametrize("hide", [_white, _almost_white, _mode_three, _off_page, _covered, _clipped])
def test_text_that_no_eye_can_see_is_left_out_and_reported(hide: Callable[[Canvas], None]) -> None:
    def page(canvas: Canvas) -> None:
        invoice(canvas)
        hide(canvas)

    reading = read(pdf(page))

    assert "9,999.00" not in texts(reading)
    assert "1,284.50" in texts(reading)
    assert reasons(reading) == [Reason.HIDDEN_TEXT]
    assert reading.remarks[0].page == 1
    assert "9,999.00" not in reading.remarks[0].sentence


def test_text_on_a_layer_that_is_switched_off_is_left_out_and_reported() -> None:
    def page(canvas: Canvas) -> None:
        invoice(canvas)
        canvas.beginForm("layer")
        canvas.drawString(40, 100, "Total due 9,999.00")
        canvas.endForm()
        canvas.doForm("layer")

    with pikepdf.open(io.BytesIO(pdf(page))) as file:
        layer = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="draft"))
        off = pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
        file.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=off)
        (form,) = file.pages[0].Resources.XObject.values()
        form.OC = layer
        saved = io.BytesIO()
        file.save(saved)

    reading = read(saved.getvalue())

    assert texts(reading) == texts(read(pdf(invoice)))
    assert reasons(reading) == [Reason.HIDDEN_TEXT]


def test_words_under_a_picture_are_hidden_and_words_on_it_are_seen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 100, "Total due 9,999.00")
        canvas.drawInlineImage(Image.new("RGB", (20, 20), (200, 220, 255)), 20, 60, 300, 100)
        canvas.drawString(40, 80, "Amount 12.50")
        canvas.drawString(40, 200, "Invoice 4711 of today")

    reading = read(pdf(page))

    assert texts(reading) == ["Invoice", "4711", "of", "today", "Amount", "12.50"]
    assert reasons(reading) == [Reason.HIDDEN_TEXT]


def test_white_print_on_a_dark_bar_is_seen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(30, 190, 300, 25, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.drawString(40, 200, "Total due 77.10")

    reading = read(pdf(page))

    assert texts(reading) == ["Total", "due", "77.10"]
    assert not reading.remarks


def test_light_grey_print_is_seen() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillColor(Color(0.75, 0.75, 0.75))
        canvas.setFont("Helvetica", 7)
        canvas.drawString(40, 200, "Account 12345678")

    assert texts(read(pdf(page))) == ["Account", "12345678"]


def test_the_value_of_a_form_field_is_part_of_the_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "Amount")
        canvas.acroForm.textfield(name="amount", value="512.00", x=120, y=190, width=100, height=24)

    assert "512.00" in texts(read(pdf(page)))


def test_the_fields_of_a_form_come_with_name_value_and_place() -> None:
    def page(canvas: Canvas) -> None:
        form = canvas.acroForm
        form.textfield(name="amount", value="512.00", tooltip="Amount due", x=120, y=190, width=100, height=24)
        form.textfield(name="secret", value="1", x=120, y=100, width=100, height=24, annotationFlags="hidden")
        form.checkbox(name="single", checked=True, x=20, y=150, size=12)
        form.checkbox(name="married", checked=False, x=40, y=150, size=12)

    fields = {one.name: one for one in read(pdf(page)).form_fields}

    assert {name: (one.kind, one.value, one.state) for name, one in fields.items()} == {
        "amount": ("text", "512.00", ""),
        "single": ("check", "Yes", "Yes"),
        "married": ("check", "", "Yes"),
    }
    amount = fields["amount"]
    assert (amount.label, amount.page) == ("Amount due", 1)
    word = next(word for word in read(pdf(page)).pages[0].words if word.text == "512.00")
    assert amount.box.left <= word.box.left < word.box.right <= amount.box.right
    assert amount.box.top <= word.box.middle <= amount.box.bottom


def test_a_file_that_needs_a_password_is_refused() -> None:
    with pikepdf.open(io.BytesIO(pdf(invoice))) as file:
        saved = io.BytesIO()
        file.save(saved, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(Refused) as refusal:
        read(saved.getvalue())

    assert refusal.value.disposition.reason is Reason.ENCRYPTED


def test_a_file_that_only_restricts_is_read() -> None:
    with pikepdf.open(io.BytesIO(pdf(invoice))) as file:
        saved = io.BytesIO()
        file.save(saved, encryption=pikepdf.Encryption(owner="o", user=""))

    assert "1,284.50" in texts(read(saved.getvalue()))


def test_bytes_that_are_no_pdf_are_refused_as_corrupt() -> None:
    with pytest.raises(Refused) as refusal:
        read(b"%PDF-1.7 and nothing else")

    assert refusal.value.disposition.reason is Reason.CORRUPT


def test_a_file_whose_index_is_lost_is_repaired_and_read() -> None:
    content = pdf(invoice)
    damaged = content[: content.rindex(b"xref")]

    assert "1,284.50" in texts(read(damaged))


def test_engines_that_count_other_pages_of_a_damaged_file_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpo_pipeline.reading.pdf._plumber_count", lambda _content: 0)
    content = pdf(invoice, invoice)

    reading = read(content[: content.rindex(b"xref")])

    assert reasons(reading) == [Reason.PAGE_COUNT_DIFFERS]
    assert len(reading.pages) == 2


def test_a_sound_file_is_read_as_it_came_and_an_updated_one_as_qpdf_saves_it() -> None:
    content = pdf(invoice)
    assert repair(content).content is content

    again = content + b"\nstartxref\n" + content[content.rindex(b"startxref") + 10 :]

    assert repair(again).content is not again
    assert texts(read(again)) == texts(read(content))


def test_a_hyphen_at_the_end_of_a_line_is_read_as_one() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "Rechnungs-")
        canvas.drawString(40, 188, "nummer 4711")

    assert texts(read(pdf(page))) == ["Rechnungs-", "nummer", "4711"]


def test_codes_of_characters_become_code_points() -> None:
    codes, shown = _cleaned(np.array([0x41, 0xD83D, 0xDE00, 0xDC00, 0xFFFE, 0x02, 0xAD, 0], np.uint32))

    assert [chr(one) for one in codes[shown]] == ["A", "😀", "�", "-", "-", "-", "�"]


def _cover(canvas: Canvas) -> None:
    canvas.drawString(60, 200, "Potato 12")


def _cover_with_a_drawing(canvas: Canvas) -> None:
    _cover(canvas)
    canvas.line(60, 100, 90, 160)


def test_a_page_of_two_words_and_no_other_ink_needs_no_ocr() -> None:
    for turn in (0, 90):
        assert read_pdf(turned(pdf(_cover), turn), scans=None).scanned == ()
        assert read_pdf(turned(pdf(_cover_with_a_drawing), turn), scans=None).scanned == (1,)


def turned(content: bytes, turn: int) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        document.pages[0].Rotate = turn
        target = io.BytesIO()
        document.save(target)
    return target.getvalue()


def test_a_page_that_is_there_twice_is_read_once_and_stays_a_page() -> None:
    reading = read(pdf(invoice, _cover, invoice))

    assert [bool(page.words) for page in reading.pages] == [True, True, False]
    assert [page.number for page in reading.pages] == [1, 2, 3]


def test_a_letter_in_plain_text_is_not_taken_for_a_damaged_pdf() -> None:
    with pytest.raises(Refused) as refusal:
        read(b"a,b\n1,2\n", media_type="text/plain")

    assert refusal.value.disposition.code == "reject:unsupported_type"


def test_reading_twice_gives_the_same() -> None:
    content = pdf(invoice, invoice)

    assert read_document(content, {"ocr": False}) == read_document(content, {"ocr": False})


def test_a_reading_survives_the_way_through_json() -> None:
    reading = read(pdf(invoice))

    assert reading_from_json(reading_to_json(reading)) == reading


def test_two_columns_do_not_run_into_each_other() -> None:
    def page(canvas: Canvas) -> None:
        for number in range(5):
            canvas.drawString(40, 250 - 14 * number, f"left{number} side")
            canvas.drawString(220, 250 - 14 * number, f"right{number} 1{number}.50")

    words = read(pdf(page)).pages[0].words

    assert [word.text for word in words[:4]] == ["left0", "side", "right0", "10.50"]
    assert words[1].box.right < 200 < words[2].box.left


def test_words_that_are_partly_hidden_keep_what_can_be_seen() -> None:
    def page(canvas: Canvas) -> None:
        invoice(canvas)
        canvas.drawString(40, 100, "Total 123456789")
        canvas.setFillColor(white)
        canvas.rect(90, 95, 200, 20, stroke=0, fill=1)

    reading = read(pdf(page))

    assert "123456789" not in texts(reading)
    assert "Total" in texts(reading)
