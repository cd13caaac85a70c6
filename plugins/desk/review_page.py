"""The document page: the paper beside the fields, and what a person may decide."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
