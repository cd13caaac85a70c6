"""A document as it comes out of a scanner or a telephone: skewed, noisy, stamped, as picture or image-only PDF.

Everything random comes from the given ``random.Random``; pages are drawn with typefaces that are in the file, so that
the same seed gives the same picture on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = Image.Image


class Ink(StrEnum):
    """How much of the colour is left."""

    COLOUR = "colour"
    GREY = "grey"
    BLACK_AND_WHITE = "black_and_white"


@dataclass(frozen=True, slots=True)
class Quality:
    """What the scanner did to the page."""

    dpi: int = 300
    skew: float = 0.0
    """Degrees, counter-clockwise."""
    noise: int = 0
    """Largest deviation of a pixel, 0 to 255."""
    blur: float = 0.0
    """Radius in pixels."""
    jpeg: int = 85
    """JPEG quality, 1 to 95."""
    ink: Ink = Ink.GREY
    stamp: str = ""
    """Text of a rubber stamp, or empty."""


STAMPS = {"en": "RECEIVED", "de": "EINGEGANGEN", "fr": "REÇU LE", "es": "RECIBIDO", "nl": "ONTVANGEN"}


def good_quality(rng: Random) -> Quality:
    """A scan from an office machine: 200 to 300 dpi, hardly skewed, readable by every OCR engine."""
    return Quality(
        dpi=rng.choice((200, 250, 300)), skew=rng.uniform(-0.5, 0.5), noise=rng.randint(0, 10), jpeg=rng.randint(80, 92)
    )


def poor_quality(rng: Random, language: str) -> Quality:
    """A scan that hurts: low resolution, skew up to 3 degrees, noise, blur, strong JPEG, often stamped."""
    return Quality(
        dpi=rng.choice((110, 130, 150, 180)),
        skew=rng.uniform(-3, 3),
        noise=rng.randint(10, 60),
        blur=rng.choice((0.0, 0.4, 0.8)),
        jpeg=rng.randint(28, 60),
        ink=rng.choice(tuple(Ink)),
        stamp=STAMPS[language] if rng.random() < 0.5 else "",
    )


def scan(pdf: bytes, rng: Random, quality: Quality) -> tuple[Picture, ...]:
    """The pages of a PDF as the scanner sees them."""
    document = pdfium.PdfDocument(pdf)
    try:
        pages = [page.render(scale=quality.dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
    return tuple(_spoil(page, rng, quality) for page in pages)


def as_jpeg(picture: Picture, quality: Quality) -> bytes:
    """One page as JPEG."""
    return _save(picture.convert("L") if picture.mode == "1" else picture, "JPEG", quality.dpi, quality=quality.jpeg)


def as_png(picture: Picture, quality: Quality) -> bytes:
    """One page as PNG, without loss."""
    return _save(picture, "PNG", quality.dpi)


def as_tiff(pictures: Sequence[Picture], quality: Quality) -> bytes:
    """All pages as one TIFF: fax compression for black and white, else JPEG."""
    options: dict[str, object] = {"compression": "group4"}
    if pictures[0].mode != "1":
        options = {"compression": "jpeg", "quality": quality.jpeg}
    return _save(pictures[0], "TIFF", quality.dpi, save_all=True, append_images=list(pictures[1:]), **options)


def as_image_pdf(pictures: Sequence[Picture], quality: Quality) -> bytes:
    """All pages as a PDF that holds only pictures."""
    out = BytesIO()
    canvas = Canvas(out, invariant=True, pageCompression=0)
    for picture in pictures:
        width, height = (side * 72 / quality.dpi for side in picture.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(BytesIO(as_jpeg(picture, quality))), 0, 0, width, height)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _spoil(page: Picture, rng: Random, quality: Quality) -> Picture:
    if quality.ink is not Ink.COLOUR:
        page = page.convert("L")
    if quality.stamp:
        _stamp(page, rng, quality)
    white = "white" if page.mode == "RGB" else 255
    if quality.skew:
        page = page.rotate(quality.skew, resample=Image.Resampling.BICUBIC, fillcolor=white)
    if quality.blur:
        page = page.filter(ImageFilter.GaussianBlur(quality.blur))
    if quality.noise:
        page = _noisy(page, rng, quality.noise)
    return page.convert("1", dither=Image.Dither.NONE) if quality.ink is Ink.BLACK_AND_WHITE else page


def _noisy(page: Picture, rng: Random, noise: int) -> Picture:
    """Add noise: the mean of two uniform bytes is a triangle around zero."""
    pixels = np.asarray(page, dtype=np.int16)
    first = np.frombuffer(rng.randbytes(pixels.size), dtype=np.uint8).astype(np.int16)
    second = np.frombuffer(rng.randbytes(pixels.size), dtype=np.uint8).astype(np.int16)
    deviation = (first + second - 255) * noise // 255
    return Image.fromarray(np.clip(pixels + deviation.reshape(pixels.shape), 0, 255).astype(np.uint8))


def _stamp(page: Picture, rng: Random, quality: Quality) -> None:
    """Print a tilted stamp into the free lower half of the page."""
    size = quality.dpi // 5
    layer = Image.new("L", (size * 10, size * 2), 0)
    draw = ImageDraw.Draw(layer)
    draw.rectangle((3, 3, layer.width - 4, layer.height - 4), outline=255, width=max(2, size // 12))
    draw.text((size // 2, size // 2), quality.stamp, fill=255, font=ImageFont.load_default(size))
    layer = layer.rotate(rng.uniform(-12, 12), expand=True, resample=Image.Resampling.BILINEAR)
    ink = (150, 40, 60) if page.mode == "RGB" else 110
    room = max(1, page.width - layer.width)
    page.paste(ink, (rng.randrange(room), int(page.height * 0.7)), layer)


def _save(picture: Picture, form: str, dpi: int, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, form, dpi=(dpi, dpi), **options)
    return out.getvalue()
