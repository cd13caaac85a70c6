"""The queue: what waits for a person, filtered, sorted and cut into pages by the database."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
