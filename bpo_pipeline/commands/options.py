"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Output(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSONL = "jsonl"


OutputOption = Annotated[Output, typer.Option(help="text for people, jsonl: one JSON object per document.")]
Client = Annotated[str | None, typer.Option(help="Short name of a client: its contract applies.")]
Actor = Annotated[str, typer.Option("--as", help="Your name, as it shall stand in the trail.", envvar="USER")]
