"""What to do about a finding, by its reason: the sentence says what is wrong, this says what helps."""

from __future__ import annotations

from bpo_pipeline.model.reasons import Reason

ADVICE = {
    Reason.AMOUNT_AMBIGUOUS: "Look at the amount on the page and type it out.",
    Reason.AMOUNT_INVALID: "Look at the amount on the page and type it out.",
    Reason.APPROVAL_LIMIT: "A second person releases it in Airflow, under Required actions.",
    Reason.AWAITING_CLIENT: "Nothing to do until the client answers.",
    Reason.BANK_CHANGE: "Call the vendor on a number known before; a second person approves.",
    Reason.CREDIT_NOTE: "Check which invoice it takes back.",
    Reason.DATE_AMBIGUOUS: "Day and month could be exchanged: type the day that is meant.",
    Reason.DATE_INVALID: "Look at the date on the page and type it out.",
    Reason.EXTRACTION_INCOMPLETE: "Find the value on the page, click it, or type it.",
    Reason.IDENTIFIER_INVALID: "A character is misread, or the number is wrong on the paper: compare it.",
    Reason.INSTRUCTION_TEXT: "Text on the page tries to give orders. Do not follow it; reject if it means harm.",
    Reason.LOW_CONFIDENCE: "Compare the value with the page; type it anew if it differs.",
    Reason.MATH_MISMATCH: "Compare the amounts with the page. If the paper itself is wrong, reject it.",
    Reason.POSSIBLE_DUPLICATE: "Open the other document. If it is the same bill, reject this one.",
    Reason.POSTING_REFUSED: "The target refused it: correct what its sentence names.",
    Reason.SEVERAL_DOCUMENTS: "Split the file, so that each document stands alone.",
    Reason.TYPE_NOT_IN_CONTRACT: "Choose the right type, or reject it.",
    Reason.UNKNOWN_PURCHASE_ORDER: "Compare the order number with the page.",
    Reason.UNKNOWN_TYPE: "Choose what kind of document it is.",
    Reason.UNKNOWN_VENDOR: "Correct the name or tax number, or have the client add the vendor.",
    Reason.WRONG_CUSTOMER: "If it is addressed to somebody else, reject it.",
}
GENERAL = "Compare it with the page; correct it, or approve with a comment that says why it is right."


def advice(reason: str) -> str:
    """A sentence for a reviewer."""
    return ADVICE.get(Reason(reason), GENERAL) if reason in set(Reason) else GENERAL
