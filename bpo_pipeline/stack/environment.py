"""The variables that Airflow's processes and the command line need, as one mapping and as the file ``<home>/env``.

``set -a; . .bpo/env`` gives a shell the same view as the stack has.
"""

from __future__ import annotations

import json
import os
import shlex
import sysconfig
from pathlib import Path

from bpo_pipeline.settings import PROJECT
from bpo_pipeline.stack import postgres, seaweed
from bpo_pipeline.stack.ports import HOST, Ports
from bpo_pipeline.stack.private import write_private
from bpo_pipeline.stack.users import PEOPLE, PIPELINE, Secrets

_DAG_BUNDLES = [
    {"name": "back-office", "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle", "kwargs": {}}
]
# Workers are forked from a process that has loaded these already, which saves each task 2 s of computing. Our own
# modules are not among them, so that every task runs the code and the contracts as they are.
_PRELOADED = (
    *("airflow.sdk.execution_time.task_runner", "airflow.providers.standard.operators.trigger_dagrun"),
    *("airflow.providers.standard.operators.hitl", "airflow.providers.amazon.aws.sensors.s3"),
    *("boto3", "sqlalchemy.orm", "alembic.command", "psycopg2", "pydantic", "requests", "stamina", "yaml", "typer"),
    *("pandas", "spacy", "lxml.etree", "facturx", "pdfplumber", "pypdfium2", "pikepdf", "PIL.Image", "pytesseract"),
    *("stdnum", "schwifty", "babel.numbers", "holidays.countries"),
)


def environment(
    home: Path, *, ports: Ports, secrets: Secrets, contracts_folder: Path, vault: str, sandbox: str
) -> dict[str, str]:
    """All variables of one local stack; the values hold secrets."""
    return {
        **_ours(home, ports, secrets),
        "BPO_CONTRACTS": str(contracts_folder),
        "BPO_VAULT_BUCKET": vault,
        "BPO_SANDBOX": sandbox,
        **_airflow_core(home, secrets),
        **_airflow_doors(ports, secrets),
        **_airflow_pace(),
        "AIRFLOW_CONN_AWS_S3": _s3_connection(ports, secrets),
        # one thread per process: chunks run side by side already
        "OMP_THREAD_LIMIT": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def write_environment(home: Path, variables: dict[str, str]) -> bool:
    """Write ``<home>/env``, readable by its owner alone, in a form that a shell can read; gives whether it changed."""
    lines = (f"{name}={shlex.quote(value)}" for name, value in sorted(variables.items()))
    return write_private(home / "env", "\n".join(lines) + "\n")


def recorded(home: Path) -> dict[str, str]:
    """The variables of the last ``up``, or nothing before the first."""
    try:
        words = shlex.split((home / "env").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return dict(word.split("=", 1) for word in words if "=" in word)


def recorded_base(home: Path) -> int | None:
    """The block of ports of the last ``up``, or None before the first."""
    base = recorded(home).get("BPO_PORT_BASE", "")
    return int(base) if base.isdigit() else None


def with_system(variables: dict[str, str]) -> dict[str, str]:
    """The stack's variables on top of what any program needs from the system, and nothing else of the caller's."""
    kept = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV", "TESSDATA_PREFIX", "XDG_RUNTIME_DIR")
    system = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.pathsep.join((sysconfig.get_path("scripts"), system.get("PATH", os.defpath)))
    return {"LANG": "C.UTF-8", "TZ": "UTC", "PYTHONPATH": str(PROJECT), **system, "PATH": path, **variables}


def _ours(home: Path, ports: Ports, secrets: Secrets) -> dict[str, str]:
    keys = secrets.s3_keys[PIPELINE]
    return {
        "BPO_HOME": str(home),
        "BPO_PORT_BASE": str(ports.base),
        "BPO_DATABASE_URL": postgres.url(home, "bpo"),
        "BPO_S3_ENDPOINT": seaweed.endpoint(ports),
        "BPO_S3_ACCESS_KEY": keys.access,
        "BPO_S3_SECRET_KEY": keys.secret,
        "BPO_TARGETS": str(home / "targets.json"),
        "BPO_MASTER_KEY": secrets.master_key,
    }


def _airflow_core(home: Path, secrets: Secrets) -> dict[str, str]:
    return {
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT / "plugins"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__MP_START_METHOD": "forkserver",
        "AIRFLOW__CORE__MP_FORKSERVER_PRELOAD": ",".join(_PRELOADED),
        "AIRFLOW__CORE__FERNET_KEY": secrets.encryption_key,
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{name}:{role}" for name, role in PEOPLE.items()),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords_file(home)),
        "AIRFLOW__CORE__TEST_CONNECTION": "Disabled",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": postgres.url(home, "airflow"),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_POOL_SIZE": "5",
        # Airflow hides its database from tasks; the one that cleans it finds it here
        "BPO_AIRFLOW_DATABASE_URL": postgres.url(home, "airflow"),
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(_DAG_BUNDLES),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(home / "airflow" / "logs"),
        "AIRFLOW__LOGGING__COLORED_CONSOLE_LOG": "False",
    }


def _airflow_doors(ports: Ports, secrets: Secrets) -> dict[str, str]:
    page = f"http://{HOST}:{ports.airflow}"
    return {
        "AIRFLOW__API__HOST": HOST,
        "AIRFLOW__API__PORT": str(ports.airflow),
        "AIRFLOW__API__BASE_URL": page,
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__API__SECRET_KEY": secrets.session_key,
        "AIRFLOW__API__EXPOSE_CONFIG": "False",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_key,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{page}/execution/",
    }


def _airflow_pace() -> dict[str, str]:
    """Quick to see new files and to recover, without keeping two cores busy while nothing happens."""
    return {
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "15",
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
        "AIRFLOW__DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "AIRFLOW__DAG_PROCESSOR__PRINT_STATS_INTERVAL": "0",
        "AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "1",
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "15",
        # a task whose worker was killed is given to another one; on a machine so busy that a living task stays silent
        # for longer, both work side by side, which is safe
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "30",
        "AIRFLOW__TRIGGERER__CAPACITY": "100",
    }


def passwords_file(home: Path) -> Path:
    """The file that Airflow's login reads."""
    return home / "airflow" / "passwords.json"


def _s3_connection(ports: Ports, secrets: Secrets) -> str:
    keys = secrets.s3_keys[PIPELINE]
    return json.dumps(
        {
            "conn_type": "aws",
            "login": keys.access,
            "password": keys.secret,
            "extra": {
                "region_name": seaweed.REGION,
                "endpoint_url": seaweed.endpoint(ports),
                "config_kwargs": {"s3": {"addressing_style": "path"}, "signature_version": "s3v4"},
            },
        }
    )
