"""HTML from templates/, of the reports and of the page in Airflow's UI. Every value ends as text, whatever it holds."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).resolve().parent / "templates"


def render(template: str, **values: Any) -> str:
    """A template of templates/ as HTML."""
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> jinja2.Environment:
    import jinja2

    from perdiem.alerts.reasons import IN_SHORT, WHAT_TO_DO
    from perdiem.report import charts
    from perdiem.report.run_days import AGES
    from perdiem.report.run_facts import MOST_ROWS_LISTED
    from perdiem.report.statuses import MEANINGS, known_first
    from perdiem.report.summary import FINDING_SEVERITIES
    from perdiem.task_guide import GUIDE

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "count": "{:,}".format,
        "money": "${:,.2f}".format,
        "number": lambda value: f"{value.normalize():f}",
        "words": lambda name: name.replace("_", " "),
        "sql": lambda text: "'" + text.replace("'", "''") + "'",
    }
    environment.globals |= {
        "charts": charts,
        "what_to_do": WHAT_TO_DO,
        "in_short": IN_SHORT,
        "status_meanings": MEANINGS,
        "known_first": known_first,
        "guide": GUIDE,
        "age_groups": AGES,
        "finding_severities": FINDING_SEVERITIES,
        "most_rows": MOST_ROWS_LISTED,
    }
    return environment
