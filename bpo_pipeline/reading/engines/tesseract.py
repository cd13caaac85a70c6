"""Tesseract through pytesseract, on one thread: with more it is five to seven times slower."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from functools import cache

import pytesseract
from PIL import Image

from bpo_pipeline.errors import AskAPerson, Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.reading.engines.port import Grey, Layout, Seen

_MODES = {Layout.PAGE: 3, Layout.SLIP: 6, Layout.SPARSE: 11}
"""Page segmentation modes: 6 helps receipts and wrecks letter-size pages with columns."""
_PACKS = {"en": "eng", "de": "deu", "fr": "fra", "nl": "nld", "es": "spa", "it": "ita", "pt": "por"}
_MOST_PACKS = 2
"""Each further language pack costs about as much time as the first."""
_SECONDS = 100
"""Wall time for one look. The sandbox bounds its processor time; on a busy machine that takes longer."""
_TEXT_COLUMNS = 12


class Tesseract:
    """Tesseract 5 as a child process for each picture."""

    name = "tesseract"
    wants_clean, poor, hopeless = True, 0.65, 0.50

    @property
    def version(self) -> str:
        """Tesseract's own version."""
        return _version()

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        """Words line by line.

        Raises AskAPerson when Tesseract is not installed or gives up, Refused(parse_timeout) when it takes too long.
        """
        os.environ["OMP_THREAD_LIMIT"] = "1"
        config = f"--psm {_MODES[layout]} --dpi {dots_per_inch}"
        picture_file = Image.fromarray(picture)
        picture_file.format = "PPM"  # pytesseract would spend 67 ms on a PNG of a letter-size page; this takes 1 ms
        try:
            table = pytesseract.image_to_data(picture_file, lang=_packs(languages), config=config, timeout=_SECONDS)
        except (pytesseract.TesseractError, RuntimeError, OSError) as problem:
            if _ran_out_of_time(problem):
                sentence = "Reading a page by OCR takes longer than a page may take."
                raise Refused(Reason.PARSE_TIMEOUT, sentence, DispositionKind.QUARANTINE) from problem
            message = (
                f"Tesseract could not read the picture ({type(problem).__name__}): is it installed, has it memory?"
            )
            raise AskAPerson(message) from problem
        return [one for row in table.splitlines()[1:] for one in _seen(row)]


def _ran_out_of_time(problem: Exception) -> bool:
    """Whether pytesseract gave up waiting (a bare RuntimeError), or the system stopped Tesseract (setrlimit)."""
    if isinstance(problem, pytesseract.TesseractError):
        return bool(problem.status == -signal.SIGXCPU)
    return isinstance(problem, RuntimeError)


def _seen(row: str) -> list[Seen]:
    cells = row.split("\t")
    if len(cells) != _TEXT_COLUMNS or not cells[11].strip() or float(cells[10]) < 0:
        return []
    left, top, width, height = (float(cell) for cell in cells[6:10])
    return [Seen(cells[11].strip(), left, top, left + width, top + height, min(float(cells[10]) / 100, 1.0))]


def _packs(languages: Sequence[str]) -> str:
    installed = _installed()
    wanted = [_PACKS[code] for code in languages if _PACKS.get(code) in installed]
    return "+".join(dict.fromkeys(wanted[:_MOST_PACKS])) or "eng"


@cache
def _installed() -> frozenset[str]:
    return frozenset(pytesseract.get_languages(config=""))


@cache
def _version() -> str:
    return str(pytesseract.get_tesseract_version())
