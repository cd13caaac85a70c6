"""The name on a shop's logo is taken where the receipt's print says the same word."""

from __future__ import annotations

import pytest
from extraction_pages import Placed, page, reading, scanned

from bpo_pipeline.extraction import extract
from bpo_pipeline.model.draft import Draft


def _receipt(logo: str, *texts: str) -> Draft:
    placed: list[Placed] = [(40.0, 30.0, logo, 32.0)]
    placed += [(40.0, 80.0 + 14 * number, text) for number, text in enumerate(texts)]
    placed += [(40.0, 300.0, "Hammer"), (200.0, 300.0, "4,99"), (40.0, 330.0, "Summe EUR"), (200.0, 330.0, "4,99")]
    return extract(scanned(reading(page(*placed, width=250.0), language="de")), "receipt")


@pytest.mark.parametrize(
    ("logo", "texts", "name"),
    [
        ("WERKHAUS", ("WERKHAUS Baumarkt AG", "Ringstraße 5", "33104 Paderborn"), "WERKHAUS"),
        ("BLMENFELD", ("Mein Gartenmarkt", "blumenfeld.de"), "Blumenfeld"),
        ("toom", ("t o o m Ba u m a rk t GmbH", "Ringstraße 5", "33104 Paderborn"), "toom"),
        ("toomll", ("t o o m Ba u m a rk t GmbH", "Ringstraße 5", "33104 Paderborn"), "toom"),
        ("Total", ("Lampenladen GmbH", "Ringstraße 5", "33104 Paderborn"), "Lampenladen GmbH"),
    ],
    ids=[
        "beginning of the name",
        "a letter drawn, the domain printed",
        "wide print",
        "strokes behind it",
        "nothing printed agrees",
    ],
)
def test_the_logo_names_the_shop_where_print_agrees(logo: str, texts: tuple[str, ...], name: str) -> None:
    assert _receipt(logo, *texts).record.model_dump()["supplier_name"] == name
