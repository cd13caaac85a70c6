"""Object keys: which ones are deliveries, which are folder markers, and which are not to be touched.

A key is a name for people and never becomes a path: what is stored is named by its content hash.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind, Reason

INBOX_FOLDER = "incoming"
"""Clients put files here, in a bucket of their own."""
_PROGRAMS = frozenset({"exe", "com", "bat", "cmd", "scr", "pif", "msi", "dll", "js", "vbs", "ps1", "jar", "lnk", "hta"})


@dataclass(frozen=True, slots=True)
class KeyVerdict:
    """What a key is."""

    disposition: Disposition | None
    """None for a folder marker: no document at all."""
    name: str = ""
    """The file's name, for people; the last part of the key."""


def judge_inbox_key(key: str, limits: Limits = Limits()) -> KeyVerdict:  # noqa: B008
    """Judge a key of a client's own bucket: ``incoming/<name>`` or ``incoming/<folder>/<name>``."""
    folder, slash, rest = key.partition("/")
    if not slash or folder != INBOX_FOLDER:
        return _bad(f"Files are taken from the folder {INBOX_FOLDER}/ only.")
    return _judge(key, rest, limits)


def judge_shared_key(key: str, known_clients: Collection[str], limits: Limits = Limits()) -> KeyVerdict:  # noqa: B008
    """Judge a key of a bucket that several clients share: ``<client>/inbox/<name>``, client letter by letter."""
    client, slash, rest = key.partition("/")
    if not client and slash:
        return _bad("The key starts with a slash.")
    if client not in known_clients:
        sentence = "The first part of the key is not the short name of a client."
        return KeyVerdict(Disposition(DispositionKind.QUARANTINE, Reason.UNKNOWN_CLIENT, sentence))
    folder, slash, rest = rest.partition("/")
    if not slash or folder != "inbox":
        return _bad("Files are taken from the folder inbox/ only.")
    return _judge(key, rest, limits)


def _judge(key: str, rest: str, limits: Limits) -> KeyVerdict:
    fault = _fault(key, rest, limits)
    if fault:
        return _bad(fault)
    if not rest or rest.endswith("/"):
        return KeyVerdict(None)
    name = rest.rsplit("/", 1)[-1]
    if "." in name and name.rsplit(".", 1)[-1].lower() in _PROGRAMS:
        sentence = (
            "The file's name says that it is a program; documents are taken as PDF, PNG, JPEG, TIFF, WebP or XML."
        )
        return KeyVerdict(Disposition(DispositionKind.REJECT, Reason.TYPE_MISMATCH, sentence), name)
    return KeyVerdict(ACCEPTED, name)


def _fault(key: str, rest: str, limits: Limits) -> str:
    """What is wrong with the key, in words; an empty text when nothing is."""
    if len(key.encode("utf-8", "surrogatepass")) > limits.key_bytes:
        return f"The key is longer than {limits.key_bytes} bytes."
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in key):
        return "The key holds invisible or control characters."
    once = unquote(
        rest
    )  # notifications carry keys URL-coded; a name that stays coded after one decoding hides something
    if once != rest and unquote(once) != once:
        return "The key is coded twice."
    for parts in (rest.split("/"), once.split("/")):
        if any(part in {".", ".."} or "\\" in part for part in parts) or "" in parts[:-1]:
            return "The key holds path steps or an empty part."
        if len(parts) > 2:
            return "Files may lie one folder deep at most."
    return ""


def _bad(sentence: str) -> KeyVerdict:
    return KeyVerdict(Disposition(DispositionKind.QUARANTINE, Reason.BAD_KEY, sentence))
