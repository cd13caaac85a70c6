"""How a job and its answer travel: sizes first, then bytes, and nothing is believed.

Job: length of the arguments (4 bytes), arguments as JSON, content.
Answer: length of the JSON (4 bytes), number of blobs (4 bytes), length of each (4 bytes), JSON, blobs.
All numbers are big-endian. The answer comes from a process that may have been taken over by the
document it parsed: every length is checked against what really arrived.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bpo_pipeline.sandbox.limits import Limits

_NUMBER = struct.Struct(">I")
_MOST_BLOBS = 4096


class Garbage(Exception):
    """The answer is no answer: cut, over its limits, or not in the agreed form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: one of value (with blobs), refusal or the class name of an unexpected error."""

    body: dict[str, Any]
    blobs: tuple[bytes, ...]


def pack_job(arguments: dict[str, Any], content: bytes) -> bytes:
    """The job as bytes. Raises TypeError for arguments that JSON does not know."""
    head = json.dumps(arguments).encode()
    return b"".join((_NUMBER.pack(len(head)), head, content))


def unpack_job(packed: bytes) -> tuple[dict[str, Any], bytes]:
    """Arguments and content of a packed job."""
    (length,) = _NUMBER.unpack_from(packed)
    start = _NUMBER.size
    return json.loads(packed[start : start + length]), packed[start + length :]


def pack_answer(body: dict[str, Any], blobs: Sequence[bytes], limits: Limits) -> bytes:
    """The answer as bytes.

    Raises Garbage when it is over the limits, ValueError or TypeError when JSON cannot hold it.
    """
    head = json.dumps(body, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")
    if len(head) > limits.value_bytes or sum(map(len, blobs)) > limits.blob_bytes or len(blobs) > _MOST_BLOBS:
        raise Garbage
    lengths = b"".join(_NUMBER.pack(len(blob)) for blob in blobs)
    return b"".join((_NUMBER.pack(len(head)), _NUMBER.pack(len(blobs)), lengths, head, *blobs))


def largest_answer(limits: Limits) -> int:
    """More bytes than this are never an answer."""
    return limits.value_bytes + limits.blob_bytes + (2 + _MOST_BLOBS) * _NUMBER.size


def unpack_answer(packed: bytes, limits: Limits) -> Answer:
    """The answer in these bytes.

    Raises Garbage when they are not exactly one answer within the limits.
    """
    try:
        length, count = struct.unpack_from(">II", packed)
        if length > limits.value_bytes or count > _MOST_BLOBS:
            raise Garbage
        lengths = struct.unpack_from(f">{count}I", packed, 8)
    except struct.error:
        raise Garbage from None
    start = 8 + 4 * count
    if sum(lengths) > limits.blob_bytes or start + length + sum(lengths) != len(packed):
        raise Garbage
    try:
        body = json.loads(packed[start : start + length].decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise Garbage from None
    if not isinstance(body, dict):
        raise Garbage
    blobs: list[bytes] = []
    at = start + length
    for size in lengths:
        blobs.append(packed[at : at + size])
        at += size
    return Answer(body, tuple(blobs))
