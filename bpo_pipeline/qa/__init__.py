"""Quality assurance: rules look at a draft and say, in sentences, what a person should know.

``check`` runs every rule and gives the findings; ``route`` says where the document goes. Rules yield, they
never raise. Before it, ``match_vendor`` finds the vendor and ``fields_to_reread`` names the fields whose
picture must be read a second time.
"""

from __future__ import annotations

from decimal import localcontext

from bpo_pipeline.model.draft import Classification
from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.qa.rereading import disagreements, fields_to_reread
from bpo_pipeline.qa.routing import SERIOUSNESS, route
from bpo_pipeline.qa.rules import RULES
from bpo_pipeline.qa.rules.amounts import BOOKS_CURRENCY
from bpo_pipeline.qa.rules.confidence import DEFAULT_MINIMUM, WATCHED
from bpo_pipeline.qa.rules.confidence import RULE as CONFIDENCE
from bpo_pipeline.qa.rules.document_kind import remarks, several_documents, unknown_type
from bpo_pipeline.qa.rules.editions import unknown_edition
from bpo_pipeline.qa.rules.gross_proof import Proof, proof_of_gross
from bpo_pipeline.qa.rules.papers import PAPER_RULES
from bpo_pipeline.qa.rules.people_forms import FORM_RULES
from bpo_pipeline.qa.rules.presence import REQUIRED_RULES, required_of
from bpo_pipeline.qa.rules.timesheet_people import SHEET_RULES
from bpo_pipeline.qa.subject import Rule, Subject
from bpo_pipeline.qa.vendor_match import Match, MatchedBy, match_vendor

__all__ = [
    "BOOKS_CURRENCY",
    "CONFIDENCE",
    "DEFAULT_MINIMUM",
    "FORM_RULES",
    "PAPER_RULES",
    "REQUIRED_RULES",
    "RULES",
    "SERIOUSNESS",
    "SHEET_RULES",
    "WATCHED",
    "Match",
    "MatchedBy",
    "Proof",
    "Rule",
    "Subject",
    "check",
    "check_without_draft",
    "disagreements",
    "fields_to_reread",
    "match_vendor",
    "proof_of_gross",
    "required_of",
    "route",
]


def check(subject: Subject) -> tuple[Finding, ...]:
    """Everything that the rules have to say about a draft, in the order of the rules; each thing once."""
    with localcontext() as context:
        # an amount like 1E+999999 must not stop the rules: it makes a NaN, and ``totals_in_range`` names it
        context.clear_traps()
        return tuple(dict.fromkeys(finding for rule in RULES for finding in rule(subject)))


def check_without_draft(reading: Reading, classification: Classification) -> tuple[Finding, ...]:
    """What can be said of a file whose type is not known, so that nothing could be extracted from it."""
    return (*unknown_edition(reading), unknown_type(), *several_documents(reading, classification), *remarks(reading))
