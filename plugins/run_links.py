"""Where a run of the night leads to in Airflow's UI: its page, as a tab of the run, and its report, beside each task.

Every component of Airflow imports this file: it imports nothing but what they have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlsplit

from airflow.plugins_manager import AirflowPlugin
from airflow.sdk import BaseOperatorLink

from perdiem.config import DAG_ID, FRAMED_PAGE, PAGE

if TYPE_CHECKING:
    from airflow.models.taskinstancekey import TaskInstanceKey
    from airflow.sdk import BaseOperator


class PageLink(BaseOperatorLink):
    """The page of the run, within Airflow's frame."""

    name = "Page of this run"

    def get_link(self, operator: BaseOperator, *, ti_key: TaskInstanceKey) -> str:
        """The address, which the API server works out where it is asked; none for a task of another DAG."""
        return _address(ti_key, FRAMED_PAGE + "/?run_id={}")


class ReportLink(BaseOperatorLink):
    """The report that the run leaves when it ends."""

    name = "Report of this run"

    def get_link(self, operator: BaseOperator, *, ti_key: TaskInstanceKey) -> str:
        """The address, which the API server works out where it is asked; none for a task of another DAG."""
        return _address(ti_key, PAGE + "/reports/{}")


def _address(ti_key: TaskInstanceKey, path: str) -> str:
    from airflow.configuration import conf

    if ti_key.dag_id != DAG_ID:
        return ""
    below = urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/")
    return below + path.format(quote(ti_key.run_id, safe=""))


class RunLinks(AirflowPlugin):
    """Links as a plugin has them are worked out when somebody looks, whatever became of the task, and need no XCom."""

    name = "per_diem_run_links"
    global_operator_extra_links: ClassVar = [PageLink(), ReportLink()]
    external_views: ClassVar = [
        {
            "name": "Per-diem billing",
            "href": PAGE.removeprefix("/") + "/?run_id={RUN_ID}",
            "destination": "dag_run",
            "url_route": "per-diem-night",
        }
    ]
