"""Characters that OCR takes for each other in numbers: O and 0, I and 1, S and 5, B and 8 ..."""

from __future__ import annotations

from collections.abc import Callable, Iterator

LOOKALIKES = str.maketrans("OQDILZSGBT|!", "000112568711")
"""Each letter to the digit that it looks like; what is equal after this translation looks alike."""
_LETTERS = {digit: [letter for letter in "OQDILZSGBT" if letter.translate(LOOKALIKES) == digit] for digit in "0125678"}


def repaired(number: str, valid: Callable[[str], bool]) -> str | None:
    """The one number that is *valid* and differs in a single look-alike character; None when there are none or several.

    *number*: letters and digits only, upper case, itself not valid.
    """
    found = {one for one in _variants(number) if valid(one)}
    return found.pop() if len(found) == 1 else None


def _variants(number: str) -> Iterator[str]:
    for index, character in enumerate(number):
        digit = character.translate(LOOKALIKES)
        others = _LETTERS.get(character, []) if character.isdigit() else [digit] if digit != character else []
        for other in others:
            yield number[:index] + other + number[index + 1 :]
