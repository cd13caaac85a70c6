"""The committed schemas say what the models say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bpo_pipeline import schemas
from bpo_pipeline.settings import PROJECT


@pytest.mark.parametrize("name", sorted(schemas.published()))
def test_committed_schema_is_fresh(name: str) -> None:
    committed = (schemas.FOLDER / name).read_text(encoding="utf-8")
    assert committed == schemas.schema_text(name, schemas.published()[name]), "stale: run `make schemas`"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in schemas.FOLDER.iterdir()} == set(schemas.published())


@pytest.mark.parametrize("path", sorted((PROJECT / "dags" / "contracts").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_contract_obeys_the_published_schema(path: Path) -> None:
    schema = json.loads((schemas.FOLDER / "contract.v1.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_published_contract_schema_refuses_an_unknown_key() -> None:
    schema = json.loads((schemas.FOLDER / "contract.v1.schema.json").read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors({"client": "acme", "colour": "red"}))
