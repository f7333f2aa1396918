"""The message of a run that failed: what a reader needs, and of errors only what can quote no row."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from perdiem.mail.letters import Envelope, message_id
from perdiem.mail.transport import MailError
from perdiem.quality.failure_notice import failure_notice

NOW = datetime(2016, 8, 2, 6, 0, tzinfo=UTC)
SENDER = "perdiem@example.org"
REPORT = "/home/perdiem/reports/2016-08-02-0123456789ab.html"
LOG = "http://airflow.example/dags/per_diem_billing/runs/manual__2016-08-02/tasks/write_back"
PAGE = "http://airflow.example/plugin/per-diem-billing/per-diem-billing"
ENVELOPE = Envelope(SENDER, ("b@example.org", "c@example.org"), message_id(SENDER, "x"), NOW, PAGE, "scheduled__1/2")


def body_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()


def failure(error: BaseException | None, run_id: str = "manual__2016-08-02") -> EmailMessage:
    return failure_notice(
        "per_diem_billing", run_id, "write_back", error, "Mend it and run again.", LOG, REPORT, ENVELOPE
    )


def test_a_failure_notice_says_what_failed_where_and_when() -> None:
    message = failure(MailError("2 of 3 messages were not accepted"))
    assert message["Subject"] == "Per-diem billing: a run failed"
    assert message["To"] == "b@example.org, c@example.org"
    body = body_of(message)
    for said in (
        "per_diem_billing",
        "manual__2016-08-02",
        "write_back",
        "2016-08-02T06:00:00+00:00",
        "MailError: 2 of 3 messages were not accepted",
        f"log:    {LOG}",
        "\nWhat to do\n----------\nMend it and run again.\n",
        f"report: {REPORT}",
        f"page:   {PAGE}/?run_id=manual__2016-08-02",
    ):
        assert said in body


def test_of_an_error_that_is_not_ours_only_the_class_is_told() -> None:
    body = body_of(failure(ValueError("Key (client_id)=(jane-doe) already exists")))
    assert "jane-doe" not in body
    assert "ValueError" in body


def raise_for(ours: MailError, says_so: bool) -> None:
    try:
        raise ours
    except MailError:
        raise RuntimeError("jane-doe") from (ours if says_so else None)


@pytest.mark.parametrize("says_so", [True, False])
def test_an_error_of_ours_that_another_was_raised_for_is_told(says_so: bool) -> None:
    with pytest.raises(RuntimeError) as error:
        raise_for(MailError("mail server 127.0.0.1:25: ConnectionRefusedError"), says_so)
    body = body_of(failure(error.value))
    assert "MailError: mail server 127.0.0.1:25: ConnectionRefusedError" in body
    assert "jane-doe" not in body


def test_a_failure_without_an_error_is_told_too() -> None:
    assert "may have been killed" in body_of(failure(None))


def test_hostile_text_in_a_failure_notice_stays_one_bounded_line() -> None:
    body = body_of(failure(MailError("x" * 5000 + "\r\nBcc: é"), run_id="night\r\n.\r\nQUIT\x00é"))
    assert "night??.??QUIT??" in body
    assert max(map(len, body.splitlines())) < 998
