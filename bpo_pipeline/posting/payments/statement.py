"""Lines of a bank statement against what was sent: by our payment id, else a whole file that was booked in one sum.

camt.053 carries the id as EndToEndId; OFX and CSV show it at best inside their text. Banks often book an ACH or SEPA
file as one debit (pain.001 BtchBookg): then the sum and the day decide, and only when a single file fits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bpo_pipeline.documents.bank_statement import StatementLine
from bpo_pipeline.model.payment import BankAnswer, Outcome

_ID = re.compile(r"(?<![A-Z0-9])[A-Z2-7]{15}(?![A-Z0-9])")
BOOKED_WITHIN = dt.timedelta(days=7)
Row = tuple[int, StatementLine]


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file that went to the bank."""

    name: str
    payment_ids: tuple[str, ...]
    total: Decimal
    execution: dt.date | None


def matched(
    rows: Sequence[StatementLine], sent: Collection[str], files: Sequence[SentFile]
) -> tuple[list[BankAnswer], list[Row]]:
    """What the lines say about our payments, and the lines (from 1) that are about none of them."""
    answers: list[BankAnswer] = []
    unmatched: list[Row] = []
    for number, row in enumerate(rows, start=1):
        found = list(_by_id(row, sent)) or list(_by_sum(row, files))
        answers += found
        if not found:
            unmatched.append((number, row))
    return answers, unmatched


def _by_id(row: StatementLine, sent: Collection[str]) -> Iterator[BankAnswer]:
    texts = (row.end_to_end_id, row.remittance, row.description, row.reference)
    ids = {one for text in texts if text for one in _ID.findall(text.upper()) if one in sent}
    if len(ids) != 1 or row.signed is None:
        return
    # money that comes in under an id of ours is our own, coming back
    outcome = Outcome.RETURNED if row.signed > 0 else Outcome.SETTLED
    yield BankAnswer(ids.pop(), outcome, abs(row.signed), row.return_code or "", row.date)


def _by_sum(row: StatementLine, files: Sequence[SentFile]) -> Iterator[BankAnswer]:
    if row.withdrawal is None or row.date is None:
        return
    fitting = [
        one
        for one in files
        if one.total == row.withdrawal
        and one.execution is not None
        and dt.timedelta(0) <= row.date - one.execution <= BOOKED_WITHIN
    ]
    if len(fitting) == 1:
        for payment_id in fitting[0].payment_ids:
            yield BankAnswer(payment_id, Outcome.SETTLED, Decimal(0), "", row.date)
