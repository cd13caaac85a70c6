"""Who may enter the local stack: four people in Airflow, and the machines' keys for S3.

Passwords and keys are drawn at the first ``up`` and kept in ``secrets.json``, readable by its owner alone.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.stack.private import write_private

PEOPLE = {"admin": "admin", "operator": "op", "reviewer": "user", "viewer": "viewer"}
PIPELINE = "pipeline"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An S3 identity's access key and secret key; the secret stays out of its repr."""

    access: str
    secret: str

    def __repr__(self) -> str:
        """Without the secret."""
        return f"KeyPair(access={self.access!r})"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Everything secret of one local stack; nothing of it is shown by its repr."""

    passwords: dict[str, str]
    s3_keys: dict[str, KeyPair]
    token_key: str
    session_key: str
    encryption_key: str
    object_key: str
    master_key: str = ""

    def __repr__(self) -> str:
        """Without anything secret."""
        return f"Secrets(people={sorted(self.passwords)}, machines={sorted(self.s3_keys)})"


def machine_of(client: str) -> str:
    """Name of a client's own S3 identity."""
    return f"client-{client}"


def load_secrets(home: Path, *, clients: Sequence[str] = ()) -> Secrets:
    """The stack's secrets; what is missing (first ``up``, a new client) is drawn and kept.

    Raises AskAPerson when the file is there but damaged: drawing new keys would lock the stack out of its own data.
    """
    path = home / "secrets.json"
    known = _read(path)
    machines = (PIPELINE, *(machine_of(client) for client in clients))
    kept_keys = {name: KeyPair(**pair) for name, pair in known.get("s3_keys", {}).items()}
    complete = Secrets(
        passwords={name: known.get("passwords", {}).get(name) or secrets.token_urlsafe(12) for name in PEOPLE},
        s3_keys=kept_keys | {name: _key_pair(name) for name in machines if name not in kept_keys},
        token_key=known.get("token_key") or secrets.token_urlsafe(64),
        session_key=known.get("session_key") or secrets.token_urlsafe(32),
        encryption_key=known.get("encryption_key") or base64.urlsafe_b64encode(os.urandom(32)).decode("ascii"),
        object_key=known.get("object_key") or secrets.token_urlsafe(32),
        master_key=known.get("master_key") or base64.urlsafe_b64encode(os.urandom(32)).decode("ascii"),
    )
    write_private(path, json.dumps(asdict(complete), indent=1, sort_keys=True))
    return complete


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        known = None
    if not isinstance(known, dict):
        raise AskAPerson(f"{path} cannot be read; restore it, or remove the whole folder {path.parent} to start anew")
    return known


def _key_pair(name: str) -> KeyPair:
    return KeyPair(access=f"{name}-{secrets.token_hex(4)}", secret=secrets.token_urlsafe(30))
