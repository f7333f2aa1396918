"""The views of staging: they stay from night to night, and come back as the project has them."""

import shutil
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import build
from helpers.night import apart
from perdiem import config, tasks
from perdiem.runs import Run
from perdiem.warehouse import connections, staging

PARAMS = {"run_date": "2016-08-02", "lookback_days": 90, "dry_run": False, "refresh_history": False}


@pytest.fixture
def decided(ehr: psycopg.Connection, airflow_connections: None) -> Run:
    """A run that has decided once, so that all views are there."""
    build(ehr)
    run = tasks.plan_run("test__views", PARAMS, None)
    apart(tasks.decide, run)
    return run


def views(database: psycopg.Connection) -> dict[str, int]:
    """The views of staging, each with the number that PostgreSQL gave it when it was made."""
    return dict(
        database.execute(
            "select relname, cast(oid as bigint) from pg_class where relnamespace = 'staging'::regnamespace"
        ).fetchall()
    )


def is_as_built() -> bool:
    """Whether the night, as its own user, finds the views as the project has them."""
    with connections.connect(connections.WAREHOUSE) as warehouse:
        return staging.is_as_built(warehouse)


def test_views_stay_and_come_back_as_the_project_has_them(decided: Run, warehouse: psycopg.Connection) -> None:
    made = views(warehouse)
    definition = "select pg_get_viewdef('staging.stg_ehr__payers'::regclass)"
    as_made = warehouse.execute(definition).fetchone()
    all_models = len(made) + apart(tasks.decide, decided)["models"]
    assert views(warehouse) == made, "the second night makes none of them anew"

    columns = warehouse.execute(
        "select string_agg(format('cast(null as %s) as %I', format_type(atttypid, atttypmod), attname), ', '"
        " order by attnum) from pg_attribute where attrelid = 'staging.stg_ehr__payers'::regclass and attnum > 0"
    ).fetchone()
    assert columns
    for trouble in (
        "drop view staging.stg_ehr__payers",
        f"create or replace view staging.stg_ehr__payers as select {columns[0]}",
        "alter table ehr.payers rename to payers_of_last_year;"
        "create table ehr.payers (like ehr.payers_of_last_year including all)",
        "comment on view staging.stg_ehr__payers is 'perdiem 0123456789abcdef of another version'",
    ):
        made = views(warehouse)
        warehouse.execute(trouble)
        assert not is_as_built(), trouble
        assert apart(tasks.decide, decided) == {"models": all_models}, trouble
        assert is_as_built(), trouble
        assert warehouse.execute(definition).fetchone() == as_made, trouble
        assert not set(made.values()) & set(views(warehouse).values()), "all of them are made anew"


def test_another_version_of_the_project_makes_them_anew(
    decided: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(config.DBT_PROJECT, project)
    monkeypatch.setattr(config, "DBT_PROJECT", project)
    monkeypatch.setattr(staging, "FOLDER", project / "models" / "staging")
    assert is_as_built(), "the same files at another place"
    for path in ("dbt_project.yml", "macros/trimmed.sql", "models/staging/ehr/stg_ehr__notes.sql"):
        text = (project / path).read_text()
        (project / path).write_text(f"{text}\n")
        assert not is_as_built(), path
        (project / path).write_text(text)
    (project / "models/staging/ehr/stg_ehr__diagnoses.sql").write_text("select 1 as diagnosis")
    assert not is_as_built(), "a view that is new"
