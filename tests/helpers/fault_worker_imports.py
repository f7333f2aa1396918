"""What every worker of fault_worker.py needs: imported here, and so much of Airflow as is only read when it is used.

The dbt project is parsed here too, for the database of the first worker; one on another database parses it anew.
"""

import importlib
import pkgutil
from datetime import date

import perdiem
from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import connections

OF_NIGHTS = [
    module.name
    for module in pkgutil.walk_packages(perdiem.__path__, "perdiem.")
    if not module.name.startswith("perdiem.page")
]
for name in ("great_expectations", "dbt.cli.main", "dbt.adapters.postgres", "jinja2", "helpers.night", *OF_NIGHTS):
    importlib.import_module(name)

importlib.import_module("perdiem.warehouse.dbt").invoke(
    ["parse"],
    connections.database_url(connections.WAREHOUSE),
    Run("", run_date=date.min, lookback_days=0, dry_run=False, today=date.min),
    config.load().home / "dbt",
)
