"""Light print on dark bands is turned round before OCR; everything else stays as it is."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bpo_pipeline.reading.bands import without_bands
from bpo_pipeline.reading.engines import Grey


def _page(*, ground: int, ink: int) -> Grey:
    """A page with a bar across its head, a large word in the bar, and small print right below it."""
    page = Image.new("L", (1600, 1000), 255)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 1600, 220), fill=ground)
    draw.text((100, 50), "FACTUUR", fill=ink, font=ImageFont.load_default(110))
    draw.text((100, 240), "Orchidee in keramische pot 357,96", fill=0, font=ImageFont.load_default(40))
    return np.asarray(page)


def test_a_white_title_on_a_dark_band_becomes_dark_on_white() -> None:
    turned = without_bands(_page(ground=85, ink=255))

    assert turned[20:40, 200:600].min() > 240
    assert turned[50:200, 90:700].min() < 20
    assert turned[50:200, 90:700].mean() > 128


def test_print_right_below_a_band_stays_as_it_is() -> None:
    page = _page(ground=85, ink=255)

    assert (without_bands(page)[236:] == page[236:]).all()


def test_dark_print_on_white_paper_is_left_alone() -> None:
    page = _page(ground=255, ink=0)

    assert without_bands(page) is page


def test_a_dark_area_without_print_is_left_alone() -> None:
    page = _page(ground=85, ink=85)

    assert without_bands(page) is page


def test_a_page_that_is_dark_all_over_is_left_alone() -> None:
    page = (255 - _page(ground=255, ink=0)).astype(np.uint8)

    assert without_bands(page) is page


def test_turning_twice_is_the_same_as_once() -> None:
    once = without_bands(_page(ground=85, ink=255))

    assert (without_bands(once) == once).all()
