"""Airflow's API as the people of the local stack use it: start a run, answer a question, see how a run ended."""

from __future__ import annotations

import time
from typing import Any

import requests

from bpo_pipeline.errors import TryAgain
from bpo_pipeline.settings import Settings
from bpo_pipeline.stack import Ports, airflow
from bpo_pipeline.stack.users import load_secrets

LOOK_EVERY_SECONDS = 1.0
_ANSWER_SECONDS = 30


class AirflowApi:
    """One local stack's Airflow."""

    def __init__(self, settings: Settings) -> None:
        """Talk to the stack of these settings."""
        self._ports = Ports(settings.port_base)
        self._secrets = load_secrets(settings.home)
        self._tokens: dict[str, str] = {}

    def start(self, dag_id: str, *, person: str) -> str:
        """Start a run as *person*; gives its id."""
        return str(self._call("POST", f"dags/{dag_id}/dagRuns", person, {"logical_date": None})["dag_run_id"])

    def asked(self, dag_id: str, key: str, *, seconds: float) -> str:
        """The run of a DAG that asks about *key* and has no answer yet. Raises TryAgain when none asks in time."""

        def look() -> str:
            path = f"dags/{dag_id}/dagRuns/~/hitlDetails?response_received=false"
            found = [one["task_instance"] for one in self._call("GET", path, "viewer")["hitl_details"]]
            # an answer while the task is still being parked makes Airflow 3.3 lose the question
            runs = [str(one["dag_run_id"]) for one in found if one["state"] not in {"running", "queued"}]
            return next((run for run in runs if run.startswith(f"{key}__")), "")

        return self._wait(look, f"{dag_id} asks about {key}", seconds)

    def answer(self, dag_id: str, run: str, option: str, *, person: str) -> None:
        """Answer the question of a run under "Required Actions" as *person*."""
        path = f"dags/{dag_id}/dagRuns/{run}/taskInstances/question/-1/hitlDetails"
        self._call("PATCH", path, person, {"chosen_options": [option], "params_input": {}})

    def ended(self, dag_id: str, run: str, *, seconds: float) -> str:
        """How a run ended: ``success`` or ``failed``. Raises TryAgain when it does not end in time."""

        def look() -> str:
            state = str(self._call("GET", f"dags/{dag_id}/dagRuns/{run}", "viewer")["state"])
            return state if state in {"success", "failed"} else ""

        return self._wait(look, f"run {run} of {dag_id} ends", seconds)

    def _wait(self, look: Any, what: str, seconds: float) -> str:
        deadline = time.monotonic() + seconds
        while True:
            found = str(look())
            if found:
                return found
            if time.monotonic() > deadline:
                message = f"waited {seconds:.0f} s in vain until {what}"
                raise TryAgain(message)
            time.sleep(LOOK_EVERY_SECONDS)

    def _call(self, method: str, path: str, person: str, body: Any = None) -> Any:
        if person not in self._tokens:
            self._tokens[person] = airflow.token(self._ports, person, self._secrets)
        header = {"Authorization": f"Bearer {self._tokens[person]}"}
        url = f"{airflow.address(self._ports)}/api/v2/{path}"
        answer = requests.request(method, url, json=body, headers=header, timeout=_ANSWER_SECONDS)
        if not answer.ok:
            message = f"Airflow refuses {method} {path.split('?', maxsplit=1)[0]} to {person} ({answer.status_code})"
            raise TryAgain(message)
        return answer.json()
