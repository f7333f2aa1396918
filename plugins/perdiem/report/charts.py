"""Charts as SVG, drawn by pygal: they need no script, and take their colours from style.css, light or dark.

Each stands beside a table of the same numbers, which is what a screen reader reads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Protocol
from xml.etree.ElementTree import Element

import pygal
from markupsafe import Markup
from pygal.etree import etree
from pygal.style import Style

from perdiem.report.figures import Night
from perdiem.report.run_days import AGES

# pygal would take lxml where an Airflow happens to have it, and its elements are of another type.
etree.to_etree()

# How far the chart of authorizations goes: beyond the one that lasts longest, and at all.
DAYS_SHOWN_BEYOND = 28
MOST_DAYS_SHOWN = 91

_STYLE: Mapping[str, Any] = {
    "background": "transparent",
    "plot_background": "transparent",
    "foreground": "var(--text)",
    "foreground_strong": "var(--text)",
    "foreground_subtle": "var(--line)",
    "opacity": "1",
    "opacity_hover": ".8",
    "font_family": "inherit",
    "transition": "0s",
    "label_font_size": 13,
    "major_label_font_size": 13,
    "legend_font_size": 14,
}


class Lasting(Protocol):
    """An authorization as the chart needs it."""

    @property
    def authorization_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def lasts_until(self) -> date: ...
    @property
    def end_date(self) -> date: ...


def nights(nights: Sequence[Night]) -> Markup:
    """Notes written and days blocked by run date; a date without a run, or without a number, is a gap."""
    by_date = {night.run_date: night for night in nights}
    span = (nights[-1].run_date - nights[0].run_date).days + 1
    dates = [nights[0].run_date + timedelta(days=days) for days in range(span)]
    chart = _chart(pygal.Bar, ["billed", "blocked"], height=280)
    chart.x_labels = [day.isoformat() for day in dates]
    chart.x_labels_major = [day.isoformat() for day in dates if (dates[-1] - day).days % 7 == 0]
    chart.show_minor_x_labels = len(dates) <= 8  # there is no room for more
    found = [by_date.get(day) for day in dates]
    chart.add("Notes written", [night and night.written for night in found])
    chart.add("Days blocked", [night and night.blocked for night in found])
    return _svg(chart)


def blocked(ages: Mapping[str, Mapping[str, int]]) -> Markup:
    """Days to look at by first reason, and by age in days at the run date."""
    chart = _chart(pygal.HorizontalStackedBar, ["age-1", "age-2", "age-3"], height=80 + 30 * len(ages))
    from_below = list(ages.items())[::-1]
    chart.x_labels = [reason.replace("_", " ") for reason, _ in from_below]
    for age in AGES:
        chart.add(f"{age} days", [counts.get(age, 0) for _, counts in from_below])
    return _svg(chart)


def lasting(authorizations: Sequence[Lasting], today: date) -> Markup:
    """Until when each authorization lasts from today on, and when it ends by its dates; the first is on top."""
    chart = _chart(pygal.HorizontalStackedBar, ["billed", "below_threshold"], height=110 + 26 * len(authorizations))
    chart.margin_right = 40  # for half of the last date
    found = authorizations[::-1]
    # The last day counts. One that lasts for years would leave the others no room.
    lasts = [0 if each.state == "used_up" else (each.lasts_until - today).days + 1 for each in found]
    last_shown = min(max(lasts) + DAYS_SHOWN_BEYOND, MOST_DAYS_SHOWN)
    lasts = [min(days, last_shown) for days in lasts]
    ends = [min((each.end_date - today).days + 1, last_shown) for each in found]
    chart.x_labels = [each.authorization_id for each in found]
    chart.y_labels = range(0, max(ends) + 7, 7)
    chart.value_formatter = lambda days: (today + timedelta(days=days)).isoformat()
    chart.add("Lasts until", [_until(days, each.lasts_until) for days, each in zip(lasts, found, strict=True)])
    rest = [end - last for end, last in zip(ends, lasts, strict=True)]
    without_units = "Then authorized, without units, until"
    chart.add(without_units, [_until(days, each.end_date) for days, each in zip(rest, found, strict=True)])
    chart.margin_top = 30  # for the dates
    chart.add_xml_filter(_with_dates_on_top)
    return _svg(chart)


def _until(days: int, last_day: date) -> Mapping[str, Any]:
    return {"value": days, "formatter": lambda _: last_day.isoformat()}


def _chart(kind: type[pygal.graph.graph.Graph], colours: Sequence[str], height: int) -> Any:
    names = tuple(f"var(--{colour})" for colour in colours)
    chart = kind(
        style=Style(colors=names, value_colors=names, **_STYLE),
        js=[],
        width=1100,
        height=height,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(colours),
        legend_box_size=12,
        margin=4,
        value_formatter=lambda value: f"{value:,.0f}",
        truncate_label=-1,
        disable_xml_declaration=True,
    )
    chart.add_xml_filter(_without_scripts_and_ids)
    return chart


def _without_scripts_and_ids(svg: Element) -> Element:
    """Tooltips would need both. The pages allow no script, and the ids of two charts of a page would be the same."""
    for element in list(svg.iter()):
        for script in element.findall("script"):
            element.remove(script)
        if element is not svg:
            element.attrib.pop("id", None)
    return svg


def _with_dates_on_top(svg: Element) -> Element:
    """pygal writes them below the last bar, which may be far down."""
    for guides in svg.iterfind(".//g[@class='axis x always_show']/g[@class='guides']"):
        date_below = guides.find("text")
        if date_below is not None:
            guides.append(Element("text", {**date_below.attrib, "y": "-8"}))
            guides[-1].text = date_below.text
    return svg


def _svg(chart: Any) -> Markup:
    # pygal escapes every text that it is given.
    return Markup(chart.render(is_unicode=True))
