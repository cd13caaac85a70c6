"""Fonts' character maps: bounded ranges, bounded size, and no path where a name belongs.

A map of one line can name 268 million characters; an encoding named like a path made pdfminer.six
load a file of the sender's (CVE-2025-64512).
"""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import MIB, Limits
from bpo_pipeline.intake.pdf_objects import data_of, entry, name_of
from bpo_pipeline.intake.pdf_streams import Tally
from bpo_pipeline.model.reasons import DispositionKind, Reason

_MOST_BYTES = 4 * MIB
_MOST_CODES = 1 << 17
_SECTION = re.compile(rb"begin(?:bf|cid|notdef)range(.*?)(?:endbfrange|endcidrange|endnotdefrange|\Z)", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f\s]{1,16})>\s*<\s*([0-9A-Fa-f\s]{1,16})>\s*(?:<|\[|\d)")


def screen_fonts(pdf: pikepdf.Pdf, tally: Tally, limits: Limits) -> None:
    """Check the character maps of all fonts. Raises Refused: corrupt, decompression_bomb."""
    del limits
    for thing in pdf.objects:
        if not isinstance(thing, pikepdf.Dictionary) or "/BaseFont" not in thing:
            continue
        encoding = entry(thing, "/Encoding")
        if "/" in name_of(encoding)[1:] or "\\" in name_of(encoding):
            raise Refused(
                Reason.CORRUPT, "A font of the PDF names a file path as its encoding. Please export it again."
            )
        for table in (entry(thing, "/ToUnicode"), encoding):
            _check(table, tally)


def _check(table: Any, tally: Tally) -> None:
    if not isinstance(table, pikepdf.Stream):
        return
    codes = 0
    sections = b"\n".join(_SECTION.findall(data_of(table, tally, _MOST_BYTES)))
    for first, last in _RANGE.findall(sections):
        start, end = (int(re.sub(rb"\s", b"", one) or b"0", 16) for one in (first, last))
        codes += max(0, end - start + 1) if end > start else 0
        if codes > 16 * _MOST_CODES or end - start > _MOST_CODES:
            sentence = "A font of the PDF maps far more characters than there are. Please export it again."
            raise Refused(Reason.DECOMPRESSION_BOMB, sentence, DispositionKind.QUARANTINE)
