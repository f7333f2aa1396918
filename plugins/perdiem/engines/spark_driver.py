"""The driver of Spark, with dbt in it: a program for .venv-spark, which holds neither this package nor Airflow.

It reads one line of JSON from stdin (`perdiem.engines.spark.build`) and answers with one on stdout: how many nodes dbt
ran, the name and message of each that failed, which may quote rows, or why it came to none, which quotes nothing. All
else that is printed here is lost. It ends when its stdin does, so that it does not outlive a task that was killed.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from typing import Any

# The settings that answers depend on. All others are the cluster's, and stand in its spark-defaults.conf.
SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.catalogImplementation": "in-memory",  # what a build makes is of no use to the next one
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # The days of the Gregorian calendar, before 1582 as well, as PostgreSQL counts them.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.datetime.java8API.enabled": "true",  # the other calendar has no days as far away as infinity is
    "spark.ui.enabled": "false",  # its pages show statements and plans to whoever finds them
}
WORKERS_WITHIN_SECONDS = 300
FAILED = {"error", "fail", "runtime error"}


def main() -> None:
    request = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    answer = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for printed in (1, 2):  # what Spark and Java print of an error quotes rows
        os.dup2(nowhere, printed)
    json.dump(build(request), answer)
    answer.close()


def _end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(1)


def build(request: dict[str, Any]) -> dict[str, Any]:
    """Have dbt build what is asked for, out of the Parquet files that are named; the answer to a request."""
    from dbt.cli.main import dbtRunner
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    _have_dbt_keep_to_ansi()
    master, settings = request["master"], {**SETTINGS, **request["settings"]}
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    builder = SparkSession.builder.appName("perdiem").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except Exception as failure:
        return {"refused": f"Spark does not start on {master}: {type(failure).__name__}"}
    try:
        if not _has_executors(spark, master):
            return {"refused": f"no worker of {master} took up the work within {WORKERS_WITHIN_SECONDS} seconds"}
        for table, files in request["tables"].items():
            spark.sql(f"create schema if not exists {table.partition('.')[0]}")
            spark.sql(f"create view {table} as select * from parquet.`{files}`")  # noqa: S608 - names of our own
        outcome = dbtRunner().invoke(request["arguments"])
        if outcome.exception:
            return {"failures": [["dbt", str(outcome.exception)]]}
        if spark.conf.get("spark.sql.ansi.enabled") != "true":
            return {"refused": "dbt-spark switched spark.sql.ansi.enabled off: values that do not fit would be null"}
        nodes = outcome.result.results
        failures = [[node.node.name, node.message] for node in nodes if str(node.status) in FAILED]
        return {"nodes": len(nodes), "failures": failures}
    except PySparkException as failure:
        return {"failures": [["Spark", str(failure)]]}
    finally:
        spark.stop()


def _has_executors(spark: Any, master: str) -> bool:
    """Wait until a worker is at the driver's service: without one, the first statement would wait for ever."""
    give_up_at = time.monotonic() + WORKERS_WITHIN_SECONDS
    at_work = spark.sparkContext._jsc.sc().getExecutorMemoryStatus  # the driver, and each executor
    while not master.startswith("local") and at_work().size() < 2:
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.2)
    return True


def _have_dbt_keep_to_ansi() -> None:
    """Have dbt-spark leave Spark's ANSI mode on, in which a value that does not fit fails the statement, as elsewhere.

    dbt-spark 1.11 switches it off before each statement, whatever is configured: such a value would become null.
    """
    from dbt.adapters.spark.connections import SparkCredentials

    as_dbt_has_it = SparkCredentials.__post_init__

    def with_ansi(credentials: Any) -> None:
        as_dbt_has_it(credentials)
        credentials.server_side_parameters["spark.sql.ansi.enabled"] = "true"

    SparkCredentials.__post_init__ = with_ansi


if __name__ == "__main__":
    main()
