"""Cutting a file: the right pages in each part, the same bytes each time, nothing for pages that are not there."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.cut import cut

SHADES = (10, 120, 230)


def pdf() -> bytes:
    with pikepdf.new() as made:
        for width in SHADES:
            made.add_blank_page(page_size=(width + 100, 500))
        saved = io.BytesIO()
        made.save(saved)
    return saved.getvalue()


def tiff() -> bytes:
    frames = [Image.new("L", (40, 30), shade) for shade in SHADES]
    saved = io.BytesIO()
    frames[0].save(saved, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    return saved.getvalue()


def widths(content: bytes) -> list[int]:
    with pikepdf.open(io.BytesIO(content)) as part:
        return [int(page.mediabox[2]) - 100 for page in part.pages]


def shades(content: bytes) -> list[int]:
    with Image.open(io.BytesIO(content)) as image:
        found = []
        for number in range(image.n_frames):  # type: ignore[attr-defined]
            image.seek(number)
            found.append(image.getpixel((0, 0)))
            assert image.info["dpi"] == (200, 200)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("content", "kind", "seen"), [(pdf(), "application/pdf", widths), (tiff(), "image/tiff", shades)]
)
def test_each_part_has_its_pages_and_the_same_bytes_each_time(content: bytes, kind: str, seen: object) -> None:
    arguments = {"media_type": kind, "parts": [[1, 2], [3, 3]]}
    parts = cut(content, arguments).blobs
    assert [seen(one) for one in parts] == [[10, 120], [230]]  # type: ignore[operator]
    assert cut(content, arguments).blobs == parts


@pytest.mark.parametrize("parts", [[[1, 3]], [[1, 2], [2, 3]], [[0, 1], [2, 3]], [[1, 1], [2, 4]], [[3, 3], [1, 2]]])
@pytest.mark.parametrize(("content", "kind"), [(pdf(), "application/pdf"), (tiff(), "image/tiff")])
def test_pages_that_are_not_there_or_in_two_parts_are_refused(
    content: bytes, kind: str, parts: list[list[int]]
) -> None:
    with pytest.raises(Refused):
        cut(content, {"media_type": kind, "parts": parts})


def test_a_damaged_file_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="cannot be cut"):
        cut(b"%PDF-1.7 nothing", {"media_type": "application/pdf", "parts": [[1, 1], [2, 2]]})
