"""A Reading: what is on the pages, word by word, and the structured data that came along."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Source(StrEnum):
    """Where a value was found."""

    XML = "xml"
    CELL = "cell"
    TEXT = "text"
    OCR = "ocr"
    MEMORY = "memory"
    HUMAN = "human"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the upright page, in points (1/72 inch), origin top left, y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Right minus left, in points."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Bottom minus top, in points."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical centre, in points from the top."""
        return (self.top + self.bottom) / 2

    def union(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space between them, as printed."""

    text: str
    box: Box
    confidence: float = 1.0
    """0.0 to 1.0; 1.0 for a text layer."""
    size: float = 0.0
    """Font size in points, 0.0 when unknown."""
    bold: bool = False
    second: str | None = None
    """What a second engine read in its place, without blanks; None when none looked."""


@dataclass(frozen=True, slots=True)
class Page:
    """One upright page; words in reading order (line by line, left to right)."""

    number: int
    """From 1."""
    width: float
    """Points."""
    height: float
    """Points."""
    words: tuple[Word, ...]
    source: Source
    """TEXT (text layer) or OCR."""
    rotation: int = 0
    """Degrees clockwise that the page was turned to be upright: 0, 90, 180, 270."""
    engine: str = ""
    """Name of the OCR engine whose words these are, "" for a text layer."""


@dataclass(frozen=True, slots=True)
class Structured:
    """An e-invoice's own data: field paths to the text they carry, e.g. ``line_items.0.line_total``."""

    syntax: str
    """``ubl`` or ``cii``."""
    profile: str
    """The specification identifier (BT-24), as given."""
    document_type: str
    values: dict[str, str]
    """Dotted path -> text, normalised (ISO dates, decimal point)."""
    locations: dict[str, str]
    """Dotted path -> XPath of the element that the text was taken from."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table file that is not empty."""

    number: int
    """From 1, as the spreadsheet program counts (for CSV: the line of the file)."""
    cells: tuple[str, ...]
    """As text from column A on: ISO dates, ``HH:MM`` times, numbers with a decimal point; empty ones are ``""``."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or a CSV file; ``pages`` has nothing of it."""

    name: str
    rows: tuple[SheetRow, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that reading noticed and qa must weigh, e.g. hidden text or differing page counts."""

    reason: str
    """A value of ``model.reasons.Reason``."""
    sentence: str
    page: int | None = None
    box: Box | None = None
    rule: str = ""
    """Id of the norm's rule that is broken (``BR-CO-15``), empty for what is no rule."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A box of a PDF form and what was typed or ticked in it."""

    name: str
    """Full name within the form, parents first, dots between."""
    value: str
    """As typed; of a check box or radio button the state's name when it is ticked; "" when empty."""
    kind: str
    """``text``, ``choice``, ``check``, ``radio`` or ``signature``."""
    page: int
    """From 1."""
    box: Box
    label: str = ""
    """What the form itself says that the field is for (its tooltip), often empty."""
    state: str = ""
    """Of a check box or radio button: the name that its value has when it is ticked."""


@dataclass(frozen=True, slots=True)
class FilledBox:
    """A box of a known form and what stands in it, whether it came as a PDF form, as text or as a scan."""

    name: str
    """As in the form's definition: ``ssn``, ``filing_status=single``."""
    kind: str
    """``text``, ``check`` or ``signature``."""
    value: str
    """As written, lines with a newline between; ``x`` for a tick or a signature; "" when empty."""
    page: int
    """From 1."""
    box: Box
    confidence: float
    """0.0 to 1.0."""
    state: str = ""
    """Of a question on a client's own form: ``marked``, ``blank``, ``several``, ``corrected`` or ``written``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All pages of a document and what came with them."""

    pages: tuple[Page, ...]
    structured: Structured | None = None
    remarks: tuple[Remark, ...] = ()
    language: str | None = None
    """ISO 639-1 (``en``, ``de`` ...), None when not decided."""
    engines: dict[str, str] = field(default_factory=dict)
    """Engine name -> version, for every engine that had a part in it."""
    form_fields: tuple[FormField, ...] = ()
    """Of a PDF form: its visible fields, page by page; their values stand among the words too."""
    sheets: tuple[Sheet, ...] = ()
    """The cells of a table file (XLSX, CSV), which has no pages."""
    known_form: str = ""
    """Name of the definition in ``documents/known_forms`` that the page was recognised as; of a client's own form
    ``form:<its name>@<version>``."""
    filled: tuple[FilledBox, ...] = ()
    """What stands in the boxes of the known form."""

    @property
    def text(self) -> str:
        """All words, a blank between words, a newline between pages."""
        return "\n".join(" ".join(word.text for word in page.words) for page in self.pages)
