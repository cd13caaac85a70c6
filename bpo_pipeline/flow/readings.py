"""Readings as people at the desk need them: the same one again and again, while they work on a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.reading import reading_from_json
from bpo_pipeline.store import Vault

MOST = 16
"""So many are kept; a file of 500 pages takes some 100 MB."""


def kept_reading(vault: Vault, case: Case) -> Reading:
    """What was read from a document. Raises NotThere when nothing was, or it is deleted by now.

    It is read anew only on the way through another state, so a parked document's can be kept.
    """
    return _reading(vault, case.document.client, case.document.sha256, case.since)


def kept_rereadings(vault: Vault, case: Case, document_type: str) -> Mapping[str, str]:
    """What the second reading found for a document as this type; it is made anew when somebody retypes it."""
    return _rereadings(vault, case.document.client, case.document.sha256, case.since, document_type)


@lru_cache(maxsize=16 * MOST)
def _rereadings(
    vault: Vault,
    client: str,
    sha256: str,
    since: dt.datetime | None,  # noqa: ARG001 - as below
    document_type: str,  # noqa: ARG001
) -> Mapping[str, str]:
    return vault.get_json(client, sha256, "rereadings")


@lru_cache(maxsize=MOST)
def _reading(vault: Vault, client: str, sha256: str, since: dt.datetime | None) -> Reading:  # noqa: ARG001 - tells readings apart
    return reading_from_json(vault.get_json(client, sha256, "reading"))
