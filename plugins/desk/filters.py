"""What the queue is asked for, as it stands in the page's address: filter, order, page."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from bpo_pipeline.model.desk import Holder, QueueFilter, QueueOrder

NAMES = ("client", "type", "reason", "holder", "from", "to", "days", "overdue", "text", "sort", "desc", "page")
LINES = 50
MOST_PAGES = 10_000
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """The queue as one address asks for it."""

    values: dict[str, str]
    """What was given, by name; a name that is not there does not limit."""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def order(self) -> QueueOrder:
        """By what it is sorted."""
        return QueueOrder(self["sort"]) if self["sort"] in set(QueueOrder) else QueueOrder.DUE

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return self["desc"] == "1"

    @property
    def page(self) -> int:
        """From 1."""
        return max(1, min(_whole(self["page"]) or 1, MOST_PAGES))

    @property
    def limits(self) -> bool:
        """Whether anything is left out."""
        return any(self[name] for name in NAMES[:9])

    @property
    def wrong(self) -> tuple[str, ...]:
        """A sentence for each limit that cannot be meant, and is left out."""
        amounts = [self[name] for name in ("from", "to") if self[name] and _amount(self[name]) is None]
        days = [self["days"]] if self["days"] and _whole(self["days"]) is None else []
        return (
            *(f"{text!r} is no amount here: write it like 1234.50." for text in amounts),
            *(f"{text!r} is no number of days." for text in days),
        )

    def query(self, **changes: object) -> str:
        """The address with some of it changed; an empty text takes a part out."""
        values = {**self.values, **{name: str(value) for name, value in changes.items()}}
        return urlencode({name: values[name] for name in NAMES if values.get(name)})

    def filter(self, clients: Sequence[str], me: str, now: dt.datetime) -> QueueFilter:
        """As the store understands it; limited to *clients* whatever was asked."""
        days = _whole(self["days"])
        return QueueFilter(
            clients=tuple(one for one in clients if self["client"] in {"", one}),
            types=_one(self["type"]),
            reasons=_one(self["reason"]),
            holder=Holder(self["holder"]) if self["holder"] in set(Holder) else Holder.ANYBODY,
            me=me,
            value_from=_amount(self["from"]),
            value_to=_amount(self["to"]),
            since_before=now - dt.timedelta(days=days) if days and days < LONGEST * 50 else None,
            overdue=self["overdue"] == "1",
            text=self["text"],
        )


def asked(query: str) -> Asked:
    """Reads an address's query; what is not known or too long is left out."""
    pairs = parse_qsl(query[:5000], errors="replace")
    return Asked({name: text.replace("\0", "")[:LONGEST] for name, text in pairs if name in NAMES and text})


def _one(text: str) -> tuple[str, ...]:
    return () if not text else ("",) if text == "none" else (text,)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else None


def _amount(text: str) -> Decimal | None:
    """Both ways of writing are understood; None for ``1.000``, which can be read in two ways, and for what is none."""
    for group, point in ((",", "."), (".", ",")):
        if re.fullmatch(rf"-?[0-9]{{1,15}}(?:\{point}[0-9]{{1,2}})?", text) or re.fullmatch(
            rf"-?[0-9]{{1,3}}(?:\{group}[0-9]{{3}})+\{point}[0-9]{{1,2}}", text
        ):
            return Decimal(text.replace(group, "").replace(point, "."))
    return None
