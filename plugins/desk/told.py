"""What a page says about the step before: a code in the address, one fixed sentence for each."""

from __future__ import annotations

from fastapi import Request

SENTENCES = {
    "approved": "The last one was approved and goes on to posting.",
    "held": "The last one was put on hold.",
    "rejected": "The last one was rejected; the client is told why.",
    "corrected": "Saved, and checked again.",
    "retyped": "Read again as the other type, and checked.",
    "resumed": "Taken up again.",
    "released": "Given back to the queue.",
    "assigned": "Given to the person you named.",
    "claimed": "It is yours for 15 minutes; working on it keeps it yours.",
    "split": "The last one was split: each part is read by itself now and comes back only if it needs somebody.",
    "assigned_form": "It is about who you said; before and after were compared anew, and somebody else approves.",
    "applied": "Approved, and the change is made; bank details wait for a call and a second person besides.",
    "declined": "Declined: master data stay as they are.",
    "discarded": "What you had typed was thrown away.",
    "empty": "Nothing is free in this queue: what is left is on hold, or somebody has it (see held by).",
}


def told(request: Request) -> str:
    """The sentence; empty for a code that is none."""
    return SENTENCES.get(request.query_params.get("told", ""), "")
