"""`make docs`: the models, their columns and their lineage as one page, which a browser opens without a network."""

import json
import tempfile
from datetime import datetime
from pathlib import Path

from perdiem import config
from perdiem.runs import Run
from perdiem.warehouse import dbt
from perdiem_local.home import folder
from perdiem_local.installation import Installation, Tell

# dbt's page is whole in itself; this is what keeps it so, whatever a later version would load.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:"
)


def build(installation: Installation, tell: Tell) -> Path:
    """Write the page in place of an earlier one, and return where it is. Raises DbtFailed.

    Types of columns come from the tables of the last night. Where there are none, all else is there, and it says so.
    """
    settings = config.load(installation.environment)
    today = datetime.now(settings.time_zone).date()
    # Not the folder that a night's dbt keeps its state in: one may be running.
    with tempfile.TemporaryDirectory() as name:
        state = Path(name)
        dbt.invoke(
            ["docs", "generate", "--static", "--write-json"],
            installation.connection_url("perdiem_warehouse"),
            Run("docs", today, settings.lookback_days, dry_run=True, today=today),
            state,
        )
        page = (state / "target" / "static_index.html").read_text(encoding="utf-8")
        catalog = json.loads((state / "target" / "catalog.json").read_text())
    if not any(key.startswith("model.") for key in catalog["nodes"]):
        tell("no night has run here: the page has no types of columns until `make run` and `make docs`")
    path = folder(installation.home, "docs") / "index.html"
    before, head, after = page.partition("<head>")
    unfinished = path.with_name(".index.html")
    unfinished.write_text(
        f'{before}{head}<meta http-equiv="Content-Security-Policy" content="{POLICY}">{after}', encoding="utf-8"
    )
    unfinished.replace(path)
    return path
