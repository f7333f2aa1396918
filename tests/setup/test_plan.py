"""A plan shows what a change of the set-up would do, and changes nothing: the night after it comes to its figures."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from clinics.small_clinic import RUN_DATE, authorization, build, client, note
from helpers.night import apart, run_night
from helpers.place import Place
from perdiem.setup import changes, edits, plan, proposals
from perdiem.setup.edits import Edit
from perdiem.setup.proposals import Proposal
from perdiem.warehouse import connections

CLIENTS = ("alice", "bob", "carol", "dora")
FROM = date(2016, 7, 1)


pytestmark = pytest.mark.copy_of("a_night_later")


@pytest.fixture(scope="module")
def a_night_later(place: Place, module_home: Path) -> Iterator[str]:
    """Four clients with one to four units on the day; three is the threshold, and a night has billed by it.

    Dora, of four, is billed already; carol has three, and no authorization.
    """

    def first_night(ehr: psycopg.Connection) -> None:
        build(ehr)
        ehr.execute("update ehr.system_settings set value = '3' where setting_number = 508")
        for number, client_id in enumerate(CLIENTS, start=1):
            if client_id != "alice":
                client(ehr, client_id)
            if client_id != "carol":
                authorization(ehr, f"authorization-{client_id}", client_id=client_id, units=1)
            for session in range(number):
                note(ehr, f"{client_id}-{session}", client_id=client_id, minutes=50)
        apart(run_night, RUN_DATE)

    with place.kept(module_home, first_night) as name:
        yield name


@pytest.fixture
def clinic(ehr: psycopg.Connection, airflow_connections: None) -> psycopg.Connection:
    """The clinic after its night."""
    return ehr


def change(ehr: psycopg.Connection, make: Callable[[changes.Rows], Edit]) -> str:
    """Propose what an edit changes, and return its id."""
    edit = make(changes.read(ehr))
    return proposals.propose(
        ehr, edit.rows, title=edit.title, who="ann", now=datetime.now(UTC), counts_from=edit.counts_from
    )


def planned(change_id: str, home: Path) -> dict[str, Any]:
    urls = connections.database_url(connections.WAREHOUSE), connections.database_url(connections.EHR)
    return apart(plan.enter, *urls, change_id, None, home / "dbt")


def threshold(value: str) -> Callable[[changes.Rows], Edit]:
    return lambda rows: edits.put_setting(rows, 508, "IOP", FROM, value, decided_up_to=None)


def found(connection: psycopg.Connection, change_id: str) -> Proposal:
    proposal = proposals.read(connection, change_id)
    assert proposal is not None
    return proposal


def everything(connection: psycopg.Connection) -> dict[str, str]:
    """A fingerprint of each table there is, but for those that proposals are kept in."""
    tables = connection.execute(
        """
        select nspname, relname from pg_class inner join pg_namespace on relnamespace = pg_namespace.oid
        where relkind = 'r' and nspname !~ '^pg_' and nspname <> 'information_schema' and relname !~ '^setup_'
        """
    ).fetchall()
    sums = {}
    for schema, table in tables:
        query = sql.SQL("select rows::text from {} as rows order by 1").format(sql.Identifier(schema, table))
        sums[f"{schema}.{table}"] = hashlib.sha256(repr(connection.execute(query).fetchall()).encode()).hexdigest()
    return sums


def test_the_figures_of_a_plan_are_those_of_the_night_that_follows(
    clinic: psycopg.Connection, perdiem_home: Path
) -> None:
    change_id = change(clinic, threshold("2"))
    before = everything(clinic)
    figures = planned(change_id, perdiem_home)
    assert everything(clinic) == before
    assert figures["written"] == {
        "without": {"days": 0, "units": "0", "amount": "0"},
        "with": {"days": 1, "units": "1.000", "amount": "275.00"},
    }
    [by_reason] = figures["moved"]["reason"]
    assert (by_reason["name"], by_reason["days_gained"], by_reason["amount_gained"]) == ("below_threshold", 1, "275.00")
    assert [(row["client_id"], row["is_written_with"]) for row in figures["first_days"]] == [("bob", True)]
    assert found(clinic, change_id).state == "planned"

    with psycopg.connect(connections.database_url(connections.SETUP), autocommit=True) as setup:
        proposals.apply(clinic, setup, change_id, "ann", datetime.now(UTC))
    apart(run_night, RUN_DATE)
    written = clinic.execute("select client_id, units, amount from ehr.invoices where client_id <> 'dora'").fetchall()
    assert written == [("bob", Decimal("1.000"), Decimal("275.00"))]


def test_a_threshold_that_rises_leaves_what_is_billed_and_says_what_to_correct(
    clinic: psycopg.Connection, perdiem_home: Path
) -> None:
    figures = planned(change(clinic, threshold("5")), perdiem_home)
    assert figures["written"]["with"] == figures["written"]["without"]
    [lost] = figures["billed"]
    assert lost == {
        "name": "support_lost",
        "days_to_correct": 1,
        "amount_to_correct": "275.00",
        "days_no_longer": 0,
    }
    reasons = {row["name"]: (row["without"], row["changed"]) for row in figures["reasons"]}
    assert reasons["no_authorization"] == (1, 0), "carol's three units are under it now"
    assert reasons["support_lost"] == (0, 1)


def test_a_plan_of_a_rule_shows_the_items_and_findings_that_change(
    clinic: psycopg.Connection, perdiem_home: Path
) -> None:
    fields = dict.fromkeys(edits.LINE_FIELDS) | {
        "conversion": "duration",
        "minutes_per_unit": "15",
        "variable_increment": "true",
        "round_up_minutes": "8",
        "max_units": "2",
        "combine": "false",
    }
    clinic.execute("update ehr.billing_codes set is_billable = null where billing_code = '602'")
    before = planned(change(clinic, lambda rows: edits.put_payer(rows, "payer-2", None)), perdiem_home)
    assert (before["items"]["items"], before["first_items"]) == (0, [])
    line = edits.Line(fields, ["602"])
    rule = change(clinic, lambda rows: edits.add_payer_rule(rows, ["payer-1"], "Fifteen", FROM, None, [line]))
    figures = planned(rule, perdiem_home)
    assert figures["items"] == {
        "items": 10, "of_other_units": 10, "units_without": "10.000", "units_with": "30.000"
    }  # fmt: skip
    assert {row["name"]: (row["without"], row["changed"]) for row in figures["findings"]} == {
        "max_units_exceeded": (0, 10),
        "no_matching_rule": (10, 0),
    }


def test_a_plan_that_fails_says_why_and_leaves_nothing(clinic: psycopg.Connection, perdiem_home: Path) -> None:
    change_id = change(clinic, threshold("2"))
    clinic.execute("revoke select (status) on ehr.notes from perdiem_transform")
    with pytest.raises(Exception, match=r"status|permission"):
        planned(change_id, perdiem_home)
    proposal = found(clinic, change_id)
    assert proposal.state == "plan_failed"
    assert proposal.plan_error
    schemas = clinic.execute("select nspname from pg_namespace where nspname like 'plan%'").fetchall()
    assert schemas == []


def test_a_change_that_has_ended_is_not_planned(clinic: psycopg.Connection, perdiem_home: Path) -> None:
    change_id = change(clinic, threshold("2"))
    proposals.drop(clinic, change_id, "ann", datetime.now(UTC))
    with pytest.raises(proposals.Refused, match="nothing is planned"):
        planned(change_id, perdiem_home)


def test_a_plan_that_a_night_came_between_is_refused(
    clinic: psycopg.Connection, database_url: str, perdiem_home: Path
) -> None:
    def begin_a_night() -> None:
        with psycopg.connect(database_url, autocommit=True) as other:
            while other.execute("select to_regnamespace('plan_ehr')").fetchone() == (None,):
                time.sleep(0.05)
            other.execute(
                """
                insert into quality.runs (run_id, run_date, lookback_days, dry_run, today, started_at, state)
                values ('meanwhile', '2016-08-02', 90, false, '2016-08-02', now(), 'running')
                """
            )

    night = threading.Thread(target=begin_a_night)
    night.start()
    change_id = change(clinic, threshold("2"))
    with pytest.raises(plan.NightMeanwhile, match="ask for the plan again"):
        planned(change_id, perdiem_home)
    night.join()
    assert found(clinic, change_id).state == "plan_failed"
