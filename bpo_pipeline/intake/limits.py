"""How large, long, deep and wide a file may be before it is refused or set apart."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Defaults for every client; a client's limits may be lower, raising them needs an operator."""

    file_bytes: int = 50 * MIB
    pages: int = 500
    page_side_inches: float = 60.0
    """Longest side of a page, user unit included."""
    image_pixels: int = 100_000_000
    document_pixels: int = 400_000_000
    """All pictures that a document shows, each as often as it is drawn."""
    stream_bytes: int = 64 * MIB
    """One unpacked part of a file."""
    document_bytes: int = 256 * MIB
    """All unpacked parts of a file together, pictures apart."""
    drawing_steps: int = 250_000
    """Drawing operators of one page, parts drawn repeatedly counted each time (the most in 148 real PDFs: 4,727)."""
    nesting: int = 256
    members: int = 200
    """Files in one mail or archive."""
    archive_ratio: int = 100
    """Unpacked to packed, for archives that unpack to more than 10 MiB."""
    archive_depth: int = 2
    """Archive in a mail is 2, an archive inside that one is too deep."""
    cells: int = 1_000_000
    columns: int = 256
    field_bytes: int = 64 * 1024
    key_bytes: int = 1024
