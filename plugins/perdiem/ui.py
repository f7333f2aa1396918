"""Where things are in Airflow's UI. Every component of Airflow imports this: it imports nothing itself."""

from __future__ import annotations

DAG_ID = "per_diem_billing"
# Where the API server has the page "Per-diem billing", and where its UI shows that within its own frame.
PAGE = "/per-diem-billing"
FRAMED_PAGE = f"/plugin/per-diem-billing{PAGE}"


def page_address() -> str:
    """The URL of the page as people open it, with no slash at its end."""
    from airflow.configuration import conf

    return str(conf.get("api", "base_url", fallback="http://localhost:8080")).rstrip("/") + FRAMED_PAGE
