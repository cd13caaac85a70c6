"""Each file gets one disposition with a reason; the check needs neither its name nor its goodwill."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from intake_files import EICAR, TEXT, UBL, bomb, mail, pdf, raw_pdf, stream, updated, workbook, zipped
from PIL import Image

from bpo_pipeline.intake import Limits
from bpo_pipeline.intake.screen import check, screen, screened_from_json

FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
GOOD = pdf()


def code(content: bytes, name: str = "x.pdf", limits: Limits | None = None) -> str:
    """The disposition's code."""
    screened = check(content, name, limits or Limits())
    assert screened.disposition.code == "accept" or screened.disposition.sentence.endswith("."), "a sentence to act on"
    return screened.disposition.code


def picture(kind: str, size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """A picture with some ink."""
    out = io.BytesIO()
    Image.effect_noise(size, 50).save(out, kind, **options)
    return out.getvalue()


def laughs(depth: int, times: int) -> bytes:
    """Forms that draw the next one several times, level by level."""
    forms = [
        stream(
            b"/X Do " * times if level < depth - 1 else TEXT,
            FORM + b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + level),
        )
        for level in range(depth)
    ]
    return pdf(b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=forms)


def image_object(width: int, height: int) -> bytes:
    """A picture inside a PDF; its data is not looked at."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
    return stream(b"\0", entries % (width, height))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(GOOD, "accept", id="a good invoice"),
        pytest.param(GOOD + b"\0" * 200_000, "accept", id="padded by a fax gateway"),
        pytest.param(pdf(box=b"612 792 0 0"), "accept", id="corners swapped"),
        pytest.param(GOOD.split(b"xref\n0")[0] + b"trailer\n<</Root 1 0 R>>\n", "accept", id="no xref"),
        pytest.param(b"", "reject:empty_file", id="empty"),
        pytest.param(b"%PDF-1.7\n", "reject:truncated", id="header only"),
        pytest.param(GOOD[: len(GOOD) // 2], "reject:truncated", id="cut in half"),
        pytest.param(pdf(b""), "reject:no_text", id="blank"),
        pytest.param(pdf(box=b"0 0 14400 14400"), "reject:page_too_large", id="200 inches"),
        pytest.param(pdf(page=b"/UserUnit 10"), "reject:page_too_large", id="user unit"),
        pytest.param(
            pdf(bomb(80 << 20), body=stream(bomb(80 << 20), b"/Filter/FlateDecode")),
            "quarantine:decompression_bomb",
            id="bomb",
        ),
        pytest.param(
            pdf(body=stream(zlib.compress(bomb(80 << 20)), b"/Filter[/FlateDecode/FlateDecode]")),
            "quarantine:decompression_bomb",
            id="bomb in a bomb",
        ),
        pytest.param(
            pdf(body=stream(bomb(80 << 20).hex().encode() + b">", b"/Filter[/ASCIIHexDecode/Fl#61teDecode]")),
            "quarantine:decompression_bomb",
            id="bomb in hexadecimal, name escaped",
        ),
        pytest.param(
            pdf(body=stream(zlib.compress(b"\x81\x20" * 700_000), b"/Filter[/FlateDecode/RunLengthDecode]")),
            "quarantine:decompression_bomb",
            id="run-length bomb",
        ),
        pytest.param(laughs(10, 10), "quarantine:decompression_bomb", id="10^9 drawings"),
        pytest.param(
            pdf(
                b"/X Do",
                resources=b"/XObject<</X 6 0 R>>",
                more=[stream(b"/X Do", FORM + b"/Resources<</XObject<</X 6 0 R>>>>")],
            ),
            "reject:corrupt",
            id="a form that draws itself",
        ),
        pytest.param(
            pdf(b"/I Do", resources=b"/XObject<</I 6 0 R>>", more=[image_object(30000, 30000)]),
            "quarantine:pixel_limit",
            id="900 megapixels",
        ),
        pytest.param(
            pdf(b"/I Do " * 200, resources=b"/XObject<</I 6 0 R>>", more=[image_object(2000, 2000)]),
            "quarantine:pixel_limit",
            id="the same picture 200 times",
        ),
        pytest.param(pdf(more=[b"[" * 400 + b"/JS" + b"]" * 400]), "quarantine:nesting_limit", id="nested objects"),
        pytest.param(
            raw_pdf(
                [
                    b"<</Type/Catalog/Pages 2 0 R>>",
                    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    b"<</Type/Pages/Kids[2 0 R]/Count 1>>",
                ]
            ),
            "reject:corrupt",
            id="page tree loop",
        ),
        pytest.param(pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(1)>>"), "quarantine:active_content", id="script"),
        pytest.param(
            pdf(catalogue=b"/OpenAction<</S/Java#53cript/J#53(1)>>"), "quarantine:active_content", id="escaped script"
        ),
        pytest.param(pdf(catalogue=b"/OpenAction<</S/Launch/F(x)>>"), "quarantine:active_content", id="launch"),
        pytest.param(pdf(catalogue=b"/OpenAction<</S/SubmitForm/F(x)>>"), "quarantine:active_content", id="submit"),
        pytest.param(pdf(catalogue=b"/AcroForm<</XFA(x)/Fields[]>>"), "quarantine:active_content", id="XFA"),
        pytest.param(
            pdf(catalogue=b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>/AcroForm<</Fields[3 0 R]>>"),
            "quarantine:active_content",
            id="script of a form without its author's rights",
        ),
        pytest.param(
            pdf(
                catalogue=b"/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>/AcroForm<</Fields[3 0 R]>>"
                b"/Perms<</UR3 3 0 R>>"
            ),
            "review:active_content",
            id="scripts left when a filling program took the XFA out",
        ),
        pytest.param(
            pdf(page=b"/Annots[<</Type/Annot/Subtype/RichMedia/Rect[0 0 9 9]>>]"),
            "quarantine:active_content",
            id="film",
        ),
        pytest.param(
            pdf(page=b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(99)>>]"),
            "review:annotation",
            id="note",
        ),
        pytest.param(
            pdf(page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://x)>>>>]"),
            "accept",
            id="link",
        ),
        pytest.param(
            updated(GOOD, 4, stream(TEXT.replace(b"1,", b"8,"))), "review:incremental_update", id="changed amount"
        ),
        pytest.param(updated(GOOD, 1, b"<</Type/Catalog/Pages 2 0 R/Lang(en)>>"), "accept", id="harmless update"),
        pytest.param(
            GOOD.replace(b"/Length 54", b"/Length 54/Filter/FlateDecode"), "review:extraction_incomplete", id="damaged"
        ),
        pytest.param(GOOD + zipped([("a.txt", b"x")]), "quarantine:polyglot", id="PDF and archive"),
        pytest.param(b"<html><script>1</script><!--\n" + GOOD, "quarantine:polyglot", id="page and PDF"),
        pytest.param(b"X" * 1000 + b"\n" + GOOD, "accept", id="junk first"),
        pytest.param(b"Invoice 1\nTotal 10.00\n", "reject:type_mismatch", id="text"),
        pytest.param(b"MZ" + b"\0" * 300, "reject:type_mismatch", id="program"),
        pytest.param(b"%!PS\n{ } loop\n", "reject:type_mismatch", id="PostScript"),
        pytest.param(EICAR, "quarantine:malware", id="test virus"),
    ],
)
def test_a_pdf_or_what_calls_itself_one(content: bytes, expected: str) -> None:
    assert code(content) == expected


def embedded(name: bytes, content: bytes) -> bytes:
    """A PDF that carries a file."""
    names = b"/Names<</EmbeddedFiles<</Names[(%s) 6 0 R]>>>>" % name
    carrier = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 7 0 R>>>>" % (name, name)
    packed = stream(zlib.compress(content), b"/Type/EmbeddedFile/Filter/FlateDecode")
    return pdf(catalogue=names, more=[carrier, packed])


def test_a_moving_webp_is_counted_picture_by_picture() -> None:
    frames = [Image.effect_noise((20, 20), 9 * number) for number in range(1, 4)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])

    assert check(out.getvalue(), "x.webp", Limits()).page_count == 3
    assert code(out.getvalue(), "x.webp", Limits(pages=2)) == "reject:too_many_pages"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (UBL % b"1", "accept"),
        (b"MZ" + b"\0" * 80, "quarantine:embedded_file"),
        (zipped([("a", b"x")]), "quarantine:embedded_file"),
        (b"delivered on Monday", "review:embedded_file"),
        (EICAR, "quarantine:malware"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + UBL % b"1", "review:embedded_file"),
    ],
)
def test_an_einvoice_may_be_embedded_and_a_program_may_not(content: bytes, expected: str) -> None:
    assert code(embedded(b"factur-x.xml", content)) == expected


def test_a_font_map_may_list_many_characters_but_not_name_millions() -> None:
    listed = b"".join(b"<%04x> <%04x>\n" % (one, one) for one in range(3000))
    font = b"<</Type/Font/Subtype/Type1/BaseFont/X/ToUnicode 7 0 R>>"
    ranged = b"1 beginbfrange <00000000> <0fffffff> <0041> endbfrange"
    assert code(pdf(more=[font, stream(b"beginbfchar\n" + listed + b"endbfchar")])) == "accept"
    assert code(pdf(more=[font, stream(ranged)])) == "quarantine:decompression_bomb"


def test_a_font_encoding_that_is_a_path_is_refused() -> None:
    font = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/#2Ftmp#2Fcanary>>"
    assert code(pdf(more=[font])) == "reject:corrupt"


def test_five_hundred_pages_pass_and_one_more_does_not() -> None:
    def pages(count: int) -> bytes:
        kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
        one = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 3 0 R>>"
        tree = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)
        return raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, stream(b"0 0 m 9 9 l S"), *[one] * count])

    limits = Limits(pages=20)
    assert check(pages(20), "x.pdf", limits).page_count == 20
    assert code(pages(21), limits=limits) == "reject:too_many_pages"


def test_a_password_is_asked_to_be_removed() -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(GOOD)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert code(out.getvalue()) == "reject:encrypted"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (picture("PNG"), "x.png", "accept"),
        (picture("JPEG"), "x.png", "accept"),
        (picture("TIFF", compression="tiff_lzw"), "x.tif", "accept"),
        (picture("WEBP"), "x.webp", "accept"),
        (picture("WEBP"), "x.png", "accept"),
        (picture("WEBP")[:200], "x.webp", "reject:corrupt"),
        (b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 100, "x.webp", "reject:type_mismatch"),
        (picture("JPEG")[:-400], "x.jpg", "reject:truncated"),
        (picture("PNG")[:300], "x.png", "reject:truncated"),
        (picture("PNG")[:29] + b"\0\0\0\0" + picture("PNG")[33:], "x.png", "reject:corrupt"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "x.png", "reject:type_mismatch"),
        (picture("GIF"), "x.gif", "reject:unsupported_type"),
        (b"\0" * 1000, "x.bin", "reject:unsupported_type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "x.svg", "reject:unsupported_type"),
    ],
)
def test_a_picture(content: bytes, name: str, expected: str) -> None:
    assert code(content, name) == expected


def test_a_picture_is_counted_in_pixels_before_it_is_unpacked() -> None:
    def claim(width: int, height: int) -> bytes:
        head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
        body = struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
        return b"\x89PNG\r\n\x1a\n" + body + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))

    assert code(claim(50_000, 50_000), "x.png") == "quarantine:pixel_limit"


def test_a_tiffs_pages_are_counted_and_a_circle_of_them_is_refused() -> None:
    pages = [Image.effect_noise((20, 20), 9) for _ in range(3)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    good = out.getvalue()
    assert check(good, "x.tif", Limits()).page_count == 3
    assert code(good, "x.tif", Limits(pages=2)) == "reject:too_many_pages"
    (first,) = struct.unpack_from("<I", good, 4)
    (entries,) = struct.unpack_from("<H", good, first)
    at = first + 2 + 12 * entries
    assert code(good[:at] + struct.pack("<I", first) + good[at + 4 :], "x.tif") == "reject:corrupt"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (UBL % b"1", "accept"),
        (b"<?xml version='1.0'?><a/>", "reject:unsupported_type"),
        ((UBL % b"1")[:-5], "reject:corrupt"),
        (b"<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + UBL % b"&x;", "quarantine:xml_dtd"),
        (("<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x'>" + (UBL % b"1").decode()).encode("utf-16"), "quarantine:xml_dtd"),
        (b"<a>" * 5000 + b"</a>" * 5000, "quarantine:nesting_limit"),
        (UBL % (b"9" * 70_000), "review:field_too_long"),
    ],
)
def test_an_einvoice(content: bytes, expected: str) -> None:
    assert code(content, "x.xml") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (zipped([("a.pdf", GOOD), ("b.pdf", GOOD)]), "accept"),
        (zipped([]), "reject:not_a_document"),
        (zipped([("../../etc/x", b"x")]), "quarantine:archive_unsafe"),
        (zipped([("..\\x", b"x")]), "quarantine:archive_unsafe"),
        (zipped([("/etc/x", b"x")]), "quarantine:archive_unsafe"),
        (zipped([(f"{number}", b"") for number in range(201)]), "reject:too_many_files"),
        (zipped([("a", b" " * (20 << 20))]), "quarantine:archive_bomb"),
        (zipped([("a.zip", zipped([("b.zip", zipped([("c.zip", GOOD)]))]))]), "quarantine:archive_bomb"),
        (zipped([("a.zip", zipped([("b.pdf", GOOD)]))]), "accept"),
        (zipped([("x.com", EICAR)]), "quarantine:malware"),
        (zipped([("a.zip", zipped([("x.com", EICAR)]))]), "quarantine:malware"),
        (zipped([("a.pdf", GOOD)])[:-30], "reject:corrupt"),
    ],
)
def test_an_archive(content: bytes, expected: str) -> None:
    assert code(content, "x.zip") == expected


def stored(members: list[tuple[str, bytes]]) -> bytes:
    """A zip archive whose files are not compressed, so that their first bytes are the archive's."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def with_extra(content: bytes, extra: bytes) -> bytes:
    """The archive with bytes between the local header and the file's own bytes, which no directory lists."""
    header = content[:28] + len(extra).to_bytes(2, "little") + content[30:]
    name_ends = 30 + int.from_bytes(content[26:28], "little")
    directory = int.from_bytes(content[-6:-2], "little") + len(extra)
    moved = header[:-6] + directory.to_bytes(4, "little") + header[-2:]
    return moved[:name_ends] + extra + moved[name_ends:]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (stored([("a.pdf", GOOD)]), "accept"),
        (stored([("note.txt", b"x" * 300), ("a.pdf", GOOD)]), "accept"),
        (stored([("a.zip", stored([("a.pdf", GOOD)]))]), "accept"),
        (stored([("a.pdf", GOOD)])[:-30], "reject:corrupt"),
        (with_extra(stored([("a.txt", b"x")]), GOOD[:900]), "quarantine:polyglot"),
        (stored([("a.txt", b"x")]) + GOOD, "quarantine:polyglot"),
    ],
)
def test_a_pdf_stored_in_an_archive_is_a_file_in_it_and_one_between_its_files_is_a_trick(
    content: bytes, expected: str
) -> None:
    assert code(content, "x.zip") == expected


def test_entries_that_share_bytes_are_a_bomb() -> None:
    content = zipped([("a", b"x" * 4000), ("b", b"y" * 4000)])
    second = content.rfind(b"PK\x01\x02")
    shared = content[: second + 42] + struct.pack("<I", 0) + content[second + 46 :]
    assert code(shared, "x.zip") == "quarantine:archive_bomb"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (mail([("a.pdf", GOOD), ("b.pdf", GOOD)]), "accept"),
        (mail([]), "reject:not_a_document"),
        (mail([("../../etc/x.pdf", GOOD)]), "accept"),
        (mail([("x.com", EICAR)]), "quarantine:malware"),
        (mail([(f"{number}.pdf", b"x") for number in range(201)]), "reject:too_many_files"),
        (b"From mbox\n" + mail([("a.pdf", GOOD)]), "accept"),
        (
            b"From: a\r\nSubject: b\r\nContent-Type: message/rfc822\r\n\r\n" * 60 + mail([("a", GOOD)]),
            "quarantine:nesting_limit",
        ),
    ],
)
def test_a_mail(content: bytes, expected: str) -> None:
    assert code(content, "x.eml") == expected


HEAD = b"id,name,hours\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (HEAD + b"1,Ann,40\n2,Bob,-3.5\n", "accept"),
        ((HEAD + b"1,Ann,40\n").decode().encode("utf-16"), "accept"),
        (HEAD + b"1,A\0nn,40\n", "reject:corrupt"),
        (HEAD + b'1,"Ann,40\n' + b"2,Bob,40\n" * 2000, "reject:corrupt"),
        (b",".join(b"c%d" % number for number in range(300)) + b"\n", "reject:too_many_columns"),
        (HEAD + b"1,\xff\xfe\xfa,40\n", "reject:encoding"),
        (HEAD + b"1,=cmd|' /C calc'!A0,40\n", "review:formula_text"),
        (HEAD + "1,Ann,２０\n".encode(), "review:confusable_chars"),
        (HEAD + "1,B\u043eb,40\n".encode(), "review:confusable_chars"),
        (HEAD + b"1,Ann,2O.00\n", "review:confusable_chars"),
        (HEAD + b"1,A\x1b[2Jnn,40\n", "review:control_chars"),
        (b"TIME SHEET\nEmployee;Ann\nDate;Hours\n1/5;8\n", "accept"),
        (b"Dear all\nplease pay Ann\nas agreed.\nThanks, Bob\n", "reject:type_mismatch"),
    ],
)
def test_a_table(content: bytes, expected: str) -> None:
    assert code(content, "x.csv") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (workbook(b'<row r="1"><c r="A1"><v>1</v></c></row>'), "accept"),
        (workbook(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "reject:too_many_cells"),
        (workbook(b'<row r="1"><c r="ZZ1"><v>1</v></c></row>'), "reject:too_many_columns"),
        (workbook(b"", [("xl/vbaProject.bin", b"x")]), "quarantine:active_content"),
        (workbook(b"", [("xl/sharedStrings.xml", b"<!DOCTYPE a><sst/>")]), "quarantine:xml_dtd"),
        (workbook(b"", [("xl/sharedStrings.xml", b"<si/>" * 4_000_000)]), "quarantine:decompression_bomb"),
    ],
)
def test_a_workbook(content: bytes, expected: str) -> None:
    assert code(content, "x.xlsx") == expected


def test_a_lower_limit_of_a_client_is_kept() -> None:
    assert screened_from_json(
        screen(GOOD, {"name": "x.pdf", "limits": {"file_bytes": 100}}).value
    ).disposition.code == ("reject:too_large")


def test_what_the_screen_writes_down_comes_back_unchanged() -> None:
    changed = updated(GOOD, 4, stream(TEXT.replace(b"1,", b"8,")))
    assert screened_from_json(screen(changed, {"name": "x.pdf"}).value) == check(changed, "x.pdf", Limits())


def test_screening_twice_says_the_same() -> None:
    for content in (GOOD, laughs(10, 10), embedded(b"x.exe", b"MZ\0\0")):
        assert check(content, "x.pdf", Limits()) == check(content, "x.pdf", Limits())
