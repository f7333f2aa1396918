"""What the data team is told reaches a chat as well, where Airflow's provider for Apprise is installed."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from perdiem import tasks
from perdiem.mail.transport import MailError

pytest.importorskip("airflow.providers.apprise", reason="apache-airflow-providers-apprise is not installed")


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, str]]]:
    """What a service on loopback that Apprise posts to was sent."""
    posted: list[dict[str, str]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Service) as server:
        threading.Thread(target=server.serve_forever).start()
        extra = {"config": {"path": f"json://127.0.0.1:{server.server_port}/"}}
        monkeypatch.setenv("AIRFLOW_CONN_A_CHAT", json.dumps({"conn_type": "apprise", "extra": extra}))
        monkeypatch.setenv("PERDIEM_CHAT_CONNECTION", "a_chat")
        yield posted
        server.shutdown()


def fail() -> None:
    """Have Airflow call what is to be called of a task that failed."""
    task, dag = SimpleNamespace(task_id="decide"), SimpleNamespace(dag_id="per_diem_billing")
    tasks.report_failure({"run_id": "a run", "task_instance": task, "dag": dag, "exception": MailError("a reason")})


@pytest.mark.parametrize("has_mail", [True, False], ids=["beside the mail", "though the mail server is down"])
def test_a_run_that_failed_is_told_to_the_chat(
    airflow_connections: None,
    perdiem_home: Path,
    chat: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    has_mail: bool,
) -> None:
    if not has_mail:
        monkeypatch.setenv("AIRFLOW_CONN_PERDIEM_SMTP", "smtp://127.0.0.1:1")
    fail()
    [posted] = chat
    assert posted["title"] == "Per-diem billing: a run failed"
    assert "MailError: a reason" in posted["message"]
    assert "/dags/per_diem_billing/runs/a%20run/tasks/decide" in posted["message"]
    assert len(list((perdiem_home / "outbox").glob("*.eml"))) == has_mail
