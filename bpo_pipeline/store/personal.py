"""What papers of people say is sealed in our tables: drafts, findings, corrections, what was typed or keyed.

A column keeps its kind: a dict becomes ``{"sealed": ...}``, a list one of these, a text ``sealed:...``. Other papers'
values, and rows from before this was so, stay as they are; a row is sealed when it is written next. ``Seal`` binds
client and owner in, so a value that is moved to another row does not open.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from sqlalchemy.orm import object_session

from bpo_pipeline.documents import is_personal
from bpo_pipeline.store.database import SEAL_OF
from bpo_pipeline.store.desk_schema import KeyedFieldRow, TruthRow
from bpo_pipeline.store.schema import Base, DocumentRow
from bpo_pipeline.store.sealing import Seal

_SEALED = "sealed"
_START = f"{_SEALED}:"


def seal_of(row: Base, client: str) -> Seal:
    """The client's seal, from the session that the row belongs to. Raises AskAPerson without BPO_MASTER_KEY."""
    session = object_session(row)
    if session is None:
        message = "a row is opened and closed within its transaction"
        raise LookupError(message)
    seal: Seal = session.info[SEAL_OF](client)
    return seal


def closed(document: DocumentRow, owner: str, value: Any) -> Any:
    """The value as it is kept: sealed for a paper of people. *owner* says what it is, such as ``draft``."""
    if not value or not is_personal(document.document_type):
        return value
    plain = json.dumps(value, ensure_ascii=True).encode()
    sealed = seal_of(document, document.client).close(_owner(document.document_id, owner), plain)
    kept = base64.b64encode(sealed).decode()
    if isinstance(value, str):
        return f"{_START}{kept}"
    return [{_SEALED: kept}] if isinstance(value, list) else {_SEALED: kept}


def opened(row: Base, client: str, document_id: str, owner: str, value: Any) -> Any:
    """The value that ``closed`` was given. Raises AskAPerson for another key or row, or an altered value."""
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    if isinstance(one, dict) and set(one) == {_SEALED}:
        kept = str(one[_SEALED])
    elif isinstance(one, str) and one.startswith(_START):
        kept = one.removeprefix(_START)
    else:
        return value
    return json.loads(seal_of(row, client).open(_owner(document_id, owner), base64.b64decode(kept)))


def opened_text(row: TruthRow | KeyedFieldRow, owner: str, text: str) -> str:
    """The same for one text beside its document's type; other papers may well say ``sealed:``."""
    if not is_personal(row.document_type):
        return text
    return str(opened(row, row.client, row.document_id, owner, text))


def draft_in(row: DocumentRow) -> dict[str, Any] | None:
    """The stored draft as JSON values, None without one."""
    found: dict[str, Any] | None = opened(row, row.client, row.document_id, "draft", row.draft)
    return found


def _owner(document_id: str, what: str) -> str:
    return f"document/{document_id}/{what}"
