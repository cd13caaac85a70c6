"""Our errors, in one tree with two branches: try again, or ask a person.

BackOfficeError
  TryAgain            the same call may work later (network, contention, restart)
    Uncertain         the call may have had its effect: read back before sending again
  AskAPerson          trying again will not help
    Refused           a document or posting was understood and refused; carries a reason code
    WrongContract     a client's contract cannot be used; names file, path and reason
    NotAllowed        this person may not do this
    Unknown           the client has no such document
    StaleVersion      somebody else was first; look again
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpo_pipeline.model.reasons import Disposition, DispositionKind, Reason

if TYPE_CHECKING:
    from bpo_pipeline.model.ledger import Case


class BackOfficeError(Exception):
    """Base of all errors that this package raises on purpose; the message says what to do next."""


class TryAgain(BackOfficeError):
    """The same call may work later."""


class Uncertain(TryAgain):
    """The call may have had its effect: read back by key before sending anything again."""


class AskAPerson(BackOfficeError):
    """Trying again will not help; a person has to look."""


class Refused(AskAPerson):
    """Understood and refused, with the reason code and a sentence for the one who sent it."""

    def __init__(self, reason: Reason, sentence: str, kind: DispositionKind = DispositionKind.REJECT) -> None:
        """Refuse with a reason; *kind* says whether it is refused, set apart or given to a person."""
        super().__init__(sentence)
        self.disposition = Disposition(kind, reason, sentence)


class WrongContract(AskAPerson):
    """A client's contract file cannot be used; the message names file, path and reason."""


class NotAllowed(AskAPerson):
    """This person may not do this."""


class Unknown(AskAPerson):
    """The client has no such document; another client's is unknown too."""


class StaleVersion(AskAPerson):
    """Somebody else changed it first; *current* is the document as it stands now, for a merge view."""

    def __init__(self, sentence: str, current: Case | None = None) -> None:
        """Refuse what was decided on an older version."""
        super().__init__(sentence)
        self.current = current


class Claimed(AskAPerson):
    """Somebody else is working on it; the message says who and until when."""
