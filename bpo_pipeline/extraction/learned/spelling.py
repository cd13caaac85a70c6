"""Names and addresses as they are spelled, where an engine took a letter for another sign or another letter.

What it read stays unless something else speaks: signs that no name has (``$25`` for S25), a second engine that read a
word which many vendors have, or a legal form that is misspelled in one letter. A list of words alone changes nothing:
it would make Kelana of Kelang.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.extraction.learned.letters import familiar
from bpo_pipeline.model.reading import Word

_I_FOR_L = re.compile(r"(?<=[A-Za-z])I(?=[a-z])")
_ONE_FOR_L = re.compile(r"(?<=[A-Za-z])1(?=[a-z])|(?<=[a-z])1(?=[A-Za-z])")
_SIGNS = str.maketrans({"$": "S", "§": "S", "©": "C", "¢": "C", "€": "E"})
_ODD = re.compile(r"(?<=[A-Za-z])[^\w\s.,;'’&/()-](?=[A-Za-z])|_")
"""A sign that no word has between two letters."""
_CODE = re.compile(r"(?=(?:.*[0-9]){4})[0-9OoDQIlSB]{5}")
_FIGURES = str.maketrans({"O": "0", "o": "0", "D": "0", "Q": "0", "I": "1", "l": "1", "S": "5", "B": "8"})
_CORE = re.compile(r"^(\W*)(.*?)(\W*)$")
_FAR = 2
"""A second reading further off than so many letters is another word."""
_FORMS = (("sdn", "bhd"),)
"""Legal forms of two words, each of which tells the other."""


def respelled(text: str, words: Sequence[Word] = ()) -> str:
    """The text with misread letters put right; *words*: the ink, with what a second engine saw."""
    seconds = {word.text.strip(",;"): word.second for word in words}
    tokens = text.translate(_SIGNS).split(" ") if any(map(str.isalpha, text)) else text.split(" ")
    before = text.split(" ")
    mended = [_mended(one, seconds.get(old.strip(",;"))) for one, old in zip(tokens, before, strict=True)]
    return _ONE_FOR_L.sub("l", _I_FOR_L.sub("l", " ".join(_with_forms(mended))))


def _mended(token: str, second: str | None) -> str:
    match = _CORE.match(token)
    if match is None or not match[2]:
        return token
    head, core, tail = match.groups()
    if _CODE.fullmatch(core):
        return f"{head}{core.translate(_FIGURES)}{tail}"
    other = _CORE.sub(r"\2", second or "")
    if "".join(folded(core)) == "".join(folded(other)):
        return token
    if not _ODD.search(core) and not core.isalpha():
        return token
    return f"{head}{_as(core, other)}{tail}" if _better(core, other) else token


def _better(core: str, other: str) -> bool:
    """Whether the second reading has a word that many vendors have, where the first has nearly the same."""
    words, _ = familiar()
    own, new = set(folded(core)), set(folded(other))
    near = Levenshtein.distance(core.casefold(), other.casefold()) <= _FAR
    return near and not _ODD.search(other) and bool((new - own) & words) and not own & words - new


def _as(core: str, word: str) -> str:
    """In capitals where the word that it replaces is."""
    return word.upper() if core.isupper() else word


def _with_forms(tokens: Sequence[str]) -> list[str]:
    result = list(tokens)
    for place in range(len(tokens) - 1):
        pair = [one.strip(".,()").casefold() for one in tokens[place : place + 2]]
        for form in _FORMS:
            for own in (0, 1):
                near = len(pair[own]) == len(form[own]) and pair[1 - own] == form[1 - own]
                if near and pair[own] != form[own] and Levenshtein.distance(pair[own], form[own]) == 1:
                    old = tokens[place + own]
                    core = old.strip(".,()")
                    result[place + own] = old.replace(core, _as(core, form[own].capitalize()))
    return result
