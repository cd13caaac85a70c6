"""What a deployment in containers needs from the contracts: secrets, S3 identities, buckets, pools.

``python -m bpo_pipeline.stack.deployment secrets docker`` writes ``docker/secrets.env`` and ``docker/secrets/``;
``docker/init.sh`` calls ``buckets`` and ``pools`` inside the containers.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets as random
import sys
from pathlib import Path

from bpo_pipeline.contracts import Contract, load_contracts
from bpo_pipeline.settings import load_settings
from bpo_pipeline.stack import airflow, seaweed
from bpo_pipeline.stack.private import private_folder, write_private
from bpo_pipeline.stack.users import PIPELINE, KeyPair, load_secrets

CONTAINER_USER = 1001
"""The image's own user, for who runs Docker as root."""


def write_secrets(folder: Path, contracts: tuple[Contract, ...]) -> None:
    """Draw what is missing and write what compose reads; what was drawn before stays."""
    kept = private_folder(folder / "secrets")
    known = load_secrets(kept, clients=[one.client for one in contracts])
    keys = known.s3_keys[PIPELINE]
    drawn = _words(folder / "secrets.env")
    owner = os.getuid() or CONTAINER_USER
    lines = {
        "BPO_UID": str(owner),
        **{
            name: drawn.get(name) or random.token_hex(24)
            for name in ("POSTGRES_PASSWORD", "AIRFLOW_DB_PASSWORD", "BPO_DB_PASSWORD")
        },
        "AIRFLOW_FERNET_KEY": known.encryption_key,
        "AIRFLOW_SECRET_KEY": known.session_key,
        "AIRFLOW_JWT_SECRET": known.token_key,
        "BPO_S3_ACCESS_KEY": keys.access,
        "BPO_S3_SECRET_KEY": keys.secret,
        "WEED_S3_SSE_KEY": known.object_key,
    }
    write_private(folder / "secrets.env", "".join(f"{name}={value}\n" for name, value in lines.items()))
    write_private(kept / "passwords.json", json.dumps(known.passwords))
    write_private(kept / "s3.json", json.dumps(seaweed.identities(known, contracts), indent=1))
    if not (kept / "targets.json").exists():
        write_private(kept / "targets.json", "{}\n")
    if os.getuid() == 0:
        for name in ("passwords.json", "targets.json"):
            os.chown(kept / name, CONTAINER_USER, 0)


def main(arguments: list[str] | None = None) -> None:
    """Command line: ``secrets FOLDER``, ``buckets`` or ``pools``."""
    parser = argparse.ArgumentParser(prog="python -m bpo_pipeline.stack.deployment", description=main.__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("secrets", help="write secrets.env and secrets/").add_argument("folder", type=Path)
    commands.add_parser("buckets", help="create the buckets that are not there yet")
    commands.add_parser("pools", help="print Airflow's pools in the form of `airflow pools import`")
    told = parser.parse_args(arguments)
    settings = load_settings()
    contracts = tuple(load_contracts(settings.contracts).by_client.values())
    if told.command == "secrets":
        write_secrets(told.folder, contracts)
    elif told.command == "buckets":
        keys = KeyPair(settings.s3_access_key, settings.s3_secret_key)
        s3 = seaweed.client(settings.s3_endpoint, keys)
        seaweed.create_buckets(s3, seaweed.buckets(contracts, settings.vault_bucket))
    else:
        sys.stdout.write(
            json.dumps({str(pool.pop("name")): pool for pool in airflow.pools(contracts)}, indent=1) + "\n"
        )


def _words(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


if __name__ == "__main__":
    main()
