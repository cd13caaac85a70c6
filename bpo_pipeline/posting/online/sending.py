"""Sends request bodies to a payroll service: once per key, at the service's pace, with a token that is renewed.

Every request carries an idempotency key, so that the same call may be made again after a timeout. 401 renews the token
once; 429 and 503 wait as long as ``Retry-After`` says; a lost answer is ``Uncertain`` and is sent again under the same
key, never under a new one. Sources: developer.xero.com (OAuth 2.0 limits, Idempotency-Key), developer.intuit.com
(``requestid``, 500 requests a minute).
"""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import requests

from bpo_pipeline.errors import TryAgain, Uncertain
from bpo_pipeline.posting import KeyNotAccepted, ServerFault, to_a_person

LONGEST_WAIT = 120.0
TRIES = 4
TIMEOUT = (5, 60)
_BUSY = frozenset({429, 503})


@dataclass(slots=True)
class Token:
    """OAuth 2.0 tokens of one connection; nothing of it is shown."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    client_id: str
    client_secret: str = field(repr=False)
    url: str
    keep: Callable[[str, str], None] = field(default=lambda _access, _refresh: None, repr=False)
    """Stores a new pair before it is used: a refresh token is good for one use."""

    def renew(self, session: requests.Session) -> None:
        """Draw a new pair. Raises KeyNotAccepted when the connection was cut by the client."""
        try:
            answer = session.post(
                self.url,
                data={"grant_type": "refresh_token", "refresh_token": self.refresh},
                auth=(self.client_id, self.client_secret),
                timeout=TIMEOUT,
            )
        except requests.RequestException as problem:
            message = f"the service's login did not answer ({type(problem).__name__})"
            raise TryAgain(message) from None
        if answer.status_code != requests.codes.ok:
            message = "the service does not accept our refresh token any more; connect the company again"
            raise KeyNotAccepted(message)
        new = answer.json()
        self.keep(new["access_token"], new["refresh_token"])
        self.access, self.refresh = new["access_token"], new["refresh_token"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How many requests a service takes in a minute (Xero 60, QuickBooks 500)."""

    per_minute: int
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep


class Sender:
    """One connection to one company's payroll."""

    def __init__(self, base: str, token: Token, pace: Pace, *, headers: dict[str, str] | None = None) -> None:
        """*headers* are the service's own, such as ``Xero-Tenant-Id``."""
        self._base, self._token, self._pace = base.rstrip("/"), token, pace
        self._session = requests.Session()
        self._session.headers.update(headers or {})
        self._sent: deque[float] = deque(maxlen=pace.per_minute)

    def post(self, path: str, body: Any, *, key: str, key_parameter: str = "") -> dict[str, Any]:
        """Send a body; *key_parameter* is ``requestid`` for QuickBooks, else the key goes into ``Idempotency-Key``.

        Raises KeyNotAccepted, Refused for a body that the service does not take, TryAgain or Uncertain.
        """
        if not re.fullmatch(r"[A-Za-z0-9-]{8,50}", key, re.ASCII):
            message = "an idempotency key has 8 to 50 letters, digits and dashes"
            raise ValueError(message)
        headers = {"Content-Type": "application/json"} | ({} if key_parameter else {"Idempotency-Key": key})
        params = {key_parameter: key} if key_parameter else {}
        return self._answered(lambda: self._once("POST", path, params, headers, encoded(body)))

    def get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        """Ask for something. Raises KeyNotAccepted, Refused or TryAgain."""
        return self._answered(lambda: self._once("GET", path, params, {}))

    def _answered(self, call: Callable[[], requests.Response]) -> dict[str, Any]:
        renewed = False
        for _ in range(TRIES):
            answer = call()
            if answer.status_code == requests.codes.unauthorized:
                if renewed:
                    message = "the service does not accept our token; connect the company again"
                    raise KeyNotAccepted(message)
                self._token.renew(self._session)
                renewed = True
            elif answer.status_code in _BUSY:
                self._pace.wait(_retry_after(answer))
            else:
                return _content(answer)
        message = "the service is busy; the same call may be made again later"
        raise TryAgain(message)

    def _once(
        self, verb: str, path: str, params: dict[str, str], headers: dict[str, str], data: bytes | None = None
    ) -> requests.Response:
        self._keep_pace()
        own = {"Authorization": f"Bearer {self._token.access}", "Accept": "application/json"}
        try:
            return self._session.request(
                verb, f"{self._base}{path}", data=data, headers=own | headers, params=params, timeout=TIMEOUT
            )
        except requests.exceptions.ConnectTimeout:
            message = "the service did not answer; nothing was sent"
            raise TryAgain(message) from None
        except requests.RequestException as problem:
            if data is None:
                message = f"the service did not answer ({type(problem).__name__})"
                raise TryAgain(message) from None
            message = f"the answer was lost ({type(problem).__name__}); send again with the same key"
            raise Uncertain(message) from None

    def _keep_pace(self) -> None:
        if len(self._sent) == self._sent.maxlen:
            left = self._sent[0] + 60 - self._pace.clock()
            if left > 0:
                self._pace.wait(left)
        self._sent.append(self._pace.clock())


def encoded(body: Any) -> bytes:
    """JSON with decimals as the numbers they are, so that no float touches hours or money."""
    marked = json.dumps(body, default=lambda one: f"\0{one:f}\0" if isinstance(one, Decimal) else _unknown(one))
    return re.sub(r'"\\u0000(-?[0-9.]+)\\u0000"', r"\1", marked).encode()


def _unknown(one: object) -> str:
    message = f"{type(one).__name__} cannot be sent"
    raise TypeError(message)


def _retry_after(answer: requests.Response) -> float:
    """Seconds that the service asks to wait; a wait of hours (a daily limit) is for the next run."""
    text = answer.headers.get("Retry-After", "")
    seconds = float(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 1.0
    if seconds > LONGEST_WAIT:
        message = f"the service asks to wait {seconds:.0f} seconds"
        raise TryAgain(message)
    return seconds


def _content(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code >= requests.codes.internal_server_error:
        message = f"the service failed ({answer.status_code}); send again with the same key"
        raise ServerFault(message)
    if answer.status_code >= requests.codes.bad_request:
        # the service's sentence may repeat names and pay, so it is not passed on
        raise to_a_person(f"the payroll service refused the request ({answer.status_code}); nothing was booked")
    try:
        content = json.loads(answer.text, parse_float=Decimal)
    except ValueError:
        message = "the service's answer cannot be read; send again with the same key"
        raise Uncertain(message) from None
    return content if isinstance(content, dict) else {"items": content}
