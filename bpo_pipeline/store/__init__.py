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
from bpo_pipeline.store.claims import Claims
from bpo_pipeline.store.control import AcknowledgementDue, Control, DayArrivals
from bpo_pipeline.store.database import connect, upgrade
from bpo_pipeline.store.decisions import Decisions, Reprocessed
from bpo_pipeline.store.documents import Documents
from bpo_pipeline.store.events import ChainHead, Events
from bpo_pipeline.store.keyings import Keyings
from bpo_pipeline.store.measures import Measures, Sampled
from bpo_pipeline.store.outbox import Outbox
    Payees,
    PayRuns,
