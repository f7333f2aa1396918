"""What every worker of fault_worker.py needs: imported here, and so much of Airflow as is only read when it is used."""

import importlib
import os
import pkgutil

import perdiem
from perdiem.warehouse import connections

OF_NIGHTS = [
    module.name
    for module in pkgutil.walk_packages(perdiem.__path__, "perdiem.")
    if not module.name.startswith("perdiem.page")
]
for name in ("great_expectations", "dbt.cli.main", "dbt.adapters.postgres", "jinja2", "helpers.night", *OF_NIGHTS):
    importlib.import_module(name)

os.environ["AIRFLOW_CONN_ANY"] = "postgresql://127.0.0.1/any"
connections.database_url("any")
del os.environ["AIRFLOW_CONN_ANY"]
