"""When each document is due, in the working time of its client; the queue's index has it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

QUEUE = """
create index ix_document_parked on document (client, since, document_id)
include (state, document_type, reason, received_at, gross, {clock})
where state in ('in_review', 'on_hold')
"""
KNOWN = "update document set due_at = received_at + interval '24 hours' + paused_seconds * interval '1 second'"
"""The contracts' default, for what arrived before."""


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("document", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(KNOWN)
    op.execute("drop index ix_document_parked")
    op.drop_column("document", "paused_seconds")
    op.execute(QUEUE.format(clock="due_at"))


def downgrade() -> None:
    """Go one step back."""
    op.execute("drop index ix_document_parked")
    op.add_column("document", sa.Column("paused_seconds", sa.Integer(), server_default="0", nullable=False))
    op.drop_column("document", "due_at")
    op.execute(QUEUE.format(clock="paused_seconds"))
