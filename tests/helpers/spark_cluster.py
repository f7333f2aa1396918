"""A Spark standalone cluster for tests: a master and workers, all on loopback, each in a session of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perdiem.config import PROJECT_ROOT

SPARK_CLASS = PROJECT_ROOT / ".venv-spark/lib/python3.11/site-packages/pyspark/bin/spark-class"
STARTS_WITHIN_SECONDS = 300  # a machine that is busy takes a minute for a Java process


@dataclass
class Cluster:
    """A master's address, and its workers' processes."""

    url: str
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def kill_worker(self, number: int) -> None:
        """End a worker and the executors that it has started, as the loss of its machine does."""
        killed(self.workers[number])

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster of workers with a core and a gigabyte each; in the end all that it started is ended."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Cluster(f"spark://127.0.0.1:{port}", folder)
    processes = []
    try:
        master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
        processes.append(_started(folder, "master", master))
        _wait_for(made, "master", "I have been elected leader", processes)
        for number in range(workers):
            options = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            name = f"worker{number}"
            worker = _started(folder, name, ["worker.Worker", *options, "--work-dir", str(folder / name), made.url])
            made.workers.append(worker)
            processes.append(worker)
        for number in range(workers):
            _wait_for(made, f"worker{number}", "Successfully registered with master", processes)
        yield made
    finally:
        for process in processes:
            killed(process)


def killed(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with its session, if it still runs: no other process can have its id before it is waited for."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _started(folder: Path, name: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    with open(folder / f"{name}.log", "wb") as log:
        return subprocess.Popen(
            [str(SPARK_CLASS), f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]],
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith("SPARK_")},
                "SPARK_LOCAL_IP": "127.0.0.1",  # its pages, which cannot be switched off, listen there too
                "SPARK_MASTER_OPTS": "-Dspark.master.rest.enabled=false",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait_for(made: Cluster, name: str, text: str, processes: list[subprocess.Popen[bytes]]) -> None:
    give_up_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while text not in made.log(name):
        assert all(process.poll() is None for process in processes), f"Spark's {name} ended: {made.log(name)[-2000:]}"
        assert time.monotonic() < give_up_at, f"Spark's {name} does not start: {made.log(name)[-2000:]}"
        time.sleep(0.2)
