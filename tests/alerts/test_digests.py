"""What is due to be told to whom: new alerts once, reminders by the clock and by run dates, and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import psycopg
import pytest

from helpers.databases import insert, without_published_days
from perdiem.alerts import digests, work
from perdiem.alerts.digests import Digest, to_tell
from perdiem.alerts.waiting import Sum
from perdiem.alerts.work import Worked
from perdiem.runs import Run
from perdiem.warehouse import migrations

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)
REMINDER_DAYS = 7
LOOKBACK_DAYS = 90


def night(run_date: date) -> Run:
    return Run(f"night-{run_date}", run_date, lookback_days=90, dry_run=False, today=run_date)


AUGUST_2 = night(date(2016, 8, 2))


@pytest.fixture
def warehouse(warehouse: psycopg.Connection) -> psycopg.Connection:
    """The warehouse with the pipeline's own tables, and no day published."""
    migrations.apply(warehouse)
    without_published_days(warehouse)
    return warehouse


@pytest.fixture
def billers(ehr: psycopg.Connection) -> None:
    """A group with one member."""
    insert(ehr, "ehr.user_groups", [{"group_name": "Billers"}])
    insert(ehr, "ehr.user_group_members", [member("Billers", "biller@example.org")])


def member(group_name: str, email: str | None) -> dict[str, object]:
    return {"group_name": group_name, "user_id": f"user of {email}", "email": email}


def raise_alert(ehr: psycopg.Connection, alert_id: str, **columns: object) -> None:
    alert = {
        "alert_id": alert_id,
        "program_id": "IOP",
        "client_id": f"client of {alert_id}",
        "service_date": date(2016, 7, 31),
        "reason": "no_authorization",
        "group_name": "Billers",
        "status": "open",
        "opened_at": NOW,
    }
    insert(ehr, "ehr.alerts", [{**alert, **columns}])


def enter_message(warehouse: psycopg.Connection, run_date: date, *alert_ids: str, sent_at: datetime = NOW) -> None:
    message = {"message_id": f"<{run_date}@x>", "run_id": "night", "run_date": run_date, "recipients": 1}
    how = {"sent_to": "group", "subject": "", "alert_ids": list(alert_ids), "sent_at": sent_at, "via": "smtp"}
    insert(warehouse, "quality.messages", [{**message, **how}])


def told_ids(found: list[Digest]) -> list[str]:
    return [alert.alert_id for digest in found for alert in digest.alerts]


def test_a_new_alert_is_told_to_the_members_of_its_group(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    raise_alert(ehr, "a")
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert (digest.group_name, digest.recipients, digest.unreachable) == ("Billers", ("biller@example.org",), None)
    [alert] = digest.alerts
    assert (alert.alert_id, alert.reason, alert.service_date) == ("a", "no_authorization", date(2016, 7, 31))
    assert (alert.opened_at, alert.notified_at) == (NOW, None)


def test_an_alert_comes_with_what_its_day_is_expected_to_come_to(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    for alert_id in ("a", "b", "c"):
        raise_alert(ehr, alert_id)
    day = {"program_id": "IOP", "service_date": date(2016, 7, 31)}
    days = [("client of a", Decimal("275.50")), ("client of b", None), ("somebody", Decimal(1))]
    rows = [{**day, "client_id": client_id, "expected_amount": amount} for client_id, amount in days]
    insert(warehouse, "marts.fct_per_diem_days", rows)
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert [alert.amount for alert in digest.alerts] == [Decimal("275.50"), None, None]


def test_what_waits_for_a_group_is_told_with_what_is_new_though_it_was_told_before(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    """What was told before waits too; another group's does not, nor what the runs do not look at."""
    raise_alert(ehr, "new")
    raise_alert(ehr, "told", client_id="client of new", reason="duplicate_sessions", notified_at=NOW)
    raise_alert(ehr, "older", service_date=date(2016, 5, 10), notified_at=NOW)
    raise_alert(ehr, "too old", service_date=date(2016, 5, 3), notified_at=NOW)
    raise_alert(ehr, "expired", status="expired", resolved_at=NOW)
    raise_alert(ehr, "resolved", status="resolved", resolved_at=NOW)
    raise_alert(ehr, "of others", group_name="Admissions", notified_at=NOW)
    days = [("new", date(2016, 7, 31), Decimal("275.50")), ("older", date(2016, 5, 10), Decimal(100))]
    rows = [
        {"program_id": "IOP", "client_id": f"client of {name}", "service_date": day, "expected_amount": amount}
        for name, day, amount in days
    ]
    insert(warehouse, "marts.fct_per_diem_days", rows)
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert told_ids([digest]) == ["expired", "new"]
    assert digest.waiting is not None
    assert list(digest.waiting.by_reason) == ["no_authorization", "duplicate_sessions"]
    of_day, of_older = Decimal("275.50"), Decimal(100)
    assert digest.waiting.in_all == Sum(2, date(2016, 5, 10), of_day + of_older, days_of_known_amount=2)
    assert digest.waiting.by_reason["duplicate_sessions"] == Sum(1, date(2016, 7, 31), of_day, days_of_known_amount=1)
    assert digest.waiting.soon_lost == Sum(1, date(2016, 5, 10), of_older, days_of_known_amount=1)


def test_with_nothing_open_there_is_nothing_to_tell(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    raise_alert(ehr, "a", status="resolved", resolved_at=NOW)
    assert to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON) == []


@pytest.mark.parametrize("service_date", [date(2015, 1, 1), date(2016, 8, 30)], ids=["too old", "later than the run"])
def test_an_alert_that_was_never_told_is_told_outside_the_window_too(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, service_date: date
) -> None:
    raise_alert(ehr, "a", service_date=service_date)
    assert told_ids(to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == ["a"]


@pytest.mark.parametrize(("days_ago", "is_due"), [(0, False), (6.99, False), (7, True), (30, True)])
def test_a_reminder_is_due_by_the_clock(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, days_ago: float, is_due: bool
) -> None:
    raise_alert(ehr, "a", notified_at=NOW - timedelta(days=days_ago), opened_at=NOW - timedelta(days=40))
    assert told_ids(to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, NOW)) == ["a"] * is_due


@pytest.mark.parametrize(
    ("run_date", "is_due"),
    [
        (date(2016, 8, 2), False),
        (date(2016, 8, 8), False),
        (date(2016, 8, 9), True),
        (date(2016, 7, 31), False),
    ],
    ids=["same night again", "six nights later", "seven nights later", "an earlier night"],
)
def test_a_reminder_is_due_by_run_dates(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, run_date: date, is_due: bool
) -> None:
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 8, 2), "a", "another")
    assert told_ids(to_tell(ehr, warehouse, night(run_date), REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == ["a"] * is_due


def test_of_several_messages_the_last_run_date_counts(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 8, 2), "a")
    enter_message(warehouse, date(2016, 8, 9), "a")
    assert told_ids(to_tell(ehr, warehouse, night(date(2016, 8, 9)), REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == []
    assert told_ids(to_tell(ehr, warehouse, night(date(2016, 8, 15)), REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == []
    assert told_ids(to_tell(ehr, warehouse, night(date(2016, 8, 16)), REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == ["a"]


def test_what_was_told_before_an_alert_was_reopened_does_not_count(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    raise_alert(ehr, "a", opened_at=NOW, notified_at=NOW)
    raise_alert(ehr, "b", opened_at=NOW - timedelta(days=2), notified_at=NOW)
    enter_message(warehouse, date(2016, 7, 1), "a", "b", sent_at=NOW - timedelta(days=1))
    assert told_ids(to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == ["b"]


def test_outside_the_window_nobody_is_reminded(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    long_ago = NOW - timedelta(days=400)
    for number, service_date in enumerate([date(2016, 5, 3), date(2016, 5, 4), date(2016, 8, 2), date(2016, 8, 3)]):
        raise_alert(ehr, f"a{number}", service_date=service_date, opened_at=long_ago, notified_at=long_ago)
    assert told_ids(to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, NOW)) == ["a1", "a2"]


def test_each_group_has_its_own_digest(ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None) -> None:
    insert(ehr, "ehr.user_groups", [{"group_name": "Admissions"}])
    insert(ehr, "ehr.user_group_members", [member("Admissions", email) for email in ("z@example.org", "y@example.org")])
    raise_alert(ehr, "a", group_name="Billers")
    raise_alert(ehr, "b", group_name="Admissions")
    raise_alert(ehr, "c", group_name=" Billers ")
    found = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert [(digest.group_name, digest.recipients) for digest in found] == [
        ("Admissions", ("y@example.org", "z@example.org")),
        ("Billers", ("biller@example.org",)),
    ]
    assert told_ids(found) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("group_name", "unreachable"),
    [
        (None, "no group"),
        ("  ", "no group"),
        ("Gone", "unknown group"),
        ("billers", "unknown group"),
        ("Empty", "no address"),
        ("Unreachable", "no address"),
        ("x@example.org\r\nBcc: all@example.org", "unknown group"),
    ],
)
def test_a_group_that_cannot_be_written_to_has_no_recipients_and_a_reason(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None, group_name: str | None, unreachable: str
) -> None:
    insert(ehr, "ehr.user_groups", [{"group_name": "Empty"}, {"group_name": "Unreachable"}])
    hostile = [None, "", "nobody", "a@example.org\r\nBcc: all@example.org", "a@example.org,b@example.org"]
    insert(ehr, "ehr.user_group_members", [member("Unreachable", email) for email in hostile])
    insert(ehr, "ehr.user_group_members", [member("Gone", "former@example.org")])
    raise_alert(ehr, "a", group_name=group_name)
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert (digest.recipients, digest.unreachable) == ((), unreachable)


def test_alerts_without_a_group_share_one_digest(ehr: psycopg.Connection, warehouse: psycopg.Connection) -> None:
    insert(ehr, "ehr.user_groups", [{"group_name": " "}])
    insert(ehr, "ehr.user_group_members", [member(" ", "nobody@example.org")])
    for alert_id, group_name in (("a", None), ("b", ""), ("c", " ")):
        raise_alert(ehr, alert_id, group_name=group_name)
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert (digest.group_name, digest.recipients) == (None, ())
    assert told_ids([digest]) == ["a", "b", "c"]


def test_more_alerts_than_a_message_can_hold_are_several_digests(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_ALERTS", 2)
    for alert_id in "abcde":
        raise_alert(ehr, alert_id)
    found = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert [told_ids([digest]) for digest in found] == [["a", "b"], ["c", "d"], ["e"]]


def test_what_soon_leaves_the_window_is_told_anew_14_and_3_days_before(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    """The day of 31 July is last looked at on 29 October, and left on the 30th."""
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 10, 15), "a")
    told_on = []
    for number in range(15, 30):
        run_date = date(2016, 10, number)
        if to_tell(ehr, warehouse, night(run_date), 1000, LOOKBACK_DAYS, SOON):
            told_on.append(number)
            enter_message(warehouse, run_date, "a")
    assert told_on == [16, 27]


def test_a_last_call_that_a_night_missed_is_given_by_the_next(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 10, 15), "a")
    assert told_ids(to_tell(ehr, warehouse, night(date(2016, 10, 29)), 1000, LOOKBACK_DAYS, SOON)) == ["a"]


def test_a_run_that_looks_further_back_than_the_nights_gives_no_last_call(
    ehr: psycopg.Connection, warehouse: psycopg.Connection
) -> None:
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 10, 15), "a")
    far_back = replace(night(date(2016, 10, 30)), lookback_days=200)
    assert to_tell(ehr, warehouse, far_back, 1000, LOOKBACK_DAYS, SOON) == []


def test_what_expired_is_told_once_whether_it_was_told_before_or_not(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    last_year = date(2015, 7, 31)
    expired = {"status": "expired", "resolved_at": NOW, "service_date": last_year}
    raise_alert(ehr, "told as expired", **expired, notified_at=NOW)
    raise_alert(ehr, "told as open", **expired, notified_at=NOW - timedelta(days=1))
    raise_alert(ehr, "never told", **expired)
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, NOW + timedelta(days=30))
    assert [(alert.alert_id, alert.is_expired) for alert in digest.alerts] == [
        ("never told", True),
        ("told as open", True),
    ]
    assert digest.alerts[0].last_run == last_year + timedelta(days=LOOKBACK_DAYS)


# What billers did about alerts


def do(warehouse: psycopg.Connection, what: work.What, *alert_ids: str, not_before: date | None = None) -> None:
    done = [Worked(one, "IOP", f"client of {one}", date(2016, 7, 31), "no_authorization") for one in alert_ids]
    who, run_id = (None, "night") if what == "came_back" else ("ann", None)
    with warehouse.transaction():
        work.enter(warehouse, done, what, NOW, who=who, run_id=run_id, not_before=not_before)


@pytest.mark.parametrize("notified_at", [None, NOW - timedelta(days=30)], ids=["never told", "a reminder is due"])
def test_what_is_set_aside_is_not_told_as_long_as_it_is(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None, notified_at: datetime | None
) -> None:
    for alert_id in ("done", "snoozed", "taken", "untouched"):
        raise_alert(ehr, alert_id, notified_at=notified_at)
    do(warehouse, "done", "done")
    do(warehouse, "snoozed", "snoozed", not_before=date(2016, 8, 3))
    do(warehouse, "taken", "taken")
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert told_ids([digest]) == ["taken", "untouched"]
    assert digest.waiting is not None
    assert (digest.waiting.in_all.days, digest.waiting.days_set_aside) == (2, 2)
    on_its_date = to_tell(ehr, warehouse, night(date(2016, 8, 3)), REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert told_ids(on_its_date) == ["snoozed", "taken", "untouched"]


def test_what_was_snoozed_is_told_on_its_date_and_then_as_any_other(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    raise_alert(ehr, "a", notified_at=NOW)
    enter_message(warehouse, date(2016, 8, 1), "a")
    do(warehouse, "snoozed", "a", not_before=date(2016, 8, 3))

    def due(run_date: date) -> list[str]:
        return told_ids(to_tell(ehr, warehouse, night(run_date), REMINDER_DAYS, LOOKBACK_DAYS, SOON))

    assert [due(date(2016, 8, day)) for day in (2, 3)] == [[], ["a"]]
    enter_message(warehouse, date(2016, 8, 3), "a")
    assert [due(date(2016, 8, day)) for day in (4, 10)] == [[], ["a"]]


def test_what_came_back_is_told_at_once_and_says_so_once(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    before = NOW - timedelta(hours=1)
    raise_alert(ehr, "a", opened_at=before, notified_at=before)
    enter_message(warehouse, date(2016, 8, 1), "a", sent_at=before)
    assert to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON) == []
    do(warehouse, "done", "a")
    do(warehouse, "came_back", "a")
    [digest] = to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)
    assert [alert.told_as(AUGUST_2.run_date) for alert in digest.alerts] == ["came back"]
    ehr.execute("update ehr.alerts set notified_at = %s", [NOW])
    enter_message(warehouse, date(2016, 8, 2), "a")
    assert to_tell(ehr, warehouse, night(date(2016, 8, 3)), REMINDER_DAYS, LOOKBACK_DAYS, SOON) == []


def test_what_expired_is_told_whatever_was_done_about_it(
    ehr: psycopg.Connection, warehouse: psycopg.Connection, billers: None
) -> None:
    raise_alert(ehr, "a", status="expired", notified_at=NOW - timedelta(days=9), resolved_at=NOW)
    do(warehouse, "done", "a")
    assert told_ids(to_tell(ehr, warehouse, AUGUST_2, REMINDER_DAYS, LOOKBACK_DAYS, SOON)) == ["a"]
