"""What the messages say, and what they must not: composed without a database or a mail server."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage

import pytest

from perdiem.alerts.alert import Alert
from perdiem.alerts.messages import Beside, Unreachable
from perdiem.alerts.messages import digest as compose_digest
from perdiem.alerts.reasons import IN_SHORT, WHAT_TO_DO
from perdiem.alerts.waiting import Waiting, waiting
from perdiem.mail.letters import Envelope, message_id

NOW = datetime(2016, 8, 2, 6, 0, tzinfo=UTC)
RUN_DATE = date(2016, 8, 2)
SENDER = "perdiem@example.org"
PAGE = "http://airflow.example/plugin/per-diem-billing/per-diem-billing"
ENVELOPE = Envelope(SENDER, ("b@example.org", "c@example.org"), message_id(SENDER, "x"), NOW, PAGE, "scheduled__1/2")
LAST_RUN = date(2016, 10, 29)
NEW = Alert("alert-new", "no_authorization", date(2016, 7, 31), NOW, None, is_expired=False, last_run=LAST_RUN)
TOLD = replace(
    NEW,
    alert_id="alert-told",
    reason="support_lost",
    service_date=date(2016, 7, 20),
    opened_at=NOW - timedelta(days=9),
    notified_at=NOW - timedelta(days=8, hours=1),
)


NOTHING_BESIDE = Beside(0, 0, 0, Decimal(0))


def digest(
    alerts: list[Alert],
    run_date: date,
    unreachable: Unreachable | None,
    envelope: Envelope,
    beside: Beside = NOTHING_BESIDE,
    waiting: Waiting | None = None,
) -> EmailMessage:
    return compose_digest(alerts, waiting, beside, run_date, unreachable, envelope)


def body_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def many(count: int) -> list[Alert]:
    return [replace(NEW, alert_id=f"{number:036}") for number in range(count)]


@pytest.mark.parametrize(("count", "subject"), [(1, "1 alert"), (12, "12 alerts")])
def test_the_subject_says_only_how_many(count: int, subject: str) -> None:
    assert digest(many(count), RUN_DATE, None, ENVELOPE)["Subject"] == f"Per-diem billing: {subject}"


def test_a_reason_is_told_with_its_count_ages_money_and_alerts() -> None:
    older = replace(NEW, alert_id="alert-old", service_date=date(2016, 6, 3), notified_at=NOW, amount=Decimal("150.10"))
    body = body_of(digest([TOLD, older, replace(NEW, amount=Decimal("1200"))], RUN_DATE, None, ENVELOPE))
    assert "run date 2016-08-02: 3 alerts (1 new, 2 reminders)." in body
    of_reason = body[body.index("no_authorization: 2 days (1 new, 1 reminder)") : body.index("support_lost")]
    assert "\n2 to 60 days old; $1,350.10 waits.\n" in of_reason
    link = re.escape(f"{PAGE}/worklist?alert=alert-")
    assert re.search(
        rf"^ +2016-07-31 +2016-10-29 +new +{link}new\n +2016-06-03 .*reminder +{link}old$", of_reason, re.MULTILINE
    )
    assert f"    {PAGE}/worklist?reason=no_authorization" in of_reason.splitlines()
    assert "\n13 days old; no amount is known.\n" in body[body.index("support_lost: 1 day (1 reminder)") :]
    assert "select * from ehr.alerts where alert_id = '...'" in body
    assert "marts.fct_per_diem_days" in body
    assert f"    {PAGE}/worklist" in body.splitlines()
    assert f"    {PAGE}/reports/scheduled__1%2F2" in body.splitlines()
    without_page = body_of(digest([TOLD, NEW], RUN_DATE, None, replace(ENVELOPE, page="")))
    assert "/worklist" not in without_page
    assert re.search(r"^ +2016-07-31 +2016-10-29 +new +alert-new$", without_page, re.MULTILINE)


def test_the_reason_of_most_money_comes_first() -> None:
    """Of equal ones, and of those of which nothing is known, the first of the rules."""
    amounts = {"multiple_programs": None, "no_authorization": "100", "unsigned_notes": "250", "support_lost": "100"}
    alerts = [
        replace(NEW, alert_id=reason, reason=reason, amount=amount and Decimal(amount))
        for reason, amount in amounts.items()
    ]
    found = re.findall(r"^(\w+): 1 day \(1 new\)$", body_of(digest(alerts, RUN_DATE, None, ENVELOPE)), re.MULTILINE)
    assert found == ["unsigned_notes", "no_authorization", "support_lost", "multiple_programs"]


def test_what_waits_is_told_by_money_each_day_once_in_all_and_what_is_soon_lost() -> None:
    """An alert that is not due to be told waits too; what expired or stands billed does not."""
    old, older = date(2016, 6, 3), date(2016, 5, 10)
    soon = {"service_date": older, "last_run": RUN_DATE + timedelta(days=13)}
    days = {
        ("PHP", "client-1", NEW.service_date): [("no_authorization", {"amount": Decimal(100)})],
        ("IOP", "client-1", old): [
            (reason, {"service_date": old, "amount": Decimal("1200.50")})
            for reason in ("no_authorization", "missing_default_location")
        ],
        ("IOP", "client-2", older): [("no_authorization", soon), ("duplicate_sessions", soon)],
        ("IOP", "client-3", older): [("unsigned_notes", {**soon, "amount": Decimal(300)})],
        ("IOP", "client-4", old): [("support_lost", {"amount": Decimal(9999)})],
        ("IOP", "client-5", older): [("no_authorization", {"is_expired": True, "amount": Decimal(9999)})],
    }
    alerts = [
        (day, replace(NEW, alert_id="x", reason=reason, **columns))
        for day, of_day in days.items()
        for reason, columns in of_day
    ]
    body = body_of(digest([NEW], RUN_DATE, None, ENVELOPE, waiting=waiting(alerts, RUN_DATE)))
    assert "\nWhat waits, by money: $1,600.50\n" in body
    table = body[body.index("What waits") : body.index("All open days")].splitlines()[2:-1]
    assert [re.split(r" {2,}", line.strip()) for line in table] == [
        ["reason", "days", "days old", "amount"],
        ["no_authorization", "3", "84", "$1,300.50", f"{PAGE}/worklist?reason=no_authorization"],
        ["missing_default_location", "1", "60", "$1,200.50", f"{PAGE}/worklist?reason=missing_default_location"],
        ["unsigned_notes", "1", "84", "$300.00", f"{PAGE}/worklist?reason=unsigned_notes"],
        ["duplicate_sessions", "1", "84", "unknown", f"{PAGE}/worklist?reason=duplicate_sessions"],
        ["in all, each day once", "4", "84", "$1,600.50"],
        ["lost within 14 days", "2", "84", "$300.00"],
    ]
    assert "client-" not in body
    assert "IOP" not in body


def test_where_nothing_waits_nothing_is_said_of_it() -> None:
    assert waiting([(("IOP", "client-1", NEW.service_date), TOLD)], RUN_DATE) is None
    assert "waits, by money" not in body_of(digest([TOLD], RUN_DATE, None, ENVELOPE))
    only = waiting([(("IOP", "client-1", NEW.service_date), NEW)], RUN_DATE)
    assert "lost" not in body_of(digest([NEW], RUN_DATE, None, ENVELOPE, waiting=only)).lower()


def test_money_that_stands_billed_does_not_wait_and_days_of_unknown_amount_are_told() -> None:
    body = body_of(digest([replace(TOLD, amount=Decimal(90)), replace(TOLD, alert_id="x")], RUN_DATE, None, ENVELOPE))
    assert "; $90.00 stands billed, and 1 day of unknown amount.\n" in body


def test_short_weeks_and_invoices_to_correct_are_told_beside_the_alerts() -> None:
    body = body_of(digest([NEW], RUN_DATE, None, ENVELOPE, Beside(3, 20, 7, Decimal("1700.50"))))
    assert "\nWeeks short of their minutes: 3 of 20\n" in body
    assert "\nCorrect before you send: 7 invoices\n" in body
    assert "$1,700.50 in all programs" in " ".join(body.split())


def test_what_a_message_does_not_hold_it_does_not_name() -> None:
    body = body_of(digest([NEW], RUN_DATE, None, ENVELOPE))
    for absent in (
        "reminder",
        "Last calls",
        "last call",
        "Expired",
        "expired",
        "LOOKBACK_DAYS",
        "alerts.csv",
        "Weeks",
        "Correct before",
    ):
        assert absent not in body


def test_what_expired_is_told_with_how_to_run_its_day_all_the_same() -> None:
    """Whether it was told before or not."""
    expired = [
        replace(alert, service_date=date(2016, 5, day), is_expired=True)
        for day, alert in [(1, replace(NEW, alert_id="alert-untold")), (2, TOLD)]
    ]
    body = body_of(digest([NEW, *expired], RUN_DATE, None, ENVELOPE))
    assert "3 alerts (1 new, 2 expired)." in body
    assert re.search(r"^ +2016-05-01 +2016-10-29 +expired .*alert-untold$", body, re.MULTILINE)
    assert "    make run LOOKBACK_DAYS=n" in body.splitlines()
    assert "the oldest of these needs 93." in " ".join(body.split())


@pytest.mark.parametrize(
    ("days_to_last_run", "is_last_call"), [(14, False), (13, True), (0, True), (-1, False)], ids=str
)
def test_what_was_told_and_soon_leaves_the_window_is_a_last_call(days_to_last_run: int, is_last_call: bool) -> None:
    last_run = RUN_DATE + timedelta(days=days_to_last_run)
    body = body_of(digest([replace(TOLD, last_run=last_run)], RUN_DATE, None, ENVELOPE))
    assert ("1 alert (1 last call)." in body) is is_last_call
    assert ("Last calls: what to mend in time" in body) is is_last_call
    assert ("1 alert (1 reminder)." in body) is not is_last_call
    assert str(last_run) in body


def test_each_reason_has_its_count_and_what_to_do() -> None:
    alerts = [
        replace(NEW, alert_id=f"alert-{number}-{reason}", reason=reason)
        for number, reason in enumerate(WHAT_TO_DO)
        for _ in range(number + 1)
    ]
    body = body_of(digest(alerts, RUN_DATE, None, ENVELOPE))
    words = " ".join(body.split())
    for number, (reason, advice) in enumerate(WHAT_TO_DO.items()):
        assert f"{reason}: {number + 1} day{'s' * (number > 0)} ({number + 1} new)\n" in body
        assert advice in words


def test_every_reason_of_the_rules_has_advice_at_length_and_in_short() -> None:
    assert list(WHAT_TO_DO) == [
        "multiple_programs",
        "overlapping_authorizations",
        "no_authorization",
        "payer_not_in_force",
        "zero_billable_units",
        "authorization_exhausted",
        "duplicate_sessions",
        "missing_default_clinician",
        "missing_default_location",
        "missing_default_location_code",
        "unsigned_notes",
        "unsigned_by_hand",
        "support_lost",
        "authorization_withdrawn",
        "coverage_withdrawn",
        "not_invoiced",
    ]
    assert list(IN_SHORT) == list(WHAT_TO_DO)


def test_a_reason_that_is_not_known_is_counted_and_not_shown() -> None:
    hostile = replace(NEW, alert_id="alert-x", reason="Jane Doe\r\nBcc: all@example.org")
    message = digest([hostile], RUN_DATE, None, ENVELOPE)
    assert b"Jane" not in message.as_bytes()
    assert "other: 1 day" in body_of(message)
    assert "reason=" not in body_of(message)


@pytest.mark.parametrize(
    ("unreachable", "words"),
    [
        ("no group", "setting 510 named no group"),
        ("unknown group", "is not among the user groups"),
        ("no address", "has a usable e-mail address"),
    ],
)
def test_a_message_that_misses_its_group_says_why_it_comes_here(unreachable: Unreachable, words: str) -> None:
    assert words in " ".join(body_of(digest([NEW], RUN_DATE, unreachable, ENVELOPE)).split())
    assert words not in " ".join(body_of(digest([NEW], RUN_DATE, None, ENVELOPE)).split())


def test_more_than_a_few_alerts_are_an_attached_file_and_none_is_left_out() -> None:
    assert list(digest(many(5), RUN_DATE, None, ENVELOPE).iter_attachments()) == []
    message = digest([*many(4999), TOLD], RUN_DATE, None, ENVELOPE)
    [attachment] = message.iter_attachments()
    assert attachment.get_filename() == "alerts.csv"
    rows = list(csv.DictReader(io.StringIO(attachment.get_content())))
    assert len({row["alert_id"] for row in rows}) == 5000
    assert rows[-1] == {
        "alert_id": "alert-told",
        "reason": "support_lost",
        "service_date": "2016-07-20",
        "days_old": "13",
        "days_open": "9",
        "last_run": "2016-10-29",
        "told_as": "reminder",
        "page": f"{PAGE}/worklist?alert=alert-told",
    }
    body = body_of(message)
    assert "no_authorization: 4999 days (4999 new)" in body
    assert "    and 4994 more, in the attached alerts.csv\n" in body
    assert len(body) < 4_000
    assert len(message.as_bytes()) < 1_200_000


def test_the_order_of_the_alerts_does_not_change_the_message() -> None:
    alerts = [*many(20), TOLD]
    assert body_of(digest(alerts, RUN_DATE, None, ENVELOPE)) == body_of(digest(alerts[::-1], RUN_DATE, None, ENVELOPE))


def test_the_same_thing_told_has_the_same_message_id_and_another_a_different_one() -> None:
    assert message_id(SENDER, "a", "b") == message_id(SENDER, "a", "b")
    assert len({message_id(SENDER, *what) for what in [("a", "b"), ("ab",), ("b", "a"), ("a", "b", "")]}) == 4
    assert message_id(SENDER, "a").endswith("@example.org>")


def test_no_header_can_be_broken_out_of() -> None:
    for envelope in (
        Envelope("p@example.org\r\nBcc: all@example.org", ("b@example.org",), "<1@x>", NOW),
        Envelope(SENDER, ("b@example.org\r\nBcc: all@example.org",), "<1@x>", NOW),
    ):
        with pytest.raises(ValueError, match="Header values"):
            digest([NEW], RUN_DATE, None, envelope)


def test_an_automatic_message_asks_for_no_automatic_answer() -> None:
    assert digest([NEW], RUN_DATE, None, ENVELOPE)["Auto-Submitted"] == "auto-generated"


def test_what_came_back_comes_first_and_is_explained() -> None:
    back = replace(TOLD, came_back=True)
    body = body_of(digest([NEW, back], RUN_DATE, None, ENVELOPE))
    assert "2 alerts (1 came back, 1 new)." in body
    [line] = [line for line in body.splitlines() if "?alert=alert-told" in line]
    assert line.split()[2:4] == ["came", "back"]
    assert "Came back: marked as done, and not mended" in body
    assert "Came back" not in body_of(digest([NEW, TOLD], RUN_DATE, None, ENVELOPE))


def test_what_billers_set_aside_does_not_wait_and_is_counted() -> None:
    other = replace(NEW, alert_id="aside", service_date=date(2016, 7, 29))
    both = [(("IOP", "client", alert.service_date), alert) for alert in (NEW, other)]
    found = waiting(both, RUN_DATE, {"aside"})
    assert found is not None
    assert (found.in_all.days, found.days_set_aside) == (1, 1)
    body = body_of(digest([NEW], RUN_DATE, None, ENVELOPE, waiting=found))
    assert "Not among them: 1 day marked as done, or put off to a later date." in body
    assert waiting(both, RUN_DATE, {"alert-new", "aside"}) is None
