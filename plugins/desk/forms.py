"""What a browser sent in a form: names and texts, within limits."""

from __future__ import annotations

import datetime as dt
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Request, status
from starlette.exceptions import HTTPException

MOST_BYTES = 4 * 1024 * 1024
MOST_FIELDS = 20_000
LARGE = "More was pasted than a document holds (over 4 MB): nothing was changed. Go back and shorten it."


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form; of a name sent twice the last one. 413 for more than anybody types."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, LARGE)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except (UnicodeDecodeError, ValueError):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "The form arrived damaged: send it again.") from None
    return {name: text.replace("\r\n", "\n").replace("\x00", "") for name, text in pairs}


Sent = Annotated[dict[str, str], Depends(sent)]


def version_in(form: dict[str, str]) -> int:
    """The version of the document that the person saw."""
    text = form.get("version", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "The form arrived damaged: load the page again.")
    return int(text)


def seen_in(form: dict[str, str]) -> dt.datetime | None:
    """When the page was made from which the form was sent; None when it does not say."""
    try:
        seen = dt.datetime.fromisoformat(form.get("seen", ""))
    except ValueError:
        return None
    return seen if seen.tzinfo is not None else None
