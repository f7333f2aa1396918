"""The data-quality recipients are told of a failure once, when it begins: real PostgreSQL, real mail servers."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinics import small_clinic
from helpers.databases import insert, wait_until_blocking
from helpers.mail_servers import DroppedAfterData, Mailbox, SlowAfterData, listening, unused_port
from helpers.night import run_night
from perdiem import tasks
from perdiem.gates import results as check_results
from perdiem.gates.results import CheckResult
from perdiem.mail import deliver, transport
from perdiem.mail.smtp import SmtpSettings
from perdiem.mail.transport import MailError, Post
from perdiem.quality import delivery, failures, messages
from perdiem.quality.delivery import FailuresTold
from perdiem.report.summary import summarize
from perdiem.runs import Run
from perdiem.store import Folder
from perdiem.warehouse import decision, migrations, transactions
from perdiem.warehouse.transactions import Lock

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
RUN = Run("night-0", date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2026, 3, 2))
NIGHTLY_LOOKBACK = 90
THRESHOLD = "system setting 508 for program CANARYPROGRAM is 'four' from 2016-07-01: expected a number above 0"
SHARED_CODE = (
    "program CANARYPROGRAM has billing code CANARYCODE in both its groups, a and b: expected it in one of them"
)

KINDS = {f"system setting {number} for": f"setting_{number}" for number in (508, 509, 512)}
KINDS |= {"in both its groups": "shared_code", "has no billing code": "empty_group"}

NOTHING = FailuresTold(checks=0, programs=0)
ONE_CHECK = FailuresTold(checks=1, programs=0)
ONE_PROGRAM = FailuresTold(checks=0, programs=1)


@pytest.fixture
def warehouse(warehouse: psycopg.Connection) -> psycopg.Connection:
    """The warehouse with the pipeline's own tables, and that of the decision's settings."""
    migrations.apply(warehouse)
    warehouse.execute(
        """
        create schema intermediate;
        create table intermediate.int_program_days__settings (
            program_id text, service_date date, is_left_out boolean, left_out_cause text, left_out_kinds text
        );
        """
    )
    return warehouse


def night(number: int, **changes: Any) -> Run:
    """The run of a number of nights later."""
    run = replace(RUN, run_id=f"night-{number}", run_date=RUN.run_date + timedelta(days=number))
    return replace(run, **changes)


def check(name: str = "overdrawn_authorizations", success: bool = False, **changes: Any) -> CheckResult:
    """What a check found: three rows, unless it succeeded."""
    result = CheckResult(
        suite="ehr_source",
        name=name,
        severity="warning",
        stops_run=False,
        success=success,
        failing_count=0 if success else 3,
        failing_keys=() if success else ("CANARYCLIENT:1", "CANARYCLIENT:2", "CANARYCLIENT:3"),
        why=f"Why {name} matters.",
        what_to_do=f"What to do about {name}.",
        error=None if success else "3 rows fail: CANARYKEY1, CANARYKEY2, CANARYKEY3",
    )
    return replace(result, **changes)


def find(
    warehouse: psycopg.Connection,
    run: Run,
    results: Sequence[CheckResult] = (),
    left_out: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Have a run find something: results of checks, and programs with the causes for which they are left out."""
    for suite in {result.suite for result in results}:
        check_results.save(warehouse, suite, run, [result for result in results if result.suite == suite])
    with decision.claimed(warehouse, run, NOW):
        warehouse.execute("truncate intermediate.int_program_days__settings")
    days = [
        ("IN ORDER", None),
        *((program_id, cause) for program_id, causes in (left_out or {}).items() for cause in causes),
    ]
    for program_id, cause in days:
        for service_date in (date(2016, 7, 30), date(2016, 7, 31)):
            row = {"program_id": program_id, "service_date": service_date, "is_left_out": bool(cause)}
            kinds = "; ".join(kind for words, kind in KINDS.items() if words in (cause or ""))
            causes = {"left_out_cause": cause, "left_out_kinds": kinds or "unheard_of"}
            insert(warehouse, "intermediate.int_program_days__settings", [{**row, **causes}])


def post_to(port: int | None, store: Path = Path("/nonexistent")) -> Post:
    """A mail server on loopback, or none."""
    server = SmtpSettings("127.0.0.1", port, timeout=5.0) if port else None
    return Post("perdiem@example.org", ("data-quality@example.org",), server, Folder(store))


def tell(warehouse: psycopg.Connection, run: Run, post: Post, now: datetime | None = None) -> FailuresTold:
    """What the task of a night does."""
    now = now or NOW + (run.run_date - RUN.run_date)
    found = failures.read(warehouse, run)
    failures.refresh(warehouse, run, found, NIGHTLY_LOOKBACK, now)
    return delivery.deliver(warehouse, run, found, post, now)


def only_message(mailbox: Mailbox) -> EmailMessage:
    [envelope] = mailbox.received
    message = message_from_bytes(envelope.content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_check_is_told_when_it_begins_to_fail_and_not_the_nights_after(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    told = []
    for number, success in enumerate([True, False, False, False]):
        find(warehouse, night(number), [check(success=success)])
        told.append(tell(warehouse, night(number), post_to(None, tmp_path)))
    assert told == [NOTHING, ONE_CHECK, NOTHING, NOTHING]
    assert len(list((tmp_path / "outbox").iterdir())) == 1


def test_the_same_run_again_tells_nothing_more(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    find(warehouse, RUN, [check()], {"PHP": [THRESHOLD]})
    assert tell(warehouse, RUN, post_to(None, tmp_path)) == FailuresTold(checks=1, programs=1)
    assert tell(warehouse, RUN, post_to(None, tmp_path), NOW + timedelta(minutes=1)) == NOTHING


def test_a_check_that_fails_again_after_it_succeeded_is_told_anew(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    for number, success in enumerate([False, True, False]):
        find(warehouse, night(number), [check(success=success)])
        assert tell(warehouse, night(number), post_to(None, tmp_path)) == (NOTHING if success else ONE_CHECK)
    assert len(list((tmp_path / "outbox").iterdir())) == 2, "the second message must not pass for a copy of the first"


def test_a_program_is_told_once_for_each_cause_and_anew_on_its_return(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    nights = [
        ({"PHP": [THRESHOLD]}, ONE_PROGRAM),
        ({"PHP": [THRESHOLD]}, NOTHING),
        ({"PHP": [THRESHOLD, SHARED_CODE]}, ONE_PROGRAM),
        ({"PHP": [THRESHOLD, SHARED_CODE], "IOP": [THRESHOLD, SHARED_CODE]}, ONE_PROGRAM),
        ({"IOP": [SHARED_CODE]}, NOTHING),
        ({"PHP": [THRESHOLD], "IOP": [SHARED_CODE]}, ONE_PROGRAM),
        ({}, NOTHING),
    ]
    for number, (left_out, told) in enumerate(nights):
        find(warehouse, night(number), left_out=left_out)
        assert tell(warehouse, night(number), post_to(None, tmp_path)) == told, f"night {number}"


def test_the_check_of_the_programs_is_told_by_its_programs_alone(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    left_out = check("programs_left_out", severity="critical", error=THRESHOLD)
    find(warehouse, RUN, [left_out], {"PHP": [THRESHOLD]})
    assert tell(warehouse, RUN, post_to(None, tmp_path)) == ONE_PROGRAM
    find(warehouse, night(1), [replace(left_out, failing_count=0, error="could not be checked: QueryCanceled")])
    assert tell(warehouse, night(1), post_to(None, tmp_path)) == ONE_CHECK, "but not where it could not be carried out"
    find(warehouse, night(2), [left_out], {"PHP": [THRESHOLD]})
    assert tell(warehouse, night(2), post_to(None, tmp_path)) == ONE_PROGRAM


def test_a_check_that_was_not_carried_out_is_neither_forgotten_nor_told(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    find(warehouse, RUN, [check("told"), check("untold")])
    with pytest.raises(MailError):
        tell(warehouse, RUN, post_to(unused_port()))
    find(warehouse, night(1), [check("told")])
    assert tell(warehouse, night(1), post_to(None, tmp_path)) == ONE_CHECK
    find(warehouse, night(2), [check("another", success=True)])
    assert tell(warehouse, night(2), post_to(None, tmp_path)) == NOTHING
    find(warehouse, night(3), [check("told"), check("untold")])
    assert tell(warehouse, night(3), post_to(None, tmp_path)) == ONE_CHECK


@pytest.mark.parametrize(
    "result", [check(severity="info"), check(severity="critical", stops_run=True)], ids=["info", "stops the run"]
)
def test_what_is_no_failure_or_told_by_the_failed_run_is_not_told(
    warehouse: psycopg.Connection, result: CheckResult
) -> None:
    find(warehouse, RUN, [result])
    assert tell(warehouse, RUN, post_to(None)) == NOTHING


def test_a_night_of_the_past_forgets_nothing_that_a_later_one_found(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    find(warehouse, night(0), [check()], {"PHP": [THRESHOLD]})
    assert tell(warehouse, night(0), post_to(None, tmp_path)) == FailuresTold(checks=1, programs=1)
    for number in (-3, -2, -1):
        find(warehouse, night(number), [check(success=True), check("of the past")])
        told = tell(warehouse, night(number), post_to(None, tmp_path), NOW + timedelta(hours=1))
        assert told == (ONE_CHECK if number == -3 else NOTHING), "what it finds itself is told, once"
    find(warehouse, night(1), [check(), check("of the past", success=True)], {"PHP": [THRESHOLD]})
    assert tell(warehouse, night(1), post_to(None, tmp_path)) == NOTHING
    find(warehouse, night(1), [check(success=True)])
    tell(warehouse, night(1), post_to(None, tmp_path))
    assert warehouse.execute("select count(*) from quality.failures").fetchone() == (0,)


def test_what_still_fails_in_a_night_of_the_past_stays_that_of_the_later_one(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    for number, success in [(0, False), (-2, False), (-1, True), (1, False)]:
        find(warehouse, night(number), [check(success=success)])
        told = tell(warehouse, night(number), post_to(None, tmp_path), NOW + timedelta(hours=1))
        assert told == (ONE_CHECK if number == 0 else NOTHING)


def test_a_run_date_in_the_future_does_not_silence_the_nights_until_then(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    mistyped = night(0, run_date=date(2062, 8, 2))
    find(warehouse, mistyped, [check()])
    assert tell(warehouse, mistyped, post_to(None, tmp_path), NOW) == ONE_CHECK
    for number, success in enumerate([True, False], start=1):
        run = night(number, run_date=RUN.today + timedelta(days=number))
        find(warehouse, run, [check(success=success)])
        told = tell(warehouse, run, post_to(None, tmp_path), NOW + timedelta(days=number))
    assert told == ONE_CHECK


def test_a_run_that_looks_back_fewer_days_forgets_nothing(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    find(warehouse, RUN, [check()], {"PHP": [THRESHOLD]})
    tell(warehouse, RUN, post_to(None, tmp_path))
    short = night(1, lookback_days=NIGHTLY_LOOKBACK - 1)
    find(warehouse, short, [check(success=True), check("another")])
    assert tell(warehouse, short, post_to(None, tmp_path)) == ONE_CHECK
    find(warehouse, night(2), [check()], {"PHP": [THRESHOLD]})
    assert tell(warehouse, night(2), post_to(None, tmp_path)) == NOTHING


def test_the_message_says_what_why_and_what_to_do(warehouse: psycopg.Connection) -> None:
    old = check("quarantined_rows", failing_count=4)
    find(warehouse, RUN, [old], {"IOP": [THRESHOLD]})
    left_out = check("programs_left_out", severity="critical")
    unknown = check("unknown", failing_count=0, error="could not be checked: QueryCanceled")
    mailbox = Mailbox()
    with listening(Mailbox()) as port:
        tell(warehouse, RUN, post_to(port))
    figures = check("collapsed", error="12 notes of 2016-07-31, where 40 are usual")
    failing = [old, left_out, check(), unknown, figures, check("serious", severity="critical")]
    of_late = THRESHOLD.replace("2016-07-01", "2016-07-31")
    left_out_programs = {"IOP": [THRESHOLD], "PHP": [THRESHOLD, of_late, SHARED_CODE], "DAY": [SHARED_CODE]}
    find(warehouse, night(1, run_id="the night's run"), failing, left_out_programs)
    with listening(mailbox) as port:
        told = tell(warehouse, night(1, run_id="the night's run"), post_to(port))
    assert told == FailuresTold(checks=4, programs=2)

    message = only_message(mailbox)
    assert message["To"] == "data-quality@example.org"
    assert message["Subject"] == "Per-diem billing: 4 checks newly failing, 2 programs left out"
    body = message.get_content()
    words = " ".join(body.split())
    assert "run date 2016-08-03: 4 checks newly failing, 2 programs left out." in words
    for said in (
        "critical: serious: 3 Why it matters: Why serious matters. What to do: What to do about serious.",
        "warning: collapsed: 3 12 notes of 2016-07-31, where 40 are usual Why it matters:",
        "warning: overdrawn authorizations: 3",
        "warning: unknown: could not be carried out could not be checked: QueryCanceled",
        "1 program: setting 508, the threshold, is missing or no number above 0",
        "2 programs: a billing code is in both groups of the program",
        "Why it matters: Why programs_left_out matters. What to do: What to do about programs_left_out.",
        "quarantined rows (4), 1 program left out Where to look them up",
        "from quality.check_results where run_id = 'the night''s run' and not success;",
    ):
        assert said in words
    assert body.index("critical: serious") < body.index("warning: overdrawn")
    assert "Why quarantined_rows matters" not in body, "what was told before takes one line"
    assert max(map(len, body.splitlines())) <= 78


@pytest.mark.parametrize(
    ("results", "left_out", "subject"),
    [([check()], {}, "1 check newly failing"), ([], {"PHP": [THRESHOLD], "IOP": ["new"]}, "2 programs left out")],
)
def test_the_subject_counts_only_what_there_is(
    warehouse: psycopg.Connection, results: list[CheckResult], left_out: dict[str, list[str]], subject: str
) -> None:
    mailbox = Mailbox()
    find(warehouse, RUN, results, left_out)
    with listening(mailbox) as port:
        tell(warehouse, RUN, post_to(port))
    message = only_message(mailbox)
    assert message["Subject"] == f"Per-diem billing: {subject}"
    assert "told before" not in message.get_content()
    assert ("another cause" in message.get_content()) is ("IOP" in left_out)


def test_a_message_is_entered_for_the_summary(warehouse: psycopg.Connection) -> None:
    mailbox = Mailbox()
    find(warehouse, RUN, [check()])
    with listening(mailbox) as port:
        tell(warehouse, RUN, post_to(port))
    message = only_message(mailbox)
    assert warehouse.execute("select * from quality.messages").fetchall() == [
        (message["Message-ID"], "night-0", RUN.run_date, None, 1, "data_quality", message["Subject"], [], NOW, "smtp")
    ]


def test_nothing_that_identifies_a_person_or_a_program_leaves(
    warehouse: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    find(warehouse, RUN, [check("told")], {"CANARYTOLD": [THRESHOLD]})
    with listening(Mailbox()) as port:
        tell(warehouse, RUN, post_to(port))
    hostile = "x'; drop table quality.failures; --\r\nBcc: CANARY@example.org" + "x" * 100_000
    left_out = check("programs_left_out", error=THRESHOLD)
    causes = [THRESHOLD, SHARED_CODE, f"system setting 509 for program {hostile}"]
    find(warehouse, night(1), [check("told"), check(), left_out], {"CANARYPROGRAM": causes, hostile: causes})
    mailbox = Mailbox()
    with listening(mailbox) as port:
        assert tell(warehouse, night(1), post_to(port)) == FailuresTold(checks=1, programs=2)
        assert tell(warehouse, night(1), post_to(port), NOW + timedelta(days=2)) == NOTHING
    said = only_message(mailbox).as_string() + caplog.text
    assert "CANARY" not in said
    assert "drop table" not in said


@pytest.mark.parametrize(
    "mailbox",
    [
        Mailbox(answer="451 try later"),
        Mailbox(refused=("data-quality@example.org",)),
        DroppedAfterData(),
        SlowAfterData(),
    ],
    ids=["puts off", "refuses", "hangs up", "is slow"],
)
def test_a_message_that_was_not_acknowledged_is_sent_by_the_next_run_under_the_same_id(
    warehouse: psycopg.Connection, mailbox: Mailbox
) -> None:
    find(warehouse, RUN, [check()], {"PHP": [THRESHOLD]})
    with listening(mailbox) as port, pytest.raises(MailError):
        tell(warehouse, RUN, post_to(port))
    assert warehouse.execute("select count(*) from quality.messages").fetchone() == (0,)
    again = Mailbox()
    find(warehouse, night(1), [check()], {"PHP": [THRESHOLD]})
    with listening(again) as port:
        assert tell(warehouse, night(1), post_to(port)) == FailuresTold(checks=1, programs=1)
        assert tell(warehouse, night(1), post_to(port)) == NOTHING
    copies = [message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.received + again.received]
    assert len(again.received) == 1
    assert len(set(copies)) == 1, "a copy must be recognisable as one"


def test_a_server_that_is_down_keeps_nothing_from_being_forgotten(
    warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    find(warehouse, RUN, [check("one")])
    assert tell(warehouse, RUN, post_to(None, tmp_path)) == ONE_CHECK
    find(warehouse, night(1), [check("one", success=True), check("two")])
    with pytest.raises(MailError):
        tell(warehouse, night(1), post_to(unused_port()))
    find(warehouse, night(2), [check("one"), check("two")])
    assert tell(warehouse, night(2), post_to(None, tmp_path)) == FailuresTold(checks=2, programs=0)


def test_without_any_usable_address_it_stays_due(warehouse: psycopg.Connection, tmp_path: Path) -> None:
    find(warehouse, RUN, [check()])
    with pytest.raises(MailError, match="PERDIEM_DATA_QUALITY_RECIPIENTS"):
        tell(warehouse, RUN, replace(post_to(None, tmp_path), data_quality_recipients=("nobody",)))
    assert tell(warehouse, RUN, post_to(None, tmp_path)) == ONE_CHECK


def test_two_runs_at_once_tell_each_failure_once(warehouse: psycopg.Connection, database_url: str) -> None:
    find(warehouse, night(0), [check()], {"PHP": [THRESHOLD]})
    check_results.save(warehouse, "ehr_source", night(1), [check()])
    mailbox = Mailbox()

    def tell_in_its_own_connection(run: Run, port: int) -> FailuresTold:
        with psycopg.connect(database_url, autocommit=True) as mine:
            return tell(mine, run, post_to(port), NOW)

    with listening(mailbox) as port, ThreadPoolExecutor(2) as runs, psycopg.connect(database_url) as gate:
        transactions.take_turns(gate, Lock.DATA_QUALITY)
        both = [runs.submit(tell_in_its_own_connection, night(number), port) for number in range(2)]
        wait_until_blocking(gate)
        gate.commit()
        assert sorted(run.result().checks for run in both) == [0, 1]
    assert len(mailbox.received) == 1


@pytest.mark.parametrize("step", ["refresh", "deliver"])
def test_a_run_waits_while_another_sends_its_message(
    warehouse: psycopg.Connection, database_url: str, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However slow its mail server is: only what somebody else holds is not waited for for long."""
    monkeypatch.setattr(transactions, "LOCK_TIMEOUT_SECONDS", 0.2)
    find(warehouse, RUN, [check()])
    found = failures.read(warehouse, RUN)
    failures.refresh(warehouse, RUN, found, NIGHTLY_LOOKBACK, NOW)
    mailbox = Mailbox()
    with (
        listening(mailbox) as port,
        ThreadPoolExecutor(1) as runs,
        psycopg.connect(database_url, autocommit=True) as mine,
    ):
        with warehouse.transaction():
            transactions.take_turns(warehouse, Lock.DATA_QUALITY)
            if step == "refresh":
                second = runs.submit(failures.refresh, mine, RUN, found, NIGHTLY_LOOKBACK, NOW)
            else:
                second = runs.submit(delivery.deliver, mine, RUN, found, post_to(port), NOW)
            wait_until_blocking(warehouse)
            time.sleep(0.5)
            warehouse.execute("update quality.failures set told_at = %s", [NOW])
        assert second.result() == (None if step == "refresh" else NOTHING)
    assert mailbox.received == []


def test_a_dry_run_tells_nothing_and_forgets_nothing(
    warehouse: psycopg.Connection, database_url: str, perdiem_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", database_url)
    find(warehouse, RUN, [check("one"), check("two", success=True)], {"PHP": [THRESHOLD]})
    assert tasks.notify_data_quality(replace(RUN, dry_run=True)) == {}
    assert tasks.notify_data_quality(RUN) == {"checks_told": 1, "programs_told": 1}
    find(warehouse, night(1), [check("one", success=True), check("two")])
    assert tasks.notify_data_quality(night(1, dry_run=True)) == {}
    find(warehouse, night(2), [check("one"), check("two", success=True)], {"PHP": [THRESHOLD]})
    assert tasks.notify_data_quality(night(2)) == {"checks_told": 0, "programs_told": 0}
    assert len(list((perdiem_home / "outbox").iterdir())) == 1


@pytest.mark.usefixtures("airflow_connections")
def test_a_whole_night_tells_what_is_wrong_and_of_whom_to_nobody(
    ehr: psycopg.Connection, perdiem_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    small_clinic.build(ehr)
    small_clinic.client(ehr, "CANARYCLIENT")
    small_clinic.note(ehr, "CANARYNOTE", "CANARYCLIENT")
    small_clinic.note(ehr, "CANARYBAD", "CANARYCLIENT", units=Decimal(-1))
    small_clinic.note(ehr, "CANARYWITHOUT", "CANARYCLIENT", units=None)
    small_clinic.authorization(ehr, "CANARY-1", "CANARYCLIENT")
    small_clinic.authorization(ehr, "CANARY-2", "CANARYCLIENT", billing_code="S9480")
    ehr.execute("update ehr.authorizations set units_used = units_authorized + 1 where authorization_id = 'CANARY-1'")
    for number in (508, 509, 512):
        small_clinic.program(
            ehr, f"CANARY{number}", non_billable=(f"CANARY-N{number}",), billable=(f"CANARY-B{number}",)
        )
        small_clinic.setting(ehr, number, "CANARYVALUE", f"CANARY{number}")
    small_clinic.program(ehr, "CANARYSHARED", non_billable=("CANARYCODE",), billable=("CANARYCODE",))
    small_clinic.program(ehr, "CANARYEMPTY", non_billable=(), billable=("CANARYOTHER",))
    run = run_night(small_clinic.RUN_DATE)

    sent = [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in (perdiem_home / "outbox").iterdir()
    ]
    [message] = [message for message in sent if message["To"] == "data-quality@localhost"]
    words = " ".join(message.get_content().split())
    for kind in messages.KINDS.values():
        assert f"1 program: {kind}" in words
    assert messages.OTHER not in words
    assert "Why it matters: A setting or a group of codes that cannot be used keeps a whole program" in words
    for name in (
        "quarantined rows",
        "counting notes without units",
        "overlapping billable authorizations",
        "overdrawn authorizations",
    ):
        assert f"warning: {name}: 1 Why it matters:" in words
    assert "CANARY" not in message.as_string()
    assert "CANARYCLIENT" not in caplog.text, "the log of a failed check names rows and programs, and no client"
    assert {"outbox": len(sent)} == summarize(ehr, ehr, run.run_id).messages
    run_night(small_clinic.RUN_DATE)
    assert len(list((perdiem_home / "outbox").iterdir())) == len(sent)


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def send_and_die(*message: Any) -> None:
    transport.send(*message)
    die()


def tell_and_die(database_url: str, post: Post, death: Callable[..., None]) -> None:
    """In a process of its own: be killed before or after the message was accepted."""
    deliver.send = death
    with psycopg.connect(database_url, autocommit=True) as warehouse:
        tell(warehouse, RUN, post)


@pytest.mark.parametrize(("death", "copies_sent"), [(die, 1), (send_and_die, 2)], ids=["before", "after"])
@pytest.mark.parametrize("has_server", [True, False], ids=["smtp", "outbox"])
def test_a_process_killed_while_telling_loses_nothing(
    warehouse: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
    death: Callable[..., None],
    copies_sent: int,
    has_server: bool,
) -> None:
    mailbox = Mailbox()
    find(warehouse, RUN, [check()])
    with listening(mailbox) as port:
        post = post_to(port if has_server else None, tmp_path)
        process = multiprocessing.get_context("spawn").Process(target=tell_and_die, args=(database_url, post, death))
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        assert tell(warehouse, RUN, post, NOW + timedelta(minutes=5)) == ONE_CHECK
        assert tell(warehouse, RUN, post, NOW + timedelta(minutes=6)) == NOTHING
    if has_server:
        assert len(mailbox.received) == copies_sent
        assert len({message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.received}) == 1
    else:
        assert len(list((tmp_path / "outbox").iterdir())) == 1, "a file is there already, and is not written again"
