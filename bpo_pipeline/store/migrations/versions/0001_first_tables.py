"""First tables: documents, arrivals, events that nobody can change, decisions, the outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEEP_EVENTS = """
create function refuse_event_change() returns trigger language plpgsql as $$
begin
    raise exception 'events are only ever added (% on %)', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;
create trigger event_rows_stay before update or delete on event
    for each row execute function refuse_event_change();
create trigger event_table_stays before truncate on event
    for each statement execute function refuse_event_change();
"""


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "arrival",
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("duplicate", sa.Boolean(), nullable=False),
        sa.Column("container", sa.Boolean(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("acknowledged", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("arrival_id", name=op.f("pk_arrival")),
    )
    op.create_index(op.f("ix_arrival_client_received_at"), "arrival", ["client", "received_at"], unique=False)
    op.create_index(op.f("ix_arrival_document_id"), "arrival", ["document_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "received",
                "read",
                "drafted",
                "ready",
                "in_review",
                "on_hold",
                "posted",
                "rejected",
                "quarantined",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tries_stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("draft_hash", sa.Text(), nullable=True),
        sa.Column("findings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("document_type", sa.Text(), nullable=True),
        sa.Column("vendor_id", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("number_normal", sa.Text(), nullable=True),
        sa.Column("gross", sa.Numeric(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("amount_read", sa.Numeric(), nullable=True),
        sa.Column("last_editor", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document")),
        sa.UniqueConstraint("client", "sha256", name=op.f("uq_document_client_sha256")),
    )
    op.create_index(op.f("ix_document_client_received_at"), "document", ["client", "received_at"], unique=False)
    op.create_index(op.f("ix_document_client_state_since"), "document", ["client", "state", "since"], unique=False)
    op.create_index(
        op.f("ix_document_client_vendor_id_number_normal"),
        "document",
        ["client", "vendor_id", "number_normal"],
        unique=False,
    )
    op.create_table(
        "event",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("client", "sequence", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_document_id"), "event", ["document_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("correct", "approve", "reject", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("corrections", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_decision_by_a_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_decision_document_id")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_decision_document_id_version")),
    )
    op.create_table(
        "outbox",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("line", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("total", sa.Numeric(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "awaiting_approval",
                "leased",
                "uncertain",
                "posted",
                "refused",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=True),
        sa.Column("prepared_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("maybe_sent", sa.Boolean(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("posted_total", sa.Numeric(), nullable=True),
        sa.Column("posted_currency", sa.Text(), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attachment", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "not needs_approval or approved_by is not null or state in ('awaiting_approval', 'refused')",
            name=op.f("ck_outbox_approved_before_sent"),
        ),
        sa.CheckConstraint("state <> 'posted' or number is not null", name=op.f("ck_outbox_posted_with_number")),
        sa.CheckConstraint(
            "not needs_approval or approved_by is null"
            " or (approved_by is distinct from edited_by and approved_by is distinct from prepared_by)",
            name=op.f("ck_outbox_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_outbox_document_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_client_target_state"), "outbox", ["client", "target", "state"], unique=False)
    op.create_index(op.f("ix_outbox_document_id"), "outbox", ["document_id"], unique=False)
    op.execute(KEEP_EVENTS)


def downgrade() -> None:
    """Go one step back."""
    op.drop_index(op.f("ix_outbox_document_id"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_client_target_state"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("decision")
    op.drop_index(op.f("ix_event_document_id"), table_name="event")
    op.drop_table("event")
    op.drop_index(op.f("ix_document_client_vendor_id_number_normal"), table_name="document")
    op.drop_index(op.f("ix_document_client_state_since"), table_name="document")
    op.drop_index(op.f("ix_document_client_received_at"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_arrival_document_id"), table_name="arrival")
    op.drop_index(op.f("ix_arrival_client_received_at"), table_name="arrival")
    op.drop_table("arrival")
    op.execute("drop function refuse_event_change")
