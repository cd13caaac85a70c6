"""A receipt's name, address, day and total by the learned model, beside what the rules found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from bpo_pipeline.documents.layout import around
from bpo_pipeline.extraction.found import Found
from bpo_pipeline.extraction.learned.model import Model
from bpo_pipeline.extraction.learned.scoring import Scored, candidates
from bpo_pipeline.extraction.learned.spelling import respelled
from bpo_pipeline.extraction.learned.sums import amount_candidates, paid
from bpo_pipeline.extraction.sheet import Sheet

_LEAST = 0.15
"""With less the model only guesses, and the rules' value stays where there is one."""
_ON_FILE = 0.95
"""A name that was recognised in the vendor master."""
_PROVED = 0.985
"""A total that payment and change prove."""
_NEAR = Decimal("0.02")


def learned(sheet: Sheet, ruled: Mapping[str, Found], model: Model) -> dict[str, Found]:
    """The fields that the model decides; all others stay as the rules found them."""
    result: dict[str, Found] = {}
    for field, found in candidates(sheet).items():
        best = model.fields[field].best(found)
        known = ruled.get(field)
        if best is None or (known is not None and (known.value is None or best[1] < _LEAST)):
            continue
        if field == "supplier_name" and known is not None and known.confidence >= _ON_FILE:
            continue
        one, sure = _by_payment(found, best, sheet) if field == "gross_total" else best
        value = respelled(one.value, one.words) if isinstance(one.value, str) else one.value
        raw = " ".join(word.text for word in one.words)
        result[field] = Found(value, raw, sure, one.page, around(one.words))
    return result


def _by_payment(found: Sequence[Scored], best: tuple[Scored, float], sheet: Sheet) -> tuple[Scored, float]:
    """The total that was given less the change, where the paper says both; else the best one."""
    total = paid(amount_candidates(sheet.amounts), sheet.lines)
    if total is None:
        return best
    proved = next((one for one in found if one.value == total), None)
    if best[0].value == total or proved is None:
        return best[0], max(best[1], _PROVED) if proved is not None else best[1]
    return proved, _PROVED


def agreeing(fields: Mapping[str, Found]) -> dict[str, Found]:
    """The fields without a net total and tax that contradict the total."""
    net, tax, gross = (
        fields[name].value if name in fields else None for name in ("net_total", "tax_total", "gross_total")
    )
    if not isinstance(gross, Decimal):
        return dict(fields)
    tip = fields["tip_total"].value if "tip_total" in fields else None
    parts = [one for one in (net, tax, tip) if isinstance(one, Decimal)]
    if (
        isinstance(net, Decimal)
        and isinstance(tax, Decimal)
        and any(
            abs(net + tax + more - gross) <= _NEAR for more in (Decimal(0), parts[-1] if len(parts) > 2 else Decimal(0))
        )
    ):
        return dict(fields)
    computed = {name for name in ("net_total", "tax_total") if name in fields and fields[name].derived}
    too_large = {
        name for name, value in (("net_total", net), ("tax_total", tax)) if isinstance(value, Decimal) and value > gross
    }
    return {name: one for name, one in fields.items() if name not in computed | too_large}
