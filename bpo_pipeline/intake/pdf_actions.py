"""What a PDF would do, and what it carries: scripts, launches, forms that phone home, files inside."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.intake.malware import refuse_malware
from bpo_pipeline.intake.pdf_objects import data_of, direct_parts, entry, name_of
from bpo_pipeline.intake.pdf_streams import Tally
from bpo_pipeline.intake.sniff import CSV, JPEG, PDF, PNG, TEXT, TIFF, WEBP, XML, sniff
from bpo_pipeline.intake.xml import is_einvoice
from bpo_pipeline.model.reading import Remark
from bpo_pipeline.model.reasons import DispositionKind, Reason

_ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE", "/Movie",
    "/Sound", "/GoTo3DView",
}  # fmt: skip
_PLAYERS = {"/RichMedia", "/3D", "/Movie", "/Screen", "/Sound"}
_DRAWN_BY_HAND = {
    "/FreeText", "/Stamp", "/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Redact", "/StrikeOut",
    "/Watermark",
}  # fmt: skip
_SUSPECT = re.compile(
    rb"/(?:JS|JavaScript|Launch|SubmitForm|ImportData|Rendition|RichMedia\w*|GoToE|GoTo3DView|Movie|Sound|Screen|3D|XFA|EF)\b"
    rb"|/Subtype /(?:FreeText|Stamp|Ink|Line|Square|Circle|Poly\w+|Redact|StrikeOut|Watermark)\b"
)
_PROGRAM = "The PDF form carries a program for its fields, which is not run: compare the values with the page."
_HARMLESS = {PDF, PNG, JPEG, TIFF, WEBP, XML, CSV, TEXT}


def screen_actions(pdf: pikepdf.Pdf, tally: Tally, limits: Limits) -> tuple[Remark, ...]:
    """Look at every object for what acts or carries; remarks are for a person.

    Raises Refused: active_content, embedded_file, malware, nesting_limit.
    """
    remarks: dict[str, Remark] = {}
    carriers: list[Any] = []
    hybrid = _is_hybrid(pdf)
    if hybrid and "/XFA" in pdf.Root["/AcroForm"]:
        remarks["program"] = Remark(Reason.ACTIVE_CONTENT.value, _PROGRAM)
    for thing in pdf.objects:
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
            continue
        plain = entry_text(thing)
        if not _SUSPECT.search(plain):  # most objects: one look in compiled code instead of a walk
            continue
        for part in direct_parts(thing, limits):
            _refuse_active(part, hybrid=hybrid)
            if hybrid and isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)) and "/JS" in part:
                remarks.setdefault("program", Remark(Reason.ACTIVE_CONTENT.value, _PROGRAM))
            if entry(part, "/EF") is not None:
                carriers.append(part)
            if name_of(entry(part, "/Subtype")) in _DRAWN_BY_HAND and entry(part, "/Rect") is not None:
                sentence = (
                    "Something was drawn or stamped onto the page later (an annotation); compare it with the print."
                )
                remarks.setdefault("annotation", Remark(Reason.ANNOTATION.value, sentence))
    for carrier in carriers:
        remark = _carried(carrier, tally, limits)
        if remark is not None:
            remarks.setdefault("embedded", remark)
    return tuple(remarks.values())


def entry_text(thing: Any) -> bytes:
    """The object as PDF text with all name escapes resolved; a stream's dictionary only."""
    if isinstance(thing, pikepdf.Stream):
        return thing.stream_dict.unparse()
    return bytes(thing.unparse(resolved=True))


def _is_hybrid(pdf: pikepdf.Pdf) -> bool:
    """Whether the PDF is a plain form that carries a form program (XFA) beside it, as the IRS's and USCIS's forms do.

    Its fields and pages stand on their own (ISO 32000-2, 12.7.8), so the program is never run and never needed. A
    form that exists as a program only has no fields, or asks to be rendered by it. Programs that fill such a form take
    the XFA out and leave its scripts and the usage rights of its author (``/Perms``).
    """
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/NeedsRendering" in pdf.Root:
        return False
    if "/XFA" not in form and "/Perms" not in pdf.Root:
        return False
    fields = form.get("/Fields")
    return isinstance(fields, pikepdf.Array) and len(fields) > 0


def _refuse_active(part: Any, *, hybrid: bool) -> None:
    if not isinstance(part, (pikepdf.Dictionary, pikepdf.Stream)):
        return
    action = name_of(part.get("/S"))
    is_action = action in _ACTIONS and ("/Type" not in part or name_of(part.get("/Type")) == "/Action")
    plays = name_of(part.get("/Subtype")) in _PLAYERS and "/Rect" in part
    if hybrid and not plays and (action == "/JavaScript" or not is_action):
        return  # scripts of the form program; nothing here runs them, and a person sees the pages first
    if is_action or plays or "/XFA" in part or "/JS" in part:
        sentence = "The PDF holds scripts, a form program or actions. Please print it to a plain PDF and send that."
        raise Refused(Reason.ACTIVE_CONTENT, sentence, DispositionKind.QUARANTINE)


def _carried(specification: Any, tally: Tally, limits: Limits) -> Remark | None:
    """None for an e-invoice's XML; a remark for a harmless file; Refused for anything else."""
    files = entry(specification, "/EF")
    stream = next((one for key in ("/UF", "/F") if isinstance(one := entry(files, key), pikepdf.Stream)), None)
    if stream is None:
        return None
    content = data_of(stream, tally, limits.stream_bytes)
    refuse_malware(content)
    media_type = sniff(content, ".csv").media_type
    if media_type == XML and is_einvoice(content):
        return None
    if media_type not in _HARMLESS:
        sentence = "The PDF carries another file inside that is no document. Please send it without."
        raise Refused(Reason.EMBEDDED_FILE, sentence, DispositionKind.QUARANTINE)
    return Remark(Reason.EMBEDDED_FILE.value, "The PDF carries another file inside; only the pages are processed.")
