"""Boxes 15 to 20 of a W-2: one row per state, put together across its columns by their height on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.extraction.captioned import Filled
from bpo_pipeline.extraction.captioned_values import Written, runs
from bpo_pipeline.extraction.form_values import amount_of
from bpo_pipeline.extraction.found import Found

_AMOUNTS = frozenset({"state_wages", "state_tax", "local_wages", "local_tax"})
_FAR = 9.0
"""Points between rows."""
_MOST = 2
"""States on one form."""


def state_rows(boxes: Sequence[Filled]) -> dict[str, Found]:
    """The rows of the copy that has most of them filled."""
    copies: list[dict[str, Filled]] = []
    for box in sorted(boxes, key=lambda one: (one.page, one.box.top, one.box.left)):
        home = next((one for one in copies if box.caption.name not in one and _near(one, box)), None)
        if home is None:
            copies.append(home := {})
        home[box.caption.name] = box
    rows = [_rows(copy) for copy in copies]
    return max(rows, key=len, default={})


def _near(copy: dict[str, Filled], box: Filled) -> bool:
    """Whether a box belongs to the same copy: the captions of one stand close together."""
    return all(one.page == box.page and abs(one.box.top - box.box.top) < 100 and abs(one.box.left - box.box.left) < 640
               for one in copy.values())  # fmt: skip


def _rows(copy: dict[str, Filled]) -> dict[str, Found]:
    cells = [(name, one) for name, box in copy.items() for one in _cells(name, box)]
    states = sum(name == "state" for name, _ in cells)
    result: dict[str, Found] = {}
    for name in copy:
        mine = sorted((one for known, one in cells if known == name), key=lambda one: one.words[0].box.middle)
        for number, one in enumerate(mine[: min(states, _MOST) or _MOST]):
            value = amount_of(one.text) if name in _AMOUNTS else one.text
            result[f"state_local.{number}.{name}"] = one.found(value, 0.85)
    return result


def _cells(name: str, box: Filled) -> list[Written]:
    found: list[Written] = []
    for run in runs(box):
        plain = run.text.replace(" ", "").strip("|[]") if name != "locality" else run.text
        if name in _AMOUNTS and amount_of(plain) is None:
            continue
        if name == "state" and not (len(plain) == 2 and plain.isalpha() and plain.isupper()):
            continue
        if name == "employer_state_id" and not any(map(str.isdigit, plain)):
            continue
        if name == "locality" and found and abs(run.words[0].box.middle - found[-1].words[0].box.middle) < _FAR:
            continue
        if any(map(str.isalnum, plain)):
            plain = re.sub(r"^[I|l](?=\d)", "", plain) if name == "employer_state_id" else plain
            found.append(Written(plain, run.words, run.page))
    return found
