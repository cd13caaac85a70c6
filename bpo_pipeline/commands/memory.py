"""``bpo review memory``: what is remembered of vendors' papers, and taking it back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

memory_app = typer.Typer(no_args_is_help=True, help="What is remembered of vendors' confirmed papers.")
Client = Annotated[str, typer.Option(help="Short name of the client.")]


@memory_app.command("list")
def list_memories(client: Client) -> None:
    """List what is remembered of each vendor: fields, how often it was right since, who confirmed it.

    Example:
        bpo review memory list --client lakeside
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        for one in app.store.memories(client):
            fields = len(one.layout.anchors) + len(one.layout.constants)
            sys.stdout.write(
                f"{one.memory_id:>6}  {one.vendor[:30]:30}  {one.layout.document_type:14}  {fields:>2} fields  "
                f"{one.hits} right, {one.misses} wrong since  {one.at:%Y-%m-%d} {one.actor}\n"
            )


@memory_app.command("forget")
def forget_memories(
    memories: Annotated[list[int], typer.Argument(help="Numbers as `bpo review memory list` shows them.")],
    client: Client,
    actor: Annotated[str, typer.Option("--as", help="Your name, as it will stand in the history.")],
) -> None:
    """Take back what misleads: nothing is recalled from it any more; twice is once.

    Example:
        bpo review memory forget 12 --client lakeside --as jane
    """
    from bpo_pipeline.app import open_app  # noqa: PLC0415

    with open_app() as app:
        number = app.store.forget_memory(client, memories, actor=actor)
    sys.stdout.write(f"{number} of {len(memories)} forgotten\n")
