"""Settings: the only reader of the environment (``BPO_*``). Defaults are those of the local stack.

| variable | meaning |
|---|---|
| BPO_HOME | folder of the local stack; default ``.bpo`` in the project |
| BPO_CONTRACTS | folder of the contracts; default ``dags/contracts`` in the project |
| BPO_DATABASE_URL | SQLAlchemy URL of our own tables |
| BPO_S3_ENDPOINT | URL of the S3 server, empty for AWS |
| BPO_S3_ACCESS_KEY, BPO_S3_SECRET_KEY | credentials of the pipeline's own identity |
| BPO_VAULT_BUCKET | bucket for originals, readings and drafts |
| BPO_TARGETS | JSON file: company name -> {"url", "database", "key", ...} for live targets |
| BPO_SANDBOX | ``auto`` (bubblewrap where present), ``bubblewrap`` (fail without), ``rlimit`` |
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """Where everything is; secrets stay out of its repr."""

    home: Path
    contracts: Path
    database_url: str
    s3_endpoint: str
    s3_access_key: str
    s3_secret_key: str
    vault_bucket: str
    targets_file: Path
    sandbox: str

    def __repr__(self) -> str:
        """Without credentials."""
        return f"Settings(home={str(self.home)!r}, s3_endpoint={self.s3_endpoint!r})"


def load_settings() -> Settings:
    """Read the environment, falling back to the local stack's values."""
    env = os.environ
    home = Path(env.get("BPO_HOME", PROJECT / ".bpo")).resolve()
    return Settings(
        home=home,
        contracts=Path(env.get("BPO_CONTRACTS", PROJECT / "dags" / "contracts")).resolve(),
        database_url=env.get("BPO_DATABASE_URL", f"postgresql+psycopg2://postgres:@/bpo?host={home / 'postgres'}"),
        s3_endpoint=env.get("BPO_S3_ENDPOINT", "http://127.0.0.1:18333"),
        s3_access_key=env.get("BPO_S3_ACCESS_KEY", "pipeline"),
        s3_secret_key=env.get("BPO_S3_SECRET_KEY", ""),
        vault_bucket=env.get("BPO_VAULT_BUCKET", "bpo-vault"),
        targets_file=Path(env.get("BPO_TARGETS", home / "targets.json")),
        sandbox=env.get("BPO_SANDBOX", "auto"),
    )
