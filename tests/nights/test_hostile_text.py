"""That whatever people can type in is data to a night, and never SQL, a template, HTML, a mail header or an order.

Every text of a small clinic ends with everything that some language would obey; so do the run's id and its errors.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql

from clinics.small_clinic import RUN_DATE, authorization, build, client, note, program, setting
from helpers.databases import insert
from helpers.night import run_tasks
from perdiem import config, tasks
from perdiem.report import summary, terminal
from perdiem.runs import Run

HOSTILE = (
    "'; drop table ehr.notes; -- \" \\ $$ %s %(x)s :name ::text {{ 1/0 }} {% endraw %} {batch} {0} ${HOME} `id` "
    "<script>alert(1)</script>&amp;\r\nBcc: thief@example.org\r\n\r\n\t\\. \\N \x1b[2J\x07\x01\u202e\u00e9\U0001f480"
)
ADDRESSES = (
    "biller@example.org",
    "a@example.org\r\nBcc: thief@example.org",
    "b@example.org, thief@example.org",
    "<script>alert(1)</script>@example.org",
    "'; drop table ehr.notes; --@example.org",
    "{{ 1/0 }}@example.org",
)
# Words that rules are made of, and addresses: any other text of the EHR is anybody's.
OTHER_TEXTS = {"value", "email", "state", "time_zone", "status", "origin", "billing_type", "conversion", "method"}
OTHER_TEXTS |= {"operator", "aggregate_on", "reason"}
HEADERS = {"Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
HEADERS |= {"Content-Transfer-Encoding"}


@dataclass(frozen=True)
class Aftermath:
    """What a hostile clinic's night left behind."""

    ehr: psycopg.Connection
    run: Run
    home: Path
    rows_before: dict[str, int]
    shown: str
    messages: list[EmailMessage]

    def only(self, query: str, *values: object) -> object:
        """The one value that a query finds."""
        [[value]] = self.ehr.execute(query.encode(), values).fetchall()
        return value


def make_hostile(ehr: psycopg.Connection) -> None:
    """Append the hostile text to every text; keys that agree go on agreeing."""
    query = """
        select table_name::text, column_name::text
        from information_schema.columns
        where table_schema = 'ehr' and data_type = 'text' and column_name <> all(%s)
    """
    for table, column in ehr.execute(query, [list(OTHER_TEXTS)]).fetchall():
        statement = sql.SQL("update ehr.{t} set {c} = coalesce({c}, 'any') || {hostile} where {c} is distinct from '*'")
        names = {"t": sql.Identifier(table), "c": sql.Identifier(column), "hostile": sql.Literal(HOSTILE)}
        ehr.execute(statement.format(**names))
    ehr.execute("update ehr.notes set program_id = null, payer_id = null, authorization_id = null, dag_run_id = null")
    ehr.execute("update ehr.system_settings set value = value || %s where setting_number = 510", [HOSTILE])


def counts(ehr: psycopg.Connection) -> dict[str, int]:
    query = "select relname from pg_class where relnamespace = 'ehr'::regnamespace and relkind = 'r'"
    return {
        table: ehr.execute(sql.SQL("select count(*) from {}").format(sql.Identifier("ehr", table))).fetchall()[0][0]
        for (table,) in ehr.execute(query).fetchall()
    }


@pytest.fixture(scope="module")
def aftermath(database_of_nights: str) -> Iterator[Aftermath]:
    home = config.load().home
    with psycopg.connect(database_of_nights, autocommit=True) as ehr:
        build(ehr)
        ehr.execute("delete from ehr.user_group_members")
        for number, address in enumerate(ADDRESSES):
            member = {"group_name": "IOP Notification Group", "user_id": str(number), "email": address}
            insert(ehr, "ehr.user_group_members", [member])
        note(ehr, "note-1")
        authorization(ehr)
        client(ehr, "bob")
        note(ehr, "note-2", "bob")
        for rule in ("rule-1", "rule-2"):
            insert(ehr, "ehr.payer_rules", [{"payer_rule_id": rule, "payer_id": "payer-1", "name": rule}])
            row = {"billing_rule_id": rule, "payer_rule_id": rule, "billing_type": "unit", "conversion": HOSTILE}
            insert(ehr, "ehr.payer_billing_rules", [row])
            insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": rule, "billing_code": "602"}])
        program(ehr, "PHP", non_billable=("PHP GROUP",), billable=("0912",))
        make_hostile(ehr)
        setting(ehr, 508, f"4{HOSTILE}", program_id=f"PHP{HOSTILE}")
        rows_before = counts(ehr)
        params = {
            "run_date": RUN_DATE.isoformat(),
            "lookback_days": 90,
            "dry_run": False,
            "refresh_history": False,
        }
        run = tasks.plan_run(f"manual__{HOSTILE}", params, None)
        run_tasks(run)
        shown = terminal.render(summary.summarize(ehr, ehr, run.run_id))
        tasks.report_failure(
            {
                "run_id": run.run_id,
                "dag": SimpleNamespace(dag_id=f"dag{HOSTILE}"),
                "task_instance": SimpleNamespace(task_id=f"task{HOSTILE}"),
                "exception": config.ConfigError(HOSTILE),
            }
        )
        mails = sorted((home / "outbox").glob("*.eml"))
        messages = [message_from_bytes(mail.read_bytes(), policy=policy.SMTP) for mail in mails]
        yield Aftermath(ehr, run, home, rows_before, shown, messages)


def test_the_night_bills_and_blocks_as_ever(aftermath: Aftermath) -> None:
    statuses = aftermath.ehr.execute("select client_id, status from marts.fct_per_diem_days order by 1").fetchall()
    assert statuses == [(f"alice{HOSTILE}", "billed"), (f"bob{HOSTILE}", "blocked")]
    written = {"notes", "authorization_usage", "invoices", "alerts"}
    assert counts(aftermath.ehr) == {
        table: count + (table in written) for table, count in aftermath.rows_before.items()
    }


def test_every_text_is_kept_as_it_was_typed(aftermath: Aftermath) -> None:
    row = aftermath.ehr.execute(
        """
        select notes.program_id, notes.client_id, notes.billing_code, notes.clinician_id, notes.location_id,
            notes.location_code, notes.payer_id, notes.authorization_id, notes.dag_run_id
        from ehr.notes
        where origin = 'per_diem'
        """
    ).fetchone()
    expected = ("IOP", "alice", "0905", "clinician-1", "iop-room", "57", "payer-1", "authorization-1", "manual__")
    assert row == tuple(f"{text}{HOSTILE}" for text in expected)
    assert f"note-1{HOSTILE}" in str(aftermath.only("select note_text from ehr.notes where origin = 'per_diem'"))
    assert aftermath.only("select group_name from ehr.alerts") == f"IOP Notification Group{HOSTILE}"
    query = "select group_name from quality.messages where sent_to = 'group'"
    assert aftermath.only(query) == f"IOP Notification Group{HOSTILE}"


def test_a_setting_of_nonsense_is_quoted_as_text(aftermath: Aftermath) -> None:
    query = "select error from quality.check_results where check_name = 'programs_left_out'"
    assert "system setting 508 for program PHP" in str(aftermath.only(query))


def test_a_mail_has_the_headers_and_the_recipients_that_it_should_have_and_nothing_that_was_typed(
    aftermath: Aftermath,
) -> None:
    mails = {}
    for message in aftermath.messages:
        assert set(message.keys()) == HEADERS
        assert len(message.keys()) == len(HEADERS)
        content = message.get_content()
        assert content.isascii()
        assert all(line.isprintable() for line in content.splitlines())
        mails[str(message["Subject"])] = (message["To"], content)
    notice = mails.pop("Per-diem billing: a run failed")
    assert {recipient for recipient, _ in mails.values()} == {"biller@example.org", "data-quality@localhost"}
    assert "drop table" not in mails["Per-diem billing: 1 alert"][1]
    [left_out] = [content for subject, (_, content) in mails.items() if "1 program left out" in subject]
    assert "PHP" not in left_out, "but the run's id it names"
    assert notice[0] == "data-quality@localhost"
    told = [line.partition(":")[0] for line in notice[1].splitlines() if ":" in line]
    assert told[:6] == ["DAG", "run", "task", "time", "error", "log"], "each on a line of its own"


def test_a_terminal_is_given_no_orders(aftermath: Aftermath) -> None:
    assert "left out of the run" in aftermath.shown
    assert all(line.isprintable() for line in aftermath.shown.split("\n"))


def test_a_page_holds_it_as_text(aftermath: Aftermath) -> None:
    [page] = aftermath.home.rglob("*.html")
    text = page.read_text()
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text
