"""What the messages say, and what they must not: composed without a database or a mail server."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest

from perdiem.alerts.messages import Alert, Unreachable, digest
from perdiem.alerts.reasons import IN_SHORT, WHAT_TO_DO
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


def body_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def many(count: int) -> list[Alert]:
    return [replace(NEW, alert_id=f"{number:036}") for number in range(count)]


@pytest.mark.parametrize(("count", "subject"), [(1, "1 alert"), (12, "12 alerts")])
def test_the_subject_says_only_how_many(count: int, subject: str) -> None:
    assert digest(many(count), RUN_DATE, None, ENVELOPE)["Subject"] == f"Per-diem billing: {subject}"


def test_each_alert_is_listed_with_its_date_and_ages_and_new_ones_come_first() -> None:
    body = body_of(digest([TOLD, NEW], RUN_DATE, None, ENVELOPE))
    assert "run date 2016-08-02: 2 alerts (1 new, 1 reminder)." in body
    assert re.search(
        r"^New: 1\n-+\nno_authorization\n.*\n +alert-new +2016-07-31 +2 +0 +2016-10-29$", body, re.MULTILINE
    )
    assert re.search(
        r"^Reminders: 1\n-+\nsupport_lost\n.*\n +alert-told +2016-07-20 +13 +9 +2016-10-29$", body, re.MULTILINE
    )
    assert body.index("alert-new") < body.index("alert-told")
    assert "select * from ehr.alerts where alert_id = '...'" in body
    assert "marts.fct_per_diem_days" in body
    assert f"    {PAGE}/worklist" in body.splitlines()
    assert f"    {PAGE}/reports/scheduled__1%2F2" in body.splitlines()
    assert "/worklist" not in body_of(digest([TOLD, NEW], RUN_DATE, None, replace(ENVELOPE, page="")))


def test_what_a_message_does_not_hold_has_no_empty_list() -> None:
    body = body_of(digest([NEW], RUN_DATE, None, ENVELOPE))
    for absent in ("Reminders:", "Last calls", "last call", "Expired", "expired", "LOOKBACK_DAYS"):
        assert absent not in body


def test_what_expired_is_told_with_how_to_run_its_day_all_the_same() -> None:
    """Whether it was told before or not."""
    expired = [
        replace(alert, service_date=date(2016, 5, day), is_expired=True)
        for day, alert in [(1, replace(NEW, alert_id="alert-untold")), (2, TOLD)]
    ]
    body = body_of(digest([NEW, *expired], RUN_DATE, None, ENVELOPE))
    assert "3 alerts (1 new, 0 reminders, 2 expired)." in body
    assert re.search(r"^Expired: 2\n-+\nno_authorization\n.*\n +alert-untold +2016-05-01 +93 +0", body, re.MULTILINE)
    assert "alert-told" in body[body.index("Expired: 2") :]
    assert "    make run LOOKBACK_DAYS=n" in body.splitlines()
    assert "the oldest of these needs 93." in " ".join(body.split())


@pytest.mark.parametrize(
    ("days_to_last_run", "is_last_call"), [(14, False), (13, True), (0, True), (-1, False)], ids=str
)
def test_what_was_told_and_soon_leaves_the_window_is_a_last_call(days_to_last_run: int, is_last_call: bool) -> None:
    last_run = RUN_DATE + timedelta(days=days_to_last_run)
    body = body_of(digest([replace(TOLD, last_run=last_run)], RUN_DATE, None, ENVELOPE))
    assert ("1 alert (0 new, 0 reminders, 1 last call)." in body) is is_last_call
    assert ("Last calls: what to mend in time" in body) is is_last_call
    assert ("Reminders: 1" in body) is not is_last_call
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
        assert f"{reason}: {number + 1}\n" in body
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
    assert "other: 1" in body_of(message)


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


def test_very_many_alerts_are_an_attached_file_and_none_is_left_out() -> None:
    assert list(digest(many(500), RUN_DATE, None, ENVELOPE).iter_attachments()) == []
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
    }
    assert "no_authorization: 4999" in body_of(message)
    assert len(message.as_bytes()) < 1_000_000


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
