"""What both formats share: values by path, amounts with a direction, a remark where a file holds several accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import Remark, Structured
from bpo_pipeline.model.reasons import Reason

MOST_LINES = 50_000


@dataclass(slots=True)
class Values:
    """Dotted path -> text and XPath; empty texts are left out."""

    values: dict[str, str] = field(default_factory=dict)
    locations: dict[str, str] = field(default_factory=dict)

    def put(self, path: str, text: str | None, element: etree._Element | None = None) -> None:
        """Note a value, once."""
        plain = " ".join((text or "").split())
        if plain and path not in self.values:
            self.values[path] = plain
            self.locations[path] = element.getroottree().getpath(element) if element is not None else path

    def structured(self, syntax: str, profile: str) -> Structured:
        """The statement as a reading carries it."""
        return Structured(syntax, profile, "bank_statement", self.values, self.locations)


def amount_of(text: str | None) -> Decimal:
    """A plain number as both formats write it (OFX allows a comma). Raises Refused for anything else."""
    try:
        number = Decimal((text or "").strip().replace(",", "."))
        if number.is_finite():
            return number
    except InvalidOperation:
        pass
    raise Refused(Reason.CORRUPT, "An amount of the statement is no number; please ask the bank for the file again.")


def several(count: int) -> tuple[Remark, ...]:
    """A person must know when a file holds more than the one account that is read."""
    if count < 2:
        return ()
    sentence = f"The file holds {count} statements, the first one was read: please send one account and day per file."
    return (Remark(Reason.SEVERAL_DOCUMENTS.value, sentence),)


def empty() -> Refused:
    """A file of the right format without an account."""
    return Refused(Reason.NO_TEXT, "There is no bank account in the file.")
