"""The words that many vendors have in their names and addresses: ``JALAN``, ``STREET``, ``GMBH``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bpo_pipeline.documents.layout import folded
from bpo_pipeline.learning.papers import Paper
from bpo_pipeline.learning.slips import Sample

_VENDORS = 2
"""A word that only one vendor has may be the name of one of them."""
_SHORTEST = 3
_FIELDS = ("supplier_name", "supplier_address")


def familiar_words(documents: Iterable[Sample | Paper]) -> list[str]:
    """The words, in the order of the alphabet."""
    vendors: defaultdict[str, set[str]] = defaultdict(set)
    for one in documents:
        for name in _FIELDS:
            for part in folded(one.fields.get(name, "")):
                if len(part) >= _SHORTEST and not part.isdigit():
                    vendors[part].add(one.vendor)
    return sorted(word for word, known in vendors.items() if len(known) >= _VENDORS)
