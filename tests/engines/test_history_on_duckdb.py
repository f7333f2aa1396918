"""The history as DuckDB builds it is that which PostgreSQL builds: the same nights of one clinic with each, row by row.

`PERDIEM_REFERENCE_SEEDS=137` or `=100-199` runs other clinics than the default.
"""

from datetime import date
from pathlib import Path

import pytest

from helpers.night import apart
from helpers.place import Place
from helpers.spoilt_nights import differences, nights_of
from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import dbt
from reference.comparison import seeds


@pytest.mark.parametrize("seed", seeds()[:1])
def test_three_nights_on_duckdb_come_out_as_three_nights_on_postgresql(
    seed: int, place: Place, module_home: Path
) -> None:
    expected, found = (nights_of(seed, place, module_home, engine) for engine in ("postgres", "duckdb"))
    assert differences(expected, found) == []


def test_macros_say_the_same_on_duckdb_as_on_postgresql(place: Place, module_home: Path, tmp_path: Path) -> None:
    """dbt's own tests of them, whose expected values are worked out by hand."""
    today = date(2016, 7, 4)
    on_duckdb = {
        "PERDIEM_DUCKDB_FILE": str(tmp_path / "history.duckdb"),
        "PERDIEM_DUCKDB_MEMORY": "512MB",
        "PERDIEM_DUCKDB_SPILL": str(tmp_path),
    }
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PERDIEM_HOME", str(module_home))
        tested = apart(
            dbt.invoke,
            ["--warn-error", "test", "--select", "path:tests/macros"],
            f"postgresql:///{place.database_name}",
            Run("macros", today, 90, False, today),
            module_home / "dbt" / "duckdb",
            target="duckdb",
            besides=on_duckdb,
        )

    assert tested == len([*(config.DBT_PROJECT / "tests" / "macros").glob("*.sql")])
