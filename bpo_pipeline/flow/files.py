"""Files on their own, without database, S3 or ERP: for ``bpo extract`` and ``bpo screen``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from bpo_pipeline import qa
from bpo_pipeline.contracts import Contract, DocumentTerms, FileTarget, Tolerances
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.documents.form_definition import FormDefinition
from bpo_pipeline.documents.timesheet import SheetRecord
from bpo_pipeline.errors import Refused
from bpo_pipeline.flow.norm_rules import with_norm_rules
from bpo_pipeline.flow.patience import read_seconds
from bpo_pipeline.flow.second_reading import rereader
from bpo_pipeline.flow.understanding import MasterData, Understood, checked, understand
from bpo_pipeline.intake import TABLES, Limits, Parser, Screened, screen_file
from bpo_pipeline.model.draft import Classification, Draft
from bpo_pipeline.model.finding import Finding, Severity
from bpo_pipeline.model.ledger import utc_now
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind, Reason
from bpo_pipeline.reading import reading_from_json

NOT_THE_FILES_FAULT = frozenset(
    {
        Reason.EXTRACTION_INCOMPLETE,
        Reason.LOW_CONFIDENCE,
        Reason.UNKNOWN_TYPE,
        Reason.UNKNOWN_VENDOR,
        Reason.UNKNOWN_PURCHASE_ORDER,
        Reason.TYPE_NOT_IN_CONTRACT,
        Reason.IDENTIFIER_INVALID,
        Reason.WRONG_CUSTOMER,
    }
)
"""What depends on a client's contract and books, or on how well we read; a screen of the bare file is silent there."""
RULES_OF_THE_BOOKS = frozenset({qa.BOOKS_CURRENCY})
"""Rules whose reason is the file's own fault elsewhere, but that ask for the client's books."""


def no_contract() -> Contract:
    """A contract that takes everything and asks for nothing, for files that belong to no client."""
    kinds = tuple(kind.name for kind in DOCUMENT_TYPES)
    return Contract(
        client="nobody",
        name="Nobody",
        country="US",
        currency="USD",
        languages=("en", "de", "fr", "nl", "es", "it", "pt"),
        documents=tuple(DocumentTerms(type=name, minimum_confidence=0) for name in kinds),
        tolerances=Tolerances(past_days=36500),
        targets=(FileTarget(kind="csv", documents=kinds),),
        approval_limit=Decimal(10) ** 12,
    )


def read_content(
    sandbox: Parser,
    content: bytes,
    screened: Screened,
    *,
    ignore_embedded_xml: bool,
    languages: Sequence[str],
    forms: Sequence[FormDefinition] = (),
    folder: str = "",
    at_once: int = 1,
) -> Reading:
    """Read a file that was screened, *at_once* scanned pages at a time; the remarks of the screening come along.

    Raises Refused.
    """
    arguments = {
        "media_type": screened.media_type,
        "ignore_embedded_xml": ignore_embedded_xml,
        "languages": list(languages),
        "forms": [one.model_dump(mode="json") for one in forms],
        "folder": folder,
        "at_once": at_once,
    }
    seconds = read_seconds(screened.page_count)
    value = sandbox.run("read", content, arguments=arguments, wall_seconds=seconds).value
    reading = with_norm_rules(sandbox, content, screened.media_type, reading_from_json(value))
    return replace(reading, remarks=(*screened.remarks, *reading.remarks))


def read_file(
    sandbox: Parser,
    path: Path,
    *,
    ignore_embedded_xml: bool = False,
    languages: Sequence[str] = (),
    forms: Sequence[FormDefinition] = (),
    at_once: int = 1,
) -> Reading:
    """Screen and read one file, *at_once* scanned pages at a time.

    Raises Refused with the disposition of a file that is refused or set apart.
    """
    content = path.read_bytes()
    screened = screen_file(sandbox, name=path.name, content=content, limits=Limits())
    refusal = screened.disposition
    if refusal.reason is not None and refusal.kind in {DispositionKind.REJECT, DispositionKind.QUARANTINE}:
        raise Refused(refusal.reason, refusal.sentence, refusal.kind)
    return read_content(
        sandbox,
        content,
        screened,
        ignore_embedded_xml=ignore_embedded_xml,
        languages=languages,
        forms=forms,
        folder=path.parent.name,
        at_once=at_once,
    )


def understood_alone(
    sandbox: Parser,
    content: bytes,
    screened: Screened,
    *,
    contract: Contract | None = None,
    master: MasterData | None = None,
    at_once: int = 1,
) -> tuple[Reading, Understood]:
    """Read and understand an accepted file without a store, of a client or of none. Raises Refused."""
    contract = contract or no_contract()
    reading = read_content(
        sandbox, content, screened, ignore_embedded_xml=False, languages=contract.languages, at_once=at_once
    )
    known = understand(
        reading,
        contract=contract,
        master=master or MasterData(),
        today=utc_now().date(),
        reread=rereader(sandbox, lambda: content, media_type=screened.media_type, reading=reading),
        duplicates=lambda *_: (),
    )
    return reading, known


def screen_whole(sandbox: Parser, path: Path, *, at_once: int = 1) -> Disposition:
    """What becomes of a file, looking at its content too: safety check, reading, extraction, rules.

    A mail or archive is judged as such, each file in it when it is taken out; a table by its cells, since
    only a contract says what its columns mean.
    """
    content = path.read_bytes()
    screened = screen_file(sandbox, name=path.name, content=content, limits=Limits())
    if screened.disposition != ACCEPTED or screened.container or screened.media_type in TABLES:
        return screened.disposition
    try:
        _, known = understood_alone(sandbox, content, screened, at_once=at_once)
    except Refused as refusal:
        return refusal.disposition
    return next((_disposition(one) for one in known.route.findings if _counts(one)), ACCEPTED)


def sheet_issues(draft: Draft, reading: Reading, *, contract: Contract) -> list[str]:
    """What is wrong with a timesheet by itself, a code each: ``missing_punch``, ``duplicate_row:E1035:2025-09-01``."""
    known = checked(
        draft,
        reading,
        kind=Classification(draft.document_type, 1.0),
        contract=contract,
        master=MasterData(),
        today=utc_now().date(),
        rereadings={},
        duplicates=lambda *_: (),
    )
    wrong = (one for one in known.findings if one.rule in qa.SHEET_RULES and one.severity is not Severity.NOTE)
    return list(dict.fromkeys(_code(one, draft) for one in wrong))


def _code(finding: Finding, draft: Draft) -> str:
    code = finding.rule.replace("-", "_")
    record = draft.record
    if finding.rule != "duplicate-row" or not isinstance(record, SheetRecord):
        return code
    row = record.rows[int(finding.path.split(".")[1])]
    return f"{code}:{row.employee_id or getattr(record, 'employee_id', None) or row.employee_name}:{row.date}"


def _counts(finding: Finding) -> bool:
    if finding.severity is Severity.NOTE or finding.rule in RULES_OF_THE_BOOKS:
        return False
    return finding.reason not in NOT_THE_FILES_FAULT


def _disposition(finding: Finding) -> Disposition:
    kind = DispositionKind.REJECT if finding.severity is Severity.REFUSAL else DispositionKind.REVIEW
    return Disposition(kind, finding.reason, finding.sentence)
