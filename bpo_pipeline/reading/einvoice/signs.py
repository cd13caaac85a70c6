"""Credit notes are kept with positive amounts: the document's type says the direction."""

from __future__ import annotations

_AMOUNTS = frozenset(
    {
        "net_total", "tax_total", "gross_total", "discount_total", "shipping_total", "prepaid", "rounding",
        "amount_due", "base", "amount", "line_total",
    }
)  # fmt: skip


def turn_signs(values: dict[str, str]) -> None:
    """Negate all amounts of a document in place; a line's quantity or price turns with its total."""
    for path in list(values):
        stem, _, name = path.rpartition(".")
        if name in _AMOUNTS:
            values[path] = _negated(values[path])
        if name == "line_total":
            quantity, price = f"{stem}.quantity", f"{stem}.unit_price"
            turned = price if values.get(price, "").startswith("-") else quantity
            if turned in values:
                values[turned] = _negated(values[turned])


def _negated(text: str) -> str:
    if text.startswith("-"):
        return text[1:]
    return f"-{text}" if text.strip("0.") else text
