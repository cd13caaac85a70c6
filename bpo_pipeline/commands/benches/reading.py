"""``bpo bench --only reading``: our reading against the bare libraries, on the same pages in the same run."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf

from bpo_pipeline.commands.benches.figures import Figure
from bpo_pipeline.commands.benches.invoices import FILES_CLIENT, invoices
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.flow.understanding import MasterData, draft_of
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.generator.scan import as_jpeg, good_quality, scan
from bpo_pipeline.generator.seeds import seeded
from bpo_pipeline.reading.read import read_document, reading_from_json

DIGITAL, SCANS = 30, 6
SHORT, MIDDLING, LONG = 5, 50, 500
"""Pages of the files whose cost per page is compared."""
LANGUAGES, PACKS = ["de", "en"], "deu+eng"


def measure(*, seed: int) -> list[Figure]:
    """CPU seconds per page, children included, ours and theirs in turns: a ratio that a busy machine leaves alone."""
    papers = invoices(DIGITAL, seed=seed, client=FILES_CLIENT)
    _ours(papers[0].content, "application/pdf")
    _plumber(papers[0].content)
    ours, plumber, ours_scan, alone, tesseract = [], [], [], [], []
    kept: list[Any] = []
    with bar("Reading pages", DIGITAL + SCANS) as advance:
        for paper in papers:
            ours.append(_cpu(partial(_ours, paper.content, "application/pdf")))
            plumber.append(_cpu(partial(_plumber, paper.content)))
            kept.append(_ours(paper.content, "application/pdf"))
            advance()
        for number, paper in enumerate(papers[:SCANS]):
            picture = _picture(paper, seed + number)
            ours_scan.append(_cpu(partial(_ours, picture, "image/jpeg")))
            alone.append(_cpu(partial(_ours, picture, "image/jpeg", engine="tesseract")))
            tesseract.append(_cpu(partial(_tesseract, picture)))
            kept.append(_ours(picture, "image/jpeg"))
            advance()
    return [
        *_compared("digital pages", "pdfplumber", ours, plumber, "words of one-page invoices; ours also repairs,"
                   " looks for hidden text and for known forms"),
        Figure("digital pages", "our reading", len(ours) / sum(ours), "pages/s", "on one core, files of one page"),
        *_long(papers[:SHORT]),
        *_compared("scanned pages, cascade", "Tesseract", ours_scan, tesseract, f"good scans, {PACKS}; ours also"
                   " levels, cleans and lets PP-OCR look where little was read"),
        *_compared("scanned pages, Tesseract alone", "Tesseract", alone, tesseract, "the same scans"),
        *_extraction(kept),
    ]  # fmt: skip


def _compared(part: str, rival: str, ours: list[float], theirs: list[float], note: str) -> list[Figure]:
    pages = len(ours)
    return [
        Figure(part, "our reading", 1000 * sum(ours) / pages, "CPU ms/page", f"{pages} pages: {note}"),
        Figure(part, f"bare {rival}", 1000 * sum(theirs) / pages, "CPU ms/page", "the same pages"),
        Figure(part, f"ours to {rival}", sum(ours) / sum(theirs), "times", "below 1 ours is faster"),
    ]


def _long(papers: list[DemoDocument]) -> list[Figure]:
    """What a page costs in a long file, against the same pages in a short one; the short one often enough to count."""
    short, long = _joined(papers, 1), _joined(papers, LONG // SHORT)
    in_long = _cpu(partial(_ours, long, "application/pdf")) / LONG
    in_short = sum(_cpu(partial(_ours, short, "application/pdf")) for _ in range(20)) / (20 * SHORT)
    plumber = _cpu(partial(_plumber, _joined(papers, MIDDLING // SHORT))) / MIDDLING
    note = f"CPU of a page in a file of {LONG} against one of {SHORT}"
    return [
        Figure("long files", "long to short", in_long / in_short, "times", note),
        Figure("long files", "our reading", 1 / in_long, "pages/s", f"on one core, a file of {LONG} pages"),
        Figure("long files", "ours to pdfplumber", in_long / plumber, "times", f"pdfplumber on {MIDDLING} pages"),
    ]


def _extraction(kept: list[Any]) -> list[Figure]:
    """What understanding costs once a document is read: its type, its fields, its line items."""
    readings = [reading_from_json(one) for one in kept]
    draft_of(readings[0], contract=None, master=MasterData())  # models are loaded
    spent = sorted(_cpu(partial(draft_of, one, contract=None, master=MasterData())) for one in readings)
    note = f"{len(spent)} of the documents above, digital and scanned, kept readings"
    return [
        Figure("extraction", "mean", 1000 * sum(spent) / len(spent), "CPU ms/document", note),
        Figure("extraction", "95 of 100 take at most", 1000 * spent[len(spent) * 95 // 100], "CPU ms/document", note),
    ]


def _joined(papers: list[DemoDocument], times: int) -> bytes:
    with pikepdf.new() as joined:
        for _ in range(times):
            for paper in papers:
                with pikepdf.open(io.BytesIO(paper.content)) as one:
                    joined.pages.extend(one.pages)
        target = io.BytesIO()
        joined.save(target)
    return target.getvalue()


def _ours(content: bytes, media_type: str, **more: str) -> Any:
    return read_document(content, {"media_type": media_type, "languages": LANGUAGES, **more}).value


def _plumber(content: bytes) -> None:
    with pdfplumber.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.extract_words()


def _tesseract(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        Path(file.name).write_bytes(content)
        subprocess.run(
            ["tesseract", file.name, "stdout", "-l", PACKS, "--psm", "3", "tsv"],
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            check=True,
        )


def _picture(paper: DemoDocument, seed: int) -> bytes:
    rng = seeded(seed, "scan")
    quality = good_quality(rng)
    return as_jpeg(scan(paper.content, rng, quality)[0], quality)


def _cpu(work: Callable[[], object]) -> float:
    before = _used()
    work()
    return _used() - before


def _used() -> float:
    both = (resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)
