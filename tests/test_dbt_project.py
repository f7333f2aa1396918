"""The dbt project: its own tests pass, before the write-back and after it, and all of it is described.

dbt's tests are in dbt_project/: unit tests in the YAML beside each model, tests of macros and of truths across models
in tests/. What they prove is said there.
"""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from perdiem import dbt, decision, runs, sample_clinic, tasks
from perdiem.runs import Run

FOLDER_SCHEMAS = {"staging": "staging", "intermediate": "intermediate", "marts": "marts", "quality": "quality"}
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
        dbt.invoke(list(arguments), self.database_url, self.run, self.home / "dbt")

    def nodes(self, section: str) -> dict[str, dict[str, Any]]:
        """The project's own entries in one section of dbt's manifest, by their ids."""
        entries = self._target("manifest.json")[section]
        return {key: entry for key, entry in entries.items() if entry["package_name"] == "perdiem"}

    def models(self) -> dict[str, dict[str, Any]]:
        """The models by their names."""
        return {node["name"]: node for node in self.nodes("nodes").values() if node["resource_type"] == "model"}

    def data_test_ids(self) -> set[str]:
        """The ids of generic and singular tests, those of macros among them."""
        return {key for key, node in self.nodes("nodes").items() if node["resource_type"] == "test"}

    def statuses(self) -> dict[str, str]:
        """What became of each node of the last command, by its id."""
        return {result["unique_id"]: result["status"] for result in self._target("run_results.json")["results"]}

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

    def _target(self, name: str) -> dict[str, Any]:
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
            run=Run("test__dbt_project", sample_clinic.SAMPLE_RUN_DATE, 90, False, sample_clinic.SAMPLE_RUN_DATE),
        )
        with psycopg.connect(built.database_url, autocommit=True) as connection:
            sample_clinic.load(connection)
            runs.start(connection, built.run, datetime.now(UTC))
            with decision.claimed(connection, built.run, datetime.now(UTC)):
                built.dbt("run")
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
    tasks.publish(project.run)
    project.dbt("test", "--exclude-resource-type", "unit_test")

    assert written["written"] > 0
    passed = {key for key, status in project.statuses().items() if status == "pass"}
    assert passed == project.data_test_ids()


def test_each_folder_has_its_schema(project: Project) -> None:
    schemas = {model["name"]: model["schema"] for model in project.models().values()}

    assert schemas == {model["name"]: FOLDER_SCHEMAS[model["fqn"][1]] for model in project.models().values()}
    assert set(schemas.values()) == set(FOLDER_SCHEMAS.values())


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


def test_every_source_table_and_column_is_described(project: Project) -> None:
    sources = project.nodes("sources").values()
    for source in sources:
        assert "Grain: one row per" in source["description"], source["name"]
        assert described(source["columns"]) == project.columns(source["schema"])[source["name"]], source["name"]

    assert {source["name"] for source in sources if source["schema"] == "ehr"} == set(project.columns("ehr"))


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
            assert "primary_key" in types, name


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


def described(columns: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The names of the columns that have a description."""
    return {name for name, column in columns.items() if column["description"].strip()}


def arguments_of(macro_sql: str) -> list[str]:
    """The names of a macro's arguments, in order, as its first line has them."""
    signature = re.search(r"{%-?\s*(?:macro|test)\s+\w+\(([^)]*)\)", macro_sql)
    assert signature, macro_sql
    arguments = [argument.partition("=")[0].strip() for argument in signature[1].split(",")]
    return [argument for argument in arguments if argument]
