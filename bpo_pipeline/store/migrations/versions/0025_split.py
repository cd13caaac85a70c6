"""Splitting: a file that holds several documents ends as split, by a person's decision."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

STATES = ["received", "read", "drafted", "ready", "in_review", "on_hold", "posted", "rejected", "quarantined"]
KINDS = ["correct", "approve", "reject", "hold", "resume", "retype", "ask"]


def upgrade() -> None:
    """Go one step forward."""
    _words("document", "state", [*STATES, "split"])
    _words("decision", "kind", [*KINDS, "split"])


def downgrade() -> None:
    """Go one step back."""
    _words("document", "state", STATES)
    _words("decision", "kind", KINDS)


def _words(table: str, column: str, words: list[str]) -> None:
    name = f"ck_{table}_{column}"
    op.execute(f"alter table {table} drop constraint {name}")
    op.execute(f"alter table {table} add constraint {name} check ({column} in ({', '.join(map(repr, words))}))")
