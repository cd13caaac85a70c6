"""The safety check of one file; runs inside the sandbox and says accept, review, reject or quarantine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.archive import Member, screen_zip
from bpo_pipeline.intake.image import screen_image
from bpo_pipeline.intake.limits import MIB, Limits
from bpo_pipeline.intake.mail import screen_mail
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.intake.pdf import screen_pdf
from bpo_pipeline.intake.sheet import screen_csv, screen_xlsx
from bpo_pipeline.intake.sniff import BINARY, CONTAINERS, CSV, MAIL, OFX, PDF, XLSX, XML, ZIP, require_supported, sniff
from bpo_pipeline.intake.xml import screen_ofx, screen_xml
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import ACCEPTED, Disposition, DispositionKind, Reason

_DATA: dict[str, Callable[[bytes, Limits], tuple[Remark, ...]]] = {
    XML: screen_xml, OFX: screen_ofx, CSV: screen_csv, XLSX: screen_xlsx
}  # fmt: skip
"""Files without pages."""
SCREEN_TASK = "bpo_pipeline.intake.screen:screen"
MEMBERS_TASK = "bpo_pipeline.intake.screen:members"


class Output(NamedTuple):
    """What a sandboxed task gives: a JSON value and binary parts."""

    value: Any
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """What the safety check found."""

    disposition: Disposition
    media_type: str
    page_count: int = 0
    """0 where the file has no pages or was not opened."""
    remarks: tuple[Remark, ...] = ()
    """Everything that a person should weigh; the first one is the disposition's reason."""

    @property
    def container(self) -> bool:
        """Whether the documents are inside (a mail or an archive)."""
        return self.media_type in CONTAINERS


_SCREENED: TypeAdapter[Screened] = TypeAdapter(Screened)


def screen(content: bytes, arguments: dict[str, Any]) -> Output:
    """Check one file. *arguments*: ``name``, and ``limits`` where they are not the usual ones."""
    limits = Limits(**arguments.get("limits", {}))
    return Output(_SCREENED.dump_python(check(content, str(arguments.get("name", "")), limits), mode="json"))


def members(content: bytes, arguments: dict[str, Any]) -> Output:
    """The files inside a mail or an archive: their names as the value, their bytes as blobs.

    Raises Refused as the check of the container does.
    """
    found = _members(
        content, sniff(content, str(arguments.get("name", ""))).media_type, Limits(**arguments.get("limits", {}))
    )
    return Output([one.name for one in found], tuple(one.content for one in found))


def screened_from_json(value: Any) -> Screened:
    """What ``screen`` wrote down. Raises ValueError when it did not."""
    return _SCREENED.validate_python(value)


def screen_arguments(name: str, limits: Limits) -> dict[str, Any]:
    """The arguments of both tasks."""
    return {"name": name, "limits": asdict(limits)}


def refuse_at_the_door(content: bytes, limits: Limits) -> Disposition | None:
    """What needs no parser: an empty file and one that is too large. None for every other."""
    if not content:
        return Disposition(DispositionKind.REJECT, Reason.EMPTY_FILE, "The file is empty. Please send it again.")
    if len(content) > limits.file_bytes:
        sentence = f"The file is larger than {limits.file_bytes // MIB} MiB. Please send it in parts."
        return Disposition(DispositionKind.REJECT, Reason.TOO_LARGE, sentence)
    return None


def check(content: bytes, name: str, limits: Limits) -> Screened:
    """Check one file in this very process; ``screen`` is the way in from outside."""
    media_type = BINARY
    try:
        refusal = refuse_at_the_door(content, limits)
        if refusal is not None:
            return Screened(refusal, media_type)
        media_type = sniff(content, name).media_type
        refuse_malware(content)
        media_type = require_supported(content, name)
        pages, remarks = _check_as(content, media_type, limits)
    except Refused as refused:
        return Screened(refused.disposition, media_type)
    if not remarks:
        return Screened(ACCEPTED, media_type, pages)
    first = remarks[0]
    return Screened(
        Disposition(DispositionKind.REVIEW, Reason(first.reason), first.sentence), media_type, pages, remarks
    )


def _check_as(content: bytes, media_type: str, limits: Limits) -> tuple[int, tuple[Remark, ...]]:
    if media_type == PDF:
        return screen_pdf(content, limits)
    if media_type in _DATA:
        return 1, _DATA[media_type](content, limits)
    if media_type in CONTAINERS:
        if not _members(content, media_type, limits):
            raise Refused(Reason.NOT_A_DOCUMENT, "The archive is empty. Please send the documents.")
        return 0, ()
    return screen_image(content, media_type, limits), ()


def _members(content: bytes, media_type: str, limits: Limits) -> tuple[Member, ...]:
    if media_type == ZIP:
        return screen_zip(content, limits)
    if media_type == MAIL:
        return screen_mail(content, limits)
    return ()
