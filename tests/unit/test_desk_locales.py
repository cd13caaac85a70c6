"""Amounts and days as a document writes them; what can be read in two ways is asked for again."""

from __future__ import annotations

import plugin_site  # noqa: F401 - puts the plugin on the path
import pytest
from desk.locales import Locale

from bpo_pipeline.errors import AskAPerson

GERMAN, AMERICAN = Locale(True, True, "."), Locale(False, False, "/")


@pytest.mark.parametrize(
    ("locale", "path", "text", "kind", "normal"),
    [
        (GERMAN, "gross_total", "1.234,50", "amount", "1234.50"),
        (GERMAN, "gross_total", "1.234", "amount", "1234"),
        (AMERICAN, "gross_total", "1,234.50", "amount", "1234.50"),
        (GERMAN, "line_items.0.quantity", "1,234", "amount", "1.234"),
        (GERMAN, "issue_date", "3.2.26", "day", "2026-02-03"),
        (AMERICAN, "issue_date", "3/2/2026", "day", "2026-03-02"),
    ],
)
def test_what_was_typed_in_the_documents_way_is_normalised(
    locale: Locale, path: str, text: str, kind: str, normal: str
) -> None:
    assert locale.normal(path, text, kind) == normal


@pytest.mark.parametrize(
    ("locale", "path", "text", "kind", "sentence"),
    [
        (GERMAN, "gross_total", "1234.50", "amount", "write it like 1.234,50"),
        (AMERICAN, "gross_total", "1234,50", "amount", "write it like 1,234.50"),
        (GERMAN, "gross_total", "1,234", "amount", "two ways; a thousand is written like 1.234,00 here"),
        (AMERICAN, "line_items.0.line_total", "1.234", "amount", "two ways; a thousand is written like 1,234.00 here"),
        (GERMAN, "issue_date", "31.02.2026", "day", "not a day of the calendar; days are written dd.mm.yyyy here"),
        (AMERICAN, "issue_date", "13/02/2026", "day", "not a day of the calendar; days are written mm/dd/yyyy here"),
    ],
)
def test_what_cannot_be_meant_is_said_with_how_to_write_it(
    locale: Locale, path: str, text: str, kind: str, sentence: str
) -> None:
    with pytest.raises(AskAPerson, match=sentence.replace(".", r"\.")):
        locale.normal(path, text, kind)
