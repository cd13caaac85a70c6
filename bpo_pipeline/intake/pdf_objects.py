"""Looking at the objects of an opened PDF without trusting their shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.pdf_streams import Tally, unpacked
from bpo_pipeline.model.reasons import DispositionKind, Reason


def entry(thing: Any, key: str) -> Any:
    """The value under a key of a dictionary or stream, None when there is none or *thing* is something else."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return thing.get(key)
    return None


def name_of(thing: Any) -> str:
    """A name object's text with its slash, or an empty text."""
    return str(thing) if isinstance(thing, pikepdf.Name) else ""


def number_of(thing: Any) -> float | None:
    """A number object's value, None for anything else."""
    try:
        return float(thing)
    except (TypeError, ValueError, OverflowError):
        return None


def items_of(thing: Any) -> Iterator[tuple[str, Any]]:
    """Key and value of each entry of a dictionary or stream; nothing for anything else."""
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in list(thing.keys()):
            yield str(key), thing.get(key)


def filters_of(stream: pikepdf.Stream) -> Sequence[str]:
    """Names of the stream's filters, outermost first."""
    found = stream.get("/Filter")
    if isinstance(found, pikepdf.Array):
        return [name_of(one).lstrip("/") for one in list(found)]
    return [name_of(found).lstrip("/")] if found is not None else []


def data_of(stream: pikepdf.Stream, tally: Tally, most: int) -> bytes:
    """The stream's unpacked bytes. Raises Refused (decompression_bomb) when there are more than *most*."""
    return b"".join(unpacked(stream.read_raw_bytes(), filters_of(stream), tally, most))


def direct_parts(thing: Any, limits: Limits) -> Iterator[Any]:
    """The thing and everything directly inside it, references not followed.

    Raises Refused (nesting_limit) when it is nested deeper than allowed.
    """
    waiting: list[tuple[Any, int]] = [(thing, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > limits.nesting:
            sentence = f"The PDF's objects are nested deeper than {limits.nesting} levels."
            raise Refused(Reason.NESTING_LIMIT, sentence, DispositionKind.QUARANTINE)
        yield part
        inner = list(part) if isinstance(part, pikepdf.Array) else [value for _, value in items_of(part)]
        waiting.extend(
            (one, depth + 1)
            for one in inner
            if isinstance(one, (pikepdf.Array, pikepdf.Dictionary)) and not one.is_indirect
        )
