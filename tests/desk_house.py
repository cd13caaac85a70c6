"""A desk to sit at: real PostgreSQL and S3, documents processed by the pipeline, the pages behind Airflow's login."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import jwt
import uvicorn
from plugin_site import PREFIX, pages
from stack_ports import free_ports
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from bpo_pipeline.app import App
from bpo_pipeline.generator.demo import demo_batch
from bpo_pipeline.generator.document import DemoDocument
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.settings import PROJECT, load_settings
from bpo_pipeline.stack import postgres, seaweed
from bpo_pipeline.stack.users import PIPELINE, load_secrets
from bpo_pipeline.store import upgrade

CLIENT = "nordlicht"
SIGNED_WITH = "a key for tests that is long enough for HS512, which wants sixty-four bytes at the least"
SEEDS = (11, 12, 13, 14)


class DeskHouse:
    """Started once; ``url`` is where the pages are, ``token`` lets somebody in."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="bpo-desk-"))
        self.documents: dict[str, DemoDocument] = {}
        self._before = dict(os.environ)

    def __enter__(self) -> Self:
        postgres.start(self.home)
        database = postgres.url(self.home, "bpo")
        upgrade(database)
        secrets = load_secrets(self.home)
        ports = free_ports()
        seaweed.start(self.home, ports=ports, secrets=secrets, contracts=(), vault="bpo-vault")
        contracts = self.home / "contracts"
        contracts.mkdir()
        sample = (PROJECT / "dags" / "contracts" / f"{CLIENT}.yaml").read_text(encoding="utf-8")
        (contracts / f"{CLIENT}.yaml").write_text(sample, encoding="utf-8")
        os.environ.update(
            {
                "BPO_HOME": str(self.home),
                "BPO_CONTRACTS": str(contracts),
                "BPO_DATABASE_URL": database,
                "BPO_S3_ENDPOINT": seaweed.endpoint(ports),
                "BPO_S3_ACCESS_KEY": secrets.s3_keys[PIPELINE].access,
                "BPO_S3_SECRET_KEY": secrets.s3_keys[PIPELINE].secret,
                "BPO_MASTER_KEY": secrets.master_key,
                "AIRFLOW__API_AUTH__JWT_SECRET": SIGNED_WITH,
            }
        )
        self.app = App(load_settings())
        for bucket in ("bpo-vault", f"{CLIENT}-inbox", f"{CLIENT}-outbox"):
            self.app.buckets.ensure_bucket(bucket)
        self._serve()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self.app.close()
        seaweed.stop(self.home)
        postgres.stop(self.home)
        os.environ.clear()
        os.environ.update(self._before)
        shutil.rmtree(self.home, ignore_errors=True)

    def park(self, seeds: tuple[int, ...] = SEEDS) -> None:
        """Invent documents that need a person, and let the pipeline work on them."""
        today = utc_now().date()
        wanted = {
            one.key: one
            for seed in seeds
            for one in demo_batch(seed=seed, today=today)
            if one.client == CLIENT and one.dropped and one.expected.startswith("in_review")
        }
        self.documents.update(wanted)
        self.take({key: one.content for key, one in wanted.items()})

    def take(self, files: Mapping[str, bytes]) -> None:
        """Let the pipeline work on files, by the key under which they lie in the inbox."""
        for key, content in files.items():
            self.app.buckets.put(f"{CLIENT}-inbox", key, content, "application/octet-stream")
        self.app.receive(CLIENT, self.app.waiting(CLIENT))
        for chunk in self.app.plan(CLIENT):
            self.app.read(CLIENT, chunk)
            self.app.understand(CLIENT, chunk)

    def token(self, name: str, role: str = "user") -> str:
        """What Airflow's login gives: its own signed token."""
        now = dt.datetime.now(dt.UTC)
        claims = {"sub": name, "role": role, "teams": [], "iat": now, "nbf": now, "exp": now + dt.timedelta(hours=1)}
        return jwt.encode({**claims, "aud": "apache-airflow"}, SIGNED_WITH, algorithm="HS512")

    def cookie(self, name: str, role: str = "user") -> Any:
        """The login as a browser's cookie."""
        return {"name": "_token", "value": self.token(name, role), "url": self.url}

    def _serve(self) -> None:
        from airflow.api_fastapi.app import create_auth_manager
        from desk.application import application

        application.dependency_overrides.clear()
        create_auth_manager().init()
        login = Route("/auth/login", lambda request: PlainTextResponse(f"login, then {request.query_params['next']}"))
        airflow = Starlette(routes=[login, Mount(PREFIX, app=pages)])
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}{PREFIX}"
        self._server = uvicorn.Server(uvicorn.Config(airflow, port=port, log_level="warning"))
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.05)
