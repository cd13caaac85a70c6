"""The dashboard: how a client's documents fare, as charts with the numbers behind each."""

from __future__ import annotations

from fastapi import APIRouter, Request, status
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse

from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.reporting.dashboard import Dashboard
from desk.charts import Chart, bars, columns
from desk.office import Office
from desk.page import page, words
from desk.people import OwnClient, Reader

router = APIRouter(prefix="/dashboard")


@router.get("")
def first_dashboard(request: Request, person: Reader) -> RedirectResponse:
    """The dashboard of the first of the person's clients."""
    if not person.clients:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no client yet.")
    return RedirectResponse(f"{request.scope.get('root_path', '')}/dashboard/{person.clients[0]}")


@router.get("/{client}")
def show_dashboard(request: Request, office: Office, person: Reader, client: OwnClient) -> HTMLResponse:
    """Intake, straight-through rate, queue age, turnaround, error rate of the sample, reasons."""
    board = office.dashboard(client, utc_now().date())
    return page(request, "dashboard.html", person=person, board=board, charts=charts_of(board), now=utc_now())


def charts_of(board: Dashboard) -> dict[str, Chart]:
    """The charts by name, from the numbers that the tables show."""
    parts = ("straight", "decided", "parked", "other")
    return {
        "days": columns(
            (f"{one.day:%d.%m.}", tuple((part, int(getattr(one, part))) for part in parts)) for one in board.days
        ),
        "today": bars([(words(state.value), number) for state, number in board.today.items()]),
        "ages": bars(board.ages, kind="parked"),
        "turnarounds": bars(board.turnarounds, kind="decided"),
        "reasons": bars([(words(reason), number) for reason, number in board.reasons], kind="parked"),
    }
