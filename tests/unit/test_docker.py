"""docker/ as far as it can be checked without an engine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from compose_spec import PyCompose

from bpo_pipeline.contracts import Site, load_contracts
from bpo_pipeline.stack.deployment import write_secrets

PROJECT = Path(__file__).resolve().parents[2]
DOCKER = PROJECT / "docker"
COMPOSE_TEXT = (DOCKER / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("bpo-pipeline:")]

# https://github.com/compose-spec/compose-spec/blob/main/spec.md
TOP_LEVEL = {"name", "services", "secrets", "volumes", "networks", "configs"}
SERVICE_KEYS = {
    "build", "command", "depends_on", "deploy", "env_file", "environment", "healthcheck", "image", "logging", "ports",
    "restart", "secrets", "security_opt", "stop_grace_period", "user", "volumes",
}  # fmt: skip
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
HEALTH_KEYS = {"test", "interval", "timeout", "retries", "start_period"}


def test_compose_uses_only_keys_of_the_specification() -> None:
    assert {key for key in COMPOSE if not key.startswith("x-")} <= TOP_LEVEL
    for name, service in SERVICES.items():
        assert set(service) <= SERVICE_KEYS, name
        assert set(service.get("healthcheck", {})) <= HEALTH_KEYS, name


def test_compose_is_accepted_by_an_implementation_of_the_specification() -> None:
    # written out, because the parser knows no YAML merge keys
    text = re.sub(r"(?<!\$)\$\{(\w+)[^}]*\}", "value", yaml.safe_dump(COMPOSE))
    PyCompose.from_yaml(text).validate()


def test_every_dependency_can_be_met() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES, f"{name} needs {needed}"
            assert how["condition"] in CONDITIONS
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[needed], f"{needed} can never become healthy"
            if how["condition"] == "service_completed_successfully":
                assert SERVICES[needed]["restart"] == "no", f"{needed} would be started for ever"


def test_every_volume_secret_and_file_is_there(tmp_path: Path) -> None:
    write_secrets(tmp_path, tuple(load_contracts(PROJECT / "dags" / "contracts").by_client.values()))
    for name, service in SERVICES.items():
        for volume in service.get("volumes", []):
            source = volume.split(":", 1)[0]
            folder = tmp_path if source.startswith("./secrets") else DOCKER
            there = (folder / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
            assert there, f"{name}: {volume}"
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"]), name
        for file in service.get("env_file", []):
            assert (DOCKER / file).is_file()
    for secret in COMPOSE["secrets"].values():
        assert (tmp_path / secret["file"]).is_file()


def test_every_variable_is_required_and_drawn_by_our_command(tmp_path: Path) -> None:
    write_secrets(tmp_path, ())
    drawn = {line.split("=", 1)[0] for line in (tmp_path / "secrets.env").read_text().splitlines()}
    assert _variables(COMPOSE_TEXT) == drawn
    assert all(":?" in use for use in re.findall(r"(?<!\$)\$\{[^}]*\}", COMPOSE_TEXT))


def test_drawing_secrets_twice_keeps_them(tmp_path: Path) -> None:
    write_secrets(tmp_path, ())
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    write_secrets(tmp_path, ())
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == first
    assert all(path.stat().st_mode & 0o077 == 0 for path in first)


def test_nothing_listens_beyond_this_machine() -> None:
    for service in SERVICES.values():
        assert all(str(port).startswith("127.0.0.1:") for port in service.get("ports", []))


def test_every_site_of_a_contract_has_its_workers() -> None:
    queues = [
        service["command"][4]
        for service in SERVICES.values()
        if service.get("command", [])[1:3] == ["celery", "worker"]
    ]
    assert sorted(queues) == sorted(Site)


@pytest.mark.parametrize("name", [name for name in OURS if SERVICES[name]["command"][0] == "airflow"])
def test_every_command_is_one_that_airflow_knows(name: str, airflow_parser: Any) -> None:
    airflow_parser.parse_args(SERVICES[name]["command"][1:])


@pytest.mark.parametrize("name", ["scheduler", "dag-processor", "triggerer"])
def test_every_health_check_is_a_command_that_airflow_knows(name: str, airflow_parser: Any) -> None:
    words = SERVICES[name]["healthcheck"]["test"][1].replace("$$", "$").split()
    airflow_parser.parse_args(words[1:])


def test_a_command_that_airflow_does_not_know_is_seen(airflow_parser: Any) -> None:
    with pytest.raises(SystemExit):
        airflow_parser.parse_args(["webserver"])


def test_every_airflow_variable_is_an_option_that_airflow_has(airflow_options: set[str]) -> None:
    given = {line.split("=", 1)[0] for line in (DOCKER / "airflow.env").read_text().splitlines() if "=" in line}
    given |= set(COMPOSE["x-airflow"]["environment"])
    assert {name for name in given if name.startswith("AIRFLOW__")} <= airflow_options


def test_the_image_is_pinned_hashed_and_not_root() -> None:
    lines = _instructions((DOCKER / "Dockerfile").read_text(encoding="utf-8"))
    images = [words for verb, words in lines if verb == "FROM" and not words.startswith("base")]
    assert images == ["python:3.11-slim-bookworm AS base"]
    assert [words for verb, words in lines if verb == "USER"][-1] == "1001:0"
    assert not any(verb == "ADD" for verb, _ in lines)
    for verb, words in lines:
        assert not (verb in {"ENV", "ARG"} and re.search(r"PASSWORD|SECRET|TOKEN|FERNET", words))
        if "apt-get install" in words:
            assert "--no-install-recommends" in words
            assert "rm -rf /var/lib/apt/lists/*" in words
        if "pip install" in words and "--no-deps" not in words:
            assert words.count("--require-hashes") == words.count("pip install")


def test_the_image_copies_only_what_is_there_and_not_ignored() -> None:
    allowed = {
        line[1:] for line in (DOCKER / "Dockerfile.dockerignore").read_text().splitlines() if line.startswith("!")
    }
    for verb, words in _instructions((DOCKER / "Dockerfile").read_text(encoding="utf-8")):
        if verb == "COPY" and "--from=" not in words:
            for source in words.split()[:-1]:
                assert (PROJECT / source).exists(), source
                assert source.removeprefix("./") in allowed, source


def test_the_dockerfile_passes_hadolint() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, str(DOCKER / "Dockerfile")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", sorted(DOCKER.glob("*.sh")), ids=lambda path: path.name)
def test_the_scripts_are_valid_bash(script: Path) -> None:
    done = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_init_script_runs_commands_that_exist(airflow_parser: Any) -> None:
    text = (DOCKER / "init.sh").read_text(encoding="utf-8")
    commands = [line.split() for line in text.splitlines() if line.startswith("airflow ")]
    assert len(commands) == 2
    for command in commands:
        airflow_parser.parse_args(command[1:])
    modules = re.findall(r"python -m (\S+) (\w+)", text)
    assert modules == [("bpo_pipeline.stack.deployment", "buckets"), ("bpo_pipeline.stack.deployment", "pools")]


@pytest.fixture(scope="module")
def airflow_parser(tmp_path_factory: pytest.TempPathFactory) -> Any:
    os.environ.setdefault("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
    os.environ.setdefault("AIRFLOW__CORE__EXECUTOR", "CeleryExecutor")
    from airflow.cli.cli_parser import get_parser

    return get_parser()


@pytest.fixture(scope="module")
def airflow_options(airflow_parser: Any) -> set[str]:
    from airflow.configuration import conf

    return {
        f"AIRFLOW__{section}__{option}".upper()
        for section, described in conf.configuration_description.items()
        for option in described["options"]
    }


def _variables(text: str) -> set[str]:
    return set(re.findall(r"(?<!\$)\$\{(\w+)", text))


def _instructions(text: str) -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    return [(words[0], words[1]) for line in joined.splitlines() if len(words := line.split(None, 1)) == 2]
