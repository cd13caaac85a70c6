"""Archives: counted, measured and checked for paths before anything is unpacked, and unpacked to a bound."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import MIB, Limits
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.intake.names import safe_name
from bpo_pipeline.model.reasons import DispositionKind, Reason

_SMALL = 10 * MIB
_DIRECTORY_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True, slots=True)
class Member:
    """A file taken out of an archive or a mail."""

    name: str
    """For people; never a path."""
    content: bytes


def screened_entries(content: bytes, limits: Limits, *, bomb: Reason = Reason.ARCHIVE_BOMB) -> zipfile.ZipFile:
    """The opened archive, when its directory is within the limits.

    Raises Refused: too_many_files, archive_unsafe, encrypted, corrupt, or *bomb* for what unpacks to too much.
    """
    _count_first(content, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise Refused(Reason.CORRUPT, "The archive is damaged. Please pack and send it again.") from None
    entries = archive.infolist()
    for entry in entries:
        if entry.flag_bits & 1:
            raise Refused(Reason.ENCRYPTED, "The archive is protected by a password. Please send it without one.")
        mode = entry.external_attr >> 16
        if _is_path_trick(entry.filename) or stat.S_ISLNK(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
            sentence = "The archive holds names that lead out of it, or links. Please pack plain files."
            raise Refused(Reason.ARCHIVE_UNSAFE, sentence, DispositionKind.QUARANTINE)
    _refuse_overlap(entries)
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    most = max((entry.file_size for entry in entries), default=0)
    if unpacked > limits.document_bytes or most > limits.stream_bytes or _too_dense(unpacked, packed, limits):
        raise _bomb(bomb)
    return archive


def read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> bytes:
    """The unpacked bytes of one entry, at most as many as its directory entry says.

    Raises Refused: archive_bomb when there are more, corrupt when they cannot be unpacked.
    """
    try:
        with archive.open(entry) as file:
            found = file.read(min(entry.file_size, limits.stream_bytes) + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        sentence = "A file in the archive is damaged. Please pack and send it again."
        raise Refused(Reason.CORRUPT, sentence) from None
    if len(found) > entry.file_size:
        raise _bomb(Reason.ARCHIVE_BOMB)
    return found


def screen_zip(content: bytes, limits: Limits, *, depth: int = 1) -> tuple[Member, ...]:
    """The members of an archive; archives inside are checked (depth, sizes), and stay closed.

    Raises Refused as ``screened_entries`` does; archive_bomb when nested deeper than allowed; malware.
    """
    members: list[Member] = []
    total = 0
    with screened_entries(content, limits) as archive:
        for entry in archive.infolist():
            if entry.is_dir() or entry.filename.startswith("__MACOSX/"):
                continue
            found = read_member(archive, entry, limits)
            total += len(found)
            refuse_malware(found)
            if found.startswith(b"PK\x03\x04") and not _is_office(found):
                if depth >= limits.archive_depth:
                    raise _bomb(Reason.ARCHIVE_BOMB)
                screen_zip(found, limits, depth=depth + 1)
            members.append(Member(safe_name(entry.filename), found))
    return tuple(members)


def _count_first(content: bytes, limits: Limits) -> None:
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65557))
    if at >= 0 and len(content) - at >= _DIRECTORY_END.size:
        entries = _DIRECTORY_END.unpack_from(content, at)[4]
        if entries > limits.members:
            sentence = f"The archive holds more than {limits.members} files. Please send them in smaller parts."
            raise Refused(Reason.TOO_MANY_FILES, sentence)


def _is_path_trick(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "\\" in name or name.startswith("/") or ".." in parts or "\0" in name or (len(name) > 1 and name[1] == ":")


def _refuse_overlap(entries: list[zipfile.ZipInfo]) -> None:
    """Entries that share bytes are the mark of a bomb (Fifield, "A better zip bomb", 2019)."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise _bomb(Reason.ARCHIVE_BOMB)
        end = entry.header_offset + 30 + len(entry.orig_filename.encode("utf-8", "replace")) + entry.compress_size


def _too_dense(unpacked: int, packed: int, limits: Limits) -> bool:
    return unpacked > _SMALL and unpacked > packed * limits.archive_ratio


def _is_office(content: bytes) -> bool:
    return b"[Content_Types].xml" in content[:4096] or b"[Content_Types].xml" in content[-65536:]


def _bomb(reason: Reason) -> Refused:
    sentence = "The archive unpacks to far more than a delivery holds. Please send the documents themselves."
    return Refused(reason, sentence, DispositionKind.QUARANTINE)
