"""What does not tie in a control report, in sentences that say by how much."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from bpo_pipeline.model.ledger import ControlLine
from bpo_pipeline.model.payable import RunTally
from bpo_pipeline.model.states import State

_SHOWN = 3
_NEVER_POSTED = frozenset({State.REJECTED, State.QUARANTINED})
_IN_PROGRESS = frozenset({State.RECEIVED, State.READ, State.DRAFTED, State.READY})


def differences(
    lines: Sequence[ControlLine],
    files: Mapping[dt.date, int],
    *,
    client: str,
    day_from: dt.date,
    day_to: dt.date,
    corrected: Collection[str] | None,
    closed_until: dt.date | None,
) -> tuple[str, ...]:
    """Every difference between the lines, the second count of files, the targets and the corrections."""
    return (
        *_foreign(lines, client, day_from, day_to),
        *_counts(lines, files),
        *_targets(lines),
        *_corrections(lines, corrected),
        *_in_progress(lines, closed_until),
    )


def run_differences(runs: Sequence[RunTally]) -> tuple[str, ...]:
    """Every payment run whose bills, release, payments and file do not say the same."""
    return tuple(sentence for one in runs for sentence in _run(one))


def _run(one: RunTally) -> Iterator[str]:
    if one.bills_total != one.total:
        yield f"Payment run {one.run_id}: its bills add up to {one.bills_total}, released were {one.total}."
    if one.state == "sent" and one.sent_total != one.total:
        yield f"Payment run {one.run_id}: the bank's file says {one.sent_total}, released were {one.total}."
    wanted = one.payees if one.state == "sent" else 0
    if one.payments != wanted and one.state != "released":
        yield f"Payment run {one.run_id} is {one.state}: {one.payments} payments were kept instead of {wanted}."


def _foreign(lines: Sequence[ControlLine], client: str, day_from: dt.date, day_to: dt.date) -> Iterator[str]:
    foreign = [one.arrival_id for one in lines if one.client != client or not day_from <= one.day <= day_to]
    if foreign:
        yield f"{_files(foreign)} of another client or day among the lines: {_some(foreign)}."
    twice = [arrival for arrival, count in Counter(one.arrival_id for one in lines).items() if count > 1]
    if twice:
        yield f"{_files(twice)} counted more than once: {_some(twice)}."


def _counts(lines: Sequence[ControlLine], files: Mapping[dt.date, int]) -> Iterator[str]:
    counted = Counter(one.day for one in lines)
    for day in sorted({*counted, *files}):
        arrived, known = files.get(day, 0), counted[day]
        if arrived > known:
            yield f"{day}: {arrived} files arrived, {known} are accounted for: {arrived - known} lost sight of."
        elif arrived < known:
            yield f"{day}: {arrived} files arrived, {known} are accounted for: {known - arrived} too many."


def _targets(lines: Sequence[ControlLine]) -> Iterator[str]:
    for line in lines:
        where = f"{line.day}: document {line.document_id}"
        # what has no amount (a timesheet) is accepted for a pay run and goes to no target of its own
        if line.state is State.POSTED and line.amount is not None and not line.amounts_posted:
            yield f"{where} is posted, but no target read it back."
        if (line.state in _NEVER_POSTED or line.duplicate) and line.amounts_posted:
            yield f"{where} is {line.state.value}, but {', '.join(sorted(line.amounts_posted))} has it."
        for target, amount in sorted(line.amounts_posted.items()):
            if line.amount is None:
                yield f"{where} has no amount, {target} has {_money(amount, line)}."
            elif amount != line.amount:
                apart = _money(abs(amount - line.amount), line)
                yield f"{where}: {_money(line.amount, line)} here, {_money(amount, line)} in {target}: {apart} apart."


def _corrections(lines: Sequence[ControlLine], corrected: Collection[str] | None) -> Iterator[str]:
    for line in lines:
        if corrected is None or line.amount == line.amount_read or line.document_id in corrected:
            continue
        yield (
            f"{line.day}: document {line.document_id} was read as {_money(line.amount_read, line)} and stands at "
            f"{_money(line.amount, line)}, but nobody corrected it."
        )


def _in_progress(lines: Sequence[ControlLine], closed_until: dt.date | None) -> Iterator[str]:
    if closed_until is None:
        return
    open_days = Counter(one.day for one in lines if one.day <= closed_until and one.state in _IN_PROGRESS)
    for day, count in sorted(open_days.items()):
        yield f"{day}: the day is closed, but {count} of its documents are still in progress."


def _money(amount: Decimal | None, line: ControlLine) -> str:
    return "no amount" if amount is None else f"{amount} {line.currency or ''}".rstrip()


def _files(ids: Sequence[str]) -> str:
    return f"{len(ids)} file{'s' if len(ids) > 1 else ''}"


def _some(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (" ..." if len(ids) > _SHOWN else "")
