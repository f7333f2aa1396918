"""Tell what one night of per-diem billing must do, in plain Python: the second reading of the rules.

It is slow, holds a clinic in memory and shares nothing with the pipeline but the rules, so that a mistake has to be
made twice before a comparison misses it.

    night(tables, run_date, lookback_days=90, today=None, dry_run=False, run_id="reference") -> Night
    decide(Clinic(tables, run_date, today), lookback_days) -> dict[Key, Day]      the decision alone, nothing allocated
    Night.publish(published) -> dict[Key, Day]                                    marts.fct_per_diem_days afterwards
    Night.publish_weeks(published, days) -> dict[WeekKey, Week]                   marts.rpt_weekly_attendance afterwards
    unsigned_days(clinic, days) -> dict[..., Row]                                 marts.rpt_unsigned_days (reports.py)

`tables` maps the bare name of each table of schema ehr to its rows as dictionaries, as psycopg's dict_row gives them
(a table left out is empty). Nothing that is passed in is changed; `Night.tables` is the EHR afterwards. What earlier
nights found in the settings is `memory`, in the order in which it was remembered; `Night.memory` is what to pass to
the next night.

Where the rules leave room, this is how they are read here:

- Missing: null, or nothing but white space. That goes for identifiers and codes as well, so a coverage whose payer is
  ' ' is quarantined and the client's next coverage pays.
- Quarantine looks at every authorization and coverage, and at every note up to the run date, whatever its status, and
  at those without a date, and those dated after both the run date and today.
- A per-diem note that is itself quarantined still makes its day billed or voided. The day is never written twice.
- Per-diem note: origin is exactly 'per_diem', with a program, a client and a date. Any status but 'void' is not void.
- Statuses of notes and authorizations are compared without case and outer white space; a billing_type or an origin as
  it is spelled. Of setting values the white space around them does not count.
- Setting in force: a program's own row in force with a value that makes no sense leaves the day out; it does not fall
  back to '*'. Numbers: 508 is a decimal without exponent, 509 and 512 are digits with an optional plus; more than
  twelve digits in a row are a slip of somebody's finger, and no number.
- A program has started once a row of 508 is in force, whatever its value. Before, it is like a program that is left
  out, but nobody is told. From then on a row of 509 or 512 that is not there leaves the day out.
- A value is another one than that remembered last when its text is another one ('1' and '1.0').
- A program left out or not started takes part in `multiple_programs` with its notes: per-diem ones that are not void,
  and by hand where its groups are sound. One that is no longer in ehr.programs takes part with the former.
- `already_billed` by hand, as a reason of another program's block, is the fact of the note by hand: that program
  needs no counting note, and a voided per-diem note of it makes no difference.
- A billed day's note without a payer is of a payer that does not cover, once the client has a coverage.
- Duplicates are looked for among counting notes alone: drafts are no part of `duplicate_sessions`.
- `payer_id` of a voided day is its note's; where the note has none, the next in line's. A pending day shows the first
  candidate's payer and amount, even where it would take a later one.
- An amount where the first candidate needs 0 units is 0.00. An estimate looks at amounts above 0.00 after rounding.
- Expected amounts of notes whose units are missing or no number are null.
- An authorization that needs 0 units is never taken. What is voided may leave units_used at 0 at least: what somebody
  reset meanwhile is not lowered again, which would let more be billed than was authorized. Every voided per-diem note
  has its invoice void, its usage gone or not.
- A note is gone when ehr.notes has no row of its id, whatever it is. The day whose note_id its usage carries stays
  pending and unwritten, in every later night as well, as does a day whose note_id another note has. It takes nothing
  from an authorization and shows what it would take. `Night.not_written` are these days.
- A dry run shows what the night would write, so it reckons with what the night would give back first.
- After the write-back all due days are decided once more from what the EHR then holds: a day blocked for another
  reason may find its authorization exhausted by the night's own notes. A dry run writes nothing, so there only the
  days that would be written see each other's units.
- A rate that is missing, below 0 or no number is no fee. Two fees in force for one day: the one that took effect last.
  Amounts are rounded to the cent, half away from zero.
- A day decided before that has neither a counting note nor a draft nor a per-diem note any more is no day: its row
  goes, and its alerts are resolved. Rows and alerts of days that this run does not decide stay as they are.
- An alert that returns, resolved or expired, is raised anew: it carries the 510 group in force now. An alert expires
  when its day is before tonight's window, whatever became of its program; an expired one is never resolved.
- A pending day of a dry run shows no note_id: there is no note.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from reference.clinic import Clinic, Memory, remaining
from reference.reports import Week, WeekKey, weeks_left_out, weeks_of
from reference.rows import Key, Row, Tables, missing, status_of
from reference.writing import allocate, give_back, is_writable, update_alerts, write

REASONS = (
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
)
BILLED_REASONS = ("support_lost", "authorization_withdrawn", "coverage_withdrawn", "not_invoiced")


@dataclass(frozen=True)
class Day:
    """One row of marts.fct_per_diem_days."""

    program_id: str
    client_id: str
    service_date: date
    note_count: int
    units: Decimal
    threshold_units: Decimal
    status: str
    run_date: date
    reasons: tuple[str, ...] = ()
    billing_code: str | None = None
    authorization_id: str | None = None
    payer_id: str | None = None
    note_id: str | None = None
    draft_count: int = 0
    draft_units: Decimal = Decimal(0)
    counted_minutes: int = 0
    expected_amount: Decimal | None = None
    amount_basis: str | None = None

    @property
    def key(self) -> Key:
        return self.program_id, self.client_id, self.service_date

    @property
    def primary_reason(self) -> str | None:
        return self.reasons[0] if self.reasons else None


@dataclass(frozen=True)
class Night:
    """What one run leaves behind. `days` are the rows it decided, as they stand after its write-back."""

    days: dict[Key, Day]
    decided_dates: frozenset[tuple[str, date]]
    left_out: dict[tuple[str, date], str]
    quarantined: frozenset[tuple[str, str]]
    given_back: tuple[str, ...]
    written: dict[Key, Row]
    not_written: tuple[Key, ...]
    memory: Memory
    weeks: dict[WeekKey, Week]
    weeks_left_out: frozenset[tuple[str, date]]
    window: tuple[date, date]
    tables: dict[str, list[Row]]

    def publish(self, published: Mapping[Key, Day]) -> dict[Key, Day]:
        """Return the mart after this run, given the mart before it."""
        kept = {key: day for key, day in published.items() if (key[0], key[2]) not in self.decided_dates}
        return kept | self.days

    def publish_weeks(self, published: Mapping[WeekKey, Week], days: Mapping[Key, Day]) -> dict[WeekKey, Week]:
        """Return rpt_weekly_attendance after this run, given what it was before and the days after it."""
        first, last = self.window
        kept = {
            key: week
            for key, week in published.items()
            if not first <= key[2] <= last or (key[0], key[2]) in self.weeks_left_out
        }
        weeks = {key: replace(week, billed_days=billed_days(key, days)) for key, week in self.weeks.items()}
        return kept | weeks


def billed_days(week: WeekKey, days: Mapping[Key, Day]) -> int:
    program_id, client_id, first = week
    dates = [first + timedelta(days=number) for number in range(7)]
    found = [days.get((program_id, client_id, day)) for day in dates]
    return sum(1 for day in found if day and day.status == "billed")


# The decision --------------------------------------------------------------------------------------------------------


def reasons_against(clinic: Clinic, key: Key) -> tuple[str, ...]:
    """Return what stands in the way of a day that reaches its threshold."""
    program_id, client_id, day = key
    threshold = clinic.terms(program_id, day).threshold
    assert threshold is not None
    client = clinic.clients[client_id]
    codes = {row["billing_code"] for row in clinic.in_date(key)}
    needing = [(row, units) for row, units in clinic.offers(key) if units > 0]
    others = [(other, client_id, day) for other in clinic.programs if other != program_id]
    found = {
        "multiple_programs": (
            (client_id, day) in clinic.days_of_former_programs or any(clinic.holds_the_day(other) for other in others)
        ),
        "overlapping_authorizations": len(codes) > 1,
        "no_authorization": not codes and not clinic.holding(key),
        "payer_not_in_force": not codes and bool(clinic.holding(key)),
        "zero_billable_units": len(codes) == 1 and not needing,
        "authorization_exhausted": (
            len(codes) == 1 and bool(needing) and all(remaining(row) < units for row, units in needing)
        ),
        "duplicate_sessions": clinic.total(clinic.counting_notes_once(key)) < threshold,
        "missing_default_clinician": (
            missing(client["default_clinician_id"]) or client["default_clinician_id"] not in clinic.clinicians
        ),
        "missing_default_location": (
            missing(client["default_location_id"]) or client["default_location_id"] not in clinic.locations
        ),
        "missing_default_location_code": missing(client["default_location_code"]),
    }
    return tuple(reason for reason in REASONS if found[reason])


def doubts_about(clinic: Clinic, note: Row, day: Day) -> tuple[str, ...]:
    """Return what has become wrong with a day that is billed."""
    authorization = clinic.authorizations_by_id.get(note["authorization_id"])
    still_authorized = (
        authorization is not None
        and status_of(authorization) == "active"
        and all(authorization[name] == note[name] for name in ("client_id", "payer_id", "billing_code"))
        and authorization["start_date"] <= day.service_date <= authorization["end_date"]
    )
    found = {
        "support_lost": day.units < day.threshold_units,
        "authorization_withdrawn": not still_authorized,
        "coverage_withdrawn": clinic.is_known_not_to_cover(note["payer_id"], day.client_id, day.service_date),
        "not_invoiced": note["note_id"] in clinic.reversed_usage,
    }
    return tuple(reason for reason in BILLED_REASONS if found[reason])


def decide_day(clinic: Clinic, key: Key) -> Day:
    status, reasons = status_and_reasons(clinic, key)
    day = replace(counted(clinic, key), status=status, reasons=reasons)
    note = clinic.per_diem.get(key)
    if note and status == "billed":
        day = replace(day, **{name: note[name] for name in ("billing_code", "authorization_id", "note_id")})
    if status == "pending":
        taken = next(row for row, units in clinic.offers(key) if 0 < units <= remaining(row))
        day = replace(day, billing_code=taken["billing_code"], authorization_id=taken["authorization_id"])
    amount, basis = expected_amount(clinic, day)
    return replace(
        day,
        payer_id=payer_of(clinic, key),
        expected_amount=amount,
        amount_basis=basis if amount is not None else None,
    )


def counted(clinic: Clinic, key: Key) -> Day:
    """Return the day with what its notes say, its status still open."""
    notes, drafts = clinic.counting_notes(key), clinic.draft_notes(key)
    threshold = clinic.terms(key[0], key[2]).threshold
    assert threshold is not None
    return Day(
        *key,
        note_count=len(notes),
        units=clinic.total(notes),
        threshold_units=threshold,
        status="",
        run_date=clinic.run_date,
        draft_count=len(drafts),
        draft_units=clinic.total(drafts),
        counted_minutes=sum(note["duration_minutes"] for note in clinic.counting_notes_once(key)),
    )


def status_and_reasons(clinic: Clinic, key: Key) -> tuple[str, tuple[str, ...]]:
    day, note, by_hand = counted(clinic, key), clinic.per_diem.get(key), clinic.notes_by_hand(key)
    if note and status_of(note) == "void":
        return "voided", ()
    if note:
        return "billed", doubts_about(clinic, note, day)
    if by_hand:
        unsigned = all(status_of(each) == "draft" for each in by_hand)
        return "already_billed", ("unsigned_by_hand",) if unsigned else ()
    if day.units < day.threshold_units:
        would_reach = day.units + day.draft_units >= day.threshold_units
        return ("unsigned", ("unsigned_notes",)) if would_reach else ("below_threshold", ())
    reasons = reasons_against(clinic, key)
    return ("blocked", reasons) if reasons else ("pending", ())


def payer_of(clinic: Clinic, key: Key) -> str | None:
    note, candidates = clinic.per_diem.get(key), clinic.candidates(key)
    if note and not missing(note["payer_id"]):
        payer_id: str = note["payer_id"]
        return payer_id
    return candidates[0]["payer_id"] if candidates else clinic.payer_on(*key[1:])


def expected_amount(clinic: Clinic, day: Day) -> tuple[Decimal | None, str]:
    """Return what the day brings, or would bring, and what that rests on."""
    date_of_service = day.service_date
    if day.status == "billed":
        note = clinic.per_diem[day.key]
        return clinic.amount_of(note["payer_id"], note["billing_code"], date_of_service, note["units"]), "note"
    if day.status not in ("pending", "blocked", "unsigned"):
        return None, ""
    offers = clinic.offers(day.key)
    if offers:
        first, units = offers[0]
        return clinic.amount_of(first["payer_id"], first["billing_code"], date_of_service, units), "authorization"
    payer_id = clinic.payer_on(day.client_id, date_of_service)
    if payer_id is None:
        return None, ""
    amounts = [
        clinic.amount_of(payer_id, code, date_of_service, clinic.needed(payer_id, code, day.key))
        for code in clinic.billable_codes(day.program_id)
    ]
    return min((amount for amount in amounts if amount), default=None), "estimate"


def program_dates(clinic: Clinic, lookback_days: int) -> tuple[set[tuple[str, date]], dict[tuple[str, date], str]]:
    """Return the program-dates that are due, and those of the window that are left out, with the cause."""
    due, left_out = set(), {}
    for program_id in clinic.programs:
        for age in range(lookback_days + 1):
            day = clinic.run_date - timedelta(days=age)
            terms = clinic.terms(program_id, day)
            if terms.left_out:
                left_out[program_id, day] = terms.left_out
            elif terms.has_started and terms.lag is not None and terms.lag <= age:
                due.add((program_id, day))
    return due, left_out


def decide(clinic: Clinic, lookback_days: int = 90) -> dict[Key, Day]:
    """Decide every due program-client-day that has a counting note, a draft or a per-diem note."""
    due, _ = program_dates(clinic, lookback_days)
    seen = set(clinic.counting) | set(clinic.drafts) | {(client_id, day) for _, client_id, day in clinic.per_diem}
    keys = [
        (program_id, client_id, day)
        for client_id, day in seen
        if not missing(client_id)
        for program_id in clinic.programs
        if (program_id, day) in due
    ]
    return {
        key: decide_day(clinic, key)
        for key in keys
        if key in clinic.per_diem or clinic.counting_notes(key) or clinic.draft_notes(key)
    }


# The night -----------------------------------------------------------------------------------------------------------


def night(
    tables: Tables,
    run_date: date,
    lookback_days: int = 90,
    today: date | None = None,
    dry_run: bool = False,
    run_id: str = "reference",
    memory: Memory = (),
    week_starts_on: str = "sunday",
) -> Night:
    """Return what a run for `run_date` does with the EHR in `tables`; `today` defaults to the run date."""
    now = datetime.combine(run_date, time(2), UTC)
    after = {name: copy.deepcopy(rows) for name, rows in tables.items()}
    for name in ("notes", "authorizations", "authorization_usage", "invoices", "alerts"):
        after.setdefault(name, [])
    given_back = give_back(after, now)

    clinic = Clinic(after, run_date, today, memory)
    days = decide(clinic, lookback_days)
    pending = [key for key, day in days.items() if day.status == "pending"]
    not_written = tuple(sorted(key for key in pending if not is_writable(clinic, key)))
    taken, left = allocate(clinic, [key for key in pending if key not in not_written])

    written: dict[Key, Row] = {}
    if dry_run:
        days |= {key: after_allocation(clinic, days[key], left, taken.get(key)) for key in pending}
        after, given_back = {name: copy.deepcopy(rows) for name, rows in tables.items()}, ()
    else:
        written = {key: write(clinic, after, key, took, (run_id, now)) for key, took in taken.items()}
        clinic = Clinic(after, run_date, today, memory)
        days = decide(clinic, lookback_days)
        unwritten = {key for key, day in days.items() if day.status == "pending"}
        assert unwritten <= set(not_written), "a pending day was neither written nor exhausted"

    due, left_out = program_dates(clinic, lookback_days)
    window = (run_date - timedelta(days=lookback_days), run_date)
    if not dry_run:
        update_alerts(clinic, after, {key: day.reasons for key, day in days.items()}, due, window[0])
    return Night(
        days=days,
        decided_dates=frozenset(due),
        left_out=left_out,
        quarantined=clinic.quarantined(),
        given_back=given_back,
        written=written,
        not_written=not_written,
        memory=memory if dry_run else clinic.memory,
        weeks=weeks_of(clinic, set(days), due, window, week_starts_on),
        weeks_left_out=weeks_left_out(left_out, week_starts_on),
        window=window,
        tables=after,
    )


def after_allocation(clinic: Clinic, day: Day, left: Mapping[str, Decimal], took: tuple[Row, Decimal] | None) -> Day:
    """Return a pending day as a dry run shows it: with what it would take, or as exhausted."""
    fitting = (row for row, units in clinic.offers(day.key) if 0 < units <= left[row["authorization_id"]])
    row = took[0] if took else None if is_writable(clinic, day.key) else next(fitting, None)
    if row is None:
        exhausted = ("authorization_exhausted",)
        return replace(day, status="blocked", reasons=exhausted, billing_code=None, authorization_id=None)
    return replace(day, billing_code=row["billing_code"], authorization_id=row["authorization_id"])
