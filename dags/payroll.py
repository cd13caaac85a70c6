"""Prepare a client's payroll and ask a second person before anything is sent, and another before anything is paid.

`payroll`: accepted timesheets of a period that is over → a batch with its pre-flight page → one question per batch;
the processor's result files in the inbox → one question per result.
`release_payroll`: a person looks at the page and releases or declines under "Required Actions" → import files in the
outbox, whose totals tie → daily hours in the client's books.
`pay_payroll`: another person releases the money → the bank's file → the journal in the client's books.
Without an answer in two days nothing is sent: the run fails and is asked about again. Who decided on a timesheet in the
batch cannot release it, and who released the hours cannot release the money.
"""

# a task called in a DAG gives a stand-in for its result
# mypy: disable-error-code="arg-type"
from __future__ import annotations

from typing import Any

from airflow.sdk import CronTriggerTimetable, Param, dag, task
from shared import CLIENTS, ask_each, back_office, new_runs, of_client, param, question

from bpo_pipeline.contracts import Contract

MOST_OPEN_QUESTIONS = 20


def payroll(contract: Contract) -> None:
    """Define ``payroll__<client>``."""
    timetable = CronTriggerTimetable("*/15 * * * *", timezone="UTC")

    @dag(**of_client(contract, "payroll", __doc__ or ""), schedule=timetable)
    def define() -> None:
        @task
        def prepare() -> list[dict[str, Any]]:
            with back_office() as app:
                runs = app.payroll(contract.client).prepare()
            return new_runs(f"release_payroll__{contract.client}", runs)

        ask_each(f"release_payroll__{contract.client}", prepare())

        @task
        def take_results() -> list[dict[str, Any]]:
            with back_office() as app:
                runs = app.payroll(contract.client).take_waiting_results()
            return new_runs(f"pay_payroll__{contract.client}", runs)

        ask_each(f"pay_payroll__{contract.client}", take_results(), task_id="open_pay_question")

    define()


def release_payroll(contract: Contract) -> None:
    """Define ``release_payroll__<client>``, one run per batch."""
    client = contract.client
    settings = {**of_client(contract, "release_payroll", __doc__ or ""), "max_active_runs": MOST_OPEN_QUESTIONS}

    @dag(**settings, schedule=None, params={"key": Param("", type="string", title="Payroll run")})
    def define() -> None:
        @task
        def describe() -> str:
            with back_office() as app:
                return app.payroll(client).gate_text(param("key"))

        asked = question(f"{contract.name}: send this payroll?", describe(), ["Release", "Decline"])

        @task(multiple_outputs=False)
        def settle(answer: dict[str, Any]) -> bool:
            person = answer["responded_by_user"]["id"]
            released: bool = answer["chosen_options"] == ["Release"]
            with back_office() as app:
                payroll = app.payroll(client)
                decide = payroll.release if released else payroll.decline
                decide(param("key"), actor=person)
            return released

        @task.short_circuit
        def was_released(released: bool) -> bool:  # noqa: FBT001 - what the task before returned
            return released

        @task(multiple_outputs=False)
        def send() -> dict[str, int | str]:
            with back_office() as app:
                return app.payroll(client).send(param("key"))

        @task(multiple_outputs=False, pool=contract.pool)
        def book_hours() -> dict[str, int]:
            with back_office() as app:
                return app.payroll(client).book_hours(param("key"))

        was_released(settle(asked.output)) >> send() >> book_hours()

    define()


def pay_payroll(contract: Contract) -> None:
    """Define ``pay_payroll__<client>``, one run per result."""
    client = contract.client
    settings = {**of_client(contract, "pay_payroll", __doc__ or ""), "max_active_runs": MOST_OPEN_QUESTIONS}

    @dag(**settings, schedule=None, params={"key": Param("", type="string", title="Payroll run")})
    def define() -> None:
        @task
        def describe() -> str:
            with back_office() as app:
                return app.payroll(client).result_text(param("key"))

        asked = question(f"{contract.name}: pay this payroll?", describe(), ["Pay", "Do not pay"])

        @task.short_circuit
        def settle(answer: dict[str, Any]) -> bool:
            wanted: bool = answer["chosen_options"] == ["Pay"]
            if wanted:
                with back_office() as app:
                    app.payroll(client).release_pay(param("key"), actor=answer["responded_by_user"]["id"])
            return wanted

        @task(multiple_outputs=False)
        def pay() -> dict[str, int | str]:
            with back_office() as app:
                return app.payroll(client).pay(param("key"))

        @task(multiple_outputs=False, pool=contract.pool)
        def book_journal() -> dict[str, str]:
            with back_office() as app:
                return app.payroll(client).book_journal(param("key"))

        settle(asked.output) >> pay() >> book_journal()

    define()


for one in CLIENTS:
    if one.payroll is not None:
        payroll(one)
        release_payroll(one)
        pay_payroll(one)
