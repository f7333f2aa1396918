"""Whole nights on mangled clinics: whatever the rows hold, no night stops, and what must hold holds after each.

Each seed is one clinic and three nights, one of them a dry run, with mischief between them. A failure names the seed
and what is broken. `PERDIEM_FUZZ_SEEDS=137` or `=100-199` runs other seeds than the default, `=random` one that nobody
has chosen.
"""

import html
import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from fractions import Fraction
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.adapt import Loader
from psycopg.rows import dict_row

from clinics.mangled_clinic import Change, PlannedNight, Schema, mangled_clinic, mischief, nights
from clinics.random_clinic import Row, Tables
from helpers.night import run_tasks
from perdiem import runs
from perdiem.report import files
from perdiem.runs import Run
from perdiem.warehouse import connections, migrations
from reference.clinic import Clinic
from reference.days import program_dates
from reference.rows import Key, authorization_is_bad, cents, in_force, note_id_of, status_of
from reference.writing import give_back

SHOWN = 20  # of what is broken
LEAST_ROWS = 4_000
LEAST_WRITTEN = 20
A_NAME, A_TEXT = "A Person's Name", "said a secret"


def seeds() -> list[int]:
    asked = os.environ.get("PERDIEM_FUZZ_SEEDS", "1")
    first, _, last = asked.partition("-")
    return [DRAWN] if asked == "random" else list(range(int(first), int(last or first) + 1))


DRAWN = -1  # a seed that is drawn when the test runs: processes that share the tests must agree on their names


class FarDate(date):
    """A date that Python's do not reach, before all of them or after, in its place among others of the kind."""

    rank: int

    @classmethod
    def of(cls, rank: int) -> "FarDate":
        far = cls(9999, 12, 31) if rank > 0 else cls(1, 1, 1)
        far.rank = rank
        return far

    def place(self, other: object) -> tuple[tuple[int, int], tuple[int, int]]:
        assert isinstance(other, date)
        return (self.toordinal(), self.rank), (other.toordinal(), other.rank if isinstance(other, FarDate) else 0)

    def __lt__(self, other: object) -> bool:
        mine, its = self.place(other)
        return mine < its

    def __le__(self, other: object) -> bool:
        mine, its = self.place(other)
        return mine <= its

    def __gt__(self, other: object) -> bool:
        return not self <= other

    def __ge__(self, other: object) -> bool:
        return not self < other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FarDate) and self.rank == other.rank

    def __hash__(self) -> int:
        return hash(self.rank)

    def __repr__(self) -> str:
        return f"FarDate({self.rank})"


class AnyDate(Loader):
    """Every date that the database can hold."""

    def load(self, data: Any) -> date:
        text = bytes(data).decode()
        if text.endswith("infinity"):
            return FarDate.of(-(10**9) if text.startswith("-") else 10**9)
        year = int(text.partition("-")[0])
        if text.endswith("BC") or year > 9999:
            return FarDate.of(-year if text.endswith("BC") else year)
        return date.fromisoformat(text)


class AsText(Loader):
    """Times, of which nothing is asked but whether they changed."""

    def load(self, data: Any) -> str:
        return bytes(data).decode()


@dataclass(frozen=True)
class Known:
    """What the databases hold at one moment, as far as it is looked at."""

    ehr: Tables
    days: list[Row]
    items: list[Row]
    quarantined: list[Row]
    checks: list[Row]
    evidence: list[Row]
    entered: list[Row]


@dataclass(frozen=True)
class Observed:
    """One night: what was there before it, what after it, and the messages that it sent."""

    run: Run
    before: Known
    after: Known
    messages: str
    report: str

    def new_notes(self) -> list[Row]:
        known = {note["note_id"] for note in self.before.ehr["notes"]}
        return [note for note in self.after.ehr["notes"] if note["note_id"] not in known]


@pytest.mark.parametrize("seed", seeds())
def test_whatever_the_rows_hold_every_night_ends_and_adds_up(
    seed: int, airflow_connections: None, perdiem_home: Path, ehr: psycopg.Connection
) -> None:
    seed = random.randrange(10**6) if seed == DRAWN else seed
    ehr.adapters.register_loader("date", AnyDate)
    ehr.adapters.register_loader("timestamptz", AsText)
    schema = schema_of(ehr)
    for table, rows in mangled_clinic(seed, schema).items():
        put_in(ehr, table, rows)

    for number, planned in enumerate(nights(seed), start=1):
        name = f"PERDIEM_FUZZ_SEEDS={seed}, night {number}, {planned}"
        if number > 1:
            for change in mischief(seed, number, schema, read(ehr)):
                make(ehr, change)
        try:
            observed = observe(ehr, planned, f"seed {seed}, night {number}", perdiem_home)
        except Exception as error:
            raise AssertionError(f"{name}\nthe run stopped: {type(error).__name__}: {error}") from error
        found = [f"{rule.__name__}: {sentence}" for rule in RULES for sentence in rule(observed)]
        assert not found, "\n".join([name, f"{len(found)} broken, of which:", *found[:SHOWN]])


# The databases -------------------------------------------------------------------------------------------------------


def schema_of(ehr: psycopg.Connection) -> Schema:
    schema: dict[str, dict[str, str]] = defaultdict(dict)
    for table, column, kind, digits, places in ehr.execute(
        """
        select table_name, column_name, data_type, numeric_precision, numeric_scale
        from information_schema.columns
        where table_schema = 'ehr'
        order by table_name, ordinal_position
        """
    ):
        schema[table][column] = f"numeric({digits},{places})" if kind == "numeric" else kind
    return schema


def put_in(ehr: psycopg.Connection, table: str, rows: list[Row]) -> None:
    """Insert rows that have the same columns each; one whose key is taken is passed over."""
    if rows:
        statement = sql.SQL("insert into {table} ({columns}) values ({values}) on conflict do nothing").format(
            table=sql.Identifier("ehr", table),
            columns=sql.SQL(", ").join(map(sql.Identifier, rows[0])),
            values=sql.SQL(", ").join(map(sql.Placeholder, rows[0])),
        )
        with ehr.cursor() as cursor:
            cursor.executemany(statement, rows)


def make(ehr: psycopg.Connection, change: Change) -> None:
    if change.key is None:
        assert change.values
        put_in(ehr, change.table, [change.values])
        return
    is_meant = sql.SQL(" and ").join(
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in change.key.items()
    )
    table = sql.Identifier("ehr", change.table)
    if change.values is None:
        ehr.execute(sql.SQL("delete from {} where {}").format(table, is_meant))
        return
    values = sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in change.values.items()
    )
    with suppress(psycopg.errors.UniqueViolation):
        ehr.execute(sql.SQL("update {} set {} where {}").format(table, values, is_meant))


def rows_of(ehr: psycopg.Connection, schema: str, table: str) -> list[Row]:
    with ehr.cursor(row_factory=dict_row) as cursor:
        if ehr.execute("select to_regclass(%s)", [f"{schema}.{table}"]).fetchone() == (None,):
            return []
        return cursor.execute(sql.SQL("select * from {}").format(sql.Identifier(schema, table))).fetchall()


def read(ehr: psycopg.Connection) -> Tables:
    return {table: rows_of(ehr, "ehr", table) for table in schema_of(ehr)}


def look(ehr: psycopg.Connection) -> Known:
    return Known(
        ehr=read(ehr),
        days=rows_of(ehr, "marts", "fct_per_diem_days"),
        items=rows_of(ehr, "marts", "fct_billing_items"),
        quarantined=rows_of(ehr, "quality", "quarantined_rows"),
        checks=rows_of(ehr, "quality", "check_results"),
        evidence=rows_of(ehr, "quality", "decision_evidence"),
        entered=rows_of(ehr, "quality", "written_notes"),
    )


def observe(ehr: psycopg.Connection, planned: PlannedNight, run_id: str, home: Path) -> Observed:
    outbox = home / "outbox"
    run = Run(run_id, planned.run_date, planned.lookback_days, planned.dry_run, planned.today)
    before, sent_before = look(ehr), set(outbox.glob("*.eml"))
    with connections.connect(connections.WAREHOUSE) as warehouse:
        migrations.apply(warehouse)
        runs.start(warehouse, run, datetime.now(UTC))
    run_tasks(run)
    sent = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in set(outbox.glob("*.eml")) - sent_before
    ]
    texts = [str(value) for message in sent for value in message.values()]
    texts += [part.get_content() for message in sent for part in message.walk() if not part.is_multipart()]
    left = home / files.name_of(run.run_date, run.run_id)
    return Observed(run, before, look(ehr), "\n".join(texts), left.read_text() if left.exists() else "")


# What must hold ------------------------------------------------------------------------------------------------------


def there_is_something_to_see(night: Observed) -> Iterator[str]:
    """Nights with nothing in them would break no rule."""
    rows = sum(map(len, night.before.ehr.values()))
    if rows < LEAST_ROWS:
        yield f"the clinic has {rows} rows"
    written = (
        [day for day in night.after.days if day["status"] == "pending"] if night.run.dry_run else night.new_notes()
    )
    if len(written) < (1 if night.run.dry_run else LEAST_WRITTEN):
        yield f"{len(written)} days were written"
    if len(night.after.quarantined) < 100:
        yield f"{len(night.after.quarantined)} rows are quarantined"
    if not program_dates(clinic_after(night), night.run.lookback_days)[1]:
        yield "no program is left out"


def the_ehr_is_left_alone(night: Observed) -> Iterator[str]:
    """But for its own notes, usage, invoices and alerts, and the units used; a dry run changes nothing at all."""
    own = {"authorizations", "authorization_usage", "invoices", "alerts", "notes"}
    for table, rows in night.before.ehr.items():
        after = night.after.ehr[table]
        if table not in own or night.run.dry_run:
            if not same(rows, after):
                yield f"ehr.{table} was changed"
        elif table == "notes":
            new_ids = {note["note_id"] for note in night.new_notes()}
            if not same(rows, [note for note in after if note["note_id"] not in new_ids]):
                yield "notes that were there were changed"
        elif len(after) < len(rows):
            yield f"rows of ehr.{table} are gone"


def no_day_is_billed_twice(night: Observed) -> Iterator[str]:
    """By two notes of one program, by two programs, or beside a note by hand."""
    clinic = clinic_after(night)
    notes = night.after.ehr["notes"]
    per_diem = [note for note in notes if note["origin"] == "per_diem"]
    by_day = Counter(day_of(note) for note in per_diem if None not in day_of(note))
    yield from (f"{day} has {count} notes" for day, count in by_day.items() if count > 1)
    standing: dict[Any, list[Row]] = defaultdict(list)
    for note in per_diem:
        if status_of(note) != "void":
            standing[note["client_id"], note["service_date"]].append(note)
    for note in night.new_notes():
        for other in standing[note["client_id"], note["service_date"]]:
            program_id = other["program_id"]
            if program_id is None or program_id == note["program_id"]:
                continue
            yield f"{day_of(note)} is billed by program {program_id!r} too"
        if clinic.notes_by_hand(day_of(note)):
            yield f"{day_of(note)} is billed by hand too"


def every_new_note_is_whole(night: Observed) -> Iterator[str]:
    """It is what its authorization allows, has one usage and one invoice, and the invoice's amount is right."""
    clinic = clinic_after(night)
    due, _ = program_dates(clinic, night.run.lookback_days)
    authorizations = {each["authorization_id"]: each for each in night.after.ehr["authorizations"]}
    usages, invoices = by_note(night.after.ehr["authorization_usage"]), by_note(night.after.ehr["invoices"])
    for note in night.new_notes():
        key, authorization = day_of(note), authorizations[note["authorization_id"]]
        invoice = {name: note[name] for name in SHARED_WITH_INVOICE} | {
            "status": "ready",
            "amount": amount_of(night.after.ehr["fee_schedules"], note),
        }
        facts = {
            "it is the pipeline's": (note["origin"], note["dag_run_id"]) == ("per_diem", night.run.run_id),
            "its id is the day's": note["note_id"] == note_id_of(*key),
            "its day is due": (key[0], key[2]) in due,
            "its authorization is in date": authorization in clinic.in_date(key),
            "it has the authorization's payer": note["payer_id"] == authorization["payer_id"],
            "it takes something": note["units"] > 0,
            "it has one usage": [
                (each["authorization_id"], each["units"], each["reversed_at"]) for each in usages[note["note_id"]]
            ]
            == [(note["authorization_id"], note["units"], None)],
            "it has one invoice": [{name: each[name] for name in invoice} for each in invoices[note["note_id"]]]
            == [invoice],
        }
        yield from (f"{key}: not so: {fact}" for fact, holds in facts.items() if not holds)


SHARED_WITH_INVOICE = ("client_id", "payer_id", "authorization_id", "service_date", "billing_code", "units")


def units_add_up(night: Observed) -> Iterator[str]:
    """What was used is what was used before, less what void notes gave back, and what the new notes took."""
    if night.run.dry_run:
        return
    expected = {table: [dict(each) for each in rows] for table, rows in night.before.ehr.items()}
    give_back(expected, datetime.now(UTC))
    known_usage = {each["note_id"] for each in night.before.ehr["authorization_usage"]}
    deleted = known_usage & {note["note_id"] for note in night.new_notes()}
    used = {each["authorization_id"]: each["units_used"] for each in expected["authorizations"]}
    for each in expected["authorization_usage"]:
        if each["note_id"] in deleted and each["reversed_at"] is None and each["authorization_id"] in used:
            used[each["authorization_id"]] = max((used[each["authorization_id"]] or 0) - each["units"], Decimal(0))
    taken: Counter[str] = Counter()
    for note in night.new_notes():
        taken[note["authorization_id"]] += note["units"]
    for each in night.after.ehr["authorizations"]:
        authorization_id = each["authorization_id"]
        should_be = used[authorization_id]
        if authorization_id in taken:
            should_be = (should_be or Decimal(0)) + taken[authorization_id]
            if authorization_is_bad(each) or each["units_used"] > each["units_authorized"]:
                yield f"authorization {authorization_id!r} is overdrawn or bad"
        if str(should_be) != str(each["units_used"]) and should_be != each["units_used"]:
            yield f"authorization {authorization_id!r} has {each['units_used']} used, not {should_be}"
    reversed_now = {each["note_id"] for each in expected["authorization_usage"] if each["reversed_at"] is not None}
    for each in night.after.ehr["authorization_usage"]:
        if (each["reversed_at"] is not None) != (each["note_id"] in reversed_now - deleted):
            yield f"usage of {each['note_id']!r} was given back, or was not"


def every_row_is_used_or_quarantined(night: Observed) -> Iterator[str]:
    """A row is listed with a cause exactly if the rules have a cause for it; a sound service is in exactly one item."""
    clinic = clinic_after(night)
    listed = Counter((each["source_table"], each["row_key"]) for each in night.after.quarantined)
    expected = clinic.quarantined()
    yield from (f"{key} is listed {count} times" for key, count in listed.items() if count > 1)
    for table, key in listed.keys() - expected:
        note = next((note for note in night.after.ehr["notes"] if note["note_id"] == key), None)
        yield f"{table} {key!r} is listed, and sound: {note}"
    for table, key in expected - listed.keys():
        note = next((note for note in night.after.ehr["notes"] if note["note_id"] == key), None)
        yield f"{table} {key!r} is bad, and not listed: {note}"
    yield from (f"{each} has no cause" for each in night.after.quarantined if not (each["cause"] or "").strip())

    is_billable = {each["billing_code"]: each["is_billable"] for each in night.after.ehr["billing_codes"]}
    services = {
        note["note_id"]
        for note in night.after.ehr["notes"]
        if status_of(note) == "released"
        and note["note_id"] not in clinic.bad_notes
        and note["service_date"] <= night.run.run_date
        and (note["origin"] == "per_diem" or is_billable.get(note["billing_code"]) is not False)
    }
    # Nobody tells of a note that was deleted: before the window its item stays. So does what a later run published.
    there = {note["note_id"] for note in night.after.ehr["notes"]}
    in_items = Counter(
        note_id
        for each in night.after.items
        if each["service_date"] <= night.run.run_date
        for note_id in each["note_ids"]
        if note_id in there or each["service_date"] >= night.run.window_start
    )
    yield from (f"service {note_id!r} is in {count} items" for note_id, count in in_items.items() if count > 1)
    yield from (f"service {note_id!r} is in no item" for note_id in services - in_items.keys())
    yield from (f"note {note_id!r} is in an item, and no service" for note_id in in_items.keys() - services)


def every_due_day_has_one_status(night: Observed) -> Iterator[str]:
    """Program-days that are not due, or left out, stay as they were published before."""
    clinic = clinic_after(night)
    due, left_out = program_dates(clinic, night.run.lookback_days)
    client_days = set(clinic.counting) | set(clinic.drafts) | {key[1:] for key in clinic.per_diem}
    expected: set[Key] = {
        (program_id, client_id, day)
        for client_id, day in client_days
        if client_id is not None and client_id.strip()
        for program_id in clinic.programs
        if (program_id, day) in due
    }
    expected = {
        key for key in expected if key in clinic.per_diem or clinic.counting_notes(key) or clinic.draft_notes(key)
    }
    decided = Counter(day_of(each) for each in night.after.days if (each["program_id"], each["service_date"]) in due)
    yield from (f"{key} has {count} statuses" for key, count in decided.items() if count > 1)
    yield from (f"{key} has no status" for key in expected - decided.keys())
    yield from (f"{key} has a status, and nothing in it" for key in decided.keys() - expected)
    for each in night.after.days:
        if not_in(each, due):
            continue
        if each["status"] not in STATUSES:
            yield f"{day_of(each)} has status {each['status']!r}"
        is_settled = night.run.dry_run or is_written_elsewhere(night, each)
        if each["status"] == "pending" and not is_settled:
            yield f"{day_of(each)} is pending still"
    stays = [[each for each in known.days if not_in(each, due)] for known in (night.before, night.after)]
    if not same(*stays):
        yield "days that were not decided were changed"
    for note in night.new_notes():
        if (note["program_id"], note["service_date"]) in left_out:
            yield f"{day_of(note)} was written, and is left out"


STATUSES = ("voided", "billed", "already_billed", "unsigned", "below_threshold", "blocked", "pending")


def every_reason_has_its_alert(night: Observed) -> Iterator[str]:
    """One that is open, and was told, for each reason that stands; none for one that is gone."""
    if night.run.dry_run:
        return
    due, _ = program_dates(clinic_after(night), night.run.lookback_days)
    standing = {
        (*day_of(each), reason)
        for each in night.after.days
        if (each["program_id"], each["service_date"]) in due
        for reason in each["reasons"]
    }
    is_open = Counter(
        (*day_of(each), each["reason"])
        for each in night.after.ehr["alerts"]
        if each["status"] == "open" and (each["program_id"], each["service_date"]) in due
    )
    yield from (f"{key} has {is_open[key]} open alerts" for key in standing if is_open[key] != 1)
    yield from (f"{key} is open, and gone" for key in is_open.keys() - standing)
    window_start = night.run.window_start
    yield from (
        f"alert {each['alert_id']} is open, and its day has left the window"
        for each in night.after.ehr["alerts"]
        if each["status"] == "open" and each["service_date"] < window_start
    )
    stays = [
        [each for each in known.ehr["alerts"] if not_in(each, due) and each["service_date"] >= window_start]
        for known in (night.before, night.after)
    ]
    told = [[{name: each[name] for name in each if name != "notified_at"} for each in alerts] for alerts in stays]
    if not same(*told):
        yield "alerts of days that were not decided were changed"
    for each in night.after.ehr["alerts"]:
        if each["status"] == "open" and each["notified_at"] is None:
            yield f"alert {each['alert_id']} was not told"


def nobody_is_named(night: Observed) -> Iterator[str]:
    """In messages or in the report; a dry run tells nobody, and any other night has something to tell."""
    if bool(night.messages) == night.run.dry_run:
        yield "a dry run told somebody, or another night nobody"
    if not night.report:
        yield "there is no report"
    protected = {each["client_id"] for each in night.after.ehr["clients"]} | {A_NAME, A_TEXT}
    for text in protected:
        if len(text) > 4 and (text in night.messages or text in html.unescape(night.report)):
            yield f"a message or the report holds {text!r}"


def checks_find_fault_with_rows_alone(night: Observed) -> Iterator[str]:
    """Each could be carried out, and none has found that the pipeline did something wrong."""
    results = [each for each in night.after.checks if each["run_id"] == night.run.run_id]
    if len(results) < 20:
        yield f"only {len(results)} checks were carried out"
    for each in results:
        if "could not be checked" in (each["error"] or ""):
            yield f"{each['check_name']}: {each['error']}"
        elif each["severity"] == "critical" and not each["success"] and each["check_name"] not in OF_ROWS:
            yield f"{each['check_name']}: {each['error']} {each['failing_keys'][:5]}"


OF_ROWS = {"programs_left_out", "deleted_notes_hold_no_units"}


def the_audit_trail_knows_every_new_note(night: Observed) -> Iterator[str]:
    decided = Counter(day_of(each) for each in night.after.evidence if each["run_id"] == night.run.run_id)
    entered = {each["note_id"]: each for each in night.after.entered if each["run_id"] == night.run.run_id}
    for note in night.new_notes():
        if decided[day_of(note)] != 1:
            yield f"{day_of(note)} has its evidence {decided[day_of(note)]} times"
        if note["note_id"] not in entered or entered[note["note_id"]]["units"] != note["units"]:
            yield f"{day_of(note)} is not entered with its units"
    known = {each["evidence_id"] for each in night.before.evidence}
    if not same(night.before.evidence, [each for each in night.after.evidence if each["evidence_id"] in known]):
        yield "evidence was changed"


RULES: tuple[Callable[[Observed], Iterator[str]], ...] = (
    there_is_something_to_see,
    the_ehr_is_left_alone,
    no_day_is_billed_twice,
    every_new_note_is_whole,
    units_add_up,
    every_row_is_used_or_quarantined,
    every_due_day_has_one_status,
    every_reason_has_its_alert,
    nobody_is_named,
    checks_find_fault_with_rows_alone,
    the_audit_trail_knows_every_new_note,
)


# How it is read ------------------------------------------------------------------------------------------------------


def clinic_after(night: Observed) -> Clinic:
    return Clinic(night.after.ehr, night.run.run_date, night.run.today)


def day_of(each: Row) -> Key:
    return each["program_id"], each["client_id"], each["service_date"]


def by_note(rows: list[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for each in rows:
        found[each["note_id"]].append(each)
    return found


def not_in(each: Row, due: set[tuple[str, date]]) -> bool:
    return (each["program_id"], each["service_date"]) not in due


def same(some: list[Row], others: list[Row]) -> bool:
    """Whether two lists hold the same rows, in whatever order; NaN is NaN."""
    first, second = (Counter(repr(sorted(each.items())) for each in rows) for rows in (some, others))
    return first == second


def is_written_elsewhere(night: Observed, day: Row) -> bool:
    """Somebody has deleted the day's own note, or made it into another day's or a clinician's: it is not written again.

    Of a deleted one its usage is left.
    """
    note_id = note_id_of(*day_of(day))
    left = (*night.before.ehr["notes"], *night.before.ehr["authorization_usage"])
    return any(row["note_id"] == note_id for row in left)


def amount_of(fees: list[Row], note: Row) -> Decimal | None:
    """Units times the rate that took effect last of those in force; none that makes no amount of twelve digits."""
    rates = [
        (fee["effective_from"], fee["unit_rate"])
        for fee in fees
        if (fee["payer_id"], fee["billing_code"]) == (note["payer_id"], note["billing_code"])
        and in_force(note["service_date"], fee["effective_from"], fee["effective_to"])
        and fee["unit_rate"] is not None
        and not fee["unit_rate"].is_nan()
        and fee["unit_rate"] >= 0
    ]
    if not rates:
        return None
    amount = cents(Fraction(note["units"]) * Fraction(max(rates)[1]))
    return amount if amount < 10**10 else None
