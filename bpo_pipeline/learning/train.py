"""``train``: every model from generated documents and folders of labelled ones, with the figures of the report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bpo_pipeline.classification.learned import CLASSES
from bpo_pipeline.learning import kinds
from bpo_pipeline.learning.calibrating import Judged, calibrations, cross_calibrated
from bpo_pipeline.learning.corpus import generated, labelled
from bpo_pipeline.learning.kinds import Guess, Labelled
from bpo_pipeline.learning.other_papers import other_papers
from bpo_pipeline.learning.papers import DIGITAL, SCANNED, Paper, ReadAll, generated_papers, labelled_papers
from bpo_pipeline.learning.receipts import FieldReport, train_receipts
from bpo_pipeline.learning.slips import Sample, read_slips
from bpo_pipeline.learning.unseen import unseen
from bpo_pipeline.learning.valued import values
from bpo_pipeline.learning.vocabulary import familiar_words


@dataclass(frozen=True)
class Amounts:
    """How many documents are invented."""

    slips: int = 100
    digital: int = DIGITAL
    scanned: int = SCANNED
    texts: int = 900


@dataclass(frozen=True)
class Trained:
    """What was measured, always on vendors that the judging model did not know."""

    receipts: tuple[FieldReport, ...]
    papers: tuple[Paper, ...]
    judged: tuple[Judged, ...]
    guesses: tuple[Guess, ...]


def train(
    out: Path, *, types: Path, data: Sequence[Path], without: Collection[str], read_all: ReadAll, jobs: int,
    progress: Callable[[str], None], amounts: Amounts | None = None,
) -> Trained:  # fmt: skip
    """Write the models of extraction into *out*, that of classification to *types*; same input, same bytes.

    The calibration is of values as the committed model of document types sorts the papers.
    """
    count = amounts or Amounts()
    slips = [*labelled(data, without=without), *generated(count.slips)]
    with TemporaryDirectory() as name:
        real = labelled_papers(data, read_all=read_all, without=without)
        made = generated_papers(Path(name), digital=count.digital, scanned=count.scanned, read_all=read_all)
    papers = [*real, *made]
    progress(f"{len(slips)} slips and {len(papers)} documents read")
    guesses = _types(types, papers, slips, texts=count.texts, jobs=jobs)
    progress(f"types: {kinds.accuracy(guesses):.3f} right")
    write(out / "words.json", {"words": familiar_words([*slips, *papers])})
    receipts = train_receipts([*slips, *read_slips(real)], jobs=jobs)
    write(out / "receipt.json", {"fields": receipts.fields})
    for report in receipts.reports:
        progress(f"receipts, {report.field}: {report.right:.3f} right")
    known = values(papers, [receipts.unseen(one.vendor) for one in papers], jobs=jobs)
    scored = unseen(known, jobs=jobs)
    judged = cross_calibrated(scored)
    write(out / "calibration.json", {"groups": calibrations(scored)})
    progress(f"{len(known)} values calibrated")
    return Trained(receipts.reports, tuple(papers), tuple(judged), tuple(guesses))


def _types(path: Path, papers: Sequence[Paper], slips: Sequence[Sample], *, texts: int, jobs: int) -> list[Guess]:
    labels = [
        Labelled(one.vendor, one.document_type, one.reading, _source(one))
        for one in papers
        if one.document_type in CLASSES
    ]
    labels += [Labelled(one.vendor, "receipt", one.reading, "text") for one in slips if not one.typed]
    labels += [Labelled(group, kind, reading, "text") for group, kind, reading in other_papers(texts)]
    known = kinds.known(labels, jobs=jobs)
    guesses, temperature = kinds.cross_validated(known)
    write(path, {**kinds.fit(known), "temperature": temperature})
    return guesses


def _source(paper: Paper) -> str:
    return paper.source if paper.source == "generated" else f"{kinds.REAL} {paper.source}"


def write(path: Path, contents: dict[str, Any]) -> None:
    """A model with its version, which is made from its contents."""
    text = json.dumps(contents, separators=(",", ":"))
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'{{"version":"{version}",{text[1:]}\n', encoding="utf-8")
