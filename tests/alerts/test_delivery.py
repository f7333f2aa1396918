"""Alerts are told once and never lost: real PostgreSQL, real mail servers, good and bad."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import psycopg
import pytest

from helpers.databases import insert, wait_until_blocking, without_published_days
from helpers.mail_servers import DroppedAfterData, Mailbox, SlowAfterData, listening, unused_port
from perdiem.alerts import delivery, register
from perdiem.alerts.delivery import AlertsTold
from perdiem.alerts.digests import to_tell
from perdiem.alerts.messages import Beside
from perdiem.alerts.register import ProgramDay, Reason
from perdiem.mail import deliver, transport
from perdiem.mail.smtp import SmtpSettings
from perdiem.mail.transport import MailError, Post
from perdiem.runs import Run
from perdiem.store import Folder
from perdiem.warehouse import migrations, transactions
from perdiem.warehouse.transactions import Lock

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
JULY_31 = date(2016, 7, 31)
RUN = Run("night-1", date(2016, 8, 2), lookback_days=90, dry_run=False, today=date(2026, 3, 2))
NOTHING_BESIDE = Beside(0, 0, 0, Decimal(0))
CANARIES = ("CANARYCLIENT", "CANARYPROGRAM", "CANARYGROUP", "CANARYNAME", "CANARYCODE", "CANARYTEXT")


@pytest.fixture
def warehouse(warehouse: psycopg.Connection) -> psycopg.Connection:
    """The warehouse with the pipeline's own tables, and no day published."""
    migrations.apply(warehouse)
    without_published_days(warehouse)
    return warehouse


@pytest.fixture(autouse=True)
def groups(ehr: psycopg.Connection) -> None:
    """Two groups that can be written to."""
    for name in ("Admissions", "Billers"):
        insert(ehr, "ehr.user_groups", [{"group_name": name}])
        member = {"group_name": name, "user_id": "1", "email": f"{name.lower()}@example.org"}
        insert(ehr, "ehr.user_group_members", [member])


def blocked(client_id: str, group_name: str | None = "Billers", program_id: str = "IOP") -> Reason:
    return Reason(program_id, client_id, JULY_31, "no_authorization", group_name)


def open_alerts(ehr: psycopg.Connection, reasons: Sequence[Reason], now: datetime = NOW) -> None:
    register.refresh(ehr, reasons, [ProgramDay("IOP", JULY_31)], RUN.window_start, now)


def post_to(port: int | None, store: Path = Path("/nonexistent")) -> Post:
    """A mail server on loopback, or none."""
    server = SmtpSettings("127.0.0.1", port, timeout=5.0) if port else None
    return Post("perdiem@example.org", ("data-quality@example.org",), server, Folder(store))


def tell(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, post: Post, now: datetime = NOW, run: Run = RUN
) -> AlertsTold:
    """What a night does once its alerts are up to date."""
    return delivery.deliver(ehr, warehouse, run, to_tell(ehr, warehouse, run, 7, 90, now), NOTHING_BESIDE, post, now)


def told(ehr: psycopg.Connection) -> dict[str, datetime | None]:
    """When each client's alert was told."""
    return dict(ehr.execute("select client_id, notified_at from ehr.alerts").fetchall())


def test_a_message_goes_to_each_group_and_is_entered(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked("client-1"), blocked("client-2"), blocked("client-3", "Admissions")])
    with listening(mailbox) as port:
        assert tell(ehr, warehouse, post_to(port)) == AlertsTold(messages=2, alerts_told=3)
    assert [envelope.rcpt_tos for envelope in mailbox.received] == [["admissions@example.org"], ["billers@example.org"]]
    assert set(told(ehr).values()) == {NOW}

    message = message_from_bytes(mailbox.received[1].content, policy=policy.default)
    assert message["Subject"] == "Per-diem billing: 2 alerts"
    [row] = warehouse.execute("select * from quality.messages where group_name = 'Billers'").fetchall()
    ids = {alert_id for (alert_id,) in ehr.execute("select alert_id from ehr.alerts where group_name = 'Billers'")}
    assert row[:7] == (message["Message-ID"], "night-1", RUN.run_date, "Billers", 1, "group", message["Subject"])
    assert set(row[7]) == ids
    assert row[8:] == (NOW, "smtp")
    assert all(alert_id in message.get_content() for alert_id in ids)


def test_the_same_night_again_tells_nothing(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked("client-1")])
    with listening(mailbox) as port:
        tell(ehr, warehouse, post_to(port))
        assert tell(ehr, warehouse, post_to(port)) == AlertsTold(messages=0, alerts_told=0)
    assert len(mailbox.received) == 1


def test_nights_of_the_past_remind_every_seventh_night(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    nights_told = []
    for number in range(20):
        run = replace(RUN, run_id=f"night-{number}", run_date=RUN.run_date + timedelta(days=number))
        if tell(ehr, warehouse, post_to(None, tmp_path), NOW + timedelta(seconds=number), run).messages:
            nights_told.append(number)
    assert nights_told == [0, 7, 14]


def test_an_alert_that_expires_is_told_once_more_and_again_where_a_run_that_looks_back_finds_it(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    tell(ehr, warehouse, post_to(None, tmp_path))
    for number, told_now in enumerate([1, 0, 0]):
        now = NOW + timedelta(hours=1 + number)
        run = replace(RUN, run_id=f"later-{number}", run_date=JULY_31 + timedelta(days=91 + number))
        register.refresh(ehr, [], [], run.window_start, now)
        assert tell(ehr, warehouse, post_to(None, tmp_path), now, run).alerts_told == told_now
    [body] = [text for text in (file.read_text() for file in (tmp_path / "outbox").iterdir()) if "1 expired" in text]
    assert "make run LOOKBACK_DAYS=n" in body

    later = NOW + timedelta(hours=9)
    far_back = replace(RUN, run_id="far-back", run_date=JULY_31 + timedelta(days=95), lookback_days=95)
    register.refresh(ehr, [blocked("client-1")], [ProgramDay("IOP", JULY_31)], far_back.window_start, later)
    assert tell(ehr, warehouse, post_to(None, tmp_path), later, far_back).alerts_told == 1


def test_an_alert_that_another_run_expires_meanwhile_is_left_to_that_run(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    due = to_tell(ehr, warehouse, RUN, 7, 90, NOW)
    register.refresh(ehr, [], [], RUN.run_date, NOW + timedelta(minutes=1))
    assert delivery.deliver(ehr, warehouse, RUN, due, NOTHING_BESIDE, post_to(None, tmp_path), NOW).alerts_told == 0
    # The run that expired it may have begun a moment before: entered as told no earlier than it expired.
    assert tell(ehr, warehouse, post_to(None, tmp_path)).alerts_told == 1
    assert tell(ehr, warehouse, post_to(None, tmp_path)).alerts_told == 0


def test_an_alert_that_returns_is_told_again(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    for number, reasons in enumerate([[blocked("client-1")], [], [blocked("client-1")]]):
        now = NOW + timedelta(hours=number)
        open_alerts(ehr, reasons, now)
        assert tell(ehr, warehouse, post_to(None, tmp_path), now).alerts_told == len(reasons)
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_a_reminder_for_the_same_run_date_is_another_message(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    for now in (NOW, NOW + timedelta(days=7)):
        assert tell(ehr, warehouse, post_to(None, tmp_path), now) == AlertsTold(messages=1, alerts_told=1)
    assert len(list((tmp_path / "outbox").iterdir())) == 2
    assert warehouse.execute("select count(*) from quality.messages").fetchone() == (2,)


def test_with_no_server_set_messages_are_kept_as_files(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    tell(ehr, warehouse, post_to(None, tmp_path))
    [file] = tmp_path.glob("outbox/*.eml")
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "billers@example.org"
    assert warehouse.execute("select via from quality.messages").fetchall() == [("outbox",)]
    assert told(ehr) == {"client-1": NOW}


@pytest.mark.parametrize("group_name", [None, "Nobody's", "Billers\r\nBcc: all@example.org"])
def test_where_the_group_cannot_be_told_the_data_quality_recipients_are(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, group_name: str | None
) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked("client-1", group_name)])
    with listening(mailbox) as port:
        tell(ehr, warehouse, post_to(port))
    [envelope] = mailbox.received
    assert envelope.rcpt_tos == ["data-quality@example.org"]
    assert b"This comes to you, who look after the data" in envelope.content
    assert b"all@example.org" not in envelope.content
    assert warehouse.execute("select sent_to, group_name from quality.messages").fetchall() == [
        ("data_quality", group_name)
    ]


def test_without_any_usable_address_the_alert_stays_due(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    open_alerts(ehr, [blocked("client-1", None)])
    post = Post("perdiem@example.org", ("nobody",), None, Path("/nonexistent"))
    with pytest.raises(MailError, match="PERDIEM_DATA_QUALITY_RECIPIENTS"):
        tell(ehr, warehouse, post)
    assert told(ehr) == {"client-1": None}


def test_nothing_that_identifies_a_person_or_a_program_leaves(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    client = {"client_id": "CANARYCLIENT", "display_name": "CANARYNAME"}
    insert(ehr, "ehr.clients", [client])
    insert(ehr, "ehr.programs", [{"program_id": "CANARYPROGRAM", "name": "CANARYNAME", "billable_group": "CANARYCODE"}])
    insert(ehr, "ehr.user_groups", [{"group_name": "CANARYGROUP"}])
    member = {"group_name": "CANARYGROUP", "user_id": "1", "email": "biller@example.org"}
    insert(ehr, "ehr.user_group_members", [member])
    note = {"note_id": "n", "client_id": "CANARYCLIENT", "billing_code": "CANARYCODE", "note_text": "CANARYTEXT"}
    insert(ehr, "ehr.notes", [note])
    open_alerts(ehr, [blocked("CANARYCLIENT", "CANARYGROUP", "CANARYPROGRAM"), blocked("CANARYCLIENT", "CANARY NONE")])

    mailbox = Mailbox(refused=("data-quality@example.org",))
    with listening(mailbox) as port, pytest.raises(MailError) as error:
        tell(ehr, warehouse, post_to(port))
    assert len(mailbox.received) == 1
    said = mailbox.received[0].content.decode() + str(error.value) + caplog.text
    assert not [canary for canary in (*CANARIES, "CANARY") if canary in said]


def test_a_server_that_is_down_delays_an_alert_and_does_not_lose_it(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked("client-1")])
    with pytest.raises(MailError, match="1 of 1 messages were not accepted"):
        tell(ehr, warehouse, post_to(unused_port()))
    assert told(ehr) == {"client-1": None}
    assert warehouse.execute("select count(*) from quality.messages").fetchone() == (0,)
    # The next night that works may be one for which the day is out of the window.
    half_a_year_later = replace(RUN, run_id="night-2", run_date=date(2017, 2, 2))
    with listening(mailbox) as port:
        assert tell(ehr, warehouse, post_to(port), run=half_a_year_later).alerts_told == 1
    assert len(mailbox.received) == 1


@pytest.mark.parametrize(
    "mailbox",
    [Mailbox(answer="451 try later"), Mailbox(refused=("billers@example.org",)), DroppedAfterData(), SlowAfterData()],
    ids=["puts off", "refuses", "hangs up", "is slow"],
)
def test_a_message_that_was_not_acknowledged_is_sent_again(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, mailbox: Mailbox
) -> None:
    open_alerts(ehr, [blocked("client-1")])
    with listening(mailbox) as port, pytest.raises(MailError):
        tell(ehr, warehouse, post_to(port))
    assert told(ehr) == {"client-1": None}
    again = Mailbox()
    started_anew = replace(RUN, run_id="night-1-again")
    with listening(again) as port:
        assert tell(ehr, warehouse, post_to(port), NOW + timedelta(hours=1), started_anew).messages == 1
    copies = [message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.received + again.received]
    assert len(set(copies)) == 1, "a copy must be recognisable as one"


def test_one_group_that_cannot_be_delivered_to_holds_up_no_other(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    mailbox = Mailbox(refused=("admissions@example.org",))
    open_alerts(ehr, [blocked("client-1", "Admissions"), blocked("client-2", "Billers"), blocked("client-3", None)])
    with listening(mailbox) as port:
        with pytest.raises(MailError, match=r"1 of 3 messages were not accepted.*\(550\)"):
            tell(ehr, warehouse, post_to(port))
        assert told(ehr) == {"client-1": None, "client-2": NOW, "client-3": NOW}
        mailbox.refused = ()
        assert tell(ehr, warehouse, post_to(port)) == AlertsTold(messages=1, alerts_told=1)
    assert sorted(envelope.rcpt_tos[0] for envelope in mailbox.received) == [
        "admissions@example.org",
        "billers@example.org",
        "data-quality@example.org",
    ]


def test_an_alert_resolved_before_the_message_goes_out_is_not_told(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, tmp_path: Path
) -> None:
    open_alerts(ehr, [blocked("client-1"), blocked("client-2")])
    due = to_tell(ehr, warehouse, RUN, 7, 90, NOW)
    open_alerts(ehr, [blocked("client-2")])
    assert delivery.deliver(ehr, warehouse, RUN, due, NOTHING_BESIDE, post_to(None, tmp_path), NOW) == AlertsTold(1, 1)
    assert told(ehr) == {"client-1": None, "client-2": NOW}


def test_two_runs_at_once_tell_each_alert_once(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, database_url: str
) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked(f"client-{number}") for number in range(20)])
    due = to_tell(ehr, warehouse, RUN, 7, 90, NOW)

    def deliver(post: Post) -> AlertsTold:
        with psycopg.connect(database_url, autocommit=True) as mine:
            return delivery.deliver(mine, warehouse, RUN, due, NOTHING_BESIDE, post, NOW)

    with listening(mailbox) as port, ThreadPoolExecutor(2) as runs, psycopg.connect(database_url) as gate:
        transactions.take_turns(gate, Lock.ALERTS)
        both = [runs.submit(deliver, post_to(port)) for _ in range(2)]
        wait_until_blocking(gate)
        gate.commit()
        assert sorted(run.result().alerts_told for run in both) == [0, 20]
    assert len(mailbox.received) == 1


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def send_and_die(*message: Any) -> None:
    transport.send(*message)
    die()


def deliver_and_die(database_url: str, post: Post, place: str, death: Callable[..., None]) -> None:
    """In a process of its own: be killed at a place of the delivery."""
    setattr(deliver, place, death)
    with (
        psycopg.connect(database_url, autocommit=True) as ehr,
        psycopg.connect(database_url, autocommit=True) as warehouse,
    ):
        tell(ehr, warehouse, post)


@pytest.mark.parametrize(
    ("place", "death", "copies_sent"),
    [("send", die, 1), ("send", send_and_die, 2), ("_keep", die, 1)],
    ids=["before sending", "before entering that it was sent", "before entering the message"],
)
@pytest.mark.parametrize("has_server", [True, False], ids=["smtp", "outbox"])
def test_a_process_killed_while_telling_loses_no_alert(
    ehr: psycopg.Connection,
    warehouse: psycopg.Connection,
    database_url: str,
    tmp_path: Path,
    place: str,
    death: Callable[..., None],
    copies_sent: int,
    has_server: bool,
) -> None:
    mailbox = Mailbox()
    open_alerts(ehr, [blocked("client-1")])
    with listening(mailbox) as port:
        post = post_to(port if has_server else None, tmp_path)
        process = multiprocessing.get_context("spawn").Process(
            target=deliver_and_die, args=(database_url, post, place, death)
        )
        process.start()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
        tell(ehr, warehouse, post, NOW + timedelta(minutes=5))
    assert set(told(ehr)) == {"client-1"}
    assert None not in told(ehr).values()
    if has_server:
        assert len(mailbox.received) == copies_sent
        assert len({message_from_bytes(envelope.content)["Message-ID"] for envelope in mailbox.received}) == 1
    else:
        assert len(list((tmp_path / "outbox").iterdir())) == 1, "a file is there already, and is not written again"
