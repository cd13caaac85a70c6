"""The store when things die: a worker inside a transaction, the connection, the whole server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine, text
from store_words import ACME, drafted, found, received

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.model.states import State
from bpo_pipeline.stack import postgres
from bpo_pipeline.store import Store, connect

pytestmark = pytest.mark.integration
RECEIVED = frozenset({State.RECEIVED})

DYING_WORKER = """
    import os, signal, sys
    from bpo_pipeline.model.states import State
    from bpo_pipeline.store import Store, connect, events

    url, document, moment = sys.argv[1:]
    store = Store(connect(url))
    attempt = store.begin(document, "read", expect=frozenset({State.RECEIVED}))
    if moment == "inside":
        # dies after the event was written and before the commit
        append = events.append
        def append_and_die(*args, **kwargs):
            append(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)
        import bpo_pipeline.store.lifecycle as lifecycle
        lifecycle.append = append_and_die
    store.move(document, State.READ, attempt=attempt)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("moment", "state"), [("inside", State.RECEIVED), ("after", State.READ)])
def test_a_worker_killed_around_its_commit_leaves_state_and_event_together(
    store: Store, database_url: str, moment: str, state: State
) -> None:
    document = received(store)

    script = [sys.executable, "-c", textwrap.dedent(DYING_WORKER), database_url, document, moment]
    died = subprocess.run(script, check=False, timeout=60, cwd=Path(__file__).parents[2])

    assert died.returncode == -signal.SIGKILL
    assert store.states_of([document]) == {document: state}
    names = [event.name for event in store.events(ACME, document_id=document)]
    assert names == (["received"] if moment == "inside" else ["received", "read"])
    assert store.verify_chain(ACME) == []
    if moment == "inside":
        # the attempt was counted before the death, and the next worker goes on at once
        assert store.begin(document, "read", expect=RECEIVED) == 2


def test_a_broken_connection_is_try_again_and_the_next_call_works(store: Store, engine: Engine) -> None:
    received(store)

    def lose_the_connection() -> None:
        with store.transaction() as session, engine.connect() as other:
            mine = session.scalar(text("select pg_backend_pid()"))
            other.execute(text("select pg_terminate_backend(:pid)"), {"pid": mine})
            session.execute(text("select 1"))

    with pytest.raises(TryAgain):
        lose_the_connection()

    assert store.count_by_state(ACME) == {State.RECEIVED: 1}


def test_a_database_that_is_not_there_is_try_again(tmp_path: Path) -> None:
    with pytest.raises(TryAgain, match="cannot be used now"):
        connect(f"postgresql+psycopg2://postgres:@/bpo?host={tmp_path}")


def test_a_forked_task_gets_connections_of_its_own(store: Store) -> None:
    document = received(store)
    reader, writer = os.pipe()

    child = os.fork()
    if child == 0:
        answer = store.begin(document, "read", expect=RECEIVED)
        os.write(writer, str(answer).encode())
        os._exit(0)
    os.waitpid(child, 0)

    assert os.read(reader, 10) == b"1"
    assert store.begin(document, "read", expect=RECEIVED) == 2


def test_a_killed_server_costs_nothing_that_was_acknowledged(store: Store, postgres_home: Path) -> None:
    document = drafted(store)
    family = [process for process in psutil.process_iter(["name"]) if _of(process, postgres_home)]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)

    with pytest.raises(TryAgain):
        store.receive([found("while away")])
    postgres.start(postgres_home)

    deadline = time.monotonic() + 10
    while True:
        try:
            assert store.states_of([document]) == {document: State.READY}
            break
        except TryAgain:
            assert time.monotonic() < deadline
    assert len(store.waiting(ACME)) == 1
    assert store.verify_chain(ACME) == []


def _of(process: psutil.Process, home: Path) -> bool:
    try:
        return process.name() == "postgres" and process.cwd().startswith(str(home))
    except psutil.Error:
        return False
