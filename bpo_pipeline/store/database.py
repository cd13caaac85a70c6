"""The database: connecting to it, bringing its tables up to date, and one transaction at a time."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from bpo_pipeline.errors import AskAPerson, TryAgain, Unknown
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.working_time import Turnaround
from bpo_pipeline.store.schema import DocumentRow
from bpo_pipeline.store.sealing import Seal

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 0x62706F01
"""Any fixed number: two processes that upgrade at once take turns."""
CLIENT_LOCK = 0x62706F02
"""Seed of the hash that makes a client's name the number of its lock."""
TURNAROUND_OF = "turnaround_of"
"""Under this name a session knows how long a client's documents may take."""
SEAL_OF = "seal_of"
"""Under this name a session makes a client's seal for personal values."""
OPTIONS = "-c timezone=UTC -c statement_timeout=60s -c lock_timeout=30s -c idle_in_transaction_session_timeout=120s"


def connect(url: str) -> Engine:
    """Connect to our database; made first when the server does not have it yet.

    The pool is small, tests a connection before use (the server may have been restarted) and is
    dropped in a forked child (Airflow forks its tasks). Raises TryAgain when the server is away.
    """
    engine = _engine(url)
    with _mapped():
        try:
            with engine.connect():
                pass
        except OperationalError as problem:
            if "does not exist" not in str(problem.orig):
                raise
            _create_database(url)
    return engine


def upgrade(url: str) -> None:
    """Bring the tables up to date; harmless when they are. Raises TryAgain when the server is away."""
    engine = connect(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with _mapped(), engine.connect() as connection:
        # the lock belongs to the connection, so it outlives the migration's own transactions
        connection.execute(select(func.pg_advisory_lock(UPGRADE_LOCK)))
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "heads")
        connection.commit()
        connection.execute(select(func.pg_advisory_unlock(UPGRADE_LOCK)))
        connection.commit()
    engine.dispose()


class Database:
    """What all parts of the store share: transactions, the clock and the locks.

    *turnaround_of* says how long a client's documents may take; without it, or for None, they are never due.
    *master_key* seals what papers of people say; without it such a paper cannot be stored.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], dt.datetime] = utc_now,
        turnaround_of: Callable[[str], Turnaround | None] = lambda _: None,
        master_key: str = "",
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._turnaround_of = turnaround_of
        self._seal_of = partial(Seal, master_key)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction. A database that is away, restarting or contended becomes TryAgain, here alone."""
        about = {TURNAROUND_OF: self._turnaround_of, SEAL_OF: self._seal_of}
        with _mapped(), Session(self._engine, expire_on_commit=False, info=about) as session, session.begin():
            yield session


def lock_client(session: Session, client: str) -> None:
    """Let the writers of one client take turns until the transaction ends.

    Always taken before any row lock, so that two writers cannot wait for each other.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(client, CLIENT_LOCK))))


def lock_document(session: Session, document_id: str) -> DocumentRow:
    """The document's row, locked until the transaction ends.

    Raises Unknown for an id that is not known.
    """
    # looks the client up and takes its lock in one round trip; a client's documents never change hands
    lock = func.pg_advisory_xact_lock(func.hashtextextended(DocumentRow.client, CLIENT_LOCK))
    if session.execute(select(DocumentRow.client, lock).where(DocumentRow.document_id == document_id)).first() is None:
        message = f"document {document_id} is not known"
        raise Unknown(message)
    return session.scalars(select(DocumentRow).where(DocumentRow.document_id == document_id).with_for_update()).one()


def lock_row(session: Session, client: str, document_id: str) -> DocumentRow:
    """The client's document, its row alone locked until the transaction ends: for what writes no event.

    Rows come after the client's lock in the order of locks, and who took a row this way never asks for the client's
    lock in the same transaction: so two writers cannot wait for each other. Raises Unknown.
    """
    query = select(DocumentRow).where(DocumentRow.client == client, DocumentRow.document_id == document_id)
    row = session.scalars(query.with_for_update()).one_or_none()
    if row is None:
        message = f"{client} has no document {document_id}"
        raise Unknown(message)
    return row


def turnaround_of(session: Session, client: str) -> Turnaround | None:
    """How long this client's documents may take, None when nobody says."""
    found: Turnaround | None = session.info[TURNAROUND_OF](client)
    return found


def _engine(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=2,
        max_overflow=4,
        pool_pre_ping=True,
        pool_recycle=1800,
        connect_args={"connect_timeout": 5, "options": OPTIONS, "application_name": "bpo"},
    )
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
    return engine


def _create_database(url: str) -> None:
    wanted = make_url(url)
    name = wanted.database or ""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,62}", name):
        message = f"database {name!r} does not exist, and its name is not one that is created automatically"
        raise AskAPerson(message)
    server = create_engine(wanted.set(database="postgres"), isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(select(func.pg_advisory_lock(UPGRADE_LOCK)))
            known = connection.scalar(text("select 1 from pg_database where datname = :name"), {"name": name})
            if known is None:
                connection.execute(text(f'create database "{name}"'))
    finally:
        server.dispose()


@contextmanager
def _mapped() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as problem:
        message = "the back office's database cannot be used now; trying again is safe"
        raise TryAgain(message) from problem
    except DBAPIError as problem:
        if not problem.connection_invalidated:
            raise
        message = "the connection to the database broke; trying again is safe"
        raise TryAgain(message) from problem
