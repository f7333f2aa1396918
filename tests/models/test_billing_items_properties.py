"""Billing items and their audit for payer rules and notes that Hypothesis makes up, compared with the reference.

Each example is a client's day or two under a few rules of every kind. The SQL is that of the models themselves: dbt
compiles them once, and each example runs them in a transaction that is rolled back. A failure shows the smallest rules
and notes that Hypothesis could find. `PERDIEM_EXAMPLES=5000` tries more of them.
"""

import graphlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from psycopg import sql
from psycopg.rows import dict_row

from clinics.random_clinic import COLUMNS, Row, Tables, row
from helpers.databases import insert
from helpers.night import run_night
from perdiem.warehouse import dbt
from reference.items import billing_items

RUN_DATE = date(2016, 8, 2)
DAYS = (RUN_DATE - timedelta(days=1), RUN_DATE)
CODES = ("97110", "97112", "97140", "unheard of")
D = Decimal


@dataclass(frozen=True)
class Model:
    """A model's table and the query that fills it."""

    table: sql.Composable
    query: sql.SQL


def mostly(usual: Sequence[Any], *others: Any) -> st.SearchStrategy[Any]:
    """One of the usual values, now and then one of the others."""
    return st.integers(0, 7).flatmap(lambda dice: st.sampled_from(others if dice == 7 else usual))


def numbers(*usual: str, highest: int = 20_000) -> st.SearchStrategy[Decimal | None]:
    """Numbers of three decimals, those that matter more often, and what is none."""
    any_number = st.decimals(min_value=-1, max_value=highest, places=3)
    return st.one_of(st.sampled_from([*map(D, usual), None]), any_number, mostly([D(1)], D("NaN")))


@st.composite
def rules(draw: st.DrawFn, number: int) -> Tables:
    """A payer rule with one billing rule of any kind for some codes."""
    payer_rule = row(
        "payer_rules",
        payer_rule_id=f"rule {number}",
        payer_id=draw(mostly(["p1"], "p2")),
        name=draw(mostly(["Aetna IOP"], None, "")),
        effective_from=draw(mostly([None], *DAYS)),
        effective_to=draw(mostly([None], *DAYS)),
    )
    billing_rule = row(
        "payer_billing_rules",
        billing_rule_id=f"line {number}",
        payer_rule_id=f"rule {number}",
        billing_type=draw(mostly(["unit"], "amount", None)),
        conversion=draw(mostly(["duration", "duration", "quantity"], "time", None)),
        minutes_per_unit=draw(mostly([15, 15, 30, 60], None, -1, 0, 1, 200)),
        variable_increment=draw(st.sampled_from([True, True, False, None])),
        round_up_minutes=draw(mostly([1, 8, 15], 31, 60, 61, 0, -1, None)),
        method=draw(mostly(["replace", "calculate"], "add", None)),
        quantity=draw(numbers("0", "1", "2.5", "10000")),
        operator=draw(mostly(["multiply", "divide"], "plus", None)),
        factor=draw(numbers("4", "0.333", "1.5", "10000")),
        max_units=draw(mostly([None, D(1), D("3.5")], D(0), D(-1), D("NaN"))),
        combine=draw(mostly([True], False, None)),
        aggregate_on=draw(mostly([None, "units", "minutes", "medicare", "medicare"], "days")),
    )
    codes = draw(st.sets(st.sampled_from(CODES), min_size=1))
    return {
        "payer_rules": [payer_rule],
        "payer_billing_rules": [billing_rule],
        "payer_billing_rule_codes": [
            row("payer_billing_rule_codes", billing_rule_id=f"line {number}", billing_code=code)
            for code in sorted(codes)
        ],
    }


@st.composite
def services(draw: st.DrawFn, number: int) -> Row:
    """A note, few of them drafts, void or bad."""
    is_per_diem = draw(mostly([False], True))
    return row(
        "notes",
        note_id=f"{draw(st.sampled_from('Kk_'))}{number}",
        client_id=draw(mostly(["az"], "nc")),
        service_date=draw(mostly(DAYS[1:], DAYS[0])),
        started_at=draw(
            st.sampled_from([None, datetime(2016, 8, 1, 9, tzinfo=UTC), datetime(2016, 8, 1, 14, tzinfo=UTC)])
        ),
        billing_code=draw(st.sampled_from(CODES)),
        clinician_id=draw(mostly(["dr 1", "dr 2", "dr 3"], None, " ")),
        location_code=draw(mostly(["11"], "57", None, " ")),
        duration_minutes=draw(st.one_of(st.integers(0, 65), mostly([20, 1440], None, -1, 1441))),
        quantity=draw(numbers("1", "2.5", highest=20)),
        units=draw(numbers("0", "1", "2", highest=20)),
        status=draw(mostly(["released"], "draft", "void")),
        origin="per_diem" if is_per_diem else draw(st.sampled_from([None, "clinician"])),
        program_id=f"program {number}" if is_per_diem else None,
        payer_id=draw(mostly(["p1"], "p2", None)) if is_per_diem else None,
    )


@st.composite
def clinics(draw: st.DrawFn) -> Tables:
    """Two clients, one of them in Arizona, some rules and a few notes."""
    tables: Tables = {table: [] for table in COLUMNS}
    tables["facilities"] = [row("facilities", facility_id=state, state=state) for state in ("AZ", "NC")]
    tables["clients"] = [row("clients", client_id=state.lower(), facility_id=state) for state in ("AZ", "NC")]
    tables["client_coverages"] = [
        row("client_coverages", coverage_id=f"{client_id} {payer_id}", client_id=client_id, payer_id=payer_id)
        | {"priority": priority, "start_date": start}
        for client_id, payer_id, priority, start in (
            ("az", "p1", 1, DAYS[0]),
            ("az", "p2", None, DAYS[0]),
            ("nc", draw(st.sampled_from(["p1", "p2"])), 1, draw(st.sampled_from(DAYS))),
        )
    ]
    tables["billing_codes"] = [
        row("billing_codes", billing_code="97110", is_billable=True),
        row("billing_codes", billing_code="97112", is_billable=True),
        row("billing_codes", billing_code="97140", is_billable=draw(st.sampled_from([True, True, False, None]))),
    ]
    tables["fee_schedules"] = [
        row("fee_schedules", payer_id="p1", billing_code="97110")
        | {"effective_from": DAYS[1], "unit_rate": draw(st.sampled_from([D("1.00"), D("-1.00"), None]))}
    ]
    for number in range(draw(st.integers(1, 3))):
        for table, made in draw(rules(number)).items():
            tables[table] += made
    tables["notes"] = [draw(services(number)) for number in range(draw(st.integers(3, 9)))]
    return tables


TABLES = {"table", "carried_over"}


@pytest.fixture
def models(
    ehr: psycopg.Connection, database_url: str, perdiem_home: Path, airflow_connections: None
) -> Sequence[Model]:
    """The models from the notes to the findings, compiled by dbt, in the order in which they are built."""
    insert(ehr, "ehr.clients", [{"client_id": "somebody"}])
    insert(ehr, "ehr.notes", [{"note_id": "any", "client_id": "somebody", "service_date": RUN_DATE}])
    run = run_night(RUN_DATE, refresh_history=True)
    for table in ("notes", "clients"):
        ehr.execute(sql.SQL("delete from ehr.{}").format(sql.Identifier(table)))
    selection = ["--select", "+int_billing_items__findings", "--write-json"]
    dbt.invoke(["compile", *selection], database_url, run, perdiem_home / "dbt")
    nodes = json.loads((perdiem_home / "dbt" / "target" / "manifest.json").read_text())["nodes"]
    tables = {
        key: node
        for key, node in nodes.items()
        if node["resource_type"] == "model" and "compiled_code" in node and node["config"]["materialized"] in TABLES
    }
    order = graphlib.TopologicalSorter({key: node["depends_on"]["nodes"] for key, node in tables.items()})
    return [
        Model(sql.Identifier(tables[key]["schema"], tables[key]["name"]), sql.SQL(tables[key]["compiled_code"]))
        for key in order.static_order()
        if key in tables
    ]


def test_items_and_findings_are_as_the_reference_says(ehr: psycopg.Connection, models: Sequence[Model]) -> None:
    seen: set[str] = set()

    @settings(
        max_examples=int(os.environ.get("PERDIEM_EXAMPLES", "250")),
        derandomize="PERDIEM_EXAMPLES" not in os.environ,
        suppress_health_check=[HealthCheck.data_too_large],
    )
    @given(clinics())
    def every_clinic(tables: Tables) -> None:
        for table in ("payer_rules", "payer_billing_rules", "payer_billing_rule_codes", "notes"):
            for each in tables[table]:
                note(f"{table}: { ({name: value for name, value in each.items() if value is not None}) }")
        items = billing_items(tables, RUN_DATE)
        seen.update(finding for item in items.values() for finding in item.findings)
        seen.update("combined" for item in items.values() if item.occurrences > 1)
        seen.update("box 19" for item in items.values() if item.second_rendering_clinician_id)
        with ehr.transaction(force_rollback=True):
            build(ehr, tables, models)
            assert read_items(ehr) == {
                key: {name: value for name, value in asdict(item).items() if name in AN_ITEM}
                for key, item in items.items()
            }
            assert read_findings(ehr) == {
                (key, finding, severity) for key, item in items.items() for finding, severity in item.findings.items()
            }

    every_clinic()
    assert seen >= MET_BY_THE_EXAMPLES, f"the examples are about {sorted(seen)} alone"


def build(ehr: psycopg.Connection, tables: Tables, models: Sequence[Model]) -> None:
    """Put a clinic into the EHR, and fill each model's table anew."""
    for table, rows in tables.items():
        insert(ehr, f"ehr.{table}", rows)
    for model in models:
        ehr.execute(sql.SQL("delete from {}").format(model.table))
        ehr.execute(sql.SQL("insert into {} {}").format(model.table, model.query))


# What the examples come to whatever else they come to: a comparison that never met one would prove nothing of it.
MET_BY_THE_EXAMPLES = set(
    "ambiguous_rule beside_per_diem combined duplicate_service invalid_rule max_units_exceeded missing_rate"
    " missing_units no_matching_rule payer_not_in_force units_differ_from_rule unknown_code zero_units".split()
) | {"box 19"}
AN_ITEM = (
    "client_id service_date payer_id billing_code billing_rule_id location_code occurrences duration_minutes units"
    " max_units rendering_clinician_id second_rendering_clinician_id is_per_diem"
).split()
ITEMS = """
    select items.*, item_units.units as item_units, item_units.max_units
    from intermediate.int_billing_items__combined as items
    inner join intermediate.int_billing_items__units as item_units using (billing_item_id)
"""
FINDINGS = """
    select note_ids, finding, severity
    from intermediate.int_billing_items__findings
    inner join intermediate.int_billing_items__combined using (billing_item_id)
"""


def read_items(ehr: psycopg.Connection) -> dict[Any, Row]:
    with ehr.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(ITEMS).fetchall()
    return {
        tuple(each["note_ids"]): {name: (each | {"units": each["item_units"]})[name] for name in AN_ITEM}
        for each in rows
    }


def read_findings(ehr: psycopg.Connection) -> set[tuple[Any, str, str]]:
    return {(tuple(note_ids), finding, severity) for note_ids, finding, severity in ehr.execute(FINDINGS)}
