"""The report of a run: what it says to people, that it is whole in itself, and what it must not say."""

from __future__ import annotations

import re
import stat
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import psycopg
import pytest
from airflow.sdk.exceptions import AirflowFailException

from clinics.small_clinic import RUN_DATE, authorization, build, client, note, program, setting
from helpers.databases import insert, new_database
from helpers.html import Page
from helpers.night import apart, run_tasks
from perdiem import config, runs, tasks
from perdiem.alerts import reasons
from perdiem.report import figures, files, run_days, run_facts, summary
from perdiem.report.figures import Night, Notes
from perdiem.runs import Run
from perdiem.warehouse import connections, migrations

CLIENTS = ("alice", "client-of-nobody", "client-unpaid")
HOSTILE_RUN = """../../manual__<script>alert("run")</script>'; drop table {{ 6007 * 7 }}"""
HOSTILE_PROGRAM = "<img src=x onerror=alert(1)>"
HOSTILE_VALUE = """{{ 6007 * 7 }}{% raw %}"><script src="http://evil.example/x.js"></script>'"""
HOSTILE_NOTE = """<a href="javascript:alert('note')">&amp;</a>"""


@dataclass(frozen=True)
class Story:
    """Reports of nights of one clinic, as they were left, and where they are."""

    home: Path
    reports: dict[str, str]
    notice: str
    """The mail about the run that the first gate stopped."""

    @property
    def pages(self) -> dict[str, Page]:
        """The reports as read."""
        return {name: Page(html) for name, html in self.reports.items()}


AIRFLOW = "http://localhost:8080"  # where Airflow's UI is unless its configuration says otherwise


@pytest.fixture(scope="module")
def story(
    server_url: str, ehr_template: str, database_name: str, dbt_state: Path, tmp_path_factory: pytest.TempPathFactory
) -> Story:
    """A night that the source stops, one that a decision stops, a dry one, and a whole one."""
    home = tmp_path_factory.mktemp("home")
    (home / "dbt").symlink_to(dbt_state)
    with new_database(server_url, database_name, ehr_template) as url, pytest.MonkeyPatch.context() as environment:
        environment.setenv("PERDIEM_HOME", str(home))
        environment.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", url)
        environment.setenv("AIRFLOW_CONN_PERDIEM_EHR", url)
        with psycopg.connect(url, autocommit=True) as ehr:
            begin(ehr)
            reports = {"source": stopped_by_the_source(ehr, home)}
            [notice] = (file.read_text() for file in (home / "outbox").glob("*.eml"))
            reports["decision"] = stopped_by_a_decision(ehr, home)
            reports["dry"] = whole(planned("dry", RUN_DATE, dry_run=True), home)
            figures.keep_written(
                ehr, planned("two nights ago", RUN_DATE - timedelta(days=2)), Notes(3, Decimal("825.00"), 0)
            )
            reports["whole"] = whole(planned(HOSTILE_RUN, RUN_DATE, refresh_history=True), home)
    return Story(home, reports, notice)


def begin(ehr: psycopg.Connection) -> None:
    """Alice can be billed; another has no authorization; rows and settings are bad in every way that a report tells."""
    build(ehr)
    for client_id in CLIENTS[1:]:
        client(ehr, client_id)
    note(ehr, "n-1")
    authorization(ehr)
    note(ehr, "n-2", "client-unpaid")
    note(ehr, "n-without-units", "alice", units=None)
    note(ehr, "n-3", "alice", billing_code="UNKNOWN-1")
    note(ehr, HOSTILE_NOTE, "client-of-nobody", units=Decimal(-1))
    program(ehr, HOSTILE_PROGRAM, non_billable=("PHP GROUP",), billable=("0912",))
    setting(ehr, 508, HOSTILE_VALUE, program_id=HOSTILE_PROGRAM, effective_from=date(2016, 2, 14))


def planned(run_id: str, run_date: date, dry_run: bool = False, refresh_history: bool = False) -> Run:
    params = {
        "run_date": str(run_date),
        "lookback_days": 90,
        "dry_run": dry_run,
        "refresh_history": refresh_history,
    }
    return tasks.plan_run(run_id, params, None)


def whole(run: Run, home: Path) -> str:
    run_tasks(run)
    return report_of(run, home)


def report_of(run: Run, home: Path) -> str:
    return (home / files.name_of(run.run_date, run.run_id)).read_text(encoding="utf-8")


def stopped(run: Run, task_id: str, suite: str) -> None:
    """Have a gate stop a run, and Airflow call what is to be called then."""
    with pytest.raises(AirflowFailException) as error:
        tasks.check(suite, run)
    tasks.report_failure(
        {
            "run_id": run.run_id,
            "task_instance": SimpleNamespace(task_id=task_id),
            "dag": SimpleNamespace(dag_id="per_diem_billing"),
            "exception": error.value,
        }
    )


def stopped_by_the_source(ehr: psycopg.Connection, home: Path) -> str:
    """The very first night: no table of dbt's is there yet."""
    ehr.execute("alter table ehr.notes rename column duration_minutes to minutes")
    run = planned("stopped by the source", RUN_DATE)
    stopped(run, "check_source", "ehr_source")
    ehr.execute("alter table ehr.notes rename column minutes to duration_minutes")
    return report_of(run, home)


def stopped_by_a_decision(ehr: psycopg.Connection, home: Path) -> str:
    run = planned("stopped by a decision", RUN_DATE)
    tasks.check("ehr_source", run)
    apart(tasks.decide, run)
    ehr.execute("update intermediate.int_client_days__pending set note_minutes = 0")
    stopped(run, "check_decisions", "billable_days")
    return report_of(run, home)


def test_the_head_says_which_run_it_was_and_how_it_ended(story: Story) -> None:
    text = " ".join(story.pages["whole"].text.split())
    assert "Per-diem billing, 2016-08-02 Succeeded" in text
    assert "Service dates2016-05-04 to 2016-08-02" in text
    assert f"Run{' '.join(HOSTILE_RUN.split())}" in text
    assert "Succeeded Dry run" not in text
    assert "Per-diem billing, 2016-08-02 Succeeded Dry run" in " ".join(story.pages["dry"].text.split())


def test_a_run_that_built_the_history_anew_says_why(story: Story) -> None:
    sentence = f"Billing items of the whole history were built anew: {migrations.ASKED_FOR}."
    assert [name for name, page in story.pages.items() if sentence in page.text] == ["whole"]
    assert [name for name, page in story.pages.items() if "whole history" in page.text] == ["whole"]


def test_the_night_is_told_from_due_days_to_money(story: Story) -> None:
    rows = story.pages["whole"].rows("From a due day to a billed one")
    assert {step: figures[:3] for step, figures in rows.items()} == {
        "Due": ["2", "$275.00", ""],
        "Threshold met": ["2", "$275.00", "$275.00"],
        "Authorizedwithout 1 that no authorization can pay for": ["1", "$275.00", ""],
        "Billed": ["1", "$275.00", ""],
        "Of these, written by this run": ["1", "$275.00", ""],
    }
    statuses = {status.partition("the ")[0]: days for status, [days] in story.pages["whole"].rows("by status").items()}
    assert statuses == {"Billed ": "1", "Blocked threshold met, and something stands in ": "1"}


def test_a_dry_run_says_what_would_be_written(story: Story) -> None:
    rows = story.pages["dry"].rows("From a due day to a billed one")
    assert rows["Would be written by this run"][:2] == ["1", "$275.00"]
    assert rows["Billedwithout 1 still pending"][:2] == ["0", "$0.00"]
    [authorized] = [figures for step, figures in rows.items() if step.startswith("Authorized")]
    assert authorized[2] == "unknown", "no invoice says what a day of the program comes to"


def test_what_is_blocked_is_told_by_reason_and_age_with_what_to_do(story: Story) -> None:
    [(reason, counts)] = story.pages["whole"].rows("by its first reason").items()
    assert reason.startswith("No authorization")
    assert reasons.IN_SHORT["no_authorization"] in reason
    assert counts == ["1", "1", "0", "0"]


def test_every_check_of_every_gate_is_told_and_the_failed_ones_first(story: Story) -> None:
    page = story.pages["whole"]
    told = [row[0] for table in page.tables if "passed," in table.caption for row in table.rows[1:]]
    defined = re.findall(r"(?m)^- name: (\w+)", "".join(path.read_text() for path in config.EXPECTATIONS.glob("*.yml")))
    assert len(told) == len(defined)
    assert page.text.index("expected a number above 0") < page.text.index("A note that counts toward")
    assert re.search(rf"\d+ of {len(defined)} checks failed", page.text)
    assert "Why it matters" in page.text
    assert "What to do" in page.text
    assert "and check_name = 'counting_notes_without_units'" in page.text, "where the keys are"


def test_rows_and_programs_left_out_are_listed_with_their_cause(story: Story) -> None:
    page = story.pages["whole"]
    [[cause, days]] = [[cause, days] for cause, [days] in page.rows("Left out on some days").items()]
    expected = f"system setting 508 for program {HOSTILE_PROGRAM} is '{HOSTILE_VALUE}' from 2016-02-14"
    assert cause == f"{expected}: expected a number above 0"
    assert days == "91"
    assert page.rows("by table and cause") == {"ehr.notes": ["units below 0", "1"]}
    assert page.rows("Each of them") == {"ehr.notes": [HOSTILE_NOTE, "units below 0"]}


def test_the_findings_of_the_audit_are_counted_by_severity(story: Story) -> None:
    rows = story.pages["whole"].rows("Findings about the billing items")
    assert rows["Unknown code"] == ["error", "1"]
    assert rows["No matching rule"][0] == "info"
    assert next(iter(rows)) == "Unknown code", "errors come first"


def test_nights_are_compared_once_there_are_two(story: Story) -> None:
    assert "No night is on record here yet" in story.pages["dry"].text
    page = story.pages["whole"]
    assert page.rows("Nights by run date") == {
        "2016-08-02": ["1", "$275.00", "$0.00", "1"],
        "2016-07-31": ["3", "$825.00", "$0.00", "not published"],
    }
    days = [label.strip() for label in page.texts if re.fullmatch(r"2016-0[78]-[0-9]{2}", label.strip())]
    assert {"2016-07-31", "2016-08-01", "2016-08-02"} <= set(days), "the night between has its gap"


def test_a_run_that_the_source_stopped_has_its_report(story: Story) -> None:
    page = story.pages["source"]
    assert "The run failed in check source." in page.text
    assert "column ehr.notes.duration_minutes is missing" in page.text
    assert "Nothing was decided or written." in page.text
    assert "What to do The task's log names each failed check, its rows and what to do. Restore the table" in page.text
    links = [attributes["href"] for tag, attributes in page.elements if attributes.get("target") == "_top"]
    assert links == [f"{AIRFLOW}/dags/per_diem_billing/runs/stopped%20by%20the%20source/tasks/check_source"]
    assert f"log:    {links[0]}" in story.notice
    assert "stopped the run" in page.text
    outcomes = {row[-1] for table in page.tables if "passed," in table.caption for row in table.rows[1:]}
    assert outcomes == {"failed", "not run"}
    assert "The run did not get as far as the audit." in page.text


def test_a_run_that_a_decision_stopped_tells_what_it_got_to(story: Story) -> None:
    page = story.pages["decision"]
    assert "The run failed in check decisions." in page.text
    assert "none was written" in page.text
    assert "Pending days have note minutes critical stopped the run" in " ".join(page.text.split())
    assert "1 row fails" in page.text
    assert page.rows("by table and cause"), "quarantine was decided"
    assert "did not get as far as publishing" in page.text


def test_the_mail_about_a_failure_says_where_the_report_is(story: Story) -> None:
    [path] = re.findall(r"(?m)^report: (.*)$", story.notice)
    assert Page(Path(path).read_text(encoding="utf-8")).text == story.pages["source"].text


def test_no_client_and_nothing_of_a_client_is_in_a_report(story: Story) -> None:
    unsaid = (
        *CLIENTS,
        "Name Not-For-Logs",
        "Text not for logs",
        "n-without-units",
        "0905",
        "UNKNOWN-1",
        "biller@example.org",
    )
    for name, page in story.pages.items():
        assert [word for word in unsaid if word in page.html] == [], name


def test_a_report_needs_nothing_but_itself(story: Story) -> None:
    for name, page in story.pages.items():
        style = "".join(re.findall(r"(?s)<style>(.*?)</style>", page.html))
        assert not re.search(r"url\(|@import|//", style), name
        for tag, attributes in page.elements:
            assert tag not in {"script", "img", "iframe", "object", "embed", "link", "base", "form", "video"}, name
            assert not {"src", "srcset", "data", "action", "xlink:href"} & attributes.keys(), name
            assert not [attribute for attribute in attributes if attribute.startswith("on")], name
            assert attributes.get("href", "#").startswith(("#", f"{AIRFLOW}/dags/")), name


def test_hostile_text_ends_as_text(story: Story) -> None:
    text = story.pages["whole"].text
    for hostile in (HOSTILE_RUN, HOSTILE_PROGRAM, HOSTILE_VALUE, HOSTILE_NOTE):
        assert hostile in text
    assert HOSTILE_RUN.replace("'", "''") in text, "a query can be used as it stands"
    assert "42049" not in text, "no value is a template"


def test_a_report_can_be_read_by_machine_and_by_ear(story: Story) -> None:
    for name, page in story.pages.items():
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        assert len(ids) == len(set(ids)), name
        for _, attributes in page.elements:
            link = attributes.get("href") or "#"
            for reference in (attributes.get("aria-labelledby"), link.removeprefix("#")):
                assert not reference or reference in ids or reference.startswith(AIRFLOW), name
        assert [tag for tag, _ in page.elements].count("h1") == 1
        assert {"main", "nav", "header"} <= {tag for tag, _ in page.elements}
        assert all(table.caption for table in page.tables), name
        headings = [attributes for tag, attributes in page.elements if tag == "th"]
        assert all(attributes.get("scope") in {"row", "col"} for attributes in headings), name


def test_the_name_of_the_file_is_safe_and_each_run_has_one(story: Story) -> None:
    names = sorted(path.name for path in (story.home / "reports").iterdir())
    assert len(names) == 4, "and nothing half written"
    assert all(re.fullmatch(r"2016-08-02-[0-9a-f]{12}\.html", name) for name in names)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (story.home / "reports").iterdir()}
    assert modes == {0o600}


@pytest.fixture
def ended(ehr: psycopg.Connection, warehouse: psycopg.Connection, airflow_connections: None) -> Run:
    """A run that failed before it got anywhere."""
    run = planned("manual__1", RUN_DATE)
    runs.fail(warehouse, run.run_id, "check_source", "", datetime.now(UTC))
    return run


def check_result(run: Run, suite: str, name: str, severity: str, keys: list[str]) -> dict[str, object]:
    texts = {"why": "why", "what_to_do": "what to do", "error": f"{len(keys)} rows fail"}
    outcome = {"severity": severity, "success": False, "stops_run": False, "failing_count": len(keys)}
    key = {"run_id": run.run_id, "run_date": run.run_date, "suite": suite, "check_name": name}
    return {**key, **outcome, **texts, "failing_keys": keys, "checked_at": datetime.now(UTC)}


def test_each_severity_is_told_and_keys_only_where_they_may_be(
    ended: Run, warehouse: psycopg.Connection, perdiem_home: Path
) -> None:
    many = [f"key-{number:03}" for number in range(25)]
    insert(
        warehouse,
        "quality.check_results",
        [
            check_result(ended, "a_suite_of_last_year", "a_check_of_last_year", "info", ["of-who-knows-what"]),
            check_result(ended, "billable_days", "overdrawn_authorizations", "warning", many),
            check_result(ended, "published_marts", "units_add_up", "critical", ["IOP:alice:2016-07-31"]),
        ],
    )

    assert files.leave(ended.run_id) is not None

    page = Page(report_of(ended, perdiem_home))
    words = [page.text.index(name) for name in ("Units add up", "Overdrawn authorizations", "A check of last year")]
    assert words == sorted(words)
    assert "key-019" in page.text
    assert "key-020" not in page.text
    assert "and 5 more" in page.text
    assert "of-who-knows-what" not in page.text, "nobody knows what its keys are"
    assert "alice" not in page.html


def test_many_quarantined_rows_are_capped_and_counted(
    ended: Run, warehouse: psycopg.Connection, perdiem_home: Path
) -> None:
    with connections.connect(connections.WAREHOUSE) as owner:
        owner.execute("create table quality.quarantined_rows (source_table text, row_key text, cause text)")
        owner.execute(
            "insert into quality.quarantined_rows select 'notes', to_char(number, 'FM000'), 'no client'"
            " from generate_series(1, 250) as number"
        )
    runs.decided(warehouse, ended.run_id, datetime.now(UTC))
    runs.fail(warehouse, ended.run_id, "check_decisions", "", datetime.now(UTC))

    files.leave(ended.run_id)

    page = Page(report_of(ended, perdiem_home))
    assert page.rows("by table and cause") == {"ehr.notes": ["no client", "250"]}
    [listed] = [table for table in page.tables if "The first 200" in table.caption]
    assert [row[1] for row in listed.rows[1:]] == [f"{number:03}" for number in range(1, 201)]
    assert "And 50 more:" in page.text


def test_a_report_that_cannot_be_written_is_logged_and_holds_nothing_up(
    ended: Run, warehouse: psycopg.Connection, perdiem_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (perdiem_home / "reports").write_text("in the way")

    assert files.leave(ended.run_id) is None
    assert files.leave("a run that never was") is None

    assert [record.getMessage().partition(": ")[0] for record in caplog.records if record.levelname == "ERROR"] == [
        "Could not write the report of the run"
    ] * 2


def test_a_run_is_done_even_where_its_report_cannot_be_written(
    ended: Run, warehouse: psycopg.Connection, perdiem_home: Path
) -> None:
    (perdiem_home / "reports").write_text("in the way")
    tasks.close_run(ended)
    assert warehouse.execute("select state from quality.runs").fetchall() == [("success",)]


def test_a_report_is_replaced_as_a_whole_and_leaves_nothing_where_it_fails(
    ended: Run, perdiem_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(files.leave(ended.run_id) or "")
    before = path.read_text(encoding="utf-8")

    def unfinished(*_: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", unfinished)
        assert files.leave(ended.run_id) is None
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert path.read_text(encoding="utf-8") == before

    assert files.leave(ended.run_id, "another error") == str(path)
    assert "another error" in path.read_text(encoding="utf-8")


def test_a_status_that_is_not_known_shows_with_its_days(ended: Run, warehouse: psycopg.Connection) -> None:
    with connections.connect(connections.EHR) as ehr:
        facts = run_facts.read(warehouse, ehr, ended.run_id, None, ZoneInfo("UTC"))
    days = [run_days.SimilarDays(RUN_DATE, "IOP", "new_status", None, False, "up to 7", 2, Decimal(0), 0)]
    came_to = replace(facts.summary, published=True, days={"new_status": 2, "billed": 1})
    html = files.render(replace(facts, summary=came_to, funnel=run_days.funnel(days)))
    rows = Page(html).rows("Days decided, by status")
    assert [(key[:6], *cells) for key, cells in rows.items()] == [("Billed", "1"), ("New st", "2")]


def test_an_error_that_may_quote_a_row_is_not_in_the_report(ended: Run, perdiem_home: Path) -> None:
    with connections.connect(connections.WAREHOUSE) as warehouse:
        runs.fail(warehouse, ended.run_id, "decide", "ValueError: Key (client_id)=(alice) exists", datetime.now(UTC))
    tasks.report_failure(
        {
            "run_id": ended.run_id,
            "task_instance": SimpleNamespace(task_id="decide"),
            "dag": SimpleNamespace(dag_id="per_diem_billing"),
            "exception": ValueError("Key (client_id)=(alice) exists"),
        }
    )
    page = Page(report_of(ended, perdiem_home))
    assert "alice" not in page.html
    assert "ValueError" in page.text


def run_of(warehouse: psycopg.Connection, run_id: str, run_date: date, hour: int, dry_run: bool = False) -> Run:
    run = Run(run_id, run_date, lookback_days=90, dry_run=dry_run, today=run_date)
    migrations.apply(warehouse)
    runs.start(warehouse, run, datetime(2016, 8, 10, hour, tzinfo=UTC))
    return run


def test_nights_add_up_what_was_written_and_show_what_was_blocked_last(
    warehouse: psycopg.Connection,
) -> None:
    dates = [RUN_DATE - timedelta(days=days) for days in (28, 2, 1, 0)]
    for number, (run_date, written, blocked) in enumerate(
        [(dates[0], 9, 9), (dates[1], 3, 7), (dates[1], 2, 0), (dates[2], 4, None), (dates[3], None, 5)]
    ):
        run = run_of(warehouse, f"run {number}", run_date, hour=number)
        if written is not None:
            figures.keep_written(warehouse, run, Notes(written, Decimal("275.50") * written, 0))
            if run_date == dates[1]:
                figure = {"measure": "invoices", "name": "written_to_correct_amount", "value": 35}
                insert(warehouse, "quality.run_figures", [{"run_id": run.run_id, **figure}])
        if blocked is not None:
            values = [("status", "blocked", blocked), ("status", "billed", 1)] if blocked else [("status", "billed", 1)]
            rows = [{"run_id": run.run_id, "measure": m, "name": n, "value": v} for m, n, v in values]
            insert(warehouse, "quality.run_figures", rows)
    figures.keep_written(warehouse, run_of(warehouse, "dry", dates[3], hour=9, dry_run=True), Notes(50, Decimal(0), 0))

    assert figures.nights(warehouse, RUN_DATE) == [
        Night(dates[1], 5, Decimal("1377.50"), Decimal(70), 0),
        Night(dates[2], 4, Decimal("1102.00"), None, None),
        Night(dates[3], None, None, None, 5),
    ]


def test_a_run_begun_anew_tells_nothing_of_its_earlier_attempt(ended: Run, warehouse: psycopg.Connection) -> None:
    insert(
        warehouse,
        "quality.check_results",
        [check_result(ended, "published_marts", "units_add_up", "critical", ["IOP:alice:2016-07-31"])],
    )
    figures.keep_written(warehouse, ended, Notes(3, Decimal(3), 0))

    planned(ended.run_id, ended.run_date)

    assert figures.nights(warehouse, RUN_DATE) == []
    with connections.connect(connections.EHR) as ehr:
        assert summary.summarize(warehouse, ehr, ended.run_id).failed_checks == {}
