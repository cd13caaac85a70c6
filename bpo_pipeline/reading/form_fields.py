"""What was typed and ticked in a PDF form (AcroForm, ISO 32000-1, 12.7): one entry for each box that can be seen.

Taken before the form is made part of the page. Names, types and values are inherited from the parents of a
widget (12.7.3.1); of a check box or radio button the state that it shows (``/AS``) is what counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from bpo_pipeline.model.reading import FormField
from bpo_pipeline.reading.geometry import Upright

_KINDS = {"/Tx": "text", "/Ch": "choice", "/Btn": "check", "/Sig": "signature"}
_RADIO, _PUSH = 1 << 15, 1 << 16
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_MOST_PARENTS = 32
_MOST_FIELDS = 5000


@dataclass(frozen=True, slots=True)
class RawField:
    """A field as the file has it; its place in the page's own coordinates."""

    name: str
    value: str
    kind: str
    page: int
    sides: tuple[float, float, float, float]
    """Left, bottom, right, top."""
    label: str
    state: str

    def on(self, upright: Upright) -> FormField:
        """The field with its box on the upright page."""
        box = upright.box(*self.sides)
        return FormField(self.name, self.value, self.kind, self.page, box, self.label, self.state)


def form_fields(pdf: pikepdf.Pdf) -> tuple[RawField, ...]:
    """All visible fields, page by page; damaged ones are left out."""
    found: list[RawField] = []
    for number, page in enumerate(pdf.pages, start=1):
        for widget in _widgets(page.obj):
            try:
                field = _field(widget, number)
            except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
                continue
            if field is not None:
                found.append(field)
        if len(found) > _MOST_FIELDS:
            break
    return tuple(found[:_MOST_FIELDS])


def _widgets(page: pikepdf.Object) -> Iterator[pikepdf.Object]:
    annotations = page.get("/Annots")
    if isinstance(annotations, pikepdf.Array):
        for one in annotations:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == pikepdf.Name.Widget:
                yield one


def _field(widget: pikepdf.Object, page: int) -> RawField | None:
    chain = _chain(widget)
    kind = _KINDS.get(str(_inherited(chain, "/FT")))
    flags = _number(_inherited(chain, "/Ff"))
    if kind is None or _number(widget.get("/F")) & (_HIDDEN | _NO_VIEW) or (kind == "check" and flags & _PUSH):
        return None
    name = ".".join(str(one["/T"]) for one in reversed(chain) if "/T" in one)
    label = str(_inherited(chain, "/TU") or "")
    first, second, third, fourth = (float(side) for side in widget["/Rect"])
    sides = (min(first, third), min(second, fourth), max(first, third), max(second, fourth))
    state = ""
    if kind == "check":
        kind = "radio" if flags & _RADIO else kind
        state = _on_state(widget)
        shown = str(widget.get("/AS", "/Off")).removeprefix("/")
        value = "" if shown == "Off" else shown
    elif kind == "signature":
        value = "signed" if _inherited(chain, "/V") is not None else ""
    else:
        value = _text(_inherited(chain, "/V"))
    return RawField(name, value, kind, page, sides, label, state)


def _chain(widget: pikepdf.Object) -> list[pikepdf.Object]:
    """The widget and its parents, innermost first."""
    chain = [widget]
    while len(chain) < _MOST_PARENTS and isinstance(parent := chain[-1].get("/Parent"), pikepdf.Dictionary):
        chain.append(parent)
    return chain


def _inherited(chain: list[pikepdf.Object], key: str) -> object:
    return next((one[key] for one in chain if key in one), None)


def _number(value: object) -> int:
    return int(value) if isinstance(value, int) else 0


def _on_state(widget: pikepdf.Object) -> str:
    """The name of the state in which the box is ticked: the one of its looks that is not ``Off``."""
    looks = widget.get("/AP")
    normal = looks.get("/N") if isinstance(looks, pikepdf.Dictionary) else None
    if not isinstance(normal, pikepdf.Dictionary):
        return ""
    return next((name.removeprefix("/") for name in normal.keys() if name != "/Off"), "")  # noqa: SIM118 - a PDF object


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, pikepdf.Array):  # a list in which several entries may be chosen
        return "\n".join(str(one) for one in value)
    if isinstance(value, pikepdf.Stream):
        return value.read_bytes().decode("utf-8", "replace")
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
