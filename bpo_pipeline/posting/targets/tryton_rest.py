"""Tryton's REST over plain HTTP: values, addresses, and what each failure means.

Source: Tryton 8.2, ``trytond/protocols/rest.py`` and ``jsonrpc.py``. ``Authorization: bearer <key>``;
``/<database>/rest/model/<model>[/<id>[/<button>]]``; search domain as base64 in ``d``, fields in ``f``.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import requests

from bpo_pipeline.errors import TryAgain, Uncertain
from bpo_pipeline.posting import KeyNotAccepted, ServerFault, to_a_person

_NOT_SENT = (requests.exceptions.ConnectTimeout, requests.exceptions.InvalidURL)
_MAX_SENTENCE = 400
_TAGS = re.compile(r"<[^>]+>")


class TrytonRest:
    """One company of one Tryton database, as the user that the key belongs to."""

    def __init__(self, *, url: str, database: str, key: str, company: int, timeout_seconds: float = 30) -> None:
        """Talk to ``<url>/<database>``; *timeout_seconds* is for one answer."""
        self._base = f"{url.rstrip('/')}/{database}/rest/model"
        self._timeout = (5, timeout_seconds)
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"bearer {key}"
        self._session.headers["X-Tryton-Context"] = _encoded({"company": company})

    def search(self, model: str, domain: Sequence[Any], fields: Sequence[str], *, limit: int = 0) -> list[Any]:
        """The records that meet *domain*, with the dotted *fields*."""
        asked: list[tuple[str, str | int]] = [("d", _encoded(domain)), *(("f", name) for name in fields)]
        if limit:
            asked.append(("s", limit))
        found: list[Any] = self._call("GET", model, params=asked)
        return found

    def create(self, model: str, values: Mapping[str, Any]) -> int:
        """Create a record; gives its id."""
        return int(self._call("POST", model, body=values, params=[("f", "id")])["id"])

    def create_all(self, model: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Create several records in one transaction: all of them or none."""
        self._call("POST", f"{model}/create", body={"vlist": list(rows)}, params=[])

    def press(self, model: str, record: int, button: str) -> None:
        """Press a button (a workflow step) of a record."""
        self._call("POST", f"{model}/{record}/{button}", body={}, params=[("f", "id")])

    def _call(
        self, verb: str, path: str, *, params: list[tuple[str, str | int]], body: Mapping[str, Any] | None = None
    ) -> Any:
        writes = verb != "GET"
        data = json.dumps(body, default=_tagged) if body is not None else None
        try:
            answer = self._session.request(
                verb,
                f"{self._base}/{path}",
                data=data,
                params=params,
                headers={"Content-Type": "application/json"} if data else None,
                timeout=self._timeout,
            )
        except requests.RequestException as problem:
            what = f"Tryton did not answer ({type(problem).__name__})"
            if writes and not _never_sent(problem):
                raise Uncertain(f"{what}; the call may have had its effect") from problem
            raise TryAgain(what) from problem
        if answer.status_code >= requests.codes.bad_request:
            raise _refusal(answer, writes=writes)
        return json.loads(answer.text, object_hook=_untagged) if answer.text else None


def _never_sent(problem: requests.RequestException) -> bool:
    """Whether the request cannot have reached the server."""
    if isinstance(problem, _NOT_SENT):
        return True
    inner = problem.args[0] if problem.args else None
    reason = getattr(inner, "reason", inner)
    return isinstance(problem, requests.exceptions.ConnectionError) and type(reason).__name__ == "NewConnectionError"


def _refusal(answer: requests.Response, *, writes: bool) -> Exception:
    """Our error for a status code; the table is in the project's description of the port."""
    code = answer.status_code
    sentence = _sentence(answer)
    if code == requests.codes.unauthorized:
        return KeyNotAccepted("Tryton does not accept our key (401); renew it")
    if writes and code in {requests.codes.bad_gateway, requests.codes.gateway_timeout}:
        return Uncertain(f"a proxy lost Tryton's answer ({code})")
    if code == requests.codes.internal_server_error:
        return ServerFault("Tryton failed (500); its log says why")
    if code >= requests.codes.internal_server_error or code in {
        requests.codes.conflict,
        requests.codes.too_many_requests,
        requests.codes.request_timeout,
    }:
        return TryAgain(f"Tryton is busy ({code})")
    return to_a_person(f"Tryton refuses this ({code}): {sentence}")


def _sentence(answer: requests.Response) -> str:
    """The human part of Tryton's answer."""
    text = answer.text
    try:
        told = json.loads(text)
    except ValueError:
        return " ".join(_TAGS.sub(" ", text).split())[:_MAX_SENTENCE]
    parts = [told.get("message"), told.get("description")] if isinstance(told, dict) else [text]
    return " ".join(" ".join(str(part) for part in parts if part).split())[:_MAX_SENTENCE]


def _encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value, default=_tagged).encode()).decode()


def _tagged(value: object) -> dict[str, Any]:
    """How Tryton writes what JSON has no word for."""
    if isinstance(value, Decimal):
        return {"__class__": "Decimal", "decimal": str(value)}
    if isinstance(value, dt.date):
        return {"__class__": "date", "year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, dt.timedelta):
        return {"__class__": "timedelta", "seconds": value.total_seconds()}
    if isinstance(value, bytes):
        return {"__class__": "bytes", "base64": base64.b64encode(value).decode()}
    message = f"no value of type {type(value).__name__} is sent to Tryton"
    raise TypeError(message)


def _untagged(value: dict[str, Any]) -> Any:
    if value.get("__class__") == "Decimal":
        return Decimal(value["decimal"])
    if value.get("__class__") == "date":
        return dt.date(value["year"], value["month"], value["day"])
    if value.get("__class__") == "timedelta":
        return dt.timedelta(seconds=value["seconds"])
    return value
