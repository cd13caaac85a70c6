"""Payroll: employees, payee accounts that need a call-back and two people, pay runs and payments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0004"
branch_labels = None
depends_on = None

CONFIRMED_ACCOUNTS = """
create function require_active_account() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from payee_account where account_id = new.account_id and client = new.client
                   and payee_id = new.payee_id and state = 'active') then
        raise exception 'the account was not confirmed by a call-back and two people' using errcode = 'check_violation';
    end if;
    if not exists (select 1 from pay_run where run_id = new.run_id and client = new.client
                   and state in ('released', 'sent')) then
        raise exception 'the pay run is not released' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payment_account before insert on payment for each row execute function require_active_account();

create function keep_account() returns trigger language plpgsql as $$
begin
    if new.sealed <> old.sealed or new.mark <> old.mark or new.payee_id <> old.payee_id
       or new.entered_by <> old.entered_by or new.client <> old.client
       or (old.approved_by is not null and new.approved_by is distinct from old.approved_by) then
        raise exception 'bank details are never changed, only replaced' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payee_account_kept before update on payee_account for each row execute function keep_account();
"""


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "employee",
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("employee_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("client", "employee_id", name=op.f("pk_employee")),
    )
    op.create_table(
        "payee_account",
        sa.Column("account_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("payee_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "proposed", "active", "replaced"), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_by", sa.Text(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("known_from", sa.Text(), nullable=True),
        sa.Column("spoke_with", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("entered_by not in ('', 'pipeline')", name=op.f("ck_payee_account_by_a_person")),
        sa.CheckConstraint(
            "called_by is null or (called_by not in ('', 'pipeline') and called_at is not null"
            " and length(phone) >= 5 and known_from <> '' and spoke_with <> '')",
            name=op.f("ck_payee_account_call_can_be_checked"),
        ),
        sa.CheckConstraint(
            "approved_by is null or (approved_by not in ('', 'pipeline') and approved_by <> entered_by"
            " and called_by is not null and approved_by <> called_by)",
            name=op.f("ck_payee_account_four_eyes"),
        ),
        sa.CheckConstraint(
            "state <> 'active' or approved_by is not null", name=op.f("ck_payee_account_approved_before_active")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_payee_account")),
    )
    op.create_index(op.f("ix_payee_account_client_payee_id"), "payee_account", ["client", "payee_id"], unique=False)
    op.create_table(
        "pay_run",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "prepared", "released", "sent", "declined"), nullable=False),
        sa.Column("can_be_released", sa.Boolean(), nullable=False),
        sa.Column("touched_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state not in ('released', 'sent') or (can_be_released and released_by is not null"
            " and released_by not in ('', 'pipeline') and not (released_by = any (touched_by)))",
            name=op.f("ck_pay_run_four_eyes"),
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_pay_run")),
    )
    op.create_index(op.f("ix_pay_run_client_last_day"), "pay_run", ["client", "last_day"], unique=False)
    op.create_table(
        "pay_run_document",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.document_id"], name=op.f("fk_pay_run_document_document_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.run_id"], name=op.f("fk_pay_run_document_run_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_pay_run_document")),
    )
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("payee_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "sent", "settled", "returned"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["payee_account.account_id"], name=op.f("fk_payment_account_id")),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.run_id"], name=op.f("fk_payment_run_id")),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_client_run_id"), "payment", ["client", "run_id"], unique=False)
    op.execute(CONFIRMED_ACCOUNTS)


def downgrade() -> None:
    """Go one step back."""
    op.drop_table("payment")
    op.drop_table("pay_run_document")
    op.drop_table("pay_run")
    op.drop_table("payee_account")
    op.drop_table("employee")
    op.execute("drop function require_active_account")
    op.execute("drop function keep_account")
