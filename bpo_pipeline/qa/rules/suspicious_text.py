"""Text that means something to a program: markup, formulas, instructions to a machine.

It changes nothing here, but the one who put it there wanted something, so a person looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error
from bpo_pipeline.qa.ink import lines
from bpo_pipeline.qa.paths import label, texts
from bpo_pipeline.qa.subject import Subject

_MARKUP = re.compile(
    r"<\s*/?\s*(?:script|img|iframe|svg|object|embed|style|html|body|meta|form|input|a\s+href)\b"
    r"|\{\{|\{%|<%=?|\bjavascript\s*:|\bon(?:error|load|click|mouseover)\s*=",
    re.IGNORECASE,
)
_FORMULA_START = re.compile(r"\s*[=＝@＠]\s*[\w(\"'+-]|\s*[+＋－-].*(?:\w\(|[|!])")
_FORMULA_ANYWHERE = re.compile(
    r"[=＝@＠+]\s*(?:HYPERLINK|IMPORT\w+|WEBSERVICE|SUM|IF|DDE|CMD|CALL|EXEC|INDIRECT)\s*[(|]|\bcmd\s*\|\s*'",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s+(?:\w+\s+){0,3}(?:instructions?|rules?|prompts?|guidelines)\b"
    r"|\b(?:ignorier\w*|missachte\w*)\s+(?:\w+\s+){0,3}(?:anweisung|regel)\w*"
    r"|\b(?:ignore[zr]?|oublie[zr]?)\s+(?:\w+\s+){0,3}(?:instructions|règles|consignes)\b"
    r"|\b(?:ignora|olvida)\w*\s+(?:\w+\s+){0,3}(?:instrucciones|reglas|istruzioni|regole)\b"
    r"|\b(?:negeer|vergeet)\s+(?:\w+\s+){0,3}(?:instructies|regels)\b"
    r"|\bsystem prompt\b|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model|chatbot)\b|\bas an ai\b"
    r"|\bmark (?:this|the) (?:invoice|document|bill) as (?:approved|paid|verified)\b"
    r"|\bdo not (?:send|route|flag|forward) (?:it|this)\b.{0,20}\b(?:review|human|person)\b",
    re.IGNORECASE,
)


def markup(subject: Subject) -> Iterator[Finding]:
    """HTML, script or template code in a document."""
    yield from _search(subject, _MARKUP, "markup", Reason.MARKUP_TEXT, "program code (markup)")


def formulas(subject: Subject) -> Iterator[Finding]:
    """A spreadsheet formula in a field: harmless here, not in the sheet it is copied to."""
    found = False
    for path, text in texts(subject.draft.record):
        if _FORMULA_START.match(text):
            found = True
            sentence = f"The {label(path)} begins like a spreadsheet formula: check what it should say."
            yield error("formula", path, Reason.FORMULA_TEXT, sentence)
    if not found:
        yield from _search(subject, _FORMULA_ANYWHERE, "formula", Reason.FORMULA_TEXT, "a spreadsheet formula")


def instructions(subject: Subject) -> Iterator[Finding]:
    """Text that is addressed to an automated reader."""
    what = "instructions to an automated reader"
    yield from _search(subject, _INSTRUCTION, "instruction", Reason.INSTRUCTION_TEXT, what)


def _search(subject: Subject, pattern: re.Pattern[str], rule: str, reason: Reason, what: str) -> Iterator[Finding]:
    """The first place that shows it: a field of the record, else a line of a page."""
    path = next((path for path, text in texts(subject.draft.record) if pattern.search(text)), None)
    if path is not None:
        yield error(rule, path, reason, f"The {label(path)} holds {what}: check who sent this and what it should say.")
    elif any(pattern.search(line) for line in lines(subject.reading)):
        yield error(rule, "", reason, f"The page holds {what}; it changed nothing: check who sent this.")
