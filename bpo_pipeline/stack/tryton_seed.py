"""Make a Tryton company from nothing. Run by Tryton's own Python, never imported by ours.

``python tryton_seed.py CONFIG DATABASE MASTER_DATA ANSWER`` creates the database that CONFIG
(a trytond.conf) points to and fills it: company, chart of accounts, fiscal years for last, this
and next year, payment term, vendors with tax ids and bank accounts, confirmed purchase orders,
employees and what they work on, accounts of payroll, and a user that may only keep accounts,
purchases and timesheets. MASTER_DATA is the JSON file that
``tryton.master_data`` writes; ANSWER receives the ids and the REST key that a poster needs.

Tryton's REST needs no module of Tryton on our side; this script does, and therefore lives alone.
Source: Tryton 8.2, ``modules/*/tests/tools.py`` and https://docs.tryton.org/8.2/server/.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import secrets
import sys
from argparse import Namespace
from decimal import Decimal
from pathlib import Path
from typing import Any

from proteus import Model, Wizard
from proteus import config as proteus_config
from stdnum import iban
from stdnum.eu import vat
from stdnum.us import ein
from trytond import config as tryton_config
from trytond.pool import Pool
from trytond.transaction import Transaction

MODULES = ("account_invoice", "account_product", "account_invoice_stock", "purchase", "stock", "bank", "timesheet")
GROUPS = ("Accounting", "Purchase", "Timesheet Administration")
PAYROLL_ACCOUNTS = (
    ("5.8.1", "Wages and Salaries", "expense"),
    ("5.8.2", "Payroll Taxes of the Employer", "expense"),
    ("2.2.8", "Payroll Taxes and Withholdings Payable", "2.2.1"),
    ("2.2.9", "Net Pay Payable", "2.2.1"),
)
"""Code, name, and the account whose type it shares; the chart has one account for everything accrued."""


def main(config_file: str, database: str, master_file: str, answer_file: str) -> None:
    """Create and fill the database, then write what a poster needs to know."""
    tryton_config.update_etc(config_file)
    make_schema(database)
    session = proteus_config.set_trytond(f"sqlite:///{database}", config_file=config_file)
    master = json.loads(Path(master_file).read_text(encoding="utf-8"))
    company = make_company(session, master["company"], master["currency"])
    answer = {
        **make_books(session, company),
        "database": database,
        "company": company.id,
        "company_party": company.party.id,
        "currency": master["currency"],
    }
    term = make_payment_term()
    parties = {one["vendor_id"]: make_vendor(one, term) for one in master["vendors"]}
    for order in master["purchase_orders"]:
        make_order(database, order, company, parties[order["vendor_id"]], term)
    make_payroll_accounts(company, answer["expense_account"])
    for person in master["employees"]:
        make_employee(person, company)
    for name in master["works"]:
        Model.get("timesheet.work")(name=name, company=company).save()
    answer["payment_term"] = term.id
    answer["key"] = make_poster(company)
    Path(answer_file).write_text(json.dumps(answer), encoding="utf-8")


def make_schema(database: str) -> None:
    """Create the tables of all modules; the slow part.

    Tryton checks each of the 3,000 records that its own modules bring; they were checked by those who made them, and
    leaving that out halves the time (43 s to 20 s). What we add is checked again.
    """
    from trytond import admin  # noqa: PLC0415 - reads the configuration while it is imported
    from trytond.model import ModelStorage  # noqa: PLC0415 - the same

    (Path(tryton_config.get("database", "path")) / f"{database}.sqlite").touch(mode=0o600)
    password = Path(os.environ["TRYTONPASSFILE"])
    password.write_text(secrets.token_urlsafe(18), encoding="utf-8")
    check = ModelStorage.__dict__["_validate"]
    ModelStorage._validate = classmethod(lambda *_, **__: None)  # noqa: SLF001 - there is no switch for it
    gc.disable()
    admin.run(
        Namespace(
            database_names=[database],
            update=list(MODULES),
            languages=[],
            activatedeps=True,
            indexes=None,
            update_modules_list=False,
            login="admin",
            administrator=True,
            active=True,
            email="admin@example.com",
            password=True,
            reset_password=False,
            test_email=None,
            hostname=None,
            export_translations=False,
            validate=None,
        )
    )
    gc.enable()
    ModelStorage._validate = check  # noqa: SLF001


def make_company(session: Any, name: str, currency_code: str) -> Any:
    """The company with its currency."""
    currency = Model.get("currency.currency")(
        name=currency_code, symbol=currency_code, code=currency_code, rounding=Decimal("0.01"), digits=2
    )
    currency.rates.new(date=dt.date.min, rate=Decimal(1))
    currency.save()
    party = Model.get("party.party")(name=name)
    party.save()
    wizard = Wizard("company.company.config")
    wizard.execute("company")
    wizard.form.party = party
    wizard.form.currency = currency
    wizard.execute("add")
    session._context = Model.get("res.user").get_preferences(True, {})  # noqa: SLF001 - as proteus' own helpers do
    (company,) = Model.get("company.company").find([])
    return company


def make_books(session: Any, company: Any) -> dict[str, Any]:
    """Chart of accounts and three fiscal years; gives the ids of the accounts and the journal."""
    template = Model.get("ir.model.data").get_id("account.account_template_root_en", session.context)
    wizard = Wizard("account.create_chart")
    wizard.execute("account")
    wizard.form.account_template = Model.get("account.account.template")(template)
    wizard.form.company = company
    wizard.execute("create_account")
    account = Model.get("account.account")
    owned = [("company", "=", company.id), ("closed", "!=", True)]
    receivable = account.find([*owned, ("type.receivable", "=", True)], limit=1)[0]
    payable = account.find([*owned, ("type.payable", "=", True)], limit=1)[0]
    expense = account.find([*owned, ("type.expense", "=", True), ("code", "like", "5.%")], order=[("code", "ASC")])
    wizard.form.account_receivable = receivable
    wizard.form.account_payable = payable
    if hasattr(wizard.form, "category_account_expense"):
        wizard.form.category_account_expense = expense[0]
    wizard.execute("create_properties")
    this_year = dt.datetime.now(dt.UTC).year
    for year in (this_year - 1, this_year, this_year + 1):
        make_fiscal_year(year, company)
    journal = Model.get("account.journal").find([("type", "=", "expense")], limit=1)[0]
    tax = next((one for one in expense if one.code != expense[0].code), expense[0])
    return {
        "expense_account": expense[0].id,
        "tax_account": tax.id,
        "payable_account": payable.id,
        "journal": journal.id,
        "currency_id": company.currency.id,
    }


def make_fiscal_year(year: int, company: Any) -> None:
    """One calendar year with its twelve periods and its number ranges."""
    fiscal_year = Model.get("account.fiscalyear")(
        name=str(year), start_date=dt.date(year, 1, 1), end_date=dt.date(year, 12, 31), company=company
    )
    fiscal_year.move_sequence = make_sequence("Account Move", year, company)
    (numbers,) = fiscal_year.invoice_sequences
    sequence = make_sequence("Invoice", year, company)
    numbers.out_invoice_sequence = numbers.out_credit_note_sequence = sequence
    numbers.in_invoice_sequence = numbers.in_credit_note_sequence = sequence
    fiscal_year.save()
    fiscal_year.click("create_period")


def make_sequence(kind: str, year: int, company: Any) -> Any:
    """A gapless number range, numbered ``2026-00001``."""
    (sequence_type,) = Model.get("ir.sequence.type").find([("name", "=", kind)], limit=1)
    sequence = Model.get("ir.sequence.strict")(
        name=f"{kind} {year}", sequence_type=sequence_type, company=company, prefix=f"{year}-", padding=5
    )
    sequence.save()
    return sequence


def make_payment_term() -> Any:
    """Net 30 days."""
    term = Model.get("account.invoice.payment_term")(name="Net 30")
    term.lines.new(type="remainder").relativedeltas.new(days=30)
    term.save()
    return term


def make_vendor(vendor: dict[str, Any], term: Any) -> Any:
    """A party whose code is the vendor id, with tax ids and bank accounts."""
    party = Model.get("party.party")(name=vendor["name"], code=vendor["vendor_id"], supplier_payment_term=term)
    if vendor["country"]:
        party.addresses[0].country = country(vendor["country"])
    for tax_id in vendor["tax_ids"]:
        kind = "us_ein" if ein.is_valid(tax_id) else "eu_vat" if vat.is_valid(tax_id) else None
        party.identifiers.new(type=kind, code=tax_id)
    party.save()
    for number in vendor["ibans"]:
        account = Model.get("bank.account")()
        account.owners.append(Model.get("party.party")(party.id))
        account.numbers.new(type="iban" if iban.is_valid(number) else "other", number=number)
        account.save()
    return party


def make_payroll_accounts(company: Any, expense: int) -> None:
    """The accounts that a payroll journal needs beyond the chart's."""
    account = Model.get("account.account")
    for code, name, like in PAYROLL_ACCOUNTS:
        by_code = [("code", "=", like), ("company", "=", company.id)]
        model = account(expense) if like == "expense" else account.find(by_code, limit=1)[0]
        account(code=code, name=name, company=company, type=model.type, parent=model.parent).save()


def make_employee(person: dict[str, str], company: Any) -> None:
    """An employee whose party's code is the employee id; bank details and pay stay out of the ERP."""
    party = Model.get("party.party")(name=person["name"], code=person["employee_id"])
    party.save()
    Model.get("company.employee")(party=party, company=company).save()


def country(code: str) -> Any:
    """The country of an ISO 3166-1 code; made when the database does not have it yet."""
    model = Model.get("country.country")
    found = model.find([("code", "=", code)], limit=1)
    if found:
        return found[0]
    new = model(name=code, code=code)
    new.save()
    return new


def make_order(database: str, order: dict[str, Any], company: Any, party: Any, term: Any) -> None:
    """A confirmed purchase order with its lines."""
    purchase = Model.get("purchase.purchase")(
        company=company, party=party, payment_term=term, currency=company.currency, invoice_method="manual"
    )
    purchase.purchase_date = dt.datetime.now(dt.UTC).date()
    for part in order["lines"]:
        line = purchase.lines.new(description=part["description"], quantity=float(part["quantity"]))
        line.unit_price = Decimal(part["unit_price"])
    purchase.save()
    give_number(database, purchase.id, order["number"])
    purchase.reload()
    purchase.click("quote")
    purchase.click("confirm")


def give_number(database: str, purchase: int, number: str) -> None:
    """Write the order's own number; from outside it is read-only, and Tryton numbers only orders that have none."""
    with Transaction().start(database, 0):
        model = Pool().get("purchase.purchase")
        model.write(model.browse([purchase]), {"number": number})


def make_poster(company: Any) -> str:
    """A user with the groups Accounting, Purchase and Timesheet Administration only, and its REST key."""
    group = Model.get("res.group")
    user = Model.get("res.user")(name="Back office poster", login="poster")
    user.companies.append(company)
    user.company = company
    for name in GROUPS:
        user.groups.append(group.find([("name", "=", name)])[0])
    user.save()
    application = Model.get("res.user.application")(user=user, application="rest")
    application.save()
    return str(application.key)


if __name__ == "__main__":
    main(*sys.argv[1:])
