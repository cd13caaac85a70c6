"""Lines of a statement from cells under headings: which amount came in, which went out, proved by the balance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bpo_pipeline.documents.statement_labels import label_of
from bpo_pipeline.documents.timesheet_values import DateOrder, dates_of
from bpo_pipeline.extraction.found import Found, Value
from bpo_pipeline.extraction.statements.money import money_of
from bpo_pipeline.extraction.timesheets.spots import Spot

TEXTS = ("description", "reference", "end_to_end_id", "counterparty", "counterparty_account", "remittance",
         "check_number")  # fmt: skip
_IN = re.compile(r"(?i)cr(edit)?|c|deposit|bij|haben|h|\+|gutschrift|crdt")
_OUT = re.compile(r"(?i)dr|debit|d|withdrawal|af|soll|s|-|lastschrift|payment|check|pos|atm|fee|dbit")
_PROVED, _READ = 0.98, 0.85


def read(value: Value | None, spot: Spot, share: float = 1.0) -> Found:
    """A value with the ink or cell that it came from."""
    return Found(value, spot.text, spot.confidence * share, spot.page, spot.box, location=spot.location)


@dataclass
class Booked:
    """One line while it is put together."""

    fields: dict[str, Found] = field(default_factory=dict)

    def amount(self) -> Decimal | None:
        """Plus for what came in, minus for what went out."""
        for name, sign in (("deposit", 1), ("withdrawal", -1)):
            one = self.fields.get(name)
            if one is not None and isinstance(one.value, Decimal):
                return sign * one.value
        return None

    def balance(self) -> Decimal | None:
        """The balance printed after the line."""
        one = self.fields.get("balance")
        return one.value if one is not None and isinstance(one.value, Decimal) else None


def booked(cells: Mapping[str, Spot], order: DateOrder, decimal: str) -> Booked | None:
    """A line from its cells; None for one without a day, an amount or a balance."""
    line = Booked()
    for name in ("date", "value_date"):
        if name in cells and (days := dates_of(cells[name].text, order)):
            line.fields[name] = read(days[0], cells[name], 0.97)
    for name in TEXTS:
        if name in cells and cells[name].text:
            line.fields[name] = read(cells[name].text, cells[name], 0.9)
    for name in ("deposit", "withdrawal", "amount", "balance"):
        if name not in cells or (value := money_of(cells[name].text, decimal)) is None:
            continue
        if name == "balance":
            line.fields[name] = read(value, cells[name], _READ)
        elif value:
            _amount(line, name, value, cells)
    if "date" not in line.fields or not ({"deposit", "withdrawal", "balance"} & line.fields.keys()):
        return None
    return line


def _amount(line: Booked, name: str, value: Decimal, cells: Mapping[str, Spot]) -> None:
    down = name == "withdrawal" or value < 0
    if name == "deposit" and value < 0:
        down = True
    if name == "amount" and value > 0 and "direction" in cells:
        word = cells["direction"].text.strip()
        down = bool(_OUT.fullmatch(word)) and not _IN.fullmatch(word)
    line.fields["withdrawal" if down else "deposit"] = read(abs(value), cells[name], _READ)


def header_line(line: Booked) -> str | None:
    """``opening_balance`` or ``closing_balance`` where a line is no booking but says where the account stands."""
    text = line.fields.get("description")
    kind = label_of(text.raw) if text is not None else None
    return kind if kind in {"opening_balance", "closing_balance"} and line.amount() is None else None


def prove(lines: Sequence[Booked], opening: Decimal | None) -> None:
    """Take the balances for a proof: put an amount on the side that they say, and trust what they confirm."""
    before = opening
    for line in lines:
        after, amount = line.balance(), line.amount()
        if before is not None and after is not None and amount is not None:
            if after - before == -amount:
                _turn(line)
                amount = -amount
            if after - before == amount:
                for name in ("deposit", "withdrawal", "balance"):
                    if name in line.fields:
                        line.fields[name] = line.fields[name].surer(_PROVED)
        before = (
            after if after is not None else (before + amount if before is not None and amount is not None else None)
        )


def _turn(line: Booked) -> None:
    name, other = ("deposit", "withdrawal") if "deposit" in line.fields else ("withdrawal", "deposit")
    line.fields[other] = line.fields.pop(name)
