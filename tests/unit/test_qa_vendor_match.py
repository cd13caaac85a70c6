"""Which vendor a document is from: tax id, then account, then name; never a guess."""

from __future__ import annotations

import pytest
from qa_builder import IBAN, OTHER_IBAN, OTHER_VENDOR, VENDOR, draft

from bpo_pipeline.model.vendor import Vendor
from bpo_pipeline.qa import MatchedBy, match_vendor
from bpo_pipeline.qa.vendor_match import name_similarity

VENDORS = (VENDOR, OTHER_VENDOR)


def test_the_tax_id_decides_even_when_the_account_is_somebody_elses() -> None:
    match = match_vendor(draft(supplier_iban=OTHER_IBAN), VENDORS)

    assert (match.vendor, match.by) == (VENDOR, MatchedBy.TAX_ID)


@pytest.mark.parametrize("written", ["DE 136 695 976", "de136695976", "136695976"])
def test_a_tax_id_is_the_same_however_it_is_written(written: str) -> None:
    assert match_vendor(draft(supplier_tax_id=written), VENDORS).vendor == VENDOR


def test_without_a_tax_id_the_account_decides() -> None:
    match = match_vendor(draft(supplier_tax_id=None, supplier_name="Somebody"), VENDORS)

    assert (match.vendor, match.by) == (VENDOR, MatchedBy.ACCOUNT)
    assert IBAN not in match.sentence


def test_without_both_the_name_decides() -> None:
    match = match_vendor(draft(supplier_tax_id=None, supplier_iban=None, supplier_name="PAPIER-NORD"), VENDORS)

    assert (match.vendor, match.by) == (VENDOR, MatchedBy.NAME)


@pytest.mark.parametrize("name", ["Papier", "Nord GmbH", "Paper North Inc", "GmbH", "Holz Nord GmbH", ""])
def test_a_name_that_only_resembles_is_nobody(name: str) -> None:
    match = match_vendor(draft(supplier_tax_id=None, supplier_iban=None, supplier_name=name or None), VENDORS)

    assert match.vendor is None


def test_a_right_name_with_a_wrong_tax_id_is_nobody_and_says_why() -> None:
    match = match_vendor(draft(supplier_tax_id="DE811569869", supplier_iban=None), VENDORS)

    assert (match.vendor, match.by) == (None, MatchedBy.AMBIGUOUS)
    assert "but the tax id ending in 9869 is not the one on file" in match.sentence


def test_two_vendors_of_the_same_name_are_ambiguous() -> None:
    twin = Vendor("9", "Papier Nord AG", country="CH")
    match = match_vendor(draft(supplier_tax_id=None, supplier_iban=None), (*VENDORS, twin))

    assert (match.vendor, match.by) == (None, MatchedBy.AMBIGUOUS)
    assert {one.vendor_id for one in match.candidates} == {"7", "9"}


def test_nobody_is_matched_where_nobody_is_on_file() -> None:
    assert match_vendor(draft(), ()).by is MatchedBy.NOTHING


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller & Söhne GmbH & Co. KG", "MUELLER UND SOEHNE"),
        ("Café Léon S.A.R.L.", "Cafe Leon"),
        ("Van den Berg B.V.", "van den Berg bv"),
        ("Northfield Paper Supply LLC", "NORTHFIELD PAPER SUPPLY, L.L.C."),
    ],
)
def test_legal_form_accents_and_case_make_no_other_company(one: str, other: str) -> None:
    assert name_similarity(one, other) >= 0.9
    assert name_similarity(one, other) == name_similarity(other, one)
