"""EHR and warehouse on two servers, the warehouse a replica by PostgreSQL's logical replication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from clinics.small_clinic import RUN_DATE, authorization, build, note
from helpers.databases import CONTRACT, apply_roles, as_user
from helpers.fault_worker import wait_until
from helpers.homes import server_folder
from helpers.night import apart
from perdiem import tasks
from perdiem.runs import Run
from perdiem.warehouse.replica import WarehouseLags
from perdiem_local import postgres, replication, roles


@dataclass(frozen=True)
class Pair:
    """The EHR on a server of its own, and the warehouse that follows it."""

    ehr: psycopg.Connection
    warehouse: psycopg.Connection

    def stop(self) -> None:
        """Have the replica fall behind."""
        self.warehouse.execute("alter subscription perdiem disable")

    def go_on(self) -> None:
        """Have it catch up."""
        self.warehouse.execute("alter subscription perdiem enable")

    def written(self) -> list[tuple[object, ...]]:
        """All that nights write to the EHR."""
        return [
            row
            for query in (
                "select note_id, status from ehr.notes where origin = 'per_diem' order by 1",
                "select note_id, units, reversed_at is null from ehr.authorization_usage order by 1",
                "select invoice_id, status from ehr.invoices order by 1",
                "select authorization_id, units_used from ehr.authorizations order by 1",
            )
            for row in self.ehr.execute(query).fetchall()
        ]


@pytest.fixture(scope="module")
def ehr_server(server_home: Path | None) -> Iterator[Path]:
    """The home of a second server, whose log of changes others may follow."""
    if server_home is None:
        pytest.skip("the server that PERDIEM_TEST_DATABASE_URL names is the only one")
    with server_folder("perdiem-ehr-") as home:
        try:
            with psycopg.connect(postgres.start(home, fsync=False), autocommit=True) as server:
                server.execute("alter system set wal_level = logical")
            postgres.stop(home)
            postgres.start(home, fsync=False)
            roles.provide(home)
            yield home
        finally:
            postgres.remove(home)


@pytest.fixture
def pair(
    ehr_server: Path,
    server_home: Path,
    database_url: str,
    perdiem_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Pair]:
    """The small clinic, replicated by the SQL that `make replicate` prints."""
    url = postgres.url(ehr_server)
    with psycopg.connect(url, autocommit=True) as ehr, psycopg.connect(database_url, autocommit=True) as warehouse:
        ehr.execute("drop schema if exists ehr cascade")
        ehr.execute(CONTRACT.read_bytes())
        apply_roles(ehr)
        build(ehr)
        authorization(ehr)
        note(ehr, "note-1")
        parts = urlsplit(url)
        in_ehr, in_warehouse = replication.statements(ehr)
        for statement in in_ehr:
            ehr.execute(statement.replace("<password>", "secret").encode())
        where = f"host={parts.hostname} port={parts.port} dbname={parts.path[1:]}"
        for statement in in_warehouse:
            warehouse.execute(statement.replace("<password>", "secret").replace("<ehr>", where).encode())
        monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_WAREHOUSE", as_user(database_url, server_home, "perdiem_transform"))
        monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_EHR", as_user(url, ehr_server, "perdiem_writeback"))
        query = "select count(*) from ehr.notes"
        wait_until(lambda: warehouse.execute(query).fetchone() == (1,), "the tables are copied")
        yield Pair(ehr, warehouse)
        warehouse.execute("drop subscription perdiem")
        ehr.execute("drop publication perdiem; drop owned by perdiem_replica; drop role perdiem_replica")


def begin(run_id: str) -> Run:
    params = {"run_date": RUN_DATE.isoformat(), "lookback_days": 90, "dry_run": False, "refresh_history": False}
    return tasks.plan_run(run_id, params, None)


def up_to_decide(run: Run) -> None:
    tasks.check("ehr_source", run)
    tasks.give_back_voided(run)
    tasks.decide(run)
    tasks.check("billable_days", run)


def from_publish(run: Run) -> None:
    tasks.publish(run)
    tasks.check("published_marts", run)
    tasks.notify_billers(run)
    tasks.notify_data_quality(run)
    tasks.close_run(run)


def night(run_id: str) -> None:
    def work() -> None:
        run = begin(run_id)
        up_to_decide(run)
        tasks.write_back(run)
        from_publish(run)

    apart(work)


def published(pair: Pair) -> list[tuple[object, ...]]:
    query = "select client_id, service_date, status, note_id is not null from marts.fct_per_diem_days"
    return pair.warehouse.execute(query).fetchall()


def test_nights_over_two_servers_bill_by_what_the_ehr_holds(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    day = pair.ehr.execute("select service_date from ehr.notes").fetchone()
    assert day is not None
    night("first")
    assert published(pair) == [("alice", day[0], "billed", True)]
    names = "select count(*) from ehr.clients where display_name is not null"
    texts = "select count(*) from ehr.notes where note_text is not null"
    assert [pair.warehouse.execute(query).fetchone() for query in (names, texts)] == [(0,), (0,)]

    # A replica that has stopped: notes that are no longer released, and a note that was voided.
    pair.stop()
    pair.ehr.execute("update ehr.notes set status = 'draft' where note_id = 'note-1'")
    pair.ehr.execute("update ehr.notes set status = 'void' where origin = 'per_diem'")
    note(pair.ehr, "note-2", service_date=day[0])
    before = pair.written()
    monkeypatch.setattr("perdiem.warehouse.replica.SETTLES_WITHIN_SECONDS", 1)
    monkeypatch.setenv("PERDIEM_REPLICA_WAIT_SECONDS", "1")
    with pytest.raises(WarehouseLags, match=rf"ehr\.notes of {day[0]} differ"):
        night("behind")
    assert pair.written() == before, "nothing was given back or written"

    pair.go_on()
    monkeypatch.setenv("PERDIEM_REPLICA_WAIT_SECONDS", "60")
    night("caught up")
    assert published(pair) == [("alice", day[0], "voided", False)]


def test_what_was_written_is_waited_for_before_it_is_published(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    def work() -> Run:
        run = begin("slow")
        up_to_decide(run)
        pair.stop()
        tasks.write_back(run)
        return run

    run = apart(work)
    written = pair.written()
    assert any("released" in row for row in written)
    monkeypatch.setenv("PERDIEM_REPLICA_WAIT_SECONDS", "2")
    with pytest.raises(WarehouseLags, match=r"after 2 seconds still: .*ehr\.invoices"):
        apart(tasks.publish, run)
    pair.go_on()
    monkeypatch.setenv("PERDIEM_REPLICA_WAIT_SECONDS", "60")
    apart(from_publish, run)
    assert [row[2:] for row in published(pair)] == [("billed", True)]
    assert pair.written() == written, "written once"


def test_where_the_ehr_is_not_ready_to_be_replicated_it_is_said(ehr: psycopg.Connection) -> None:
    assert 'create publication "perdiem" for table' in replication.script(ehr)
    ehr.execute("drop schema ehr cascade")
    with pytest.raises(replication.NotReady, match=r"lacks schema ehr or the roles: apply .*roles\.sql"):
        replication.script(ehr)
