"""Where nights of this process run: the databases that they find, and states that tests go on from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from helpers.databases import connect_nights, copied, new_database


@dataclass(frozen=True)
class Place:
    """A server, the home that it runs in if it is the tests' own, and what databases are copied from and called."""

    server_url: str
    server_home: Path | None
    ehr_template: str
    database_name: str

    @contextmanager
    def database(self, home: Path, template: str | None = None) -> Iterator[str]:
        """The URL of a database with the empty EHR tables, or a copy of `template`; nights find it, and a home."""
        with (
            new_database(self.server_url, self.database_name, template or self.ehr_template) as url,
            pytest.MonkeyPatch.context() as environment,
        ):
            environment.setenv("PERDIEM_HOME", str(home))
            connect_nights(environment, url, self.server_home)
            yield url

    @contextmanager
    def kept(self, home: Path, work: Callable[[psycopg.Connection], object]) -> Iterator[str]:
        """The name of a copy of the database in which `work` was done, such as a night: tests go on from there."""
        with ExitStack() as copy:
            with self.database(home) as url:
                with psycopg.connect(url, autocommit=True) as ehr:
                    work(ehr)
                name = copy.enter_context(copied(self.server_url, self.database_name))
            yield name
