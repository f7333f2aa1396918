"""`make metrics`: each metric by its rule on rows that are counted by hand, and as the documents' SQL has it."""

from __future__ import annotations

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from helpers.homes import SampleHome, command
from perdiem.config import DBT_PROJECT, PROJECT_ROOT
from perdiem_local import metrics
from perdiem_local.installation import Installation

JULY, AUGUST = date(2016, 7, 1), date(2016, 8, 1)
# The columns that metrics are made of, with rows of one program and payer but for those that say otherwise.
MARTS = """
    create schema marts;
    create table marts.fct_per_diem_days as
    select 'IOP' as program_id, payer_id, service_date::date as service_date, status
    from (values
        ('p1', '2016-07-01', 'billed'), ('p1', '2016-07-02', 'billed'), ('p1', '2016-07-31', 'billed'),
        (null, '2016-07-03', 'blocked'), ('p1', '2016-07-04', 'pending'),
        ('p1', '2016-07-05', 'unsigned'), ('p1', '2016-07-06', 'below_threshold'),
        ('p1', '2016-07-07', 'already_billed'), ('p1', '2016-07-08', 'voided'),
        ('p1', '2016-08-01', 'billed')
    ) as days (payer_id, service_date, status);

    create table marts.fct_invoices as
    select
        'IOP' as program_id, 'p1' as payer_id, service_date::date as service_date, status, units, amount, days_to_bill
    from (values
        ('2016-07-01', 'ready', 1.5, 100.25, 2), ('2016-07-02', 'ready', 1, null, 3),
        ('2016-07-31', 'ready', 2, 200.00, 10), ('2016-07-30', 'ready', 1, 50.00, 1),
        ('2016-07-09', 'ready', 1, 1.00, null), ('2016-07-08', 'void', 50, 5000.00, 90),
        ('2016-08-01', 'ready', 1, 7.00, 4)
    ) as invoices (service_date, status, units, amount, days_to_bill);

    create table marts.rpt_missed_revenue as
    select 'IOP' as program_id, payer_id, service_date::date as service_date, state, amount
    from (values
        (null, '2016-07-03', 'waiting', 30.00), ('p1', '2016-07-05', 'lost', 4.00),
        ('p1', '2016-07-06', 'waiting', null), ('p1', '2016-07-02', 'recovered', 500.00)
    ) as days (payer_id, service_date, state, amount);

    create table marts.fct_nightly_runs as
    select run_id, run_date::date as run_date, is_dry_run, is_clean
    from (values
        ('clean', '2016-07-01', false, true), ('clean too', '2016-07-02', false, true),
        ('critical', '2016-07-03', false, false), ('dry', '2016-07-04', true, true),
        ('dry and not clean', '2016-07-04', true, false), ('runs', '2016-07-05', false, null)
    ) as runs (run_id, run_date, is_dry_run, is_clean)
"""
IN_JULY = {
    "days_billed": 3,
    "days_blocked": 1,
    "days_at_threshold": 5,
    "blocked_rate": 0.2,
    "units": Decimal("6.5"),
    "revenue": Decimal("351.25"),
    "days_to_bill": 4,
    "median_days_to_bill": 2,
    "missed_revenue": Decimal("34.00"),
    "recovered_revenue": Decimal("500.00"),
    "nights": 3,
    "clean_nights": 2,
    "clean_night_rate": pytest.approx(2 / 3),
}


@pytest.fixture
def installation(warehouse: psycopg.Connection, database_url: str, tmp_path: Path) -> Installation:
    """A home whose marts hold the rows above."""
    warehouse.execute(MARTS.encode())
    return Installation(tmp_path, database_url, {"AIRFLOW_CONN_PERDIEM_WAREHOUSE": database_url})


def test_each_metric_counts_by_its_rule(installation: Installation) -> None:
    columns, rows = metrics.answer(installation, metrics.query(installation, [], ["month"]))
    assert columns == ["metric_time__month", *IN_JULY]
    july, august = (dict(zip(columns, row, strict=True)) for row in rows)
    assert july == {"metric_time__month": JULY, **IN_JULY}
    assert (august["metric_time__month"], august["days_billed"], august["revenue"]) == (AUGUST, 1, Decimal("7.00"))

    by_payer = metrics.query(installation, ["missed_revenue", "days_blocked", "days_billed"], ["payer"])
    assert metrics.answer(installation, by_payer)[1] == [("", Decimal("30.00"), 1, 0), ("p1", Decimal("4.00"), 0, 4)]

    for wanted, by in ((["revenue", "nights"], ["program"]), (["income"], ["month"])):
        with pytest.raises(metrics.NoSuchMetric):
            metrics.query(installation, wanted, by)


def test_an_analyst_gets_the_same_from_the_questions(sample_home: SampleHome) -> None:
    [total] = answers(sample_home, "--by", "year")
    assert total["metric_time__year"] == "2016-01-01"

    url = command(sample_home.path, "db-url", "--role", "analyst").stdout.strip()
    document = (PROJECT_ROOT / "docs" / "questions.md").read_text()
    questions = dict(re.findall(r"^## ([^\n]+)$.*?```sql\n(.*?);\n```", document, re.MULTILINE | re.DOTALL))

    def ask_all(question: str, query: str) -> list[tuple[float, ...]]:
        answer = f"with answer as ({questions[question]}) {query}"
        with psycopg.connect(url) as connection:
            return [tuple(map(float, row)) for row in connection.execute(answer.encode()).fetchall()]

    def ask(question: str, query: str) -> list[float]:
        return list(ask_all(question, query)[0])

    def of(*names: str) -> list[float]:
        return [float(total[name] or 0) for name in names]

    assert of("units", "revenue") == ask("What did we bill, by code?", "select sum(units), sum(amount) from answer")
    assert of("missed_revenue") == ask("What do we miss, by payer and reason?", "select sum(amount) from answer")
    assert of("recovered_revenue") == ask(
        "What came in late, and how late?", "select coalesce(sum(amount), 0) from answer"
    )
    assert of("nights", "clean_nights") == ask(
        "How many nights were clean?", "select sum(runs), sum(clean_runs) from answer"
    )
    by_payer = answers(sample_home, "days_to_bill", "median_days_to_bill", "--by", "payer")
    billed = [row for row in by_payer if row["days_to_bill"]]  # none that nights of another warehouse billed
    assert sorted(
        (round(float(row["days_to_bill"]), 1), float(row["median_days_to_bill"])) for row in billed
    ) == sorted(ask_all("How long does it take to bill a day?", "select mean_days, median_days from answer"))

    # the page's funnel, and the query that the command prints, asked as who reads the marts alone
    with psycopg.connect(url) as connection:
        printed = command(sample_home.path, "metrics", "days_billed", "blocked_rate", "--by", "year", "--sql")
        row = connection.execute(printed.stdout.encode()).fetchall()[0]
    assert [float(value) for value in row[1:]] == of("days_billed", "blocked_rate")
    assert of("days_billed")[0] > 0
    assert of("blocked_rate")[0] == of("days_blocked")[0] / of("days_at_threshold")[0]


def test_the_document_says_of_each_metric_what_the_project_does() -> None:
    defined = yaml.safe_load((DBT_PROJECT / "models" / "marts" / "_metrics.yml").read_text())["metrics"]
    document = (PROJECT_ROOT / "docs" / "metrics.md").read_text()
    told = re.findall(r"^\| `(\w+)` \| (.+?) \|$", document, re.MULTILINE)
    assert told == [(metric["name"], metric["description"]) for metric in defined]


def answers(home: SampleHome, *arguments: str) -> list[dict[str, Any]]:
    """What the command prints, a dictionary a row."""
    finished = command(home.path, "metrics", *arguments)
    assert finished.returncode == 0, finished.stderr
    return list(csv.DictReader(finished.stdout.splitlines()))
