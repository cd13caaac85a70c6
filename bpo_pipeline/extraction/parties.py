"""Supplier and customer: names and addresses from blocks, sender lines and labels; the vendor master when it matches.

Each block with an address is a party; what speaks for supplier or customer is added up:
a label above or in it (4), a sender line of the same name (3), tax number, IBAN or web domain beside it (1 to 2),
footer (1), head of the page (1), addressee's window (2 for the customer), the client's own name (5 for the customer).
Confidence is 0.97 behind a label, 0.9 with two kinds of evidence, 0.7 with one, 0.45 by position alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from bpo_pipeline.documents.layout import Cell, Line, around, folded
from bpo_pipeline.extraction.address_blocks import Block, blocks, whole_streets, whole_towns
from bpo_pipeline.extraction.addresses import is_street, pieces, town_in, town_index
from bpo_pipeline.extraction.party import EDGE, Party, alike, from_cells, is_title, opens_slip
from bpo_pipeline.extraction.party_labels import labelled_party
from bpo_pipeline.extraction.party_places import beside_each_other, without_town
from bpo_pipeline.extraction.senders import heading_above, sender
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.extraction.tables import tables

_PAPER = frozenset({"letterhead", "beside", "sender", "same as sender", "head", "footer", "window", "domain", "logo"})
"""Evidence for whose paper it is; an order is the customer's."""


_DOMAIN = re.compile(r"(?:www\.|https?://|@)([a-z0-9-]{2,60})\.[a-z]{2,}", re.IGNORECASE)


_DOMAIN_LETTERS = 4
"""Shorter domains spell too many things."""
_NAME_WORDS = 7
_WINDOW = 70.0
"""Points between a sender's line and the first line of the address under it."""
_TOP = 0.12
"""Part of the page's height that a letterhead takes at most."""
_LARGER = 1.2
_EDGES = 12.0
"""Points by which their left edges may differ."""
_ADDRESS_LINES = 7
_ADDRESS = 3
"""Lines of name, street and town."""


_SITE = re.compile(r"(?:www\.|https?://(?:www\.)?)([a-z0-9-]{2,60})\.[a-z]{2,}", re.IGNORECASE)


_MAIL_HOSTS = frozenset(
    [
        "gmail",
        "outlook",
        "hotmail",
        "yahoo",
        "localhost",
        "web",
        "gmx",
        "icloud",
        "aol",
        "t-online",
        "orange",
        "wanadoo",
    ]
)


def parties(sheet: Sheet, *, customer_names: Sequence[str] = ()) -> list[Party]:
    """All parties of the document with their evidence."""
    used: set[int] = set()
    inside = item_lines(sheet)
    result = _labelled(sheet, used, inside)
    slips = {cell.page: cell.box.top for cell in sheet.cells if opens_slip(cell.text)}
    for block in blocks(sheet.cells):
        right = max(cell.box.right for cell in block.cells[:_ADDRESS])  # a mail address below may be wider
        if right > inside.get(block.cells[0].line, 1e9) or any(id(cell) in used for cell in block.cells):
            continue
        party = _addressed(sheet, block)
        if party is not None and block.box.top < slips.get(block.page, 1e9) - 1:  # a slip repeats who was named above
            _place(sheet, block, party)
            result.append(party)
    for cell in sheet.cells:
        party = None if id(cell) in used or cell.box.right > inside.get(cell.line, 1e9) else sender(sheet, cell)
        if party is not None:
            page = sheet.reading.pages[cell.page - 1]
            party.evidence["sender"] = (
                3.0 if cell.box.top < 0.5 * page.height or cell.box.top > 0.85 * page.height else 1.5
            )
            result.append(party)
    beside_each_other(result)
    result.extend(_under_senders(sheet, result))
    result.extend(_named_by_domain(sheet, result))
    result.extend(without_town(sheet, result, inside))
    _corroborate(sheet, result, customer_names)
    if sheet.document_type.startswith("purchase_order"):  # the buyer's own paper, addressed to the supplier
        for party in result:
            party.evidence = {key: -points if key in _PAPER else points for key, points in party.evidence.items()}
    return result


def _under_senders(sheet: Sheet, known: Sequence[Party]) -> list[Party]:
    """Who is addressed in the window below a sender's line (DIN 5008), where no town that we know tells the block."""
    lines = [one for one in known if "sender" in one.evidence and one.page == 1 and one.address_words]
    for line in lines:
        box = around(line.address_words)
        if box.top > 0.35 * sheet.reading.pages[0].height or any("label" in one.evidence for one in known):
            continue
        for block in blocks(sheet.cells):
            first = block.cells[0]
            under = 0 < first.box.top - box.bottom < _WINDOW and abs(first.box.left - box.left) < _EDGES
            if block.page != 1 or not under or not 2 <= len(block.cells) <= _ADDRESS_LINES:
                continue
            if any(one.name and one.name[0] in first.words for one in known):
                return []
            party = from_cells(block.cells)
            if party is not None:
                party.evidence["window"] = -1.5
                return [party]
    return []


def item_lines(sheet: Sheet) -> dict[int, float]:
    """The lines from the heading to the last item of each table, with the table's left edge.

    Who is named there is no party of the document.
    """
    result: dict[int, float] = {}
    for table in tables(sheet):
        money = [line.index for line in table.body if any(one.money for one in sheet.amounts.get(line.index, ()))]
        if money:
            edge = min((column.box.left for column in table.columns), default=0.0)
            first = min(
                (cell.box.left for line in table.body for cell in line.cells if line.index in money), default=edge
            )
            lines = range(min((*table.head, money[0])), money[-1])
            result.update(dict.fromkeys(lines, min(edge, max(first, edge - 60))))
    return result


def _labelled(sheet: Sheet, used: set[int], inside: Container[int]) -> list[Party]:
    result: list[Party] = []
    heads = {index for table in tables(sheet) for index in table.head}  # "Client" over article numbers is no party
    for mark in sheet.marks:
        role = next((one for one in ("supplier", "customer", "other_party") if mark.weight(one)), None)
        if role is None or not mark.opens or mark.line in heads or mark.line in inside:
            continue
        party = labelled_party(sheet, mark, role, used)
        if party is not None:
            result.append(party)
    return result


def _addressed(sheet: Sheet, block: Block) -> Party | None:
    """The party of a block with an address, None for other text; a logo above may hold the name."""
    cells = [cell for cell in block.cells if len(cell.text.strip()) > 1]  # without a logo's lone letter
    cells = whole_towns(whole_streets(cells))
    while cells and _is_label(sheet, cells[0]):
        cells = cells[1:]
    if not cells:
        return None
    if is_street(cells[0].text) and len(cells) > 1 and town_index([one.text.strip(EDGE) for one in cells[:2]]) == 1:
        above = heading_above(sheet, cells[0]) or _letterhead_beside(sheet, cells[0])
        if above is None:
            return None
        cells.insert(0, above)
    if any(len(pieces(cell.text)) > 2 and town_in(cell.text) for cell in cells[:2]) and len(cells) > _ADDRESS:
        last = max(index for index, cell in enumerate(cells[:2]) if len(pieces(cell.text)) > 2)
        cells = cells[last + 1 :]  # who writes, in one line above who is addressed
    town_at = town_index([cell.text.strip(EDGE) for cell in cells], lines=True)
    if town_at is None or town_at > 7:
        return None
    cells = cells[max(0, town_at - 5) : town_at + 1]
    if not any(is_street(cell.text) for cell in cells[:-1]) and len(cells) < 3:
        return None
    if any(len(cell.words) > 9 for cell in cells):
        cells = cells[max(index for index, cell in enumerate(cells) if len(cell.words) > 9) + 1 :]
    while len(cells) > 1 and (cells[0].text.endswith(":") or pieces(cells[0].text)[2:]):
        cells = cells[1:]
    return from_cells(cells) if len(cells) > 1 else None


def _letterhead_beside(sheet: Sheet, street: Cell) -> Cell | None:
    """The name on top of the paper whose address stands at the other edge of the same letterhead."""
    page = sheet.reading.pages[street.page - 1]
    if street.page != 1 or street.box.top > _TOP * page.height or street.box.left < 0.5 * page.width:
        return None
    names = [
        cell
        for cell in sheet.cells
        if cell.page == 1
        and cell.box.right < street.box.left
        and abs(cell.box.top - street.box.top) < 2 * max(cell.box.height, street.box.height)
        and len(cell.words) <= _NAME_WORDS
        and sum(one.isalpha() for one in cell.text) >= _DOMAIN_LETTERS
        and not any(one.isdigit() for one in cell.text)
        and ":" not in cell.text
        and not is_title(cell.text)
    ]
    name = max(names, key=lambda cell: (cell.size, -cell.box.top), default=None)
    return name if name is not None and (name.size >= _LARGER * street.size or name.bold) else None


def _is_label(sheet: Sheet, cell: Cell) -> bool:
    """Whether a line is nothing but the name of a field, such as ``Date``."""
    return any(
        len(mark.words) == len(cell.words) and mark.words[0] is cell.words[0]
        for mark in sheet.marks_by_line.get(cell.line, ())
    )


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


def _domains(sheet: Sheet) -> set[str]:
    """Second-level names of web sites, and of mail addresses at the edges of the paper."""
    return {
        match.casefold()
        for line in sheet.lines
        for match in (_DOMAIN if _at_edge(sheet, line) else _SITE).findall(line.text[:300])
    } - _MAIL_HOSTS


def _named_by_domain(sheet: Sheet, known: Sequence[Party]) -> list[Party]:
    """A letterhead without an address: the name on top that a web or mail domain of the paper spells out."""
    spelled = {match.casefold() for line in sheet.lines for match in _DOMAIN.findall(line.text[:300])} - _MAIL_HOSTS
    spelled = {one.replace("-", "") for one in spelled if len(one) >= _DOMAIN_LETTERS}
    height = sheet.reading.pages[0].height if sheet.reading.pages else 0.0
    for cell in sheet.cells:
        text = cell.text.strip(EDGE)
        if cell.page != 1 or cell.box.top > 0.2 * height or len(cell.words) > _NAME_WORDS:
            continue
        if "".join(folded(text)) in spelled and not any(alike(one.name_text, text) > 0.85 for one in known):
            return [Party(cell.words, text, "", 1, evidence={"domain": 1.5})]
    return []


def _corroborate(sheet: Sheet, found: list[Party], customer_names: Sequence[str]) -> None:
    """Points from names elsewhere: the client's own name, web domains, sender lines, size."""
    domains = _domains(sheet)
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
