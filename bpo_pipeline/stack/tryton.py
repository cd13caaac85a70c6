"""The ERP of the local stack: Tryton 8.2 on SQLite, from a seed, with one sample company.

``python -m bpo_pipeline.stack.tryton_prepare --home FOLDER --master-data FILE`` installs and seeds; it can run beside
other installations. ``start`` copies the seed when there is no database yet, and writes what a poster needs
(address, key, ids) into ``<home>/targets.json``, readable by its owner alone.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import requests

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.stack import processes
from bpo_pipeline.stack.ports import HOST, require_free
from bpo_pipeline.stack.private import private_folder, write_private
from bpo_pipeline.stack.tryton_environment import DATABASE, copy_whole, install, master_data, seed, write_config

__all__ = ["install", "is_healthy", "master_data", "prepare", "seed", "start", "stop"]

NAME = "tryton"
_START_SECONDS = 120
_HEALTH_SECONDS = 2
_QUESTION = {"id": 1, "method": "common.server.version", "params": []}


def prepare(home: Path, master: str, *, cache: Path | None = None) -> None:
    """Install Tryton and put the seed in place; needs no port and no other part of the stack."""
    install(home)
    seed(home, master, cache=cache)


def start(home: Path, port: int) -> int:
    """Start Tryton if it does not run, and wait until it answers; gives its process id.

    Raises AskAPerson when ``prepare`` was not run, PortTaken, and DidNotStart with the end of the log.
    """
    running = processes.leader(home, NAME)
    if running is not None and is_healthy(port):
        return int(running.pid)
    processes.stop(home, NAME)
    folder = private_folder(home / NAME)
    if not (folder / "seed.sqlite").is_file():
        raise AskAPerson(f"there is no Tryton company in {folder} yet; run the set-up first")
    require_free(port, purpose="Tryton")
    database = folder / f"{DATABASE}.sqlite"
    if not database.is_file():
        copy_whole(folder / "seed.sqlite", database)
    config = write_config(folder, listen=f"{HOST}:{port}")
    _write_target(home, folder, port)
    pid = processes.start(
        home,
        NAME,
        [str(folder / "venv" / "bin" / "trytond"), "-c", str(config), "-d", DATABASE],
        environment={"PATH": os.defpath, "HOME": str(folder), "LANG": "C.UTF-8", "TZ": "UTC"},
        folder=folder,
    )
    processes.wait_until(lambda: is_healthy(port), home=home, name=NAME, seconds=_START_SECONDS, every_seconds=0.1)
    return pid


def stop(home: Path) -> None:
    """Stop Tryton; a stopped one stays stopped. Its database stays where it is."""
    processes.stop(home, NAME)


def is_healthy(port: int) -> bool:
    """Whether Tryton answers on *port*."""
    try:
        answer = requests.post(f"http://{HOST}:{port}/rpc/", json=_QUESTION, timeout=_HEALTH_SECONDS)
    except requests.RequestException:
        return False
    return answer.ok and "result" in answer.text


def _write_target(home: Path, folder: Path, port: int) -> None:
    """Add the company to ``targets.json``; other companies in it stay."""
    path = home / "targets.json"
    targets: dict[str, Any] = {}
    if path.is_file():
        targets = json.loads(path.read_text(encoding="utf-8"))
    answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
    targets[DATABASE] = {**answer, "url": f"http://{HOST}:{port}"}
    write_private(path, json.dumps(targets, indent=1, sort_keys=True))
