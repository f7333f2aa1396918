"""The expectation that a query finds no failing rows, for what none of Great Expectations' own says.

Theirs asks the query twice, once for the rows and once for how many there are. Great Expectations takes seconds to
import: this module is imported only where a suite is run.
"""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.expectations.core import UnexpectedRowsExpectation


class ExpectNoFailingRows(UnexpectedRowsExpectation):  # type: ignore[misc]  # it has no types
    """That a query returns no row. The rows that it returns are in the result's details."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.table",)

    def _validate(self, metrics: dict[str, Any], *args: object, **kwargs: object) -> dict[str, Any]:
        rows = metrics["unexpected_rows_query.table"]
        return {"success": not rows, "result": {"details": {"unexpected_rows": rows}}}
