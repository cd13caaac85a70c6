"""Both versions in the merge view stand there as the document writes them."""

from __future__ import annotations

from typing import Any

import plugin_site  # noqa: F401 - puts the plugin on the path
import pytest
from desk.fields import Field, Fields
from desk.locales import Locale
from desk.working import Working

SINGLES = [("gross_total", "amount"), ("issue_date", "day"), ("supplier_name", "text")]


@pytest.mark.parametrize(
    ("path", "normal", "written"),
    [
        ("gross_total", "1234.50", "1.234,50"),
        ("gross_total", "twelve", "twelve"),
        ("gross_total", "", ""),
        ("issue_date", "2026-02-03", "03.02.2026"),
        ("issue_date", "soon", "soon"),
        ("supplier_name", "12", "12"),
        ("nowhere", "12", "12"),
    ],
)
def test_a_normalised_value_is_written_as_the_document_would(path: str, normal: str, written: str) -> None:
    fields = Fields(tuple(Field(name, kind, "", "", "", None, (), 0.8) for name, kind in SINGLES), (), ())
    unused: Any = None
    work = Working(unused, fields, Locale(True, True, "."), (), (), editable=True)
    assert work.written(path, normal) == written
