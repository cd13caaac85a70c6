"""Four eyes in the database: call-backs, and triggers that refuse an approval of one's own edit of bank details."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FOUR_EYES = """
create function four_eyes_missing(doc document, person text) returns text language plpgsql stable as $$
declare
    called call_back%rowtype;
begin
    if not doc.four_eyes then
        return null;
    end if;
    if exists (select 1 from decision where document_id = doc.document_id
               and kind in ('correct', 'retype') and actor = person) then
        return 'nobody approves bank details that they edited themselves';
    end if;
    if doc.needs_call_back then
        select * into called from call_back
        where document_id = doc.document_id and account = coalesce(doc.account, '')
        order by call_back_id desc limit 1;
        if called.outcome is distinct from 'confirmed' then
            return 'changed bank details were not confirmed by a call-back';
        end if;
        if called.actor = person then
            return 'whoever called back does not approve';
        end if;
    end if;
    return null;
end
$$;

create function require_four_eyes() returns trigger language plpgsql as $$
declare
    doc document%rowtype;
    missing text;
begin
    select * into doc from document where document_id = new.document_id;
    missing := four_eyes_missing(doc, new.actor);
    if missing is not null then
        raise exception '%', missing using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger decision_four_eyes before insert or update on decision
    for each row when (new.kind = 'approve') execute function require_four_eyes();

create function keep_four_eyes() returns trigger language plpgsql as $$
begin
    if old.four_eyes and not new.four_eyes and new.state <> 'received' then
        raise exception 'four eyes are only taken back by a new start' using errcode = 'check_violation';
    end if;
    if new.four_eyes and new.state in ('ready', 'posted') and not exists (
        select 1 from decision
        where document_id = new.document_id and kind = 'approve' and four_eyes_missing(new, actor) is null
    ) then
        raise exception 'bank details changed: a second person has to approve' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger document_four_eyes before update on document
    for each row when (old.four_eyes or new.four_eyes) execute function keep_four_eyes();

create function require_known_number() returns trigger language plpgsql as $$
declare
    arrived timestamptz;
begin
    if tg_op <> 'INSERT' then
        raise exception 'call-backs are only ever added' using errcode = 'insufficient_privilege';
    end if;
    select received_at into arrived from document where document_id = new.document_id;
    if new.known_since >= (arrived at time zone 'UTC')::date then
        raise exception 'the number was not known before the document arrived' using errcode = 'check_violation';
    end if;
    return new;
end
$$;
create trigger call_back_number before insert or update or delete on call_back
    for each row execute function require_known_number();
"""


def upgrade() -> None:
    """Go one step forward."""
    op.add_column("document", sa.Column("account", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("four_eyes", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("document", sa.Column("needs_call_back", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "call_back",
        sa.Column("call_back_id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.Column("spoke_with", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "confirmed",
                "denied",
                "not_reached",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("account", sa.Text(), nullable=False),
        sa.CheckConstraint("actor not in ('', 'pipeline')", name=op.f("ck_call_back_by_a_person")),
        sa.CheckConstraint(
            "length(phone) >= 5 and known_from <> '' and (spoke_with <> '' or outcome = 'not_reached')",
            name=op.f("ck_call_back_can_be_checked"),
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name=op.f("fk_call_back_document_id")),
        sa.PrimaryKeyConstraint("call_back_id", name=op.f("pk_call_back")),
    )
    op.create_index(op.f("ix_call_back_document_id"), "call_back", ["document_id"], unique=False)
    op.execute(FOUR_EYES)


def downgrade() -> None:
    """Go one step back."""
    op.execute("drop trigger document_four_eyes on document")
    op.execute("drop trigger decision_four_eyes on decision")
    op.execute("drop function keep_four_eyes")
    op.execute("drop function require_four_eyes")
    op.execute("drop function four_eyes_missing")
    op.drop_index(op.f("ix_call_back_document_id"), table_name="call_back")
    op.drop_table("call_back")
    op.execute("drop function require_known_number")
    for column in ("needs_call_back", "four_eyes", "account"):
        op.drop_column("document", column)
