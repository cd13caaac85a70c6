"""Pictures: PNG, JPEG, TIFF and WebP, counted in pixels before anything is unpacked, then unpacked to the end."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, UnidentifiedImageError

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.sniff import JPEG, PNG, TIFF, WEBP
from bpo_pipeline.model.reasons import DispositionKind, Reason

Image.init()  # every plugin now, so that a forked job does not load them again for each picture
_FORMATS = {PNG: "PNG", JPEG: "JPEG", TIFF: "TIFF", WEBP: "WEBP"}
_SEVERAL = frozenset({TIFF, WEBP})
"""What may hold more than one picture."""


def screen_image(content: bytes, media_type: str, limits: Limits) -> int:
    """Number of pages (frames) of a picture that opens to its last line.

    Raises Refused: pixel_limit, too_many_pages, truncated, corrupt.
    """
    if media_type == TIFF:
        _count_directories(content, limits)
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None  # counted below, per picture and per document
    try:
        return _load(content, media_type, limits)
    except (UnidentifiedImageError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error, EOFError):
        raise _corrupt() from None
    except OSError as problem:
        if "truncated" in str(problem):
            sentence = "The picture breaks off before its end. Please send it again."
            raise Refused(Reason.TRUNCATED, sentence) from None
        raise _corrupt() from None


def _load(content: bytes, media_type: str, limits: Limits) -> int:
    total = pages = 0
    # formats is an allow-list: without it Pillow would start Ghostscript on PostScript
    with Image.open(io.BytesIO(content), formats=(_FORMATS[media_type],)) as picture:
        while True:
            width, height = picture.size
            pages += 1
            total += width * height
            if pages > limits.pages:
                raise _too_many(media_type, limits)
            if width * height > limits.image_pixels or total > limits.document_pixels:
                sentence = f"The picture has more than {limits.image_pixels // 1_000_000} million pixels."
                raise Refused(Reason.PIXEL_LIMIT, sentence, DispositionKind.QUARANTINE)
            if media_type == JPEG:
                picture.draft("L", (max(1, width // 8), max(1, height // 8)))  # reads to the end in little memory
            picture.load()
            if media_type not in _SEVERAL:
                return pages
            try:
                picture.seek(pages)
            except EOFError:
                return pages


def _count_directories(content: bytes, limits: Limits) -> None:
    """Follow the chain of a TIFF's page directories (TIFF 6.0, section 2; BigTIFF) without reading any page."""
    order = "<" if content[:2] == b"II" else ">"
    big = content[2:4] in {b"+\0", b"\0+"}
    count_form, entry, offset_form = (f"{order}Q", 20, f"{order}Q") if big else (f"{order}H", 12, f"{order}I")
    seen: set[int] = set()
    try:
        (at,) = struct.unpack_from(offset_form, content, 8 if big else 4)
        while at:
            if at in seen:
                raise Refused(Reason.CORRUPT, "The TIFF's pages run in a circle. Please scan the document again.")
            seen.add(at)
            if len(seen) > limits.pages:
                raise _too_many(TIFF, limits)
            (entries,) = struct.unpack_from(count_form, content, at)
            at += struct.calcsize(count_form) + entries * entry
            (at,) = struct.unpack_from(offset_form, content, at)
    except struct.error:
        raise _corrupt() from None


def _too_many(media_type: str, limits: Limits) -> Refused:
    sentence = f"The {_FORMATS[media_type]} has more than {limits.pages} pages. Please send it in parts."
    return Refused(Reason.TOO_MANY_PAGES, sentence)


def _corrupt() -> Refused:
    return Refused(Reason.CORRUPT, "The picture is damaged and cannot be opened. Please send it again.")
