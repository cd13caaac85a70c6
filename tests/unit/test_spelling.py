"""Names and addresses whose letters an engine took for others."""

from __future__ import annotations

import pytest

from bpo_pipeline.extraction.learned.spelling import respelled
from bpo_pipeline.model.reading import Box, Word

BOX = Box(0, 0, 10, 10)


def ink(text: str, second: str) -> list[Word]:
    pairs = zip(text.split(), second.split(), strict=True)
    return [Word(own, BOX, 0.9, second=other) for own, other in pairs]


@pytest.mark.parametrize(
    ("read", "second", "meant"),
    [
        ("NO.12,JA:AN SE_ANGOR", "NO.12,JALAN SELANGOR", "NO.12,JALAN SELANGOR"),
        ("JLN SERI SENTDSA 8,", "JLN SERI SENTOSA 8,", "JLN SERI SENTOSA 8,"),
        ("ULU KELANG", "ULU KELANG", "ULU KELANG"),
        ("KELANG", "KELAN9", "KELANG"),
        ("User:l", "Usersi", "User:l"),
    ],
)
def test_a_second_engine_that_reads_a_familiar_word_is_believed(read: str, second: str, meant: str) -> None:
    assert respelled(read, ink(read, second)) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Lot $25, JIn Desa", "Lot S25, Jln Desa"),
        ("SEPADU © 25/¢", "SEPADU C 25/C"),
        ("475O0 SUBANG", "47500 SUBANG"),
        ("AMANO MALAYSIA SON BHD", "AMANO MALAYSIA SDN BHD"),
        ("Amano Sdn Bho", "Amano Sdn Bhd"),
        ("POINT TOWER KELANG JAPAN", "POINT TOWER KELANG JAPAN"),
    ],
)
def test_signs_that_no_name_has_codes_and_legal_forms_are_put_right(read: str, meant: str) -> None:
    assert respelled(read) == meant
