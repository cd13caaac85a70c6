"""Money and numbers on papers that no template knows: what is withheld, paid on account, included or corrected."""

from __future__ import annotations

import pytest
from extraction_pages import Placed, page, reading, scanned, table

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft

_TOTALS = ("net_total", "tax_total", "gross_total", "prepaid", "amount_due")


def _draft(*texts: Placed, kind: str = "invoice", language: str = "en") -> Draft:
    return extract(reading(page(*texts), language=language), kind)


def _values(draft: Draft, *names: str) -> tuple[str, ...]:
    return tuple(str(getattr(draft.record, name, None)) for name in names)


def _sure(draft: Draft, name: str) -> float:
    evidence = draft.evidence_for(name)
    assert evidence is not None
    return evidence.confidence


@pytest.mark.parametrize(
    ("language", "rows", "wanted"),
    [
        (
            "es",
            (
                ("Base imponible", "2.000,00 €"),
                ("IVA 21%", "420,00 €"),
                ("Total factura", "2.420,00 €"),
                ("Retención IRPF 15%", "-300,00 €"),
                ("TOTAL A PAGAR", "2.120,00 €"),
            ),
            ("2000.00", "420.00", "2420.00", "None", "2120.00"),
        ),
        (  # what is withheld may stand above the only total
            "it",
            (
                ("Imponibile", "1.500,00"),
                ("IVA 22%", "330,00"),
                ("Ritenuta d'acconto 20%", "300,00"),
                ("Netto a pagare", "1.530,00"),
            ),
            ("1500.00", "330.00", "1830.00", "None", "1530.00"),
        ),
        (
            "en",
            (
                ("Subtotal", "5,000.00"),
                ("VAT 15%", "750.00"),
                ("Total", "5,750.00"),
                ("Less withholding tax 5%", "(250.00)"),
                ("Less deposits received", "(1,000.00)"),
                ("Amount payable now", "4,500.00"),
            ),
            ("5000.00", "750.00", "5750.00", "1000.00", "4500.00"),
        ),
        (
            "de",
            (
                ("Nettobetrag", "800,00"),
                ("Umsatzsteuer 19 %", "152,00"),
                ("Bruttobetrag", "952,00"),
                ("abzüglich geleisteter Abschläge (8 x 90,00 EUR)", "-720,00"),
                ("Von Ihnen noch zu begleichen", "232,00"),
            ),
            ("800.00", "152.00", "952.00", "720.00", "232.00"),
        ),
    ],
)
def test_the_rest_below_what_is_taken_off_is_due(
    language: str, rows: tuple[tuple[str, str], ...], wanted: tuple[str, ...]
) -> None:
    texts = [(100.0, 300 + 14.0 * n, label) for n, (label, _) in enumerate(rows)]
    money = [(500.0 - 5.0 * len(amount), 300 + 14.0 * n, amount) for n, (_, amount) in enumerate(rows)]
    assert _values(_draft(*texts, *money, language=language), *_TOTALS) == wanted


def test_a_rest_that_is_not_printed_is_doubted() -> None:
    draft = _draft(
        *table(
            300,
            [
                ("Subtotal", "400.00"),
                ("VAT 20%", "80.00"),
                ("Total", "480.00"),
                ("CIS deduction 20%", "80.00"),
            ],
            (100, 450),
        ),
    )
    assert _values(draft, "gross_total", "amount_due") == ("480.00", "400.00")
    assert _sure(draft, "amount_due") <= 0.5


def test_a_discount_for_early_payment_below_the_total_is_not_taken_off() -> None:
    draft = _draft(
        *table(
            300,
            [
                ("Nettobetrag", "1.000,00"),
                ("MwSt. 19 %", "190,00"),
                ("Gesamtbetrag", "1.190,00"),
                ("abzgl. 2 % Skonto", "-23,80"),
                ("bei Zahlung in 8 Tagen", "1.166,20"),
            ],
            (100, 450),
        ),
        language="de",
    )
    assert _values(draft, "amount_due") == ("1190.00",)


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (
            (
                (50, 100, "Credit Note No"),
                (200, 100, "Date"),
                (300, 100, "Against invoice"),
                (50, 114, "CN20911"),
                (200, 114, "27/08/2025"),
                (300, 114, "INV 66231"),
            ),
            "en",
        ),
        (((50, 100, "Credit Note No: CN20911"), (300, 100, "Concerning invoice"), (420, 100, "INV 66231")), "en"),
        (
            ((50, 100, "Gutschrift Nr. CN20911"), (50, 114, "betrifft Rechnung:"), (160, 114, "Rechnung Nr 66231")),
            "de",
        ),
    ],
)
def test_the_invoice_that_a_credit_note_is_about_is_not_its_number(texts: tuple[Placed, ...], language: str) -> None:
    draft = _draft(*texts, kind="credit_note", language=language)
    assert _values(draft, "invoice_number") == ("CN20911",)
    assert _values(draft, "preceding_invoice_number")[0].endswith("66231")


def test_a_prefix_is_part_of_the_number_on_a_scan_too() -> None:
    read = scanned(reading(page((50, 100, "Fatura FT", 14.0), (119, 100, "2026C/771", 14.0)), language="pt"))
    assert _values(extract(read, "invoice"), "invoice_number") == ("FT 2026C/771",)


def test_the_day_of_a_direct_debit_is_the_due_date() -> None:
    draft = _draft(
        (50, 100, "Facture n° 20 118"),
        (50, 112, "du 03/02/2025"),
        (50, 200, "prélevé le 21/02/2025"),
        language="fr",
    )
    assert _values(draft, "issue_date", "due_date") == ("2025-02-03", "2025-02-21")


_GOODS = [
    ("Product", "Quantity", "Rate", "Amount"),
    ("Brass hinge", "4", "7.50", "30.00"),
    ("Oak shelf", "2", "35.00", "70.00"),
]


def test_a_tax_in_brackets_is_part_of_its_total() -> None:
    rows = [
        *((one, count, "", f"£{total}") for one, count, _, total in _GOODS[1:]),
        ("", "Subtotal", "", "£100.00"),
        ("", "Shipping £6.00 via Courier 24", "", ""),
        ("", "Total £106.00 (includes £17.67 VAT)", "", ""),
    ]
    draft = _draft(*table(200, [("Product", "Quantity", "", "Price"), *rows], (50, 250, 350, 450)))
    assert _values(draft, *_TOTALS) == ("88.33", "17.67", "106.00", "None", "106.00")
    assert [str(one.line_total) for one in draft.record.line_items] == ["30.00", "70.00"]


@pytest.mark.parametrize("tax", ["Output VAT 20.00 %", "OH SALES TAX 20%"])
def test_a_tax_with_words_before_its_name_is_no_item(tax: str) -> None:
    goods = [("DATE", "ACTIVITY", "QTY", "RATE", "AMOUNT")]
    goods += [("03/02/2026", one, count, rate, total) for one, count, rate, total in _GOODS[1:]]
    sums = [
        ("SUBTOTAL", "100.00"),
        (tax, "20.00"),
        ("TOTAL", "120.00"),
        ("PAYMENT", "45.00"),
        ("BALANCE DUE", "$75.00"),
    ]
    draft = _draft(*table(200, goods, (40, 120, 300, 380, 450)), *table(260, sums, (250, 450)))
    assert _values(draft, *_TOTALS) == ("100.00", "20.00", "120.00", "45.00", "75.00")
    assert draft.record.model_dump()["taxes"]
    assert len(draft.record.line_items) == 2


def test_net_days_are_no_net_total() -> None:
    draft = _draft((400, 100, "TERMS Net 30"), (300, 300, "TOTAL"), (450, 300, "250.00"))
    assert "30" not in _values(draft, *_TOTALS)


def test_what_sales_tax_is_charged_on_keeps_its_total() -> None:
    rows = [(*one[:3], f"{one[3]}T") for one in _GOODS[1:]]
    draft = _draft(*table(200, [_GOODS[0], *rows], (50, 250, 350, 450)), *table(260, [("TOTAL", "100.00")], (250, 450)))
    assert [(str(one.unit_price), str(one.line_total)) for one in draft.record.line_items] == [
        ("7.50", "30.00"),
        ("35.00", "70.00"),
    ]


def test_the_tax_between_net_and_a_rounded_total_is_doubted() -> None:
    sums = [("Nettobetrag", "1'010.15"), ("Rundung", "0.02"), ("Total CHF", "1'092.00")]
    tax = (250.0, 314.0, "MWST 8.1 % auf 1'010.15")
    rows = table(300, [sums[0], ("", ""), *sums[1:]], (250, 450))
    assert _sure(_draft(*rows, tax, language="de"), "tax_total") <= 0.4
