"""Review: what a person does with a parked document; the same functions for command line and page.

``Desk`` holds what the functions need; ``app`` fills it. The words: a *parked* document waits in
review or on hold; to *claim* it keeps others away while one works on it; to *correct* changes values
and stays parked, to *retype* reads it as another type; to *reveal* shows what is hidden of people, and
is kept; to *hold* puts it aside and to *resume* takes it up again; to *split* makes several documents
of it; to *approve* sends it on; to *reject* ends it.
The checks run again on what is there now before anything goes on.
"""

from __future__ import annotations

from bpo_pipeline.review.approving import approve
from bpo_pipeline.review.asking import ask, questions
from bpo_pipeline.review.autosaving import autosave, autosaved, discard
from bpo_pipeline.review.calling_back import call_back, call_backs
from bpo_pipeline.review.claiming import assign, claim, claim_next, release
from bpo_pipeline.review.correcting import correct
from bpo_pipeline.review.desk import ApplyCorrections, Check, Checked, Desk, PlanPostings, ReviewStore, Understand
from bpo_pipeline.review.holding import hold, resume
from bpo_pipeline.review.keying import KeyingForm, KeyingTask, key, keying_form, keyings
from bpo_pipeline.review.looking import Parked, Shown, parked, show
from bpo_pipeline.review.merging import Merge, MergeLine, merge
from bpo_pipeline.review.queueing import count, queue
from bpo_pipeline.review.rejecting import reject
from bpo_pipeline.review.retyping import retype
from bpo_pipeline.review.revealing import is_revealed, may_reveal, reveal, sensitive_paths
from bpo_pipeline.review.splitting import split
from bpo_pipeline.review.trail import Change, Step, Trail, trail

__all__ = [
    "ApplyCorrections",
    "Change",
    "Check",
    "Checked",
    "Desk",
    "KeyingForm",
    "KeyingTask",
    "Merge",
    "MergeLine",
    "Parked",
    "PlanPostings",
    "ReviewStore",
    "Shown",
    "Step",
    "Trail",
    "Understand",
    "approve",
    "ask",
    "assign",
    "autosave",
    "autosaved",
    "call_back",
    "call_backs",
    "claim",
    "claim_next",
    "correct",
    "count",
    "discard",
    "hold",
    "is_revealed",
    "key",
    "keying_form",
    "keyings",
    "may_reveal",
    "merge",
    "parked",
    "questions",
    "queue",
    "reject",
    "release",
    "resume",
    "retype",
    "reveal",
    "sensitive_paths",
    "show",
    "split",
    "trail",
]
