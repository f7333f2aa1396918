"""What a piece of work costs: seconds, processor time of the client and of the server, memory, and statements.

A thread looks at the processes of both sides every fifth of a second, and asks the server what it is doing. What falls
between two points of time, such as the start and the end of a task, is read off afterwards.
"""

from __future__ import annotations

import re
import threading
import time
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
import psycopg

SECONDS_BETWEEN = 0.2

_STATEMENTS = """
    select left(query, 4000)
    from pg_stat_activity
    where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()
"""
_MODEL = re.compile(r'"node_id": "(?:model|seed)\.perdiem\.(\w+)"')
_COMMENT = re.compile(r"/\*.*?\*/|--[^\n]*", re.DOTALL)


@dataclass(frozen=True)
class Cost:
    """wall: seconds. client_cpu, server_cpu: seconds of processor time. memory: peak resident bytes of the client."""

    wall: float
    client_cpu: float
    server_cpu: float
    memory: int


@dataclass(frozen=True)
class _Sample:
    client_cpu: float
    server_cpu: float
    memory: int


@dataclass
class Recording:
    """The samples of one piece of work, by the time of day, and how often each statement was seen at work."""

    times: list[float] = field(default_factory=list)
    samples: list[_Sample] = field(default_factory=list)
    statements: Counter[str] = field(default_factory=Counter)

    def between(self, start: float, end: float) -> Cost:
        """What the work cost from one time of day to another."""
        first, last = self._near(start), self._near(end)
        seen = self.samples[bisect_left(self.times, start) : bisect_right(self.times, end)] or [first]
        return Cost(
            wall=end - start,
            client_cpu=max(last.client_cpu - first.client_cpu, 0),
            server_cpu=max(last.server_cpu - first.server_cpu, 0),
            memory=max(sample.memory for sample in seen),
        )

    def _near(self, at: float) -> _Sample:
        """What had been used by then, in proportion between the two samples around it."""
        after = min(bisect_left(self.times, at), len(self.times) - 1)
        if after == 0 or self.times[after] <= at:
            return self.samples[after]
        share = (at - self.times[after - 1]) / (self.times[after] - self.times[after - 1])
        one, other = self.samples[after - 1], self.samples[after]
        return _Sample(
            one.client_cpu + share * (other.client_cpu - one.client_cpu),
            one.server_cpu + share * (other.server_cpu - one.server_cpu),
            one.memory,
        )


@contextmanager
def recording(client: psutil.Process, server: psutil.Process, server_url: str) -> Iterator[Recording]:
    """Record what two trees of processes use, for as long as the block. The user of the URL may see all statements."""
    found = Recording()
    is_over = threading.Event()
    with psycopg.connect(server_url, autocommit=True) as connection:
        thread = threading.Thread(target=_record, args=(found, client, server, connection, is_over))
        thread.start()
        try:
            yield found
        finally:
            is_over.set()
            thread.join()


def _record(
    found: Recording,
    client: psutil.Process,
    server: psutil.Process,
    connection: psycopg.Connection,
    is_over: threading.Event,
) -> None:
    while not is_over.wait(SECONDS_BETWEEN) or not found.times:
        client_cpu, memory = used(client)
        server_cpu, _ = used(server)
        if found.samples:  # of a process that has ended meanwhile its parent does not know yet, for a moment
            client_cpu = max(client_cpu, found.samples[-1].client_cpu)
            server_cpu = max(server_cpu, found.samples[-1].server_cpu)
        found.times.append(time.time())
        found.samples.append(_Sample(client_cpu, server_cpu, memory))
        found.statements.update({_name(query) for (query,) in connection.execute(_STATEMENTS)})


def used(process: psutil.Process) -> tuple[float, int]:
    """Processor time of a process and its children, those that ended included, and the memory of the largest."""
    seconds, memory = 0.0, 0
    with suppress(psutil.NoSuchProcess):
        for each in [process, *process.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                times = each.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
                memory = max(memory, each.memory_info().rss)
    return seconds, memory


def _name(query: str) -> str:
    """What a statement is called here: the model that dbt builds, else how it begins."""
    if found := _MODEL.search(query):
        return found[1]
    return " ".join(_COMMENT.sub(" ", query).split())[:60]
