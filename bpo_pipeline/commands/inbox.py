"""Putting files into clients' inboxes as the clients do: through S3, with their own keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bpo_pipeline.app import App
from bpo_pipeline.commands.progress import bar
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack.users import load_secrets, machine_of
from bpo_pipeline.store import Buckets, connect_s3


def deliver(settings: Settings, app: App, batch: Mapping[str, Sequence[DemoDocument]]) -> int:
    """Put each client's files into its inbox on the local stack; gives how many objects that made."""
    secrets = load_secrets(settings.home)
    total = sum(one.dropped for documents in batch.values() for one in documents)
    with bar("Dropping files into the inboxes", total) as advance:
        for client, documents in batch.items():
            keys = secrets.s3_keys[machine_of(client)]
            s3 = Buckets(connect_s3(settings.s3_endpoint, access_key=keys.access, secret_key=keys.secret))
            bucket = app.parts(client).contract.inbox_bucket
            for one in documents:
                if one.dropped:
                    s3.put(bucket, one.key, one.content, "application/octet-stream")
                    advance()
    return total
