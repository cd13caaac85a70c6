"""PP-OCRv6 small (Apache-2.0): finds text lines, then reads each; its weights lie inside the ``rapidocr`` wheel.

The models are run by onnxruntime in this process on one thread; what comes before and after them is ours, since
``rapidocr`` gives whole lines and costs seconds to import. On 40 receipts it finds .91 of the words and .96 of the
amounts where Tesseract finds .73 and .58, at twice the processor time.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.reading.engines import tesseract
from bpo_pipeline.reading.engines.beside import parts_of
from bpo_pipeline.reading.engines.port import Grey, Layout, Seen
from bpo_pipeline.reading.engines.ppocr_lines import Line, text_lines
from bpo_pipeline.reading.engines.ppocr_words import Alphabet, words

_FIND, _READ = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
_LONGEST = {Layout.PAGE: 1600, Layout.SLIP: 1280, Layout.SPARSE: 1600}
"""Pixels of the longer side in which lines are looked for."""
_NARROWEST, _MOST_TALL = 544, 3200
"""A long till receipt is looked at in more pixels, so that its width keeps as many."""
_STEP = 32
"""The network takes sides that are multiples of this."""
_ROW = 48
"""Height of a line for reading."""
_LEAST_WIDTH, _MOST_WIDTH = 320, 4800


class PpOcr:
    """PP-OCR in this process; the models are loaded once, best before a process is forked."""

    name = "pp-ocr"
    wants_clean, poor, hopeless = False, 0.85, 0.85
    # measured: pages as they should be .93 to 1.00, on their heads .60 to .78; it knows no layouts to try

    @property
    def version(self) -> str:
        """Models and what runs them."""
        return f"v6-small (rapidocr {version('rapidocr')}, onnxruntime {version('onnxruntime')})"

    def knows(self, language: str) -> bool:  # noqa: ARG002 - see below
        """No: one model reads them all."""
        return False

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:  # noqa: ARG002 - one model for all resolutions
        """Words line by line, with what Tesseract sees in their place.

        Raises AskAPerson when the models are not installed.
        """
        found: list[Seen] = []
        for line in text_lines(_scores(picture, _LONGEST[layout]), picture.shape):
            crop = line.cut(picture)
            seen = _read(crop, line)
            found += seen if layout is Layout.SPARSE else _looked_at_again(seen, crop, languages)
        return found


def read_line(crop: Grey) -> tuple[str, float]:
    """The text of a picture that shows one line and nothing else, and how sure the reading is."""
    height, width = crop.shape
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float32)
    seen = _read(crop, Line(corners))
    return " ".join(one.text for one in seen), min((one.confidence for one in seen), default=0.0)


def load_models() -> None:
    """Load the models, so that processes forked from this one have them."""
    _session(_FIND)
    _reader()


def _scores(picture: Grey, longest: int) -> npt.NDArray[np.float32]:
    """How likely each (shrunken) pixel is part of a text line."""
    height, width = picture.shape
    most = max(longest, min(_NARROWEST * height // max(width, 1), _MOST_TALL))
    scale = min(1.0, most / max(height, width))
    size = tuple(max(round(side * scale / _STEP), 1) * _STEP for side in (width, height))
    small = cv2.resize(picture, size).astype(np.float32) / 127.5 - 1.0
    return _run(_session(_FIND), small)[0, 0]  # type: ignore[no-any-return]


def _looked_at_again(seen: list[Seen], crop: Grey, languages: Sequence[str]) -> list[Seen]:
    """The words with what Tesseract sees in their place, unless it is not there or gives up."""
    other = tesseract.look_at_line(crop, languages) if seen else None
    if other is None:
        return seen
    parts = parts_of(other, [one.text for one in seen])
    return [replace(one, second=part) for one, part in zip(seen, parts, strict=True)]


def _read(crop: Grey, line: Line) -> list[Seen]:
    """The words on the cut-out *crop* of a *line*."""
    wide = min(max(-(-_ROW * crop.shape[1] // crop.shape[0]), 1), _MOST_WIDTH)
    row = np.zeros((_ROW, max(wide, _LEAST_WIDTH)), dtype=np.float32)
    row[:, :wide] = cv2.resize(crop, (wide, _ROW)).astype(np.float32) / 127.5 - 1.0
    session, alphabet = _reader()
    chances = _run(session, row)[0]
    return words(chances, alphabet, line, crop, share=wide / row.shape[1])


def _run(session: Any, grey: npt.NDArray[np.float32]) -> Any:
    """Let a network look at one grey picture (it was trained on three colours)."""
    colours = np.ascontiguousarray(np.broadcast_to(grey, (1, 3, *grey.shape)))
    return session.run(None, {session.get_inputs()[0].name: colours})[0]


@cache
def _reader() -> tuple[Any, Alphabet]:
    session = _session(_READ)
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    return session, Alphabet(("", *characters, " "))


@cache
def _session(name: str) -> Any:
    import onnxruntime  # noqa: PLC0415 - costs a tenth of a second, and only scans need it

    cv2.setNumThreads(1)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_folder() / name), options, providers=["CPUExecutionProvider"])


def _folder() -> Path:
    """Where the wheel keeps its models; the package itself is not imported."""
    spec = importlib.util.find_spec("rapidocr")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "models"
        if (folder / _FIND).is_file() and (folder / _READ).is_file():
            return folder
    message = "The models of PP-OCR are not there: install the package rapidocr, they are inside its wheel."
    raise AskAPerson(message)
