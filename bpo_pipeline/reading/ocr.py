"""Pictures to words: sized for the engine, laid level, turned upright, read, and put back where they were."""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from bpo_pipeline.model.reading import Box, Page, Source, Word
from bpo_pipeline.reading.bands import without_bands
from bpo_pipeline.reading.engines import Grey, Layout, OcrEngine, Seen
from bpo_pipeline.reading.images import Picture
from bpo_pipeline.reading.shadows import without_shadows
from bpo_pipeline.reading.skew import angle, runs_upwards, turn
from bpo_pipeline.reading.words import in_reading_order

_DOTS = 300
_LEAST_DOTS = 220
_MOST_GROWTH = 3.0
_MOST_PIXELS = 40_000_000
_GOOD = 0.90
"""Quality below which the next engine looks at a page too."""
_AS_MUCH = 0.7
"""The next engine's words are taken unless it found less than this share of the letters."""
_SHEET = re.compile(r"(?i)time ?(?:sheet|card)|stundenzettel")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:;][0-5]\d(?!\d)")
_NOISE = 0.30
_PATIENCE = 10.0
"""Processor seconds spent on one page after which no further attempt is made."""


@dataclass(frozen=True, slots=True)
class _Pass:
    """One attempt at a picture."""

    words: list[Seen]
    turn: int
    seconds: float
    """Processor time that it took."""
    level: bool = True
    """Whether the picture was laid level before (if it leant at all)."""

    @property
    def letters(self) -> int:
        """Letters and digits found."""
        return sum(map(str.isalnum, "".join(one.text for one in self.words)))

    @property
    def quality(self) -> float:
        """Mean confidence of letters and digits, less for a picture with hardly any."""
        weights = [sum(map(str.isalnum, one.text)) for one in self.words]
        total = sum(weights)
        if _sideways(self.words):
            return 0.0
        mean = sum(one.confidence * weight for one, weight in zip(self.words, weights, strict=True)) / max(total, 1)
        return mean * min(total / 20, 1.0)


def _sideways(words: Sequence[Seen]) -> bool:
    """Whether the engine found lines that run up or down: it reads them, but the page is not upright."""
    long = [one for one in words if len(one.text) > 3]
    tall = sum(one.bottom - one.top > 1.5 * (one.right - one.left) for one in long)
    return len(long) > 0 and tall > 0.5 * len(long)


def read_picture(picture: Picture, number: int, *, engines: Sequence[OcrEngine], languages: Sequence[str]) -> Page:
    """One page read by OCR; boxes in points on the upright page, *number* from 1.

    A slip goes to the last engine alone, a larger page to one after the other until one reads it well.
    """
    chosen = engines[-1:] if picture.is_slip else engines
    best, by = _look(picture, chosen[0], languages, last=len(chosen) == 1), chosen[0]
    for engine in chosen[1:]:
        if best.quality >= _GOOD and not _punched(best.words):
            break
        other = _look(picture, engine, languages, last=True)
        if other.letters >= _AS_MUCH * best.letters or other.quality > best.quality:
            best, by = other, engine
    words = in_reading_order(_word(one) for one in best.words if not _is_noise(one))
    width, height = picture.size if best.turn in (0, 180) else reversed(picture.size)
    return Page(number, width, height, words, Source.OCR, best.turn, by.name)


def _punched(words: Sequence[Seen]) -> bool:
    """Whether the page is full of times of day: a timesheet, in whose ruled cells the first engine errs unawares."""
    titled = any(_SHEET.search(one.text) for one in words)
    return titled or sum(bool(_CLOCK.search(one.text)) for one in words) >= 6


def _look(picture: Picture, engine: OcrEngine, languages: Sequence[str], *, last: bool) -> _Pass:
    """What one engine reads, in points; the *last* engine looks again where little was read."""
    sized, scale = _sized(picture) if engine.wants_clean else (picture.pixels, 1.0)
    pixels = without_shadows(without_bands(sized)) if engine.wants_clean else sized
    lean = angle(pixels)
    level = turn(pixels, lean) if lean else pixels
    layout = Layout.SLIP if picture.is_slip else Layout.PAGE
    best = _read(level, 0, layout, engine, languages)
    if last and best.quality < engine.poor:
        best = _harder(best, pixels, layout, engine, languages)
        lean = lean if best.level else 0.0
    points = 72 / picture.dots_per_inch / scale
    seen = [_unturned(one, lean, level.shape) if lean else one for one in best.words]
    return replace(best, words=[_scaled(one, points) for one in seen])


def _harder(first: _Pass, pixels: Grey, layout: Layout, engine: OcrEngine, languages: Sequence[str]) -> _Pass:
    """Try another layout and, where hardly anything was read, the other ways up; the best attempt wins.

    A page as dense as a half-tone photograph takes long each time; what is read badly goes to a person anyway.
    """
    best, spent = first, first.seconds
    one_way = engine.poor == engine.hopeless
    attempts = [] if one_way or _sideways(first.words) else [(0, Layout.SPARSE)]
    if first.quality < engine.hopeless:
        upwards = _sideways(first.words) or runs_upwards(pixels)
        attempts += [(one, layout) for one in ((90, 270, 180) if upwards else (180,))]
    for quarter, how in attempts:
        if spent > _PATIENCE:
            break
        attempt = replace(_read(pixels, quarter, how, engine, languages), level=False)
        spent += attempt.seconds
        if attempt.quality > best.quality + 0.03:
            best = attempt
        if best.quality >= engine.poor:
            break
    return best


def _read(pixels: Grey, clockwise: int, layout: Layout, engine: OcrEngine, languages: Sequence[str]) -> _Pass:
    turned = np.ascontiguousarray(np.rot90(pixels, -clockwise // 90)) if clockwise else pixels
    before = _spent()
    words = engine.see(turned, dots_per_inch=_DOTS, languages=languages, layout=layout)
    return _Pass(words, clockwise, _spent() - before)


def _spent() -> float:
    """Processor seconds of this thread and of the programs that its process started and waited for."""
    return time.thread_time() + sum(os.times()[2:4])


def _sized(picture: Picture) -> tuple[Grey, float]:
    """The picture near 300 dots per inch (never above 40 million pixels), and the factor it grew by."""
    height, width = picture.pixels.shape
    scale = 1.0
    if picture.dots_per_inch < _LEAST_DOTS:
        scale = min(_DOTS / picture.dots_per_inch, _MOST_GROWTH)
    scale = min(scale, math.sqrt(_MOST_PIXELS / (width * height)))
    if scale == 1.0:
        return picture.pixels, 1.0
    size = (max(round(width * scale), 1), max(round(height * scale), 1))
    return np.asarray(Image.fromarray(picture.pixels).resize(size, Image.Resampling.BICUBIC)), scale


def _unturned(seen: Seen, lean: float, shape: tuple[int, ...]) -> Seen:
    """Where a word of the levelled picture lies on the picture as it came."""
    middle_x, middle_y = shape[1] / 2, shape[0] / 2
    radians = math.radians(lean)
    cosine, sine = math.cos(radians), math.sin(radians)
    x, y = (seen.left + seen.right) / 2 - middle_x, (seen.top + seen.bottom) / 2 - middle_y
    shift_x = x * cosine - y * sine + middle_x - (seen.left + seen.right) / 2
    shift_y = x * sine + y * cosine + middle_y - (seen.top + seen.bottom) / 2
    return replace(
        seen, left=seen.left + shift_x, top=seen.top + shift_y, right=seen.right + shift_x, bottom=seen.bottom + shift_y
    )


def _scaled(seen: Seen, factor: float) -> Seen:
    return replace(
        seen, left=seen.left * factor, top=seen.top * factor, right=seen.right * factor, bottom=seen.bottom * factor
    )


def _word(seen: Seen) -> Word:
    box = Box(seen.left, seen.top, seen.right, seen.bottom)
    return Word(seen.text, box, round(seen.confidence, 3), round(box.height, 1), second=seen.second)


def _is_noise(seen: Seen) -> bool:
    return seen.confidence < _NOISE and not any(one.isalnum() for one in seen.text)
