"""A real Tryton for tests: installed once under the shared cache, each session with a fresh copy of the seed."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import requests

from bpo_pipeline.flow.local import erp_master_data
from bpo_pipeline.posting.targets.tryton import Tryton, TrytonCompany
from bpo_pipeline.stack import processes, tryton
from bpo_pipeline.stack.tryton_environment import LOCK, default_cache


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def shared_environment() -> Path:
    """Tryton's packages, installed once for all tests; another lock file gets another folder."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]
    shared = default_cache() / f"tests-{lock}"
    shared.mkdir(parents=True, exist_ok=True)
    tryton.install(shared)
    return shared


@dataclass
class Office:
    """A running Tryton in a folder of its own."""

    home: Path
    port: int

    @classmethod
    def open(cls, home: Path) -> Office:
        shared = shared_environment()
        (home / "tryton").mkdir(mode=0o700, parents=True)
        (home / "tryton" / "venv").symlink_to(shared / "tryton" / "venv")
        tryton.seed(home, erp_master_data())
        office = cls(home, free_port())
        office.start()
        return office

    def start(self) -> None:
        tryton.start(self.home, self.port)

    def kill(self) -> None:
        """Kill -9, and wait until it is gone."""
        head = processes.leader(self.home, tryton.NAME)
        assert head is not None
        head.kill()
        head.wait(10)

    def close(self) -> None:
        tryton.stop(self.home)

    @property
    def company(self) -> TrytonCompany:
        entry = json.loads((self.home / "targets.json").read_text(encoding="utf-8"))
        return TrytonCompany.from_settings(entry["lakeside"])

    def target(self, *, through: int | None = None, key: str | None = None, timeout_seconds: float = 30) -> Tryton:
        company = self.company
        url = company.url if through is None else f"http://127.0.0.1:{through}"
        return Tryton(replace(company, url=url, key=key or company.key), timeout_seconds=timeout_seconds)

    def rpc(self, method: str, *params: object) -> Any:
        """Call Tryton as its administrator, for what a poster may not do."""
        login = ("admin", (self.home / "tryton" / "admin-password").read_text(encoding="utf-8").strip())
        url = f"{self.company.url}/{self.company.database}/rpc/"
        started = requests.post(
            url,
            json={"id": 0, "method": "common.db.login", "params": [login[0], {"password": login[1]}, "en"]},
            timeout=30,
        ).json()["result"]
        user, session = started[:2]
        token = base64.b64encode(f"{login[0]}:{user}:{session}".encode()).decode()
        answer = requests.post(
            url,
            json={"id": 1, "method": method, "params": [*params, {"company": self.company.company}]},
            headers={"Authorization": f"Session {token}"},
            timeout=30,
        ).json()
        assert "error" not in answer, answer
        return answer["result"]


class LosesAnswers:
    """A TCP proxy in front of Tryton that loses the answer to a request it was told of, after it had its effect."""

    def __init__(self, port: int) -> None:
        self._upstream = ("127.0.0.1", port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.lose: bytes | None = None
        """Lose the answer to the next request whose first line contains this."""
        self.then: Callable[[], None] = lambda: None
        """Called when that request has been passed on."""
        self.lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            upstream = socket.create_connection(self._upstream)
        except OSError:
            client.close()
            return
        doomed = threading.Event()

        def forward() -> None:
            with contextlib.suppress(OSError):
                while part := client.recv(65536):
                    if chosen := self.lose is not None and self.lose in part.split(b"\r\n", 1)[0]:
                        self.lose = None
                        doomed.set()
                    upstream.sendall(part)
                    if chosen:
                        self.then()
                upstream.shutdown(socket.SHUT_WR)

        threading.Thread(target=forward, daemon=True).start()
        with contextlib.suppress(OSError):
            while part := upstream.recv(65536):
                if doomed.is_set():
                    self.lost += 1
                    break
                client.sendall(part)
            client.shutdown(socket.SHUT_RDWR)
        client.close()
        upstream.close()

    def close(self) -> None:
        self._server.close()


def today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
