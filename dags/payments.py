"""Propose payment runs of a client's posted bills and ask two people before anything goes to the bank.

`payments`: bank statements are matched, prenotes sent, bills that are due become payment runs → one gate per run.
`release_payments`: two people answer one after the other under "Required Actions"; the second release writes the
bank's file and the remittance advice to the outbox. Without an answer in two days nothing is sent: the run fails and is
asked about again. Who decided on a bill of the run, or released it first, cannot answer for the second time.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from shared import CLIENTS, ask_each, back_office, new_runs, of_client, param, question

from bpo_pipeline.contracts import Contract

MOST_OPEN_QUESTIONS = 20


def payments(contract: Contract) -> None:
    """Define ``payments__<client>``."""
    timetable = CronTriggerTimetable("0 6 * * 1-5", timezone="UTC")

    @dag(**of_client(contract, "payments", __doc__ or ""), schedule=timetable)
    def define() -> None:
        @task
        def match() -> int:
            with back_office() as app:
                return len(app.payables(contract.client).statements())

        @task(multiple_outputs=False)
        def prenotes() -> dict[str, int]:
            with back_office() as app:
                return app.payables(contract.client).prenotes()

        @task
        def propose() -> list[dict[str, Any]]:
            with back_office() as app:
                waiting = app.payables(contract.client).propose().waiting
            return new_runs(f"release_payments__{contract.client}", waiting)

        proposed = propose()
        match() >> prenotes() >> proposed
        ask_each(f"release_payments__{contract.client}", proposed)

    define()


def release_payments(contract: Contract) -> None:
    """Define ``release_payments__<client>``, one run per payment run."""
    client = contract.client
    settings = {**of_client(contract, "release_payments", __doc__ or ""), "max_active_runs": MOST_OPEN_QUESTIONS}

    @dag(**settings, schedule=None, params={"key": Param("", type="string", title="Payment run")})
    def define() -> None:
        @task
        def describe() -> str:
            with back_office() as app:
                return app.payables(client).gate_text(param("key"))

        @task.short_circuit
        def settle(answer: dict[str, Any]) -> bool:
            person = answer["responded_by_user"]["id"]
            released: bool = answer["chosen_options"] == ["Release"]
            with back_office() as app:
                payables = app.payables(client)
                decide = payables.release if released else payables.decline
                decide(param("key"), actor=person)
            return released

        @task(multiple_outputs=False)
        def send() -> dict[str, int | str]:
            with back_office() as app:
                return app.payables(client).send(param("key"))

        def ask(number: str) -> tuple[Any, Any]:
            look = describe.override(task_id=f"{number}_look")()
            subject = f"{contract.name}: send these payments? ({number} of two people)"
            return look, question(subject, look, ["Release", "Decline"], task_id=f"{number}_question")

        _, first = ask("first")
        look_again, second = ask("second")
        settle.override(task_id="first_settle")(first.output) >> look_again
        settle.override(task_id="second_settle")(second.output) >> send()

    define()


for one in CLIENTS:
    if one.payables is not None:
        payments(one)
        release_payments(one)
