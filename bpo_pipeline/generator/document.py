"""A generated file with its truth and with what must become of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from bpo_pipeline.generator.commerce import Paper
from bpo_pipeline.generator.forms import SUFFIX, Form, render
from bpo_pipeline.generator.scan import Quality
from bpo_pipeline.generator.truth import Truth, truth_of

POSTED = "posted"
CONTAINER = "container"


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """One file to drop into an inbox, or one member of an archive or mail that is dropped."""

    client: str
    key: str
    """Object key in the inbox; ``<key>!<name>`` for a member, which is not dropped by itself."""
    content: bytes
    truth: Truth
    expected: str
    """``posted``, ``in_review:<reason>``, ``rejected:<reason>``, ``quarantined:<reason>`` or ``container``."""
    also: tuple[str, ...] = ()
    """Other endings that are as right."""
    vendor_id: str = ""
    """Posted ones: the vendor it must be posted to."""
    total: Decimal | None = None
    """Posted ones: gross total."""
    currency: str = ""
    parent: str = ""
    """Key of the archive or mail that holds it."""

    @property
    def dropped(self) -> bool:
        """Whether it is an object of its own in the inbox."""
        return not self.parent


def good(
    paper: Paper, form: Form, rng: Random, *, key: str, quality: Quality | None = None, expected: str = POSTED,
    case: str = "clean", parent: str = "",
) -> DemoDocument:  # fmt: skip
    """A document in that form whose key gets the form's suffix; what must become of it is *expected*."""
    key = f"{key}{SUFFIX[form]}"
    return with_content(
        paper, render(paper, form, rng, quality or Quality()), form=form, key=key, expected=expected, case=case,
        parent=parent,
    )  # fmt: skip


def with_content(
    paper: Paper, content: bytes, *, key: str, form: Form = Form.PDF, expected: str = POSTED, case: str = "clean",
    parent: str = "", also: tuple[str, ...] = (), truth: Truth | None = None,
) -> DemoDocument:  # fmt: skip
    """A document whose file is there already."""
    posted = expected == POSTED
    return DemoDocument(
        client=paper.customer.client,
        key=key,
        content=content,
        truth=truth or truth_of(paper, file=key, form=form.value, content=content, case=case),
        expected=expected,
        also=also,
        vendor_id=paper.vendor.vendor_id if posted else "",
        total=paper.gross_total if posted else None,
        currency=paper.currency if posted else "",
        parent=parent,
    )
