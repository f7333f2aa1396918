"""A night with very much to write. PERDIEM_LOAD_DAYS=100000 makes it as large as a night may ever be."""

from __future__ import annotations

import os
from datetime import timedelta
from time import perf_counter

import psycopg
import pytest

from clinics.fault_clinic import harm
from clinics.small_clinic import RUN_DATE, SERVICE_DATE, build
from perdiem import tasks

DAYS = int(os.environ.get("PERDIEM_LOAD_DAYS", "5000"))
DAYS_OF_A_CLIENT = 50
# Evidence and outcomes included; twice what the task took on a machine that was busy with other work.
SECONDS_FOR_A_DAY = 140 / 100_000
SECONDS_AT_LEAST = 10

FILL = """
    insert into ehr.clients (
        client_id, facility_id, default_clinician_id, default_location_id, default_location_code
    )
    select 'client-' || number, 'main', 'clinician-1', 'iop-room', '57'
    from generate_series(1, %(clients)s) as number;

    insert into ehr.client_coverages (coverage_id, client_id, payer_id, priority, start_date)
    select 'coverage-' || number, 'client-' || number, 'payer-1', 1, '2016-01-01'
    from generate_series(1, %(clients)s) as number;

    insert into ehr.authorizations (
        authorization_id, client_id, payer_id, billing_code, start_date, end_date, status, units_authorized
    )
    select 'auth-' || number, 'client-' || number, 'payer-1', '0905', '2016-01-01', '2016-12-31', 'active', 1000
    from generate_series(1, %(clients)s) as number;

    insert into ehr.notes (
        note_id, client_id, service_date, billing_code, clinician_id, location_id, location_code, duration_minutes,
        units, status, updated_at
    )
    select
        'note-' || number || '-' || back, 'client-' || number, %(last)s::date - back, '602', 'clinician-1', 'iop-room',
        '57', 60, 1, 'released', '2016-07-31'
    from generate_series(1, %(clients)s) as number
    cross join generate_series(0, %(days_of_a_client)s - 1) as back;

    analyze;
"""


@pytest.mark.usefixtures("airflow_connections")
def test_a_night_of_very_many_days_is_written_in_time_that_grows_with_the_days_alone(ehr: psycopg.Connection) -> None:
    clients = DAYS // DAYS_OF_A_CLIENT
    build(ehr)
    values = {"clients": clients, "days_of_a_client": DAYS_OF_A_CLIENT, "last": SERVICE_DATE}
    with psycopg.ClientCursor(ehr) as cursor:
        cursor.execute(FILL, values)
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    run = tasks.plan_run("the run", params, None)
    seconds = {}
    for task in (tasks.decide, tasks.write_back, tasks.publish):
        begun = perf_counter()
        counts = task(run)
        seconds[task.__name__] = perf_counter() - begun
        print(f"{task.__name__} of {DAYS:,} days: {seconds[task.__name__]:.1f} s, {counts}")
    begun = perf_counter()
    tasks.check("published_marts", run)
    print(f"check_published of {DAYS:,} days: {perf_counter() - begun:.1f} s")

    days = [
        ("IOP", f"client-{number}", SERVICE_DATE - timedelta(days=back))
        for number in range(1, clients + 1)
        for back in range(DAYS_OF_A_CLIENT)
    ]
    assert harm(ehr, days).total() == 0
    assert seconds["write_back"] < max(DAYS * SECONDS_FOR_A_DAY, SECONDS_AT_LEAST)
