"""Texts as PostgreSQL can keep them, canonical JSON, and document numbers as they are compared."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


class CleanText(TypeDecorator[str]):
    """Text in which NUL and lone surrogates, which PostgreSQL refuses, are replaced by U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Clean what goes to the database, in statements and comparisons alike."""
        return None if value is None else clean(value)


def clean(text: str) -> str:
    """The text with NUL and lone surrogates replaced by U+FFFD."""
    if text.isascii():
        return text.replace("\x00", "\ufffd")
    return "".join("\ufffd" if char == "\x00" or "\ud800" <= char <= "\udfff" else char for char in text)


def canonical(value: Any) -> str:
    """JSON with sorted keys, without blanks, ASCII only: equal values give equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def fingerprint(value: Any) -> str:
    """SHA-256 of the canonical JSON, as hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def normal_number(number: str | None) -> str | None:
    """A document number as duplicates are compared: letters and digits only, upper case, no leading zeros.

    ``RE-0012/24`` and ``re 12 24`` stay apart, ``INV-0012`` and ``inv 0012`` are the same, ``0012`` is ``12``.
    Cut after 200 characters, more than an index of the database takes.
    """
    if number is None:
        return None
    kept = "".join(char for char in number.upper() if char.isalnum())
    return (kept.lstrip("0") or kept[:1])[:200] or None
