"""The environment that Airflow, dbt and the tasks run in: everything of Airflow that a home decides, in one place."""

import base64
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from perdiem import config
from perdiem.config import PROJECT_ROOT
from perdiem_local.databases import DatabaseUrls
from perdiem_local.home import folder, free_port, port, secret

AIRFLOW_USER = "admin"


def airflow_environment(home: Path, urls: DatabaseUrls, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The whole environment for a child process: `environment`, and what the home decides where that is silent.

    Only what would mix two homes up is never the caller's: where Airflow keeps its state, and the code it runs.
    """
    own = {
        "PERDIEM_HOME": str(home),
        "AIRFLOW_HOME": str(folder(home, "airflow")),
        "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT_ROOT / "dags"),
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(PROJECT_ROOT / "plugins"),
        "PYTHONPATH": python_path(environment),
        "PATH": _joined([str(Path(sys.executable).parent)], environment.get("PATH")),
        # What Airflow's parts say to each other on this machine goes through no proxy.
        "NO_PROXY": ",".join(filter(None, ["127.0.0.1,localhost", environment.get("NO_PROXY")])),
        "no_proxy": ",".join(filter(None, ["127.0.0.1,localhost", environment.get("no_proxy")])),
    }
    inherited = {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return _defaults(home, urls, environment) | inherited | own


def python_path(environment: Mapping[str, str] = os.environ) -> str:
    """Where Python finds the product and the commands, before anything else."""
    return _joined([str(PROJECT_ROOT / "plugins"), str(PROJECT_ROOT / "tools")], environment.get("PYTHONPATH"))


def api_url(home: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Where this home's API server listens, and its UI is."""
    return f"http://127.0.0.1:{environment.get('AIRFLOW__API__PORT') or port(home, 'api')}"


def password_file(home: Path) -> Path:
    """The file that holds the password of the UI's user, made where it is missing."""
    path = folder(home, "secrets") / "airflow_logins.json"
    if not path.exists():
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({AIRFLOW_USER: secret(home, "airflow_password")[:20]}, file)
    return path


def _defaults(home: Path, urls: DatabaseUrls, environment: Mapping[str, str]) -> dict[str, str]:
    logs = folder(home, "logs")
    if port(home, "api") is None:
        free_port(home, "api")
    return {
        "AIRFLOW_CONN_PERDIEM_WAREHOUSE": urls.warehouse,
        "AIRFLOW_CONN_PERDIEM_EHR": urls.ehr,
        # An EHR that somebody names is set up and filled where it says so, by users that may.
        **(
            {}
            if "AIRFLOW_CONN_PERDIEM_EHR" in environment
            else {"AIRFLOW_CONN_PERDIEM_SETUP": urls.setup, "AIRFLOW_CONN_PERDIEM_LOAD": urls.load}
        ),
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": _with_driver(urls.airflow),
        "AIRFLOW__DATABASE__LOAD_DEFAULT_CONNECTIONS": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        # What a scheduler that was killed left undone is taken up by the next within a minute, not within six.
        "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "30",
        # A DAG that differs from what a command has just entered is entered at once, and not in half a minute: a night
        # that is due begins as soon as the scheduler is up.
        "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "0",
        # The DAGs change with the product alone, and reading them takes seconds of processor time.
        "AIRFLOW__DAG_PROCESSOR__MIN_FILE_PROCESS_INTERVAL": "300",
        # A date on Airflow's command line, as of a backfill, is a night of the pipeline's time zone.
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": config.load(environment).time_zone.key,
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__FERNET_KEY": base64.urlsafe_b64encode(bytes.fromhex(secret(home, "airflow_fernet"))).decode(),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": f"{AIRFLOW_USER}:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(password_file(home)),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{api_url(home, environment)}/execution/",
        "AIRFLOW__API__BASE_URL": api_url(home, environment),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port(home, "api")),
        "AIRFLOW__API__SECRET_KEY": secret(home, "airflow_api"),
        "AIRFLOW__API_AUTH__JWT_SECRET": secret(home, "airflow_jwt"),
        "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(logs / "tasks"),
        "AIRFLOW__LOGGING__DAG_PROCESSOR_CHILD_PROCESS_LOG_DIRECTORY": str(logs / "dag_processor"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "GX_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }


def _with_driver(url: str) -> str:
    """The driver spelled out: SQLAlchemy's default one is not the same from version to version."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg2://{rest}" if scheme in ("postgres", "postgresql") else url


def _joined(first: list[str], others: str | None) -> str:
    return os.pathsep.join([*first, *(part for part in (others or "").split(os.pathsep) if part and part not in first)])
