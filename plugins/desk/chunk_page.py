"""The Documents tab on Airflow's pages: what a DAG, a run or a task did to which documents, with links to the desk."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated

from airflow.models.dagrun import DagRun
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.utils.session import create_session
from fastapi import APIRouter, Query, Request, status
from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from bpo_pipeline.model.ledger import utc_now
from desk.office import Office
from desk.page import page
from desk.people import Reader

router = APIRouter()
OURS = re.compile(r"(?:intake|watch|process|post|approve|ask)__([a-z][a-z0-9-]{1,39})")
PLANS = "plan_chunks"
"""The task of ``process__<client>`` whose result is the list of chunks."""
MOST = 1000
Name = Annotated[str, Query(max_length=250)]


@dataclass(frozen=True, slots=True)
class Work:
    """What Airflow knows of a run or task."""

    start: dt.datetime | None
    end: dt.datetime | None
    chunks: tuple[tuple[str, ...], ...] | None = None
    """Ids of the documents of each chunk; None where Airflow does not know them (any more)."""


@router.get("/chunk")
def show_chunk(
    request: Request,
    office: Office,
    person: Reader,
    dag_id: Name,
    run_id: Name = "",
    task_id: Name = "",
    map_index: int = -1,
) -> HTMLResponse:
    """The documents of a chunk, of a run, or of the last day of a DAG."""
    ours = OURS.fullmatch(dag_id)
    if ours is None or ours.group(1) not in person.clients:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "This DAG has no documents that you may see.")
    client = ours.group(1)
    work = work_of(dag_id, run_id, task_id, map_index) if run_id else Work(utc_now() - dt.timedelta(days=1), None)
    if work.chunks is not None:
        mine = work.chunks[map_index : map_index + 1] if map_index >= 0 else work.chunks
        ids = [document_id for chunk in mine for document_id in chunk][:MOST]
    elif work.start is not None:
        ids = office.store.touched(client, work.start, work.end or utc_now(), limit=MOST)
    else:
        ids = []
    lines = office.store.lines(client, ids)
    return page(
        request,
        "chunk.html",
        person=person,
        client=client,
        lines=lines,
        exact=work.chunks is not None,
        most=MOST,
        of_run=bool(run_id),
        of_task=bool(task_id),
    )


def work_of(dag_id: str, run_id: str, task_id: str, map_index: int) -> Work:
    """When the run or task worked, and for ``process`` on which chunks."""
    with create_session() as session:
        if task_id:
            query = select(TaskInstance.start_date, TaskInstance.end_date).where(
                TaskInstance.dag_id == dag_id,
                TaskInstance.run_id == run_id,
                TaskInstance.task_id == task_id,
                TaskInstance.map_index == map_index,
            )
        else:
            query = select(DagRun.start_date, DagRun.end_date).where(DagRun.dag_id == dag_id, DagRun.run_id == run_id)
        times = session.execute(query).first()
        if times is None:
            return Work(None, None)
        if not dag_id.startswith("process__"):
            return Work(times[0], times[1])
        found = session.scalars(XComModel.get_many(run_id=run_id, key="return_value", task_ids=PLANS, dag_ids=dag_id))
        row = found.first()
        planned = None if row is None else XComModel.deserialize_value(row)
    if not isinstance(planned, list):
        return Work(times[0], times[1])
    return Work(times[0], times[1], tuple(tuple(map(str, chunk)) for chunk in planned))
