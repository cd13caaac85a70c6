"""The history in a real PostgreSQL: nobody changes it through the front door, and whoever does by the back is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import ProgrammingError
from store_words import ACME, drafted, received

from bpo_pipeline.store import ChainHead, Store, upgrade
from bpo_pipeline.store.database import MIGRATIONS
from bpo_pipeline.store.schema import Base

pytestmark = pytest.mark.integration


@contextmanager
def superuser(engine: Engine) -> Iterator[Connection]:
    """A connection on which triggers do not fire, as an intruder with all rights would use."""
    with engine.begin() as connection:
        connection.execute(text("set local session_replication_role = replica"))
        yield connection


@pytest.fixture
def history(store: Store) -> Store:
    for content in ("one", "two", "three"):
        drafted(store, content)
    received(store, "of another client", client="beta")
    assert store.verify_chain(ACME) == []
    return store


@pytest.mark.parametrize(
    "change", ["update event set actor = 'nobody'", "delete from event where sequence = 12", "truncate event"]
)
def test_events_are_only_ever_added(history: Store, engine: Engine, change: str) -> None:
    with pytest.raises(ProgrammingError, match="events are only ever added"), engine.begin() as connection:
        connection.execute(text(change))

    assert len(history.events(ACME)) == 12


def test_an_edited_event_is_named(history: Store, engine: Engine) -> None:
    with superuser(engine) as connection:
        connection.execute(text("update event set actor = 'eva' where client = 'acme' and sequence = 5"))

    assert history.verify_chain(ACME) == ["event 5 was changed or moved after it was written"]
    assert history.verify_chain("beta") == []


def test_an_edited_event_with_a_fitting_hash_breaks_the_chain_behind_it(history: Store, engine: Engine) -> None:
    from bpo_pipeline.store.events import _hash
    from bpo_pipeline.store.schema import EventRow

    with history.transaction() as session:
        row = session.get_one(EventRow, ("acme", 5))
        row.actor = "eva"
        forged = _hash(row)
        session.rollback()
    with superuser(engine) as connection:
        connection.execute(
            text("update event set actor = 'eva', hash = :hash where client = 'acme' and sequence = 5"),
            {"hash": forged},
        )

    assert history.verify_chain(ACME) == ["event 6 does not follow event 5: one of them was replaced"]


def test_a_removed_event_is_named(history: Store, engine: Engine) -> None:
    with superuser(engine) as connection:
        connection.execute(text("delete from event where client = 'acme' and sequence in (5, 6)"))

    assert history.verify_chain(ACME) == ["events 5 to 6 are missing"]


def test_swapped_events_are_named(history: Store, engine: Engine) -> None:
    with superuser(engine) as connection:
        for old, new in ((5, -1), (6, 5), (-1, 6)):
            connection.execute(
                text("update event set sequence = :new where client = 'acme' and sequence = :old"),
                {"old": old, "new": new},
            )

    sentences = " ".join(history.verify_chain(ACME))
    assert "event 5 was changed or moved" in sentences
    assert "event 6 was changed or moved" in sentences


def test_a_cut_tail_is_found_against_a_head_noted_outside(history: Store, engine: Engine) -> None:
    head = history.chain_head(ACME)
    with superuser(engine) as connection:
        connection.execute(text("delete from event where client = 'acme' and sequence > 10"))

    assert history.verify_chain(ACME) == []
    assert history.verify_chain(ACME, head=head) == ["events 11 to 12 are missing at the end, after the head was noted"]


def test_a_rewritten_history_does_not_meet_the_noted_head(history: Store) -> None:
    head = history.chain_head(ACME)
    assert head is not None

    assert history.verify_chain(ACME, head=head) == []
    assert history.verify_chain(ACME, head=ChainHead(head.sequence, "0" * 64)) == [
        "event 12 is not the one whose hash was noted"
    ]
    assert history.chain_head("nobody") is None


def test_the_migrations_make_the_tables_that_the_code_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})

        assert compare_metadata(context, Base.metadata) == []


def test_the_first_migration_can_be_taken_back_and_made_again(engine: Engine, database_url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = connection.scalar(text("select count(*) from pg_proc where proname = 'refuse_event_change'"))
        assert left == 0
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}

    upgrade(database_url)

    assert Store(engine).count_by_state(ACME) == {}
