"""Dotted paths into a record: ``line_items.2.line_total`` is the net amount of the third line."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

_ONE_OF = {"line items": "line", "taxes": "tax"}


def leaves(record: BaseModel, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Every value of the record with its path, in field order; fields without a value are left out."""
    for name in type(record).model_fields:
        yield from _leaves(f"{prefix}{name}", getattr(record, name))


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, BaseModel):
        yield from leaves(value, f"{path}.")
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from _leaves(f"{path}.{index}", part)
    elif value is not None and value != "":
        yield path, value


def texts(record: BaseModel) -> Iterator[tuple[str, str]]:
    """Every text value of the record with its path."""
    return ((path, value) for path, value in leaves(record) if isinstance(value, str))


def missing(record: BaseModel, path: str) -> Iterator[str]:
    """The paths under *path* that have no value: the field itself, or the part of each line that lacks it.

    ``line_items`` asks for at least one line, ``line_items.quantity`` for a quantity on every line.
    """
    yield from _missing(record, path.split("."), "")


def _missing(value: object, parts: list[str], done: str) -> Iterator[str]:
    if not parts:
        if value is None or value in ("", ()):
            yield done
        return
    head, rest = parts[0], parts[1:]
    if isinstance(value, tuple) and not head.isdigit():
        if not value:
            yield done
        for index, part in enumerate(value):
            yield from _missing(part, parts, f"{done}.{index}")
        return
    below = f"{done}.{head}" if done else head
    if isinstance(value, tuple):
        index = int(head)
        yield from _missing(value[index] if index < len(value) else None, rest, below)
    else:
        yield from _missing(getattr(value, head, None), rest, below)


def label(path: str) -> str:
    """The field as a bookkeeper says it: ``line 3, line total``; lines are counted from 1."""
    words: list[str] = []
    for part in path.split("."):
        if part.isdigit() and words:
            group = words.pop()
            words.append(f"{_ONE_OF.get(group, group)} {int(part) + 1},")
        else:
            words.append(part.replace("_", " "))
    return " ".join(words).rstrip(",")
