"""``bpo train`` from the first step to the last: the same input gives the same bytes, and a report with pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from bpo_pipeline.extraction.learned.calibration import model_of
from bpo_pipeline.generator.forms import Form
from bpo_pipeline.generator.generate import generate
from bpo_pipeline.learning.papers import generated_papers
from bpo_pipeline.learning.report import write_report
from bpo_pipeline.learning.train import Amounts, Trained, train
from bpo_pipeline.model.reading import Page, Reading, Source
from bpo_pipeline.reading import read_document, reading_from_json

FEW = Amounts(slips=16, digital=8, scanned=0, texts=40)


def read_all(paths: Sequence[Path]) -> Iterator[Reading]:
    arguments = {"media_type": "application/pdf", "ocr": False, "ignore_embedded_xml": True}
    for path in paths:
        yield reading_from_json(read_document(path.read_bytes(), arguments).value)


def trained(folder: Path, data: Path) -> Trained:
    return train(
        folder, types=folder / "types.json", data=[data], without=(), read_all=read_all, jobs=1,
        progress=lambda _: None, amounts=FEW,
    )  # fmt: skip


def test_training_twice_writes_the_same_bytes_and_a_report(tmp_path: Path) -> None:
    data = tmp_path / "data"
    truths = generate(data, count=10, seed=3, forms=(Form.PDF,))
    rows = [{**json.loads(one.to_json()), "source": "labelled"} for one in truths]
    (data / "truth.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    first, second = (trained(tmp_path / name, data) for name in ("one", "two"))
    names = {path.name for path in (tmp_path / "one").iterdir()}
    assert names == {"types.json", "words.json", "receipt.json", "calibration.json"}
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert [one.confidence for one in first.judged] == [one.confidence for one in second.judged]
    assert any(one.value.lacking for one in first.judged)
    known = model_of(json.loads((tmp_path / "one" / "calibration.json").read_text(encoding="utf-8")))
    assert {"money", "date", "identifier", "text"} <= set(known.groups)
    page = write_report(tmp_path / "report", first, title="Training").read_text(encoding="utf-8")
    assert "### Papers without the field" in page
    assert "| labelled | 1 |" in page.partition("## Vendor memory")[2]
    assert list((tmp_path / "report").glob("*.png"))


def test_generated_papers_are_told_apart_by_how_they_were_made(tmp_path: Path) -> None:
    blank = Reading((Page(1, 595, 842, (), Source.TEXT),))
    papers = generated_papers(tmp_path, digital=2, scanned=2, read_all=lambda paths: [blank for _ in paths])
    assert len({one.id for one in papers}) == 4
