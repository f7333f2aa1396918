"""How long each view of the page takes, with each of its filters: python -m bench.pages, in a home's environment.

The application answers in this process, to somebody who may see it. Which filters a view has, and which values they
take, is read off its own forms and links. Prints JSON: milliseconds by view and filter.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from perdiem.page.access import Biller, may_see, who_looks
from perdiem.page.app import application

TIMES = 3  # each, after one that nobody counts
DAYS_ASKED_ABOUT = 10


class Choices(HTMLParser):
    """The values that the forms of a view offer, by field, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, set[str]] = defaultdict(set)
        self.links: list[str] = []
        self._field = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        if tag == "select":
            self._field = values.get("name") or ""
        elif tag == "option" and self._field and values.get("value"):
            self.fields[self._field].add(values["value"] or "")
        elif tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")


def time_views() -> dict[str, list[float]]:
    """Milliseconds by view and filter, such as "/audit payer"."""
    found: dict[str, list[float]] = {}
    application.dependency_overrides[may_see] = lambda: None
    application.dependency_overrides[who_looks] = lambda: Biller("biller", may_work=True, may_set_up=True)
    with TestClient(application) as page:
        for view in _views():
            html, found[view] = _ask(page, view, {})
            choices = Choices(html)
            for field, values in choices.fields.items():
                found[f"{view} {field}"] = [
                    took for value in sorted(values) for took in _ask(page, view, {field: value})[1]
                ]
            # what is not chosen in a form: orders, other pages of a list, and the days that it leads to
            linked = [dict(parse_qsl(urlsplit(link).query)) for link in choices.links]
            for field in ("sort", "page"):
                values = {query[field] for query in linked if field in query}
                if values:
                    found[f"{view} {field}"] = [
                        took for value in sorted(values) for took in _ask(page, view, {field: value})[1]
                    ]
            days = [urlsplit(link).path for link in choices.links if "/why/" in urlsplit(link).path]
            for day in sorted(set(days))[:DAYS_ASKED_ABOUT]:
                found.setdefault("/why of a day", []).extend(_ask(page, day[day.index("/why/") :], {})[1])
    return {name: times for name, times in found.items() if times}


def _views() -> list[str]:
    """Every view that can be asked for as it stands: no file, and nothing that needs to be told of which day."""
    paths = [route.path for route in application.routes if isinstance(route, APIRoute) and "GET" in route.methods]
    return [path for path in paths if not set("{.") & set(path)]


def _ask(page: TestClient, path: str, query: dict[str, str]) -> tuple[str, list[float]]:
    """What a view shows, and how long it took each time. A view that fails is not timed but told."""
    times = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        answer = page.get(path, params=query)
        times.append((time.perf_counter() - start) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{path} {query} answers {answer.status_code}")
    return answer.text, times[1:]


if __name__ == "__main__":
    print(json.dumps(time_views()))
