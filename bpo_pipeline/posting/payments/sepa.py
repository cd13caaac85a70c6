"""SEPA credit transfers: ISO 20022 pain.001, valid under its XSD (which ``sepaxml`` carries), without any network.

IBANs are checked by stdnum first, because the schema takes any letters. Names and references are reduced to the
characters that every SEPA bank takes (EPC217-08). Source: EPC132-08, C2PSP implementation guidelines.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from lxml import etree
from sepaxml import SepaTransfer
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as WrongNumber

from bpo_pipeline.model.payment import Payment
from bpo_pipeline.model.payroll_terms import SepaTerms
from bpo_pipeline.posting import to_a_person
from bpo_pipeline.posting.payments import PaymentFile
from bpo_pipeline.posting.payments.banking_days import is_banking_day

MOST = Decimal("999999999.99")
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def sepa_file(
    payments: Sequence[Payment], terms: SepaTerms, *, execution: dt.date, file_id: str, now: dt.datetime | None = None
) -> PaymentFile:
    """The file for the bank; *file_id* becomes the message id, by which a bank knows a file sent twice.

    With *now* the same payments give the same bytes however often the file is made.

    Raises Refused naming the payments that cannot go out; IBANs are never in the sentence.
    """
    problems = [sentence for one in payments for sentence in _problems(one)]
    if not payments:
        problems.append("there is nothing to pay")
    if not is_banking_day(execution, "sepa"):
        problems.append(f"{execution} is no TARGET day")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,35}", file_id, re.ASCII):
        problems.append("a message id has at most 35 letters and digits")
    if not iban.is_valid(terms.iban):
        problems.append("the contract's own IBAN fails its check digits")
    if problems:
        raise to_a_person("; ".join(problems))
    config = {"name": terms.name, "IBAN": iban.compact(terms.iban), "batch": True, "currency": "EUR"}
    if terms.bic:
        config["BIC"] = terms.bic
    transfer = SepaTransfer(config, schema=terms.version, clean=True)
    for one in payments:
        line = {
            "name": _plain(one.name)[:70],
            "IBAN": iban.compact(one.account.plain()),
            "amount": one.cents,
            "execution_date": execution,
            "description": _plain(one.reference or one.payment_id)[:140],
            "endtoend_id": one.payment_id,
        }
        if one.routing:
            line["BIC"] = one.routing
        transfer.add_payment(line)
    try:
        content: bytes = transfer.export(validate=True)
    except Exception as problem:  # noqa: BLE001 - sepaxml raises whatever the schema library raised
        raise to_a_person(f"the pain.001 file is not valid ({type(problem).__name__}); it was not sent") from None
    # sepaxml draws a random message id in its constructor; ours is the same however often the file is made
    content = content.replace(f"<MsgId>{transfer.msg_id}</MsgId>".encode(), f"<MsgId>{file_id}</MsgId>".encode())
    content = re.sub(rb"(<PmtInfId>)[^<]*", rb"\g<1>" + file_id.encode(), content)
    if now is not None:
        content = re.sub(rb"(<CreDtTm>)[^<]*", rb"\g<1>" + f"{now:%Y-%m-%dT%H:%M:%S}".encode(), content)
    total = sum((one.amount for one in payments), Decimal(0))
    _require_the_same(content, payments, total, file_id)
    return PaymentFile(f"{terms.version}_{file_id}.xml", content, len(payments), total, "application/xml")


def _require_the_same(content: bytes, payments: Sequence[Payment], total: Decimal, file_id: str) -> None:
    root = etree.fromstring(content)
    space = {"p": etree.QName(root).namespace}
    said = (
        root.findtext(".//p:GrpHdr/p:MsgId", namespaces=space),
        int(root.findtext(".//p:GrpHdr/p:NbOfTxs", "0", space)),
        Decimal(root.findtext(".//p:GrpHdr/p:CtrlSum", "0", space)),
        sorted(
            (
                one.findtext(".//p:EndToEndId", "", space),
                one.findtext(".//p:CdtrAcct//p:IBAN", "", space),
                Decimal(one.findtext(".//p:InstdAmt", "0", space)),
            )
            for one in root.iterfind(".//p:CdtTrfTxInf", space)
        ),
    )
    wanted = sorted((one.payment_id, iban.compact(one.account.plain()), one.amount) for one in payments)
    if said != (file_id, len(payments), total, wanted):
        raise to_a_person("the pain.001 file does not say what was released; it was not sent")


def _problems(one: Payment) -> list[str]:
    problems = []
    if not iban.is_valid(one.account.plain()):
        problems.append(f"payment {one.payment_id}: the IBAN fails its check digits")
    if one.routing:
        try:
            bic.validate(one.routing)
        except WrongNumber:
            problems.append(f"payment {one.payment_id}: the BIC is wrong")
    if one.currency != "EUR":
        problems.append(f"payment {one.payment_id}: SEPA pays EUR, not {one.currency}")
    if one.prenote or not 0 < one.amount <= MOST or one.amount != one.amount.quantize(Decimal("0.01")):
        problems.append(f"payment {one.payment_id}: the amount {one.amount} cannot be paid by SEPA")
    return problems


def _plain(text: str) -> str:
    from text_unidecode import unidecode  # noqa: PLC0415 - comes with sepaxml

    return " ".join(_OTHER.sub(" ", unidecode(text)).split())
