"""Review: what a person does with a parked document; the same functions for command line and page.

``Desk`` holds what the functions need; ``app`` fills it. The words: a *parked* document waits in
review or on hold; to *correct* changes values and stays parked; to *approve* sends it on; to
*reject* ends it. The checks run again on what is there now before anything goes on.
"""

from __future__ import annotations

from bpo_pipeline.review.approving import approve
from bpo_pipeline.review.correcting import correct
from bpo_pipeline.review.desk import ApplyCorrections, Check, Checked, Desk, PlanPostings, ReviewStore
from bpo_pipeline.review.looking import Parked, Shown, parked, show
from bpo_pipeline.review.rejecting import reject

__all__ = [
    "ApplyCorrections",
    "Check",
    "Checked",
    "Desk",
    "Parked",
    "PlanPostings",
    "ReviewStore",
    "Shown",
    "approve",
    "correct",
    "parked",
    "reject",
    "show",
]
