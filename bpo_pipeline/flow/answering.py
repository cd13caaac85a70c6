"""What the bank says comes back: status, return or statement, matched with everything that was sent.

A payment of net pay, of bills and a prenote are told apart by their id alone. A return opens what it paid for again; a
change that the bank asks for and another amount go to a person; what is about nothing of ours is counted. Twice changes
nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bpo_pipeline.documents.bank_statement import BankStatement
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.pay_run import SentPayment
from bpo_pipeline.model.payable import Prenote
from bpo_pipeline.model.payment import BankAnswer, Outcome
from bpo_pipeline.model.states import State
from bpo_pipeline.posting.payments.answers import answer_of
from bpo_pipeline.posting.payments.statement import SentFile, matched

STATEMENTS = "payments/statements/"
Counts = dict[str, int]


def answered(parts: Parts, content: bytes) -> Counts:
    """Match a status (pain.002), statement (camt.053) or ACH return file with what was sent; gives counts."""
    values = parts.sandbox().run("bank_answers", content, arguments={}, wall_seconds=60.0).value
    sent = parts.store.payments(parts.client)
    answers = [one for value in values for one in _of_whole_file(answer_of(value), sent)]
    return _taken(parts, answers, sent)


def match_statements(parts: Parts) -> dict[str, Counts]:
    """Match each accepted bank statement, once; the lines that nothing of ours fits are named in the outbox."""
    folder = parts.buckets.folder(parts.contract.outbox_bucket)
    done: dict[str, Counts] = {}
    for case in parts.store.cases(parts.client, states=[State.POSTED], types=["bank_statement"], limit=10_000):
        name = f"{STATEMENTS}{case.document.document_id}.json"
        record = case.draft.record if case.draft else None
        if not isinstance(record, BankStatement) or folder.get(name) is not None:
            continue
        sent = parts.store.payments(parts.client)
        answers, unmatched = matched(record.rows, {one.payment_id for one in sent}, _files(parts, sent))
        counts = {**_taken(parts, answers, sent), "unmatched": len(unmatched)}
        lines = [
            {"row": number, "date": row.date.isoformat() if row.date else None, "amount": str(row.signed)}
            for number, row in unmatched
        ]
        report = {"document_id": case.document.document_id, "counts": counts, "unmatched": lines}
        folder.put(name, json.dumps(report, indent=2).encode(), "application/json")
        done[case.document.document_id] = counts
    return done


def _of_whole_file(answer: BankAnswer, sent: Sequence[SentPayment]) -> list[BankAnswer]:
    """``*`` and a message id stand for all payments of that file."""
    if not answer.payment_id.startswith("*"):
        return [answer]
    ending = f"_{answer.payment_id[1:]}.xml"
    inside = [replace(answer, payment_id=one.payment_id) for one in sent if one.file_name.endswith(ending)]
    return inside or [answer]


def _files(parts: Parts, sent: Sequence[SentPayment]) -> list[SentFile]:
    """Files as a bank books them: in one sum."""
    days = {one.run_id: one.execution for one in parts.store.payment_runs(parts.client, states={"sent"})}
    files = []
    for name in sorted({one.file_name for one in sent}):
        inside = [one for one in sent if one.file_name == name]
        total = sum((_amount(parts, one) for one in inside), Decimal(0))
        execution = next((day for run_id, day in days.items() if f"/{run_id}/" in name), None)
        files.append(SentFile(name, tuple(one.payment_id for one in inside), total, execution))
    return files


def _taken(parts: Parts, answers: Sequence[BankAnswer], sent: Sequence[SentPayment]) -> Counts:
    by_id = {one.payment_id: one for one in sent}
    prenotes = {one.payment_id: one for one in parts.store.prenotes(parts.client).values()}
    counts = dict.fromkeys(("matched", "returned", "settled", "not_ours", "to_look_at"), 0)
    for answer in answers:
        if answer.payment_id in prenotes:
            counts["matched"] += 1
            counts["returned"] += _prenote(parts, prenotes[answer.payment_id], answer)
            continue
        one = by_id.get(answer.payment_id)
        if one is None:
            counts["not_ours"] += 1
            continue
        counts["matched"] += 1
        if answer.outcome is Outcome.CHANGE or (answer.amount and answer.amount != _amount(parts, one)):
            counts["to_look_at"] += 1
            continue
        if answer.outcome is Outcome.ACCEPTED:
            continue
        back = answer.outcome is Outcome.RETURNED
        if parts.store.payment_answered(parts.client, one.payment_id, returned=back, code=answer.code):
            counts["returned" if back else "settled"] += 1
    return counts


def _prenote(parts: Parts, one: Prenote, answer: BankAnswer) -> bool:
    """A prenote that came back, or that the bank wants changed, stops its account."""
    if answer.outcome not in {Outcome.RETURNED, Outcome.CHANGE}:
        return False
    return parts.store.prenote_returned(parts.client, one.account_id, code=answer.code)


def _amount(parts: Parts, one: SentPayment) -> Decimal:
    return Decimal(parts.seal.open(f"payment/{one.payment_id}", one.sealed).decode())
