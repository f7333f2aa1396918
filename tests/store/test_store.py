"""A store keeps files whole, tells what it could not do, and forgets what is old: a folder, and objects as S3 has them.

Of Amazon's protocol moto speaks enough on loopback, and s3fs is what an installation would use.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import fsspec
import psycopg
import pytest
from fsspec.config import conf

from clinics.small_clinic import build, client, note
from helpers.night import apart
from helpers.page import signed_in
from perdiem import config, store, tasks
from perdiem.load.making import Rejection
from perdiem.load.mapping import Block
from perdiem.load.rejections import Rejections
from perdiem.mail.transport import MailError
from perdiem.report import files
from perdiem.retention.files import prune
from perdiem.store import Folder, Objects, Store, StoreError

BUCKET = "s3://clinic/perdiem"
PARAMS = {"run_date": "2016-08-02", "lookback_days": 90, "dry_run": False, "refresh_history": False}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The URL of a store of objects, on a server of its own."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # As FSSPEC_S3 in the environment has it.
    conf["s3"] = {"key": "key", "secret": "secret", "endpoint_url": f"http://{host}:{port}"}
    try:
        import s3fs

        s3fs.S3FileSystem(skip_instance_cache=True).mkdir("clinic")
        yield BUCKET
    finally:
        del conf["s3"]
        server.stop()


@pytest.fixture(params=["folder", "objects"])
def kept_in(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """An empty store of each kind."""
    if request.param == "folder":
        return store.at(str(tmp_path / "store"))
    return store.at(f"{request.getfixturevalue('s3')}/{tmp_path.name}")


def test_a_url_is_a_folder_or_a_store_of_objects(tmp_path: Path) -> None:
    assert store.at(str(tmp_path)) == Folder(tmp_path)
    assert store.of(config.load({"PERDIEM_STORE": "file:///a%20folder"})) == Folder(Path("/a folder"))
    assert store.at(BUCKET) == Objects(BUCKET)
    assert store.at(BUCKET + "/").address("outbox") == f"{BUCKET}/outbox"


def test_what_is_written_is_read_in_place_of_what_was_there(kept_in: Store) -> None:
    assert kept_in.read("reports/a.html") is None
    assert not kept_in.exists("reports/a.html")
    assert kept_in.names("reports") == []
    for content in (b"first", b"second \xff"):
        kept_in.write("reports/a.html", content)
        assert kept_in.read("reports/a.html") == content
    kept_in.write("reports/b.html", b"")
    assert kept_in.exists("reports/a.html")
    assert sorted(kept_in.names("reports")) == ["a.html", "b.html"]
    kept_in.delete("reports/a.html")
    kept_in.delete("reports/a.html")
    assert kept_in.names("reports") == ["b.html"]


def test_what_another_machine_writes_is_seen(kept_in: Store) -> None:
    kept_in.write("reports/a.html", b"of this one")
    assert kept_in.names("reports") == ["a.html"]
    assert not kept_in.exists("reports/b.html")
    scheme = "s3" if isinstance(kept_in, Objects) else "file"
    # One that shares nothing with that of this process, which remembers what it has listed.
    fsspec.filesystem(scheme, skip_instance_cache=True).pipe_file(kept_in.address("reports/b.html"), b"of another")
    assert kept_in.exists("reports/b.html")
    assert sorted(kept_in.names("reports")) == ["a.html", "b.html"]


def test_files_of_a_folder_are_their_owner_s_alone(tmp_path: Path) -> None:
    Folder(tmp_path / "new").write("reports/a.html", b"")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "new/reports", "new/reports/a.html")]
    assert modes[1:] == [0o700, 0o600]


def test_a_folder_keeps_a_file_whole_where_writing_another_in_its_place_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(tmp_path)
    folder.write("a", b"first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"/a could not be written: OSError: \[Errno 28\] No space left on device$"):
        folder.write("a", b"second")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"first"}


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("s3://no-such-bucket/perdiem", "FileNotFoundError: The specified bucket does not exist"),
        ("nosuch://somewhere", "ValueError: Protocol not known: nosuch"),
        ("gs://bucket", "ImportError: Please install gcsfs to access Google Storage"),
    ],
)
def test_what_a_store_refuses_is_told_with_its_address(s3: str, url: str, why: str) -> None:
    told = f"{url}/reports/a.html could not be written: {why}"
    with pytest.raises(StoreError, match=f"^{re.escape(told)}"):
        store.at(url).write("reports/a.html", b"")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("reports", "PERDIEM_STORE is 'reports': expected an absolute path, or a URL such as s3://bucket/perdiem"),
        (
            "sftp://me:secret@host/folder",
            "PERDIEM_STORE holds a password: expected a URL without one, and it in the environment",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(value: str, told: str) -> None:
    with pytest.raises(config.ConfigError, match=f"^{re.escape(told)}$"):
        config.load({"PERDIEM_STORE": value})


def test_files_for_the_ehr_are_in_the_store_where_it_is_a_folder_and_else_in_one_that_is_named(tmp_path: Path) -> None:
    shared = {"PERDIEM_HOME": str(tmp_path), "PERDIEM_WRITE_BACK": "files", "PERDIEM_STORE": "/shared"}
    assert config.load(shared).export_folder == Path("/shared/exports")
    with pytest.raises(config.ConfigError, match=r"^PERDIEM_STORE is a URL: expected PERDIEM_EXPORT_FOLDER beside it"):
        config.load({**shared, "PERDIEM_STORE": BUCKET})
    assert config.load({**shared, "PERDIEM_STORE": BUCKET, "PERDIEM_EXPORT_FOLDER": "/e"}).export_folder == Path("/e")


def test_by_default_it_is_the_home(tmp_path: Path) -> None:
    assert store.of(config.load({"PERDIEM_HOME": str(tmp_path)})) == Folder(tmp_path.resolve())
    assert store.of(config.load({"PERDIEM_HOME": str(tmp_path), "PERDIEM_STORE": BUCKET})) == Objects(BUCKET)


def test_old_files_go_and_young_ones_and_others_stay(kept_in: Store, tmp_path: Path) -> None:
    home = tmp_path / "home"
    old = ["outbox/1.eml", "loads/1.csv", "reports/1.html", "logs/tasks/a/attempt=1.log"]
    young = [name.replace("1", "2") for name in old]
    others = ["dbt/artifacts/decide/manifest.json", "reports/mine.pdf"]
    for name in (*old, *others):
        kept_in.write(name, b"")
    Folder(home).write("logs/worker.log", b"")
    time.sleep(1.2)  # S3 tells times in whole seconds
    between = datetime.now(UTC) - timedelta(seconds=1.1)
    for name in young:
        kept_in.write(name, b"")

    assert prune(home, kept_in, 0, 0, between + timedelta(days=10)) == 0
    assert prune(home, kept_in, 10, 0, between + timedelta(days=10)) == 4
    assert prune(home, kept_in, 10, 10, between + timedelta(days=10)) == 1
    assert not (home / "logs" / "worker.log").exists()
    assert [name for name in (*old, *young, *others) if kept_in.exists(name)] == [*young, *others]


def test_a_night_goes_on_without_its_store_and_leaves_all_in_it_once_it_is_there(
    s3: str,
    ehr: psycopg.Connection,
    airflow_connections: None,
    perdiem_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    build(ehr)
    client(ehr, "unpaid")
    note(ehr, "note-2", "unpaid")
    away, there = "nosuch://store", f"{s3}/night"
    left = store.at(there)
    run = tasks.plan_run("test__store", PARAMS, None)

    monkeypatch.setenv("PERDIEM_STORE", away)
    apart(tasks.decide, run)
    assert (
        "dbt's artifacts could not be kept: nosuch://store/dbt/artifacts/decide/manifest.json could not" in caplog.text
    )
    tasks.write_back(run)
    monkeypatch.setenv("PERDIEM_STORE", there)
    apart(tasks.publish, run)
    assert sorted(left.names("dbt/artifacts/publish")) == ["manifest.json", "run_results.json"]

    for is_there in (False, True):
        monkeypatch.setenv("PERDIEM_STORE", there if is_there else away)
        if is_there:
            tasks.notify_billers(run)
        else:
            with pytest.raises(
                MailError, match=r"the first: outbox: nosuch://store/outbox\S* could not be listed: ValueError: "
            ):
                tasks.notify_billers(run)
        told = ehr.execute("select count(*) from ehr.alerts where notified_at is not null").fetchone()
        assert told == (int(is_there),), "it stays due"
        tasks.close_run(run)
        assert ehr.execute("select state from quality.runs").fetchall() == [("success",)]
        assert left.exists(files.name_of(run.run_date, run.run_id)) is is_there
    assert "Could not write the report of the run: StoreError: nosuch://store/reports/" in caplog.text

    [letter] = [
        message_from_bytes(left.read(f"outbox/{file}") or b"", policy=policy.default) for file in left.names("outbox")
    ]
    assert letter["To"] == "biller@example.org"
    assert {path.name for path in perdiem_home.iterdir()} == {"dbt"}, "nothing is left on this machine"

    with signed_in() as page:
        assert f"/reports/{run.run_id}" in page.get(f"/?run_id={run.run_id}").text
        assert page.get(f"/reports/{run.run_id}").content == left.read(files.name_of(run.run_date, run.run_id))
        monkeypatch.setenv("PERDIEM_STORE", away)
        assert page.get(f"/?run_id={run.run_id}").status_code == 200
        answer = page.get(f"/reports/{run.run_id}")
        assert answer.status_code == 503
        assert "nosuch://store/reports/" in answer.text


def test_rows_that_a_load_could_not_take_are_listed_in_the_store(kept_in: Store) -> None:
    block = Block("notes", "notes", "notes.csv", {})
    with Rejections(kept_in, datetime(2026, 11, 27, tzinfo=UTC)) as rejections:
        rejections.add(block, "notes.csv", "line", [Rejection(3, "units", "no number")])
    assert rejections.address == kept_in.address("loads/20261127T000000.000000.csv")
    listed = (kept_in.read("loads/20261127T000000.000000.csv") or b"").decode().splitlines()
    assert listed == ["table,source,place,column,cause", "notes,notes.csv,line 3,units,no number"]
    with Rejections(kept_in, datetime(2026, 11, 28, tzinfo=UTC)):
        pass
    assert len(kept_in.names("loads")) == 1, "a load without any leaves none"
