"""From an invoice in the inbox to a settled payment with the commands that people type: SEPA out, statement in."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import S3Server
from lxml import etree
from sqlalchemy import Engine, text
from typer.testing import CliRunner

from bpo_pipeline import cli
from bpo_pipeline.app import App, open_app
from bpo_pipeline.commands.process import through
from bpo_pipeline.contracts import Contract
from bpo_pipeline.generator.generate import generate
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import PROJECT

pytestmark = pytest.mark.integration
BANK = {"kind": "sepa", "name": "Nordlicht Handels GmbH", "iban": "DE89370400440532013000", "bic": "COBADEFFXXX"}


@pytest.fixture
def contract(
    tmp_path: Path, engine: Engine, s3_server: S3Server, new_bucket: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load((PROJECT / "dags" / "contracts" / "nordlicht.yaml").read_text())
    made |= {"inbox": new_bucket(), "outbox": new_bucket()}
    made["payables"] = {"since": "2026-01-01", "run_every_days": 31, "banks": [BANK]}
    made["documents"].append({"type": "bank_statement"})
    (tmp_path / "nordlicht.yaml").write_text(yaml.safe_dump(made))
    settings = {
        "HOME": tmp_path,
        "CONTRACTS": tmp_path,
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "S3_ENDPOINT": s3_server.endpoint,
        "S3_ACCESS_KEY": s3_server.access_key,
        "S3_SECRET_KEY": s3_server.secret_key,
        "VAULT_BUCKET": new_bucket(),
        "MASTER_KEY": base64.urlsafe_b64encode(b"k" * 32).decode(),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"BPO_{name}", str(value))
    return made


def bpo(*words: str) -> Any:
    outcome = CliRunner().invoke(cli.app, [*words, "--client", "nordlicht"], catch_exceptions=False)
    assert outcome.exit_code == 0, outcome.output
    return json.loads(outcome.stdout)


def deliver(app: App, files: dict[str, bytes]) -> None:
    bucket = app.parts("nordlicht").contract.inbox_bucket
    for name, content in files.items():
        app.buckets.put(bucket, f"incoming/{name}", content, "application/xml")
    assert through(app, "nordlicht", [f"incoming/{name}" for name in files]) == ""


def test_invoices_are_paid_and_the_statement_settles_them(
    contract: dict[str, Any], tmp_path: Path, engine: Engine
) -> None:
    truths = generate(
        tmp_path / "made", count=3, seed=3, kinds=["invoice"], clients=["nordlicht"], forms=["ubl"],
        today=utc_now().date(),
    )  # fmt: skip
    with open_app() as app:
        deliver(app, {f"{n}.xml": (tmp_path / "made" / one.file).read_bytes() for n, one in enumerate(truths)})
    accounts = {one["vendor_id"]: one["ibans"][0] for one in contract["vendors"]}
    paid_to = {one.vendor_id for one in truths}
    rows = [f"{who},{accounts[who]}" for who in sorted(paid_to)]
    (tmp_path / "vendors.csv").write_text("\n".join(["vendor_id,account", *rows]))
    listed = bpo("payments", "accounts", "--file", str(tmp_path / "vendors.csv"), "--as", "hana")
    assert listed["accounts_proposed"] == len(paid_to)
    assert bpo("payments", "propose")["waiting"] == []
    for who in paid_to:
        told = ["--phone", "+49 40 5550100", "--known-from", "vendor list", "--spoke-with", "Frau Ahlers"]
        bpo("payments", "called", who, "--as", "carl", *told)
        assert bpo("payments", "confirm", who, "--as", "pam") == {"confirmed": 1}
    assert bpo("payments", "accounts") == []
    assert bpo("payments", "prenotes") == {"prenotes": 0}

    (run,) = bpo("payments", "propose")["waiting"]
    assert bpo("payments", "release", run, "--as", "rosa")["missing"] == 1
    sent = bpo("payments", "release", run, "--as", "ruth")
    shown = bpo("payments", "show", run)
    assert shown["state"] == "sent"
    assert sum(Decimal(one["gross"]) for one in shown["bills"]) == Decimal(sent["total"]) > 0
    with open_app() as app:
        outbox = app.parts("nordlicht").contract.outbox_bucket
        (name,) = [one.key for one in app.buckets.list_inbox(outbox, prefix="payments/") if one.key.endswith(".xml")]
        file = etree.fromstring(app.buckets.find(outbox, name) or b"")
        deliver(app, {"statement.xml": statement(file)})
    (counts,) = bpo("payments", "answers").values()
    assert (counts["settled"], counts["unmatched"]) == (sent["payments"], 1)
    assert bpo("payments", "answers") == {}, "once"
    assert bpo("payments", "propose") == {"waiting": [], "held": []}
    with engine.connect() as connection:
        kept = "".join(
            str(connection.execute(text(f"select t::text from {table} t")).all())
            for table in ("payment_run", "paid_bill", "payment", "payee_account", "event")
        )
    assert not [one for one in accounts.values() if one in kept]
    assert Contract.model_validate(contract).payables is not None


def statement(file: Any) -> bytes:
    """The payer's account on the day of execution: each payment of the file, and a fee."""
    day = utc_now().date()
    amounts = [
        (one.findtext(".//{*}EndToEndId"), Decimal(one.findtext(".//{*}InstdAmt")))
        for one in file.iter("{*}CdtTrfTxInf")
    ]
    entries = "".join(
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><NtryDtls><TxDtls><Refs>"
        f"<EndToEndId>{name}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
        for name, amount in [*amounts, ("NOTPROVIDED", Decimal("7.90"))]
    )
    closing = Decimal(100000) - sum(amount for _, amount in amounts) - Decimal("7.90")
    balances = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>'
        for code, amount in (("OPBD", Decimal("100000.00")), ("CLBD", closing))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-27T08:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>S1</Id><FrToDt><FrDtTm>{day}T00:00:00</FrDtTm><ToDtTm>{day}T23:59:59</ToDtTm></FrToDt>"
        "<Acct><Id><IBAN>DE89370400440532013000</IBAN></Id><Ccy>EUR</Ccy>"
        "<Svcr><FinInstnId><BICFI>COBADEFFXXX</BICFI><Nm>Bank</Nm></FinInstnId></Svcr></Acct>"
        f"{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()
