"""The learned model of receipts: what it reads, what its scores mean, and that training is the same every time."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from bpo_pipeline.extraction import extract
from bpo_pipeline.extraction import thresholds as thresholds_of
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.learned.forest import Forest
from bpo_pipeline.extraction.learned.model import certainty, load
from bpo_pipeline.extraction.learned.receipts import agreeing
from bpo_pipeline.extraction.learned.scoring import FIELDS, candidates
from bpo_pipeline.extraction.learned.spelling import respelled
from bpo_pipeline.extraction.sheet import Sheet
from bpo_pipeline.learning.corpus import Example, labelled
from bpo_pipeline.learning.fitting import as_json, fit
from bpo_pipeline.learning.labelling import marked
from bpo_pipeline.learning.receipts import FieldReport
from bpo_pipeline.learning.report import write_report
from bpo_pipeline.learning.slips import misread, split
from bpo_pipeline.learning.train import Trained
from bpo_pipeline.learning.validation import (
    Outcome,
    boosters,
    calibrate,
    calibration_error,
    folds,
    thresholds,
    validate,
)
from bpo_pipeline.model.reading import Box, Page, Reading, Source

SLIP = (
    "PERNIAGAAN MAJU JAYA SDN BHD",
    "(884512-K)",
    "NO 12, JALAN MERBAU 3,",
    "TAMAN SERI INDAH,",
    "81300 SKUDAI, JOHOR.",
    "TEL: 07-5550199",
    "TAX INVOICE",
    "DATE : 14/03/2018 15:22:10",
    "CASHIER: 02",
    "PAPER A4 12.50",
    "PENCIL HB 3.20",
    "TOTAL 15.70",
    "CASH 20.00",
    "CHANGE 4.30",
    "THANK YOU",
)


def slip(*texts: str) -> Reading:
    words = [
        word for row, text in enumerate(texts) for word in split(text, Box(40, 20 * row, 300, 20 * row + 12), 0.98)
    ]
    return Reading((Page(1, 340, 20.0 * len(texts), tuple(words), Source.OCR),))


def test_a_slip_of_an_unknown_vendor_is_read() -> None:
    record = extract(slip(*SLIP), "receipt").record.model_dump()
    assert record["supplier_name"] == "PERNIAGAAN MAJU JAYA SDN BHD"
    assert record["supplier_address"].startswith("NO 12, JALAN MERBAU 3")
    assert record["supplier_address"].endswith("JOHOR.")
    assert record["issue_date"] == dt.date(2018, 3, 14)
    assert record["gross_total"] == Decimal("15.70")


def test_the_draft_names_its_model() -> None:
    assert extract(slip(*SLIP), "receipt").versions["model-receipt"] == load("receipt").version
    assert "model-receipt" not in extract(slip(*SLIP), "invoice").versions


def test_confidence_is_a_calibrated_chance() -> None:
    for name in FIELDS:
        model = load("receipt").fields[name]
        assert list(model.chances) == sorted(model.chances)
        assert 0 <= model.calibrated(0.0) <= model.calibrated(1.0) <= 1


@pytest.mark.parametrize("text", ["20/06/1814:05:59", "20/06/2018Time:", "2018-06-2013:48:37", "20/06/201815:28"])
def test_a_date_glued_to_the_time_is_a_date(text: str) -> None:
    found = candidates(Sheet(slip("SHOP", text, "TOTAL 5.00"), "receipt", ()))["issue_date"]
    assert [one.value for one in found] == [dt.date(2018, 6, 20)]


def test_a_rival_lowers_the_certainty() -> None:
    assert certainty([0.9, 0.1], ["a", "b"]) > certainty([0.9, 0.8], ["a", "b"])
    assert certainty([0.9, 0.8], ["a", "a"]) == pytest.approx(0.9)


def test_net_and_tax_that_contradict_the_total_go() -> None:
    fields = {
        "gross_total": Found(Decimal(10), "10", 0.9),
        "net_total": Found(Decimal(12), "12", 0.9),
        "tax_total": Found(Decimal(1), "1", 0.9, derived=True),
    }
    assert set(agreeing(fields)) == {"gross_total"}
    tied = {**fields, "net_total": Found(Decimal(9), "9", 0.9)}
    assert set(agreeing(tied)) == set(tied)


def test_letters_taken_for_others_are_put_right() -> None:
    assert respelled("23, J1n Burung, BIk G, PERSIARAN I") == "23, Jln Burung, Blk G, PERSIARAN I"


def _examples() -> list[Example]:
    random = np.random.default_rng(3)
    result = []
    for number in range(60):
        features = random.random((8, 4))
        labels = (features[:, 0] == features[:, 0].max()).astype(float)
        result.append(Example(f"{number}", f"v{number % 9}", features, labels, tuple(range(8)), "0"))
    return result


def test_training_twice_gives_the_same_and_numpy_walks_it_as_lightgbm_does() -> None:
    known = _examples()
    first, second = fit(known, rounds=20), fit(known, rounds=20)
    written = as_json(first)
    assert json.dumps(written) == json.dumps(as_json(second))
    rows = np.concatenate([one.features for one in known])
    assert np.allclose(Forest.from_json(written).chance(rows), first.predict(rows), atol=1e-4)


def test_a_vendor_is_never_on_both_sides() -> None:
    known = _examples()
    fold_of = folds(known)
    assert set(fold_of) == {one.vendor for one in known}
    assert len(set(fold_of.values())) == 5


def _validated(known: list[Example]) -> list[Outcome]:
    fold_of = folds(known)
    return validate("gross_total", known, fold_of, boosters(known, fold_of))


def test_typed_copies_are_trained_on_but_never_judged() -> None:
    known = _examples()
    typed = [replace(one, typed=True) for one in known]
    assert not _validated(typed)
    both = _validated([*typed, *known])
    assert len(both) == len(known)
    alone = _validated(known)
    assert [one.score for one in both] != [one.score for one in alone]


def test_receipts_as_typed_are_marked(tmp_path: Path) -> None:
    row = {
        "id": "1", "vendor_key": "v", "width": 100, "height": 50, "words": ["TOTAL 15.70"],
        "boxes_xyxy": [[0, 0, 90, 10]], "fields": {"gross_total": "15.70"},
    }  # fmt: skip
    (tmp_path / "a.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert [one.typed for one in labelled([tmp_path], without=())] == [True, False]
    assert not labelled([tmp_path], without={"1"})


def test_the_report_has_a_row_and_two_pictures_per_field(tmp_path: Path) -> None:
    outcomes = tuple(Outcome(place / 100, place >= 40, f"v{place % 7}", place % 5) for place in range(100))
    one = FieldReport(
        field="gross_total", documents=100, vendors=7, right=0.6, calibration_error=0.05, taken_at_995=0.5,
        confidences=tuple(each.score for each in outcomes), outcomes=outcomes, curve=((10, 0.4), (100, 0.6)),
    )  # fmt: skip
    trained = Trained(receipts=(one,), papers=(), judged=(), guesses=())
    page = write_report(tmp_path / "report", trained, title="Training").read_text(encoding="utf-8")
    assert "| gross_total | 100 | 7 | 0.600 | 0.050 | 0.500 |" in page
    for name in ("calibration-gross_total.png", "curve-gross_total.png"):
        assert f"({name})" in page
        with Image.open(tmp_path / "report" / name) as picture:
            blue = sum(count for count, colour in picture.getcolors(1 << 20) or () if colour == (40, 90, 170))
        assert blue > 100


def test_thresholds_come_from_the_allowed_error() -> None:
    outcomes = [Outcome(place / 100, place >= 40, f"v{place % 7}", place % 5) for place in range(100)]
    sure = [one.score for one in outcomes]
    found = thresholds(sure, outcomes)
    assert found["0.001"] == pytest.approx(0.4)
    assert found["0.05"] < found["0.001"]
    nothing = thresholds(sure, [Outcome(one.score, False, one.vendor, one.fold) for one in outcomes])
    assert nothing["0.05"] > 1


def test_calibration_turns_scores_into_shares() -> None:
    outcomes = [Outcome(0.9, place % 4 != 0, f"v{place % 20}", place % 5) for place in range(400)]
    chance = calibrate(outcomes).of(0.9)
    assert chance == pytest.approx(0.75, abs=0.02)
    assert calibration_error([chance] * 400, outcomes) < 0.02


def test_the_most_alike_text_teaches_where_none_is_right() -> None:
    found = candidates(Sheet(slip(*SLIP), "receipt", ()))["supplier_name"]
    labels = marked("supplier_name", found, "PERNIAGAAN MAJU JAYA SON BHD")
    assert [one.value for one, label in zip(found, labels, strict=True) if label] == ["PERNIAGAAN MAJU JAYA SDN BHD"]


def test_noise_is_the_same_every_time() -> None:
    text = " ".join(SLIP)
    assert misread(text, Random(5)) == misread(text, Random(5)) != text


def test_a_smaller_allowed_error_asks_for_more_confidence() -> None:
    strict = thresholds_of(money=0.005, identifiers=0.005, other=0.005)
    lax = thresholds_of(money=0.05, identifiers=0.05, other=0.05)
    assert {"gross_total", "invoice_number", "issue_date", "supplier_name"} <= set(strict)
    assert all(strict[name] >= lax[name] for name in strict)
    assert any(strict[name] > lax[name] for name in strict)
    assert all(one > 1 for one in thresholds_of(money=1e-4, identifiers=1e-4, other=1e-4).values())


def test_a_currency_in_brackets_behind_a_word_counts() -> None:
    assert Sheet(slip("ITEM", "AMOUNT(RM)", "TOTAL 5.00"), "receipt", ()).currency[0] == "MYR"
    assert Sheet(slip("FORM", "FIRM", "TOTAL 5.00"), "receipt", ()).currency[0] is None
