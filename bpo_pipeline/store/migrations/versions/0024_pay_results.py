"""Payroll results: sealed, approved by a second person, and needed before net pay goes out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RULES = """
create function keep_pay_result() returns trigger language plpgsql as $$
begin
    if old.approved_by is not null then
        raise exception 'a payroll result that was approved is never changed' using errcode = 'check_violation';
    end if;
    if (new.run_id, new.client) is distinct from (old.run_id, old.client) then
        raise exception 'a payroll result stays with its run' using errcode = 'check_violation';
    end if;
    if new.approved_by is not null and ((new.sealed, new.body_hash, new.entered_by)
       is distinct from (old.sealed, old.body_hash, old.entered_by)
       or not exists (select 1 from pay_run where run_id = new.run_id and client = new.client
                      and state in ('released', 'sent') and released_by <> new.approved_by)) then
        raise exception 'whoever released the hours does not release the money' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger pay_result_kept before update on pay_result for each row execute function keep_pay_result();

create function begin_pay_result() returns trigger language plpgsql as $$
begin
    if new.approved_by is not null then
        raise exception 'a payroll result is approved after it was taken over' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger pay_result_begun before insert on pay_result for each row execute function begin_pay_result();

create function require_pay_result() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from pay_result where run_id = new.run_id and client = new.client
                   and approved_by is not null) then
        raise exception 'a second person has not released the net pay of this run' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger payment_result before insert on payment
    for each row when (new.run_id is not null) execute function require_pay_result();
"""


def upgrade() -> None:
    """Go one step forward."""
    op.create_table(
        "pay_result",
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("body_hash", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("entered_by not in ('', 'pipeline')", name=op.f("ck_pay_result_by_somebody")),
        sa.CheckConstraint(
            "approved_by is null or (approved_by not in ('', 'pipeline') and approved_by <> entered_by)",
            name=op.f("ck_pay_result_four_eyes"),
        ),
        sa.ForeignKeyConstraint(["run_id"], ["pay_run.run_id"], name=op.f("fk_pay_result_run_id")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_pay_result")),
    )
    op.execute(RULES)


def downgrade() -> None:
    """Go one step back."""
    op.execute("drop trigger payment_result on payment")
    op.drop_table("pay_result")
    for name in ("keep_pay_result", "begin_pay_result", "require_pay_result"):
        op.execute(f"drop function {name}")
