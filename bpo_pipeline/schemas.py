"""Writes ``schemas/``: the JSON Schema of everything that leaves or enters as JSON or YAML.

Run ``make schemas`` after changing a model; a test says when the committed files are stale.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from bpo_pipeline.contracts import Contract
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.intake.acknowledgement import Acknowledgement
from bpo_pipeline.reporting.control import ControlReport

FOLDER = Path(__file__).resolve().parent.parent / "schemas"


def published() -> dict[str, type[BaseModel]]:
    """File name -> model, for every published schema."""
    models: dict[str, type[BaseModel]] = {
        "contract.v1": Contract,
        "acknowledgement.v1": Acknowledgement,
        "control_report.v1": ControlReport,
    }
    models.update({f"{kind.name}.v1": kind.record for kind in DOCUMENT_TYPES})
    return {f"{name}.schema.json": model for name, model in sorted(models.items())}


def schema_text(name: str, model: type[BaseModel]) -> str:
    """The schema as it is committed: draft 2020-12, two blanks of indent, a newline at the end."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:bpo-pipeline:{name}"}
    return json.dumps({**schema, **model.model_json_schema()}, indent=2, ensure_ascii=False) + "\n"


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write all schemas and say which files they are."""
    folder.mkdir(exist_ok=True)
    written = []
    for name, model in published().items():
        path = folder / name
        path.write_text(schema_text(name, model), encoding="utf-8")
        written.append(path)
    return tuple(written)


if __name__ == "__main__":
    write()
