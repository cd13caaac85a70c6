"""Schemathesis over every route of the desk: whatever is sent, no answer is a server error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from plugin_site import BROWSER, PREFIX, application, site
from schemathesis.config import SchemathesisConfig
from store_words import ACME, drafted, received

from bpo_pipeline.model.reading import Box, Page, Reading, Source, Word
from bpo_pipeline.model.states import State
from bpo_pipeline.reading import reading_to_json
from bpo_pipeline.store import Store, Vault

pytestmark = pytest.mark.integration
FORM = "application/x-www-form-urlencoded"
EXAMPLES = 8
"""Per route; always the same ones."""
ODD = [
    "",
    "\x00",
    "²",
    "-1",
    "9" * 30,
    "NaN",
    "1e999",
    "31.02.2026",
    "' or 1=1",
    "{{7*7}}",
    "<script>",
    "\u202e",
    "é" * 300,
]
TEXT = {"anyOf": [{"enum": ODD}, {"type": "string"}]}
KNOWN = {
    "action": ["save", "approve", "reject", "hold", "resume", "retype", "split"],
    "then": ["stay", ""],
    "document_type": ["invoice", "timesheet", "none"],
    "outcome": ["confirmed", "denied", "not_reached"],
    "known_since": ["2020-01-01", "2999-12-31", "31.12.2020"],
    "delete:line_items.0": ["1"],
    "to": ["eva", "pipeline"],
}
FIELDS = ("comment", "query", "name", "forget", "question", "fields", "phone", "known_from", "spoke_with")
PATHS = (
    "gross_total",
    "issue_date",
    "invoice_number",
    "currency",
    "line_items.0.quantity",
    "line_items.999999.quantity",
)
ASKED = ("client", "type", "reason", "holder", "from", "to", "days", "overdue", "text", "sort", "desc", "page", "told")


@pytest.fixture
def desk(here: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    from desk.office import office

    monkeypatch.setitem(office().__dict__, "vault", vault)
    browser = site(role="op")
    yield browser.app
    office().close()


def described(documents: list[str]) -> dict[str, Any]:
    """FastAPI's own description, with the forms that the routes read themselves and ids that are known."""
    told: dict[str, Any] = application.openapi()
    properties = {name: {"anyOf": [{"enum": known}, TEXT]} for name, known in KNOWN.items()}
    properties |= dict.fromkeys(FIELDS, TEXT)
    properties |= {f"{kind}:{path}": TEXT for kind in "fon" for path in PATHS}
    properties |= {name: {"anyOf": [{"enum": ["1", "2", "3"]}, TEXT]} for name in ("version", "revision")}
    form = {
        "type": "object",
        "properties": properties,
        "required": ["version"],
        "additionalProperties": {"type": "string"},
    }
    known = {
        "client": {"enum": [ACME]},
        "document_id": {"enum": documents},
        "question_id": {"enum": ["a" * 24, "no id"]},
    }
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            one.pop("responses")
            one["responses"] = {"default": {"description": "no server error"}}
            for parameter in one.get("parameters", []):
                if parameter["in"] == "path" and parameter["name"] in known:
                    parameter["schema"] = known[parameter["name"]]
            if method == "post":
                one["requestBody"] = {"content": {FORM: {"schema": form}}}
            elif path.startswith(("/queue", "/review")):
                extra = [{"name": name, "in": "query", "schema": TEXT} for name in ASKED]
                one["parameters"] = [*one.get("parameters", []), *extra]
    return told


def test_nothing_that_is_sent_makes_a_server_error(today: Store, vault: Vault, desk: Any) -> None:
    parked = [drafted(today, f"parked {number}", to=State.IN_REVIEW) for number in range(6)]
    documents = [*parked, drafted(today, "ready"), received(today, "new")]
    page = Page(1, 595.0, 842.0, (Word("119.00", Box(1, 2, 3, 4), 0.9),), Source.TEXT)
    for one in documents:
        case = today.case(ACME, one)
        assert case is not None
        vault.put_json(ACME, case.document.sha256, "reading", reading_to_json(Reading((page,))))
        vault.put_json(ACME, case.document.sha256, "rereadings", {})
    schema = schemathesis.openapi.from_dict(described(documents), config=SchemathesisConfig())
    schema.app = desk
    seen: dict[int, int] = {}
    operations = [one.ok() for one in schema.get_all_operations()]
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def check(case: Any) -> None:
            answer = case.call(base_url=f"http://testserver{PREFIX}", headers=BROWSER, allow_redirects=False)
            seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, case.as_curl_command()

        check()
    assert len(operations) == sum(len(one) for one in application.openapi()["paths"].values())
    assert {200, 303, 404, 409, 422} <= set(seen), seen
