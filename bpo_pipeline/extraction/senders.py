"""Sender lines: name, street and town in one line, above the address window or in the footer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpo_pipeline.documents.layout import Cell
from bpo_pipeline.extraction.addresses import is_contact, is_street, pieces, town_in, town_index
from bpo_pipeline.extraction.party import EDGE, PREFIX, Party, is_title
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.model.reading import Word

_ELSEWHERE = re.compile(
    r"(?:[^\W\d_]*(?:ort|objekt|stelle)|(?:delivery|service|property|installation|site|insured|risk)\b[^:]{0,24}"
    r"|(?:adresse|lieu|dirección|indirizzo)\s(?:d\S|de|del|di|du|des)\s?[^:]{0,24}|chantier|locatie|leveradres)\s?:",
    re.IGNORECASE,
)
"""Keys of a place where something is insured, delivered or done, not of whoever writes."""

_SEAT = re.compile(
    r"(?P<name>[^:]{3,100}?)[\s.,;|·•–-]+(?:registered (?:office|address)|siège social|sede (?:legale|social))\s?:\s?"
    r"(?P<address>.{8,120}?)(?:\s[-–·•|]\s|\.\s(?=[A-Z])|$)",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\s(?:au capital|with a capital|cap(?:ital(?:e)?)? soc).*", re.IGNORECASE)
_LONGEST = 80
"""Letters of a name."""


def sender(sheet: Sheet, cell: Cell) -> Party | None:
    """``Bei Spiel GmbH - Ecke 12 - 12345 Stadthausen`` above the address window or in the footer."""
    if (seat := _seat(cell)) is not None:
        return seat
    parts = pieces(cell.text)
    if _ELSEWHERE.match(cell.text):
        return None
    if len(parts) < 3 and town_in(parts[0] if parts else "") is None and len(parts) + cell.text.count(", ") >= 3:
        parts = tuple(one.strip() for part in parts for one in part.split(", ") if one.strip())
    town_at = town_index(parts)
    if town_at is not None and is_street(parts[town_at - 1]):
        name = parts[town_at - 2] if town_at >= 2 else ""
        street, town = parts[town_at - 1].rpartition(":")[2].strip(), town_in(parts[town_at]) or ""
    elif (one_piece := _street_and_town(pieces(cell.text))) is not None:
        name, (street, town) = "", one_piece
        head, comma, rest = street.partition(", ")
        if comma and is_street(rest) and not any(one.isdigit() for one in head) and len(head.split()) > 1:
            name, street = head, rest  # "Example Works AG, Street 1, 12345 Town" under a logo
    else:
        return None
    words: tuple[Word, ...] = cell.words
    if name:
        wanted = set(name.split())
        words = tuple(word for word in cell.words if word.text.strip(",") in wanted) or cell.words
    elif (above := heading_above(sheet, cell)) is not None:
        name, words = above.text.strip(EDGE), above.words
    if name and (not any(one.isalpha() for one in name) or len(name) > 80 or is_contact(name)):
        return None
    return Party(words, name, f"{street}, {PREFIX.sub('', town)}", cell.page, cell.words)


def _seat(cell: Cell) -> Party | None:
    """``Example Limited. Registered office: 4 Quay, Swansea SA1 8QY``: what company law asks of a letter's foot."""
    match = _SEAT.match(cell.text[:300])
    town = town_in(match["address"]) if match is not None else None
    if match is None or town is None:
        return None
    street = match["address"][: match["address"].find(town)].strip(EDGE)
    name = _CAPITAL.sub("", match["name"]).strip(EDGE + ".")
    if not street or not name or is_contact(name) or len(name) > _LONGEST:
        return None
    wanted = set(name.split())
    words = tuple(word for word in cell.words[: len(wanted) + 1] if word.text.strip(",.") in wanted) or cell.words
    return Party(words, name, f"{street}, {PREFIX.sub('', town)}", cell.page, cell.words)


def _street_and_town(parts: Sequence[str]) -> tuple[str, str] | None:
    """``2200 Main Avenue, Fargo, ND 58103`` in the first piece of a line."""
    town = town_in(parts[0]) if parts else None
    if town is None:
        return None
    street = parts[0][: parts[0].find(town)].rpartition(":")[2].strip(EDGE)
    if not street and len(town) < len(parts[0]):
        return None
    return (street, town) if is_street(street) else None


def heading_above(sheet: Sheet, cell: Cell) -> Cell | None:
    """The name above an address: the nearest short text without digits over it."""
    for line in reversed(sheet.lines[max(0, cell.line - 3) : cell.line]):
        if line.page != cell.page or cell.box.top - line.box.bottom > 2.6 * cell.box.height:
            return None
        for one in line.cells:
            over = one.box.left < cell.box.right and one.box.right > cell.box.left
            if over and len(one.text) > 1 and len(one.words) <= 7 and not any(each.isdigit() for each in one.text):
                return None if ":" in one.text or is_title(one.text) else one
    return None
