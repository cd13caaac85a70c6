"""Tryton's own environment and its seed: a company made once from nothing, then copied in milliseconds.

Tryton (GPL) lives apart from our packages, with its own hash-pinned lock file. Making the company takes about half a
minute of computing, so the finished SQLite file is kept in a cache outside the stack's folder, under a key of all that
it was made from: a second clone starts warm.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.stack.private import private_folder, write_private

HERE = Path(__file__).resolve().parent
LOCK = HERE / "tryton.lock"
SEED_SCRIPT = HERE / "tryton_seed.py"
DATABASE = "lakeside"
MAX_REQUEST_BYTES = 96 * 1024 * 1024
"""A 50 MiB original is 67 MiB as base64; Tryton refuses more than 2 MiB unless told."""
SEED_FILES = ("seed.sqlite", "answer.json", "admin-password")


class DidNotInstall(TryAgain):
    """Tryton's packages could not be installed, or the company could not be made; the message shows why."""


class VendorCard(Protocol):
    """What is needed of a vendor in the master data."""

    @property
    def vendor_id(self) -> str:
        """The number under which the books know it."""
        ...

    @property
    def name(self) -> str:
        """As in the books."""
        ...

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-2."""
        ...

    @property
    def tax_id(self) -> str:
        """EIN or VAT number."""
        ...

    @property
    def account(self) -> str:
        """IBAN or account number, compact."""
        ...


class OrderLine(Protocol):
    """What is needed of a line of a purchase order."""

    @property
    def description(self) -> str:
        """What is ordered."""
        ...

    @property
    def quantity(self) -> Decimal:
        """How many."""
        ...

    @property
    def unit_price(self) -> Decimal:
        """Net, of one."""
        ...


class OpenOrder(Protocol):
    """What is needed of a purchase order in the master data."""

    @property
    def number(self) -> str:
        """The order's own number."""
        ...

    @property
    def vendor_id(self) -> str:
        """The number under which the books know it."""
        ...

    @property
    def lines(self) -> Sequence[OrderLine]:
        """What is ordered, line by line."""
        ...


class Worker(Protocol):
    """What is needed of an employee in the master data."""

    @property
    def employee_id(self) -> str:
        """The number under which payroll knows the person."""
        ...

    @property
    def name(self) -> str:
        """First and last name."""
        ...


def default_cache() -> Path:
    """The folder that outlives a clone."""
    return Path.home() / ".cache" / "bpo-pipeline"


def master_data(
    *,
    name: str,
    currency: str,
    vendors: Iterable[VendorCard],
    orders: Iterable[OpenOrder],
    employees: Iterable[Worker] = (),
    works: Iterable[str] = (),
) -> str:
    """The company as the JSON text that the seed is made from; *works* is what employees book their time on."""
    data = {
        "company": name,
        "currency": currency,
        "vendors": [
            {
                "vendor_id": one.vendor_id,
                "name": one.name,
                "country": one.country,
                "tax_ids": [one.tax_id] if one.tax_id else [],
                "ibans": [one.account] if one.account else [],
            }
            for one in vendors
        ],
        "purchase_orders": [
            {
                "number": one.number,
                "vendor_id": one.vendor_id,
                "lines": [
                    {
                        "description": line.description,
                        "quantity": str(line.quantity),
                        "unit_price": str(line.unit_price),
                    }
                    for line in one.lines
                ],
            }
            for one in orders
        ],
        "employees": [{"employee_id": one.employee_id, "name": one.name} for one in employees],
        "works": list(works),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def install(home: Path) -> Path:
    """Install Tryton into ``<home>/tryton/venv``; gives its Python. Doing it twice is harmless.

    Raises DidNotInstall with the installer's last lines.
    """
    folder = private_folder(home / "tryton")
    environment = folder / "venv"
    python = environment / "bin" / "python"
    done = environment / "installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    with _only_one(folder / "install.lock"):
        if done.is_file() and done.read_text(encoding="ascii") == wanted:
            return python
        shutil.rmtree(environment, ignore_errors=True)
        for command in _install_commands(environment, python):
            _run(command, what="installing Tryton")
        done.write_text(wanted, encoding="ascii")
    return python


def seed(home: Path, master: str, *, cache: Path | None = None) -> Path:
    """Put the seed of the company into ``<home>/tryton``, from the cache where possible; gives the seed file.

    *master* is what ``master_data`` returns. Raises DidNotInstall with the seed script's last lines.
    """
    folder = private_folder(home / "tryton")
    store = private_folder(cache or default_cache())
    kept = store / f"tryton-seed-{_seed_key(master)}"
    with _only_one(store / f"{kept.name}.lock"):
        if not all((kept / name).is_file() for name in SEED_FILES):
            shutil.rmtree(kept, ignore_errors=True)
            _make_seed(install(home), master, kept)
    for name in SEED_FILES:
        copy_whole(kept / name, folder / name)
    return folder / SEED_FILES[0]


def write_config(folder: Path, *, listen: str) -> Path:
    """Write Tryton's configuration; the databases are SQLite files in *folder*."""
    path = folder / "trytond.conf"
    write_private(
        path,
        "[database]\n"
        "uri = sqlite://\n"
        f"path = {folder}\n"
        "[web]\n"
        f"listen = {listen}\n"
        "[request]\n"
        f"max_size = {MAX_REQUEST_BYTES}\n"
        f"max_size_authenticated = {MAX_REQUEST_BYTES}\n"
        "[attachment]\n"
        "filestore = False\n",
    )
    return path


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file so that nobody ever sees half of it."""
    partial = target.with_name(f".{target.name}.part")
    shutil.copyfile(source, partial)
    partial.chmod(0o600)
    partial.replace(target)


def _make_seed(python: Path, master: str, kept: Path) -> None:
    # memory is faster than a disk for the many small commits of the schema
    memory = Path("/dev/shm")  # noqa: S108 - a private folder is made in it
    fast = str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="bpo-tryton-", dir=fast) as name:
        work = Path(name)
        config = write_config(work, listen="127.0.0.1:0")
        (work / "master.json").write_text(master, encoding="utf-8")
        password = work / "admin-password"
        _run(
            [
                str(python),
                str(SEED_SCRIPT),
                str(config),
                DATABASE,
                str(work / "master.json"),
                str(work / "answer.json"),
            ],
            what="making the Tryton company",
            environment={"TRYTONPASSFILE": str(password)},
        )
        fresh = private_folder(kept.with_name(f"{kept.name}.part"))
        copy_whole(work / f"{DATABASE}.sqlite", fresh / "seed.sqlite")
        copy_whole(work / "answer.json", fresh / "answer.json")
        copy_whole(password, fresh / "admin-password")
        fresh.replace(kept)


def _seed_key(master: str) -> str:
    """What the seed depends on; the year is among it because of the fiscal years."""
    year = dt.datetime.now(dt.UTC).year
    parts = (LOCK.read_bytes(), SEED_SCRIPT.read_bytes(), master.encode(), str(year).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def _install_commands(environment: Path, python: Path) -> list[list[str]]:
    near = Path(sys.executable).with_name("uv")
    uv = str(near) if near.is_file() else shutil.which("uv")
    requirements = ["install", "--quiet", "--require-hashes", "-r", str(LOCK)]
    if uv:
        return [
            [uv, "venv", "--quiet", "--python", sys.executable, str(environment)],
            [uv, "pip", *requirements, "--python", str(python)],
        ]
    return [
        [sys.executable, "-m", "venv", str(environment)],
        [str(python), "-m", "pip", *requirements, "--disable-pip-version-check"],
    ]


def _run(command: list[str], *, what: str, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **(environment or {})}
    )
    if done.returncode != 0:
        last = "\n".join((done.stderr or done.stdout).splitlines()[-15:])
        raise DidNotInstall(f"{what} failed ({Path(command[0]).name}, exit {done.returncode}):\n{last}")


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold a lock file, so that two processes never install or seed at the same time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
