"""Names from archives and mails, made fit to be shown; they are labels and never paths."""

from __future__ import annotations

import unicodedata


def safe_name(name: str) -> str:
    """The last part of a name, without control or invisible characters, at most 150 characters long.

    The ending is kept; an empty name becomes ``unnamed``.
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    clean = "".join(one for one in last if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Cn"}).strip()
    if clean in {"", ".", ".."}:
        return "unnamed"
    if len(clean) > 150:
        stem, dot, ending = clean.rpartition(".")
        clean = f"{stem[:140]}.{ending}" if dot and len(ending) <= 8 else clean[:150]
    return clean
