"""The payers, as filters and lists of several views name them."""

from __future__ import annotations

import psycopg

NAMES = "select payer_id, coalesce(payer_name, payer_id) as name from staging.stg_ehr__payers order by name, payer_id"


def names(warehouse: psycopg.Connection) -> dict[str, str]:
    """The names of the payers by their ids, in the order of the names; an id where there is no name."""
    return dict(warehouse.execute(NAMES).fetchall())
