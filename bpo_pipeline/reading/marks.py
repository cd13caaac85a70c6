"""Optical mark reading: which bubbles of a sheet are filled, with blank, several and weak marks told apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from bpo_pipeline.documents.bubble_sheet import BubbleSheet, Question, bubble_sheet
from bpo_pipeline.errors import Refused
from bpo_pipeline.model.reasons import Reason
from bpo_pipeline.reading.engines.port import Grey
from bpo_pipeline.reading.images import pictures
from bpo_pipeline.reading.output import Output

_WORK_HEIGHT = 1000
_LEAST_PAGE = 0.25
"""Share of the picture that a sheet covers at least."""
_MARKER_SHARE = 17
"""Width of the sheet by that of a corner marker."""
_CORE = 0.5
"""Of a marker's usual width: what is narrower is no part of it."""
_FLAT = 18.0
"""Grey levels by which a mark is darker than the empty bubbles at least."""

_WEAK = 0.36
"""How far towards the usual mark a bubble must be filled to count."""

_Floats = npt.NDArray[np.float64]
_Point = tuple[float, float]


def read_marks(content: bytes, arguments: dict[str, Any]) -> Output:
    """The answers on a picture of a bubble sheet: label -> {value, state, confidence}; run it in the sandbox.

    *arguments*: ``template`` as ``documents.bubble_sheet`` describes. ``state`` is ``marked``, ``blank``, ``several``
    or ``corrected`` (one full and one weak mark: the weak one was rubbed out).
    """
    try:
        sheet = bubble_sheet(arguments["template"])
    except (KeyError, TypeError, ValueError) as problem:
        message = "The template of the bubble sheet cannot be used: see OMRChecker's description of templates."
        raise Refused(Reason.UNSUPPORTED_TYPE, message) from problem
    picture = next(iter(pictures(content)))
    answers = dict(_answers(sheet, _levelled(picture.pixels, sheet)))
    parts = {part for several in sheet.joined.values() for part in several}
    values = {label: answer for label, answer in answers.items() if label not in parts}
    for label, several in sheet.joined.items():
        values[label] = _joined([answers[one] for one in several if one in answers])
    return Output(values)


def _joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    states = {one["state"] for one in parts}
    order = ("several", "corrected", "marked", "blank")
    return {
        "value": "".join(one["value"] for one in parts),
        "state": next((one for one in order if one in states), "blank"),
        "confidence": min((one["confidence"] for one in parts), default=0.0),
    }


def _answers(sheet: BubbleSheet, pixels: Grey) -> Iterator[tuple[str, dict[str, Any]]]:
    dark = [_darkness(one, sheet, pixels) for one in sheet.questions]
    dark = [values - np.percentile(values, 25) for values in dark]  # light falls unevenly, within a question hardly
    line = _line_between(np.concatenate(dark)) if dark else 0.0
    spread = max(2 * line, 1.0)
    for question, values in zip(sheet.questions, dark, strict=True):
        marked = [index for index, value in enumerate(values) if value > max(line, _FLAT)]
        state = "blank" if not marked else "marked" if len(marked) == 1 else "several"
        if state == "several":
            strong = max(values[index] for index in marked)
            weak = min(values[index] for index in marked)
            state = "corrected" if strong - weak > 0.35 * spread else state
        nearest = float(np.abs(values - line).min())
        sure = 0.97 if nearest > 0.2 * spread else 0.6
        value = "".join(question.bubbles[index].value for index in marked) or question.empty
        yield question.label, {"value": value, "state": state, "confidence": sure}


def _darkness(question: Question, sheet: BubbleSheet, pixels: Grey) -> _Floats:
    wide, tall = sheet.bubble
    found = []
    for one in question.bubbles:
        left, top = max(round(one.left), 0), max(round(one.top), 0)
        part = pixels[top : round(one.top + tall), left : round(one.left + wide)]
        found.append(255.0 - float(part.mean()) if part.size else 0.0)
    return np.array(found)


def _line_between(values: _Floats) -> float:
    """The level that parts empty from filled bubbles best (Otsu, 1979), over their distance to their neighbours."""
    scaled = np.clip(values, 0, 255).astype(np.uint8).reshape(1, -1)
    level, _ = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    upper, lower = scaled[scaled > level], scaled[scaled <= level]
    if upper.size == 0 or lower.size == 0:
        return float(level)
    return float(lower.mean()) + _WEAK * (float(upper.mean()) - float(lower.mean()))


def _levelled(pixels: Grey, sheet: BubbleSheet) -> Grey:
    """The sheet alone, upright, in the template's size, with light evened out."""
    current = pixels
    for step in sheet.cut:
        corners = _page(current) if step == "CropPage" else _markers(current) if step == "CropOnMarkers" else None
        if corners is not None:
            current = _flattened(current, corners)
    sized = np.asarray(cv2.resize(current, (sheet.width, sheet.height), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    low, high = np.percentile(sized, (1, 99))
    return np.asarray(np.clip((sized.astype(np.float64) - low) * 255 / max(high - low, 1.0), 0, 255), dtype=np.uint8)


def _flattened(pixels: Grey, corners: _Floats) -> Grey:
    one, two, three, four = corners
    wide = round(max(np.linalg.norm(two - one), np.linalg.norm(three - four)))
    tall = round(max(np.linalg.norm(four - one), np.linalg.norm(three - two)))
    target = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    return np.asarray(cv2.warpPerspective(pixels, matrix, (wide, tall)), dtype=np.uint8)


def _page(pixels: Grey) -> _Floats | None:
    """Corners of the sheet of paper: the largest four-cornered outline."""
    scale = _WORK_HEIGHT / pixels.shape[0]
    small = cv2.resize(pixels, (round(pixels.shape[1] * scale), _WORK_HEIGHT), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(cv2.GaussianBlur(small, (3, 3), 0), cv2.MORPH_CLOSE, np.ones((10, 10), np.uint8))
    edges = cv2.dilate(cv2.Canny(cv2.threshold(closed, 200, 255, cv2.THRESH_TRUNC)[1], 55, 185), np.ones((3, 3)))
    outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    best: _Floats | None = None
    most = _LEAST_PAGE * small.shape[0] * small.shape[1]
    for outline in sorted((cv2.convexHull(one) for one in outlines), key=cv2.contourArea, reverse=True)[:8]:
        corners = cv2.approxPolyDP(outline, 0.025 * cv2.arcLength(outline, closed=True), closed=True)
        if len(corners) == 4 and cv2.contourArea(corners) > most:
            best, most = np.asarray(corners.reshape(4, 2), dtype=np.float64) / scale, cv2.contourArea(corners)
    return None if best is None else _ordered(best)


def _markers(pixels: Grey) -> _Floats | None:
    """Middles of the four corner markers: dark squarish spots, the outermost of each quarter."""
    height, width = pixels.shape
    usual = width / _MARKER_SHARE
    blurred = cv2.GaussianBlur(pixels, (5, 5), 0)
    dark = np.asarray(cv2.threshold(blurred, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1], dtype=np.uint8)
    spots = _spots(dark, usual)
    corners = []
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        near = _in_quarter(spots, x, y, width, height) or _in_quarter(_cores(dark, usual), x, y, width, height)
        if not near:
            return None
        corners.append(min(near, key=lambda one: abs(one[0] - x) + abs(one[1] - y)))
    return np.array(corners)


def _in_quarter(spots: list[_Point], x: float, y: float, width: float, height: float) -> list[_Point]:
    return [one for one in spots if abs(one[0] - x) < width / 2 and abs(one[1] - y) < height / 2]


def _spots(dark: Grey, usual: float) -> list[_Point]:
    """Middles of what is about as large as a marker, squarish and full."""
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    spots = []
    for outline in outlines:
        left, top, wide, tall = cv2.boundingRect(outline)
        full = cv2.contourArea(outline) / max(wide * tall, 1)
        if 0.45 * usual < wide < 1.5 * usual and 0.7 < wide / max(tall, 1) < 1.4 and full > 0.6:
            spots.append((left + wide / 2, top + tall / 2))
    return spots


def _cores(dark: Grey, usual: float) -> list[_Point]:
    """The same without what is too narrow for a marker: a pen's blot that touches one falls off."""
    outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    whole = cv2.drawContours(np.zeros_like(dark), outlines, -1, 255, cv2.FILLED)
    core = np.ones((max(round(_CORE * usual), 1),) * 2, np.uint8)
    return _spots(np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, core), dtype=np.uint8), usual)


def _ordered(corners: _Floats) -> _Floats:
    """Top left, top right, bottom right, bottom left."""
    total, difference = corners.sum(axis=1), corners[:, 0] - corners[:, 1]
    return corners[[int(total.argmin()), int(difference.argmax()), int(total.argmax()), int(difference.argmin())]]
