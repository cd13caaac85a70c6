"""What is extracted from the golden documents stays as it was agreed."""

from difflib import unified_diff

import pytest
from golden_cases import RENEW, Case, cases, extracted


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_the_extraction_of_a_golden_document_is_what_was_agreed(case: Case) -> None:
    found = extracted(case)

    lines = unified_diff(case.expected.splitlines(), found.splitlines(), "agreed", "found now", lineterm="")
    difference = "\n".join(lines)
    assert not difference, f"{case.name} differs; if that is meant, renew by `{RENEW}`\n{difference}"


def test_there_are_golden_documents_of_each_type_that_the_generator_makes() -> None:
    assert {case.document_type for case in cases()} >= {"invoice", "credit_note", "receipt", "purchase_order"}
