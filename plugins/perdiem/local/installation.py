"""Set-up: a home with its database, Airflow's tables, and an EHR that is ready for a night.

Each step looks first whether there is anything to do, and says so only then.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from perdiem import config
from perdiem.local import databases, ehr, postgres
from perdiem.local.environment import airflow_environment, metadata_url
from perdiem.local.home import folder, locked

Tell = Callable[[str], None]


class SetupFailed(Exception):
    """A step of the set-up failed; the message says which, and where its log is."""


@dataclass(frozen=True)
class Installation:
    """A home that is set up: its database, and the environment that Airflow and the tasks run in."""

    home: Path
    database_url: str
    environment: dict[str, str]

    @property
    def metadata_url(self) -> str:
        """The URL of Airflow's own database, for psycopg."""
        return databases.for_psycopg(self.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])

    def connection_url(self, conn_id: str) -> str:
        return databases.connection_url(conn_id, self.environment)


def database_url(home: Path) -> str:
    """The URL of the home's database: PERDIEM_DATABASE_URL, else the embedded one's, started where it is down."""
    given = os.environ.get("PERDIEM_DATABASE_URL")
    return databases.checked_url("PERDIEM_DATABASE_URL", given) if given else postgres.start(home)


def set_up(home: Path, tell: Tell, *, with_sample: bool = False) -> Installation:
    """Bring the home up to date; with the sample clinic where its database holds no EHR, if that is asked for.

    Raises SetupFailed, DatabaseUnusable, ServerFailed or NoPlaceForServer.
    """
    with locked(home, "setup"):
        if not os.environ.get("PERDIEM_DATABASE_URL") and not postgres.is_running(home):
            tell("starting PostgreSQL")
        url = database_url(home)
        installation = Installation(home, url, airflow_environment(home, url))
        if "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" in os.environ:
            databases.checked_url("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", installation.metadata_url)
        else:
            databases.create_airflow_database(url, unquote(urlsplit(metadata_url(url)).path[1:]))
        _migrate(installation, tell)
        _prepare_ehr(installation, tell, with_sample=with_sample)
        return installation


def _migrate(installation: Installation, tell: Tell) -> None:
    """Let Airflow make or update its tables, unless this home has seen them as these packages want them."""
    requirements = hashlib.sha256((config.PROJECT_ROOT / "requirements.txt").read_bytes()).hexdigest()
    seen = folder(installation.home, "airflow") / "tables"
    revision = databases.airflow_revision(installation.metadata_url)
    if revision and seen.exists() and seen.read_text() == f"{requirements} {revision}":
        return
    tell("making Airflow's tables")
    log = folder(installation.home, "logs") / "airflow_tables.log"
    with open(log, "wb") as output:
        command = [sys.executable, "-m", "airflow", "db", "migrate"]
        result = subprocess.run(
            command, env=installation.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False
        )
    if result.returncode != 0:
        raise SetupFailed(f"Airflow could not make its tables; see {log}")
    seen.write_text(f"{requirements} {databases.airflow_revision(installation.metadata_url)}")


def _prepare_ehr(installation: Installation, tell: Tell, *, with_sample: bool) -> None:
    # An EHR that somebody names is theirs: nothing is made up in it, even if it turns out to be empty.
    is_own = installation.environment["AIRFLOW_CONN_PERDIEM_EHR"] == installation.database_url
    url = databases.checked_url("AIRFLOW_CONN_PERDIEM_EHR", installation.connection_url("perdiem_ehr"))
    with psycopg.connect(url, autocommit=True) as connection:
        if not ehr.exists(connection):
            if not (with_sample and is_own):
                return
            tell("loading the sample clinic")
            ehr.load_sample(connection)
        warning = ehr.prepare(connection)
        if warning:
            tell(f"warning: {warning}")
