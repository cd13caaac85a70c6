"""The client's answer as the file that it sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("question", sa.Column("answer_sha256", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    """Go one step back."""
    op.drop_column("question", "answer_sha256")
