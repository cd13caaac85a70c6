"""Claims with a lease, autosaved drafts, more kinds of decisions with the values before, and the queue's index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

QUEUE = """
create index ix_document_parked on document (client, since, document_id)
include (state, document_type, reason, received_at, gross, paused_seconds)
where state in ('in_review', 'on_hold')
"""


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("document", sa.Column("paused_seconds", sa.Integer(), server_default="0", nullable=False))
    op.execute(QUEUE)
    op.add_column("decision", sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
    _kinds("'correct', 'approve', 'reject', 'hold', 'resume', 'retype', 'ask'")
    op.create_table(
        "claim",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=True),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_claim_by_a_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_claim_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_actor"), "claim", ["actor"], unique=False)
    op.create_table(
        "autosave",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_autosave_by_a_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_autosave_document_id")),
        sa.PrimaryKeyConstraint("document_id", "actor", "version", name=op.f("pk_autosave")),
    )


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("autosave")
    op.drop_table("claim")
    _kinds("'correct', 'approve', 'reject'")
    op.drop_column("decision", "before")
    op.execute("drop index ix_document_parked")
    op.drop_column("document", "paused_seconds")


def _kinds(words: str) -> None:
    op.execute("alter table decision drop constraint if exists ck_decision_kind")
    op.execute(f"alter table decision add constraint ck_decision_kind check (kind in ({words}))")
