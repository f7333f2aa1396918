"""What every worker of fault_worker.py needs: imported here, and so much of Airflow as is only read when it is used."""

import importlib
import os

from perdiem.warehouse import connections

for name in (
    "great_expectations dbt.cli.main jinja2 perdiem.alerts perdiem.audit_trail perdiem.checks perdiem.dbt "
    "perdiem.decision perdiem.delivery perdiem.digests perdiem.mail perdiem.pending_days perdiem.quality_delivery "
    "perdiem.report_facts perdiem.settlement perdiem.writeback night"
).split():
    importlib.import_module(name)

os.environ["AIRFLOW_CONN_ANY"] = "postgresql://127.0.0.1/any"
connections.database_url("any")
del os.environ["AIRFLOW_CONN_ANY"]
