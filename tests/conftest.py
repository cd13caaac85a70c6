"""For all tests: helpers that lie in this folder can be imported, and properties have no time limit."""

from __future__ import annotations

from hypothesis import settings

# machines are shared and noisy: a slow example is not a wrong one
settings.register_profile("shared", deadline=None)
settings.load_profile("shared")
