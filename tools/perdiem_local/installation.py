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

import psycopg

from perdiem import config
from perdiem_local import databases, ehr, postgres, roles
from perdiem_local.databases import DatabaseUrls
from perdiem_local.environment import airflow_environment
from perdiem_local.home import folder, locked

Tell = Callable[[str], None]


class SetupFailed(Exception):
    """A step of the set-up failed; the message says which, and where its log is."""


@dataclass(frozen=True)
class Installation:
    """A home that is set up: its database's URL for its owner, and the environment of Airflow and the tasks."""

    home: Path
    database_url: str
    environment: dict[str, str]

    @property
    def metadata_url(self) -> str:
        """The URL of Airflow's own database, for psycopg."""
        return databases.for_psycopg(self.environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"])

    def connection_url(self, conn_id: str) -> str:
        return databases.connection_url(conn_id, self.environment)


def database_urls(home: Path) -> DatabaseUrls:
    """The home's databases: PERDIEM_DATABASE_URL, else the embedded ones, started where they are down.

    On a server that somebody names no user is made and no right is changed: its one user does everything.
    """
    if given := os.environ.get("PERDIEM_DATABASE_URL"):
        return DatabaseUrls.of_one_user(databases.checked_url("PERDIEM_DATABASE_URL", given))
    postgres.start(home)
    return roles.provide(home)


def set_up(
    home: Path, tell: Tell, *, needs_ehr: bool = False, sample: bool = False, tables: bool = False
) -> Installation:
    """Bring the home up to date. What needs an EHR gets the sample clinic in an embedded database that holds none.

    In a database that somebody names it gets that only where `sample` asks for it. Where `tables` asks for them, an EHR
    that is missing is made without a row. Raises SetupFailed, DatabaseUnusable, ServerFailed or NoPlaceForServer.
    """
    with locked(home, "setup"):
        is_embedded = not os.environ.get("PERDIEM_DATABASE_URL")
        if is_embedded and not postgres.is_running(home):
            tell("starting PostgreSQL")
        urls = database_urls(home)
        installation = Installation(home, urls.owner, airflow_environment(home, urls))
        may_load = needs_ehr and (is_embedded or sample)
        made = _prepare_ehr(installation, urls, tell, may_load=may_load, needs_ehr=needs_ehr, tables=tables)
        if made and is_embedded:
            roles.provide(home)  # for what has just been made
        if "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN" in os.environ:
            databases.checked_url("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", installation.metadata_url)
        elif is_embedded:
            roles.provide_airflow_database(home)
        else:
            databases.create_airflow_database(urls)
        _migrate(installation, tell)
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


def _prepare_ehr(
    installation: Installation, urls: DatabaseUrls, tell: Tell, *, may_load: bool, needs_ehr: bool, tables: bool
) -> bool:
    """Make what the EHR lacks and may be made; whether its tables were. Raises SetupFailed where one is needed."""
    # An EHR that somebody names is theirs: nothing is made up in it, even if it turns out to be empty.
    is_own = installation.environment["AIRFLOW_CONN_PERDIEM_EHR"] == urls.ehr
    named = databases.checked_url("AIRFLOW_CONN_PERDIEM_EHR", installation.connection_url("perdiem_ehr"))
    with psycopg.connect(databases.for_psycopg(urls.owner) if is_own else named, autocommit=True) as connection:
        is_there = ehr.exists(connection)
        if not is_there:
            if not is_own or not (needs_ehr or tables):
                return False
            if needs_ehr and not may_load:
                raise SetupFailed(
                    "the database of PERDIEM_DATABASE_URL holds no schema ehr: docs/installing.md says what belongs "
                    "there. SAMPLE=1 loads a sample clinic into it"
                )
            if tables:
                tell("making the tables of schema ehr")
                ehr.make_tables(connection)
            else:
                tell("loading the sample clinic")
                ehr.load_sample(connection)
        warning = ehr.prepare(connection)
        if warning:
            tell(f"warning: {warning}")
        return not is_there
