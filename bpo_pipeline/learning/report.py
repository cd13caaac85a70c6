"""What ``bpo train`` found out, for people: a Markdown page and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bpo_pipeline.learning.train import FieldReport
from bpo_pipeline.learning.validation import FOLDS

_HOW = (
    f"Cross-validated by vendor ({FOLDS} folds): each document is judged as an engine would have read it, by a model "
    "and a calibration that never saw its vendor. Right: exact after folding of letters. Taken: the share above the "
    "threshold for 0.5 % of errors."
)
_SIZE = 420
_EDGE = 50
_BINS = 10
_BLUE, _GREY, _BLACK = (40, 90, 170), (190, 190, 190), (20, 20, 20)


def write_report(folder: Path, reports: Sequence[FieldReport], *, title: str) -> Path:
    """Write ``training.md`` with a calibration plot and a learning curve per field; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# {title}",
        "",
        _HOW,
        "",
        "| field | documents | vendors | right | calibration error | taken at 99.5 % |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.field} | {one.documents} | {one.vendors} | {one.right:.3f} | {one.calibration_error:.3f} "
        f"| {one.taken_at_995:.3f} |"
        for one in reports
    ]
    for one in reports:
        calibration, curve = f"calibration-{one.field}.png", f"curve-{one.field}.png"
        _plot(folder / calibration, "confidence", "share right", _reliability(one), diagonal=True)
        _plot(folder / curve, "training documents", "share right", [(float(x), y) for x, y in one.curve])
        lines += ["", f"## {one.field}", "", f"![Calibration]({calibration}) ![Learning curve]({curve})"]
    page = folder / "training.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return page


def _reliability(one: FieldReport) -> list[tuple[float, float]]:
    order = np.argsort(one.confidences, kind="stable")
    sure = np.array(one.confidences)[order]
    hits = np.array([float(each.right) for each in one.outcomes])[order]
    return [
        (float(sure[part].mean()), float(hits[part].mean()))
        for part in np.array_split(np.arange(len(sure)), _BINS)
        if len(part)
    ]


def _plot(path: Path, across: str, up: str, points: Sequence[tuple[float, float]], *, diagonal: bool = False) -> None:
    """Points joined by lines; both axes from 0, the upright one to 1."""
    picture = Image.new("RGB", (_SIZE, _SIZE), "white")
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(size=13)
    most = 1.0 if diagonal else max((x for x, _ in points), default=1.0) or 1.0
    span = _SIZE - 2 * _EDGE

    def place(x: float, y: float) -> tuple[float, float]:
        return _EDGE + span * x / most, _SIZE - _EDGE - span * y

    for step in range(6):
        level = step / 5
        pen.line([place(0, level), place(most, level)], fill=_GREY)
        pen.text((8, place(0, level)[1] - 8), f"{level:.1f}", fill=_BLACK, font=font)
        shown = f"{most * level:.1f}" if diagonal else f"{most * level:.0f}"
        pen.text((place(most * level, 0)[0] - 10, _SIZE - _EDGE + 6), shown, fill=_BLACK, font=font)
    if diagonal:
        pen.line([place(0, 0), place(1, 1)], fill=_GREY, width=2)
    spots = [place(x, y) for x, y in points]
    if len(spots) > 1:
        pen.line(spots, fill=_BLUE, width=2)
    for x, y in spots:
        pen.ellipse([x - 4, y - 4, x + 4, y + 4], fill=_BLUE)
    pen.text((_SIZE / 2 - 40, _SIZE - 22), across, fill=_BLACK, font=font)
    pen.text((8, 14), up, fill=_BLACK, font=font)
    picture.save(path, optimize=True)
