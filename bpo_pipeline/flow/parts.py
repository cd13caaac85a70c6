"""The parts that the flow works with; ``app.App`` puts them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.flow.understanding import MasterData
from bpo_pipeline.posting import AccountingTarget
from bpo_pipeline.posting.payroll_books import PayrollBooks
from bpo_pipeline.sandbox import Sandbox
from bpo_pipeline.store import Buckets, Seal, Store, Vault


def _no_books(company: str) -> PayrollBooks:
    message = f"no connection {company!r} is known here"
    raise AskAPerson(message)


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that one client's documents need on their way."""

    contract: Contract
    store: Store
    vault: Vault
    buckets: Buckets
    sandbox: Callable[[], Sandbox]
    """Started when the first file has to be opened."""
    targets: Callable[[], Mapping[str, AccountingTarget]]
    """The client's targets by name, made when first needed."""
    master: Callable[[], MasterData]
    """Asked once per task; raises TryAgain while the ERP is away."""
    master_key: str = field(default="", repr=False)
    """The deployment's key for personal values."""
    books: Callable[[str], PayrollBooks] = _no_books
    """Payroll's books by the name of the connection."""

    pages_at_once: int = 1
    """Scanned pages of one document that are read at once."""

    @property
    def client(self) -> str:
        """The client's short name."""
        return self.contract.client

    @property
    def seal(self) -> Seal:
        """The client's seal for personal values. Raises AskAPerson without a usable BPO_MASTER_KEY."""
        return Seal(self.master_key, self.client)

    def target(self, name: str) -> AccountingTarget:
        """The target of that name.

        Raises AskAPerson for a name that the contract does not have.
        """
        known = self.targets()
        if name not in known:
            message = f"{self.client}'s contract has no target {name!r}; it has {', '.join(known)}"
            raise AskAPerson(message)
        return known[name]
