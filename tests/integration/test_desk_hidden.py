"""What tells of people is hidden at the desk until a person asks to see it; the asking is kept, the value never."""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from plugin_site import PREFIX, site
from starlette.testclient import TestClient
from store_words import ACME, drafted
from test_onboarding import SSN, W4_FORM, accepted

from bpo_pipeline.app import App
from bpo_pipeline.flow import paying
from bpo_pipeline.flow.parts import Parts
from bpo_pipeline.model.draft import Draft
from bpo_pipeline.model.ledger import Case, Decision, DecisionKind, utc_now
from bpo_pipeline.model.payroll import PaidEmployee
from bpo_pipeline.model.reading import Reading
from bpo_pipeline.model.sensitive import tax_id
from bpo_pipeline.model.states import State
from bpo_pipeline.settings import load_settings
from bpo_pipeline.store import NotThere, Store, Vault

pytestmark = pytest.mark.integration
PAYROLL = """
payroll:
  may_reveal: [jane]
  files:
    - kind: adp
      company_code: ABC
      pay_codes: {regular: Reg Hours, overtime: O/T Hours}
"""


def nothing_read(vault: Vault, case: Case) -> Reading:
    message = f"nothing was read of {case.document.document_id}"
    raise NotThere(message)


@pytest.fixture
def browser(here: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], TestClient]:
    monkeypatch.setenv("BPO_MASTER_KEY", base64.urlsafe_b64encode(b"k" * 32).decode())
    monkeypatch.setattr("desk.pictures.kept_reading", nothing_read)
    contract = here / "acme.yaml"
    written = contract.read_text(encoding="utf-8")
    contract.write_text(written.replace("documents:\n", "documents:\n  - type: w4\n", 1), encoding="utf-8")
    return lambda role: site(role=role)


@pytest.fixture
def store(browser: Callable[[str], TestClient]) -> Store:
    """The one that the pages have."""
    return App(load_settings()).store


@pytest.fixture
def document(store: Store) -> str:
    return drafted(store, to=State.IN_REVIEW, draft=Draft("w4", 1.0, W4_FORM, (), {}))


def test_a_number_is_hidden_until_a_reviewer_says_why_and_the_history_keeps_it(
    store: Store, browser: Callable[[str], TestClient], document: str
) -> None:
    jane, address = browser("user"), f"{PREFIX}/review/{ACME}/{document}"
    hidden = jane.get(address).text
    assert SSN not in hidden
    assert "***-**-4330" in hidden
    assert "Show them for 15 minutes" in hidden
    for place in ("/pages/1.png", "/words/1"):
        assert jane.get(address + place).status_code == 403
    assert jane.get(f"{PREFIX}/trail/{ACME}/{document}/original").status_code == 403
    assert jane.post(f"{address}/reveal", data={"why": " "}).status_code == 422

    assert jane.post(f"{address}/reveal", data={"why": "the copy is faint"}).status_code == 303

    assert SSN in jane.get(address).text
    assert jane.get(f"{address}/words/1").status_code != 403
    told = [one for one in store.events(ACME, document_id=document) if one.name == "revealed"]
    assert [(one.actor, one.data) for one in told] == [("jane", {"what": "ssn", "why": "the copy is faint"})]
    assert store.verify_chain(ACME) == []


def test_what_is_hidden_is_not_taken_for_a_correction_and_stays_hidden_in_the_trail(
    store: Store, browser: Callable[[str], TestClient], document: str
) -> None:
    from desk.deciding import typed_in

    mask = "***-**-4330"
    assert typed_in({"f:ssn": mask, "o:ssn": mask, "f:last_name": "Fields", "o:last_name": "Field"}) == {
        "last_name": "Fields"
    }
    decision = Decision(document, DecisionKind.CORRECT, "eva", utc_now(), 1, {"ssn": "212-77-4331"}, "As printed.")
    changed = Draft("w4", 1.0, W4_FORM.model_copy(update={"ssn": "212-77-4331"}), (), {})
    store.decide(decision, to=State.IN_REVIEW, draft=changed)

    trail = browser("user").get(f"{PREFIX}/trail/{ACME}/{document}").text

    assert "212-77" not in trail
    assert "<ins>***-**-4331</ins>" in trail


def test_who_only_looks_is_shown_no_number(browser: Callable[[str], TestClient], document: str) -> None:
    viewer, address = browser("viewer"), f"{PREFIX}/review/{ACME}/{document}"
    assert SSN not in viewer.get(address).text
    assert "Show them" not in viewer.get(address).text
    assert viewer.get(f"{address}/pages/1.png").status_code == 403
    assert viewer.post(f"{address}/reveal", data={"why": "curious"}).status_code == 403


def test_a_contract_names_who_may_see_such_values(
    browser: Callable[[str], TestClient], store: Store, here: Path, document: str
) -> None:
    contract = here / "acme.yaml"
    contract.write_text(contract.read_text(encoding="utf-8") + PAYROLL.replace("jane", "pam"), encoding="utf-8")
    jane, address = browser("user"), f"{PREFIX}/review/{ACME}/{document}"
    assert "does not name you" in jane.get(address).text
    assert jane.post(f"{address}/reveal", data={"why": "to settle it"}).status_code == 409
    assert [one.name for one in store.events(ACME, document_id=document)].count("revealed") == 0


@pytest.fixture
def parts(store: Store, here: Path) -> Parts:
    contract = here / "acme.yaml"
    contract.write_text(contract.read_text(encoding="utf-8") + PAYROLL, encoding="utf-8")
    made = App(load_settings()).parts(ACME)
    paying.take_over(made, [PaidEmployee("1000", "Ann", "Field", ssn=tax_id(SSN))], actor="hana")
    return made


def test_an_accepted_form_is_seen_before_and_after_and_approved_by_another_person(
    browser: Callable[[str], TestClient], parts: Parts
) -> None:
    form = accepted(parts, "w4", W4_FORM)
    mine = accepted(parts, "w4", W4_FORM.model_copy(update={"other_income": Decimal(5)}), by="jane")
    jane, address = browser("user"), f"{PREFIX}/onboarding/{ACME}"
    assert "No change waits" in jane.get(address).text
    assert jane.post(f"{address}/collect").status_code == 303
    shown = jane.get(address).text
    assert "***-**-4330" in shown
    assert SSN not in shown
    assert shown.count("Approve, and make the change") == 1, "not the one that jane accepted herself"

    assert jane.post(f"{address}/{mine}/approve").status_code == 409
    assert jane.post(f"{address}/{form}/approve").headers["location"].endswith("told=applied")
    assert jane.post(f"{address}/{form}/approve").status_code == 303, "twice is once"
    assert jane.post(f"{address}/{mine}/decline").status_code == 303
    assert "No change waits" in jane.get(address).text
    assert parts.store.employee_form(ACME, "1000", "w4") is not None


def test_a_number_of_an_employee_is_shown_once_to_whom_the_contract_names(
    browser: Callable[[str], TestClient], parts: Parts
) -> None:
    jane, address = browser("user"), f"{PREFIX}/onboarding/{ACME}"
    assert "Show one number of an employee" in jane.get(address).text
    asked = {"employee": "1000", "what": "ssn", "why": "W-2 correction"}
    assert jane.post(f"{address}/reveal", data=asked | {"why": ""}).status_code == 409
    assert SSN in jane.post(f"{address}/reveal", data=asked).text
    assert SSN not in jane.get(address).text
    (told,) = [one for one in parts.store.events(ACME) if one.name == "revealed"]
    assert (told.actor, told.data) == ("jane", {"what": "ssn of 1000", "why": "W-2 correction"})
