"""Intake: from an object in a client's inbox to a document, or to a refusal that says what to do.

``receive`` takes one object; ``keys`` judges its name, ``sniff`` its kind, and ``screen`` looks into
it inside the sandbox with one file per kind: ``pdf`` (and ``pdf_*``), ``image``, ``archive``,
``mail``, ``xml``, ``sheet``. ``cut`` takes apart a file that holds several documents. ``answers``
reads replies to our questions; ``acknowledgement`` is what the client is told. ``TASKS`` is what the
sandbox must be given.
"""

from bpo_pipeline.intake.answers import ANSWER_TASK
from bpo_pipeline.intake.cut import CUT_TASK, CUTS
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.receive import Parser, Received, receive, receive_parts, screen_file
from bpo_pipeline.intake.screen import MEMBERS_TASK, SCREEN_TASK, Screened
from bpo_pipeline.intake.sniff import TABLES

TASKS = {"screen": SCREEN_TASK, "members": MEMBERS_TASK, "answer": ANSWER_TASK, "cut": CUT_TASK}

__all__ = [
    "CUTS",
    "TABLES",
    "TASKS",
    "Limits",
    "Parser",
    "Received",
    "Screened",
    "receive",
    "receive_parts",
    "screen_file",
]
