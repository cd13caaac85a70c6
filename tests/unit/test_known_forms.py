"""Known forms: recognised by their own print, read box by box, ticks told by ink."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bpo_pipeline.documents import document_type
from bpo_pipeline.documents.known_form import KnownForm, known_form, known_forms
from bpo_pipeline.extraction import extract
from bpo_pipeline.model.reading import Box, FilledBox, FormField, Page, Reading, Source, Word
from bpo_pipeline.reading.box_ink import Sheet
from bpo_pipeline.reading.boxes import filled_boxes
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.reading.registration import register


def turned(box: Box, degrees: float = 0.0, down: float = 0.0) -> Box:
    """Where a box lands when the page is laid askew on the scanner."""
    radians = math.radians(degrees)
    corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    spots = [
        (x * math.cos(radians) - y * math.sin(radians), x * math.sin(radians) + y * math.cos(radians) + down)
        for x, y in corners
    ]
    return Box(min(x for x, _ in spots), min(y for _, y in spots), max(x for x, _ in spots), max(y for _, y in spots))


def page_of(form: KnownForm, *written: Word, degrees: float = 0.0, down: float = 0.0) -> Page:
    """The blank's print, every fourth word misread, and what was written into it."""
    print_ = [
        Word(one.text if number % 4 else "~~", turned(one.box, degrees, down)) for number, one in enumerate(form.words)
    ]
    return Page(1, form.width, form.height, (*print_, *written), Source.TEXT)


def middle(form: KnownForm, name: str) -> Box:
    """A word's place in the middle of a form's box."""
    box = next(one.box for one in form.boxes if one.name == name)
    return Box(box.left + 3, box.middle - 4, box.left + 40, box.middle + 4)


@pytest.mark.parametrize("form", known_forms(), ids=lambda one: one.name)
def test_every_form_is_recognised_on_a_page_that_lies_askew(form: KnownForm) -> None:
    found = register(page_of(form, degrees=1.5, down=6))
    assert found is not None
    assert found.form.name == form.name
    box = form.boxes[0].box
    wanted = turned(box, 1.5, 6)
    assert abs(found.place(box).left - wanted.left) < 2
    assert abs(found.place(box).middle - wanted.middle) < 2


@pytest.mark.parametrize("form", known_forms(), ids=lambda one: one.name)
def test_every_box_feeds_a_field_of_its_record(form: KnownForm) -> None:
    parts = {
        "employer": "employer_name",
        "payer": "payer_name",
        "signature": "signed",
        "exempt_claim": "exempt",
        "employer_signature": "employer_signed",
    }
    own = {"manager_signature", "manager_date", "state_tax_withheld2", "state_number2", "state_income2"}
    names = {one.name.partition("=")[0].partition(".")[0] for one in form.boxes} - own
    fields = document_type(form.document_type).record.model_fields
    assert {parts.get(name, name) for name in names} - set(fields) <= {"signed"}


def test_a_letter_is_no_form() -> None:
    words = [
        Word(f"word{number}", Box(50 + number, 50 + 9 * number, 90 + number, 58 + 9 * number)) for number in range(60)
    ]
    assert register(Page(1, 612, 792, tuple(words), Source.TEXT)) is None


def test_the_value_of_a_pdf_form_comes_before_the_print() -> None:
    form = known_form("w4_2025")
    page = page_of(form, Word("SMITH", middle(form, "last_name")))
    field = FormField("top[0].f1_02[0]", "Smith-Jones", "text", 1, middle(form, "last_name"))
    name, filled = filled_boxes([page], [field], lambda _: None)
    assert name == "w4_2025"
    assert next(one.value for one in filled if one.name == "last_name") == "Smith-Jones"


def test_words_of_the_blank_are_nobodys_answer() -> None:
    form = known_form("w4_2025")
    _, filled = filled_boxes([page_of(form)], [], lambda _: None)
    assert [one.name for one in filled if one.value and one.kind == "text"] == []


def sheet_with(form: KnownForm, name: str, *, ticked: bool) -> tuple[bool, float]:
    """What the ink says of one box, drawn with its frame and perhaps a cross."""
    scale = 200 / 72
    pixels = np.full((round(form.height * scale), round(form.width * scale)), 250, np.uint8)
    one = next(box for box in form.boxes if box.name == name)
    left, top, right, bottom = (
        round(side * scale) for side in (one.box.left, one.box.top, one.box.right, one.box.bottom)
    )
    pixels[top : bottom + 1, [left, right]] = 0
    pixels[[top, bottom], left : right + 1] = 0
    for step in range(right - left if ticked else 0):
        pixels[top + step, left + step : left + step + 2] = 20
        pixels[bottom - step, left + step : left + step + 2] = 20
    found = register(page_of(form))
    assert found is not None
    return Sheet.of(Picture(pixels, 200.0), found).tick(one)


def test_a_cross_is_a_tick_and_an_empty_square_is_none() -> None:
    form = known_form("w9_2024")
    assert sheet_with(form, "tax_classification=c_corp", ticked=True)[0]
    assert not sheet_with(form, "tax_classification=c_corp", ticked=False)[0]


def reading_of(form: str, source: Source, **values: str) -> Reading:
    """A reading whose boxes were already read."""
    page = Page(1, 612, 792, (Word("Form", Box(0, 0, 9, 9)),), source)
    filled = tuple(
        FilledBox(name, "check" if "=" in name else "text", value, 1, Box(0, 0, 9, 9), 0.99)
        for name, value in ({one.name: "" for one in known_form(form).boxes} | values).items()
    )
    return Reading((page,), known_form=form, filled=filled)


def test_two_ticks_are_two_answers() -> None:
    values = {"filing_status=single": "x", "filing_status=head_of_household": "x", "signature": "x"}
    record = extract(reading_of("w4_2025", Source.TEXT, **values), "w4").record
    assert record.model_dump()["filing_status"] == ("single", "head_of_household")


def test_digits_in_cells_are_one_number() -> None:
    record = extract(
        reading_of("w9_2024", Source.TEXT, **{"ssn.1": "219", "ssn.2": "09", "ssn.3": "9999"}), "w9"
    ).record
    assert record.model_dump()["ssn"] == "219-09-9999"


def test_what_was_read_on_a_scan_is_never_sure_enough_to_go_unseen() -> None:
    draft = extract(reading_of("w4_2025", Source.OCR, last_name="Smith", ssn="219-09-9999"), "w4")
    assert {one.path for one in draft.evidence if one.confidence < 0.8} >= {"last_name", "ssn"}
