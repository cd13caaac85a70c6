"""The structure of the house: who may import whom, how long files may grow, what may not be in them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bpo_pipeline.settings import PROJECT

HUBS = ("app.py", "cli.py", "settings.py", "store/__init__.py")
LINT = Path(sys.executable).parent / "lint-imports"


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder)}
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "bpo_pipeline", tmp_path / "bpo_pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_obey_the_rules(copy: Path) -> None:
    outcome = lint_imports(copy)
    assert outcome.returncode == 0, outcome.stdout


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("extraction", "import bpo_pipeline.reading"),
        ("model", "import bpo_pipeline.documents"),
        ("qa", "import bpo_pipeline.app"),
        ("posting", "import airflow"),
    ],
)
def test_a_planted_violation_turns_the_linter_red(copy: Path, module: str, planted: str) -> None:
    (copy / "bpo_pipeline" / module / "planted.py").write_text(f"{planted}\n", encoding="utf-8")
    outcome = lint_imports(copy)
    assert outcome.returncode == 1
    assert "planted" in outcome.stdout


def product_files() -> list[Path]:
    return [path for folder in ("bpo_pipeline", "dags", "plugins") for path in (PROJECT / folder).rglob("*.py")]


@pytest.mark.parametrize("hub", HUBS)
def test_hubs_stay_under_300_lines(hub: str) -> None:
    assert len((PROJECT / "bpo_pipeline" / hub).read_text(encoding="utf-8").splitlines()) < 300


def test_no_file_grows_beyond_400_lines() -> None:
    long = {str(path): n for path in product_files() if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_our_own_variables_are_read_in_settings_alone() -> None:
    readers = [
        path.relative_to(PROJECT).as_posix()
        for path in (PROJECT / "bpo_pipeline").rglob("*.py")
        if re.search(r"getenv|environ(\.get\(|\[)\s*f?[\"']BPO_", path.read_text(encoding="utf-8"))
    ]
    assert readers == ["bpo_pipeline/settings.py"]


def test_top_level_holds_only_what_was_agreed() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    allowed = {
        "dags", "plugins", "bpo_pipeline", "schemas", "tests", "docker",
        "pyproject.toml", "README.md", "Makefile", "requirements.lock", "LICENSE", "CHANGELOG.md",
    }  # fmt: skip
    top = {line.split("/", 1)[0] for line in tracked}
    assert not {name for name in top if name not in allowed and not name.startswith(".")}


def test_no_path_of_a_machine_is_in_a_tracked_file() -> None:
    found = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.~-])/(work|farm|root)/"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    lines = [line for line in found.splitlines() if not line.startswith("tests/test_architecture.py")]
    assert not lines
