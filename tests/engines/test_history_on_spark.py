"""The history as a Spark cluster builds it is that which PostgreSQL builds, also where a worker is lost meanwhile.

What a machine needs for it takes minutes to install and to start: it is on demand, by PERDIEM_SPARK=1 and after
`make setup-spark`. What is told where Spark is not there is not.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from helpers.place import Place
from helpers.spark_cluster import Cluster, cluster
from helpers.spoilt_nights import differences, nights_of
from perdiem import config
from perdiem.engines import EngineFailed, spark
from perdiem.runs import Run
from perdiem.warehouse import dbt, errors
from reference.comparison import seeds

MACROS = config.DBT_PROJECT / "macros"

on_a_cluster = pytest.mark.skipif(
    os.environ.get("PERDIEM_SPARK") != "1",
    reason="starts a Spark cluster; PERDIEM_SPARK=1 does, after make setup-spark",
)

Left = list[dict[str, list[str]]]
Command = Callable[..., int]


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers."""
    with cluster(tmp_path_factory.mktemp("cluster")) as started:
        yield started


@pytest.fixture(scope="module")
def on_postgresql(place: Place, module_home: Path) -> Left:
    """What the nights leave where PostgreSQL does all of it."""
    return nights_of(seeds()[0], place, module_home, "postgres")


@pytest.fixture
def nights_on_spark(
    workers: Cluster, place: Place, module_home: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Left]:
    """The same nights with the history built on the cluster."""
    monkeypatch.setenv("PERDIEM_SPARK_MASTER", workers.url)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    return lambda: nights_of(seeds()[0], place, module_home, "spark")


@pytest.fixture
def spark_command(module_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs a command of dbt's on Spark on this machine: how many nodes it ran."""
    monkeypatch.setenv("PERDIEM_HOME", str(module_home))
    day = date(2016, 8, 2)
    environment = dbt.environment("", Run("a run", day, 90, dry_run=False, today=day), module_home / "dbt" / "spark")
    return lambda *words: spark.build(
        "local[1]", 1024, {}, tmp_path / "tables", [*words, *dbt.FOLDERS, "--target", "spark"], environment
    )


@on_a_cluster
def test_three_nights_on_spark_come_out_as_three_nights_on_postgresql(
    nights_on_spark: Callable[[], Left], on_postgresql: Left
) -> None:
    assert differences(on_postgresql, nights_on_spark()) == []


@on_a_cluster
def test_a_night_that_loses_a_worker_comes_out_the_same(
    nights_on_spark: Callable[[], Left], on_postgresql: Left, workers: Cluster, module_home: Path
) -> None:
    in_the_middle = module_home / "engines" / "tables" / "intermediate.db" / "int_notes__units"

    def lose_a_worker() -> None:
        while not in_the_middle.exists():
            time.sleep(0.1)
        workers.kill_worker(0)

    thread = threading.Thread(target=lose_a_worker, daemon=True)
    thread.start()
    found = nights_on_spark()

    assert not thread.is_alive(), "the worker was not killed"
    assert "lost worker" in workers.log("master")
    assert differences(on_postgresql, found) == []


@on_a_cluster
def test_what_does_not_fit_fails_on_spark_and_no_value_is_told(spark_command: Command) -> None:
    for expression, error in (
        ("cast('Doe' as integer)", "CAST_INVALID_INPUT"),
        ("cast(cast(1000000000 as decimal(18, 3)) as decimal(12, 3))", "NUMERIC_VALUE_OUT_OF_RANGE"),
        ("1 / 0", "DIVIDE_BY_ZERO"),
    ):
        with pytest.raises(EngineFailed, match=error) as failed:
            spark_command("show", "--inline", f"select {expression} as value")
        assert "Doe" not in str(failed.value)
        assert "1000000000" not in str(failed.value)


@on_a_cluster
def test_macros_do_on_spark_what_they_do_elsewhere(spark_command: Command) -> None:
    assert spark_command("test", "--select", "path:tests/macros") > 10


def test_each_macro_that_differs_by_database_has_sql_for_spark() -> None:
    written = "".join(path.read_text() for path in MACROS.glob("*.sql"))
    differing = set(re.findall(r"adapter\.dispatch\('(\w+)'", written))
    assert len(differing) > 30
    assert [name for name in sorted(differing) if not re.search(rf"macro (spark|default)__{name}\(", written)] == []


def test_what_spark_lacks_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spark, "PYTHON", tmp_path / "python")
    with pytest.raises(EngineFailed, match=r"^engine spark needs .*: `make setup-spark` makes it$"):
        spark.check()

    (tmp_path / "python").touch()
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineFailed, match=r"^engine spark needs Java 17 or later, and there is no java in PATH$"):
        spark.check()

    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    java.chmod(0o755)
    with pytest.raises(EngineFailed, match=rf"^engine spark needs Java 17 or later, and {java} is 11$"):
        spark.check()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "Runtime Error in model int_notes__units (models/intermediate/notes/int_notes__units.sql)\n"
            "  Runtime Error\n"
            "    [CAST_INVALID_INPUT] The value 'Doe' of the type \"STRING\" cannot be cast. SQLSTATE: 22018\n",
            "CAST_INVALID_INPUT (SQLSTATE 22018); the message is withheld, as it may quote a row",
        ),
        (
            "Job aborted: Lost task 0.3: org.apache.spark.SparkArithmeticException: [NUMERIC_VALUE_OUT_OF_RANGE] Doe",
            "NUMERIC_VALUE_OUT_OF_RANGE; the message is withheld, as it may quote a row",
        ),
        ("Doe [DOE] is lost", "Spark's message is withheld, as it may quote a row"),
        (None, "Spark's message is withheld, as it may quote a row"),
        ("Compilation Error in model m\n  no such macro", "Compilation Error in model m no such macro"),
    ],
)
def test_of_sparks_errors_the_name_alone_is_told(message: str | None, told: str) -> None:
    assert errors.of_spark(message) == told
