"""Layouts of vendors that no template knows: Indian taxes, totals beside the terms, gross shops, freight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from extraction_pages import Placed, page, reading, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.amounts import parse_number
from bpo_pipeline.extraction.identifiers import iban_in
from bpo_pipeline.model.draft import Draft


def _draft(*texts: Placed, kind: str = "invoice", language: str = "en") -> Draft:
    return extract(reading(page(*texts), language=language), kind)


def _values(draft: Draft, *names: str) -> tuple[str, ...]:
    return tuple(str(getattr(draft.record, name, None)) for name in names)


_TOTALS = ("net_total", "tax_total", "gross_total")


@pytest.mark.parametrize(
    ("text", "value"), [("2,11,250.00", "211250.00"), ("1,04,32,118", "10432118"), ("12,50", "12.50")]
)
def test_indian_grouping_is_one_number(text: str, value: str) -> None:
    assert parse_number(text, ",") == Decimal(value)


@pytest.mark.parametrize("rounded", [True, False])
def test_central_and_state_tax_of_one_rate_are_two_taxes(rounded: bool) -> None:
    rows = [
        ("Sl No.", "Description of Goods", "HSN", "Quantity", "Rate", "Amount"),
        ("1", "Bearing housing", "84833000", "300 Nos", "912.50", "2,73,750.00"),
        (
            "2",
            "Shaft seal",
            "84842000",
            "75 Nos",
            "333.45" if rounded else "334.00",
            "25,008.75" if rounded else "25,050.00",
        ),
        ("", "Taxable Value", "", "", "", "2,98,758.75" if rounded else "2,98,800.00"),
        ("", "CGST @ 9%", "", "", "", "26,888.29" if rounded else "26,892.00"),
        ("", "SGST @ 9%", "", "", "", "26,888.29" if rounded else "26,892.00"),
        *([("", "Round Off", "", "", "", "(-)0.33")] if rounded else []),
        ("", "Total", "", "", "", "₹ 3,52,535.00" if rounded else "₹ 3,52,584.00"),
    ]
    foot = [
        ("HSN", "Taxable Value", "CGST Rate", "CGST Amount", "SGST Amount", "Total Tax"),
        (
            "Total",
            *(
                ("2,98,758.75", "9%", "26,888.29", "26,888.29", "53,776.58")
                if rounded
                else ("2,98,800.00", "9%", "26,892.00", "26,892.00", "53,784.00")
            ),
        ),
    ]
    lefts = (50.0, 90.0, 280.0, 340.0, 410.0, 480.0)
    draft = _draft(*table(200, rows, lefts), *table(360, foot, lefts))
    wanted = ("298758.75", "53776.58", "352535.00") if rounded else ("298800.00", "53784.00", "352584.00")
    assert _values(draft, *_TOTALS) == wanted


def test_two_taxes_inside_a_gross_total_are_added_and_the_freight_is_none_of_them() -> None:
    rows = [
        ("Menge", "Artikel", "MwSt.", "Einzelpreis (brutto)", "Gesamt (brutto)"),
        ("1", "Zelt Fjord 2", "19 %", "238,00 €", "238,00 €"),
        ("2", "Studentenfutter", "7 %", "5,35 €", "10,70 €"),
    ]
    sums = [
        ("Zwischensumme", "248,70 €"),
        ("Versandkosten", "5,95 €"),
        ("Gesamtsumme", "254,65 €"),
        ("enthaltene MwSt. 7 %", "0,70 €"),
        ("enthaltene MwSt. 19 %", "38,95 €"),
    ]
    draft = _draft(*table(200, rows, (50, 90, 250, 330, 450)), *table(300, sums, (330, 450)), language="de")
    assert _values(draft, *_TOTALS) == ("215.00", "39.65", "254.65")


def test_a_printed_grand_total_is_not_set_aside_for_a_tax_that_could_not_be_read() -> None:
    draft = _draft(
        *table(
            300,
            [
                ("Subtotaal", "€ 930,00"),
                ("BTW 9% over € 130,00", "€ 11,70"),
                ("BTW 21% over € 800,00", "1683008"),
                ("Totaal", "€ 1.109,70"),
            ],
            (300, 450),
        ),
        language="nl",
    )
    assert _values(draft, *_TOTALS) == ("930.00", "179.70", "1109.70")


def test_totals_that_stand_right_of_the_terms_end_the_items() -> None:
    rows = [
        ("Item", "Description", "Unit Cost", "Quantity", "Line Total"),
        ("Rig", "Boat with skipper", "€310.00", "3", "€930.00"),
        ("Fuel", "Diesel surcharge", "€45.00", "1", "€45.00"),
    ]
    sums = [
        ("We thank you for your trust!", "Subtotal", "€975.00"),
        ("Terms", "Discount 10%", "-€97.50"),
        ("Payment due within 21 days", "VAT 23%", "€201.83"),
        ("", "Total", "€1,079.33"),
    ]
    draft = _draft(*table(200, rows, (50, 110, 330, 400, 480)), *table(280, sums, (50, 330, 480)))
    assert _values(draft, *_TOTALS, "discount_total") == ("877.50", "201.83", "1079.33", "97.50")
    assert [str(line.line_total) for line in draft.record.line_items] == ["930.00", "45.00"]


def test_a_surcharge_with_a_tax_of_its_own_is_a_line() -> None:
    rows = [
        ("Charge", "Curr.", "Amount", "VAT amount"),
        ("Road freight Lyon - Turin", "EUR", "880.00", "0.00"),
        ("Fuel surcharge", "EUR", "96.80", "0.00"),
        ("Terminal handling", "EUR", "50.00", "10.00"),
    ]
    sums = [("A", "VAT 0%", "976.80", "0.00"), ("B", "VAT 20%", "50.00", "10.00"), ("Total", "", "1,026.80", "10.00")]
    draft = _draft(
        *table(200, rows, (50, 270, 360, 480)), *table(290, sums, (50, 90, 150, 230)), (400, 350, "TOTAL EUR 1,036.80")
    )
    assert _values(draft, *_TOTALS) == ("1026.80", "10.00", "1036.80")
    assert [str(line.line_total) for line in draft.record.line_items] == ["880.00", "96.80", "50.00"]


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (((50, 100, "Invoice number:"), (160, 100, "RX-GB-25-"), (160, 112, "77190342")), "RX-GB-25-77190342"),
        (((50, 100, "Bill number"), (50, 112, "T071 553 906-C"), (50, 124, "Bill date 4 May 2025")), "T071 553 906-C"),
        (((50, 100, "Invoice number:"), (160, 100, "4711"), (160, 112, "77190342")), "4711"),
    ],
)
def test_a_number_in_groups_or_over_two_lines_is_whole(texts: tuple[Placed, ...], wanted: str) -> None:
    assert _values(_draft(*texts), "invoice_number") == (wanted,)


def test_the_last_day_for_the_discount_is_not_the_due_date() -> None:
    draft = _draft(
        (50, 100, "Rechnungsnummer: 77"),
        (50, 114, "Rechnungsdatum: 03.06.2024"),
        (50, 400, "Zahlbar bis 13.06.2024 mit 3 % Skonto = 97,00 EUR, bis 03.07.2024 rein netto."),
        language="de",
    )
    assert _values(draft, "due_date") == ("2024-07-03",)


def test_instalments_are_added_and_do_not_date_the_final_invoice() -> None:
    draft = _draft(
        (400, 120, "Aurich, 11.08.2025"),
        (50, 150, "Schlussrechnung S-19", 14.0),
        *table(
            300,
            [
                ("Summe netto", "8.000,00 €"),
                ("zzgl. 19 % MwSt.", "1.520,00 €"),
                ("Bruttosumme", "9.520,00 €"),
                ("abzgl. 1. Abschlagszahlung vom 02.06.2025", "- 3.000,00 €"),
                ("abzgl. 2. Abschlagszahlung vom 01.07.2025", "- 2.500,00 €"),
                ("Restforderung", "4.020,00 €"),
            ],
            (100, 450),
        ),
        language="de",
    )
    wanted = ("2025-08-11", "9520.00", "5500.00", "4020.00")
    assert _values(draft, "issue_date", "gross_total", "prepaid", "amount_due") == wanted


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (
            ((50, 100, "Terms"), (300, 100, "VAT 20%"), (480, 100, "£12.00"), (50, 114, "Payment due within 21 days")),
            "Payment due within 21 days",
        ),
        (
            ((50, 100, "Payment within 21 days to IBAN DE89 3704 0044 0532 0130 00, SWIFT COBADEFFXXX"),),
            "Payment within 21 days",
        ),
        (
            ((50, 100, "Condizioni di pagamento"), (300, 100, "Banca d'appoggio"), (50, 112, "RI.BA. 60 GG F.M.")),
            "RI.BA. 60 GG F.M.",
        ),
    ],
)
def test_terms_are_not_what_stands_beside_them(texts: tuple[Placed, ...], wanted: str) -> None:
    assert _values(_draft(*texts), "payment_terms") == (wanted,)


def test_prices_with_tax_left_of_totals_with_tax_are_unit_prices() -> None:
    rows = [
        ("Aantal", "Product", "BTW", "Prijs (incl. btw)", "Totaal (incl. btw)"),
        ("3", "Zadeltas leder", "21 %", "€ 41,50", "€ 124,50"),
        ("2", "Fietsbel messing", "21 %", "€ 9,25", "€ 18,50"),
    ]
    draft = _draft(*table(200, rows, (50, 100, 280, 350, 460)), language="nl")
    assert [(str(one.unit_price), str(one.line_total)) for one in draft.record.line_items] == [
        ("41.50", "124.50"),
        ("9.25", "18.50"),
    ]


def test_a_company_is_addressed_without_being_called_so() -> None:
    draft = _draft(
        (50, 100, "Nordlicht Versicherungs-AG, Wallring 8, 28195 Bremen", 7.0),
        (50, 114, "Firma"),
        (50, 128, "Elektro Sanders GmbH"),
        (50, 142, "Bahnhofstraße 3"),
        (50, 156, "27432 Bremervörde"),
        language="de",
    )
    assert _values(draft, "customer_name") == ("Elektro Sanders GmbH",)


def test_a_tax_number_in_a_column_beside_the_customer_is_the_suppliers() -> None:
    draft = _draft(
        (50, 100, "Ridge & Stone Developments"),
        (50, 112, "14 Rowan Street"),
        (50, 124, "BENDIGO VIC 3550"),
        (230, 112, "ABN"),
        (230, 124, "51 824 753 556"),
        (400, 90, "Banksia Surveys Pty Ltd"),
        (400, 102, "7 High Street"),
        (400, 114, "BENDIGO VIC 3552"),
    )
    assert _values(draft, "supplier_tax_id", "customer_tax_id") == ("51 824 753 556", "None")


def test_a_letterhead_with_its_name_left_and_its_address_right_is_one_party() -> None:
    draft = _draft(
        (50, 40, "Alpenblick Radsport", 20.0),
        (450, 40, "Talweg 8"),
        (450, 52, "87509 Immenstadt"),
        (50, 140, "Tobias Wendel"),
        (50, 152, "Hauptstr. 5"),
        (50, 164, "80331 München"),
        (50, 220, "Gut: 12 Kartons, 40 kg. Kurs 1 EUR = 1.0834 USD"),
        language="de",
    )
    assert _values(draft, "supplier_name", "supplier_address", "customer_name") == (
        "Alpenblick Radsport",
        "Talweg 8, 87509 Immenstadt",
        "Tobias Wendel",
    )


def test_a_number_that_begins_like_a_day_is_a_number() -> None:
    draft = _draft((50, 100, "Rechnungsnummer: 20250914-31"), (50, 114, "Datum: 14.09.2025"), language="de")
    assert _values(draft, "invoice_number", "issue_date") == ("20250914-31", "2025-09-14")


@pytest.mark.parametrize("before", ["DE136695976 ", "USt-IdNr. DE136695976 IBAN ", "BE0411905847 IBAN: ", ""])
def test_a_vat_number_before_it_is_no_part_of_an_account(before: str) -> None:
    assert iban_in(f"{before}DE89 3704 0044 0532 0130 00 COBADEFFXXX") == ("DE89370400440532013000", 0.99)
