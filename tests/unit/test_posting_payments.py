"""Files for the bank: right, or not sent; and what the bank says about them afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from achkit import parse, validate
from lxml import etree

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.payment import BankAnswer, Outcome, Payment
from bpo_pipeline.model.payroll_terms import NachaTerms, SepaTerms
from bpo_pipeline.model.sensitive import account
from bpo_pipeline.posting.payments.answers import read_answers
from bpo_pipeline.posting.payments.banking_days import add_banking_days, effective_day, is_banking_day
from bpo_pipeline.posting.payments.nacha import broken_rules, nacha_file, routing_is_valid
from bpo_pipeline.posting.payments.remittance import remittance_advice
from bpo_pipeline.posting.payments.sepa import sepa_file

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FRIDAY = dt.date(2026, 11, 27)
THANKSGIVING = dt.date(2026, 11, 26)
ACH = NachaTerms(kind="nacha", company_id="1234567890", company_name="LAKESIDE", origin_routing="091000019")
SEPA = SepaTerms(kind="sepa", name="Nordlicht GmbH", iban="DE89 3704 0044 0532 0130 00", bic="COBADEFFXXX")
PAY = (
    Payment("PAY0000001", "1000", "Ada Stone", Decimal("1240.50"), "USD", account("000123456789"), "011401533"),
    Payment(
        "PAY0000002", "1007", "Ben Reed", Decimal("10.05"), "USD", account("998877665544"), "091000019", savings=True
    ),
    Payment("PAY0000003", "1014", "Cleo Marsh", Decimal(0), "USD", account("1122334455"), "091000019", prenote=True),
)
TRANSFERS = (
    Payment(
        "INV1", "V1", "Müller & Söhne", Decimal("1190.00"), "EUR", account("NL91 ABNA 0417 1643 00"), reference="RE 1"
    ),
    Payment("INV2", "V2", "Dupont", Decimal("0.01"), "EUR", account("FR1420041010050500013M02606"), "PSSTFRPPPAR"),
)


def ach(payments: tuple[Payment, ...] = PAY, effective: dt.date = FRIDAY) -> str:
    return nacha_file(payments, ACH, sec="PPD", effective=effective, now=NOW).content.decode()


def test_an_ach_file_has_94_columns_and_ties() -> None:
    made = nacha_file(PAY, ACH, sec="PPD", effective=FRIDAY, now=NOW)
    text = made.content.decode()
    control = parse(text)["control"]
    assert {len(row) for row in text.splitlines()} == {94}
    assert validate(text)["ok"]
    assert (made.count, made.total, control["total_credit"], control["total_debit"]) == (
        3,
        Decimal("1250.55"),
        125055,
        0,
    )
    assert int(control["entry_hash"]) == 1140153 + 9100001 + 9100001
    assert [one["txn_code"] for one in parse(text)["batches"][0]["entries"]] == [22, 32, 23]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"routing": "011401534"}, "check digit"),
        ({"routing": "01140153"}, "check digit"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"currency": "EUR"}, "USD"),
        ({"account": account("12 34")}, "account number"),
        ({"account": account("1" * 18)}, "account number"),
    ],
)
def test_a_wrong_payment_stops_the_whole_file_and_shows_no_account(change: dict[str, object], says: str) -> None:
    with pytest.raises(Refused, match=says) as refused:
        ach((replace(PAY[0], **change), PAY[1]))  # type: ignore[arg-type]
    assert "000123456789" not in str(refused.value)


def test_an_ach_file_is_not_sent_for_a_bank_holiday() -> None:
    with pytest.raises(Refused, match="no banking day"):
        ach(effective=THANKSGIVING)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("0000124050", "0000124051", "BAD_BATCH_CREDIT"),
        ("011401533", "011401534", "BAD_ROUTING_CHECKSUM"),
        ("PPD", "TEL", "SEC"),
        ("261127", "261126", "EFFECTIVE_DATE"),
        ("\n5220", "\n5225", "SERVICE_CLASS"),
        ("091000010000002", "091000010000001", "TRACE"),
    ],
)
def test_what_was_altered_in_a_file_is_found(old: str, new: str, rule: str) -> None:
    assert old in ach()
    assert [one for one in broken_rules(ach().replace(old, new, 1)) if rule in one]


def test_the_federal_reserve_makes_up_for_sundays_only() -> None:
    assert not is_banking_day(dt.date(2027, 7, 5), "nacha"), "the Fourth of July 2027 is a Sunday"
    assert is_banking_day(dt.date(2026, 7, 3), "nacha"), "the Fourth of July 2026 is a Saturday"
    assert not is_banking_day(dt.date(2026, 4, 3), "sepa"), "Good Friday"
    assert is_banking_day(THANKSGIVING, "sepa")


def test_pay_is_there_before_the_holiday_or_as_soon_as_it_can() -> None:
    assert effective_day(dt.date(2026, 11, 29), NOW.date(), "nacha") == FRIDAY
    assert effective_day(THANKSGIVING, NOW.date(), "nacha") == dt.date(2026, 11, 25)
    assert add_banking_days(dt.date(2026, 11, 25), 1, "nacha") == FRIDAY
    assert effective_day(dt.date(2026, 11, 23), NOW.date(), "nacha") == add_banking_days(NOW.date(), 1, "nacha")


@pytest.mark.parametrize("version", ["pain.001.001.03", "pain.001.001.09"])
def test_a_sepa_file_ties_and_carries_our_ids(version: str) -> None:
    terms = SEPA.model_copy(update={"version": version})
    made = sepa_file(TRANSFERS, terms, execution=FRIDAY, file_id="F1")
    assert (made.count, made.total) == (2, Decimal("1190.01"))
    root = etree.fromstring(made.content)
    assert [one.text for one in root.iter("{*}EndToEndId")] == ["INV1", "INV2"]
    assert root.findtext(".//{*}CtrlSum") == "1190.01"
    assert "Mueller" in made.content.decode() or "Muller" in made.content.decode()


def test_the_same_payments_give_the_same_bytes() -> None:
    made = [sepa_file(TRANSFERS, SEPA, execution=FRIDAY, file_id="F1", now=NOW).content for _ in range(2)]
    assert made[0] == made[1]
    assert b"<PmtInfId>F1<" in made[0]


@pytest.mark.parametrize(
    "change",
    [
        {"account": account("NL91ABNA0417164301")},
        {"account": account("NOTANIBAN")},
        {"amount": Decimal("0.001")},
        {"amount": Decimal(0)},
        {"currency": "USD"},
        {"routing": "NOBIC"},
    ],
)
def test_a_wrong_transfer_stops_the_file(change: dict[str, object]) -> None:
    with pytest.raises(Refused, match="INV1") as refused:
        sepa_file((replace(TRANSFERS[0], **change),), SEPA, execution=FRIDAY, file_id="F1")  # type: ignore[arg-type]
    assert "ABNA" not in str(refused.value)


def returned(code: str = "R03", kind: str = "99") -> bytes:
    """Our own file as the bank sends it back, with the addenda of a return."""
    rows = ach(PAY[:1]).splitlines()
    trace = rows[2][79:94]
    rows[2] = "621" + rows[2][3:78] + "1" + rows[2][79:]
    addenda = f"7{kind}{code}{trace}      {'01140153'}{'':44}{trace}".ljust(94)[:94]
    return "\n".join([*rows[:3], addenda, *rows[3:]]).encode()


def test_an_ach_return_names_the_payment_and_the_reason() -> None:
    assert read_answers(returned()) == [BankAnswer("PAY0000001", Outcome.RETURNED, Decimal("1240.5"), "R03")]


def test_a_notice_of_change_is_no_return() -> None:
    assert [one.outcome for one in read_answers(returned("C01", "98"))] == [Outcome.CHANGE]


def pain002(status: str) -> bytes:
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlPmtInfAndSts>'
        f"<TxInfAndSts><OrgnlEndToEndId>INV1</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>"
        '<OrgnlTxRef><Amt><InstdAmt Ccy="EUR">1190.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>'
        "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def camt053(indicator: str, reason: str) -> bytes:
    back = f"<RtrInf><Rsn><Cd>{reason}</Cd></Rsn></RtrInf>" if reason else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Ntry>'
        f'<Amt Ccy="EUR">1190.00</Amt><CdtDbtInd>{indicator}</CdtDbtInd><BookgDt><Dt>2026-11-30</Dt></BookgDt>'
        f"<NtryDtls><TxDtls><Refs><EndToEndId>INV1</EndToEndId></Refs>{back}</TxDtls></NtryDtls>"
        "</Ntry></Stmt></BkToCstmrStmt></Document>"
    ).encode()


@pytest.mark.parametrize(
    ("content", "outcome", "code"),
    [
        (pain002("RJCT"), Outcome.RETURNED, "AC04"),
        (pain002("ACSC"), Outcome.ACCEPTED, "AC04"),
        (camt053("DBIT", ""), Outcome.SETTLED, ""),
        (camt053("CRDT", "AC04"), Outcome.RETURNED, "AC04"),
    ],
)
def test_status_and_statement_say_what_became_of_a_payment(content: bytes, outcome: Outcome, code: str) -> None:
    (answer,) = read_answers(content)
    assert (answer.payment_id, answer.outcome, answer.amount, answer.code) == ("INV1", outcome, Decimal(1190), code)


def test_a_file_that_was_refused_as_a_whole_names_itself() -> None:
    content = (
        b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>'
        b"<OrgnlMsgId>F1</OrgnlMsgId><GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>FF01</Cd></Rsn></StsRsnInf>"
        b"</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"
    )
    assert read_answers(content) == [BankAnswer("*F1", Outcome.RETURNED, Decimal(0), "FF01")]


def test_money_of_somebody_else_is_no_answer() -> None:
    assert read_answers(camt053("CRDT", "")) == []


@pytest.mark.parametrize("content", [b"", b"hello", b"<a/>", b"<a", b"\xff\xfe", b"1" * 94])
def test_what_is_no_answer_of_a_bank_is_refused(content: bytes) -> None:
    try:
        answers = read_answers(content)
    except Refused:
        return
    assert answers == []


def test_a_remittance_advice_shows_the_end_of_the_account_alone() -> None:
    letter = remittance_advice(PAY[0], payer="Lakeside", paid_on=FRIDAY)
    assert "1240.50 USD" in letter
    assert "****6789" in letter
    assert "000123456789" not in letter


@pytest.mark.parametrize(
    ("number", "good"), [("091000019", True), ("091000018", False), ("000000000", False), ("٠٩١٠٠٠٠١٩", False)]
)
def test_routing_numbers_have_a_check_digit(number: str, good: bool) -> None:
    assert routing_is_valid(number) is good
