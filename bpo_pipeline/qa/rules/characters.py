"""Characters that deceive: invisible ones, ones that turn the text round, and foreign letters that look like ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bpo_pipeline.model.finding import Finding
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.qa.findings import error, note
from bpo_pipeline.qa.ink import lines, squeezed
from bpo_pipeline.qa.paths import label, texts
from bpo_pipeline.qa.subject import Subject

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad")
_WHITE = frozenset("\t\n\r")
_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH", "MATHEMATICAL"})
_NAMES = ("supplier_name", "customer_name", "invoice_number", "purchase_order_number")
_NUMBERS = ("supplier_iban", "supplier_bic", "supplier_tax_id", "customer_tax_id", "currency")
_LIKE_LATIN = frozenset("АВЕКМНОРСТУХЅІЈаеорсухѕіјԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")


def control_characters(subject: Subject) -> Iterator[Finding]:
    """Text that is turned round (bidirectional overrides) or cut by a NUL; other control characters are noted."""
    for path, text in texts(subject.draft.record):
        if "\0" in text or _TURNING & set(text):
            sentence = f"The {label(path)} holds characters that hide or turn its text: type it as the page shows it."
            yield error("control-characters", path, Reason.CONTROL_CHARS, sentence)
        elif any(unicodedata.category(char) == "Cc" and char not in _WHITE for char in text):
            sentence = f"The {label(path)} holds control characters; they are shown and exported as blanks."
            yield note("control-characters", path, Reason.CONTROL_CHARS, sentence)
    if any(_TURNING & set(line) for line in lines(subject.reading)):
        sentence = "The page holds characters that turn text round: compare all numbers with the picture of the page."
        yield error("control-characters", "", Reason.CONTROL_CHARS, sentence)


def confusable_characters(subject: Subject) -> Iterator[Finding]:
    """A name or number in which letters of another alphabet stand for ours (Cyrillic о in «Acme Cоrp»)."""
    for path, text in texts(subject.draft.record):
        evidence = subject.draft.evidence_for(path)
        printed = f"{text} {evidence.raw}" if evidence else text
        number = path in _NUMBERS and _foreign_letters(text, evidence.raw if evidence else "")
        if number or foreign_digits(printed) or (path in _NAMES and deceptive(printed)):
            sentence = f"The {label(path)} mixes alphabets or digits that look alike: type it as the page shows it."
            yield error("confusable-characters", path, Reason.CONFUSABLE_CHARS, sentence)


def _foreign_letters(number: str, printed: str) -> bool:
    """Whether the number holds letters of another alphabet; words printed beside it (für, n°) are no part of it."""
    if not squeezed(number).isascii():
        return True
    if squeezed(number) in squeezed(printed):
        return False
    return any(char.isalpha() and not char.isascii() and _script(char) in _SCRIPTS - {"LATIN"} for char in printed)


def deceptive(text: str) -> bool:
    """Whether a word mixes alphabets, is written in look-alikes among Latin words, or holds invisible characters."""
    if _INVISIBLE & set(text):
        return True
    words = [{_script(char) for char in word if char.isalpha()} for word in text.split()]
    if any(len(scripts & _SCRIPTS) > 1 for scripts in words):
        return True
    latin = any("LATIN" in scripts for scripts in words)
    return latin and any(
        word and all(char in _LIKE_LATIN for char in word if char.isalpha())
        for word in text.split()
        if any(char.isalpha() for char in word)
    )


def foreign_digits(text: str) -> bool:
    """Whether a text has decimal digits that are not 0 to 9 (full-width, Arabic-Indic ...)."""
    return any(char.isdecimal() and not char.isascii() for char in text)


def _script(char: str) -> str:
    return unicodedata.name(char, "").split(" ")[0]
