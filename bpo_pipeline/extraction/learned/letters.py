"""How badly a name, an address or a term may be read: its letters alone, told as numbers.

Engines put marks into words (``JA:AN``), letters into numbers (``4600D``), cut words to pieces (``Kua la L umpur``) and
take one letter for another (``SELANGDR``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.extraction.learned import MODELS

NAMES = ("unmarked", "clear_numbers", "one_case", "whole_words", "known_words", "spelling", "closed")
"""All of them rise with how well a text is read."""
_FOREIGN = re.compile(r"[A-Za-z][0-9]|[0-9][A-Za-z]|[^\w\s.,;:&/'()+#@%€$£-]")
_MARKED = re.compile(r"[A-Za-z][:;|!$_*^~=<>\"“”«»{}\[\]©¢£€§°?%][A-Za-z]|\$[0-9]+\b|\w[\"*^]{1,2}(?=\s|$)")
_MIXED_UP = re.compile(
    r"[0-9]{3,}[A-Za-z](?![A-Za-z])|(?<![A-Za-z])[A-Za-z][0-9]{4,}|[0-9][OoIlSBZ](?=[0-9])|(?<=[A-Za-z])[0-9](?=[A-Za-z]{2})"
)
_BOTH_CASES = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PIECE = 2
"""A word of so few letters may be a piece of one."""


def letters(text: str) -> list[float]:
    """The numbers of ``NAMES``."""
    parts, words = _LETTERS.findall(text), _words(text)
    return [
        -float(len(_MARKED.findall(text))),
        -float(len(_MIXED_UP.findall(text))),
        -float(len(_BOTH_CASES.findall(text))),
        -sum(len(part) <= _PIECE for part in parts) / max(len(parts), 1),
        -float(sum(word not in familiar()[0] for word in words)),
        -max((_unheard(word) for word in words), default=0.0),
        -float(abs(text.count("(") - text.count(")")) + text.count('"') % 2),
    ]


def foreign(text: str) -> int:
    """How many signs are unusual in a text, and how often a letter stands beside a digit."""
    return len(_FOREIGN.findall(text))


@lru_cache(maxsize=1)
def familiar() -> tuple[frozenset[str], Mapping[int, tuple[str, ...]]]:
    """The words that stand in the names and addresses of several vendors, and the same by their length."""
    words = json.loads((MODELS / "words.json").read_text(encoding="utf-8"))["words"]
    by_length: dict[int, list[str]] = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    return frozenset(words), {length: tuple(several) for length, several in by_length.items()}


@lru_cache(maxsize=4000)
def strange(text: str) -> int:
    """How many words are no familiar one and but one letter away from one: what an engine misreads."""
    words, by_length = familiar()
    return sum(
        part not in words
        and any(
            Levenshtein.distance(part, other, score_cutoff=1) <= 1
            for length in (len(part) - 1, len(part), len(part) + 1)
            for other in by_length.get(length, ())
        )
        for part in _words(text)
    )


def _words(text: str) -> list[str]:
    return [part for part in folded(text) if len(part) > _PIECE and not part.isdigit()]


@lru_cache(maxsize=1)
def _heard() -> frozenset[str]:
    """Every three letters that follow each other in a familiar word, its ends counted as letters."""
    return frozenset(three for word in familiar()[0] for three in _threes(word))


def _unheard(word: str) -> float:
    """The share of a word's threes that no familiar word has."""
    threes = _threes(word)
    return sum(three not in _heard() for three in threes) / len(threes)


def _threes(word: str) -> list[str]:
    ends = f"^{word}$"
    return [ends[place : place + 3] for place in range(len(ends) - 2)]
