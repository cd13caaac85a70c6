"""Supplier and customer: names and addresses from blocks, sender lines and labels; the vendor master when it matches.

Each block with an address is a party; what speaks for supplier or customer is added up:
a label above or in it (4), a sender line of the same name (3), tax number, IBAN or web domain beside it (1 to 2),
footer (1), head of the page (1), addressee's window (2 for the customer), the client's own name (5 for the customer).
Confidence is 0.97 behind a label, 0.9 with two kinds of evidence, 0.7 with one, 0.45 by position alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

from bpo_pipeline.documents.labels_parties import LEGAL_FORMS
from bpo_pipeline.documents.layout import Cell, Line, around, folded
from bpo_pipeline.documents.titles import TITLES
from bpo_pipeline.extraction.addresses import (
    Block,
    blocks,
    is_contact,
    is_country,
    is_street,
    pieces,
    town_in,
    town_index,
)
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.spotting import Mark
from bpo_pipeline.model.reading import Box, Word

_EDGE = " ,;:|-–•●·"
_PREFIX = re.compile(r"^[A-Z]{1,2}\s(?=[0-9]{4,5}\s)")
_PAPER = frozenset({"sender", "same as sender", "head", "footer", "window", "domain", "logo"})
"""Evidence for whose paper it is; an order is the customer's."""
_NOISE = re.compile(
    r"^(?:attn|att|t\.a\.v|z\.\s?hd|c/o|id|gln|global|page|seite|siret|herrn?|frau|monsieur|madame|mr|mrs|firma|an)\b[.:\s]",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_DOMAIN = re.compile(r"(?:www\.|https?://|@)([a-z0-9-]{2,60})\.[a-z]{2,}", re.IGNORECASE)
_SITE = re.compile(r"(?:www\.|https?://(?:www\.)?)([a-z0-9-]{2,60})\.[a-z]{2,}", re.IGNORECASE)
_MAIL_HOSTS = frozenset(["gmail", "outlook", "hotmail", "yahoo", "localhost", "web", "gmx", "icloud", "aol", "t-online", "orange", "wanadoo"])


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
    joined = {part.replace(".", "").casefold().strip(",&()") for part in text.split()}
    return bool(joined & LEGAL_FORMS) or bool({"".join(folded(part)) for part in text.split()} & LEGAL_FORMS)


@lru_cache(maxsize=1)
def _titles() -> frozenset[str]:
    return frozenset("".join(folded(one)) for several in TITLES.values() for one in several)


def is_title(text: str) -> bool:
    """Whether a line is nothing but a document's title."""
    return "".join(folded(text)) in _titles()


def parties(sheet: Sheet, *, customer_names: Sequence[str] = ()) -> list[Party]:
    """All parties of the document with their evidence."""
    result: list[Party] = []
    used: set[int] = set()
    for mark in sheet.marks:
        for role in ("supplier", "customer", "other_party"):
            if mark.weight(role) and mark.opens:
                party = _labelled(sheet, mark, role, used)
                if party is not None:
                    result.append(party)
                break
    for block in blocks(sheet.cells):
        if any(id(cell) in used for cell in block.cells):
            continue
        party = _addressed(sheet, block)
        if party is not None:
            _place(sheet, block, party)
            result.append(party)
    for cell in sheet.cells:
        party = None if id(cell) in used else _sender(sheet, cell)
        if party is not None:
            page = sheet.reading.pages[cell.page - 1]
            party.evidence["sender"] = (
                3.0 if cell.box.top < 0.5 * page.height or cell.box.top > 0.85 * page.height else 1.5
            )
            result.append(party)
    _corroborate(sheet, result, customer_names)
    if sheet.document_type.startswith("purchase_order"):  # the buyer's own paper, addressed to the supplier
        for party in result:
            party.evidence = {key: -points if key in _PAPER else points for key, points in party.evidence.items()}
    return result


def _labelled(sheet: Sheet, mark: Mark, role: str, used: set[int]) -> Party | None:
    """The party behind or below its label: a block of lines, or lines of ``Name: ...`` and ``Address: ...``."""
    line = sheet.lines[mark.line]
    cell = next(one for one in line.cells if mark.words[0] in one.words)
    if not mark.colon and mark.words[-1] is not cell.words[-1]:
        return None  # "Lieferant GmbH" is a name, no label
    inline = _run(tuple(word for word in sheet.after(mark) if word.text.strip(_EDGE))) if mark.colon else ()
    below = _column_below(sheet, mark, inline)
    party = _keyed_party(sheet, below)
    if party is None:
        cells = ([Cell(line.page, line.index, inline)] if inline else []) + _block_below(sheet, mark, inline, below)
        party = _from_cells(cells)
    if party is None:
        return None
    ink = {id(word) for word in (*party.name, *party.address_words)}
    used.update(id(one) for one in sheet.cells if any(id(word) in ink for word in one.words))
    party.box = around([*mark.words, *party.name, *party.address_words])
    party.evidence["label"] = {"supplier": 4.0, "customer": -4.0, "other_party": 0.0}[role]
    if not party.address and not mark.colon:
        party.evidence["label"] /= 4
    if role == "other_party":
        party.evidence["elsewhere"] = 0.0
    return party


def _column_below(sheet: Sheet, mark: Mark, inline: tuple[Word, ...]) -> list[Cell]:
    """The cells under a label, down to the next party, total or wide gap."""
    line, box = sheet.lines[mark.line], mark.box
    height, bottom = max(box.height, 6.0), box.bottom
    lefts = [box.left, *([inline[0].box.left] if inline else [])]
    result: list[Cell] = []
    for follower in sheet.lines[mark.line + 1 : mark.line + 30]:
        if follower.page != line.page or follower.box.top - bottom > 2.3 * height:
            break
        hits = [one for one in follower.cells if _in_column(one, lefts, box, height)]
        if not hits:
            continue
        marks = [one for one in sheet.marks_by_line.get(follower.index, ()) if one.words[0] is hits[0].words[0]]
        if any(
            one.fields & _STOPS
            and (one.colon or len(one.words) == len(hits[0].words))
            and max(label.weight for label in one.labels) > 0.6
            for one in marks
        ):
            break
        if any(one.colon or one.fields & {"name", "address", "other"} for one in marks):
            hits = [one for one in follower.cells if one.box.left >= hits[0].box.left - height][:2]
            if len(hits) > 1:
                lefts.append(hits[1].box.left)
        result.extend(hits)
        bottom = max(one.box.bottom for one in hits)
    return result


_STOPS = frozenset(
    ["supplier", "customer", "other_party", "net_total", "gross_total", "subtotal", "issue_date", "invoice_number", "due_date", "purchase_order_number", "payment_terms", "amount_due"]
)


def _in_column(cell: Cell, lefts: Sequence[float], label: Box, height: float) -> bool:
    if any(abs(cell.box.left - left) < 1.1 * height for left in lefts):
        return True
    return label.left - 0.5 * height <= cell.box.left <= max(label.right, label.left + 3 * height)


def _keyed_party(sheet: Sheet, cells: Sequence[Cell]) -> Party | None:
    """``Name:`` and ``Address:`` lines: the cells right of the keys, going on below them."""
    values: dict[str, list[Cell]] = {"name": [], "address": []}
    key, left = "", 0.0
    for cell in cells:
        mark = next(
            (
                one
                for one in sheet.marks_by_line.get(cell.line, ())
                if one.words[0] is cell.words[0] and (one.colon or one.fields & {"name", "address"})
            ),
            None,
        )
        if mark is not None:
            key = next((one for one in ("name", "address") if one in mark.fields), "other")
            rest = _run(tuple(word for word in sheet.after(mark) if word.text.strip(_EDGE)))
            left = rest[0].box.left if rest else left
            if key in values and rest and not values[key]:
                if key == "name" and (above := _first_half(sheet, cell, left)) is not None:
                    values[key].append(above)
                values[key].append(Cell(cell.page, cell.line, rest))
        elif (
            key in values
            and values[key]
            and cell.line != values[key][-1].line
            and abs(cell.box.left - left) < cell.box.height
        ):
            values[key].append(cell)
    if not values["name"]:
        return None
    words = tuple(word for cell in values["name"] for word in cell.words)
    party = _from_cells([Cell(values["name"][0].page, values["name"][0].line, words), *values["address"]])
    if party is not None and not party.address and values["address"]:
        texts = [_PREFIX.sub("", one.text.strip(_EDGE)) for one in values["address"]]
        party.address, party.address_words = (
            ", ".join(texts),
            tuple(word for one in values["address"] for word in one.words),
        )
    return party


def _first_half(sheet: Sheet, cell: Cell, left: float) -> Cell | None:
    """The first line of a name that its key is centred beside."""
    line = sheet.lines[cell.line - 1]
    if (
        line.page != cell.page
        or sheet.marks_by_line.get(line.index)
        or cell.box.top - line.box.bottom > 0.5 * cell.box.height
    ):
        return None
    return next((one for one in line.cells if abs(one.box.left - left) < one.box.height), None)


def _block_below(sheet: Sheet, mark: Mark, inline: tuple[Word, ...], below: Sequence[Cell]) -> list[Cell]:
    """The lines of the block itself: one left edge, no wide gap, no key-value lines."""
    result: list[Cell] = []
    left = None
    bottom, height = mark.box.bottom, max(mark.box.height, 6.0)
    for cell in below:
        if left is not None and abs(cell.box.left - left) > 1.1 * height:
            continue
        if cell.box.top - bottom > (2.3 if not result and not inline else 1.35) * max(height, cell.box.height):
            break
        marks = [one for one in sheet.marks_by_line.get(cell.line, ()) if one.words[0] is cell.words[0]]
        bottom = cell.box.bottom
        if any(one.fields & _STOPS and one.weight("customer") + one.weight("supplier") == 0 for one in marks):
            break
        if any(one.colon or len(one.words) == len(cell.words) for one in marks) and not town_in(cell.text):
            if result and len(result) > 1:
                break
            continue
        left = cell.box.left if left is None else left
        result.append(cell)
    town_at = town_index(([""] if inline else []) + [one.text.strip(_EDGE) for one in result])
    return result if town_at is None else result[: town_at + (0 if inline else 1)]


def _run(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words up to the first wide gap."""
    taken = list(words[:1])
    for left, right in zip(words, words[1:], strict=False):
        if right.box.left - left.box.right > 1.6 * left.box.height:
            break
        taken.append(right)
    return tuple(taken)


def _from_cells(cells: Sequence[Cell]) -> Party | None:
    """Name, then street and town, out of lines that belong together."""
    name: list[Word] = []
    lines: list[str] = []
    ink: list[Word] = []
    town_seen = False
    texts = [cell.text.strip(_EDGE) for cell in cells]
    last_town = town_index(texts)
    for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        if not text:
            continue
        if not name:
            if (
                is_contact(text)
                or is_country(text)
                or (
                    is_street(text)
                    and not has_legal_form(text)
                    and (text[0].isdigit() or last_town == position + 1)
                    and len(cells) > 2
                )
            ):
                continue
            if all(len(part) == 1 for part in folded(text)) or is_title(text):
                continue
            if _YEAR.search(text) and sum(one.isdigit() for one in text) >= 5:
                continue
            if _NOISE.match(text) and len(cells) > 1 and len(folded(text)) <= 2:
                continue
            name = list(cell.words)
            continue
        if town_seen or is_contact(text):
            break
        if is_country(text):
            continue
        town = town_in(text) if last_town is None or position >= last_town else None
        if town is not None:
            street = text[: text.find(town)].strip(_EDGE)
            lines.extend(one for one in (street if is_street(street) else "", _PREFIX.sub("", town)) if one)
            ink.extend(cell.words)
            town_seen = True
        elif (
            has_legal_form(text)
            and not lines
            and len(name) < 9
            and not has_legal_form(" ".join(one.text for one in name))
        ):
            name.extend(cell.words)
        elif not _NOISE.match(text):
            lines.append(text)
            ink.extend(cell.words)
    if not name:
        return None
    label = " ".join(word.text for word in name).strip(_EDGE)
    if not any(one.isalpha() for one in label) or len(label) > 120:
        return None
    streets = lines if town_seen else []
    if town_seen and len(lines) > 2:
        first = next((index for index, one in enumerate(lines[:-1]) if is_street(one)), None)
        streets = lines[first:] if first is not None else lines
    return Party(tuple(name), label, ", ".join(one.strip(_EDGE) for one in streets), cells[0].page, tuple(ink))


def _addressed(sheet: Sheet, block: Block) -> Party | None:
    """The party of a block with an address, None for other text; a logo above may hold the name."""
    cells = list(block.cells)
    if is_street(cells[0].text) and len(cells) > 1 and town_index([one.text.strip(_EDGE) for one in cells[:2]]) == 1:
        above = _heading(sheet, cells[0])
        if above is None:
            return None
        cells.insert(0, above)
    town_at = town_index([cell.text.strip(_EDGE) for cell in cells])
    if town_at is None or town_at > 7:
        return None
    cells = cells[max(0, town_at - 5) : town_at + 1]
    if not any(is_street(cell.text) for cell in cells[:-1]) and len(cells) < 3:
        return None
    if any(len(cell.words) > 9 for cell in cells):
        cells = cells[max(index for index, cell in enumerate(cells) if len(cell.words) > 9) + 1 :]
    while len(cells) > 1 and (cells[0].text.endswith(":") or pieces(cells[0].text)[2:]):
        cells = cells[1:]
    return _from_cells(cells) if len(cells) > 1 else None


def _place(sheet: Sheet, block: Block, party: Party) -> None:
    """Points for where a block stands on its page."""
    page = sheet.reading.pages[block.page - 1]
    box = block.box
    if box.top > 0.8 * page.height:
        party.evidence["footer"] = 2.0
    elif block.page == 1 and 0.12 * page.height < box.top < 0.42 * page.height:
        party.evidence["window"] = -1.5 if box.left < 0.45 * page.width else -0.5
    if block.page == 1 and box.top < 0.14 * page.height:
        party.evidence["head"] = 2.0 if party.name[0].box.top < 0.1 * page.height else 0.5


def _sender(sheet: Sheet, cell: Cell) -> Party | None:
    """``Bei Spiel GmbH - Ecke 12 - 12345 Stadthausen`` above the address window or in the footer."""
    parts = pieces(cell.text)
    if len(parts) < 3 and town_in(parts[0] if parts else "") is None and len(parts) + cell.text.count(", ") >= 3:
        parts = tuple(one.strip() for part in parts for one in part.split(", ") if one.strip())
    town_at = town_index(parts)
    if town_at is not None and is_street(parts[town_at - 1]):
        name = parts[town_at - 2] if town_at >= 2 else ""
        street, town = parts[town_at - 1].rpartition(":")[2].strip(), town_in(parts[town_at]) or ""
    elif (one_piece := _street_and_town(pieces(cell.text))) is not None:
        name, (street, town) = "", one_piece
    else:
        return None
    words: tuple[Word, ...] = cell.words
    if name:
        wanted = set(name.split())
        words = tuple(word for word in cell.words if word.text.strip(",") in wanted) or cell.words
    elif (above := _heading(sheet, cell)) is not None:
        name, words = above.text.strip(_EDGE), above.words
    if name and (not any(one.isalpha() for one in name) or len(name) > 80 or is_contact(name)):
        return None
    return Party(words, name, f"{street}, {_PREFIX.sub('', town)}", cell.page, cell.words)


def _street_and_town(parts: Sequence[str]) -> tuple[str, str] | None:
    """``2200 Main Avenue, Fargo, ND 58103`` in the first piece of a line."""
    town = town_in(parts[0]) if parts else None
    if town is None:
        return None
    street = parts[0][: parts[0].find(town)].rpartition(":")[2].strip(_EDGE)
    if not street and len(town) < len(parts[0]):
        return None
    return (street, town) if is_street(street) else None


def _heading(sheet: Sheet, cell: Cell) -> Cell | None:
    """The name above an address: the nearest short text without digits over it."""
    for line in reversed(sheet.lines[max(0, cell.line - 3) : cell.line]):
        if line.page != cell.page or cell.box.top - line.box.bottom > 2.6 * cell.box.height:
            return None
        for one in line.cells:
            over = one.box.left < cell.box.right and one.box.right > cell.box.left
            if over and len(one.text) > 1 and len(one.words) <= 7 and not any(each.isdigit() for each in one.text):
                return None if ":" in one.text or is_title(one.text) else one
    return None


def _corroborate(sheet: Sheet, found: list[Party], customer_names: Sequence[str]) -> None:
    """Points from names elsewhere: the client's own name, web domains, sender lines, size."""
    domains = {
        match.casefold()
        for line in sheet.lines
        for match in (_DOMAIN if _at_edge(sheet, line) else _SITE).findall(line.text[:300])
    } - _MAIL_HOSTS
    for party in found:
        plain = "".join(folded(party.name_text))
        if any(alike(party.name_text, name) >= 0.85 for name in customer_names):
            party.evidence["client"] = -5.0
        if any(
            len(domain) >= 4 and (domain.replace("-", "") in plain or plain.startswith(domain.replace("-", "")[:8]))
            for domain in domains
            if len(plain) >= 4
        ):
            party.evidence["domain"] = 1.5
        if not party.labelled and any(
            other is not party and "sender" in other.evidence and alike(other.name_text, party.name_text) > 0.85
            for other in found
        ):
            party.evidence["same as sender"] = 2.0
        size = max((word.size for word in party.name), default=0.0)
        if size >= 15 and party.page == 1 and party.name[0].box.top < 200:
            party.evidence["logo"] = 1.5


def _at_edge(sheet: Sheet, line: Line) -> bool:
    """Whether a line stands in the letterhead or the footer."""
    height = sheet.reading.pages[line.page - 1].height
    return line.box.top < 0.12 * height or line.box.top > 0.85 * height


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
