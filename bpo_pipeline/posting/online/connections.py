"""Connections to QuickBooks and Xero: one entry of the deployment's targets file, and the tokens that it draws.

An entry has ``kind`` (``quickbooks``, ``xero_uk``, ``xero_nz``, ``xero_au``), ``url``, ``token_url``, ``client_id``,
``client_secret``, ``access_token``, ``refresh_token`` and ``employees`` (our id -> the service's); QuickBooks also
``realm``, Xero ``tenant``, ``calendar`` and ``rates`` (our pay code -> earnings rate). A refresh token is good for one
use, so a new pair is written beside the file before it is used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.posting.online.hours import OnlineHours
from bpo_pipeline.posting.online.quickbooks import QuickBooksHours
from bpo_pipeline.posting.online.sending import Pace, Sender, Token
from bpo_pipeline.posting.online.xero import Country, XeroHours

QUICKBOOKS_PER_MINUTE, XERO_PER_MINUTE = 500, 60
KINDS = ("quickbooks", "xero_uk", "xero_nz", "xero_au")


def online_hours(entry: Mapping[str, Any], *, tokens: Path) -> OnlineHours:
    """The connection of an entry; *tokens* is where drawn tokens are kept. Raises AskAPerson naming what it lacks."""
    try:
        return _connected(entry, tokens)
    except KeyError as problem:
        message = f"the connection lacks {problem}"
        raise AskAPerson(message) from None


def _connected(entry: Mapping[str, Any], tokens: Path) -> OnlineHours:
    token = _token(entry, tokens)
    employees = entry["employees"]
    if entry["kind"] == "quickbooks":
        sender = Sender(entry["url"], token, Pace(QUICKBOOKS_PER_MINUTE))
        return QuickBooksHours(sender, employees, realm=entry["realm"])
    sender = Sender(entry["url"], token, Pace(XERO_PER_MINUTE), headers={"Xero-Tenant-Id": entry["tenant"]})
    country = cast("Country", entry["kind"].removeprefix("xero_"))
    return XeroHours(sender, employees, country=country, calendar=entry["calendar"], rates=entry["rates"])


def _token(entry: Mapping[str, Any], path: Path) -> Token:
    pair = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else entry
    return Token(
        access=pair["access_token"],
        refresh=pair["refresh_token"],
        client_id=entry["client_id"],
        client_secret=entry["client_secret"],
        url=entry["token_url"],
        keep=lambda access, refresh: _keep(path, access, refresh),
    )


def _keep(path: Path, access: str, refresh: str) -> None:
    """Whole or not at all, and for nobody else to read."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        json.dump({"access_token": access, "refresh_token": refresh}, out)
        out.flush()
        os.fsync(out.fileno())
    new.replace(path)
