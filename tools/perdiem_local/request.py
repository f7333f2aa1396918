"""What `make run` is asked for."""

import re
from dataclasses import dataclass
from datetime import date

from perdiem.config import FIRST_RUN_DATE, LONGEST_LOOKBACK_DAYS
from perdiem.runs import ENGINES


class BadRequest(Exception):
    """An argument that cannot be used; the message names it, its value and what is expected."""


@dataclass(frozen=True)
class Request:
    """A run of the night; None: as the DAG has it by default."""

    run_date: date | None
    lookback_days: int | None
    dry_run: bool
    refresh_history: bool
    decide_all: bool
    engine: str

    def conf(self) -> dict[str, object]:
        """As params of the DAG."""
        conf: dict[str, object] = {
            "dry_run": self.dry_run,
            "refresh_history": self.refresh_history,
            "decide_all": self.decide_all,
            "engine": self.engine,
        }
        if self.run_date:
            conf["run_date"] = self.run_date.isoformat()
        if self.lookback_days is not None:
            conf["lookback_days"] = self.lookback_days
        return conf


def parse(run_date: str, lookback_days: str, dry_run: str, refresh_history: str, full: str, engine: str) -> Request:
    """Read the arguments as typed, empty where not given. Raises BadRequest naming the value and what is expected."""
    return Request(
        _run_date(run_date),
        _lookback_days(lookback_days),
        is_set("DRY_RUN", dry_run, "a dry run"),
        is_set("REFRESH_HISTORY", refresh_history, "billing items of the whole history"),
        is_set("FULL", full, "a night that decides what did not change as well"),
        _engine(engine),
    )


def _run_date(text: str) -> date | None:
    if not text:
        return None
    try:
        value = date.fromisoformat(text)
    except ValueError:
        value = date.min
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text) or value < FIRST_RUN_DATE:
        raise BadRequest(f"RUN_DATE is {text!r}: expected a date from {FIRST_RUN_DATE} on, as in 2016-08-02")
    return value


def _lookback_days(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LONGEST_LOOKBACK_DAYS:
        raise BadRequest(f"LOOKBACK_DAYS is {text!r}: expected a whole number from 0 to {LONGEST_LOOKBACK_DAYS}")
    return int(text)


def _engine(text: str) -> str:
    engine = text or ENGINES[0]
    if engine not in ENGINES:
        raise BadRequest(f"ENGINE is {text!r}: expected {' or '.join(ENGINES)}")
    return engine


def is_set(name: str, text: str, meaning: str) -> bool:
    """Whether a switch is on. Raises BadRequest."""
    if text not in ("", "0", "1"):
        raise BadRequest(f"{name} is {text!r}: expected 1 for {meaning}, or 0")
    return text == "1"
