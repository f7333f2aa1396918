"""The views of staging and of the marts: they stay from night to night, and come back as the project has them."""

import shutil
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import build
from helpers.night import apart
from perdiem import config, tasks
from perdiem.runs import Run
from perdiem.setup import judging
from perdiem.warehouse import connections
from perdiem.warehouse import views as kept_views

PARAMS = {"run_date": "2016-08-02", "lookback_days": 90, "dry_run": False, "refresh_history": False}


@pytest.fixture
def decided(ehr: psycopg.Connection, airflow_connections: None) -> Run:
    """A run that has decided once, so that all views of staging are there."""
    build(ehr)
    run = tasks.plan_run("test__views", PARAMS, None)
    apart(tasks.decide, run)
    return run


def views(database: psycopg.Connection, schema: str) -> dict[str, str]:
    """The views of a schema, each with the transaction that made it, or made it anew."""
    return dict(
        database.execute(
            """
            select pg_class.relname, pg_rewrite.xmin::text
            from pg_class
            inner join pg_rewrite on pg_class.oid = pg_rewrite.ev_class
            where pg_class.relnamespace = to_regnamespace(%s)
            """,
            [schema],
        ).fetchall()
    )


def are_as_built(schema: str) -> bool:
    """Whether the night, as its own user, finds the views as the project has them."""
    with connections.connect(connections.WAREHOUSE) as warehouse:
        return kept_views.are_as_built(warehouse, schema)


def test_views_stay_and_come_back_as_the_project_has_them(decided: Run, warehouse: psycopg.Connection) -> None:
    made = views(warehouse, "staging")
    definition = "select pg_get_viewdef('staging.stg_ehr__payers'::regclass)"
    as_made = warehouse.execute(definition).fetchone()
    # with the views the functions beside them
    all_models = len(made) + len(judging.FUNCTIONS) + apart(tasks.decide, decided)["models"]
    assert views(warehouse, "staging") == made, "the second night makes none of them anew"

    columns = warehouse.execute(
        "select string_agg(format('cast(null as %s) as %I', format_type(atttypid, atttypmod), attname), ', '"
        " order by attnum) from pg_attribute where attrelid = 'staging.stg_ehr__payers'::regclass and attnum > 0"
    ).fetchone()
    assert columns
    for trouble in (
        "drop view staging.stg_ehr__payers",
        f"create or replace view staging.stg_ehr__payers as select {columns[0]}",
        "drop view staging.stg_ehr__payers; create view staging.stg_ehr__payers as select 1 as payer",
        "alter table ehr.payers rename to payers_of_last_year;"
        "create table ehr.payers (like ehr.payers_of_last_year including all)",
        "comment on rule \"_RETURN\" on staging.stg_ehr__payers is 'perdiem 0123456789abcdef of another version'",
    ):
        made = views(warehouse, "staging")
        warehouse.execute(trouble)
        assert not are_as_built("staging"), trouble
        assert apart(tasks.decide, decided) == {"models": all_models}, trouble
        assert are_as_built("staging"), trouble
        assert warehouse.execute(definition).fetchone() == as_made, trouble
        assert not set(made.values()) & set(views(warehouse, "staging").values()), "all of them are made anew"


def test_the_views_of_the_marts_are_there_all_the_time(decided: Run, warehouse: psycopg.Connection) -> None:
    apart(tasks.publish, decided)
    made = views(warehouse, "marts")
    expected = {path.stem for path in (config.DBT_PROJECT / kept_views.FOLDERS["marts"]).glob("*.sql")}
    assert set(made) == expected
    beside_views = apart(tasks.publish, decided)["models"]
    assert views(warehouse, "marts") == made, "a second night makes none of them anew"

    # What they read is made anew, as after an upgrade: they are where they were.
    warehouse.execute("comment on rule \"_RETURN\" on staging.stg_ehr__payers is 'of another version'")
    apart(tasks.decide, decided)
    assert views(warehouse, "marts") == made

    warehouse.execute("drop view marts.dim_payers")
    assert apart(tasks.publish, decided)["models"] == beside_views + len(expected)
    assert set(views(warehouse, "marts")) == expected
    assert are_as_built("marts")
    comment = "select obj_description('marts.dim_payers'::regclass, 'pg_class')"
    assert warehouse.execute(comment).fetchone() == ("The payers. Grain: one row per payer_id.",)


def test_another_version_of_the_project_makes_them_anew(
    decided: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "dbt_project"
    shutil.copytree(config.DBT_PROJECT, project)
    monkeypatch.setattr(config, "DBT_PROJECT", project)
    assert are_as_built("staging"), "the same files at another place"
    for path in ("dbt_project.yml", "macros/trimmed.sql", "models/staging/ehr/stg_ehr__notes.sql"):
        text = (project / path).read_text()
        (project / path).write_text(f"{text}\n")
        assert not are_as_built("staging"), path
        (project / path).write_text(text)
    (project / "models/staging/ehr/stg_ehr__diagnoses.sql").write_text("select 1 as diagnosis")
    assert not are_as_built("staging"), "a view that is new"
