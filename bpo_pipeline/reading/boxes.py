"""What stands in the boxes of a known form: values of the PDF form, words of the text layer, or ink read by OCR.

Ticks and signatures are judged by ink: the page is laid over the blank, and what is dark inside a box is compared
with what the blank prints there. A tick may be taken from a scan; written characters are read, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bpo_pipeline.documents.known_form import FormBox, KnownForm, known_forms
from bpo_pipeline.documents.layout import folded
from bpo_pipeline.model.reading import Box, FilledBox, FormField, Page, Source, Word
from bpo_pipeline.reading.box_ink import Sheet
from bpo_pipeline.reading.engines.ppocr import PpOcr
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.reading.registration import Registered, register
from bpo_pipeline.reading.words import lines

_FORM_PAGES = 2
_REACH = 2.0
"""Points around a box in which its text may stand."""
_CROSSES = frozenset({"X", "x", "✔", "✓", "✗", "✘", "☒"})
_BY_FORM, _BY_TEXT, _ABOUT, _MOST = 0.99, 0.97, 0.02, 0.8
"""How sure a value is that the PDF form or the text layer gives; what is about as sure, and about as much."""

Look = Callable[[Page], Picture | None]
"""Gives the picture of a page, upright."""


def filled_boxes(pages: Sequence[Page], fields: Sequence[FormField], look: Look) -> tuple[str, tuple[FilledBox, ...]]:
    """Name of the known form that the document is, and its boxes; empty when it is none.

    A second page of the same form adds its boxes. *look* is asked for a picture only when a page was recognised.
    """
    name, kind, found = "", "", list[FilledBox]()
    for page in pages[:_FORM_PAGES]:
        registered = register(page)
        if registered is None or (name and (registered.form.document_type != kind or registered.form.name == name)):
            continue
        form = _edition(registered.form, fields) if not name else registered.form
        name, kind = name or form.name, form.document_type
        registered = Registered(form, page.number, registered.onto_page, registered.share)
        picture = look(page)
        sheet = Sheet.of(picture, registered) if picture is not None else None
        found += boxes_on(registered, page, fields, sheet)
    return name, tuple(found)


def boxes_on(
    registered: Registered, page: Page, fields: Sequence[FormField], sheet: Sheet | None
) -> tuple[FilledBox, ...]:
    """All boxes of a form that a page was laid over."""
    typed = {one.name: one for one in fields if one.page == page.number}
    return tuple(_boxes(registered, page, typed, sheet))


def _edition(form: KnownForm, fields: Sequence[FormField]) -> KnownForm:
    """The PDF form's own field names tell editions apart better than the print."""
    names = [one.name for one in fields]
    fitting = [one for one in known_forms() if one.document_type == form.document_type and one.fits(names)]
    return fitting[0] if len(fitting) == 1 else form


def _boxes(registered: Registered, page: Page, typed: dict[str, FormField], sheet: Sheet | None) -> Iterator[FilledBox]:
    static = _printed_by_the_form(registered, page)
    written = _off_the_print(registered, page, static) if page.engine == PpOcr.name else ()
    done: set[str] = set()
    for one in registered.form.boxes:
        there = registered.place(one.box)
        field = next(
            (f for name, f in typed.items() if one.pdf_ending and f".{name}".endswith(f".{one.pdf_ending}")), None
        )
        if field is not None and one.kind != "signature":
            value = field.value if one.kind != "check" else "x" if field.value else ""
            yield FilledBox(one.name, one.kind, value, page.number, there, _BY_FORM)
        elif one.kind in {"check", "signature"}:
            yield _mark(one, there, page, sheet, static)
        elif page.source is Source.TEXT:
            text = _words_in(page.words, there, static)
            yield FilledBox(one.name, one.kind, text, page.number, there, _BY_TEXT)
        elif sheet is not None and one.name not in done:
            name, parts = _cells(one, registered.form)
            done.update(part.name for part in parts)
            if len(parts) == 1 and not one.is_comb:
                text, sure = _surer(sheet.text(one), _inside(written, there, frozenset(), reach=0.0), there)
            else:
                text, sure = sheet.digits(parts)
            yield FilledBox(name, one.kind, text, page.number, there, sure)


def _cells(one: FormBox, form: KnownForm) -> tuple[str, list[FormBox]]:
    """All parts of a value that is written digit by digit, or the box alone."""
    base, _, part = one.name.partition(".")
    if not part.isdigit() or base not in {"ssn", "ein"}:
        return one.name, [one]
    return base, [other for other in form.boxes if other.name.startswith(f"{base}.")]


def _mark(one: FormBox, there: Box, page: Page, sheet: Sheet | None, static: frozenset[int]) -> FilledBox:
    if one.kind == "signature" and page.source is Source.TEXT and _words_in(page.words, there, static):
        return FilledBox(one.name, one.kind, "x", page.number, there, _BY_TEXT)
    if one.kind == "check" and page.source is Source.TEXT and _is_crossed(page.words, there):
        return FilledBox(one.name, one.kind, "x", page.number, there, _BY_TEXT)
    if sheet is None:
        return FilledBox(one.name, one.kind, "", page.number, there, 0.0)
    marked, sure = sheet.tick(one) if one.kind == "check" else sheet.signature(one)
    return FilledBox(one.name, one.kind, "x" if marked else "", page.number, there, sure)


def _is_crossed(words: Sequence[Word], box: Box) -> bool:
    """Whether a cross or check mark was set as text inside a check box."""
    return any(
        word.text in _CROSSES
        and box.left - 1 <= (word.box.left + word.box.right) / 2 <= box.right + 1
        and box.top - 1 <= word.box.middle <= box.bottom + 1
        for word in words
    )


def _printed_by_the_form(registered: Registered, page: Page) -> frozenset[int]:
    """Identities of the page's words that the blank prints at the same place."""
    found: set[int] = set()
    for own in registered.form.words:
        there = registered.place(own.box)
        for word in page.words:
            if (
                abs(word.box.left - there.left) < 4
                and abs(word.box.middle - there.middle) < 4
                and folded(word.text) == folded(own.text)
            ):
                found.add(id(word))
    return frozenset(found)


def _surer(read: tuple[str, float], words: Sequence[Word], box: Box) -> tuple[str, float]:
    """The better of what was read in the box alone and what the page's own reading has there.

    Poor scans are read by the same engine twice: the page as it was scanned, the box after it was laid over the blank.
    The first is right more often (.95 with this rule, .81 by the box alone, 114 typed values), as long as it is about
    as sure and as long, no word runs out of the box and it has no other lines or signs.
    """
    text = _text(words)
    sure = min((word.confidence for word in words), default=0.0)
    runs_out = any(word.box.left < box.left - 2 * _REACH or word.box.right > box.right + 2 * _REACH for word in words)
    other = text.count("\n") != read[0].count("\n") or (read[0].isdigit() and not text.isdigit())
    other = other or _letters(text) < _MOST * _letters(read[0])
    if runs_out or sure < (read[1] - _ABOUT if read[0] else _BY_TEXT) or (read[0] and other):
        return read
    return text, max(sure, read[1]) if folded(text) == folded(read[0]) else sure


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _off_the_print(registered: Registered, page: Page, static: frozenset[int]) -> tuple[Word, ...]:
    """The page's words that do not stand where the blank prints some: a printed word may be misread."""
    printed = [registered.place(own.box) for own in registered.form.words]

    def covered(box: Box) -> bool:
        return any(
            there.left - 1 < (box.left + box.right) / 2 < there.right + 1
            and min(box.bottom, there.bottom) - max(box.top, there.top) > 0.4 * min(box.height, there.height)
            for there in printed
        )

    return tuple(word for word in page.words if id(word) not in static and not covered(word.box))


def _words_in(words: Sequence[Word], box: Box, static: frozenset[int]) -> str:
    """Words whose middle lies in the box, line by line."""
    return _text(_inside(words, box, static))


def _text(words: Sequence[Word]) -> str:
    return "\n".join(" ".join(word.text for word in line) for line in lines(words))


def _inside(words: Sequence[Word], box: Box, static: frozenset[int], reach: float = _REACH) -> list[Word]:
    return [
        word
        for word in words
        if id(word) not in static
        and box.left - reach <= (word.box.left + word.box.right) / 2 <= box.right + reach
        and box.top - reach <= word.box.middle <= box.bottom + reach
        and word.box.left >= box.left - 3 * _REACH
        and any(map(str.isalnum, word.text))
    ]
