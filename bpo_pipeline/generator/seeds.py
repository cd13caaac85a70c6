"""The one source of chance: the same parts give the same random numbers on every machine."""

from __future__ import annotations

from random import Random


def seeded(*parts: object) -> Random:
    """A generator of its own for each document, so that adding one does not change the others."""
    return Random("/".join(str(part) for part in parts))  # noqa: S311 - nothing here is a secret
