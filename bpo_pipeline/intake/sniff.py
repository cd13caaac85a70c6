"""What a file is, by its first bytes; the name is only compared with it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import DispositionKind, Reason

PDF, PNG, JPEG, TIFF, WEBP = "application/pdf", "image/png", "image/jpeg", "image/tiff", "image/webp"
XML, ZIP, MAIL, CSV = "application/xml", "application/zip", "message/rfc822", "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFX = "application/x-ofx"
SUPPORTED = frozenset({PDF, PNG, JPEG, TIFF, WEBP, XML, ZIP, MAIL, CSV, XLSX, OFX})
CONTAINERS = frozenset({ZIP, MAIL})
TABLES = frozenset({CSV, XLSX})

OLE, HTML, TEXT, BINARY = "application/x-ole-storage", "text/html", "text/plain", "application/octet-stream"
_MAGICS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/java-vm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"\0\0\0\x0cjP  ", "image/jp2"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\0", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
)
_PICTURES = frozenset({PNG, JPEG, TIFF, WEBP})
"""Scanning programs and browsers mix up their endings; nobody is deceived by that."""
_ENDINGS: dict[str, frozenset[str]] = {
    "pdf": frozenset({PDF}),
    "png": _PICTURES,
    "jpg": _PICTURES,
    "jpeg": _PICTURES,
    "jpe": _PICTURES,
    "tif": _PICTURES,
    "tiff": _PICTURES,
    "webp": _PICTURES,
    "xml": frozenset({XML}),
    "zip": frozenset({ZIP}),
    "eml": frozenset({MAIL}),
    "csv": frozenset({CSV}),
    "xlsx": frozenset({XLSX, OLE}),  # a workbook with a password is an OLE file; it is refused as encrypted
    "xlsm": frozenset({XLSX}),
    "txt": frozenset({TEXT, CSV}),
    "ofx": frozenset({OFX}),
    "qbo": frozenset({OFX}),
}
_HEADER_LINE = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
_MAIL_HEADER = re.compile(
    rb"(?im)^(?:from|received|return-path|mime-version|subject|date|delivered-to|message-id|content-type):"
)
_TAG = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_HTML = re.compile(
    rb"(?i)^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|table|form|title|iframe)\b", re.DOTALL
)
_PDF_HEADER = re.compile(rb"%PDF-\d")
_OFX = re.compile(rb"OFXHEADER:\s?\d|<\?xml[^>]*>\s*<\?OFX\s|<\?OFX\s")
"""OFX 1.x (SGML) and 2.x (XML), Open Financial Exchange 2.2, 2.2."""
_DELIMITER = re.compile(r"[,;\t|]")
_SAMPLE_LINES = 200


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What the content is."""

    media_type: str
    polyglot: bool = False
    """It is at least two kinds of file at once."""


def sniff(content: bytes, name: str = "") -> Sniffed:
    """The media type by content. The name decides only whether plain text with commas is a table."""
    header = _PDF_HEADER.search(content[:1024])
    if header is not None and not _packed(content, header.start()):
        return Sniffed(PDF, polyglot=_two_faced(content, header.start()))
    for magic, media_type in _MAGICS:
        if content.startswith(magic):
            return Sniffed(_office(content) if media_type == ZIP else media_type)
    if content[4:8] == b"ftyp":
        return Sniffed("image/heic" if content[8:11] in {b"hei", b"hev", b"mif", b"msf", b"avi"} else "video/mp4")
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Sniffed(WEBP)
    return Sniffed(_text(content, name))


def name_disagrees(name: str, media_type: str) -> bool:
    """Whether the name's ending promises another kind of file than the content is."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name.strip(".") else ""
    return ending in _ENDINGS and media_type not in _ENDINGS[ending]


def require_supported(content: bytes, name: str) -> str:
    """The media type, when it is one we take and the name does not lie about it.

    Raises Refused: polyglot, type_mismatch, encrypted (workbook with a password), unsupported_type.
    """
    found = sniff(content, name)
    if found.polyglot:
        sentence = "The file is two kinds of file at once. Please export the document again as a plain PDF."
        raise Refused(Reason.POLYGLOT, sentence, DispositionKind.QUARANTINE)
    if found.media_type == OLE and "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(Reason.ENCRYPTED, "The workbook is protected by a password. Please send it without one.")
    if name_disagrees(name, found.media_type):
        sentence = (
            f"The file's name does not fit its content ({found.media_type}). Please send it under its right name."
        )
        raise Refused(Reason.TYPE_MISMATCH, sentence)
    if found.media_type not in SUPPORTED:
        taken = "PDF, PNG, JPEG, TIFF, WebP or e-invoice XML"
        sentence = f"Files of the type {found.media_type} are not taken. Please send {taken}."
        raise Refused(Reason.UNSUPPORTED_TYPE, sentence)
    return found.media_type


def _packed(content: bytes, at: int) -> bool:
    """Whether *at* lies in a file of an archive that stores its files as they are, and not in a gap between them."""
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            stored = [one for one in archive.infolist() if one.compress_type == zipfile.ZIP_STORED]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return at == _data_start(content, 0)  # an archive that breaks off: its first file still begins there
    return any(0 <= at - _data_start(content, one.header_offset) < one.compress_size for one in stored)


def _data_start(content: bytes, header: int) -> int:
    """Where the bytes of a packed file begin, after its local header (APPNOTE.TXT 4.3.7)."""
    lengths = content[header + 26 : header + 30].ljust(4, b"\0")
    return header + 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")


def _two_faced(content: bytes, header: int) -> bool:
    before = content[:header].lstrip(b"\xef\xbb\xbf")
    if _HTML.search(before) or any(before.startswith(magic) for magic, _ in _MAGICS if len(magic) > 2):
        return True
    tail = content[content.rfind(b"%%EOF") + 5 :][-(64 * 1024 + 22) :]
    return b"PK\x05\x06" in tail or b"<script" in tail.lower() or b"<html" in tail.lower()


def _office(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:2000])
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ZIP
    if "[Content_Types].xml" in names:
        if any(name.startswith("xl/") for name in names):
            return XLSX
        return "application/vnd.openxmlformats-officedocument"
    return ZIP


def _text(content: bytes, name: str) -> str:
    head = content[:65536]
    is_csv = name.lower().endswith(".csv")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        head = head.decode("utf-16", "replace").encode()
    elif b"\0" in head and not is_csv:
        return BINARY
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _OFX.match(start):
        return OFX
    marked_up = _marked_up(start)
    if marked_up:
        return marked_up
    if start.startswith(b"From "):  # a mail taken out of a mailbox file
        start = start.partition(b"\n")[2]
    if _HEADER_LINE.match(start) and len(_MAIL_HEADER.findall(start[:8192])) >= 2:
        return MAIL
    text = start.decode("utf-8", "replace")
    if is_csv and _is_table(text):
        return CSV
    controls = sum(1 for character in text[:4096] if character < " " and character not in "\t\r\n\f")
    return BINARY if controls > len(text[:4096]) // 20 else TEXT


def _is_table(text: str) -> bool:
    """Whether the first line, or most of the lines after a title, are cut by delimiters."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    cut = [bool(_DELIMITER.search(line)) for line in lines]
    return bool(cut) and (cut[0] or sum(cut) * 2 > len(cut) > 1)


def _marked_up(start: bytes) -> str:
    """HTML, SVG or XML, or an empty text for anything else."""
    if _HTML.search(start):
        return HTML
    if not start.startswith(b"<"):
        return ""
    tags = _TAG.findall(start[:8192])
    if not tags:
        return XML if start.startswith((b"<?xml", b"<!")) else TEXT
    return "image/svg+xml" if tags[0] == b"svg" else XML
