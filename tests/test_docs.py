"""README, CHANGELOG and help texts tell the truth."""

from __future__ import annotations

import re

import pytest
import typer
from typer.testing import CliRunner

from bpo_pipeline import cli, settings
from bpo_pipeline.documents import DOCUMENT_TYPES
from bpo_pipeline.settings import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def commands() -> list[tuple[str, ...]]:
    def walk(group: object, path: tuple[str, ...]) -> list[tuple[str, ...]]:
        found = []
        for name, command in getattr(group, "commands", {}).items():
            found += walk(command, (*path, name)) if hasattr(command, "commands") else [(*path, name)]
        return found

    return walk(typer.main.get_command(cli.app), ())


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_is_in_the_readme_and_teaches(command: tuple[str, ...]) -> None:
    assert f"bpo {' '.join(command)}" in README
    outcome = CliRunner().invoke(cli.app, [*command, "--help"])
    assert outcome.exit_code == 0
    assert len(outcome.output) > 200, "the help text does not teach"


@pytest.mark.parametrize("name", sorted(set(re.findall(r"BPO_[A-Z_0-9]+", settings.__doc__ or ""))))
def test_every_setting_is_in_the_readme(name: str) -> None:
    assert name in README


@pytest.mark.parametrize("kind", [kind.name for kind in DOCUMENT_TYPES])
def test_every_document_type_is_in_the_readme(kind: str) -> None:
    assert f"`{kind}`" in README


@pytest.mark.parametrize(
    "target", ["tryton", "ubl", "csv", "adp", "paychex", "gusto", "payroll_csv", "quickbooks", "xero_uk"]
)
def test_every_target_is_in_the_readme(target: str) -> None:
    assert f"`{target}`" in README


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
