"""A document as Factur-X / ZUGFeRD: a PDF that a person reads, with the CII XML inside that a machine reads."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pikepdf
from facturx import generate_from_binary

from bpo_pipeline.generator.cii import render_cii
from bpo_pipeline.generator.commerce import Paper
from bpo_pipeline.generator.pdf import render_pdf

LEVEL = "en16931"


def render_facturx(paper: Paper) -> bytes:
    """The hybrid in the EN 16931 profile, the same bytes on every day and machine."""
    xml = render_cii(paper)
    metadata = {
        "author": paper.vendor.name,
        "title": paper.number,
        "subject": paper.doc_type,
        "keywords": "Factur-X",
    }
    page = render_pdf(paper, embedded_fonts=True)
    hybrid = generate_from_binary(
        page, xml, flavor="factur-x", level=LEVEL, check_xsd=False, check_schematron=False,
        pdf_metadata=metadata, lang=paper.vendor.language, xmp_compression=False,
    )  # fmt: skip
    return _without_clock(hybrid, paper.issue_date)


def _without_clock(content: bytes, day: dt.date) -> bytes:
    """The same PDF with the document's own date in place of the clock's, and an id made of its contents."""
    stamp = f"D:{day:%Y%m%d}080000+00'00'"
    iso = f"{day.isoformat()}T08:00:00+00:00"
    with pikepdf.open(BytesIO(content)) as pdf:
        for name in ("/CreationDate", "/ModDate"):
            pdf.docinfo[name] = stamp
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
            for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
                if name in xmp:
                    xmp[name] = iso
        for embedded in pdf.attachments.values():
            stream = embedded.obj.EF.F
            for name in ("/CreationDate", "/ModDate"):
                if "/Params" in stream and name in stream.Params:
                    stream.Params[name] = stamp
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
        return out.getvalue()
