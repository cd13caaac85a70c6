"""Files that are not one good document: archives, mails, locked, joined and hostile PDFs, letters.

All the same bytes on every day and machine: fixed dates, fixed boundaries, ids made of the contents.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from email.utils import format_datetime
from io import BytesIO

import pikepdf

from bpo_pipeline.generator.blocks import party
from bpo_pipeline.generator.fonts import typeface
from bpo_pipeline.generator.locales import wording_of
from bpo_pipeline.generator.masterdata import Customer, VendorCard
from bpo_pipeline.generator.sheet import A4, LETTER, Sheet

LETTERS = {
    "en": (
        "We are moving",
        "Dear customers and friends of the house,",
        "after twenty years at the old place we have found a bigger one. From next month on you will find us two",
        "streets further, with more room, a proper ramp for deliveries and, at last, enough places to park.",
        "Our telephone numbers stay as they are. We would be glad to welcome you at the opening: there will be",
        "coffee, cake and a tour of the house. Please let us know whether you can come.",
        "With kind regards",
    ),
    "de": (
        "Wir ziehen um",
        "Liebe Kundinnen und Kunden, liebe Freunde des Hauses,",
        "nach zwanzig Jahren am alten Ort haben wir einen größeren gefunden. Ab dem nächsten Monat sind wir zwei",
        "Straßen weiter für Sie da, mit mehr Platz, einer richtigen Rampe und endlich genügend Stellplätzen.",
        "Unsere Telefonnummern bleiben gleich. Wir freuen uns, wenn Sie zur Eröffnung kommen: Es gibt Kaffee,",
        "Kuchen und einen Rundgang durch das Haus. Bitte sagen Sie uns kurz Bescheid, ob wir mit Ihnen rechnen dürfen.",
        "Mit freundlichen Grüßen",
    ),
}


def joined(documents: Sequence[bytes]) -> bytes:
    """Several PDFs behind each other in one."""
    with pikepdf.new() as pdf:
        for content in documents:
            with pikepdf.open(BytesIO(content)) as part:
                pdf.pages.extend(part.pages)
        return _saved(pdf)


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


SEPARATORS = {"en": "Separator sheet", "de": "Trennblatt", "fr": "Feuille de séparation", "nl": "Scheidingsblad",
              "es": "Hoja de separación"}  # fmt: skip


def separator_sheet(sender: VendorCard) -> bytes:
    """The sheet that is laid between two documents before they go through the scanner."""
    sheet = Sheet(typeface("helvetica"), LETTER if sender.country == "US" else A4, "Separator", sender.language)
    sheet.text(sheet.width / 2, 380, SEPARATORS[sender.language], size=36, bold=True, align="centre")
    for bar in range(4):
        sheet.box(120, 440 + 30 * bar, sheet.width - 240, 14 if bar % 2 else 22, fill="#000000")
    return sheet.finish()


def locked(content: bytes) -> bytes:
    """The PDF behind a password (RC4, whose keys depend on the file alone, so that the bytes stay the same)."""
    with pikepdf.open(BytesIO(content)) as pdf:
        out = BytesIO()
        rights = pikepdf.Encryption(owner="owner", user="secret", R=3, aes=False, metadata=False)
        pdf.save(out, static_id=True, encryption=rights, compress_streams=False)
        return out.getvalue()


def with_javascript(content: bytes) -> bytes:
    """The PDF with a script that runs when it is opened."""
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('paid');"))
        return _saved(pdf)


def executable(serial: int) -> bytes:
    """The head of a Windows program, harmless: it holds no code. The serial number makes each one different."""
    return (
        (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00" + b"\x00" * 48).ljust(128, b"\x00")
        + b"This program cannot be run in DOS mode.\r\r\n$PE\x00\x00L\x01\x03\x00".ljust(896, b"\x00")
        + b"%d" % serial
    )


def zipped(members: Mapping[str, bytes]) -> bytes:
    """An archive of the files, packed with bzip2: unlike deflate, its result is the same with every build."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 8, 0, 0))
            archive.writestr(entry, content, compress_type=zipfile.ZIP_BZIP2)
    return out.getvalue()


def mailed(members: Mapping[str, bytes], addressee: str, day: dt.date) -> bytes:
    """A mail with the files attached."""
    mail = EmailMessage()
    mail["Subject"] = "Invoices"
    mail["From"] = "Accounts <accounts@vendor.example>"
    mail["To"] = f"{addressee} <invoices@client.example>"
    mail["Date"] = format_datetime(dt.datetime.combine(day, dt.time(8), dt.UTC))
    mail["Message-ID"] = f"<{day:%Y%m%d}.1@vendor.example>"
    mail.set_content("Please find our invoices attached.\n")
    for name, content in members.items():
        mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    mail.set_boundary("=-part-of-the-mail-=")
    return mail.as_bytes()


def letter(sender: VendorCard, receiver: Customer, day: dt.date, *, serial: int) -> bytes:
    """A letter that is no business document: nothing is ordered, delivered or to be paid.

    The serial number is the clerk's sign under the name, so that no two letters are the same.
    """
    language = sender.language if sender.language in LETTERS else "en"
    subject, *body = LETTERS[language]
    size = LETTER if sender.country == "US" else A4
    sheet = Sheet(typeface("times"), size, subject, language)
    sheet.lines(70, 70, party(sender).lines, size=11, first_bold=True)
    sheet.lines(70, 150, party(receiver).lines, size=11)
    sheet.text(size[0] - 70, 230, wording_of(sender, receiver.currency).date(day), size=11, align="right")
    sheet.text(70, 270, subject, size=13, bold=True)
    y = 300.0
    for paragraph in body:
        y = sheet.lines(70, y, sheet.wrap(paragraph, size[0] - 140, 11), size=11, leading=16)
        y += 2 if paragraph not in {body[0], body[-2]} else 14
    sheet.text(70, y + 30, sender.name, size=11)
    sheet.text(70, y + 46, f"/{serial}", size=8)
    return sheet.finish()


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()
