"""Mails: the attached documents are taken out; the text around them and pictures of its layout are not."""

from __future__ import annotations

import email
import email.errors
import email.policy
from collections.abc import Iterator
from email.message import Message

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.archive import Member, screen_zip
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.intake.names import safe_name
from bpo_pipeline.intake.sniff import ZIP, sniff
from bpo_pipeline.model.reasons import DispositionKind, Reason


def screen_mail(content: bytes, limits: Limits) -> tuple[Member, ...]:
    """The documents attached to a mail, also to a mail forwarded inside it.

    Raises Refused: nesting_limit, too_many_files, not_a_document (nothing attached), malware, corrupt.
    """
    # the oldest policy parses headers last and least: a broken header must not lose an attachment
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    members: list[Member] = []
    for name, found in _attachments(message, limits, depth=0):
        refuse_malware(found)
        if sniff(found, name).media_type == ZIP:
            screen_zip(found, limits, depth=limits.archive_depth)
        members.append(Member(name, found))
        if len(members) > limits.members:
            raise Refused(Reason.TOO_MANY_FILES, f"The mail carries more than {limits.members} files.")
    if not members:
        raise Refused(Reason.NOT_A_DOCUMENT, "The mail carries no document. Please attach the invoice as a PDF.")
    return tuple(members)


def _attachments(message: Message, limits: Limits, depth: int) -> Iterator[tuple[str, bytes]]:
    if depth > limits.archive_depth:
        sentence = (
            f"The mail holds mails nested more than {limits.archive_depth} deep. Please attach the document itself."
        )
        raise Refused(Reason.NESTING_LIMIT, sentence, DispositionKind.QUARANTINE)
    for part in _parts(message, limits):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list):
                for one in inner:
                    if isinstance(one, Message):
                        yield from _attachments(one, limits, depth + 1)
            continue
        name = _name(part)
        if not name and part.get_content_disposition() != "attachment":
            continue
        if part.get("Content-ID") and part.get_content_disposition() != "attachment" and _is_picture(part):
            continue  # a logo in the text
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            yield safe_name(name), payload


def _parts(message: Message, limits: Limits) -> Iterator[Message]:
    """The leaves of a multipart tree, forwarded mails unopened; from the top down, without recursion."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > limits.nesting:
            raise Refused(Reason.NESTING_LIMIT, "The mail's parts are nested too deep.", DispositionKind.QUARANTINE)
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend((one, depth + 1) for one in reversed(inner) if isinstance(one, Message))
        else:
            yield part


def _name(part: Message) -> str:
    try:
        found = part.get_filename()
    except (LookupError, ValueError, TypeError, email.errors.MessageError):
        return "unnamed"
    return str(found) if found else ""


def _is_picture(part: Message) -> bool:
    return part.get_content_maintype() == "image"
