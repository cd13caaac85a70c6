"""Replies to our questions: ``incoming/answers/<question id>`` as ``.json``, ``.txt`` or ``.pdf``.

Text is read here, inside the sandbox; a PDF is screened and read like a document.
"""

from __future__ import annotations

import json
import re
from typing import Any

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.screen import Output
from bpo_pipeline.model.reasons import Reason

ANSWER_TASK = "bpo_pipeline.intake.answers:read_answer"
PAGES = ".pdf"
"""How the key of a reply ends that is a document by itself."""
LONGEST = 20_000
"""Characters; a longer reply is a document of its own."""
_KEY = re.compile(r"incoming/answers/([a-z2-7]{24})\.(?:json|txt|pdf)")


def question_of(key: str) -> str | None:
    """The id of the question that a key of the inbox answers; None for every other key."""
    found = _KEY.fullmatch(key)
    return found.group(1) if found else None


def read_answer(content: bytes, arguments: dict[str, Any]) -> Output:  # noqa: ARG001 - the signature of all tasks
    """The reply's text: that of the key ``answer`` in a JSON object, otherwise the whole file.

    Raises Refused for what is no UTF-8 text, is empty or too long, and for JSON without ``answer``.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.ENCODING, "The reply is not UTF-8 text. Please send it as UTF-8.") from None
    if text.lstrip().startswith("{"):
        text = _said(text)
    text = "".join(one for one in text if one in "\n\t" or one.isprintable()).strip()
    if not text:
        raise Refused(Reason.EMPTY_FILE, "The reply is empty. Please write your answer into the file.")
    if len(text) > LONGEST:
        raise Refused(Reason.TOO_LARGE, f"The reply is longer than {LONGEST} characters. Please shorten it.")
    return Output({"answer": text})


def _said(text: str) -> str:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused(Reason.CORRUPT, "The reply begins like JSON but is none. Please check it.") from None
    answer = data.get("answer") if isinstance(data, dict) else None
    if not isinstance(answer, str):
        raise Refused(Reason.NOT_A_DOCUMENT, 'The reply holds no text under "answer". Please put it there.')
    return answer
