"""The vendor memory: what is remembered of papers that people confirmed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "vendor_memory",
        sa.Column("memory_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("vendor", sa.Text(), nullable=False),
        sa.Column("layout", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_vendor_memory_by_a_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_vendor_memory_document_id")),
        sa.PrimaryKeyConstraint("memory_id", name=op.f("pk_vendor_memory")),
    )
    op.create_index(
        op.f("ix_vendor_memory_client_vendor_at"), "vendor_memory", ["client", "vendor", "at"], unique=False
    )
    op.execute("create unique index uq_vendor_memory on vendor_memory (document_id) where withdrawn_at is null")


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("vendor_memory")
