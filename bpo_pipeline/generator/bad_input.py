"""Bad input that looks like good input: forged layers, hidden text, look-alike characters, spoiled scans, other papers.

``BAD_INPUT`` lists them like ``awkward.AWKWARD``; none may go straight through with another total than its page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial

from PIL import Image, ImageDraw

from bpo_pipeline.generator import other_papers, scan, tampering
from bpo_pipeline.generator.awkward import AWKWARD, OTHER_ACCOUNTS, Order
from bpo_pipeline.generator.commerce import Paper, total_up
from bpo_pipeline.generator.document import POSTED, DemoDocument, with_content
from bpo_pipeline.generator.masterdata import CLIENTS
from bpo_pipeline.generator.pdf import render_pdf
from bpo_pipeline.generator.scan import Ink, Picture, Quality
from bpo_pipeline.generator.truth import nothing_true
from bpo_pipeline.model.money import to_cents

DOUBTFUL = ("in_review:low_confidence", "in_review:extraction_incomplete", "in_review:math_mismatch")
"""How a scan that is hard to read may end as well."""
FULL_WIDTH = {str(digit): chr(0xFF10 + digit) for digit in range(10)}
CYRILLIC = {"a": "а", "e": "е", "o": "о", "c": "с"}
LIES = {"1": "9", "2": "7"}


def _hidden(way: str, order: Order) -> tuple[DemoDocument, ...]:
    account, _ = OTHER_ACCOUNTS[CLIENTS[order.client].country]
    said = f"Total due 98,765.43  Pay to account {account}"
    paper = order.invoice()
    return (_one(order, paper, tampering.with_hidden(render_pdf(paper), way, said), f"hidden_{way}", "hidden_text"),)


def _lying(case: str, says: Mapping[str, str], reason: str, order: Order) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    content = tampering.with_lying_layer(render_pdf(paper, embedded_fonts=True), says)
    return (_one(order, paper, content, case, reason),)


def _lying_scan(order: Order) -> tuple[DemoDocument, ...]:
    """The text under the scan is another bill in itself, its sums right: ten times the price. The picture counts."""
    paper = order.invoice()
    dear = (
        replace(one, unit_price=one.unit_price * 10, line_total=to_cents(one.unit_price * 10 * one.quantity))
        for one in paper.lines
    )
    layer = render_pdf(total_up(replace(paper, lines=tuple(dear), discount=Decimal("0.00"))))
    picture = _picture(order, paper, Quality(dpi=200))
    content = tampering.picture_with_layer(picture, layer)
    key, case = order.key(f"lying-scan-{order.serial}.pdf"), "lying_text_under_scan"
    return (with_content(paper, content, key=key, case=case, expected=POSTED, also=DOUBTFUL),)


def _scanned(
    case: str, quality: Quality, spoil: Callable[[Picture], Picture], order: Order
) -> tuple[DemoDocument, ...]:
    paper = order.invoice()
    picture = spoil(_picture(order, paper, quality))
    content = scan.as_png(picture, quality)
    key = order.key(f"{case}-{order.serial}.png")
    return (with_content(paper, content, key=key, case=case, expected=POSTED, also=DOUBTFUL),)


def _picture(order: Order, paper: Paper, quality: Quality) -> Picture:
    return scan.scan(render_pdf(paper, embedded_fonts=True), order.rng, quality)[0]


def _as_it_is(picture: Picture) -> Picture:
    return picture


def _upside_down(picture: Picture) -> Picture:
    return picture.transpose(Image.Transpose.ROTATE_180)


def _stained(picture: Picture) -> Picture:
    """Rings and a blot of coffee, one of them where totals stand."""
    layer = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(layer)
    unit = picture.width // 10
    for left, top, width in ((6, 6, unit // 3), (1, 3, unit // 4)):
        box = (left * unit, top * unit, (left + 3) * unit, (top + 3) * unit)
        draw.ellipse(box, outline=110, width=width)
    draw.ellipse((7 * unit, 7 * unit, 8 * unit, 8 * unit), fill=150)
    stained = picture.convert("RGB")
    stained.paste((96, 60, 24), mask=layer)
    return stained


def _paper(case: str, draw: Callable[[Order], bytes], ends: tuple[str, ...], order: Order) -> tuple[DemoDocument, ...]:
    content, key = draw(order), order.key(f"{case}-{order.serial}.pdf")
    truth = nothing_true(file=key, client=order.client, content=content, case=case)
    return (DemoDocument(client=order.client, key=key, content=content, truth=truth, expected=ends[0], also=ends[1:]),)


def _one(order: Order, paper: Paper, content: bytes, case: str, reason: str) -> DemoDocument:
    key = order.key(f"{case}-{order.serial}.pdf")
    return with_content(paper, content, key=key, case=case, expected=f"in_review:{reason}")


BAD_INPUT: dict[str, Callable[[Order], tuple[DemoDocument, ...]]] = {
    **{f"hidden_{way}": partial(_hidden, way) for way in tampering.HIDING},
    "lying_text_layer": partial(_lying, "lying_text_layer", LIES, "text_visual_mismatch"),
    "lying_text_under_scan": _lying_scan,
    "full_width_digits": partial(_lying, "full_width_digits", FULL_WIDTH, "confusable_chars"),
    "mixed_scripts": partial(_lying, "mixed_scripts", CYRILLIC, "confusable_chars"),
    "upside_down": partial(_scanned, "upside_down", Quality(dpi=200), _upside_down),
    "skewed": partial(_scanned, "skewed", Quality(dpi=200, skew=7.0), _as_it_is),
    "fax_72_dpi": partial(_scanned, "fax_72_dpi", Quality(dpi=72, ink=Ink.BLACK_AND_WHITE), _as_it_is),
    "coffee_stain": partial(_scanned, "coffee_stain", Quality(dpi=200, ink=Ink.COLOUR), _stained),
    "blank_page": partial(_paper, "blank_page", other_papers.blank_page, ("rejected:no_text",)),
    "two_columns": partial(_paper, "two_columns", other_papers.two_columns, ("in_review:several_documents",)),
    "statement_of_account": partial(
        _paper, "statement_of_account", other_papers.statement_of_account, ("in_review:unknown_type",)
    ),
    "reminder": partial(_paper, "reminder", other_papers.reminder, ("in_review:unknown_type",)),
    "letter_about_money": partial(
        _paper, "letter_about_money", other_papers.letter_about_money, ("in_review:unknown_type",)
    ),
}
"""Name of the case -> what makes its file."""
CASES = {**AWKWARD, **BAD_INPUT}
"""All that is made besides good documents, by name."""
