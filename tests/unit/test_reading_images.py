"""Image files to grey pages, without OCR."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.images import Picture, pictures
from bpo_pipeline.reading.shadows import without_shadows
from bpo_pipeline.reading.skew import angle, runs_upwards, turn


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def lined(width: int = 900, height: int = 1200) -> Image.Image:
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    for row in range(100, height - 100, 40):
        for column in range(100, width - 150, 60):
            draw.rectangle((column, row, column + 40, row + 12), fill=0)
    return image


def test_sixteen_bit_grey_keeps_thin_print() -> None:
    deep = np.full((40, 60), 60000, dtype=np.uint16)
    deep[10:20, 10:40] = 20000

    (picture,) = pictures(saved(Image.fromarray(deep), "PNG"))

    assert picture.pixels[5, 5] > 220
    assert 60 < picture.pixels[15, 20] < 100


def test_each_frame_of_a_tiff_is_a_page_with_its_resolution() -> None:
    frames = [Image.new("1", (300, 400), 1), Image.new("L", (300, 400), 128)]

    found = list(pictures(saved(frames[0], "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))))

    assert [one.pixels.shape for one in found] == [(400, 300), (400, 300)]
    assert found[0].pixels.min() == 255
    assert found[0].dots_per_inch == 200
    assert found[0].size == (108.0, 144.0)


def test_a_webp_is_read_as_the_same_picture_in_png() -> None:
    shades = np.full((40, 60), 255, dtype=np.uint8)
    shades[10:20, 10:40] = 20
    image = Image.fromarray(shades)

    (webp,) = pictures(saved(image, "WEBP", lossless=True))
    (png,) = pictures(saved(image, "PNG"))

    assert np.array_equal(webp.pixels, png.pixels)


def test_see_through_paper_is_white() -> None:
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))

    (picture,) = pictures(saved(image, "PNG"))

    assert picture.pixels.min() == 255


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    image = Image.new("RGB", (40, 20), "white")
    exif = Image.Exif()
    exif[0x0112] = 6

    (picture,) = pictures(saved(image, "JPEG", exif=exif.tobytes()))

    assert picture.pixels.shape == (40, 20)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage", Reason.UNSUPPORTED_TYPE),
        (saved(lined(), "PNG")[:900], Reason.CORRUPT),
        (saved(lined(), "JPEG")[:3000], Reason.CORRUPT),
        (b"", Reason.UNSUPPORTED_TYPE),
    ],
)
def test_what_is_no_image_is_refused(content: bytes, reason: Reason) -> None:
    with pytest.raises(Refused) as refusal:
        list(pictures(content))

    assert refusal.value.disposition.reason is reason


def test_an_image_with_too_many_pixels_is_set_apart_before_it_is_unpacked() -> None:
    with pytest.raises(Refused) as refusal:
        list(pictures(saved(Image.new("1", (20000, 12000), 1), "PNG")))

    assert refusal.value.disposition.code == "quarantine:pixel_limit"


def test_a_narrow_picture_is_a_slip_and_a_letter_is_not() -> None:
    slip = Picture(np.zeros((2000, 600), dtype=np.uint8), 200)
    letter = Picture(np.zeros((2200, 1700), dtype=np.uint8), 200)

    assert slip.is_slip
    assert not letter.is_slip


@pytest.mark.parametrize("lean", [-4.0, -1.5, 2.0, 5.0])
def test_the_angle_of_a_leaning_scan_is_found(lean: float) -> None:
    leaning = turn(np.asarray(lined()), -lean)

    assert angle(leaning) == pytest.approx(lean, abs=0.3)


def test_a_level_scan_is_left_alone() -> None:
    assert angle(np.asarray(lined())) == 0.0
    assert not runs_upwards(np.asarray(lined()))
    assert runs_upwards(np.rot90(np.asarray(lined())))


def test_a_shadow_is_taken_off_paper_but_print_stays() -> None:
    paper = np.asarray(lined()).astype(float)
    shade = np.linspace(0.35, 1.0, paper.shape[1])[None, :]

    even = without_shadows((paper * shade).astype(np.uint8))

    assert even[20, 20] > 220
    assert even[20, -20] > 220
    assert even[106, 110] < 60


def test_an_even_scan_is_not_touched() -> None:
    scan = np.asarray(lined())

    assert without_shadows(scan) is scan
