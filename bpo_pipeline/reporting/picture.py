"""Draws the picture of the flow for the README: from the client's inbox to the ledger.

``python -m bpo_pipeline.reporting.picture`` writes ``.github/flow.svg`` and ``.github/flow.png``; the same
code gives the same bytes, so a changed picture shows up in review. All places are in a grid of 16 by 7.2 units.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

OUT = Path(__file__).resolve().parents[2] / ".github" / "flow.svg"

_WIDTH, _HEIGHT = 16.0, 7.2
_INK = "#1f2933"
_FAINT = "#5b6773"
_PAPER = "#fbfaf7"
_LINE = "#8a96a3"
_FONT = "DejaVu Sans"


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str
    edge: str


_CLIENT = _Look("#fff4dc", "#d9a441")
_STAGE = _Look("#e4eefb", "#3f74b8")
_PERSON = _Look("#f1e6fa", "#8a55b5")
_GOOD = _Look("#e0f3e6", "#3a9158")
_BAD = _Look("#fbe5e3", "#c2544b")
_PROOF = _Look("#ffffff", "#8a96a3")


@dataclass(frozen=True, slots=True)
class _Box:
    """A rounded box: middle, size, a title and a line or two below it."""

    x: float
    y: float
    width: float
    height: float
    title: str
    text: str
    look: _Look

    @property
    def left(self) -> tuple[float, float]:
        return self.x - self.width / 2, self.y

    @property
    def right(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y

    @property
    def top(self) -> tuple[float, float]:
        return self.x, self.y + self.height / 2

    @property
    def bottom(self) -> tuple[float, float]:
        return self.x, self.y - self.height / 2


_Y = 4.35
_RAIL = 3.12
_INBOX = _Box(1.45, _Y, 1.9, 1.5, "Inbox", "the client's\nS3 bucket", _CLIENT)
_INTAKE = _Box(3.95, _Y, 1.9, 1.5, "Intake", "what is it?\nseen before? safe?", _STAGE)
_READ = _Box(6.45, _Y, 1.9, 1.5, "Read", "text layer, OCR,\ne-invoice data", _STAGE)
_EXTRACT = _Box(8.95, _Y, 1.9, 1.5, "Extract", "which type? each\nfield with its ink", _STAGE)
_CHECK = _Box(11.45, _Y, 1.9, 1.5, "Check", "sums, dates, vendor,\nbank, duplicates", _STAGE)
_POST = _Box(14.45, _Y, 2.1, 1.5, "Post", "gate over a limit,\nonce, and read back", _STAGE)
_REVIEW = _Box(11.45, 1.95, 1.9, 1.15, "A person", "corrects, approves\nor rejects", _PERSON)
_POSTED = _Box(14.45, 6.25, 2.1, 0.95, "Posted", "ERP or import file", _GOOD)
_REJECTED = _Box(6.45, 1.95, 2.1, 1.15, "Rejected", "the client is told why", _BAD)
_QUARANTINED = _Box(3.95, 1.95, 2.1, 1.15, "Quarantined", "hostile, or over a limit", _BAD)
_BOXES = (
    _INBOX,
    _INTAKE,
    _READ,
    _EXTRACT,
    _CHECK,
    _POST,
    _REVIEW,
    _POSTED,
    _REJECTED,
    _QUARANTINED,
)


def flow_picture(out_svg: Path = OUT) -> tuple[Path, Path]:
    """Draw the flow as SVG and, beside it, as PNG; gives both paths. Drawing twice gives the same bytes."""
    with mpl.rc_context():
        mpl.rcParams.update({"svg.hashsalt": "flow", "svg.fonttype": "path", "font.family": _FONT})
        figure = Figure(figsize=(_WIDTH * 0.8, _HEIGHT * 0.8))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(0, _HEIGHT)
        axes.axis("off")
        _draw(axes)
        out_svg.parent.mkdir(parents=True, exist_ok=True)
        out_png = out_svg.with_suffix(".png")
        figure.savefig(out_svg, transparent=True, metadata={"Date": None, "Creator": None})
        figure.savefig(out_png, dpi=150, transparent=True, metadata={"Software": None})
    return out_svg, out_png


def _draw(axes: Axes) -> None:
    _card(axes)
    for box in _BOXES:
        _box(axes, box)
    for one, other in ((_INBOX, _INTAKE), (_INTAKE, _READ), (_READ, _EXTRACT), (_EXTRACT, _CHECK)):
        _arrow(axes, one.right, other.left)
    _arrow(axes, _CHECK.right, _POST.left, colour=_GOOD.edge)
    _note(axes, (_CHECK.right[0] + _POST.left[0]) / 2, _Y + 0.18, "straight\nthrough", _GOOD.edge, valign="bottom")
    _arrow(axes, _POST.top, _POSTED.bottom, colour=_GOOD.edge)
    _arrow(axes, _CHECK.bottom, _REVIEW.top, colour=_PERSON.edge)
    _note(axes, _CHECK.x + 0.15, 3.05, "in review:\nwhy, since when", _PERSON.edge, align="left")
    _arrow(axes, _REVIEW.right, (_POST.x, _POST.bottom[1]), colour=_PERSON.edge, bend="angle,angleA=0,angleB=90,rad=14")
    _arrow(axes, _REVIEW.left, _REJECTED.right, colour=_BAD.edge)
    _rail(axes, (_INTAKE, _READ), (_QUARANTINED, _REJECTED))
    _note(axes, (_INTAKE.x + _READ.x) / 2, _RAIL - 0.25, "with the reason", _BAD.edge)
    _report(axes)


def _card(axes: Axes) -> None:
    """A paper-coloured card, so that the ink is read on a light and on a dark page."""
    shape = FancyBboxPatch(
        (0.12, 0.12),
        _WIDTH - 0.24,
        _HEIGHT - 0.24,
        boxstyle="round,pad=0,rounding_size=0.3",
        fc=_PAPER,
        ec="#d8d4c8",
        lw=1,
    )
    axes.add_patch(shape)
    axes.text(0.5, 6.5, "From the inbox to the ledger, with proof", fontsize=17, weight="bold", color=_INK, va="center")
    words = "Each file ends in exactly one place; counts and sums tie at every step."
    axes.text(0.5, 6.02, words, fontsize=11, color=_FAINT, va="center")


def _box(axes: Axes, box: _Box) -> None:
    corner = (box.x - box.width / 2, box.y - box.height / 2)
    style = "round,pad=0,rounding_size=0.16"
    axes.add_patch(
        FancyBboxPatch(corner, box.width, box.height, boxstyle=style, fc=box.look.fill, ec=box.look.edge, lw=1.6)
    )
    middle = box.height * 0.22
    axes.text(box.x, box.y + middle, box.title, fontsize=13, weight="bold", color=_INK, ha="center", va="center")
    axes.text(
        box.x, box.y - box.height * 0.18, box.text, fontsize=9, color=_FAINT, ha="center", va="center", linespacing=1.3
    )


def _arrow(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], *, colour: str = _LINE, bend: str = "arc3"
) -> None:
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>",
            mutation_scale=15,
            lw=1.8,
            color=colour,
            connectionstyle=bend,
            shrinkA=1,
            shrinkB=2,
            joinstyle="round",
        )
    )


def _rail(axes: Axes, sources: tuple[_Box, ...], ends: tuple[_Box, ...]) -> None:
    """Either source may lead to either end."""
    for box in sources:
        axes.plot((box.x, box.x), (box.bottom[1] - 0.03, _RAIL), color=_BAD.edge, lw=1.8, solid_capstyle="round")
    across = (min(box.x for box in sources), max(box.x for box in sources))
    axes.plot(across, (_RAIL, _RAIL), color=_BAD.edge, lw=1.8, solid_capstyle="round")
    for box in ends:
        _arrow(axes, (box.x, _RAIL + 0.1), box.top, colour=_BAD.edge)


def _note(
    axes: Axes, x: float, y: float, text: str, colour: str, *, align: str = "center", valign: str = "center"
) -> None:
    axes.text(x, y, text, fontsize=8.5, style="italic", color=colour, ha=align, va=valign, linespacing=1.25)


def _report(axes: Axes) -> None:
    """The band at the foot: the control report counts everything above."""
    shape = FancyBboxPatch(
        (0.5, 0.42),
        _WIDTH - 1.0,
        0.62,
        boxstyle="round,pad=0,rounding_size=0.14",
        fc=_PROOF.fill,
        ec=_PROOF.edge,
        lw=1.2,
        ls=(0, (4, 3)),
    )
    axes.add_patch(shape)
    axes.text(0.85, 0.73, "Control report", fontsize=11.5, weight="bold", color=_INK, va="center")
    equation = "files in  =  posted  +  rejected  +  quarantined  +  in review  +  on hold,   by count and to the cent"
    axes.text(15.15, 0.73, equation, fontsize=11, color=_FAINT, ha="right", va="center")


if __name__ == "__main__":
    flow_picture()
