"""The text of a table that came as characters: UTF-8, with or without its mark, or UTF-16 as Excel's "Unicode text"."""

from __future__ import annotations

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason

_UTF_16 = frozenset({b"\xff\xfe", b"\xfe\xff"})


def table_text(content: bytes) -> str:
    """The characters; raises Refused for another encoding, which would be guessed wrong now and then."""
    try:
        return content.decode("utf-16" if content[:2] in _UTF_16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.ENCODING, "The table is not in UTF-8. Please export it again as UTF-8.") from None
