"""The store: our own PostgreSQL tables, which own the state of documents, and S3, which owns their bytes.

``Store(connect(url))`` after ``upgrade(url)``; ``Vault`` and ``Buckets`` over ``connect_s3(...)``.
Every method is one transaction. What waits to be tried again raises TryAgain.
"""

from __future__ import annotations

from bpo_pipeline.store.approvals import Approvals
from bpo_pipeline.store.arrivals import Arrivals
from bpo_pipeline.store.autosaves import Autosaves
from bpo_pipeline.store.blobs import Vault
from bpo_pipeline.store.buckets import Buckets, Folder, ObjectInfo
from bpo_pipeline.store.call_backs import CallBacks
from bpo_pipeline.store.cases import Cases
from bpo_pipeline.store.change_requests import ChangeRequests
from bpo_pipeline.store.claims import Claims
from bpo_pipeline.store.control import AcknowledgementDue, Control, DayArrivals
from bpo_pipeline.store.database import connect, upgrade
from bpo_pipeline.store.decisions import Decisions, Reprocessed
from bpo_pipeline.store.documents import Documents
from bpo_pipeline.store.events import ChainHead, Events
from bpo_pipeline.store.keyings import Keyings
from bpo_pipeline.store.measures import Measures, Sampled
from bpo_pipeline.store.memories import Memories
from bpo_pipeline.store.outbox import Outbox
from bpo_pipeline.store.pay_results import PayResults
from bpo_pipeline.store.pay_runs import PayRuns
from bpo_pipeline.store.payables import Payables
from bpo_pipeline.store.payees import Payees
from bpo_pipeline.store.prenotes import Prenotes
from bpo_pipeline.store.questions import Questions
from bpo_pipeline.store.queue import Queue
from bpo_pipeline.store.s3 import NotThere, connect_s3
from bpo_pipeline.store.sealing import Seal
from bpo_pipeline.store.splits import Splits
from bpo_pipeline.store.truths import Truths

__all__ = [
    "AcknowledgementDue",
    "Buckets",
    "ChainHead",
    "Changed",
    "DayArrivals",
    "Folder",
    "NotThere",
    "ObjectInfo",
    "Reprocessed",
    "Sampled",
    "Seal",
    "Store",
    "Vault",
    "connect",
    "connect_s3",
    "upgrade",
]


class Store(
    Arrivals,
    Documents,
    Cases,
    Decisions,
    Outbox,
    Approvals,
    Control,
    Events,
    Claims,
    Autosaves,
    Queue,
    CallBacks,
    Keyings,
    Questions,
    Truths,
    Splits,
    Memories,
    Measures,
    Payees,
    PayRuns,
    PayResults,
    Payables,
    Prenotes,
    ChangeRequests,
):
    """All that our tables can do, part by part: each part is one file of this package."""
