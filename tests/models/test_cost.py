"""A night costs what its window costs: no model reads a whole history, however long it has become."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, SERVICE_DATE, authorization, build, note
from helpers.night import run_night
from helpers.plans import compiled

# What grows for years. The rest is as large as the window, or as the list of clients.
GROWS = {
    "notes",
    "authorization_usage",
    "invoices",
    "fct_billing_items",
    "fct_per_diem_days",
    "fct_per_diem_decisions",
    "rpt_billing_audit",
    "settled_days",
    "decision_evidence",
    "written_notes",
}
# It adds up what each authorization gave, which its own index finds by authorization; on tables as small as these
# PostgreSQL would rather read all.
READ_AS_A_WHOLE = {"int_authorizations__checked": {"authorization_usage"}}


@pytest.mark.usefixtures("airflow_connections")
def test_no_model_reads_the_whole_of_what_grows_for_years(ehr: psycopg.Connection, dbt_state: Path) -> None:
    from perdiem_local import ehr as indexes

    build(ehr)
    indexes.prepare(ehr)
    authorization(ehr)
    for back in range(200):
        note(ehr, f"note-{back}", service_date=SERVICE_DATE - timedelta(days=back))
    for run_date in (RUN_DATE - timedelta(days=1), RUN_DATE):  # the first night of all has its history to read
        run_night(run_date)

    ehr.execute("vacuum analyze")
    ehr.execute("set enable_seqscan = off")
    read = {}
    for model, query in compiled(dbt_state):
        plan = "\n".join(line for (line,) in ehr.execute(b"explain " + query))
        if whole := GROWS & set(re.findall(r"Seq Scan on (\w+)", plan)):
            read[model] = whole
    assert len(read) < len(GROWS)
    assert read == READ_AS_A_WHOLE
