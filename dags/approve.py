"""Ask a person before a bill above the contract's limit is posted.

`approve`: find what is above the limit and has no open question → open one question per posting.
`ask`: describe it → a person approves or rejects it under "Required Actions" → release or decline it. Without an answer
in two days nothing is released: the run fails, the bill stays waiting and is asked about again. Waiting takes no
worker.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from typing import Any

from airflow.sdk import Param, dag, task
from shared import CLIENTS, ask_each, back_office, new_runs, of_client, on_asset_and_sweep, param, question, ready

from bpo_pipeline.contracts import Contract

# an open question keeps its run open, and the next bills must not wait for it
MOST_OPEN_QUESTIONS = 500


def approve(contract: Contract) -> None:
    """Define ``approve__<client>``."""

    @dag(**of_client(contract, "approve", __doc__ or ""), schedule=on_asset_and_sweep(ready(contract)))
    def define() -> None:
        @task
        def find_unasked() -> list[dict[str, Any]]:
            with back_office() as app:
                keys = app.awaiting_approval(contract.client)
            return new_runs(f"ask__{contract.client}", keys)

        ask_each(f"ask__{contract.client}", find_unasked())

    define()


def ask(contract: Contract) -> None:
    """Define ``ask__<client>``, one run per posting."""
    client = contract.client
    settings = {**of_client(contract, "ask", __doc__ or ""), "max_active_runs": MOST_OPEN_QUESTIONS}

    @dag(**settings, schedule=None, params={"key": Param("", type="string", title="Posting")})
    def define() -> None:
        @task
        def describe() -> str:
            with back_office() as app:
                return app.approval_text(client, [param("key")])

        subject = f"{contract.name}: post this bill above {contract.approval_limit} {contract.currency}?"
        asked = question(subject, describe(), ["Approve", "Reject"])

        @task(outlets=[ready(contract)], multiple_outputs=False)
        def settle(answer: dict[str, Any]) -> dict[str, int]:
            person = answer["responded_by_user"]["id"]
            with back_office() as app:
                decide = app.release if answer["chosen_options"] == ["Approve"] else app.decline
                return decide(client, [param("key")], actor=person)

        settle(asked.output)

    define()


for one in CLIENTS:
    approve(one)
    ask(one)
