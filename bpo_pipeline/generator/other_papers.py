"""Papers that talk about money like a bill and are none, and pages that hold more than one column of it."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pikepdf

from bpo_pipeline.generator.awkward import Order
from bpo_pipeline.generator.blocks import Row, party
from bpo_pipeline.generator.commerce import ZERO, Paper
from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.locales import Wording, wording_of
from bpo_pipeline.generator.masterdata import CLIENTS
from bpo_pipeline.generator.pdf import paper_size, render_pdf
from bpo_pipeline.generator.sheet import Sheet

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "statement": "Statement of Account", "reminder": "Payment reminder", "date": "Date", "invoice": "Invoice no.",
        "due": "Due date", "amount": "Amount", "balance": "Balance", "total": "Total due", "account": "Customer no.",
        "please": "Please pay the total due within 10 days to the account below.",
        "aging": "Current      1-30 days      31-60 days      over 90 days",
        "greeting": "Dear Sir or Madam,", "regards": "With kind regards",
        "claim": "our invoice {number} of {date} over {money} is still open. Please check whether it was paid.",
        "offer": "If you order again by the end of the month, we take 5 % or at most {money} off the total.",
    },
    "de": {
        "statement": "Offene Posten", "reminder": "Zahlungserinnerung", "date": "Datum", "invoice": "Rechnungsnr.",
        "due": "Fällig am", "amount": "Betrag", "balance": "Saldo", "total": "Gesamtbetrag", "account": "Kundennr.",
        "please": "Bitte überweisen Sie den Gesamtbetrag innerhalb von 10 Tagen auf das unten genannte Konto.",
        "aging": "Nicht fällig      1-30 Tage      31-60 Tage      über 90 Tage",
        "greeting": "Sehr geehrte Damen und Herren,", "regards": "Mit freundlichen Grüßen",
        "claim": "unsere Rechnung {number} vom {date} über {money} ist noch offen. Bitte prüfen Sie die Zahlung.",
        "offer": "Bestellen Sie bis Monatsende wieder, ziehen wir 5 % oder höchstens {money} vom Gesamtbetrag ab.",
    },
}  # fmt: skip
"""The other languages' vendors write these papers in English."""


def statement_of_account(order: Order) -> bytes:
    """What a vendor's open invoices come to: numbers, dates, amounts, a total due and a bank account."""
    first = order.invoice()
    later = [order.invoice(first.vendor, offset=place) for place in range(1, 4)]
    return _list_of_bills(order, [first, *later], "statement")


def reminder(order: Order) -> bytes:
    """A demand for payment of two invoices."""
    first = order.invoice()
    return _list_of_bills(order, [first, order.invoice(first.vendor, offset=1)], "reminder")


def letter_about_money(order: Order) -> bytes:
    """A letter without a table that names an invoice, its date and its amount."""
    paper = order.invoice()
    words, said = _said(paper)
    sheet, y = _letterhead(order, paper)
    money = words.money(paper.gross_total)
    claim = said["claim"].format(number=paper.number, date=words.date(paper.issue_date), money=money)
    for one in (said["greeting"], claim, said["offer"].format(money=money), said["regards"]):
        y = sheet.lines(70, y, sheet.wrap(one, sheet.width - 140, 11), size=11, leading=16) + 10
    sheet.text(70, y + 20, paper.vendor.name, size=11)
    return sheet.finish()


def blank_page(order: Order) -> bytes:
    """A page with nothing on it; the serial number is in the file's title, so that no two files are the same."""
    return Sheet(typeface("helvetica"), paper_size(order.invoice()), f"Blank {order.serial}", "en").finish()


def two_columns(order: Order) -> bytes:
    """Two invoices side by side on one sheet, as a printer makes two pages of one."""
    first = order.invoice()
    pages = [render_pdf(first), render_pdf(order.invoice(first.vendor, offset=1))]
    width, height = paper_size(first)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(round(height), round(width)))
        sheet = pdf.pages[0]
        for place, content in enumerate(pages):
            with pikepdf.open(BytesIO(content)) as one:
                left = place * height / 2
                form = pdf.copy_foreign(one.pages[0].as_form_xobject())
                name = sheet.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(f"/Half{place}"))
                half = pikepdf.Rectangle(left, 0, left + height / 2, width)
                sheet.contents_add(_placed(sheet, form, name, half))
        out = BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False)
        return out.getvalue()


def _placed(sheet: pikepdf.Page, form: pikepdf.Object, name: pikepdf.Name, half: pikepdf.Rectangle) -> bytes:
    fit = {"invert_transformations": True, "allow_shrink": True, "allow_expand": True}
    return sheet.calc_form_xobject_placement(form, name, half, **fit)


def _list_of_bills(order: Order, papers: list[Paper], title: str) -> bytes:
    words, said = _said(papers[0])
    sheet, y = _letterhead(order, papers[0])
    sheet.text(70, y, said[title], size=16, bold=True)
    y += 34
    columns = (70.0, 150.0, 260.0, 430.0, sheet.width - 70)
    for x, name in zip(columns, ("date", "invoice", "due", "amount", "balance"), strict=True):
        sheet.text(x, y, said[name], bold=True, align="right" if x > 400 else "left")
    sheet.rule(70, y + 4, sheet.width - 70, y + 4)
    total = ZERO
    for one in papers:
        y += 18
        total += one.gross_total
        due = one.due_date or one.issue_date + dt.timedelta(days=30)
        amounts = (words.amount(one.gross_total), words.amount(total))
        cells = (words.date(one.issue_date), one.number, words.date(due), *amounts)
        for x, text in zip(columns, cells, strict=True):
            sheet.text(x, y, text, align="right" if x > 400 else "left")
    sheet.rule(70, y + 6, sheet.width - 70, y + 6)
    sheet.text(columns[2], y + 26, said["total"], size=11, bold=True)
    sheet.text(columns[-1], y + 26, words.money(total), size=11, bold=True, align="right")
    sheet.text(70, y + 56, said["aging"], size=8)
    sheet.text(70, y + 84, said["please"])
    card = papers[0].vendor
    bank = (Row("IBAN", card.account), Row("BIC", card.bic)) if card.bic else (Row("Account", card.account),)
    sheet.lines(70, y + 104, tuple(f"{one.label} {one.value}" for one in bank))
    return sheet.finish()


def _said(paper: Paper) -> tuple[Wording, dict[str, str]]:
    """The sender's way of writing, and its words."""
    return wording_of(paper.vendor, paper.currency), WORDS.get(paper.vendor.language, WORDS["en"])


def _letterhead(order: Order, paper: Paper) -> tuple[Sheet, float]:
    """Sender, addressee, customer number and date; gives the y below."""
    words, said = _said(paper)
    size = paper_size(paper)
    sheet = Sheet(typeface("helvetica"), size, "Letter", paper.vendor.language)
    sheet.text(70, 60, paper.vendor.name, size=15, bold=True)
    y = sheet.lines(70, 78, party(paper.vendor).lines[1:], size=9)
    sheet.lines(70, y + 30, party(CLIENTS[order.client]).lines, size=10)
    sheet.text(size[0] - 70, y + 30, f"{said['date']}: {words.date(order.today)}", align="right")
    sheet.text(size[0] - 70, y + 44, f"{said['account']}: {4000 + order.serial}", align="right")
    return sheet, y + 110
