"""The name that a shop goes by, from the logo-sized word on top of its receipt: ``real`` over ``real GmbH``.

A logo is drawn, so OCR may miss a letter (``RSSMANN``): it counts only where the paper says the same word in print, at
the beginning of the name that was found, in a web domain or in a company's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from bpo_pipeline.documents.layout import Line, folded
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.party import has_legal_form
from bpo_pipeline.extraction.sheet import Sheet

_LARGE = 2.0
"""A logo is at least this many times as high as most words."""
_TOP = 0.2
_LETTERS = 4
_MISREAD = 5
"""A logo of so many letters may lack one."""
_DOMAIN = re.compile(r"\b([a-z]{4,40})\.(?:de|com|at|ch|fr|nl|es|it|co|net|org)\b", re.IGNORECASE)
_ODD = re.compile(r"[^\W_]")


def brand(sheet: Sheet, name: Found | None) -> Found | None:
    """The logo's word in the place of the name, where the paper's print agrees; else the name as it is."""
    logo = _logo(sheet)
    if logo is None:
        return name
    drawn = "".join(_ODD.findall(logo.text)).casefold()
    said = str(name.value) if name is not None else ""
    first = "".join(folded(said.split()[0])) if said.split() else ""
    if len(first) == 1 and (own := _spread(drawn, "".join(folded(said)))):
        first = drawn = own
    printed = next((one for one in (first, *_printed(sheet, logo)) if _same(drawn, one)), None)
    if printed is None or (name is not None and first == printed and len(said.split()) == 1):
        return name
    word = logo.text[: len(drawn)] if printed == drawn else printed.capitalize()
    box = logo.box
    if name is None:
        return Found(word, logo.text, 0.6, logo.page, box)
    return replace(name, value=word, raw=logo.text, page=logo.page, box=box)


def _spread(drawn: str, name: str) -> str:
    """The logo's word where a till's wide print has the name in pieces, ``t o o m Ba u m a rk t``, else "".

    Two strokes drawn behind the word may have been read as letters.
    """
    words = (drawn[:length] for length in range(len(drawn), max(_LETTERS, len(drawn) - 2) - 1, -1))
    return next((one for one in words if name.startswith(one)), "")


def _logo(sheet: Sheet) -> Line | None:
    """The line of one large word at the head of the first page."""
    page = sheet.reading.pages[0]
    heights = [word.box.height for word in page.words if len(word.text) > 1]
    if not heights:
        return None
    least, edge = _LARGE * median(heights), _TOP * page.height
    lines = (one for one in sheet.lines if one.page == page.number and one.box.top < edge)
    return next((one for line in lines for one in _alone(line, least)), None)


def _alone(line: Line, least: float) -> Iterator[Line]:
    for cell in line.cells:
        letters = "".join(_ODD.findall(cell.text))
        if len(cell.words) == 1 and cell.box.height >= least and len(letters) >= _LETTERS and letters.isalpha():
            yield replace(line, words=cell.words, cells=(cell,))


def _printed(sheet: Sheet, logo: Line) -> Iterator[str]:
    """The words of web domains and company names."""
    for line in sheet.lines:
        if line.index == logo.index:
            continue
        yield from (one.casefold() for one in _DOMAIN.findall(line.text[:200]))
        if has_legal_form(line.text[:200]):
            yield from ("".join(folded(word.text)) for word in line.words if word.text[:1].isupper())


def _same(drawn: str, printed: str) -> bool:
    """Whether two words are one, but for a letter that the logo draws."""
    if drawn == printed:
        return True
    if len(drawn) < _MISREAD or len(printed) != len(drawn) + 1:
        return False
    return any(printed[:place] + printed[place + 1 :] == drawn for place in range(len(printed)))
