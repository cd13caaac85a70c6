"""Pages as pictures: pixels made in the sandbox, never the client's file; kept for a while, by what they show."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from bpo_pipeline.app import App
from bpo_pipeline.errors import BackOfficeError
from bpo_pipeline.flow.readings import kept_reading
from bpo_pipeline.model.ledger import Case
from bpo_pipeline.model.reading import Page, Reading
from bpo_pipeline.store import NotThere

MOST_BYTES = 128 * 1024 * 1024
DOTS = 130
SECONDS = 30.0


@dataclass
class Kept:
    """The pictures that were asked for last, up to a number of bytes."""

    most: int = MOST_BYTES
    pictures: OrderedDict[tuple[str, str, int], bytes] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: tuple[str, str, int]) -> bytes | None:
        """The picture, if it is kept."""
        with self.lock:
            if key in self.pictures:
                self.pictures.move_to_end(key)
            return self.pictures.get(key)

    def put(self, key: tuple[str, str, int], picture: bytes) -> None:
        """Keep it, and let go of the ones that nobody has asked for longest."""
        with self.lock:
            self.pictures[key] = picture
            while sum(map(len, self.pictures.values())) > self.most and len(self.pictures) > 1:
                self.pictures.popitem(last=False)


KEPT = Kept()


def reading_of(office: App, case: Case) -> Reading:
    """What was read from the document; empty when nothing was, or it is deleted by now."""
    try:
        return kept_reading(office.vault, case)
    except NotThere:
        return Reading(pages=())


def reading_if_there(office: App, case: Case) -> Reading | None:
    """What was read; None while it cannot be fetched: a page that shows more than the reading is shown without it."""
    try:
        return reading_of(office, case)
    except BackOfficeError:
        return None


def picture(office: App, case: Case, number: int) -> bytes:
    """One page (from 1) as PNG, upright as it was read. Raises Refused for a page that is not there."""
    document = case.document
    key = (document.client, document.sha256, number)
    known = KEPT.get(key)
    if known is None:
        page = page_of(reading_of(office, case), number)
        rotation = page.rotation if page else 0
        arguments = {"media_type": document.media_type, "page": number, "dpi": DOTS, "rotation": rotation}
        original = office.vault.get_original(document.client, document.sha256)
        known = office.sandbox().run("render", original, arguments=arguments, wall_seconds=SECONDS).blobs[0]
        KEPT.put(key, known)
    return known


def page_of(reading: Reading, number: int) -> Page | None:
    """The page with that number."""
    return next((one for one in reading.pages if one.number == number), None)
