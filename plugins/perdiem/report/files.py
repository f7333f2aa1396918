"""The report of a run: one HTML file for people, in the folder `reports` of the store.

It is whole in itself, and a browser needs nothing else to show it. It holds counts, sentences about settings, and ids
of rows, and nothing that says that a client is in a program. It is kept as long as what the run found in detail.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import date
from typing import TYPE_CHECKING

from perdiem import config, store
from perdiem.report import rendering

if TYPE_CHECKING:
    import psycopg

    from perdiem.config import Config
    from perdiem.report.run_facts import Facts

log = logging.getLogger(__name__)

# So that a night that goes wrong is not held up by whoever holds a lock on what the report reads.
TIMEOUT = "set local statement_timeout = '60s'"


def name_of(run_date: date, run_id: str) -> str:
    """What the report of a run is called in the store, or would be: the name is safe whatever the run is called."""
    return f"reports/{run_date}-{hashlib.sha256(run_id.encode()).hexdigest()[:12]}.html"


def leave(run_id: str, error: str | None = None) -> str | None:
    """Write the report of a run that has ended, and return its address; None where it cannot be, with why in the log.

    Never raises.

    `error` is the sentence of the failure, which must quote no row.
    """
    from perdiem.warehouse import connections, errors

    try:
        settings = config.load()
        with connections.connect(connections.WAREHOUSE) as warehouse, connections.connect(connections.EHR) as ehr:
            address = write(warehouse, ehr, run_id, settings, error)
    except Exception as failure:
        log.error("Could not write the report of the run: %s", errors.describe(failure))
        return None
    log.info("Report: %s", address)
    return address


def write(
    warehouse: psycopg.Connection, ehr: psycopg.Connection, run_id: str, settings: Config, error: str | None = None
) -> str:
    """Write the report of a run that has ended, in place of one that it left before; whole or not at all.

    Returns its address. Raises LookupError for a run that quality.runs does not hold, StoreError where the file cannot
    be written.
    """
    from perdiem.report import run_facts

    with warehouse.transaction(), ehr.transaction():
        warehouse.execute("set transaction isolation level repeatable read, read only")
        for connection in (warehouse, ehr):
            connection.execute(TIMEOUT)
        facts = run_facts.read(warehouse, ehr, run_id, error, settings.time_zone)
    name, reports = name_of(facts.summary.run_date, run_id), store.of(settings)
    reports.write(name, render(facts).encode())
    return reports.address(name)


def render(facts: Facts) -> str:
    """The report as HTML."""
    return rendering.render("report.html", facts=facts, summary=facts.summary)
