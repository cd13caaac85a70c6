"""Paid bills: runs that two people release, a bill in one live run at most, prenotes before money by ACH."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None

RULES = """
drop trigger payment_account on payment;
create trigger payment_account before insert on payment
    for each row when (new.run_id is not null) execute function require_active_account();

create function require_released_bills() returns trigger language plpgsql as $$
declare
    run payment_run%rowtype;
begin
    if not exists (select 1 from payee_account where account_id = new.account_id and client = new.client
                   and payee_id = new.payee_id and state = 'active') then
        raise exception 'the account was not confirmed by a call-back and two people' using errcode = 'check_violation';
    end if;
    select * into run from payment_run where run_id = new.payment_run_id and client = new.client;
    if run.state is null or run.state not in ('released', 'sent') then
        raise exception 'the payment run is not released' using errcode = 'check_violation';
    end if;
    if not exists (select 1 from paid_bill where run_id = new.payment_run_id and payment_id = new.payment_id
                   and payee_id = new.payee_id and account_id = new.account_id and live) then
        raise exception 'no bill of the run is paid to this account' using errcode = 'check_violation';
    end if;
    if run.system = 'nacha' and not exists (
        select 1 from prenote where account_id = new.account_id and client = new.client and state = 'sent'
        and good_from <= run.execution
    ) then
        raise exception 'no prenote went to this account three banking days before' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payment_bills before insert on payment
    for each row when (new.run_id is null) execute function require_released_bills();

create function keep_vouched() returns trigger language plpgsql as $$
begin
    if old.state = 'replaced' and new.state <> 'replaced' then
        raise exception 'an account that is not paid to any more is proposed anew' using errcode = 'check_violation';
    end if;
    if old.approved_by is not null and (new.called_by, new.called_at, new.phone, new.known_from, new.spoke_with)
       is distinct from (old.called_by, old.called_at, old.phone, old.known_from, old.spoke_with) then
        raise exception 'the call about an account is never changed' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payee_account_vouched before update on payee_account
    for each row execute function keep_vouched();

create function keep_payment() returns trigger language plpgsql as $$
begin
    if (new.payment_id, new.client, new.run_id, new.payment_run_id, new.payee_id, new.account_id)
       is distinct from (old.payment_id, old.client, old.run_id, old.payment_run_id, old.payee_id, old.account_id) then
        raise exception 'a payment that went out is never changed' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payment_kept before update on payment for each row execute function keep_payment();

create function keep_payment_run() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if new.state <> 'proposed' or cardinality(new.released_by) > 0 then
            raise exception 'a payment run begins as a proposal' using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if (new.run_id, new.client, new.system, new.currency, new.execution, new.total, new.body_hash)
       is distinct from (old.run_id, old.client, old.system, old.currency, old.execution, old.total, old.body_hash)
       or not (new.touched_by @> old.touched_by) or not (new.released_by @> old.released_by) then
        raise exception 'a payment run is never changed: decline it and propose anew' using errcode = 'check_violation';
    end if;
    if old.state <> new.state and not (old.state, new.state) in
       (('proposed', 'released'), ('released', 'sent'), ('proposed', 'declined'), ('released', 'declined')) then
        raise exception 'a payment run goes from % to nothing but its next state', old.state
            using errcode = 'check_violation';
    end if;
    if new.state = 'declined' and exists (select 1 from payment where payment_run_id = new.run_id) then
        raise exception 'payments of this run went out: it cannot be taken back' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payment_run_kept before insert or update on payment_run
    for each row execute function keep_payment_run();

create function keep_paid_bill() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select 1 from document d join payment_run r on r.client = d.client
                       where d.document_id = new.document_id and r.run_id = new.run_id and r.state = 'proposed'
                       and d.state = 'posted' and d.document_type in ('invoice', 'credit_note')
                       and d.currency = r.currency and new.payee_id = 'vendor/' || d.vendor_id) then
            raise exception 'only a posted bill of this client and vendor is paid' using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if tg_op = 'DELETE' or (to_jsonb(new) - 'live') is distinct from (to_jsonb(old) - 'live') or new.live then
        raise exception 'what was paid is never changed' using errcode = 'check_violation';
    end if;
    if old.live and not exists (select 1 from payment_run where run_id = old.run_id and state = 'declined')
       and not exists (select 1 from payment where payment_id = old.payment_id and state = 'returned') then
        raise exception 'a bill is open again when its run is declined or its payment came back'
            using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger paid_bill_kept before insert or update or delete on paid_bill
    for each row execute function keep_paid_bill();

create function keep_prenote() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        if not exists (select 1 from payee_account where account_id = new.account_id and client = new.client
                       and state = 'active') then
            raise exception 'the account was not confirmed by a call-back and two people'
                using errcode = 'check_violation';
        end if;
        return new;
    end if;
    if tg_op = 'DELETE' or old.state = 'returned' or (to_jsonb(new) - array['state', 'code'])
       is distinct from (to_jsonb(old) - array['state', 'code']) then
        raise exception 'a prenote is never changed' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger prenote_kept before insert or update or delete on prenote
    for each row execute function keep_prenote();
"""


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "payment_run",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("execution", sa.Date(), nullable=False),
        sa.Column("total", sa.Numeric(), nullable=False),
        sa.Column("sent_total", sa.Numeric(), nullable=True),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("state", _words("state", "proposed", "released", "sent", "declined"), nullable=False),
        sa.Column("touched_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("released_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "not (released_by && touched_by) and not (released_by && array['', 'pipeline'])"
            " and array_position(released_by, null) is null and cardinality(released_by) <= 2"
            " and (cardinality(released_by) < 2 or released_by[1] <> released_by[2])",
            name=op.f("ck_payment_run_four_eyes"),
        ),
        sa.CheckConstraint(
            "state not in ('released', 'sent') or cardinality(released_by) = 2", name=op.f("ck_payment_run_two_people")
        ),
        sa.CheckConstraint(
            "state <> 'sent' or (sent_total is not null and sent_total = total)",
            name=op.f("ck_payment_run_sent_as_released"),
        ),
        sa.CheckConstraint("total > 0", name=op.f("ck_payment_run_pays_something")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_payment_run")),
    )
    op.create_index(op.f("ix_payment_run_client_execution"), "payment_run", ["client", "execution"], unique=False)
    op.create_table(
        "paid_bill",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("payee_id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issue_date", sa.Date(), nullable=True),
        sa.Column("gross", sa.Numeric(), nullable=False),
        sa.Column("discount", sa.Numeric(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["payment_run.run_id"], name=op.f("fk_paid_bill_run_id")),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_paid_bill_document_id")),
        sa.ForeignKeyConstraint(["account_id"], ["payee_account.account_id"], name=op.f("fk_paid_bill_account_id")),
        sa.PrimaryKeyConstraint("run_id", "document_id", name=op.f("pk_paid_bill")),
    )
    op.create_index(op.f("ix_paid_bill_payment_id"), "paid_bill", ["payment_id"], unique=False)
    op.execute("create unique index uq_paid_bill_live on paid_bill (document_id) where live")
    op.create_table(
        "prenote",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("effective", sa.Date(), nullable=False),
        sa.Column("good_from", sa.Date(), nullable=False),
        sa.Column("state", _words("state", "sent", "returned"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("good_from >= effective + 3", name=op.f("ck_prenote_waited")),
        sa.ForeignKeyConstraint(["account_id"], ["payee_account.account_id"], name=op.f("fk_prenote_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_prenote")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_prenote_payment_id")),
    )
    op.alter_column("payment", "run_id", nullable=True)
    op.add_column("payment", sa.Column("payment_run_id", sa.Text(), nullable=True))
    op.create_foreign_key(op.f("fk_payment_payment_run_id"), "payment", "payment_run", ["payment_run_id"], ["run_id"])
    op.create_check_constraint(op.f("ck_payment_of_one_run"), "payment", "num_nonnulls(run_id, payment_run_id) = 1")
    op.create_index(op.f("ix_payment_payment_run_id"), "payment", ["payment_run_id"], unique=False)
    op.execute(RULES)


def downgrade() -> None:
    """Go one step back."""
    op.execute("drop trigger payee_account_vouched on payee_account")
    op.execute("drop trigger payment_kept on payment")
    op.execute("drop trigger payment_bills on payment")
    op.execute("drop trigger payment_account on payment")
    op.execute("delete from payment where payment_run_id is not null")
    op.drop_column("payment", "payment_run_id")
    op.alter_column("payment", "run_id", nullable=False)
    op.execute(
        "create trigger payment_account before insert on payment for each row execute function require_active_account()"
    )
    for table in ("prenote", "paid_bill", "payment_run"):
        op.drop_table(table)
    for name in (
        "keep_prenote",
        "keep_paid_bill",
        "keep_payment_run",
        "require_released_bills",
        "keep_payment",
        "keep_vouched",
    ):
        op.execute(f"drop function {name}")
