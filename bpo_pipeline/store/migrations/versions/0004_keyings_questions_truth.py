"""Blind keyings, questions to the client, and the truth that people's corrections make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    _keyings()
    op.create_table(
        "question",
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fields", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "open", "answered", "withdrawn"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_question_document_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_client_state"), "question", ["client", "state"], unique=False)
    op.execute("create unique index uq_question_open on question (document_id) where state = 'open'")
    op.create_table(
        "truth",
        sa.Column("truth_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("vendor_id", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_truth_document_id")),
        sa.PrimaryKeyConstraint("truth_id", name=op.f("pk_truth")),
    )
    op.create_index(
        op.f("ix_truth_client_withdrawn_at_document_type"),
        "truth",
        ["client", "withdrawn_at", "document_type"],
        unique=False,
    )
    op.execute("create unique index uq_truth_valid on truth (document_id, path) where withdrawn_at is null")


def downgrade() -> None:
    """Go one step back."""
    for table in ("truth", "question", "keyed_field", "keyed", "keying"):
        op.drop_table(table)


def _keyings() -> None:
    op.create_table(
        "keying",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("purpose", _words("purpose", "fields", "sample"), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("state", _words("state", "open", "differs", "done", "void"), nullable=False),
        sa.Column("machine", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_keying_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_keying")),
    )
    op.create_index(op.f("ix_keying_client_state_opened_at"), "keying", ["client", "state", "opened_at"], unique=False)
    op.create_table(
        "keyed",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", _words("role", "key", "settle"), nullable=False),
        sa.Column("typed", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_keyed_by_a_person")),
        sa.ForeignKeyConstraint(["document_id"], ["keying.document_id"], name=op.f("fk_keyed_document_id")),
        sa.PrimaryKeyConstraint("document_id", "actor", name=op.f("pk_keyed")),
    )
    op.create_table(
        "keyed_field",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("document_type", sa.Text(), nullable=False),
        sa.Column("purpose", _words("purpose", "fields", "sample"), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("settled", sa.Text(), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("machine_right", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["keying.document_id"], name=op.f("fk_keyed_field_document_id")),
        sa.PrimaryKeyConstraint("document_id", "path", name=op.f("pk_keyed_field")),
    )
    op.create_index(op.f("ix_keyed_field_client_closed_at"), "keyed_field", ["client", "closed_at"], unique=False)


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
