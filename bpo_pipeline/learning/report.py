"""What ``bpo train`` found out, for people: a Markdown page and its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bpo_pipeline.learning.accepted import ALLOWED, accepted_money, bound, touchless, wrong_among_accepted
from bpo_pipeline.learning.kinds import accuracy
from bpo_pipeline.learning.measures import (
    MISTAKEN,
    calibration_table,
    error_of,
    lacking_table,
)
from bpo_pipeline.learning.memory_gain import gains
from bpo_pipeline.learning.receipts import FieldReport
from bpo_pipeline.learning.train import Trained
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


def write_report(folder: Path, trained: Trained, *, title: str) -> Path:
    """Write ``training.md`` with its tables, and a calibration plot and learning curve per field; the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"# {title}",
        "",
        _HOW,
        "",
        *_types(trained),
        *_values(trained, folder),
        *_memory(trained),
        *_receipts(trained.receipts, folder),
    ]
    page = folder / "training.md"
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return page


def _types(trained: Trained) -> list[str]:
    sources = sorted({one.source for one in trained.guesses})
    several = {source: [one for one in trained.guesses if one.source == source] for source in sources}
    several["all"] = list(trained.guesses)
    error = error_of([(one.confidence, one.kind == one.said) for one in trained.guesses])
    rows = [f"| {name} | {len(some)} | {accuracy(some):.3f} |" for name, some in several.items() if some]
    return [
        "## Types",
        "",
        "| source | documents | right |",
        "|---|---|---|",
        *rows,
        "",
        f"Calibration error {error:.3f}",
    ]


def _values(trained: Trained, folder: Path) -> list[str]:
    lines = [
        "", "## Values", "", "| source | documents | can be taken unseen at 99.5 % | wrong money fields among them |",
        "|---|---|---|---|",
    ]  # fmt: skip
    by_source = {name: [one for one in trained.papers if one.source == name] for name in _sources(trained)}
    real = [one for one in trained.papers if one.source != "generated"]
    by_source["all but generated"] = real
    by_source["all but generated and receipts"] = [one for one in real if one.document_type != "receipt"]
    for source, papers in by_source.items():
        share, taken = touchless(trained.judged, papers)
        wrong, count = wrong_among_accepted(trained.judged, taken)
        lines.append(f"| {source} | {len(papers)} | {share:.3f} | {_bound(wrong, count)} |")
    wrong, count = accepted_money(trained.judged, ALLOWED)
    points = [point for row in calibration_table(trained.judged) if row.head for point in row.points]
    lines += [
        "", f"Money values of real documents above the threshold for {ALLOWED:.1%} of errors: {_bound(wrong, count)}.",
        "", f"Calibration error of all values of the head together: {error_of(points):.4f}, {len(points)} values.", "",
        "| field | values | right | mean confidence | calibration error | by chance alone |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in calibration_table(trained.judged):
        lines.append(
            f"| {row.field} | {row.values} | {row.right:.3f} | {row.confidence:.3f} | {row.calibration_error:.3f} "
            f"| {row.by_chance:.3f} |"
        )
        picture = f"values-{row.field}.png"
        _plot(folder / picture, "confidence", "share right", _bins(row.points), diagonal=True)
        lines[-1] += f" ![]({picture})"
    lines += [
        "", "### Papers without the field", "",
        f"Found in its place on papers from which the field was taken off; taken: at {MISTAKEN:.0%} of errors allowed.",
        "", "| field | found | taken |", "|---|---|---|",
    ]  # fmt: skip
    lines += [f"| {one.field} | {one.values} | {one.taken:.3f} |" for one in lacking_table(trained.judged)]
    return lines


def _sources(trained: Trained) -> list[str]:
    return sorted({one.source for one in trained.papers})


def _bound(wrong: int, count: int) -> str:
    return f"{wrong} of {count} wrong (at most {bound(wrong, count):.4f} at 95 %)"


def _memory(trained: Trained) -> list[str]:
    """The gain of vendor memory, in each source that has several papers of a vendor."""
    lines = [
        "", "## Vendor memory", "", "Papers of a vendor in turn, each read with what was confirmed on those before.",
        "", "| source | paper | values | right without memory | right with it |", "|---|---|---|---|---|",
    ]  # fmt: skip
    for source in _sources(trained):
        rows = gains([one for one in trained.papers if one.source == source])
        lines += [
            f"| {source} | {one.place} | {one.values} | {one.alone:.3f} | {one.with_memory:.3f} |" for one in rows
        ]
    return lines


def _receipts(reports: Sequence[FieldReport], folder: Path) -> list[str]:
    lines = [
        "", "## Receipts", "", "| field | documents | vendors | right | calibration error | taken at 99.5 % |",
        "|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [
        f"| {one.field} | {one.documents} | {one.vendors} | {one.right:.3f} | {one.calibration_error:.3f} "
        f"| {one.taken_at_995:.3f} |"
        for one in reports
    ]
    for one in reports:
        calibration, curve = f"calibration-{one.field}.png", f"curve-{one.field}.png"
        points = [(sure, each.right) for sure, each in zip(one.confidences, one.outcomes, strict=True)]
        _plot(folder / calibration, "confidence", "share right", _bins(points), diagonal=True)
        _plot(folder / curve, "training documents", "share right", [(float(x), y) for x, y in one.curve])
        lines += ["", f"### {one.field}", "", f"![Calibration]({calibration}) ![Learning curve]({curve})"]
    return lines


def _bins(points: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    order = sorted(points)
    parts = np.array_split(np.array(order, dtype=float), _BINS)
    return [(float(part[:, 0].mean()), float(part[:, 1].mean())) for part in parts if len(part)]


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
