"""Read a document inside the sandbox: bytes in, a Reading as JSON out."""

from __future__ import annotations

import io
from functools import partial
from importlib.metadata import version
from typing import Any

import pikepdf
import PIL
import pypdfium2 as pdfium
from pydantic import TypeAdapter

from bpo_pipeline.documents.form_definition import FormDefinition
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reading import FormField, Page, Reading, Remark, Source, Structured
from bpo_pipeline.model.reasons import DispositionKind, Reason
from bpo_pipeline.reading.at_once import PagesAtOnce
from bpo_pipeline.reading.boxes import filled_boxes
from bpo_pipeline.reading.copies import without_copies
from bpo_pipeline.reading.definitions import answers_on
from bpo_pipeline.reading.einvoice import embedded, read_einvoice
from bpo_pipeline.reading.einvoice.xml import parse
from bpo_pipeline.reading.engines import ENGINES, OcrEngine, load_models
from bpo_pipeline.reading.images import pictures
from bpo_pipeline.reading.language import guess
from bpo_pipeline.reading.output import Output
from bpo_pipeline.reading.pdf import read_pdf
from bpo_pipeline.reading.statements import OFX, is_camt, read_camt, read_ofx
from bpo_pipeline.reading.tables import TABLES, read_table
from bpo_pipeline.reading.upright import upright_picture

__all__ = ["read_document", "reading_from_json", "reading_to_json", "warm_up"]

_XML = frozenset({"application/xml", "text/xml"})
_PDF = "application/pdf"
_READING: TypeAdapter[Reading] = TypeAdapter(Reading)


def read_document(content: bytes, arguments: dict[str, Any]) -> Output:
    """Read a document and give its Reading as JSON values (no blobs); run it in the sandbox.

    *arguments*: ``media_type``; ``ignore_embedded_xml`` (default false); ``languages`` (ISO 639-1, most likely
    first; a scan in another one is read in its own); ``forms`` (the client's own form definitions) and ``folder``
    (the one the file lay in); ``ocr`` (default true; else pages without text stay empty); ``engine`` (one of
    ``ENGINES`` alone; default: as ``read_picture`` chooses); ``at_once`` (scanned pages read at once,
    default 1).
    Raises Refused with the reason when the document can't be read, no_text when nothing was found on it.
    """
    media_type = str(arguments.get("media_type", _PDF))
    if media_type in _XML or media_type == OFX:
        return Output(reading_to_json(_data(content, media_type)))
    if media_type in TABLES:
        sheets, noticed = read_table(content, media_type)
        return Output(reading_to_json(Reading((), remarks=noticed, engines=TABLES[media_type], sheets=sheets)))
    if media_type != _PDF and not media_type.startswith("image/"):
        sentence = (
            f"Files of the type {media_type} are not read as documents. Please send a PDF, a picture, XML, XLSX or CSV."
        )
        raise Refused(Reason.UNSUPPORTED_TYPE, sentence)
    ocr = _engines(arguments)
    languages = tuple(arguments.get("languages", ()))
    structured: Structured | None = None
    remarks: tuple[Remark, ...] = ()
    fields: tuple[FormField, ...] = ()
    with PagesAtOnce(ocr, languages, at_once=int(arguments.get("at_once", 1))) as reader:
        scans = reader if ocr else None
        if media_type.startswith("image/"):
            pages, engines = _read_images(content, scans), {"pillow": PIL.__version__}
        else:
            pdf = read_pdf(content, scans=scans)
            pages, remarks, fields = pdf.pages, pdf.remarks, pdf.form_fields
            engines = {"pypdfium2": str(pdfium.PYPDFIUM_INFO), "pikepdf": pikepdf.__version__}
            if not arguments.get("ignore_embedded_xml"):
                structured, more = _structured(pdf.attachments)
                remarks += more
    pages = without_copies(pages)
    engines |= {one.name: one.version for one in ocr if any(page.engine == one.name for page in pages)}
    if ocr and structured is None and not any(page.words for page in pages):
        raise Refused(Reason.NO_TEXT, "There is nothing to read on the pages.")
    language = guess(word.text for page in pages for word in page.words)
    look = partial(upright_picture, content, media_type)
    known_form, filled = answers_on(content, _forms(arguments), str(arguments.get("folder", "")), pages, fields, look)
    if not known_form:
        known_form, filled = filled_boxes(pages, fields, look)
    reading = Reading(
        pages, structured, remarks, language, engines, fields, known_form=known_form, filled=filled
    )  # fmt: skip
    return Output(reading_to_json(reading))


def warm_up() -> None:
    """Do once what the first document would else do again in each process forked from this one."""
    load_models()
    with pikepdf.new() as blank:
        blank.add_blank_page()
        saved = io.BytesIO()
        blank.save(saved)
    read_document(saved.getvalue(), {"ocr": False})


def _data(content: bytes, media_type: str) -> Reading:
    """A file that is nothing but data: a bank statement as OFX or camt.053, else an e-invoice."""
    if media_type == OFX:
        return Reading((), *read_ofx(content), engines={"ofxtools": version("ofxtools")})
    if is_camt(str(parse(content).tag)):
        return Reading((), *read_camt(content))
    return Reading((), read_einvoice(content, as_carried=True))


def _forms(arguments: dict[str, Any]) -> tuple[FormDefinition, ...]:
    return tuple(FormDefinition.model_validate(one) for one in arguments.get("forms", ()))


def _engines(arguments: dict[str, Any]) -> tuple[OcrEngine, ...]:
    if not arguments.get("ocr", True):
        return ()
    names = (str(arguments["engine"]),) if "engine" in arguments else tuple(ENGINES)
    return tuple(ENGINES[name]() for name in names)


def _read_images(content: bytes, scans: PagesAtOnce | None) -> tuple[Page, ...]:
    pages: list[Page] = []
    for number, picture in enumerate(pictures(content), start=1):
        if scans is None:
            pages.append(Page(number, *picture.size, (), Source.OCR))
        else:
            scans.start(picture, number, pages.append)
    if scans is not None:
        scans.finish()
    return tuple(pages)


def _structured(attachments: tuple[tuple[str, bytes], ...]) -> tuple[Structured | None, tuple[Remark, ...]]:
    data = embedded(attachments)
    if data is None:
        return None, ()
    try:
        return read_einvoice(data), ()
    except Refused as refusal:
        if refusal.disposition.kind is DispositionKind.QUARANTINE:
            raise
        sentence = f"The data embedded in the PDF can't be used: {refusal.disposition.sentence}"
        return None, (Remark(Reason.EMBEDDED_FILE.value, sentence),)


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A Reading as JSON-ready values; ``reading_from_json`` gives it back unchanged."""
    value: dict[str, Any] = _READING.dump_python(reading, mode="json")
    return value


def reading_from_json(value: Any) -> Reading:
    """The Reading that ``read_document`` wrote down."""
    return _READING.validate_python(value)
