"""The page in Airflow's UI, for somebody who is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi.testclient import TestClient

from perdiem.page.access import Biller, may_see, who_looks
from perdiem.page.app import application

BILLER = "biller-ann"


@contextmanager
def signed_in(*, may_work: bool = True, may_set_up: bool = False) -> Iterator[TestClient]:
    """The page for a biller who may see it; what they send comes from its own forms. Errors are answers."""
    application.dependency_overrides[may_see] = lambda: None
    application.dependency_overrides[who_looks] = lambda: Biller(BILLER, may_work, may_set_up)
    with TestClient(application, raise_server_exceptions=False, headers={"Origin": "http://testserver"}) as page:
        yield page
    application.dependency_overrides.clear()
