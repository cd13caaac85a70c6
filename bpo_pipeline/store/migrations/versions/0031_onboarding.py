"""Onboarding: change requests that another person approves, and what employees' forms say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

RULES = """
create function keep_change_request() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'open' or not exists (select 1 from document where document_id = new.request_id
                                              and client = new.client and state = 'posted') then
            raise exception 'only an accepted form asks for a change' using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if (new.request_id, new.client, new.kind) is distinct from (old.request_id, old.client, old.kind)
       or not (new.touched_by @> old.touched_by)
       or (old.state <> 'open' and (new.sealed, new.subject_id, new.approved_by)
           is distinct from (old.sealed, old.subject_id, old.approved_by))
       or (old.state <> new.state and not (old.state, new.state) in
           (('open', 'approved'), ('open', 'declined'), ('approved', 'applied'))) then
        raise exception 'a change request that was decided on is never changed' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger change_request_kept before insert or update on change_request
    for each row execute function keep_change_request();

create function require_approved_change() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from change_request where request_id = new.request_id and client = new.client
                   and kind = new.kind and subject_id = new.employee_id and state in ('approved', 'applied')) then
        raise exception 'the change was not approved' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger employee_form_approved before insert or update on employee_form
    for each row execute function require_approved_change();
"""


def upgrade() -> None:
    """Go one step forward."""
    state = sa.Enum(
        "open", "approved", "applied", "declined", name="state", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "change_request",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("fields", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("touched_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state not in ('approved', 'applied') or (approved_by is not null and approved_by not in ('', 'pipeline')"
            " and not (approved_by = any (touched_by)) and subject_id <> '')",
            name=op.f("ck_change_request_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["document.document_id"], name=op.f("fk_change_request_request_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_change_request")),
    )
    op.create_index(op.f("ix_change_request_client_state"), "change_request", ["client", "state"], unique=False)
    op.create_table(
        "employee_form",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["change_request.request_id"], name=op.f("fk_employee_form_request_id")
        ),
        sa.PrimaryKeyConstraint("client", "employee_id", "kind", name=op.f("pk_employee_form")),
    )
    op.execute(RULES)


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("employee_form")
    op.drop_table("change_request")
    op.execute("drop function require_approved_change")
    op.execute("drop function keep_change_request")
