"""The composition root: the only place that picks engines, targets and stores.

One method per task of a DAG; what a method does is in ``flow/``. ``open_app`` gives an App that
closes what it opened: the sandbox and the connections.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from bpo_pipeline import intake
from bpo_pipeline.contracts import Contract, Contracts, load_contract, load_contracts
from bpo_pipeline.errors import AskAPerson, WrongContract
from bpo_pipeline.flow import acknowledging, asking, chunks, closing, processing, receiving, sending
from bpo_pipeline.flow.dashboard import dashboard
from bpo_pipeline.flow.masterdata import AskedOnce, books_of
from bpo_pipeline.flow.metering import Meter
from bpo_pipeline.flow.onboarding import Onboarding
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.flow.payables import Payables
from bpo_pipeline.flow.payroll import Payroll
from bpo_pipeline.flow.reviewing import desk_of
from bpo_pipeline.flow.truth import truth_rows
from bpo_pipeline.model.states import State
from bpo_pipeline.model.working_time import Turnaround
from bpo_pipeline.reporting.control import ControlReport
from bpo_pipeline.reporting.dashboard import Dashboard
from bpo_pipeline.review import Desk
from bpo_pipeline.sandbox import Sandbox
from bpo_pipeline.settings import Settings, load_settings
from bpo_pipeline.store import Buckets, Store, Vault, connect, connect_s3

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TASKS = {
    **intake.TASKS,
    "read": "bpo_pipeline.reading.read:read_document",
    "canonical": "bpo_pipeline.reading.einvoice.canonical:canonical",
    "reread": "bpo_pipeline.reading.second_reading:reread",
    "render": "bpo_pipeline.reading.render:render_page",
    "marks": "bpo_pipeline.reading.marks:read_marks",
    "payroll_result": "bpo_pipeline.posting.payroll_result:payroll_result",
    "bank_answers": "bpo_pipeline.posting.payments.answers:bank_answers",
}
"""What may be done with foreign bytes, all of it inside the sandbox."""


def new_sandbox(settings: Settings | None = None) -> Sandbox:
    """A sandbox that knows all tasks; close it after use."""
    return Sandbox(tasks=TASKS, mode=(settings or load_settings()).sandbox)


def contract_of(client: str, settings: Settings | None = None) -> Contract:
    """The contract of one client. Raises WrongContract, or AskAPerson naming the clients that there are."""
    folder = (settings or load_settings()).contracts
    path = folder / f"{client}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.yaml")))
        message = f"there is no client {client!r}; the clients are {known}"
        raise AskAPerson(message)
    return load_contract(path)


class App:
    """All parts together. Parts are made when first used, so that a task pays only for what it needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._parts: dict[str, Parts] = {}
        self._sandbox: Sandbox | None = None

    @cached_property
    def contracts(self) -> Contracts:
        """All contracts that can be used, and what is wrong with the others."""
        return load_contracts(self.settings.contracts)

    @cached_property
    def store(self) -> Store:
        """Our own tables."""
        if not self.settings.database_url:
            message = "no database is set: start the local stack (bpo stack up) or set BPO_DATABASE_URL"
            raise AskAPerson(message)
        return Store(
            connect(self.settings.database_url),
            turnaround_of=self._turnaround_of,
            master_key=self.settings.master_key,
        )

    def _turnaround_of(self, client: str) -> Turnaround | None:
        contract = self.contracts.by_client.get(client)
        return None if contract is None else contract.turnaround

    @cached_property
    def vault(self) -> Vault:
        """Originals, readings and drafts."""
        return Vault(self._s3, self.settings.vault_bucket)

    @cached_property
    def buckets(self) -> Buckets:
        """The clients' inboxes and outboxes."""
        return Buckets(self._s3)

    def sandbox(self) -> Sandbox:
        """The one sandbox of this process, started at the first call."""
        if self._sandbox is None:
            self._sandbox = new_sandbox(self.settings)
        return self._sandbox

    @property
    def sandbox_cpu_seconds(self) -> float:
        """What the sandbox has used so far."""
        return self._sandbox.cpu_seconds if self._sandbox is not None else 0.0

    def close(self) -> None:
        """End the sandbox."""
        if self._sandbox is not None:
            self._sandbox.close()

    def parts(self, client: str) -> Parts:
        """What one client's documents need on their way. Raises WrongContract for a client without a usable one."""
        if client not in self._parts:
            if client not in self.contracts.by_client:
                reason = "; ".join(self.contracts.errors) or f"there is no contract {client}.yaml"
                raise WrongContract(reason)
            self._parts[client] = self._assemble(self.contracts.by_client[client])
        return self._parts[client]

    # intake
    def waiting(self, client: str) -> list[str]:
        """Object ids of what lies in the client's inbox, oldest first."""
        return receiving.waiting(self.parts(client))

    def receive(self, client: str, ids: Sequence[str]) -> dict[str, int]:
        """Take these objects; counts by disposition, containers and duplicates."""
        return receiving.receive_objects(self.parts(client), ids)

    def acknowledge(self, client: str) -> int:
        """Write the acknowledgements and questions that are due to the client's outbox; gives how many."""
        return acknowledging.acknowledge(self.parts(client)) + asking.write_questions(self.parts(client))

    # processing
    def plan(self, client: str) -> list[list[str]]:
        """Ids of the documents to work on, in chunks of the contract's size."""
        return chunks.plan(self.parts(client))

    def read(self, client: str, ids: Sequence[str]) -> dict[str, int]:
        """Read a chunk; counts by state."""
        return processing.read(self.parts(client), ids)

    def understand(self, client: str, ids: Sequence[str]) -> dict[str, int]:
        """Classify, extract, check and route a chunk; counts by state."""
        return processing.understand_all(self.parts(client), ids)

    def tie(self, client: str, planned: Sequence[Sequence[str]]) -> dict[str, int]:
        """Counts by state of all documents of a run. Raises Untied when one is missing or stuck."""
        return chunks.tie(self.parts(client), planned)

    # posting
    def gather(self, client: str) -> list[dict[str, int | str]]:
        """How many postings wait for which target."""
        return sending.gather(self.parts(client))

    def post(self, client: str, target: str) -> dict[str, int]:
        """Send what waits for a target; counts by outcome."""
        return sending.send(self.parts(client), target)

    def reconcile(self, client: str) -> dict[str, int]:
        """Compare everything posted with the targets. Raises AskAPerson naming each difference."""
        return sending.reconcile(self.parts(client))

    def awaiting_approval(self, client: str) -> list[str]:
        """Keys of postings over the contract's limit."""
        return [row.key for row in self.store.awaiting_approval(client)]

    def approval_text(self, client: str, keys: Sequence[str]) -> str:
        """What is asked at the gate, as Markdown."""
        return sending.approval_text(self.parts(client), keys)

    def release(self, client: str, keys: Sequence[str], actor: str) -> dict[str, int]:
        """Let postings pass the gate. Raises NotAllowed for one's own work."""
        self.parts(client)
        return {"released": len(self.store.release(keys, actor=actor))}

    def decline(self, client: str, keys: Sequence[str], actor: str) -> dict[str, int]:
        """Send what waits at the gate back to review."""
        self.parts(client)
        sentence = f"Not released at the approval gate by {actor}."
        return {"to_review": len(self.store.withhold(keys, actor=actor, sentence=sentence))}

    def payroll(self, client: str) -> Payroll:
        """What can be done with a client's payroll."""
        return Payroll(self.parts(client))

    def payables(self, client: str) -> Payables:
        """What can be done with a client's bills to pay."""
        return Payables(self.parts(client))

    def onboarding(self, client: str) -> Onboarding:
        """What accepted forms ask to change in a client's master data."""
        return Onboarding(self.parts(client))

    # people, reports, upkeep
    @property
    def desk(self) -> Desk:
        """What the functions of ``review`` need."""
        return desk_of(self.store, self.parts)

    def control(self, client: str, day_from: dt.date, day_to: dt.date) -> ControlReport:
        """The control report of some UTC days, both included."""
        return closing.control(self.parts(client), day_from, day_to)

    def dashboard(self, client: str, day: dt.date) -> Dashboard:
        """How the client's documents fare, as of now; the days end with this one."""
        return dashboard(self.parts(client), day)

    def truth(self, client: str) -> Iterator[dict[str, Any]]:
        """What people put right, one labelled document after the other."""
        return truth_rows(self.parts(client))

    def report(self, client: str, day: dt.date) -> dict[str, int | str]:
        """Write a day's control report to the client's outbox. Raises Untied when it does not tie."""
        return closing.write_report(self.parts(client), day)

    def maintain(self) -> dict[str, int]:
        """Free stale leases, delete what retention says, verify every client's history. Raises AskAPerson."""
        return closing.maintain(self.store, [self.parts(client) for client in self.contracts.by_client])

    def select(
        self,
        client: str,
        *,
        day_from: dt.date | None,
        day_to: dt.date | None,
        states: Sequence[str],
        types: Sequence[str],
    ) -> list[str]:
        """Ids of a client's documents that arrived on these UTC days, in these states and of these types."""
        wanted = [State(state) for state in states]
        return chunks.select(self.parts(client), day_from=day_from, day_to=day_to, states=wanted, types=types)

    def reprocess(self, client: str, ids: Sequence[str], *, actor: str, dry_run: bool) -> dict[str, int]:
        """Start documents again; posted ones never. Counts of restarted and kept."""
        self.parts(client)
        done = self.store.reprocess(ids, actor=actor, dry_run=dry_run)
        return {"restarted": len(done.restarted), "kept": len(done.kept)}

    @cached_property
    def _s3(self) -> S3Client:
        if not self.settings.s3_access_key:
            message = "no S3 server is set: start the local stack (bpo stack up) or set BPO_S3_ENDPOINT and its keys"
            raise AskAPerson(message)
        return connect_s3(
            self.settings.s3_endpoint,
            access_key=self.settings.s3_access_key,
            secret_key=self.settings.s3_secret_key,
        )

    def _assemble(self, contract: Contract) -> Parts:
        made = AskedOnce(contract, self.settings.targets_file, self.buckets, self.store)
        return Parts(
            contract=contract,
            store=self.store,
            vault=self.vault,
            buckets=self.buckets,
            sandbox=self.sandbox,
            targets=lambda: made.targets,
            master=lambda: made.master,
            master_key=self.settings.master_key,
            pages_at_once=self.settings.pages_at_once,
            books=partial(books_of, targets_file=self.settings.targets_file),
        )


@contextmanager
def open_app(settings: Settings | None = None, *, meter: Meter | None = None) -> Iterator[App]:
    """An App for one task or command, closed at the end of the ``with`` block; *meter* is then told what it cost."""
    meter = meter or Meter()
    app = App(settings or load_settings())
    try:
        yield app
    finally:
        app.close()
        meter.stop(sandbox_cpu_seconds=app.sandbox_cpu_seconds)
