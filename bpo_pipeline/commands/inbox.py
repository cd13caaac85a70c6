"""Putting files into clients' inboxes as the clients do: through S3, with their own keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpo_pipeline.app import App
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack.users import load_secrets, machine_of
from bpo_pipeline.store import Buckets, connect_s3


def client_box(settings: Settings, client: str) -> Buckets:
    """S3 as a client of the local stack sees it, with its own keys."""
    keys = load_secrets(settings.home).s3_keys[machine_of(client)]
    return Buckets(connect_s3(settings.s3_endpoint, access_key=keys.access, secret_key=keys.secret))


def deliver(settings: Settings, app: App, batch: Mapping[str, Sequence[DemoDocument]]) -> int:
    """Put each client's files into its inbox on the local stack; gives how many objects that made."""
    total = sum(one.dropped for documents in batch.values() for one in documents)
    with bar("Dropping files into the inboxes", total) as advance:
        for client, documents in batch.items():
            s3 = client_box(settings, client)
            bucket = app.parts(client).contract.inbox_bucket
            for one in documents:
                if one.dropped:
                    s3.put(bucket, one.key, one.content, "application/octet-stream")
                    advance()
    return total
