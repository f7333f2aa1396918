"""The dbt project: its own tests pass, before the write-back and after it, and all of it is described.

dbt's tests are in dbt_project/: unit tests in the YAML beside each model, tests of macros and of truths across models
in tests/. What they prove is said there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from helpers.databases import new_database
from helpers.night import apart
from perdiem import runs, tasks
from perdiem.config import PROJECT_ROOT
from perdiem.runs import Run
from perdiem.warehouse import dbt, decision, migrations
from perdiem_local import docs
from perdiem_local.installation import Installation
from perdiem_sample import loading

FOLDER_SCHEMAS = {"staging": "staging", "intermediate": "intermediate", "marts": "marts", "quality": "quality"}
EXPOSURES = ("gates", "write_back", "alerts", "data_quality_message", "run_report", "billing_page", "questions")
# What code reads: behind "from" or "join", or, in expectations, as the table of a check. And what it writes to the EHR.
READ = re.compile(
    r"(?:(?<!delete )\bfrom |\bjoin |^  table: )((?:ehr|staging|intermediate|marts|quality)\.\w+)", re.MULTILINE
)
WRITTEN = re.compile(r"(?:insert into|update|delete from|copy) (ehr\.\w+)")
ALL_WARNINGS_ARE_ERRORS = "--warn-error"


@dataclass(frozen=True)
class Project:
    """dbt's project on a database that holds the sample clinic, as of its run date."""

    database_url: str
    home: Path
    run: Run

    def dbt(self, *arguments: str) -> None:
        """Run a dbt command; raises DbtFailed, for a warning too."""
        arguments = (ALL_WARNINGS_ARE_ERRORS, *arguments, "--write-json")
        apart(dbt.invoke, list(arguments), self.database_url, self.run, self.home / "dbt")

    def nodes(self, section: str) -> dict[str, dict[str, Any]]:
        """The project's own entries in one section of dbt's manifest, by their ids."""
        entries = self.target("manifest.json")[section]
        return {key: entry for key, entry in entries.items() if entry["package_name"] == "perdiem"}

    def models(self) -> dict[str, dict[str, Any]]:
        """The models by their names."""
        return {node["name"]: node for node in self.nodes("nodes").values() if node["resource_type"] == "model"}

    def data_test_ids(self) -> set[str]:
        """The ids of generic and singular tests, those of macros among them."""
        return {key for key, node in self.nodes("nodes").items() if node["resource_type"] == "test"}

    def data_tests(self, model: str) -> set[str]:
        """The kinds of data tests of a model."""
        nodes = self.nodes("nodes").values()
        tests = [node for node in nodes if node.get("attached_node") == f"model.perdiem.{model}"]
        return {test["test_metadata"]["name"] for test in tests}

    def parents(self) -> dict[str, list[str]]:
        """What each node is made from, by their ids."""
        parents: dict[str, list[str]] = self.target("manifest.json")["parent_map"]
        return parents

    def statuses(self) -> dict[str, str]:
        """What became of each node of the last command, by its id."""
        return {result["unique_id"]: result["status"] for result in self.target("run_results.json")["results"]}

    def columns(self, schema: str) -> dict[str, set[str]]:
        """The columns that the tables and views of a schema have in the database."""
        query = """
            select table_name, array_agg(column_name::text)
            from information_schema.columns
            where table_schema = %s
            group by table_name
        """
        with psycopg.connect(self.database_url) as connection:
            rows = connection.execute(query, [schema]).fetchall()
        return {table: set(columns) for table, columns in rows}

    def target(self, name: str) -> dict[str, Any]:
        """A file that the last command left."""
        content: dict[str, Any] = json.loads((self.home / "dbt" / "target" / name).read_text())
        return content


@pytest.fixture(scope="module")
def project(server_url: str, ehr_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Every model built, nothing written back. One for all tests: dbt parses its project anew for each database."""
    home = tmp_path_factory.mktemp("home")
    name = f"perdiem_test_{uuid.uuid4().hex}"
    database = sql.Identifier(name)
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(sql.SQL("create database {} template {}").format(database, sql.Identifier(ehr_template)))
        built = Project(
            database_url=server_url.rpartition("/")[0] + f"/{name}",
            home=home,
            run=Run("test__dbt_project", loading.SAMPLE_RUN_DATE, 90, False, loading.SAMPLE_RUN_DATE),
        )
        with psycopg.connect(built.database_url, autocommit=True) as connection:
            loading.load(connection)
            migrations.apply(connection)
            runs.start(connection, built.run, datetime.now(UTC))
            with decision.claimed(connection, built.run, datetime.now(UTC)):
                built.dbt("build", *dbt.WITHOUT_TESTS)
        yield built
        server.execute(sql.SQL("drop database {} with (force)").format(database))


def test_all_unit_tests_and_data_tests_pass_on_what_is_about_to_be_written(project: Project) -> None:
    project.dbt("test")

    passed = {key for key, status in project.statuses().items() if status == "pass"}
    unit_test_ids = set(project.nodes("unit_tests"))
    assert unit_test_ids
    assert project.data_test_ids()
    assert passed == unit_test_ids | project.data_test_ids()


def test_all_data_tests_pass_once_that_is_written_and_published(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERDIEM_HOME", str(project.home))
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", project.database_url)
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_EHR", project.database_url)

    written = tasks.write_back(project.run)
    apart(tasks.publish, project.run)
    project.dbt("test", "--exclude-resource-type", "unit_test")

    assert written["written"] > 0
    passed = {key for key, status in project.statuses().items() if status == "pass"}
    assert passed == project.data_test_ids()


def test_each_folder_has_its_schema(project: Project) -> None:
    schemas = {model["name"]: model["schema"] for model in project.models().values()}

    assert schemas == {model["name"]: FOLDER_SCHEMAS[model["fqn"][1]] for model in project.models().values()}
    assert set(schemas.values()) == set(FOLDER_SCHEMAS.values())


def test_each_model_has_its_subject_as_a_tag(project: Project) -> None:
    for name, model in project.models().items():
        folder, within, *_ = model["fqn"][1:]
        assert model["tags"] == [within if folder == "intermediate" else folder], name


def test_each_model_has_its_own_yaml_beside_it(project: Project) -> None:
    for name, model in project.models().items():
        beside = Path(model["original_file_path"]).with_suffix(".yml")
        assert model["patch_path"] == f"perdiem://{beside}", name


def test_every_model_says_its_grain(project: Project) -> None:
    for name, model in project.models().items():
        assert re.search(r"Grain: one row per \S.*\.$", model["description"].strip(), re.DOTALL), name


def test_every_column_of_every_model_is_described(project: Project) -> None:
    for schema in FOLDER_SCHEMAS.values():
        found = project.columns(schema)
        for name, model in project.models().items():
            if model["schema"] == schema:
                assert described(model["columns"]) == found[name], name


def test_what_people_query_says_in_the_database_what_it_means(project: Project) -> None:
    query = """
        select
            pg_class.relname,
            pg_attribute.attname,
            coalesce(col_description(pg_class.oid, pg_attribute.attnum), ''),
            coalesce(obj_description(pg_class.oid, 'pg_class'), '')
        from pg_class
        inner join pg_attribute on pg_class.oid = pg_attribute.attrelid
        where pg_class.relnamespace = 'marts'::regnamespace and pg_attribute.attnum > 0 and not attisdropped
    """
    with psycopg.connect(project.database_url) as connection:
        comments = {(mart, column): said for mart, column, *said in connection.execute(query)}
    for name, model in project.models().items():
        if model["schema"] == "marts":
            for column in model["columns"].values():
                assert comments[name, column["name"]] == [column["description"], model["description"]], name


def test_freshness_tells_when_no_note_of_people_s_came_for_days(project: Project) -> None:
    with psycopg.connect(project.database_url, autocommit=True) as ehr:
        query = "select max(updated_at) > now() - interval '1 hour' from ehr.notes"
        assert ehr.execute(query).fetchone() == (True,), "what the night has written says nothing of the source"
        with pytest.raises(dbt.DbtFailed, match="notes"):
            project.dbt("source", "freshness")
        touch = "update ehr.notes set updated_at = now() - %s where note_id = (select min(note_id) from ehr.notes)"
        for days, status in ((5, "warn"), (3, "pass")):
            ehr.execute(touch, [timedelta(days=days)])
            apart(
                dbt.invoke,
                ["source", "freshness", "--write-json"],
                project.database_url,
                project.run,
                project.home / "dbt",
            )
            [notes] = project.target("sources.json")["results"]
            assert (notes["unique_id"], notes["status"]) == ("source.perdiem.ehr.notes", status)


def test_another_project_has_it_as_a_package_beside_names_of_its_own(
    project: Project, server_url: str, tmp_path: Path
) -> None:
    """It reads a mart as the night left it, and builds a model of the package; names that are the same stay apart."""
    night = str(conninfo_to_dict(project.database_url)["dbname"])
    with new_database(server_url, f"perdiem_test_{uuid.uuid4().hex}", night) as url:
        as_a_package(url, tmp_path)


def as_a_package(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "perdiem").symlink_to(PROJECT_ROOT)
    shutil.copytree(Path(__file__).parent / "another_project", tmp_path / "clinic_reports")
    connection = conninfo_to_dict(database_url)
    environment = {
        "PATH": os.defpath,
        "HOME": str(tmp_path),
        "CLINIC_HOST": str(connection["host"]),
        "CLINIC_PORT": str(connection["port"]),
        "CLINIC_USER": str(connection["user"]),
        "DBT_ENV_SECRET_CLINIC_PASSWORD": str(connection["password"]),
        "CLINIC_DATABASE": str(connection["dbname"]),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_VERSION_CHECK": "false",
    }
    for arguments in (["deps"], ["--warn-error", "build", "--select", "clinic_reports", "stg_ehr__payers"]):
        finished = subprocess.run(
            [str(Path(sys.executable).with_name("dbt")), *arguments],
            cwd=tmp_path / "clinic_reports",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.returncode == 0, finished.stdout

    with psycopg.connect(database_url) as warehouse:
        assert warehouse.execute("select said from clinic.dim_dates").fetchall() == [("not that of the package",)]
        [(mart, of_package)] = warehouse.execute(
            "select (select count(*) from marts.fct_per_diem_days where status = 'billed'), sum(days)"
            " from clinic.billed_days"
        ).fetchall()
        assert mart == of_package > 0
        assert warehouse.execute("select count(*) from clinic.payers where key is null").fetchone() == (0,)
    manifest = json.loads((tmp_path / "clinic_reports" / "target" / "manifest.json").read_text())
    of_package = {node["schema"] for node in manifest["nodes"].values() if node["package_name"] == "perdiem"}
    assert of_package - {"dbt_test__audit"} == set(FOLDER_SCHEMAS.values())
    for key, parents in manifest["parent_map"].items():
        if key.split(".")[1] == "perdiem":
            assert not [parent for parent in parents if parent.split(".")[1] == "clinic_reports"], key


def test_every_source_table_and_column_is_described(project: Project) -> None:
    sources = project.nodes("sources").values()
    for source in sources:
        assert "Grain: one row per" in source["description"], source["name"]
        assert described(source["columns"]) == project.columns(source["schema"])[source["name"]], source["name"]

    assert {source["name"] for source in sources if source["schema"] == "ehr"} == set(project.columns("ehr"))
    kept = {source["name"] for source in sources if source["schema"] == "quality"}
    built = {name for name, model in project.models().items() if model["schema"] == "quality"}
    assert kept | built == set(project.columns("quality"))


def test_every_macro_is_described_with_its_arguments(project: Project) -> None:
    macros = project.nodes("macros").values()
    assert macros
    for macro in macros:
        name = macro["name"]
        assert macro["description"].strip(), name
        documented = [argument["name"] for argument in macro["arguments"]]
        assert documented == arguments_of(macro["macro_sql"]), name
        for argument in macro["arguments"]:
            assert argument["type"], f"{name}.{argument['name']}"
            assert argument["description"].strip(), f"{name}.{argument['name']}"


def test_every_decision_has_a_unit_test(project: Project) -> None:
    tested = {unit_test["model"] for unit_test in project.nodes("unit_tests").values()}

    assert {name for name, model in project.models().items() if model["schema"] == "intermediate"} <= tested


def test_what_people_query_has_a_contract_and_a_key(project: Project) -> None:
    for name, model in project.models().items():
        if model["schema"] in ("marts", "quality"):
            constrained = [model, *model["columns"].values()]
            types = {constraint["type"] for place in constrained for constraint in place["constraints"]}
            assert model["contract"]["enforced"], name
            # PostgreSQL holds no key of a view: a test does
            keys = project.data_tests(name) if model["config"]["materialized"] == "view" else types
            assert keys & {"primary_key", "unique", "unique_combination"}, name


def test_names_and_texts_of_people_leave_the_ehr_for_no_model(project: Project) -> None:
    protected = {
        name
        for source in project.nodes("sources").values()
        for name, column in source["columns"].items()
        if column["config"]["meta"].get("phi")
    }

    assert protected == {"display_name", "note_text"}
    for name, model in project.models().items():
        assert not protected & project.columns(model["schema"])[name], name


def test_every_exposure_says_whose_it_is_and_what_it_is_for(project: Project) -> None:
    assert set(exposures(project)) == set(EXPOSURES)
    for name, exposure in exposures(project).items():
        assert exposure["label"], name
        assert exposure["description"].strip(), name
        assert exposure["maturity"], name
        assert exposure["owner"]["name"], name


@pytest.mark.parametrize("name", EXPOSURES)
def test_an_exposure_depends_on_exactly_what_its_code_reads_and_says_what_it_writes(
    project: Project, name: str
) -> None:
    exposure = exposures(project)[name]
    places = [PROJECT_ROOT / place for place in exposure["config"]["meta"]["code"]]
    code = "".join(path.read_text() for place in places for path in files_of(place))

    nodes = project.nodes("nodes") | project.nodes("sources")
    named = {f"{nodes[key]['schema']}.{nodes[key]['name']}" for key in exposure["depends_on"]["nodes"]}
    assert named == set(READ.findall(code))
    assert set(re.findall(r"`(ehr\.\w+)`", exposure["description"])) == set(WRITTEN.findall(code))


def test_lineage_runs_from_the_notes_of_the_ehr_to_the_invoice_and_to_all_that_people_see(project: Project) -> None:
    parents = project.parents()
    for name in set(EXPOSURES) - {"data_quality_message"}:  # which tells of checks and settings
        seen, left = set(), {f"exposure.perdiem.{name}"}
        while left:
            seen |= left
            left = {parent for child in left for parent in parents.get(child, [])} - seen
        assert {"source.perdiem.ehr.notes", "source.perdiem.ehr.programs"} <= seen, name
    assert "model.perdiem.int_client_days__pending" in parents["exposure.perdiem.write_back"]
    assert "`ehr.invoices`" in exposures(project)["write_back"]["description"]


def test_make_docs_leaves_one_page_that_loads_nothing_and_holds_no_row(project: Project) -> None:
    connections = {"AIRFLOW_CONN_PERDIEM_WAREHOUSE": project.database_url}
    said: list[str] = []

    path = docs.build(Installation(project.home, project.database_url, connections), said.append)

    page = path.read_text()
    assert path == project.home / "docs" / "index.html"
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert said == []
    assert page.partition("<head>")[2].startswith(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
    )
    assert not re.findall(r"<(?:script|link|iframe|img)[^>]+(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "From a note to an invoice" in page
    for name in project.models() | exposures(project):
        assert f'"name": "{name}"' in page, name
    with psycopg.connect(project.database_url) as connection:
        clients = connection.execute("select client_id, display_name, default_clinician_id from ehr.clients").fetchall()
        notes = connection.execute("select note_id from ehr.notes limit 1000").fetchall()
    texts = [text for row in (*clients, *notes) for text in row if text]
    assert len(texts) > 1000
    assert not [text for text in texts if text in page]


def exposures(project: Project) -> dict[str, dict[str, Any]]:
    """The exposures by their names."""
    return {exposure["name"]: exposure for exposure in project.nodes("exposures").values()}


def files_of(place: Path) -> list[Path]:
    """A file, or all code in a folder."""
    return [place] if place.is_file() else [path for path in place.rglob("*") if path.suffix in (".py", ".sql", ".yml")]


def described(columns: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The names of the columns that have a description."""
    return {name for name, column in columns.items() if column["description"].strip()}


def arguments_of(macro_sql: str) -> list[str]:
    """The names of a macro's arguments, in order, as its first line has them; a materialization has none."""
    if re.match(r"{%-?\s*materialization\s", macro_sql):
        return []
    signature = re.search(r"{%-?\s*(?:macro|test)\s+\w+\(([^)]*)\)", macro_sql)
    assert signature, macro_sql
    arguments = [argument.partition("=")[0].strip() for argument in signature[1].split(",")]
    return [argument for argument in arguments if argument]
