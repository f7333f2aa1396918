"""What dbt does for each node and a night has no use for, left out: a tenth of the time of a night.

Both are places that dbt keeps for others to fill: its event manager, and an adapter's manager of connections.
"""

from __future__ import annotations

from typing import Any

import psycopg2
from dbt.adapters.contracts.connection import ConnectionState
from dbt.adapters.postgres import PostgresAdapter
from dbt.adapters.postgres.connections import PostgresConnectionManager
from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager


def apply() -> None:
    """Have dbt in this process do without."""
    PostgresAdapter.ConnectionManager = OneConnectionForAllNodes
    ctx_set_event_manager(OnlyWhatIsRead())


class OneConnectionForAllNodes(PostgresConnectionManager):  # type: ignore[misc]
    """Keeps a thread's connection for its next node; dbt closes it, and each new one knows no catalog yet."""

    def release(self) -> None:
        """Leave the connection as a new one would be; what cannot be left so is closed.

        So is dbt's own: all nodes run before it is used again, and if it was lost by then, that would be told in place
        of what became of them.
        """
        connection = self.get_if_exists()
        is_of_nodes = connection and connection.name != "master"
        if is_of_nodes and connection.state == ConnectionState.OPEN and not connection.transaction_open:
            try:
                connection.handle.rollback()
                with connection.handle.cursor() as cursor:
                    cursor.execute("discard temporary")  # a model's rows need not lie there until the last is built
                connection.handle.commit()
                return
            except psycopg2.Error:
                pass  # as a connection that was lost
        super().release()


class OnlyWhatIsRead(EventManager):
    """Makes no message of an event where no logger would read it: dbt has several events for each statement."""

    def fire_event(
        self,
        e: BaseEvent,
        level: EventLevel | None = None,
        node: Any = None,
        force_warn_or_error_handling: bool = False,
    ) -> None:
        """Pass on what somebody reads, and what may have to be an error."""
        if self.loggers or force_warn_or_error_handling or self.require_warn_or_error_handling:
            super().fire_event(e, level, node, force_warn_or_error_handling)
