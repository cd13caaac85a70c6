"""From a form to a decision: what was changed, and which functions of ``review`` that calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bpo_pipeline import review
from bpo_pipeline.errors import AskAPerson
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.review import Desk


@dataclass(frozen=True, slots=True)
class Sending:
    """What a person sent."""

    action: str
    corrections: Mapping[str, str]
    """Path -> new value in the form that corrections take."""
    version: int
    actor: str
    form: Mapping[str, str]

    def text(self, name: str) -> str:
        """A text field of the form."""
        return self.form.get(name, "")


def typed_in(form: Mapping[str, str]) -> dict[str, str]:
    """What differs from what the page showed, by path; a deleted row is all of its fields emptied."""
    gone = {name.removeprefix("delete:") for name in form if name.startswith("delete:")}
    typed: dict[str, str] = {}
    for name, text in form.items():
        path = name.removeprefix("f:")
        if name == path:
            continue
        was = form.get(f"o:{path}", "")
        now = "" if path.rpartition(".")[0] in gone else text
        if now.strip() != was.strip():
            typed[path] = now
    return typed


def chosen_in(form: Mapping[str, str]) -> dict[str, str]:
    """What was chosen in the merge view, by path, in the form that corrections take."""
    return {name[2:]: text[1:] for name, text in form.items() if name.startswith("n:") and text.startswith("=")}


def decide(desk: Desk, client: str, document_id: str, sent: Sending, *, seen: Case) -> None:
    """Do what was sent about the document as it was just loaded.

    Corrections are saved first; approving then is a decision on what they made of it. Raises what the functions of
    ``review`` raise; AskAPerson for an action that is none.
    """
    actor, version, comment = sent.actor, sent.version, sent.text("comment")
    if sent.action in {"save", "approve"} and sent.corrections:
        corrections = sent.corrections
        seen = review.correct(
            desk,
            client,
            document_id,
            corrections=corrections,
            actor=actor,
            version=version,
            comment=comment,
            seen=seen,
        )
        # not the version it has now: sent twice it must be the same decision
        version += 1
    elif sent.action == "save":
        message = "nothing was changed, so there is nothing to save"
        raise AskAPerson(message)
    if sent.action == "approve":
        review.approve(desk, client, document_id, actor=actor, version=version, comment=comment, seen=seen)
    elif sent.action == "reject":
        review.reject(desk, client, document_id, sentence=comment, actor=actor, version=version)
    elif sent.action == "hold":
        review.hold(desk, client, document_id, sentence=comment, actor=actor, version=version)
    elif sent.action == "resume":
        review.resume(desk, client, document_id, actor=actor, version=version)
    elif sent.action == "retype":
        chosen = sent.text("document_type")
        review.retype(desk, client, document_id, document_type=chosen, actor=actor, version=version)
    elif sent.action != "save":
        message = "this page does not know what was asked of it: load it again"
        raise AskAPerson(message)
