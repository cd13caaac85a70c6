"""Tesseract on one thread (with more it is five to seven times slower): in this process, else through pytesseract."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import subprocess
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
_TEXT_COLUMNS, _WORD = 12, "5"
"""Of Tesseract's TSV table: columns, and the level of a row that is a word."""


class Tesseract:
    """Tesseract 5 with the language packs of the installed program."""

    name = "tesseract"
    wants_clean, poor, hopeless = True, 0.65, 0.50

    @property
    def version(self) -> str:
        """Tesseract's own version."""
        return _version()

    def knows(self, language: str) -> bool:
        """Whether the language's pack is installed. Raises AskAPerson when Tesseract is not."""
        try:
            return _PACKS.get(language) in _installed()[1]
        except (OSError, subprocess.SubprocessError) as problem:
            raise _not_there(problem) from problem

    def see(self, picture: Grey, *, dots_per_inch: int, languages: Sequence[str], layout: Layout) -> list[Seen]:
        """Words line by line.

        Raises AskAPerson when Tesseract is not installed or gives up, Refused(parse_timeout) when it takes too long.
        """
        read = _inside if _is_inside() else _beside
        try:
            table = read(picture, dots_per_inch, _packs(languages), _MODES[layout])
        except (pytesseract.TesseractError, RuntimeError, OSError, subprocess.SubprocessError) as problem:
            if _ran_out_of_time(problem):
                sentence = "Reading a page by OCR takes longer than a page may take."
                raise Refused(Reason.PARSE_TIMEOUT, sentence, DispositionKind.QUARANTINE) from problem
            raise _not_there(problem) from problem
        return [one for row in table.splitlines() for one in _seen(row)]


def look_at_line(crop: Grey, languages: Sequence[str]) -> str | None:
    """What a picture of one line says; None when Tesseract is not in this process or gives up.

    A fifth of a millisecond a letter: a second opinion on what another engine read.
    """
    if not _is_inside():
        return None
    from bpo_pipeline.reading.engines import tesseract_inside  # noqa: PLC0415 - its wheel may be missing

    try:
        return tesseract_inside.line(crop, folder=_installed()[0], packs=_packs(languages))
    except (RuntimeError, OSError, subprocess.SubprocessError):
        return None


def _not_there(problem: Exception) -> AskAPerson:
    return AskAPerson(
        f"Tesseract could not read the picture ({type(problem).__name__}): is it installed, has it memory?"
    )


def _inside(picture: Grey, dots_per_inch: int, packs: str, mode: int) -> str:
    """Read in this process; a TSV table."""
    from bpo_pipeline.reading.engines import tesseract_inside  # noqa: PLC0415 - its wheel may be missing

    return tesseract_inside.table(
        picture, folder=_installed()[0], packs=packs, mode=mode, dots_per_inch=dots_per_inch, seconds=_SECONDS
    )


def _beside(picture: Grey, dots_per_inch: int, packs: str, mode: int) -> str:
    """Read by the program, through pytesseract; a TSV table."""
    os.environ["OMP_THREAD_LIMIT"] = "1"
    picture_file = Image.fromarray(picture)
    picture_file.format = "PPM"  # pytesseract would spend 67 ms on a PNG of a letter-size page; this takes 1 ms
    config = f"--psm {mode} --dpi {dots_per_inch}"
    found: str = pytesseract.image_to_data(picture_file, lang=packs, config=config, timeout=_SECONDS)
    return found


@cache
def _is_inside() -> bool:
    """Whether the wheel tesserocr is there, which is not made for every platform."""
    return importlib.util.find_spec("tesserocr") is not None


def _ran_out_of_time(problem: Exception) -> bool:
    """Whether pytesseract gave up waiting (a bare RuntimeError), or the system stopped Tesseract (setrlimit)."""
    if isinstance(problem, pytesseract.TesseractError):
        return bool(problem.status == -signal.SIGXCPU)
    return isinstance(problem, RuntimeError)


def _seen(row: str) -> list[Seen]:
    cells = row.split("\t")
    if len(cells) != _TEXT_COLUMNS or cells[0] != _WORD or not cells[11].strip():
        return []
    left, top, width, height = (float(cell) for cell in cells[6:10])
    return [Seen(cells[11].strip(), left, top, left + width, top + height, min(float(cells[10]) / 100, 1.0))]


def _packs(languages: Sequence[str]) -> str:
    wanted = [_PACKS[code] for code in languages if _PACKS.get(code) in _installed()[1]]
    return "+".join(dict.fromkeys(wanted[:_MOST_PACKS])) or "eng"


def look_for_packs() -> None:
    """Ask the program once which languages it has, so that processes forked from this one need not."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):  # not installed: said when a picture comes
        _installed()


@cache
def _installed() -> tuple[str, frozenset[str]]:
    """The folder of the language packs, and their names."""
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True
    ).stdout
    first, *names = listed.splitlines()
    return first.partition('"')[2].partition('"')[0], frozenset(names)


@cache
def _version() -> str:
    if _is_inside():
        from bpo_pipeline.reading.engines import tesseract_inside  # noqa: PLC0415 - its wheel may be missing

        return tesseract_inside.version()
    return str(pytesseract.get_tesseract_version())
