"""A set of invented office papers: every kind in every form, in turn; the last ones carry one planted fault each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bpo_pipeline.generator.papers.filled_forms import FORMS as PERSONNEL
from bpo_pipeline.generator.papers.filled_forms import filled_form
from bpo_pipeline.generator.papers.paper import OfficePaper
from bpo_pipeline.generator.papers.pay import pay_stub, remittance
from bpo_pipeline.generator.papers.statements import FORMS, statement
from bpo_pipeline.generator.papers.year_forms import nec, w2
from bpo_pipeline.generator.seeds import seeded

__all__ = ["PLANTED", "OfficePaper", "office_papers"]

Writer = Callable[..., OfficePaper]
_KINDS: tuple[tuple[str, str, Writer], ...] = (
    ("w2", "pdf", w2), ("nec", "pdf", nec), ("paystub", "pdf", pay_stub), ("remittance", "pdf", remittance),
    *((one.partition("_")[0], "pdf", partial(filled_form, form=one)) for one in PERSONNEL),
    *((f"statement_{form}", form, partial(statement, form=form)) for form in FORMS),
)  # fmt: skip
PLANTED: tuple[tuple[str, Writer], ...] = (
    ("w2-social-security-tax", w2), ("w2-medicare-tax", w2), ("backup-withholding", nec), ("net-pay", pay_stub),
    ("rate-times-hours", pay_stub), ("remittance-total", remittance), ("remittance-line", remittance),
    ("running-balance", statement), ("statement-balance", statement),
    ("missing-signature", partial(filled_form, form="w4_2025")),
)  # fmt: skip


def office_papers(seed: int, count: int = 8, *, planted: bool = True) -> tuple[OfficePaper, ...]:
    """So many clean papers, then one for each fault. The same seed gives the same bytes."""
    papers = []
    for number in range(count):
        name, ending, write = _KINDS[number % len(_KINDS)]
        papers.append(write(seeded(seed, "paper", number), f"{name}-{number:03d}.{ending}"))
    for number, (fault, write) in enumerate(PLANTED if planted else ()):
        papers.append(write(seeded(seed, "fault", number), f"{fault}-{number:03d}.pdf", fault))
    return tuple(papers)
