"""A key is a name for people: some are deliveries, some folder markers, some tricks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo_pipeline.intake.keys import judge_inbox_key, judge_shared_key
from bpo_pipeline.intake.names import safe_name


def code(key: str) -> str:
    """The disposition's code, ``ignore`` for a folder marker."""
    found = judge_inbox_key(key).disposition
    return "ignore" if found is None else found.code


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("incoming/a.pdf", "accept"),
        ("incoming/2026-11/a b+c 100%.pdf", "accept"),
        ("incoming/e\u0301te\u0301.pdf", "accept"),
        ("incoming/{{ var.value.secret }}.pdf", "accept"),
        ("incoming/.pdf", "accept"),
        ("incoming/", "ignore"),
        ("incoming/2026-11/", "ignore"),
        ("incoming/x.pdf.exe", "reject:type_mismatch"),
        ("incoming/a/b/c.pdf", "quarantine:bad_key"),
        ("incoming/../x.pdf", "quarantine:bad_key"),
        ("incoming/..%2fx.pdf", "quarantine:bad_key"),
        ("incoming/%252e%252e/x.pdf", "quarantine:bad_key"),
        ("incoming//x.pdf", "quarantine:bad_key"),
        ("incoming/..\\x.pdf", "quarantine:bad_key"),
        ("/incoming/x.pdf", "quarantine:bad_key"),
        ("Incoming/x.pdf", "quarantine:bad_key"),
        ("x.pdf", "quarantine:bad_key"),
        ("incoming/a\u202efdp.exe", "quarantine:bad_key"),
        ("incoming/a\r\nb.pdf", "quarantine:bad_key"),
        ("incoming/\x1b[2Jx.pdf", "quarantine:bad_key"),
        ("incoming/" + "a" * 1020, "quarantine:bad_key"),
    ],
)
def test_a_key_of_a_clients_own_bucket(key: str, expected: str) -> None:
    assert code(key) == expected


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("client-a/inbox/x.pdf", "accept"),
        ("CLIENT-A/inbox/x.pdf", "quarantine:unknown_client"),
        ("cli\u0435nt-a/inbox/x.pdf", "quarantine:unknown_client"),
        ("client-a\u200b/inbox/x.pdf", "quarantine:unknown_client"),
        ("inbox/x.pdf", "quarantine:unknown_client"),
        ("client-a/outbox/x.pdf", "quarantine:bad_key"),
        ("client-a/inbox/../../client-b/inbox/x.pdf", "quarantine:bad_key"),
    ],
)
def test_a_key_of_a_shared_bucket_names_its_client_letter_by_letter(key: str, expected: str) -> None:
    found = judge_shared_key(key, {"client-a", "client-b"}).disposition
    assert found is not None
    assert found.code == expected


@given(st.text())
def test_every_key_has_a_verdict(key: str) -> None:
    assert judge_inbox_key("incoming/" + key).disposition is None or code("incoming/" + key)


@given(st.text())
def test_a_members_name_never_is_a_path(name: str) -> None:
    found = safe_name(name)
    assert found
    assert found not in {".", ".."}
    assert not set(found) & set("/\\\0\r\n")
    assert len(found) <= 150
    assert safe_name(found) == found


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("../" + "a" * 300 + ".pdf").endswith("aaa.pdf")
