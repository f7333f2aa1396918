"""A sound night, as the checks see it, and each way to break it."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import LiteralString

import psycopg
from psycopg import sql

from helpers.databases import insert
from perdiem.alerts.reasons import REASONS
from perdiem.runs import Run

RUN = Run(
    # A run id is text that somebody may choose: it must reach the queries as it is.
    run_id="manual__2016-08-02T00:00:00+00:00 :x '{batch}' \\ 100%",
    run_date=date(2016, 8, 2),
    lookback_days=90,
    dry_run=False,
    today=date(2016, 8, 2),
)

DBT_TABLES = """
    create schema staging;
    create schema intermediate;
    create schema marts;

    create view staging.stg_ehr__programs as select * from ehr.programs;
    create view staging.stg_ehr__billing_code_groups as select * from ehr.billing_code_groups;
    create table intermediate.int_notes__checked (
        note_id text, quarantine_cause text, client_id text, service_date date
    );
    create table intermediate.int_client_days__changed (client_id text, service_date date);
    create table intermediate.int_per_diem_notes (like intermediate.int_notes__checked);
    create table intermediate.int_coverages__checked (coverage_id text, quarantine_cause text);
    create table intermediate.int_authorizations__checked (
        authorization_id text, client_id text, billing_code text, start_date date, end_date date, status text,
        units_authorized numeric(12, 3), units_used numeric(12, 3), quarantine_cause text,
        is_active boolean generated always as (status = 'active') stored
    );
    create table intermediate.int_notes__units (note_id text, service_date date, status text default 'released');
    create table intermediate.int_settings__found (
        setting_number integer, program_id text, effective_from date, setting_value text, run_date date,
        old_value text, old_run_date date
    );

    create table intermediate.int_program_days__settings (
        program_id text, service_date date, is_due boolean, is_left_out boolean, left_out_cause text
    );
    create table intermediate.int_notes__counting (
        program_id text, note_id text, client_id text, service_date date, units numeric(18, 3),
        is_draft boolean default false
    );
    create table intermediate.int_client_days__pending (
        program_id text, client_id text, service_date date, note_minutes integer,
        clinician_id text, location_id text, location_code text, supporting_note_ids text[]
    );
    create table intermediate.int_client_days__pending_authorizations (
        program_id text, client_id text, service_date date, preference integer, authorization_id text,
        billing_code text, units_needed numeric(18, 3), units_remaining numeric(18, 3)
    );
    create table quality.quarantined_rows (source_table text, row_key text, cause text);
    create table marts.fct_per_diem_days (
        program_id text, client_id text, service_date date, note_count integer, units numeric(18, 3),
        threshold_units numeric(18, 3), status text, primary_reason text, reasons text[],
        billing_code text, authorization_id text, payer_id text, note_id text, run_date date
    );
    create table intermediate.int_client_days__decided (like marts.fct_per_diem_days);
    create table marts.reasons (reason text, status text);
    create table intermediate.int_billing_items__by_earlier_set_ups (billing_item_id text);
"""


@dataclass(frozen=True)
class Case:
    """What breaks a sound night, and which keys of which checks fail then."""

    name: str
    breaks: str | sql.Composed
    fails: dict[str, list[str]]
    run: Run = RUN

    def __str__(self) -> str:
        return self.name.replace(" ", "_")


def change(statements: LiteralString, **texts: LiteralString) -> sql.Composed:
    """Statements that change a night, with texts of SQL in their places."""
    return sql.SQL(statements).format(**{name: sql.SQL(text) for name, text in texts.items()})


def decide(assignments: LiteralString) -> sql.Composed:
    """Statements that change Alice's day wherever it is decided."""
    return change(
        "update intermediate.int_client_days__decided set {assignments};"
        "update marts.fct_per_diem_days set {assignments};",
        assignments=assignments,
    )


def fill(connection: psycopg.Connection) -> None:
    """A sound night in the middle: Alice's day is written and published, Bob's is pending, and both are in order.

    Bob's pending day is not in the mart, so that the gate before the write-back and the one after it hold at once.
    """
    started = {"started_at": "2016-08-02 06:00+00", "state": "running", "dry_run": False, "today": RUN.today}
    run = {"run_id": RUN.run_id, "run_date": RUN.run_date}
    insert(connection, "quality.runs", [{**run, **started, "lookback_days": RUN.lookback_days}])
    set_up(connection)
    dates = {"start_date": "2016-07-01", "end_date": "2016-09-30"}
    authorization = {"payer_id": "acme", "billing_code": "0905", **dates, "units_authorized": 10, "units_used": 1}
    of_clients = [{"authorization_id": "a-1", "client_id": "alice"}, {"authorization_id": "a-2", "client_id": "bob"}]
    insert(
        connection,
        "ehr.authorizations",
        [{**authorization, **of_client, "status": "active"} for of_client in of_clients],
    )

    alice = {"client_id": "alice", "service_date": "2016-07-31"}
    taken = {"billing_code": "0905", "authorization_id": "a-1", "payer_id": "acme"}
    note = {**alice, **taken, "note_id": "pd-1", "units": 1}
    per_diem = {"program_id": "IOP", "origin": "per_diem", "status": "released", "dag_run_id": RUN.run_id}
    usage = {"note_id": "pd-1", "authorization_id": "a-1", "units": 1, "used_at": "2016-08-02"}
    counted = {"note_count": 1, "units": 1, "threshold_units": 1}
    decided = {**alice, **taken, **counted, "program_id": "IOP", "note_id": "pd-1", "status": "billed", "reasons": []}
    insert(connection, "ehr.notes", [{**alice, "note_id": "n-1", "status": "released"}, {**note, **per_diem}])
    insert(connection, "ehr.authorization_usage", [usage])
    insert(connection, "ehr.invoices", [{**note, "invoice_id": "inv-1", "status": "ready", "created_at": "2016-08-02"}])
    insert(connection, "quality.settled_days", [{**run, **alice, "program_id": "IOP", "outcome": "written"}])
    left = {"batch": 1, "batch_id": "batch-1", "made_at": "2016-08-02", "checksum": "sum"}
    insert(connection, "quality.batches", [{**run, **left, "left_at": datetime.now(UTC)}])
    entry = {**note, "batch": 1, "what": "note", "program_id": "IOP", "invoice_id": "inv-1", "used_at": "2016-08-02"}
    insert(connection, "quality.handed_over", [entry])
    insert(
        connection, "intermediate.int_notes__counting", [{**alice, "note_id": "n-1", "program_id": "IOP", "units": 1}]
    )
    for note_id, table in (("n-1", "int_notes__checked"), ("pd-1", "int_per_diem_notes")):
        insert(connection, f"intermediate.{table}", [{"note_id": note_id}])
    connection.execute("""
        insert into intermediate.int_authorizations__checked
        select authorization_id, client_id, billing_code, start_date, end_date, status, units_authorized, units_used
        from ehr.authorizations
    """)
    insert(connection, "intermediate.int_client_days__decided", [{**decided, "run_date": RUN.run_date}])
    insert(connection, "marts.fct_per_diem_days", [{**decided, "run_date": RUN.run_date}])
    connection.execute("""
        insert into intermediate.int_program_days__settings
        select 'IOP', '2016-08-02'::date - days, days >= 2, false, null from generate_series(0, 90) as days
    """)

    reasons = [{"reason": text.reason, "status": text.status} for text in REASONS.values()]
    insert(connection, "marts.reasons", reasons)

    bob = {"program_id": "IOP", "client_id": "bob", "service_date": "2016-07-30"}
    who_and_where = {"clinician_id": "dr-1", "location_id": "main", "location_code": "11"}
    candidate = {"preference": 1, "authorization_id": "a-2", "billing_code": "0905"}
    units = {"units_needed": 1, "units_remaining": 9}
    insert(connection, "intermediate.int_client_days__pending", [{**bob, **who_and_where, "note_minutes": 180}])
    insert(connection, "intermediate.int_client_days__pending_authorizations", [{**bob, **candidate, **units}])


def set_up(connection: psycopg.Connection) -> None:
    """What people entered in the EHR once, with nothing in it that contradicts itself."""
    groups = {"billable_group": "IOP Billable Group", "non_billable_group": "IOP Non Billable Group"}
    insert(connection, "ehr.programs", [{"program_id": "IOP", **groups}])
    for code, is_billable in (("0905", True), ("0906", True), ("GROUP", False)):
        group = "IOP Billable Group" if is_billable else "IOP Non Billable Group"
        insert(connection, "ehr.billing_codes", [{"billing_code": code, "is_billable": is_billable}])
        insert(connection, "ehr.billing_code_groups", [{"group_name": group, "billing_code": code}])
    insert(connection, "ehr.facilities", [{"facility_id": "main", "time_zone": "America/New_York"}])
    coverage = {"payer_id": "acme", "priority": 1, "start_date": "2016-01-01"}
    for client in ("alice", "bob"):
        insert(connection, "ehr.clients", [{"client_id": client, "facility_id": "main"}])
        insert(connection, "ehr.client_coverages", [{"coverage_id": f"c-{client}", "client_id": client, **coverage}])
    fee = {"payer_id": "acme", "billing_code": "0905", "effective_from": "2016-01-01", "unit_rate": 275}
    insert(connection, "ehr.fee_schedules", [fee])
    insert(connection, "ehr.payer_billing_rules", [{"billing_rule_id": "r-1", "billing_type": "unit"}])
    insert(connection, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "r-1", "billing_code": "GROUP"}])
    told = {"setting_number": 510, "program_id": "*", "effective_from": "2016-01-01", "value": "Billers"}
    insert(connection, "ehr.system_settings", [told])
    insert(connection, "ehr.user_groups", [{"group_name": "Billers"}])
    member = {"group_name": "Billers", "user_id": "u-1", "email": " biller.one+iop@example.org "}
    insert(connection, "ehr.user_group_members", [member])


EHR_SOURCE = [
    Case(
        "a missing table is named, and the rest is not asked",
        "drop table ehr.client_coverages; delete from ehr.notes",
        {"source_tables_and_columns": ["client_coverages"]},
    ),
    Case(
        "a missing column is named",
        "alter table ehr.notes drop column duration_minutes",
        {"source_tables_and_columns": ["notes.duration_minutes"]},
    ),
    Case(
        "per-diem notes without their index",
        "drop index ehr.notes_one_per_diem_a_day",
        {"one_per_diem_note_a_day_is_enforced": ["notes_one_per_diem_a_day"]},
    ),
    Case(
        "an index over too many columns",
        """
        drop index ehr.notes_one_per_diem_a_day;
        create unique index on ehr.notes (program_id, client_id, service_date, note_id) where origin = 'per_diem'
        """,
        {"one_per_diem_note_a_day_is_enforced": ["notes_one_per_diem_a_day"]},
    ),
    Case(
        "an index that is not unique",
        """
        drop index ehr.notes_one_per_diem_a_day;
        create index on ehr.notes (program_id, client_id, service_date) where origin = 'per_diem'
        """,
        {"one_per_diem_note_a_day_is_enforced": ["notes_one_per_diem_a_day"]},
    ),
    Case(
        "an index over released notes only",
        """
        drop index ehr.notes_one_per_diem_a_day;
        create unique index on ehr.notes (program_id, client_id, service_date)
            where origin = 'per_diem' and status = 'released'
        """,
        {"one_per_diem_note_a_day_is_enforced": ["notes_one_per_diem_a_day"]},
    ),
    Case(
        "another unique index does as well",
        """
        drop index ehr.notes_one_per_diem_a_day;
        alter table ehr.notes alter column origin type varchar(20);
        create unique index on ehr.notes (client_id, service_date, program_id) where (origin = 'per_diem')
        """,
        {},
    ),
    Case("no note at all", "delete from ehr.notes", {"notes_in_the_window": ["2016-05-04:2016-08-02"]}),
    Case(
        "notes just outside the window",
        "update ehr.notes set service_date = case note_id when 'n-1' then date '2016-05-03' else '2016-08-03' end",
        {"notes_in_the_window": ["2016-05-04:2016-08-02"]},
    ),
    Case("a note on the first day of the window", "update ehr.notes set service_date = '2016-05-04'", {}),
    Case("a note on the run date", "update ehr.notes set service_date = '2016-08-02'", {}),
    *(
        Case(
            f"notes last changed on {day}",
            change("update ehr.notes set updated_at = {day}", day=value),
            {"notes_keep_coming": [day]} if fails else {},
        )
        for day, value, fails in (
            ("2016-07-28", "'2016-07-28 12:00+00'", True),
            ("2016-07-29", "'2016-07-29 12:00+00'", False),
            ("no day", "null", False),
        )
    ),
    Case(
        "only the pipeline's own notes are new",
        "update ehr.notes set updated_at = case note_id when 'n-1' then '2016-07-01 12:00+00'::timestamptz"
        " else '2016-08-02 12:00+00' end",
        {"notes_keep_coming": ["2016-07-01"]},
    ),
]

# A note that Alice's clinician wrote for a day that would be billed by hand.
BY_HAND = """
    insert into ehr.notes (note_id, client_id, service_date, billing_code, units, status)
    values ('by hand', 'alice', '2016-07-20', '0905', 1, 'released');
"""

EHR_SETUP = [
    *(
        Case(
            f"an authorization of status {status}",
            change("update ehr.authorizations set status = {status} where authorization_id = 'a-2'", status=status),
            {"authorization_statuses_are_known": ["a-2"]} if fails else {},
        )
        for status, fails in (
            ("'approved'", True),
            ("''", True),
            ("null", True),
            ("' Active' || E'\\n'", False),
            ("'PENDING'", False),
            ("'denied'", False),
            ("'void'", False),
        )
    ),
    *(
        Case(
            f"a code of {table} that differs by {what}",
            change(statement),
            {"codes_are_spelled_as_known": [key]},
        )
        for table, what, statement, key in (
            (
                "notes",
                "case",
                "update ehr.notes set billing_code = 'Group' where note_id = 'n-1'",
                "notes:n-1:Group:GROUP",
            ),
            (
                "groups",
                "white space",
                "insert into ehr.billing_code_groups values ('IOP Billable Group', ' 0905')",
                "billing_code_groups:IOP Billable Group: 0905:0905",
            ),
            (
                "rules",
                "white space within",
                "insert into ehr.payer_billing_rule_codes values ('r-1', 'GR OUP')",
                "payer_billing_rule_codes:r-1:GR OUP:GROUP",
            ),
            (
                "authorizations",
                "a tab",
                "update ehr.authorizations set billing_code = E'0905\\t' where authorization_id = 'a-2'",
                "authorizations:a-2:0905\t:0905",
            ),
            (
                "fees",
                "case",
                "insert into ehr.fee_schedules values ('acme', 'group', '2016-01-01')",
                "fee_schedules:acme 2016-01-01:group:GROUP",
            ),
        )
    ),
    Case(
        "a misspelled code before the window, and another code",
        """
        update ehr.notes set billing_code = 'group', service_date = '2016-05-03' where note_id = 'n-1';
        update ehr.notes set billing_code = 'H0015' where note_id = 'pd-1'
        """,
        {},
    ),
    Case(
        "codes that nobody knows",
        """
        insert into ehr.billing_code_groups values ('IOP Billable Group', '9999');
        insert into ehr.payer_billing_rule_codes values ('r-1', '9998');
        update ehr.authorizations set billing_code = '9997' where authorization_id = 'a-2';
        """,
        {
            "codes_are_known": [
                "authorizations:a-2:9997",
                "billing_code_groups:IOP Billable Group:9999",
                "payer_billing_rule_codes:r-1:9998",
            ]
        },
    ),
    Case("an authorization without a code", "update ehr.authorizations set billing_code = ' '", {}),
    Case(
        "rules without codes, one of them of another kind",
        "insert into ehr.payer_billing_rules (billing_rule_id, billing_type) values ('r-2', 'unit'), ('r-3', 'other')",
        {"rules_have_codes": ["r-2"]},
    ),
    Case(
        "codes of no rule",
        "insert into ehr.payer_billing_rule_codes values ('r-9', 'GROUP'), ('r-9', '0905')",
        {"codes_have_their_rule": ["r-9:0905", "r-9:GROUP"]},
    ),
    Case(
        "a group of 510 that is not there",
        "update ehr.system_settings set value = 'billers'",
        {"alert_recipients_can_be_told": ["billers::no such group"]},
    ),
    Case(
        "a group without members",
        "delete from ehr.user_group_members",
        {"alert_recipients_can_be_told": ["Billers::no usable address"]},
    ),
    Case(
        "a member without an address, beside one who has one",
        "insert into ehr.user_group_members values ('Billers', 'u-2', null), ('Others', 'u-3', null)",
        {"alert_recipients_can_be_told": ["Billers:u-2:no usable address"]},
    ),
    Case(
        "a group whose only address cannot be used",
        "update ehr.user_group_members set email = 'biller at example.org'",
        {"alert_recipients_can_be_told": ["Billers::no usable address", "Billers:u-1:no usable address"]},
    ),
    Case(
        "groups of settings that were replaced before the window, and that hold after the run date",
        """
        insert into ehr.system_settings values
        (510, '*', '2015-01-01', 'Gone'), (510, '*', '2016-08-03', 'To come'), (508, '*', '2016-01-01', 'No group')
        """,
        {},
    ),
    Case(
        "a group that was replaced within the window",
        """
        insert into ehr.system_settings values
        (510, 'IOP', '2016-01-01', 'Gone'), (510, 'IOP', '2016-05-05', 'Billers')
        """,
        {"alert_recipients_can_be_told": ["Gone::no such group"]},
    ),
    Case(
        "codes in the group that they are not marked for",
        """
        update ehr.billing_codes set is_billable = not is_billable where billing_code in ('0906', 'GROUP');
        insert into ehr.billing_codes values ('unmarked', null, null);
        insert into ehr.billing_code_groups values ('IOP Billable Group', 'unmarked'), ('of no program', 'GROUP')
        """,
        {
            "codes_of_groups_are_marked_as_they_are_used": [
                "IOP:IOP Billable Group:0906:not billable in the billable group",
                "IOP:IOP Non Billable Group:GROUP:billable in the non-billable group",
            ]
        },
    ),
    *(
        Case(
            f"another coverage of {payer}, priority {priority}, from {first} to {last}",
            change(
                "insert into ehr.client_coverages values ('c-2', 'alice', '{payer}', {priority}, {first}, {last})",
                payer=payer,
                priority=priority,
                first=first,
                last=last,
            ),
            {"payers_of_a_client_have_an_order": ["alice:c-2:c-alice"]} if fails else {},
        )
        for payer, priority, first, last, fails in (
            ("other", "1", "'2016-08-02'", "null", True),
            ("other", "1", "'2015-01-01'", "'2016-05-04'", True),
            ("other", "2", "'2016-01-01'", "null", False),
            ("other", "null", "'2016-01-01'", "null", False),
            ("acme", "1", "'2016-01-01'", "null", False),
            ("other", "1", "'2015-01-01'", "'2016-05-03'", False),
            ("other", "1", "'2016-08-03'", "null", False),
            ("other", "1", "'2016-08-01'", "'2016-07-01'", False),
        )
    ),
    Case(
        "two payers without a priority",
        """
        update ehr.client_coverages set priority = null;
        insert into ehr.client_coverages values ('c-2', 'alice', 'other', null, '2016-01-01')
        """,
        {"payers_of_a_client_have_an_order": ["alice:c-2:c-alice"]},
    ),
    Case(
        "payers of equal priority one after the other",
        """
        update ehr.client_coverages set end_date = '2016-06-30' where client_id = 'alice';
        insert into ehr.client_coverages values ('c-2', 'alice', 'other', 1, '2016-07-01')
        """,
        {},
    ),
    *(
        Case(
            f"a note of {status} that started at {start} in {zone}",
            change(
                "update ehr.notes set started_at = '{start}', status = '{status}' where note_id = 'n-1';"
                "update ehr.facilities set time_zone = {zone}",
                start=start,
                zone=zone,
                status=status,
            ),
            {"notes_bear_the_date_of_their_start": ["n-1"]} if fails else {},
        )
        for start, zone, status, fails in (
            ("2016-08-01 03:59+00", "'America/New_York'", "released", False),
            ("2016-08-01 04:00+00", "'America/New_York'", "released", True),
            ("2016-08-01 04:00+00", "'America/New_York'", "draft", True),
            ("2016-08-01 04:00+00", "'America/New_York'", "Void ", False),
            ("2016-08-01 04:00+00", "' america/los_angeles'", "released", False),
            ("2016-08-01 12:00+00", "'Eastern'", "released", False),
            ("2016-08-01 12:00+00", "null", "released", False),
        )
    ),
    Case(
        "a note that bears another date before the window",
        "update ehr.notes set started_at = '2016-08-01 12:00+00', service_date = '2016-05-03' where note_id = 'n-1'",
        {},
    ),
    *(
        Case(
            f"a note by hand, where {what}",
            BY_HAND + statement,
            {"units_of_notes_by_hand_are_used": ["a-1"]} if fails else {},
        )
        for what, statement, fails in (
            ("only the pipeline's unit is used", "", True),
            ("its units are used too", "update ehr.authorizations set units_used = 2 where client_id = 'alice'", False),
            ("it has no units of its own", "update ehr.notes set units = null where note_id = 'by hand'", True),
            ("the pipeline's unit was given back", "update ehr.authorization_usage set reversed_at = now()", False),
            (
                "nothing is used",
                "delete from ehr.authorization_usage; update ehr.authorizations set units_used = null",
                True,
            ),
            ("it is a draft", "update ehr.notes set status = 'draft' where note_id = 'by hand'", False),
            ("it is of the day before", "update ehr.authorizations set start_date = '2016-07-21'", False),
            (
                "it is before the window",
                "update ehr.notes set service_date = '2016-05-03' where note_id = 'by hand'",
                False,
            ),
            (
                "its code is not authorized",
                "update ehr.notes set billing_code = '0906' where note_id = 'by hand'",
                False,
            ),
            ("its code is not billed", "delete from ehr.billing_code_groups where billing_code = '0905'", False),
            ("another payer pays for it", "update ehr.client_coverages set payer_id = 'other'", False),
            ("no payer is known", "delete from ehr.client_coverages", True),
            ("the authorization is void", "update ehr.authorizations set status = 'void'", False),
            (
                "another authorization could have given its unit",
                "update ehr.authorizations set client_id = 'alice'",
                False,
            ),
        )
    ),
]

BOB = "IOP:bob:2016-07-30"

BILLABLE_DAYS = [
    Case(
        "a day that is pending twice",
        "insert into intermediate.int_client_days__pending select * from intermediate.int_client_days__pending",
        {"pending_days_are_unique": [BOB]},
    ),
    *(
        Case(
            f"a note of {minutes} minutes",
            change("update intermediate.int_client_days__pending set note_minutes = {minutes}", minutes=minutes),
            {"pending_days_have_note_minutes": [BOB]} if fails else {},
        )
        for minutes, fails in (("null", True), ("0", True), ("1", False), ("1440", False), ("1441", True))
    ),
    *(
        Case(
            f"no {missing}",
            change("update intermediate.int_client_days__pending set {column} = {value}", column=column, value=value),
            {"pending_days_say_who_and_where": [f"{BOB}:{missing}"]},
        )
        for column, value, missing in (
            ("clinician_id", "null", "clinician"),
            ("location_id", "''", "location"),
            ("location_code", "E' \\t'", "location code"),
        )
    ),
    Case(
        "a day without a candidate",
        "delete from intermediate.int_client_days__pending_authorizations",
        {"pending_days_can_be_paid": [BOB]},
    ),
    Case(
        "a candidate with too little remaining",
        "update intermediate.int_client_days__pending_authorizations set units_remaining = 0.999",
        {"pending_days_can_be_paid": [BOB]},
    ),
    Case(
        "a candidate of which nothing is needed",
        "update intermediate.int_client_days__pending_authorizations set units_needed = 0",
        {"pending_days_can_be_paid": [BOB]},
    ),
    Case(
        "another candidate with just enough",
        """
        update intermediate.int_client_days__pending_authorizations set units_remaining = 0;
        insert into intermediate.int_client_days__pending_authorizations
        values ('IOP', 'bob', '2016-07-30', 2, 'a-3', '0905', 1, 1)
        """,
        {},
    ),
    Case(
        "candidates with different codes",
        "insert into intermediate.int_client_days__pending_authorizations"
        " values ('IOP', 'bob', '2016-07-30', 2, 'a-3', '0906', 1, 1)",
        {"pending_days_have_one_code": [BOB]},
    ),
    Case(
        "a client pending in two programs",
        """
        insert into intermediate.int_program_days__settings values ('PHP', '2016-07-30', true, false, null);
        insert into intermediate.int_client_days__pending
        select 'PHP', client_id, service_date, 180, clinician_id, location_id, location_code, null
        from intermediate.int_client_days__pending;
        insert into intermediate.int_client_days__pending_authorizations
        values ('PHP', 'bob', '2016-07-30', 1, 'a-3', '0912', 1, 1)
        """,
        {"one_program_a_client_and_day": ["bob:2016-07-30"]},
    ),
    *(
        Case(
            f"pending on {day}, {why}",
            change(
                """
                update intermediate.int_client_days__pending set service_date = '{day}';
                update intermediate.int_client_days__pending_authorizations set service_date = '{day}';
                insert into intermediate.int_program_days__settings values ('IOP', '{day}', true, false, null)
                """,
                day=day,
            ),
            {"pending_days_are_due": [f"IOP:bob:{day}"]} if fails else {},
        )
        for day, why, fails in (
            ("2016-05-03", "before the window", True),
            ("2016-05-04", "its first day", False),
            ("2016-08-03", "after the run date", True),
        )
    ),
    Case(
        "pending before its lag has passed",
        "update intermediate.int_client_days__pending set service_date = '2016-08-01';"
        "update intermediate.int_client_days__pending_authorizations set service_date = '2016-08-01'",
        {"pending_days_are_due": ["IOP:bob:2016-08-01"]},
    ),
    Case(
        "a program left out, once a cause and not once a day",
        """
        insert into intermediate.int_program_days__settings values
        ('PHP', '2016-07-29', false, true, 'system setting 508 is ''four'''),
        ('PHP', '2016-07-30', false, true, 'system setting 508 is ''four'''),
        ('PHP', '2016-07-31', false, true, 'system setting 512 is missing'),
        ('PHP', '2016-08-01', false, false, null)
        """,
        {
            "programs_left_out": [
                "PHP:2016-07-29:system setting 508 is 'four'",
                "PHP:2016-07-31:system setting 512 is missing",
            ]
        },
    ),
    Case(
        "quarantined rows",
        """
        insert into intermediate.int_notes__checked values ('n-9', 'no client');
        insert into intermediate.int_authorizations__checked (authorization_id, quarantine_cause)
        values ('a-9', 'no payer');
        insert into quality.quarantined_rows values ('notes', 'n-9', 'no client'), ('authorizations', 'a-9', 'no payer')
        """,
        {"quarantined_rows": ["authorizations:a-9", "notes:n-9"]},
    ),
    Case(
        "a row that an earlier run listed, and this one did not read",
        "insert into quality.quarantined_rows values ('notes', 'n-8', 'no client')",
        {"quarantined_rows": ["notes:n-8"]},
    ),
    Case(
        "rows that are neither used nor listed, or both",
        """
        insert into intermediate.int_notes__checked values ('n-9', 'no client');
        insert into intermediate.int_per_diem_notes values ('pd-9', 'no duration');
        insert into intermediate.int_coverages__checked values ('c-9', 'no payer');
        insert into quality.quarantined_rows values ('notes', 'n-1', 'no client')
        """,
        {
            "quarantined_rows": ["notes:n-1"],
            "source_rows_are_used_or_listed": [
                "client_coverages:c-9:neither used nor listed",
                "notes:n-1:used and listed",
                "notes:n-9:neither used nor listed",
                "notes:pd-9:neither used nor listed",
            ],
        },
    ),
    Case(
        "rows that were not looked at, and one that came while the run was under way",
        """
        delete from intermediate.int_notes__checked;
        delete from intermediate.int_authorizations__checked;
        update ehr.notes set updated_at = '2016-08-02 05:59+00';
        update ehr.notes set updated_at = '2016-08-02 06:01+00' where note_id = 'pd-1';
        update ehr.authorizations set updated_at = '2016-08-02 05:59+00' where authorization_id = 'a-1'
        """,
        {
            "source_rows_are_used_or_listed": ["authorizations:a-1:not looked at", "notes:n-1:not looked at"],
        },
    ),
    Case(
        "a note that was not looked at, in a night of what changed, on a day on which something did",
        """
        update quality.runs set decides = 'changed';
        delete from intermediate.int_notes__checked;
        update ehr.notes set updated_at = '2016-08-02 05:59+00' where note_id = 'n-1';
        insert into intermediate.int_client_days__changed
        select client_id, service_date from ehr.notes where note_id = 'n-1'
        """,
        {"source_rows_are_used_or_listed": ["notes:n-1:not looked at"]},
    ),
    Case(
        "a note that an earlier night looked at, in a night of what changed",
        """
        update quality.runs set decides = 'changed';
        delete from intermediate.int_notes__checked;
        update ehr.notes set updated_at = '2016-08-02 05:59+00' where note_id = 'n-1'
        """,
        {},
    ),
    *(
        Case(
            f"{today} notes where such a weekday had {usual}",
            change(
                """
                insert into intermediate.int_notes__units
                select 'n', date '2016-07-31' - 7 * weeks
                from generate_series(1, 4) as weeks, generate_series(1, {usual});
                insert into intermediate.int_notes__units select 'n', '2016-07-31' from generate_series(1, {today})
                """,
                usual=usual,
                today=today,
            ),
            {"notes_as_many_as_usual": ["2016-07-31"]} if fails else {},
        )
        for today, usual, fails in (("4", "10", True), ("5", "10", False), ("0", "9", False), ("0", "20", True))
    ),
    Case(
        "a day six days before the last due one, and one seven days before it",
        """
        insert into intermediate.int_notes__units
        select 'n', date '2016-07-25' - 7 * weeks from generate_series(1, 4) as weeks, generate_series(1, 10);
        insert into intermediate.int_notes__units
        select 'n', date '2016-07-24' - 7 * weeks from generate_series(1, 4) as weeks, generate_series(1, 10)
        """,
        {"notes_as_many_as_usual": ["2016-07-25"]},
    ),
    Case(
        "two codes on one common day",
        "insert into intermediate.int_authorizations__checked"
        " values ('a-0', 'alice', '0906', '2016-06-01', '2016-07-01', 'active', 5)",
        {"overlapping_billable_authorizations": ["IOP:alice:a-0:a-1:2016-07-01:2016-07-01"]},
    ),
    Case(
        "three codes make three pairs",
        """
        insert into ehr.billing_code_groups values ('IOP Billable Group', '0907');
        insert into intermediate.int_authorizations__checked values
        ('a-8', 'alice', '0906', '2016-07-10', '2016-07-20', 'active', 0),
        ('a-9', 'alice', '0907', '2016-07-15', '2016-07-31', 'active', 1000000)
        """,
        {
            "overlapping_billable_authorizations": [
                "IOP:alice:a-1:a-8:2016-07-10:2016-07-20",
                "IOP:alice:a-1:a-9:2016-07-15:2016-07-31",
                "IOP:alice:a-8:a-9:2016-07-15:2016-07-20",
            ]
        },
    ),
    Case(
        "authorizations that do not overlap: the day before, another client, the same code, not active, or quarantined",
        """
        insert into ehr.billing_code_groups values ('IOP Non Billable Group', '602');
        insert into intermediate.int_authorizations__checked values
        ('the day before', 'alice', '0906', '2016-06-01', '2016-06-30', 'active', 5),
        ('the day after', 'alice', '0906', '2016-10-01', '2016-10-30', 'active', 5),
        ('of bob', 'bob', '0905', '2016-07-01', '2016-09-30', 'active', 5),
        ('renewal', 'alice', '0905', '2016-07-01', '2016-09-30', 'active', 5),
        ('documentation', 'alice', '602', '2016-07-01', '2016-09-30', 'active', 5),
        ('pending', 'alice', '0906', '2016-07-01', '2016-09-30', 'pending', 5)
        """,
        {},
    ),
    Case(
        "a quarantined authorization overlaps with none, and is not overdrawn",
        """
        insert into intermediate.int_authorizations__checked
        values ('a-9', 'alice', '0906', '2016-07-01', '2016-09-30', 'active', 5, 6, 'no payer');
        insert into quality.quarantined_rows values ('authorizations', 'a-9', 'no payer')
        """,
        {"quarantined_rows": ["authorizations:a-9"]},
    ),
    Case(
        "a setting edited in place",
        "insert into intermediate.int_settings__found"
        " values (508, 'IOP', '2016-01-01', '2', '2016-08-02', '1', '2016-07-01'),"
        " (512, '*', '2016-01-01', '2', '2016-08-02', null, null)",
        {"settings_edited_in_place": ["508:IOP:2016-01-01:1 from 2016-07-01 on, 2 from 2016-08-02 on"]},
    ),
    Case(
        "a setting that an earlier attempt of the run found edited",
        """
        insert into quality.remembered_settings
            (setting_number, program_id, effective_from, setting_value, run_date, run_id)
        values
            (508, 'IOP', '2016-01-01', '1', '2016-07-01', 'earlier'),
            (508, 'IOP', '2016-01-01', '2', '2016-08-02', current_setting('perdiem.run_id'))
        """,
        {"settings_edited_in_place": ["508:IOP:2016-01-01:1 from 2016-07-01 on, 2 from 2016-08-02 on"]},
    ),
    Case(
        "more units used than authorized",
        "update intermediate.int_authorizations__checked set units_used = 10.001 where authorization_id = 'a-2'",
        {"overdrawn_authorizations": ["a-2"]},
    ),
    Case("all units used", "update intermediate.int_authorizations__checked set units_used = 10", {}),
    Case(
        "a note without units, counting in two programs",
        "insert into intermediate.int_notes__counting values"
        " ('IOP', 'n-9', 'bob', '2016-07-30', null), ('PHP', 'n-9', 'bob', '2016-07-30', null),"
        " ('IOP', 'n-8', 'bob', '2016-07-30', 0)",
        {"counting_notes_without_units": ["n-9:IOP", "n-9:PHP"]},
    ),
    Case(
        "a day that was carried over wrongly, and one of another run",
        """
        insert into quality.carried_over_differences
        values
            (current_setting('perdiem.run_id'), 'int_notes__units', 'alice', '2016-07-29'),
            ('earlier', 'int_notes__units', 'bob', '2016-07-29')
        """,
        {"carried_over_days_are_those_decided": ["int_notes__units:alice:2016-07-29"]},
    ),
]

ALICE = "IOP:alice:2016-07-31"

PUBLISHED_MARTS = [
    Case(
        "a day that is not written because its note was moved to another one",
        """
        insert into quality.settled_days (run_id, run_date, program_id, client_id, service_date, outcome)
        select run_id, run_date, program_id, client_id, service_date + 1, 'note_id_taken' from quality.settled_days
        """,
        {"pending_days_have_no_note_elsewhere": ["IOP:alice:2016-08-01"]},
    ),
    Case(
        "a day whose note was deleted",
        """
        insert into quality.settled_days (run_id, run_date, program_id, client_id, service_date, outcome)
        select run_id, run_date, program_id, client_id, service_date + 1, 'gone' from quality.settled_days
        """,
        {"days_of_deleted_notes": ["IOP:alice:2016-08-01"]},
    ),
    Case(
        "a day that another run has written meanwhile",
        "update quality.settled_days set outcome = 'already_written'",
        {},
    ),
    Case(
        "a written day without its note",
        "delete from ehr.notes where note_id = 'pd-1'",
        {
            "written_days_are_complete": [f"{ALICE}:no note"],
            "deleted_notes_hold_no_units": ["pd-1"],
            "billed_days_have_their_note": [f"{ALICE}:pd-1"],
        },
    ),
    Case(
        "two notes on one day",
        """
        drop index ehr.notes_one_per_diem_a_day;
        insert into ehr.notes (note_id, program_id, client_id, service_date, origin, status)
        values ('pd-2', 'IOP', 'alice', '2016-07-31', 'per_diem', 'released')
        """,
        {"written_days_are_complete": [f"{ALICE}:more than one note"]},
    ),
    Case(
        "a note of the run that the write-back did not report",
        "delete from quality.settled_days; delete from ehr.authorization_usage",
        {"written_days_are_complete": [f"{ALICE}:no usage"]},
    ),
    Case(
        "a written note set back to draft",
        "update ehr.notes set status = 'draft' where note_id = 'pd-1'",
        {"written_days_are_complete": [f"{ALICE}:note not released"]},
    ),
    Case(
        "a usage that was reversed",
        "update ehr.authorization_usage set reversed_at = now()",
        {"written_days_are_complete": [f"{ALICE}:no usage"]},
    ),
    *(
        Case(
            f"a usage with another {column}",
            change("update ehr.authorization_usage set {column} = {value}", column=column, value=value),
            {"written_days_are_complete": [f"{ALICE}:usage differs from note"]},
        )
        for column, value in (("authorization_id", "'a-2'"), ("units", "2"))
    ),
    *(
        Case(
            f"an invoice {what}",
            change("update ehr.invoices set {assignment}", assignment=assignment),
            {"written_days_are_complete": [f"{ALICE}:{problem}"]},
        )
        for what, assignment, problem in (
            ("that is void", "status = 'void'", "no ready invoice"),
            ("over other units", "units = 2", "invoice differs from note"),
            ("under another authorization", "authorization_id = 'a-2'", "invoice differs from note"),
            ("under another code", "billing_code = '0906'", "invoice differs from note"),
            ("to another payer", "payer_id = 'other'", "invoice differs from note"),
            ("of another client", "client_id = 'bob'", "invoice differs from note"),
            ("of another day", "service_date = '2016-07-30'", "invoice differs from note"),
        )
    ),
    Case(
        "a written day that is not billed",
        decide("status = 'pending'"),
        {"written_days_are_complete": [f"{ALICE}:not billed in the mart"]},
    ),
    Case(
        "a written day that the mart does not know",
        """
        delete from marts.fct_per_diem_days;
        delete from intermediate.int_client_days__decided;
        delete from intermediate.int_notes__counting
        """,
        {"written_days_are_complete": [f"{ALICE}:not billed in the mart"]},
    ),
    Case(
        "a billed day under another authorization",
        decide("authorization_id = 'a-2'"),
        {"written_days_are_complete": [f"{ALICE}:mart differs from note"]},
    ),
    Case(
        "a note voided while the run was under way",
        "update ehr.notes set status = 'void', updated_at = '2016-08-02 06:01+00' where note_id = 'pd-1'",
        {},
    ),
    Case(
        "a note voided before the run that still holds its units",
        "update ehr.notes set status = 'void', updated_at = '2016-08-02 05:59+00' where note_id = 'pd-1'",
        {
            "void_notes_hold_no_units": ["pd-1"],
            "billed_days_have_their_note": [f"{ALICE}:pd-1"],
        },
    ),
    Case(
        "a voided note that was given back",
        change(
            "update ehr.notes set status = 'void' where note_id = 'pd-1';"
            "update ehr.authorization_usage set reversed_at = now();"
            "update ehr.invoices set status = 'void';"
        )
        + decide("status = 'voided', note_id = null"),
        {},
    ),
    Case(
        "a voided note that a dry run could not give back",
        change("update ehr.notes set status = 'void', dag_run_id = 'another' where note_id = 'pd-1';")
        + decide("status = 'voided', note_id = null"),
        {},
        replace(RUN, dry_run=True),
    ),
    Case(
        "an authorization overdrawn by the run",
        "update ehr.authorizations set units_used = 10.001 where authorization_id = 'a-1'",
        {"authorizations_not_overdrawn_by_the_run": ["a-1"]},
    ),
    Case(
        "an authorization overdrawn by others",
        "update ehr.authorizations set units_used = 11 where authorization_id = 'a-2'",
        {},
    ),
    Case(
        "units that do not add up",
        "update intermediate.int_notes__counting set units = 1.001",
        {"units_add_up": [ALICE]},
    ),
    Case(
        "a note too many",
        "insert into intermediate.int_notes__counting values ('IOP', 'n-2', 'alice', '2016-07-31', null)",
        {"units_add_up": [ALICE]},
    ),
    Case(
        "a due day that was lost",
        "insert into intermediate.int_notes__counting values ('IOP', 'n-2', 'carol', '2016-07-29', 1)",
        {"units_add_up": ["IOP:carol:2016-07-29"]},
    ),
    Case(
        "a day that is not due",
        "insert into intermediate.int_notes__counting values ('IOP', 'n-2', 'carol', '2016-08-01', 1)",
        {},
    ),
    Case(
        "a billed day whose notes are gone",
        change("delete from intermediate.int_notes__counting;")
        + decide("units = 0, note_count = 0, primary_reason = 'support_lost', reasons = '{support_lost}'"),
        {},
    ),
    Case(
        "a decided day that was not published",
        "insert into intermediate.int_client_days__decided (program_id, client_id, service_date, status)"
        " values ('IOP', 'carol', '2016-07-29', 'voided')",
        {"decided_days_are_published_once": ["IOP:carol:2016-07-29"]},
    ),
    Case(
        "a day published twice",
        """
        insert into intermediate.int_notes__counting
        select program_id, 'n-2', client_id, service_date, units from intermediate.int_notes__counting;
        insert into marts.fct_per_diem_days select * from marts.fct_per_diem_days
        """,
        {"decided_days_are_published_once": [ALICE]},
    ),
    Case(
        "a day published as another run left it",
        "update marts.fct_per_diem_days set run_date = '2016-08-01'",
        {"decided_days_are_published_once": [ALICE]},
    ),
    *(
        Case(
            f"a {status} day with {units} units of 1, {reasons or 'no reasons'}, {primary} first",
            change(
                """
                insert into marts.fct_per_diem_days (
                    program_id, client_id, service_date, note_count, units, threshold_units,
                    status, primary_reason, reasons
                )
                values ('IOP', 'carol', '2016-07-29', 1, {units}, 1, '{status}', {primary}, array[{reasons}]::text[]);
                insert into intermediate.int_notes__counting values ('IOP', 'n-2', 'carol', '2016-07-29', {units})
                """,
                units=units,
                status=status,
                primary=primary,
                reasons=reasons,
            ),
            {"statuses_have_their_reasons": [f"IOP:carol:2016-07-29:{status}"]} if fails else {},
        )
        for status, units, primary, reasons, fails in (
            ("blocked", "1", "'no_authorization'", "'no_authorization'", False),
            ("blocked", "1", "'no_authorization'", "'no_authorization', 'missing_default_location'", False),
            ("blocked", "1", "'missing_default_location'", "'no_authorization', 'missing_default_location'", True),
            ("blocked", "1", "null", "'no_authorization'", True),
            ("blocked", "1", "null", "", True),
            ("pending", "1", "'no_authorization'", "'no_authorization'", True),
            ("below_threshold", "0", "null", "", False),
            ("already_billed", "1", "null", "", False),
            ("already_billed", "1", "'unsigned_by_hand'", "'unsigned_by_hand'", False),
            ("already_billed", "1", "'support_lost'", "'support_lost'", True),
            ("unsigned", "0", "'unsigned_notes'", "'unsigned_notes'", False),
            ("unsigned", "0", "null", "", True),
            ("voided", "0", "null", "", False),
            ("forgotten", "1", "null", "", True),
        )
    ),
    Case(
        "a billed day that lost its support and does not say so",
        change("update intermediate.int_notes__counting set units = 0.5;") + decide("units = 0.5"),
        {"statuses_have_their_reasons": [f"{ALICE}:billed"]},
    ),
    Case(
        "a billed day that says what else is wrong with it",
        decide("primary_reason = 'coverage_withdrawn', reasons = '{coverage_withdrawn,not_invoiced}'"),
        {},
    ),
    Case(
        "a billed day with a reason of blocked ones",
        decide("primary_reason = 'no_authorization', reasons = '{no_authorization}'"),
        {"statuses_have_their_reasons": [f"{ALICE}:billed"]},
    ),
    Case(
        "a billed day that says to have lost a support that it has",
        decide("primary_reason = 'support_lost', reasons = '{support_lost}'"),
        {"statuses_have_their_reasons": [f"{ALICE}:billed"]},
    ),
    Case(
        "a billed day of an earlier run without its note",
        """
        insert into marts.fct_per_diem_days
        (program_id, client_id, service_date, note_count, units, threshold_units, status, reasons, note_id)
        values ('IOP', 'carol', '2016-07-29', 1, 1, 1, 'billed', '{}', 'pd-1');
        insert into intermediate.int_notes__counting values ('IOP', 'n-2', 'carol', '2016-07-29', 1)
        """,
        {"billed_days_have_their_note": ["IOP:carol:2016-07-29:pd-1"]},
    ),
    Case(
        "items before the window that rules of earlier made",
        "insert into intermediate.int_billing_items__by_earlier_set_ups values ('item-1')",
        {"items_by_earlier_set_ups": ["item-1"]},
    ),
    Case(
        "published items that were carried over wrongly",
        """
        insert into quality.carried_over_differences
        values
            (current_setting('perdiem.run_id'), 'fct_billing_items', 'alice', '2016-07-29'),
            (current_setting('perdiem.run_id'), 'int_notes__units', 'alice', '2016-07-29')
        """,
        {"carried_over_items_are_those_computed": ["fct_billing_items:alice:2016-07-29"]},
    ),
    Case("a dry run that wrote", "select", {"dry_run_wrote_nothing": ["pd-1"]}, replace(RUN, dry_run=True)),
]

REJECTED = "update quality.handed_over set answered_at = now(), answer = 'rejected'"
LONG_AGO = "update quality.batches set left_at = now() - interval '8 days'"

HANDED_OVER = [
    Case("a note that did not leave", "delete from quality.handed_over", {"notes_that_did_not_leave": ["pd-1"]}),
    Case(
        "a note that was void before it left",
        "delete from quality.handed_over; update ehr.authorization_usage set reversed_at = now()",
        {},
    ),
    Case(
        "a note of another run that is still at work",
        """
        delete from quality.handed_over;
        insert into quality.runs (run_id, run_date, lookback_days, dry_run, today, started_at, state)
        values ('another', '2016-08-01', 90, false, '2016-08-01', now(), 'running');
        update ehr.notes set dag_run_id = 'another'
        """,
        {},
    ),
    Case("a batch that nobody answers", LONG_AGO, {"unanswered_by_the_ehr": ["batch-1"]}),
    Case(
        "an old batch whose note a load brought back",
        change("{long_ago}; update quality.handed_over set status_in_ehr = 'released'", long_ago=LONG_AGO),
        {},
    ),
    Case(
        "an old batch whose note was accepted",
        change(
            "{long_ago}; update quality.handed_over set answered_at = now(), answer = 'accepted'", long_ago=LONG_AGO
        ),
        {},
    ),
    Case("a note that was rejected", REJECTED, {"rejected_by_the_ehr": ["pd-1:note"]}),
    Case(
        "a note that was rejected and voided since",
        change("{rejected}; update ehr.authorization_usage set reversed_at = now()", rejected=REJECTED),
        {},
    ),
    Case(
        "a void that was rejected",
        change(
            "update ehr.authorization_usage set reversed_at = now(); {rejected}, what = 'void', reversed_at = now()",
            rejected=REJECTED,
        ),
        {"rejected_by_the_ehr": ["pd-1:void"]},
    ),
    Case(
        "a rejected note that was to leave again and did not",
        change("{rejected}, sent_again_at = now()", rejected=REJECTED),
        {"notes_that_did_not_leave": ["pd-1"]},
    ),
    Case(
        "answers of this week and of an earlier one that cannot be used",
        """
        insert into quality.answer_files
        values ('new', now(), 1, 0, 0, 1), ('old', now() - interval '8 days', 0, 0, 0, 1), ('good', now(), 1, 1, 1, 0)
        """,
        {"answers_that_cannot_be_used": ["new"]},
    ),
]

CASES = {
    "ehr_source": EHR_SOURCE,
    "ehr_setup": EHR_SETUP,
    "billable_days": BILLABLE_DAYS,
    "published_marts": PUBLISHED_MARTS,
    "handed_over": HANDED_OVER,
}
