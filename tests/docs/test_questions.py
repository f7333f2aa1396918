"""The questions of docs/questions.md, asked as perdiem_analyst of a home that ran nights of the sample clinic.

Each answer is held against a figure that was got in another way: out of the EHR, or of what a run wrote down itself.
Where the home's own tests came before, as in a run of all, there were several nights, and one that failed.
"""

import re
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from helpers.homes import SampleHome, command
from perdiem.config import PROJECT_ROOT

DOCUMENT = (PROJECT_ROOT / "docs" / "questions.md").read_text()
QUESTIONS = dict(re.findall(r"^## ([^\n]+)$.*?```sql\n(.*?);\n```", DOCUMENT, re.MULTILINE | re.DOTALL))


@dataclass(frozen=True)
class Proof:
    """What an answer comes to, as a query of it, and the query of the owner that must come to the same."""

    of_answer: str
    independent: str


PROOFS = {
    # an alert is opened by each reason, and stays open while it holds
    "What do we miss, by payer and reason?": Proof(
        "select sum(days) from answer",
        """
        select count(distinct (program_id, client_id, service_date))
        from ehr.alerts
        inner join marts.reasons on alerts.reason = reasons.reason
        where alerts.status = 'open' and reasons.status in ('blocked', 'unsigned')
        """,
    ),
    # and is resolved where a night finds it gone
    "What came in late, and how late?": Proof(
        "select coalesce(sum(days), 0), coalesce(sum(amount), 0) from answer",
        """
        select count(*), coalesce(sum(invoices.amount), 0)
        from ehr.notes
        inner join ehr.invoices on notes.note_id = invoices.note_id
        where
            notes.origin = 'per_diem'
            and notes.status = 'released'
            and exists (
                select from ehr.alerts
                inner join marts.reasons on alerts.reason = reasons.reason
                where
                    (alerts.program_id, alerts.client_id, alerts.service_date)
                    = (notes.program_id, notes.client_id, notes.service_date)
                    and alerts.status = 'resolved'
                    and reasons.status in ('blocked', 'unsigned')
            )
        """,
    ),
    "How long does it take to bill a day?": Proof(
        "select sum(invoices), max(longest_days) from answer",
        """
        select count(*), max(runs.run_date - settled_days.service_date)
        from quality.settled_days
        inner join quality.runs on settled_days.run_id = runs.run_id
        inner join ehr.invoices on settled_days.note_id = invoices.note_id
        where settled_days.outcome = 'written' and invoices.status <> 'void'
        """,
    ),
    "Who attends, how often and how long?": Proof(
        "select sum(days), sum(notes) from answer",
        """
        select count(distinct (programs.program_id, notes.client_id, notes.service_date)), count(*)
        from ehr.notes
        inner join ehr.billing_code_groups as codes on notes.billing_code = codes.billing_code
        inner join ehr.programs on codes.group_name = programs.non_billable_group
        inner join intermediate.int_program_days__settings as days
            on programs.program_id = days.program_id and notes.service_date = days.service_date
        where
            days.is_due
            and notes.status = 'released'
            and notes.origin is distinct from 'per_diem'
            and notes.note_id not in (select row_key from quality.quarantined_rows where source_table = 'notes')
        """,
    ),
    # a session with two notes is one
    "Which weeks were short, and by how much?": Proof(
        "select count(*), sum(minutes) from answer",
        """
        select count(distinct (weeks.program_id, weeks.client_id, weeks.week_start)), sum(sessions.duration_minutes)
        from marts.rpt_weekly_attendance as weeks
        inner join (
            select distinct
                programs.program_id, notes.client_id, notes.service_date, notes.billing_code, notes.duration_minutes,
                coalesce(notes.started_at::text, notes.note_id)
            from ehr.notes
            inner join ehr.billing_code_groups as codes on notes.billing_code = codes.billing_code
            inner join ehr.programs on codes.group_name = programs.non_billable_group
            where notes.status = 'released' and notes.origin is distinct from 'per_diem'
        ) as sessions
            on
                weeks.program_id = sessions.program_id
                and weeks.client_id = sessions.client_id
                and sessions.service_date between weeks.week_start and weeks.week_start + 6
        where weeks.minutes < weeks.minimum_minutes and weeks.status <> 'open'
        """,
    ),
    # those that end; what runs out hangs on a rate, and is proved by dbt's unit tests
    "Which authorizations are to be requested?": Proof(
        "select count(*) from answer where state in ('used_up', 'ending')",
        """
        select count(*)
        from ehr.authorizations as ending
        cross join (select max(run_date) as run_date from quality.runs where published_at is not null) as last_night
        where
            ending.status = 'active'
            and ending.authorization_id not in (
                select row_key from quality.quarantined_rows where source_table = 'authorizations'
                union all
                select authorization_id from marts.rpt_authorization_watch where state = 'running_out'
            )
            and ending.end_date >= last_night.run_date
            and (
                coalesce(ending.units_used, 0) >= ending.units_authorized
                or ending.end_date <= last_night.run_date + 14
            )
            and not exists (
                select from ehr.authorizations as next
                where
                    next.client_id = ending.client_id
                    and next.billing_code = ending.billing_code
                    and next.status in ('active', 'pending')
                    and (next.status = 'active' or coalesce(next.units_used, 0) < next.units_authorized)
                    and next.start_date <= case
                        when coalesce(ending.units_used, 0) >= ending.units_authorized then last_night.run_date
                        else ending.end_date + 1
                    end
                    and (
                        case
                            when coalesce(next.units_used, 0) >= next.units_authorized then last_night.run_date
                            else next.end_date + 1
                        end,
                        next.end_date,
                        next.authorization_id
                    ) > (
                        case
                            when coalesce(ending.units_used, 0) >= ending.units_authorized then last_night.run_date
                            else ending.end_date + 1
                        end,
                        ending.end_date,
                        ending.authorization_id
                    )
            )
        """,
    ),
    "Which invoices must be corrected before they are sent?": Proof(
        "select count(distinct invoice_id) from answer cross join unnest(invoice_ids) as invoice_id",
        """
        select count(*)
        from ehr.invoices
        where
            status = 'ready'
            and (
                note_id in (select note_id from marts.fct_per_diem_days where status = 'billed' and reasons <> '{}')
                or note_id in (
                    select unnest(items.note_ids)
                    from marts.fct_billing_items as items
                    inner join marts.rpt_billing_audit as findings on items.billing_item_id = findings.billing_item_id
                    where items.is_per_diem and findings.severity = 'error'
                )
            )
        """,
    ),
    "How many nights were clean?": Proof(
        "select sum(runs), sum(clean_runs), sum(notes_written), sum(amount_written) from answer",
        """
        select
            count(*),
            count(*) filter (where state = 'success'),
            (select count(*) from quality.settled_days where outcome = 'written'),
            (
                select sum(invoices.amount)
                from quality.settled_days
                inner join ehr.invoices on settled_days.note_id = invoices.note_id
                where settled_days.outcome = 'written'
            )
        from quality.runs
        """,
    ),
    "Which clinicians have days waiting for their signature?": Proof(
        "select sum(drafts), min(oldest) from answer",
        """
        select count(*), min(notes.service_date)
        from ehr.notes
        inner join ehr.billing_code_groups as codes on notes.billing_code = codes.billing_code
        inner join ehr.programs on codes.group_name = programs.non_billable_group
        inner join ehr.alerts
            on
                programs.program_id = alerts.program_id
                and notes.client_id = alerts.client_id
                and notes.service_date = alerts.service_date
        where notes.status = 'draft' and alerts.reason = 'unsigned_notes' and alerts.status = 'open'
        """,
    ),
    "What did we bill, by code?": Proof(
        "select sum(days), sum(units), sum(amount) from answer",
        "select count(*), sum(units), sum(amount) from ehr.invoices where status <> 'void'",
    ),
}


@pytest.fixture(scope="module")
def urls(sample_home: SampleHome) -> tuple[str, str]:
    """The home's database for its owner, and for an analyst."""
    owner, analyst = (command(sample_home.path, "db-url", *role) for role in ([], ["--role", "analyst"]))
    return owner.stdout.strip(), analyst.stdout.strip()


def test_there_are_ten_questions_and_each_has_a_proof() -> None:
    assert len(QUESTIONS) == 10
    assert list(QUESTIONS) == list(PROOFS)


@pytest.mark.parametrize("question", PROOFS)
def test_an_analyst_gets_the_answer_that_is_got_in_another_way(question: str, urls: tuple[str, str]) -> None:
    proof = PROOFS[question]
    answer = ask(urls[1], f"with answer as ({QUESTIONS[question]}) {proof.of_answer}")
    assert answer == ask(urls[0], proof.independent)


def ask(url: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query.encode()).fetchall()
