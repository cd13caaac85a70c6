"""Small files for the intake tests, good and bad, written out by hand."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
TEXT = b"BT /F1 11 Tf 50 700 Td (Total due: USD 1,284.50) Tj ET"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def raw_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first one its catalogue."""
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return out + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)


def pdf(
    content: bytes = TEXT,
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    box: bytes = b"0 0 612 792",
    more: Sequence[bytes] = (),
    body: bytes | None = None,
) -> bytes:
    """A PDF of one page; further objects are numbered from 6."""
    return raw_pdf([
        b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Resources<</Font<</F1 5 0 R>>%s>>/Contents 4 0 R%s>>"
        % (box, resources, page),
        stream(content) if body is None else body,
        FONT,
        *more,
    ])  # fmt: skip


def updated(content: bytes, number: int, body: bytes) -> bytes:
    """The PDF with an update appended that replaces one object."""
    at = len(content)
    previous = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    out = content + b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, at)
    end = b"trailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (previous, len(out))
    return out + table + end


def bomb(size: int) -> bytes:
    """A stream that unpacks to *size* blanks."""
    machine = zlib.compressobj(9)
    packed = b"".join(machine.compress(b" " * min(1 << 20, size - at)) for at in range(0, size, 1 << 20))
    return packed + machine.flush()


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def mail(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """A mail with attachments."""
    import base64

    head = (
        b"From: a@example.com\r\nTo: ap@example.com\r\nSubject: Invoice\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="b1"\r\n\r\n'
    )
    body = b"".join(
        b'--b1\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="%s"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%s\r\n" % (name.encode(), base64.encodebytes(content))
        for name, content in parts
    )
    return head + body + b"--b1--\r\n"


def workbook(sheet: bytes, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """An XLSX of one sheet."""
    rows = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
    return zipped([
        ("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", rows % sheet), *more,
    ])  # fmt: skip


UBL = (
    b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" '
    b'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"><cbc:ID>%s</cbc:ID></Invoice>'
)
