"""What can be done with a client's payroll, one method per task of its DAGs and command of ``bpo payroll``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from bpo_pipeline.errors import AskAPerson, NotAllowed
from bpo_pipeline.flow import pay_results, paying, paying_out
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.payable import VENDOR
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.preflight import Preflight

REVEALED = ("ssn", "account")


class Payroll:
    """One client's payroll."""

    def __init__(self, parts: Parts) -> None:
        """Work with these parts; nothing is asked yet."""
        self._parts = parts

    def take_over(self, people: Sequence[PaidEmployee], *, actor: str) -> dict[str, int]:
        """Take over employees; new bank details wait for a call and a second person."""
        return paying.take_over(self._parts, people, actor=actor)

    def prepare(self) -> list[str]:
        """Make a batch of the accepted timesheets of each period that is over; ids of the runs that wait."""
        return paying.prepare(self._parts, today=utc_now().date())

    def report(self, run_id: str) -> Preflight:
        """The pre-flight of a run."""
        return paying.report_of(self._parts, run_id)

    def gate_text(self, run_id: str) -> str:
        """What is asked at the gate: counts and where the page is, nobody's name or pay."""
        return paying.gate_text(self._parts, run_id)

    def release(self, run_id: str, *, actor: str) -> bool:
        """Let a run be sent. Raises NotAllowed for who decided on one of its timesheets."""
        return self._parts.store.release_run(self._parts.client, run_id, actor=actor)

    def decline(self, run_id: str, *, actor: str) -> bool:
        """Take a run back; its timesheets are free for the next one."""
        return self._parts.store.decline_run(self._parts.client, run_id, actor=actor)

    def send(self, run_id: str) -> dict[str, int | str]:
        """Write the import files of a released run; its control totals."""
        return paying.send(self._parts, run_id)

    def book_hours(self, run_id: str) -> dict[str, int]:
        """Book the hours of a sent run in the client's own books."""
        return paying.book_hours(self._parts, run_id)

    def take_result(
        self, run_id: str, content: bytes, *, actor: str, total: Decimal | None = None
    ) -> dict[str, int | str]:
        """Take over the processor's result file of a run."""
        return pay_results.take_result(self._parts, run_id, content, actor=actor, total=total)

    def take_waiting_results(self) -> list[str]:
        """Take over result files from the inbox; ids of the runs whose net pay waits for a second person."""
        return pay_results.take_waiting(self._parts)

    def result_text(self, run_id: str) -> str:
        """What is asked before money leaves."""
        return pay_results.result_text(self._parts, run_id, today=utc_now().date())

    def release_pay(self, run_id: str, *, actor: str) -> bool:
        """Let net pay leave. Raises NotAllowed for who brought the result or released the hours."""
        return self._parts.store.approve_result(self._parts.client, run_id, actor=actor)

    def pay(self, run_id: str) -> dict[str, int | str]:
        """Write the bank's file for the net pay that was released."""
        now: dt.datetime = utc_now()
        return paying_out.pay(self._parts, run_id, now=now)

    def book_journal(self, run_id: str) -> dict[str, str]:
        """Book the result of a paid run in the client's own books."""
        return pay_results.book_journal(self._parts, run_id)

    def proposed(self) -> list[int]:
        """Ids of employees' bank details that wait for a call or for a second person."""
        waiting = self._parts.store.accounts(self._parts.client, state="proposed")
        return [one.account_id for one in waiting if not one.payee_id.startswith(VENDOR)]

    def called(self, ids: Sequence[int], *, actor: str, phone: str, known_from: str, spoke_with: str) -> int:
        """Keep that *actor* called about bank details, on a number that was known before."""
        return self._parts.store.account_called(
            self._parts.client, ids, actor=actor, phone=phone, known_from=known_from, spoke_with=spoke_with
        )

    def approve_accounts(self, ids: Sequence[int], *, actor: str) -> int:
        """Let bank details be paid to. Raises NotAllowed for who entered them or made the call."""
        return self._parts.store.approve_accounts(self._parts.client, ids, actor=actor)

    def reveal(self, employee_id: str, what: str, *, actor: str, why: str) -> str:
        """Show an employee's ``ssn`` or ``account``: a logged act that needs the contract's word and a reason.

        Raises NotAllowed for who the contract does not name, or without a reason.
        """
        parts = self._parts
        if actor not in paying.terms_of(parts).may_reveal or not why.strip():
            message = f"the contract does not let {actor} see such a number, or there is no reason"
            raise NotAllowed(message)
        person = next((one for one in paying.people_of(parts)[0] if one.employee_id == employee_id), None)
        value = getattr(person, what, None) if what in REVEALED else None
        if value is None:
            message = f"employee {employee_id} has no {what} here; there is: {', '.join(REVEALED)}"
            raise AskAPerson(message)
        # kept before it is shown: a value is never seen without its line in the history
        parts.store.revealed(parts.client, what=f"{what} of {employee_id}", actor=actor, why=why)
        plain: str = value.plain()
        return plain
