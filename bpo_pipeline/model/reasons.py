"""Reason codes: why a document was refused, set apart or given to a person.

The codes are the ones that the hostile-input catalogue uses, so that a screen result, an
acknowledgement and a review reason all say the same word.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DispositionKind(StrEnum):
    """What becomes of a file: goes on, to a person, refused, or set apart."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"
    QUARANTINE = "quarantine"


class Reason(StrEnum):
    """One word per cause; ``SENTENCES`` says it to a client or a bookkeeper."""

    # set apart: thought hostile, or it broke a limit or the parser
    ACTIVE_CONTENT = "active_content"
    ARCHIVE_BOMB = "archive_bomb"
    ARCHIVE_UNSAFE = "archive_unsafe"
    BAD_KEY = "bad_key"
    DECOMPRESSION_BOMB = "decompression_bomb"
    EMBEDDED_FILE = "embedded_file"
    MALWARE = "malware"
    NESTING_LIMIT = "nesting_limit"
    PARSE_MEMORY = "parse_memory"
    PARSE_TIMEOUT = "parse_timeout"
    PARSER_CRASH = "parser_crash"
    PATH_TRAVERSAL = "path_traversal"
    PIXEL_LIMIT = "pixel_limit"
    POLYGLOT = "polyglot"
    UNKNOWN_CLIENT = "unknown_client"
    XML_DTD = "xml_dtd"
    # refused: understood, and the client is told why
    CORRUPT = "corrupt"
    DUPLICATE_FILE = "duplicate_file"
    DUPLICATE_ROWS = "duplicate_rows"
    EMPTY_FILE = "empty_file"
    ENCODING = "encoding"
    ENCRYPTED = "encrypted"
    NO_TEXT = "no_text"
    NOT_A_DOCUMENT = "not_a_document"
    PAGE_TOO_LARGE = "page_too_large"
    REFUSED_BY_REVIEWER = "refused_by_reviewer"
    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_PAGES = "too_many_pages"
    TRUNCATED = "truncated"
    TYPE_MISMATCH = "type_mismatch"
    UNSUPPORTED_TYPE = "unsupported_type"
    # a person decides
    AMOUNT_AMBIGUOUS = "amount_ambiguous"
    AMOUNT_INVALID = "amount_invalid"
    ANNOTATION = "annotation"
    APPROVAL_LIMIT = "approval_limit"
    AWAITING_CLIENT = "awaiting_client"
    BANK_CHANGE = "bank_change"
    CLIENT_ANSWERED = "client_answered"
    CONFUSABLE_CHARS = "confusable_chars"
    CONTROL_CHARS = "control_chars"
    CREDIT_NOTE = "credit_note"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_INVALID = "date_invalid"
    EXTRACTION_INCOMPLETE = "extraction_incomplete"
    FIELD_TOO_LONG = "field_too_long"
    FORMULA_TEXT = "formula_text"
    HELD = "held"
    HIDDEN_TEXT = "hidden_text"
    HOURS_IMPLAUSIBLE = "hours_implausible"
    IDENTIFIER_INVALID = "identifier_invalid"
    INCREMENTAL_UPDATE = "incremental_update"
    INSTRUCTION_TEXT = "instruction_text"
    LOW_CONFIDENCE = "low_confidence"
    MARKUP_TEXT = "markup_text"
    MATH_MISMATCH = "math_mismatch"
    MISSING_PUNCH = "missing_punch"
    NOT_APPROVED = "not_approved"
    PAGE_COUNT_DIFFERS = "page_count_differs"
    PERIOD_INVALID = "period_invalid"
    PERMISSION_DENIED = "permission_denied"
    PII_UNEXPECTED = "pii_unexpected"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    POSTING_REFUSED = "posting_refused"
    SECOND_KEYING = "second_keying"
    RATE_DIFFERS = "rate_differs"
    SEVERAL_DOCUMENTS = "several_documents"
    TEXT_VISUAL_MISMATCH = "text_visual_mismatch"
    TYPE_NOT_IN_CONTRACT = "type_not_in_contract"
    UNKNOWN_EMPLOYEE = "unknown_employee"
    UNKNOWN_PURCHASE_ORDER = "unknown_purchase_order"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_VENDOR = "unknown_vendor"
    WRONG_CUSTOMER = "wrong_customer"
    XML_VISUAL_MISMATCH = "xml_visual_mismatch"


@dataclass(frozen=True, slots=True)
class Disposition:
    """What becomes of a file, why, and a sentence its reader can act on."""

    kind: DispositionKind
    reason: Reason | None = None
    sentence: str = ""

    @property
    def code(self) -> str:
        """``accept``, ``review:math_mismatch``, ``quarantine:polyglot`` ..."""
        return self.kind.value if self.reason is None else f"{self.kind.value}:{self.reason.value}"


ACCEPTED = Disposition(DispositionKind.ACCEPT)
