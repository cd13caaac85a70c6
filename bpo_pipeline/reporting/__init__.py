"""Reporting: what came in, what became of it, and whether it ties to the cent.

``control.control_report`` counts one client's days, ``table.render`` shows it, ``run.tie_chunks`` is the check
that each run makes, and ``picture.flow_picture`` draws the flow for the README.
"""

from __future__ import annotations

from bpo_pipeline.reporting.control import ControlReport, DayCount, control_report
from bpo_pipeline.reporting.run import ChunkOutcome, RunSummary, tie_chunks
from bpo_pipeline.reporting.table import as_text, render

__all__ = [
    "ChunkOutcome",
    "ControlReport",
    "DayCount",
    "RunSummary",
    "as_text",
    "control_report",
    "render",
    "tie_chunks",
]
