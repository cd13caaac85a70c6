"""A party: a name with its address, read out of lines that stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from bpo_pipeline.documents.labels_parties import LEGAL_FORMS
from bpo_pipeline.documents.layout import Cell, folded
from bpo_pipeline.documents.titles import TITLES
from bpo_pipeline.extraction.addresses import is_contact, is_country, is_street, town_in, town_index
from bpo_pipeline.model.reading import Box, Word

EDGE = " ,;:|-–•●·"


PREFIX = re.compile(r"^[A-Z]{1,2}\s(?=[0-9]{4,5}\s)")


_NOISE = re.compile(
    r"^(?:attn|att|t\.a\.v|z\.\s?hd|c/o|id|gln|global|page|seite|siret|herrn?|frau|monsieur|madame|mr|mrs|firma|an)\b[.:\s]",
    re.IGNORECASE,
)


_ATTENTION = re.compile(r"^(?:attn|att|attention|t\.a\.v|z\.\s?hd|zu händen)[.:]?\s+(?=\S+\s)", re.IGNORECASE)
"""``ATTN: Example Limited``: what follows is the name where no other stands above it."""
_SALUTATIONS = frozenset(
    [
        "herrn",
        "herr",
        "frau",
        "firma",
        "monsieur",
        "madame",
        "mr",
        "mrs",
        "ms",
        "dhr",
        "mevr",
        "sr",
        "sra",
        "sig",
        "spett",
    ]
)
_PERSONAL = frozenset(
    [
        "Herrn",
        "Herr",
        "Frau",
        "Monsieur",
        "Madame",
        "Fr.",
        "Hr.",
        "Dr.",
        "Mr",
        "Mrs",
        "Ms",
        "Mr.",
        "Mrs.",
        "Ms.",
        "M.",
        "Mme",
        "Sr.",
        "Sra.",
        "Sig.",
    ]
)
"""What stands before a person's name; a company's below it is who is addressed."""
_SLIP = frozenset(
    ["empfangsschein", "zahlteil", "recepisse", "section paiement", "ricevuta", "sezione pagamento", "payment part"]
)
"""Headings of a Swiss payment slip (SIX, Swiss Implementation Guidelines QR-bill, 3.4)."""
_KEYED = re.compile(r":\s*[A-Z-]{0,6}[0-9]{2}")
"""``Customer no.: 009420`` is no name."""
_FULL = 2
"""Letters of a word, words of a name."""
_CLOCK = re.compile(r"\b[0-9]{1,2}:[0-9]{2}\b")
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")


@dataclass
class Party:
    """A name with its address, and what speaks for its part in the document."""

    name: tuple[Word, ...]
    name_text: str
    address: str
    page: int
    address_words: tuple[Word, ...] = ()
    box: Box | None = None
    evidence: dict[str, float] = field(default_factory=dict)
    """Name of the evidence -> points for supplier (positive) or customer (negative)."""

    def score(self, role: str) -> float:
        """Points for a role."""
        sign = 1.0 if role == "supplier" else -1.0
        return sign * sum(self.evidence.values())

    @property
    def labelled(self) -> bool:
        """Whether a label names its part."""
        return "label" in self.evidence


def has_legal_form(text: str) -> bool:
    """Whether a name ends in or holds a company form such as GmbH, S.L. or Ltd."""
    if text[:3].casefold() == "c/o":
        return False
    joined = {part.replace(".", "").casefold().strip(",&()") for part in text.split()}
    return bool(joined & LEGAL_FORMS) or bool({"".join(folded(part)) for part in text.split()} & LEGAL_FORMS)


def attention(text: str) -> bool:
    """Whether a line reads ``ATTN: somebody``."""
    return bool(_ATTENTION.match(text))


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset("".join(folded(one)) for several in TITLES.values() for one in several)


def is_title(text: str) -> bool:
    """Whether a line is nothing but a document's title."""
    return "".join(folded(text)) in _titles()


def opens_slip(text: str) -> bool:
    """Whether a line is the heading of a payment slip's part."""
    return " ".join(folded(text)) in _SLIP


def alike(left: str, right: str) -> float:
    """How alike two names are, 0 to 1; company forms count less than the rest."""
    one, two = "".join(folded(left)), "".join(folded(right))
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if len(short) >= 6 and long.startswith(short):
        return 0.92
    return SequenceMatcher(None, one[:80], two[:80]).ratio()


def from_cells(cells: Sequence[Cell]) -> Party | None:
    """Name, then street and town, out of lines that belong together."""
    cells = [_without_specks(cell) for cell in cells]
    texts = [cell.text.strip(EDGE) for cell in cells]
    last_town = town_index(texts, lines=True)
    start = next((index for index, text in enumerate(texts) if _may_be_name(texts, index, last_town, text)), None)
    if start is None:
        return None
    name = list(cells[start].words)
    addressed = False
    if (
        tuple(folded(texts[start]))
        and folded(texts[start])[0] in _SALUTATIONS
        and len(name) == 1
        and cells[start + 1 :]
    ):
        start += 1
        name.extend(cells[start].words)
        addressed = True
    lines: list[str] = []
    ink: list[Word] = []
    name = _without_logo(name)
    town_seen = False
    for position in range(start + 1, len(cells)):
        cell, text = cells[position], texts[position]
        if town_seen or (is_contact(text) and (last_town is None or position > last_town)):
            break
        if not text or is_country(text) or is_contact(text):  # "NIF: B12345674" between the name and the street
            continue
        town = town_in(text) if last_town is None or position >= last_town else None
        town = text if town is None and position == last_town else town
        if town is not None:
            street = text[: text.find(town)].strip(EDGE)
            behind = text[text.find(town) + len(town) :].strip(EDGE)
            town = f"{town}, {behind}" if behind.isupper() and is_country(behind) else town  # "Seattle, WA 98109, US"
            lines.extend(one for one in (street if is_street(street) else "", PREFIX.sub("", town)) if one)
            ink.extend(cell.words)
            town_seen = True
        elif not lines and _second_half(name, text):
            name = list(cell.words) if name[0].text in _PERSONAL else [*name, *cell.words]
        elif not _NOISE.match(text):
            lines.append(text)
            ink.extend(cell.words)
    if len(name) > 1 and name[0].text == "Firma":  # how a company is addressed, not part of its name
        name = name[1:]
    label = _once(_ATTENTION.sub("", " ".join(word.text for word in name).strip(EDGE)))
    if not any(one.isalpha() for one in label) or len(label) > 120 or town_in(label) == label:
        return None
    party = Party(tuple(name), label, _joined(lines) if town_seen else "", cells[0].page, tuple(ink))
    if addressed:  # who is addressed as Mr or Mrs gets the paper
        party.evidence["salutation"] = -3.0
    return party


def without_contact(name: str) -> str:
    """A company's name without the person that a business suite puts behind it: ``Lumber Yard, Jane Doe``."""
    company, comma, person = name.partition(", ")
    parts = person.split()
    plain = all(part.isalpha() and part.istitle() for part in parts) and not has_legal_form(person)
    return company if comma and len(parts) == _FULL and plain else name


def _once(label: str) -> str:
    """The name alone where it is printed twice in one line, as logo and as text."""
    parts = label.split()
    half = len(parts) // 2
    twice = len(parts) % 2 == 0 and [folded(one) for one in parts[:half]] == [folded(one) for one in parts[half:]]
    return " ".join(parts[:half]) if twice else label


def _may_be_name(texts: Sequence[str], index: int, last_town: int | None, text: str) -> bool:
    """Whether a line can be a party's name: no street, contact, country, title, date or salutation."""
    parts = folded(text)
    if not parts or is_contact(text) or is_country(text) or is_title(text) or text.startswith("("):
        return False
    street = is_street(text) and not has_legal_form(text) and len(texts) > 2
    if street and (text[0].isdigit() or last_town == index + 1):
        return False
    if (
        _CLOCK.search(text)
        or _KEYED.search(text)
        or all(len(part) == 1 for part in parts)
        or (_YEAR.search(text) and sum(one.isdigit() for one in text) >= 5)
    ):
        return False
    return not (_NOISE.match(text) and len(texts) > 1 and len(parts) <= 2)


def _second_half(name: Sequence[Word], text: str) -> bool:
    """Whether a line brings the company form that the name so far lacks."""
    return has_legal_form(text) and len(name) < 9 and not has_legal_form(" ".join(one.text for one in name))


def _joined(lines: Sequence[str]) -> str:
    """Street and town in one line, without departments and persons above them."""
    first = next((index for index, one in enumerate(lines[:-1]) if is_street(one)), 0) if len(lines) > 2 else 0
    return ", ".join(one.strip(EDGE) for one in lines[first:])


def _without_specks(cell: Cell) -> Cell:
    """A line without what OCR made of a drawing before it: ``( R, Red Canyon Footwear`` is Red Canyon Footwear."""
    words = cell.words
    if words[0].confidence == 1 or any(one.isalnum() for one in words[0].text):
        return cell
    while len(words) > _FULL and sum(one.isalnum() for one in words[0].text) < _FULL:
        words = words[1:]
    return Cell(cell.page, cell.line, words)


def _without_logo(name: Sequence[Word]) -> list[Word]:
    """The name without a logo that repeats its first letter: ``W   Weserglas`` is Weserglas, ``E Plus`` stays."""
    if len(name) < 2 or len(name[0].text) != 1 or not name[1].text.startswith(name[0].text):
        return list(name)
    apart = name[1].box.left - name[0].box.right
    return list(name[1:]) if apart > 0.7 * name[1].box.height else list(name)
