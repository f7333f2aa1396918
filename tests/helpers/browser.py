"""A real browser, signed in to Airflow's UI, and what stands in somebody's way on a page."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Frame, FrameLocator, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SCREENSHOTS = os.environ.get("PERDIEM_SCREENSHOTS")
DESKTOP, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
INSIDE = "/plugin/per-diem-billing"
PATIENCE = 30_000  # milliseconds: a machine that is busy with other things is no failure
# WCAG 2.2 up to AA, and what axe-core's authors advise beyond it.
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What is too small to be hit with a finger; a link within a sentence is as high as its line.
SMALL_TARGETS = """
    () => [...document.querySelectorAll("a, button, input, select, summary")]
        .filter(one => one.checkVisibility() && !one.matches(".skip, p > a:not([download])"))
        .filter(one => Math.min(one.getBoundingClientRect().width, one.getBoundingClientRect().height) < 24)
        .map(one => one.outerHTML)
"""


@dataclass
class Ui:
    """Airflow's UI in a browser, and what the browser complained of."""

    url: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def open(self, path: str = "") -> FrameLocator:
        """Go to a view of the page, in the UI around it."""
        self.page.goto(f"{self.url}{INSIDE}/per-diem-billing/{path}")
        return self.frame

    def open_alone(self, path: str) -> Page:
        """Go to a view without the UI around it, which takes seconds to draw."""
        self.page.goto(f"{self.url}/per-diem-billing/{path}")
        return self.page

    @property
    def frame(self) -> FrameLocator:
        """The page itself."""
        return self.page.frame_locator("iframe[title='Per-diem billing']")

    def picture(self, name: str) -> None:
        """Keep what is seen."""
        if SCREENSHOTS:
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png", animations="disabled")


def obstacles(page: Page | Frame) -> list[str]:
    """What axe-core finds on a page, and targets that are too small."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] + page.evaluate(SMALL_TARGETS)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--disable-dev-shm-usage", "--disable-gpu", *sandbox]
        )
        yield browser
        browser.close()


def signed_in(browser: Browser, url: str, user: str, password: str) -> Ui:
    """Airflow's UI for a user, from its own form on; complaints and hosts are of what comes after."""
    context = browser.new_context(viewport=DESKTOP, accept_downloads=True, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    page = context.new_page()
    ui = Ui(url, context, page)
    page.goto(f"{url}{INSIDE}")
    expect(page).to_have_url(re.compile("/auth/login"))
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/auth/login"))
    page.on("console", lambda message: message.type == "error" and ui.complaints.append(message.text))
    page.on("pageerror", lambda error: ui.complaints.append(str(error)))
    page.on("request", lambda request: ui.hosts.add(request.url.split("/")[2]) if "//" in request.url else None)
    return ui
