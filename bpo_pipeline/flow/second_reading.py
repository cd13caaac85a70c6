"""Reading boxes of a document's rendered pages a second time, inside the sandbox, by another way than the first.

What a text layer says is read by OCR; what one OCR engine read is read by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from bpo_pipeline.flow.understanding import Reread
from bpo_pipeline.intake import Parser
from bpo_pipeline.model.reading import Box, Reading

SECONDS = 60.0


def rereader(sandbox: Parser, load: Callable[[], bytes], *, media_type: str, reading: Reading) -> Reread:
    """A function that reads (path, page, box) again; *load* fetches the original once, when it is needed."""
    original = cache(load)

    def reread(crops: Sequence[tuple[str, int, Box]], dots_per_inch: int) -> Mapping[str, str]:
        boxes = [
            {"path": path, "page": page, "box": [box.left, box.top, box.right, box.bottom]} for path, page, box in crops
        ]
        rotations = {str(page.number): page.rotation for page in reading.pages if page.rotation}
        languages = [reading.language] if reading.language else []
        arguments = {
            "media_type": media_type,
            "boxes": boxes,
            "rotations": rotations,
            "engines": {str(page.number): page.engine for page in reading.pages if page.engine},
            "languages": languages,
            "dots_per_inch": dots_per_inch,
        }
        texts: dict[str, str] = sandbox.run("reread", original(), arguments=arguments, wall_seconds=SECONDS).value
        return texts

    return reread
