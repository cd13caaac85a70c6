"""Terms of payment told in sentences, and who is to be paid where no label says so."""

from __future__ import annotations

import pytest
from extraction_pages import Placed, page, reading

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction.addresses import town_index

LETTERS = {
    "de": (
        [
            "Den fälligen Betrag überweisen Sie bitte auf unser Konto bei der Hafenbank Nord.",
            "Gern ziehen wir ihn per Lastschrift ein.",
        ],
        ["Bei Fragen rufen Sie uns an, wir helfen gern."],
    ),
    "en": (
        ["The premium will be collected by direct debit on the first working day.", "No cheque is needed for that."],
        ["Keep this letter with your other papers, please."],
    ),
    "fr": (
        ["Le montant sera prélevé dans les premiers jours du mois prochain.", "Votre compte doit être approvisionné."],
        ["Nous restons à votre disposition pour en parler."],
    ),
}


def _fields(*texts: Placed, language: str = "de") -> dict[str, object]:
    fields: dict[str, object] = extract(reading(page(*texts), language=language), "invoice").record.model_dump()
    return fields


@pytest.mark.parametrize("language", LETTERS)
def test_a_letters_sentences_on_how_to_pay_are_its_terms(language: str) -> None:
    paying, other = LETTERS[language]
    texts: list[Placed] = [(50.0, 400.0 + 12 * n, text, 8.0) for n, text in enumerate([*paying, *other])]
    assert _fields((50, 200, "Rechnung R-1"), *texts, language=language)["payment_terms"] == " ".join(paying)


def test_all_of_a_section_on_terms_is_taken() -> None:
    fields = _fields(
        (50, 200, "Rechnung R-1"),
        (50, 600, "Zahlungsbedingungen"),
        (50, 616, "Beschreibung"),
        (300, 616, "Fälligkeit"),
        (50, 630, "Bis zum 04.05.2025 erhalten Sie 4 % Skonto"),
        (50, 641, "Bis zum 18.05.2025 ohne"),
        (300, 641, "18.05.2025"),
        (50, 652, "Abzug"),
        (50, 690, "Zahlungsart"),
    )
    assert fields["payment_terms"] == "Bis zum 04.05.2025 erhalten Sie 4 % Skonto Bis zum 18.05.2025 ohne Abzug"


def test_what_stands_behind_another_key_is_no_part_of_the_name() -> None:
    fields = _fields(
        *((50.0, 100.0 + 14 * n, key) for n, key in enumerate(("Verkäufer", "Name:", "Zusatzangaben:", "Anschrift:"))),
        *((250.0, 114.0 + 14 * n, text) for n, text in enumerate(("Imkerei Lang", "Steuerfrei nach § 19", "Weg 3"))),
        (250, 156, "24103 Kiel"),
        (50, 300, "Rechnung Nr. 88"),
    )
    assert (fields["supplier_name"], fields["supplier_address"]) == ("Imkerei Lang", "Weg 3, 24103 Kiel")


def test_an_office_that_can_be_called_is_the_suppliers_not_the_insured_house() -> None:
    fields = _fields(
        (50, 60, "Nordsee Assekuranz a.G."),
        *(
            (50.0, 100.0 + 12 * n, text)
            for n, text in enumerate(("Herrn", "Karl Blum", "Gartenweg 4", "22767 Hamburg"))
        ),
        *(
            (50.0, 180.0 + 12 * n, text)
            for n, text in enumerate(("Agentur", "Kaiweg 7", "20457 Hamburg", "Tel.: 040/771"))
        ),
        (50, 300, "Beitragsrechnung"),
        (50, 320, "Versicherungsort: Birkenallee 15, 22459 Hamburg"),
    )
    assert fields["supplier_address"] == "Kaiweg 7, 20457 Hamburg"


def test_an_order_number_may_say_itself_what_it_is() -> None:
    fields = _fields(
        (50, 60, "Atelier Brandt"),
        (50, 100, "Facture F-9"),
        (300, 120, "PO-554120"),
        (50, 300, "PO-Box"),
        language="fr",
    )
    assert fields["purchase_order_number"] == "PO-554120"


def test_a_town_follows_its_comma_without_a_gap() -> None:
    assert town_index(["Cedar Works", "12 Mill Rd", "Fairfield,94533"], lines=True) == 2


def test_of_two_accounts_that_fail_their_checksum_the_one_named_alone_is_meant() -> None:
    fields = _fields(
        (50, 200, "Rechnung R-1"),
        (50, 500, "Bank: Uferbank BLZ: 200 300 40 Kto.Nr.: 55667788, IBAN: DE11 2003 0040 0055 6677 88"),
        (50, 600, "IBAN:"),
        (150, 600, "DE11500600700011223344"),
    )
    assert fields["supplier_iban"] == "DE11500600700011223344"
