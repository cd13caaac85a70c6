"""Makes a page from its template. Whatever is put into a template is text: it is escaped, in every place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bpo_pipeline.commands.shown import masked
from bpo_pipeline.model.sensitive import Sensitive, hidden_kind
from desk.advice import advice

HERE = Path(__file__).parent
STATIC = HERE / "static"
PREFIX = "/back-office"
SHORT = {name: name.upper() for name in ("iban", "bic", "ssn", "ein", "tin", "id", "po", "ytd")} | {
    "w2": "W-2",
    "w4": "W-4",
    "w8ben": "W-8BEN",
    "w9": "W-9",
    "i9": "I-9",
}
"""What people write in capitals."""
HASH = re.compile(r"[0-9a-f]{64}")


def page(request: Request, template: str, *, status_code: int = 200, **values: Any) -> HTMLResponse:
    """The page; templates are given *values*, ``base`` (where our pages begin) and ``airflow`` (where Airflow does)."""
    base = request.scope.get("root_path", "")
    text = _TEMPLATES.get_template(template).render(base=base, airflow=base.removesuffix(PREFIX), **values)
    return HTMLResponse(text, status_code)


def age(waited: dt.timedelta) -> str:
    """How long something has waited: ``7 min``, ``5 h``, ``3 d``."""
    minutes = int(waited.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2880 else f"{minutes // 1440} d"


def moment(at: dt.datetime) -> str:
    """A time in UTC, to the second."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"


def amount(value: Decimal) -> str:
    """An amount with thousands separators: ``1,234.50``."""
    return f"{value:,.2f}"


def words(code: str) -> str:
    """A code such as ``in_review`` or a field's name as words."""
    return " ".join(SHORT.get(word, word) for word in code.split("_"))


def told(value: Any) -> str:
    """A detail of an event as words: lists and mappings without brackets, hashes by their first letters."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {told(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(told(part) for part in value)
    text = str(value)
    return f"{text[:12]}…" if HASH.fullmatch(text) else text


def veiled(value: str, path: str, document_type: str = "") -> str:
    """The value at a path of a record as everybody may see it."""
    kind = hidden_kind(path, document_type, amount=value.replace(".", "").replace("-", "").isdecimal())
    return Sensitive(value, kind).masked if value and kind else masked(value)


_TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    advice=advice, age=age, amount=amount, masked=masked, moment=moment, told=told, veiled=veiled, words=words
)
