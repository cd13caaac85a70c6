"""Settings: the only reader of the environment (``BPO_*``).

What the environment does not say is taken from ``<home>/env``, which ``bpo stack up`` writes, so that the
command line works on the local stack without any preparation.

| variable | meaning |
|---|---|
| BPO_HOME | folder of the local stack; default ``.bpo`` in the project |
| BPO_PORT_BASE | the local stack uses a block of ports from here; default 18000 |
| BPO_CONTRACTS | folder of the contracts; default ``dags/contracts`` in the project |
| BPO_DATABASE_URL | SQLAlchemy URL of our own tables |
| BPO_S3_ENDPOINT | URL of the S3 server, empty for AWS |
| BPO_S3_ACCESS_KEY, BPO_S3_SECRET_KEY | credentials of the pipeline's own identity |
| BPO_VAULT_BUCKET | bucket for originals, readings and drafts |
| BPO_TARGETS | JSON file: company name -> {"url", "database", "key", ...} for live targets |
| BPO_MASTER_KEY | 32 random bytes in URL-safe base64; personal values are sealed under keys made from it |
| BPO_PAGES_AT_ONCE | scanned pages of one document that a worker reads at once, 1 to 4; default 1 |
| BPO_SANDBOX | ``auto`` (bubblewrap where present), ``bubblewrap`` (fail without), ``rlimit`` |
"""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from pathlib import Path

from bpo_pipeline.errors import AskAPerson

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is; secrets stay out of its repr."""

    home: Path
    port_base: int
    contracts: Path
    database_url: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    vault_bucket: str
    targets_file: Path
    sandbox: str
    master_key: str = ""
    pages_at_once: int = 1
    """One, since Airflow runs as many tasks as there are cores; more where a worker has cores of its own."""

    def __repr__(self) -> str:
        """Without credentials."""
        return f"Settings(home={str(self.home)!r}, s3_endpoint={self.s3_endpoint!r})"


def load_settings() -> Settings:
    """Read the environment, then what the local stack wrote down, then the defaults.

    Raises AskAPerson for a value that cannot be used.
    """
    home = Path(os.environ.get("BPO_HOME", PROJECT / ".bpo")).resolve()
    known = {**_recorded(home / "env"), **os.environ}
    base = known.get("BPO_PORT_BASE", "18000")
    if not base.isdigit():
        message = f"BPO_PORT_BASE is {base!r}; it must be a port number such as 18000"
        raise AskAPerson(message)
    at_once = known.get("BPO_PAGES_AT_ONCE", "1")
    if at_once not in {"1", "2", "3", "4"}:
        message = f"BPO_PAGES_AT_ONCE is {at_once!r}; it must be a number from 1 to 4"
        raise AskAPerson(message)
    return Settings(
        home=home,
        port_base=int(base),
        contracts=Path(known.get("BPO_CONTRACTS", PROJECT / "dags" / "contracts")).resolve(),
        database_url=known.get("BPO_DATABASE_URL", ""),
        s3_endpoint=known.get("BPO_S3_ENDPOINT", ""),
        s3_access_key=known.get("BPO_S3_ACCESS_KEY", ""),
        s3_secret_key=known.get("BPO_S3_SECRET_KEY", ""),
        vault_bucket=known.get("BPO_VAULT_BUCKET", "bpo-vault"),
        targets_file=Path(known.get("BPO_TARGETS", home / "targets.json")),
        sandbox=known.get("BPO_SANDBOX", "auto"),
        master_key=known.get("BPO_MASTER_KEY", ""),
        pages_at_once=int(at_once),
    )


def _recorded(path: Path) -> dict[str, str]:
    try:
        words = shlex.split(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return dict(word.split("=", 1) for word in words if "=" in word)
