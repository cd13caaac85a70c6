"""Unpacking PDF streams to a bound, so that a bomb is counted and never held (ISO 32000-1, 7.4)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bpo_pipeline.errors import Refused
from bpo_pipeline.intake.limits import Limits
from bpo_pipeline.model.reasons import DispositionKind, Reason

_CHUNK = 1 << 18
_MOST_FILTERS = 16
_STREAM = re.compile(rb"(?<!end)stream(?:\r\n|\n|\r)")
_FILTER = re.compile(rb"/(?:Filter|F)\s*(\[[^\]]{0,2000}\]|/[A-Za-z0-9]+)")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_NAME = re.compile(rb"/([A-Za-z0-9]+)")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_PLAIN_PICTURES = {"DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"}

Chunks = Iterator[bytes]


@dataclass(slots=True)
class Tally:
    """What was unpacked so far, against the document's limit."""

    limits: Limits
    total: int = 0
    damaged: list[str] = field(default_factory=list)
    """Names of the errors met; a damaged stream gives what comes before the damage."""

    def bounded(self, chunks: Chunks, most: int, *, counts: bool = True) -> Chunks:
        """Pass the chunks on. Raises Refused (decompression_bomb) when they exceed the bounds."""
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if counts:
                self.total += len(chunk)
            if size > most or self.total > self.limits.document_bytes:
                sentence = "The PDF unpacks to far more than a document holds. Please export it again."
                raise Refused(Reason.DECOMPRESSION_BOMB, sentence, DispositionKind.QUARANTINE)
            yield chunk


def unpacked(data: bytes, filters: Sequence[str], tally: Tally, most: int, *, counts: bool = True) -> Chunks:
    """The stream behind its filters in chunks, each filter's output bounded; a picture's own coding stays as it is.

    Raises Refused: decompression_bomb, nesting_limit for more than 16 filters.
    """
    if len(filters) > _MOST_FILTERS:
        raise Refused(Reason.NESTING_LIMIT, "A part of the PDF is packed too many times.", DispositionKind.QUARANTINE)
    chunks: Chunks = (data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
    for name in filters:
        if name in _PLAIN_PICTURES:
            break
        decoder = _DECODERS.get(name)
        if decoder is None:
            break
        chunks = tally.bounded(decoder(chunks, tally), most, counts=counts)
    return chunks


def scan(content: bytes, tally: Tally) -> None:
    """Unpack every stream that the raw bytes show, before any library does; nothing is kept.

    A stream whose filters cannot be seen here is tried as zlib data. Raises Refused as ``unpacked``.
    """
    limits = tally.limits
    picture_bytes = 4 * limits.image_pixels
    for match in _STREAM.finditer(content):
        head = content[max(0, match.start() - 4096) : match.start()]
        head = _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), head[head.rfind(b" obj") + 1 :])
        end = content.find(b"endstream", match.end())
        body = content[match.end() : end if end >= 0 else len(content)]
        named = _FILTER.search(head)
        if named is not None:
            filters = [name.decode() for name in _NAME.findall(named[1])]
        else:
            filters = ["FlateDecode"] if b"/Filter" in head or b"/F " in head else []
        is_picture = _IMAGE.search(head) is not None
        for _ in unpacked(
            body, filters, tally, picture_bytes if is_picture else limits.stream_bytes, counts=not is_picture
        ):
            pass


def _flate(chunks: Chunks, tally: Tally) -> Chunks:
    machine = zlib.decompressobj()
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not machine.eof:
                yield machine.decompress(rest, _CHUNK)
                rest = machine.unconsumed_tail
            if machine.eof:
                return
        yield machine.flush()
    except zlib.error as problem:
        tally.damaged.append(type(problem).__name__)


def _hexadecimal(chunks: Chunks, tally: Tally) -> Chunks:
    del tally
    left = b""
    for chunk in chunks:
        digits = left + re.sub(rb"[^0-9A-Fa-f>]", b"", chunk)
        ended, digits = b">" in digits, digits.partition(b">")[0]
        even = len(digits) - len(digits) % 2
        yield bytes.fromhex(digits[:even].decode())
        left = digits[even:]
        if ended:
            break
    if left:
        yield bytes.fromhex(left.decode() + "0")


def _base85(chunks: Chunks, tally: Tally) -> Chunks:
    group = bytearray()
    for chunk in chunks:
        out = bytearray()
        for byte in chunk:
            if byte == 0x7E:
                break
            if byte == 0x7A and not group:
                out += b"\0\0\0\0"
            elif 0x21 <= byte <= 0x75:
                group.append(byte - 0x21)
                if len(group) == 5:
                    out += _four(group, tally)
                    group.clear()
        yield bytes(out)
        if b"~" in chunk:
            break
    if len(group) > 1:
        yield _four(group + bytearray([84] * (5 - len(group))), tally)[: len(group) - 1]


def _four(group: bytearray, tally: Tally) -> bytes:
    value = 0
    for digit in group:
        value = value * 85 + digit
    if value >> 32:
        tally.damaged.append("ASCII85")
    return (value & 0xFFFFFFFF).to_bytes(4, "big")


def _run_length(chunks: Chunks, tally: Tally) -> Chunks:
    del tally
    data = b""
    for chunk in chunks:
        data += chunk
        out, at = bytearray(), 0
        while at < len(data):
            code = data[at]
            if code == 128:
                yield bytes(out)
                return
            need = 2 + code if code < 128 else 2
            if at + need > len(data):
                break
            out += data[at + 1 : at + need] if code < 128 else data[at + 1 : at + 2] * (257 - code)
            at += need
            if len(out) >= _CHUNK:
                yield bytes(out)
                out.clear()
        data = data[at:]
        yield bytes(out)


def _lzw(chunks: Chunks, tally: Tally) -> Chunks:
    """As in ISO 32000-1, 7.4.4, with early change, which all writers use."""
    table: list[bytes] = [bytes([one]) for one in range(256)] + [b"", b""]
    width, bits, held, last = 9, 0, 0, b""
    for chunk in chunks:
        out = bytearray()
        for byte in chunk:
            held, bits = (held << 8 | byte) & 0xFFFFFFF, bits + 8
            if bits < width:
                continue
            bits -= width
            code = held >> bits & (1 << width) - 1
            if code == 257:
                yield bytes(out)
                return
            if code == 256:
                del table[258:]
                width, last = 9, b""
                continue
            if code > len(table) or (code == len(table) and not last):
                tally.damaged.append("LZW")
                yield bytes(out)
                return
            found = table[code] if code < len(table) else last + last[:1]
            if last and len(table) < 4096:
                table.append(last + found[:1])
            out += found
            last = found
            width = min(12, max(9, (len(table) + 1).bit_length()))
            if len(out) >= _CHUNK:
                yield bytes(out)
                out.clear()
        yield bytes(out)


_DECODERS: dict[str, Callable[[Chunks, Tally], Chunks]] = {
    "FlateDecode": _flate,
    "Fl": _flate,
    "ASCIIHexDecode": _hexadecimal,
    "AHx": _hexadecimal,
    "ASCII85Decode": _base85,
    "A85": _base85,
    "RunLengthDecode": _run_length,
    "RL": _run_length,
    "LZWDecode": _lzw,
    "LZW": _lzw,
}
