"""A document on the terminal: values, findings, history; bank details masked."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.sensitive import Sensitive, hidden_kind
from bpo_pipeline.review import Shown

SENSITIVE = frozenset({"supplier_iban"})
ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,4})?\b|\b\d{3}-\d{2}-(?=\d{4}\b)")


def masked(text: str) -> str:
    """The text with account and social security numbers reduced to their last four characters."""
    return ACCOUNT.sub(lambda found: "****" + re.sub(r"\W", "", found[0])[-4:], text)


def record_json(case: Case) -> dict[str, Any]:
    """The document as JSON values, bank details masked."""
    record = case.draft.record.model_dump(mode="json", exclude_none=True) if case.draft else {}
    return {
        "document_id": case.document.document_id,
        "client": case.document.client,
        "key": case.document.key,
        "state": case.document.state.value,
        "reason": case.reason,
        "sentence": masked(case.sentence),
        "version": case.version,
        "document_type": case.draft.document_type if case.draft else None,
        "record": {name: _hidden(name, value) for name, value in record.items()},
        "findings": [
            {"rule": one.rule, "path": one.path, "severity": one.severity.value, "sentence": masked(one.sentence)}
            for one in case.findings
        ],
    }


def print_case(shown: Shown) -> None:
    """Print it for people."""
    out, case = Console(), shown.case
    out.print(f"[bold]{case.document.document_id}[/]  {case.document.client}  {case.document.state.value}  ", end="")
    out.print(escape(case.document.key))
    if case.draft is not None:
        values = Table("field", "value", "printed as", "page", "confidence", "source")
        for one in case.draft.evidence:
            value = str(_at(case.draft.record.model_dump(mode="json"), one.path))
            hide = one.path in SENSITIVE or hidden_kind(one.path) is not None
            values.add_row(
                one.path,
                escape(_hidden(one.path, value)),
                "" if hide else escape(one.raw[:60]),
                str(one.page or ""),
                f"{one.confidence:.0%}",
                one.source.value,
            )
        out.print(values)
    findings = Table("rule", "severity", "field", "what to know")
    for finding in case.findings:
        findings.add_row(finding.rule, finding.severity.value, finding.path, escape(masked(finding.sentence)))
    out.print(findings)
    history = Table("when (UTC)", "what", "who", "details")
    for event in shown.events:
        details = ", ".join(f"{name}={value}" for name, value in event.data.items() if value not in (None, "", [], {}))
        history.add_row(f"{event.at:%Y-%m-%d %H:%M:%S}", event.name, event.actor, escape(details[:100]))
    out.print(history)
    for posted in shown.acknowledgements:
        out.print(f"posted to {posted.target} as {posted.number}: {posted.total} {posted.currency}")


def _hidden(path: str, value: Any) -> Any:
    """A value of a record as everybody may see it."""
    kind = hidden_kind(path)
    if path in SENSITIVE and value:
        return f"****{str(value)[-4:]}"
    return Sensitive(str(value), kind).masked if kind and value else value


def _at(values: Any, path: str) -> Any:
    for part in path.split("."):
        try:
            values = values[int(part)] if isinstance(values, list) else values[part]
        except (KeyError, IndexError):
            return ""
    return values
