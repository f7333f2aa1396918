"""What tests share: one PostgreSQL for the session, and a database of its own for each test that asks for one."""

import gc
import os
import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import psycopg
import pytest
from psycopg import sql

from helpers.databases import CONTRACT, apply_roles, connect_nights, knows_roles, new_database
from helpers.homes import (
    NewClinic,
    SampleAirflow,
    SampleHome,
    command,
    command_lines,
    new_home,
    server_folder,
    up,
)
from helpers.place import Place

# A machine that is busy with other things is no failure.
hypothesis.settings.register_profile("perdiem", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("perdiem")


# Airflow, dbt and Great Expectations are millions of objects that stay: looking through them for garbage over and over
# is a twentieth of a night.
gc.set_threshold(100_000, 50, 100)


# Files that take a minute or more, the longest first: what is begun last must not keep the others waiting.
LONG_FILES = (
    "page/test_page_browser.py",
    "tools/test_home.py",
    "faults/test_faults_kill.py",
    "nights/test_nights_against_reference.py",
    "privacy/test_secrets.py",
    "page/test_setup_browser.py",
    "privacy/test_phi.py",
    "models/test_items_against_reference.py",
    "faults/test_faults_database.py",
    "report/test_summary.py",
    "models/test_dbt_project.py",
    "faults/test_faults_airflow.py",
    "models/test_billing_items_over_time.py",
    "faults/test_faults_at_once.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files; the others follow in their order."""
    places = {Path(__file__).parent / name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


# Files that share a home, so one process must run them.
OF_ONE_HOME = (
    # What the browser sees of the sample clinic first, the nights after it then, in the Airflow that is up from the
    # first on, and at last what analysts ask of all that.
    (
        "tests/page/test_page_browser.py",
        "tests/tools/test_home.py",
        "tests/docs/test_questions.py",
        "tests/tools/test_metrics.py",
        "tests/tools/test_project.py",
    ),
    # Where a new home keeps its secrets, and what the browser then makes of it.
    ("tests/privacy/test_secrets.py", "tests/page/test_setup_browser.py"),
)
FIRST_OF_ITS_HOME = {file: files[0] for files in OF_ONE_HOME for file in files}


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Give a file as a whole to one process, and those of one home to the same."""
    from xdist.scheduler import LoadFileScheduling

    class LoadHomeScheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return FIRST_OF_ITS_HOME.get(file, file)

    return LoadHomeScheduling(config, log)


@pytest.fixture(scope="session")
def sample_home() -> Iterator[SampleHome]:
    """A home after the first night of the sample clinic, as `make run` makes both."""
    with new_home() as home:
        finished = command(home, "run")
        assert finished.returncode == 0, finished.stdout + finished.stderr
        yield SampleHome(home, finished)


@pytest.fixture(scope="session")
def sample_airflow(sample_home: SampleHome) -> SampleAirflow:
    """Airflow in that home, up an hour after the next night was to be published.

    It is brought up once and stays up, until test_home.py, which comes last of those that need it, brings it down.
    """
    hour = datetime.now(ZoneInfo("America/New_York")).hour
    run_hour, published_by = (hour - 2) % 24, (hour - 1) % 24
    url, _ = up(sample_home.path, PERDIEM_RUN_HOUR=str(run_hour), PERDIEM_PUBLISHED_BY=str(published_by))
    return SampleAirflow(url, run_hour)


@pytest.fixture(scope="session")
def new_clinic() -> Iterator[NewClinic]:
    """A home whose EHR has no row: a night failed of it, and Airflow is up, for an admin, a user and a viewer.

    It stays up until test_setup_browser.py, which comes last of those that need it, brings it down.
    """
    with new_home() as home:
        with command_lines() as seen:
            url = command(home, "db-url").stdout.strip()
            with psycopg.connect(url) as owner:
                owner.execute(CONTRACT.read_bytes())
            failed = command(home, "run", "--run-date=2016-08-02")
            assert "no note at all" in failed.stdout, failed.stdout + failed.stderr
            airflow, printed = up(home, AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS="admin:admin,ann:user,vic:viewer")
        yield NewClinic(home, url, airflow, failed.stdout + failed.stderr + printed, seen)


@pytest.fixture(scope="session")
def server_home() -> Iterator[Path | None]:
    """The home of an embedded server for as long as the session; None where PERDIEM_TEST_DATABASE_URL names another."""
    if os.environ.get("PERDIEM_TEST_DATABASE_URL"):
        yield None
        return

    from perdiem_local import postgres, roles

    with server_folder("perdiem-tests-") as home:
        try:
            with psycopg.connect(postgres.start(home, fsync=False), autocommit=True) as server:
                # Nothing may rely on its having been by: a night must be fast in the minute after a large one, too.
                server.execute("alter system set autovacuum = off")
                server.execute("select pg_reload_conf()")
            roles.provide(home)
            yield home
        finally:
            postgres.remove(home)


@pytest.fixture(scope="session")
def server_url(server_home: Path | None) -> str:
    """The URL of a PostgreSQL server, for a user who may do what tests do to it."""
    from perdiem_local import postgres

    return postgres.url(server_home) if server_home else os.environ["PERDIEM_TEST_DATABASE_URL"]


@pytest.fixture(scope="session")
def ehr_template(server_url: str) -> Iterator[str]:
    """The name of a database that holds the empty EHR tables, for others to be copied from."""
    name = f"perdiem_template_{uuid.uuid4().hex}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        with psycopg.connect(server_url, dbname=name) as template:
            template.execute(CONTRACT.read_bytes())
            if knows_roles(template):
                apply_roles(template)
                template.execute("drop schema staging, intermediate, marts, quality")  # a night makes what it needs
        yield name
        server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def database_name() -> str:
    """One name for the databases of all tests, one after the other: dbt parses its project anew for another one."""
    return f"perdiem_test_{uuid.uuid4().hex}"


@pytest.fixture(scope="session")
def dbt_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where dbt keeps its parsed project, for the homes of all tests."""
    return tmp_path_factory.mktemp("dbt")


@pytest.fixture(scope="session")
def place(server_url: str, server_home: Path | None, ehr_template: str, database_name: str) -> Place:
    """Where nights of this process run."""
    return Place(server_url, server_home, ehr_template, database_name)


@pytest.fixture(scope="module")
def module_home(dbt_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PERDIEM_HOME for what a module does once, empty but for dbt's parsed project."""
    home = tmp_path_factory.mktemp("home")
    (home / "dbt").symlink_to(dbt_state)
    return home


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, server_url: str, ehr_template: str, database_name: str
) -> Iterator[str]:
    """The URL of a new database, dropped after the test.

    It has the empty EHR tables; with the mark copy_of("fixture"), what the database of that name has.
    """
    mark = request.node.get_closest_marker("copy_of")
    template = request.getfixturevalue(mark.args[0]) if mark else ehr_template
    with new_database(server_url, database_name, template) as url:
        yield url


@pytest.fixture(scope="module")
def database_of_nights(place: Place, module_home: Path) -> Iterator[str]:
    """The URL of one database for a whole module, with the empty EHR tables; nights find it, and a home."""
    with place.database(module_home) as url:
        yield url


@pytest.fixture
def ehr(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to the EHR's database, each statement its own transaction."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def warehouse(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection to the warehouse: another one, to the same database."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def perdiem_home(tmp_path: Path, dbt_state: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PERDIEM_HOME of the test's own, empty but for dbt's parsed project."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "dbt").symlink_to(dbt_state)
    monkeypatch.setenv("PERDIEM_HOME", str(home))
    return home


@pytest.fixture
def airflow_connections(
    database_url: str, server_home: Path | None, perdiem_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment in which the pipeline's tasks find the test's database and home."""
    connect_nights(monkeypatch, database_url, server_home)
