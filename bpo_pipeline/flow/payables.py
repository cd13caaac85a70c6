"""What can be done with a client's bills to pay, one method per task of its DAGs and command of ``bpo payments``."""

from __future__ import annotations

from collections.abc import Mapping

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow import answering, paying_bills, proposing, vendor_accounts
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.payable import BankDetails, PaymentRun, Proposal


class Payables:
    """One client's payments to vendors."""

    def __init__(self, parts: Parts) -> None:
        """Work with these parts; nothing is asked yet."""
        self._parts = parts

    def propose_accounts(self, details: Mapping[str, BankDetails], *, actor: str) -> dict[str, int]:
        """Propose vendors' bank details; they wait for a call and a second person."""
        return vendor_accounts.propose_details(self._parts, details, actor=actor)

    def propose_account_of_bill(self, document_id: str, *, actor: str) -> dict[str, int]:
        """Propose the bank details that a bill asks for."""
        return vendor_accounts.propose_from_bill(self._parts, document_id, actor=actor)

    def accounts(self) -> list[dict[str, str | int]]:
        """Vendors' bank details that wait, masked."""
        return [vendor_accounts.shown(self._parts, one) for one in vendor_accounts.waiting_accounts(self._parts)]

    def called(self, vendor_id: str, *, actor: str, phone: str, known_from: str, spoke_with: str) -> int:
        """Keep that *actor* called the vendor about its bank details, on a number that was known before."""
        return self._parts.store.account_called(
            self._parts.client,
            self._waiting(vendor_id),
            actor=actor,
            phone=phone,
            known_from=known_from,
            spoke_with=spoke_with,
        )

    def confirm(self, vendor_id: str, *, actor: str) -> int:
        """Let a vendor's bank details be paid to. Raises NotAllowed for who entered them or made the call."""
        return self._parts.store.approve_accounts(self._parts.client, self._waiting(vendor_id), actor=actor)

    def prenotes(self) -> dict[str, int]:
        """Send a test without money to each account that needs one."""
        return paying_bills.send_prenotes(self._parts, now=utc_now())

    def propose(self, *, actor: str = "pipeline") -> Proposal:
        """Make payment runs of the bills that are due."""
        return proposing.propose(self._parts, today=utc_now().date(), actor=actor)

    def run(self, run_id: str) -> PaymentRun:
        """One payment run."""
        return self._parts.store.payment_run(self._parts.client, run_id)

    def gate_text(self, run_id: str) -> str:
        """What is asked at the gate: ids and sums, nobody's name or account."""
        run = self.run(run_id)
        payments = paying_bills.bills_by_payment(run)
        lines = [
            f"- {len(bills)} bills of vendor `{bills[0].payee_id.removeprefix('vendor/')}`: "
            f"**{sum(bill.amount for bill in bills)} {run.currency}**"
            for bills in payments.values()
        ]
        head = (
            f"Payment run `{run_id}`, {len(payments)} payments on {run.execution}: "
            f"**{run.total} {run.currency}**. Released by {', '.join(run.released_by) or 'nobody yet'}; "
            "two people have to, and nobody who decided on one of its bills."
        )
        return "\n".join([head, "", *lines])

    def release(self, run_id: str, *, actor: str) -> bool:
        """One of two people says yes; True once both did."""
        return self._parts.store.release_payments(self._parts.client, run_id, actor=actor)

    def decline(self, run_id: str, *, actor: str) -> bool:
        """Take a run back; its bills are open again."""
        return self._parts.store.decline_payments(self._parts.client, run_id, actor=actor)

    def send(self, run_id: str) -> dict[str, int | str]:
        """Write the bank's file and the remittance advice of a released run."""
        return paying_bills.send_payments(self._parts, run_id, now=utc_now())

    def answered(self, content: bytes) -> dict[str, int]:
        """Match what the bank says with what was sent."""
        return answering.answered(self._parts, content)

    def statements(self) -> dict[str, dict[str, int]]:
        """Match the accepted bank statements with what was sent."""
        return answering.match_statements(self._parts)

    def _waiting(self, vendor_id: str) -> list[int]:
        ids = [one.account_id for one in vendor_accounts.waiting_accounts(self._parts, vendor_id)]
        if not vendor_id or not ids:
            message = f"no bank details of vendor {vendor_id!r} wait"
            raise AskAPerson(message)
        return ids
