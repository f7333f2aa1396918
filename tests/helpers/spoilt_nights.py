"""Three nights of a clinic in which what no EHR should hold happens to many rows, and what they leave in every table.

The clinic is a random one with much to bill. The first night finds nothing published, the second computes the history
anew after notes long past have changed, and the third goes on from what the second left.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg

from clinics.random_billing import changed_notes, random_billing_story
from clinics.random_clinic import PlannedNight, between_nights
from helpers import tables
from helpers.databases import insert
from helpers.night import run_night
from helpers.place import Place
from reference.comparison import SHOWN, apply, read

# Why the history was built, and what a gate before it found: that of PostgreSQL's run looks at the rows of all years.
NOT_COMPARED = {"quality.history_rebuilds", "quality.check_results", "quality.failures", "quality.run_figures"}

# What becomes of every so-manieth note, by its place in the order of their ids.
SPOILT = {
    17: "units = 'NaN'",
    19: "quantity = 'NaN'",
    23: "units = 999999999.999",
    29: "quantity = -0.001",
    31: "client_id = chr(160)",
    37: "billing_code = chr(160) || chr(8195)",
    41: "location_code = chr(160)",
    43: "clinician_id = null, location_code = null",
    47: "location_code = E'1\"1\\\\, ''x''\\n{}'",
    71: "service_date = null",
    73: "status = chr(9) || 'RELEASED' || chr(10)",
    83: "duration_minutes = 2147483647",
    89: r"note_id = notes.note_id || E'\x1f\x0b\x01\x7f\n\\u001F\"é😀' || chr(8232)",
    97: "quantity = 0.005",
    11: "location_code = E'\\x1e\\\\N'",
}
SPOIL = """
    with numbered as (select note_id, row_number() over (order by note_id collate "C") as place from ehr.notes)

    update ehr.notes set {change} from numbered where notes.note_id = numbered.note_id and place %% %(every)s = 0
"""
# Notes at times that Python does not know: only there while a night runs.
FAR = """
    insert into ehr.notes (
        note_id, client_id, service_date, started_at, billing_code, duration_minutes, status, updated_at
    )
    select
        concat('far ', far.day, ' ', far.instant, ' ', note_id), client_id, cast(far.day as date),
        cast(far.instant as timestamptz), billing_code, duration_minutes, status, cast(far.instant as timestamptz)
    from ehr.notes
    cross join (
        values
        ('-infinity', null), ('infinity', null), ('4713-01-01 BC', null), ('9999-12-31', '-infinity'),
        ('5874897-12-31', null), ('2016-07-04', '-infinity')
    ) as far (day, instant)
    where note_id like 'service%' and duration_minutes = 60
"""
SPOILT_INVOICES = (
    "update ehr.invoices set {} = 'NaN' where note_id = (select {}(note_id collate \"C\") from ehr.invoices)"
)
# Times are no part of the rows that are compared, as each night has its own.
OTHER_TIMES = """
    select billing_item_id
    from marts.fct_billing_items as items
    where notes_updated_at is distinct from (
        select max(updated_at) from ehr.notes where note_id = any(items.note_ids)
    )

    union all

    select published.invoice_id
    from marts.fct_invoices as published
    inner join ehr.invoices as invoices on published.invoice_id = invoices.invoice_id
    where published.invoiced_at is distinct from invoices.created_at
"""


def nights_of(seed: int, place: Place, home: Path, engine: str) -> list[dict[str, list[str]]]:
    """What each of the nights leaves in every table."""
    story = random_billing_story(seed)
    first, second = story.nights
    third = PlannedNight(second.run_date + timedelta(days=1), second.today, 5, dry_run=False)
    left = []
    with place.database(home) as url, psycopg.connect(url, autocommit=True) as ehr:
        for table, rows in story.tables.items():
            insert(ehr, f"ehr.{table}", rows)
        for every, change in SPOILT.items():
            ehr.execute(SPOIL.format(change=change), {"every": every})
        left.append(night(ehr, first, refresh_history=engine != "postgres", engine=engine))

        ehr.execute(SPOILT_INVOICES.format("units", "min"))
        ehr.execute(SPOILT_INVOICES.format("amount", "max"))
        apply(ehr, changed_notes(seed, read(ehr), second))
        left.append(night(ehr, second, refresh_history=True, engine=engine))

        apply(ehr, between_nights(seed, 3, read(ehr)))
        left.append(night(ehr, third))
    return left


def night(ehr: psycopg.Connection, planned: PlannedNight, **params: Any) -> dict[str, list[str]]:
    """Run a night, and return what it leaves."""
    ehr.execute(FAR)
    run_night(planned.run_date, planned.lookback_days, **params)
    left = tables.rows(ehr)
    left["times that are not the EHR's"] = [key for (key,) in ehr.execute(OTHER_TIMES)]
    ehr.execute("delete from ehr.notes where note_id like 'far %'")
    return left


def differences(expected: list[dict[str, list[str]]], found: list[dict[str, list[str]]]) -> list[str]:
    """What differs between the nights of two engines: the night, the table and the first of the rows that one lacks."""
    differing = []
    for number, (theirs, ours) in enumerate(zip(expected, found, strict=True), start=1):
        assert len(theirs["marts.fct_billing_items"]) > 500
        assert len(theirs["marts.fct_invoices"]) > 20
        assert len({row for row in theirs["quality.quarantined_rows"] if "not a number" in row}) > 10
        assert theirs.keys() == ours.keys()
        assert theirs["times that are not the EHR's"] == []
        for table in sorted(theirs.keys() - NOT_COMPARED):
            rows = sorted(set(theirs[table]) ^ set(ours[table]))
            differing += [f"night {number}, {table}: {row}" for row in rows[:SHOWN]]
    return differing
