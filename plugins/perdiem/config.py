"""The configuration of the pipeline, read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

PROJECT_ROOT = Path(__file__).resolve().parents[2]
DBT_PROJECT = PROJECT_ROOT / "dbt_project"
EXPECTATIONS = PROJECT_ROOT / "expectations"
SQL = Path(__file__).resolve().parent / "sql"

DAG_ID = "per_diem_billing"
PLAN_DAG_ID = "per_diem_set_up_plan"
# Where the API server has the page "Per-diem billing", and where its UI shows that within its own frame.
PAGE = "/per-diem-billing"
FRAMED_PAGE = f"/plugin/per-diem-billing{PAGE}"

# What 42 CFR Part 2, on records of treatment for substance use, asks to go along with records that are passed on.
REDISCLOSURE_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."

SAMPLE_MARK = "perdiem sample clinic"  # the comment on schema ehr that tells the sample from an EHR of somebody's own

FIRST_RUN_DATE = date(1900, 1, 1)
LONGEST_LOOKBACK_DAYS = 36_500


class ConfigError(Exception):
    """An environment variable that cannot be used; the message names it, its value and what is expected."""


@dataclass(frozen=True)
class Config:
    """What may differ from one installation to the next. The rest are settings of the EHR and parameters of a run."""

    home: Path
    store: str  # where reports, messages kept as files and lists are left: an absolute path, or a URL
    time_zone: ZoneInfo
    run_hour: int
    published_by: int | None  # the hour after which a night that has not published is late
    lookback_days: int
    reminder_days: int
    week_starts_on: str  # sunday or monday
    retries: int
    data_quality_recipients: tuple[str, ...]
    mail_from: str
    changes_need_approval: bool  # a change of the set-up is applied by another person than proposed it
    is_setup_read_only: bool  # the EHR alone changes the set-up
    replica_wait_seconds: int  # how long a run waits for the warehouse to hold what it wrote to the EHR
    chat_connection: str  # the Airflow connection of a chat that is told what the data team is; empty for none
    load_from: str  # the folder, workbook or URL that each night loads first; empty for none
    load_map: Path | None  # which of its columns are which of the contract's; None where the names are the same
    hands_over_files: bool  # the EHR takes what a night wrote as files, and schema ehr is the pipeline's copy of it
    export_folder: Path  # where those are left, and where the EHR's answers are found
    keep_logs_days: int  # how long logs, the outbox and lists of loads are kept; 0 of these three: for good
    keep_runs_days: int  # what each run found in detail, its report and its messages
    keep_decisions_days: int  # how the decisions of a service date came about
    engine_folder: Path  # where what goes to another engine that builds the history, and comes from it, lies meanwhile
    spark_master: str  # the cluster that builds it, spark://host:7077; local[*] for this machine
    engine_memory_mb: int  # what another engine that builds the history may take of memory; the rest it puts on disk

    @property
    def hours_to_publish(self) -> int | None:
        """The hours from a night's beginning to that after which it is late, up to a day; None where none is set."""
        return None if self.published_by is None else (self.published_by - self.run_hour - 1) % 24 + 1


def load(environment: Mapping[str, str] = os.environ) -> Config:
    """Read the configuration. Raises ConfigError for a value that cannot be used."""
    recipients = environment.get("PERDIEM_DATA_QUALITY_RECIPIENTS", "data-quality@localhost")
    home = Path(environment.get("PERDIEM_HOME") or PROJECT_ROOT / ".perdiem").resolve()
    lookback_days = _integer(environment, "PERDIEM_LOOKBACK_DAYS", default=90, lowest=0, highest=LONGEST_LOOKBACK_DAYS)
    return Config(
        home=home,
        store=_store(environment) or str(home),
        time_zone=_time_zone(environment),
        run_hour=_integer(environment, "PERDIEM_RUN_HOUR", default=0, lowest=0, highest=23),
        published_by=(
            _integer(environment, "PERDIEM_PUBLISHED_BY", default=0, lowest=0, highest=23)
            if environment.get("PERDIEM_PUBLISHED_BY")
            else None
        ),
        lookback_days=lookback_days,
        reminder_days=_integer(environment, "PERDIEM_REMINDER_DAYS", default=7, lowest=1, highest=36_500),
        week_starts_on=_week_starts_on(environment),
        retries=_integer(environment, "PERDIEM_RETRIES", default=2, lowest=0, highest=10),
        data_quality_recipients=tuple(address.strip() for address in recipients.split(",") if address.strip()),
        mail_from=environment.get("PERDIEM_MAIL_FROM") or "perdiem@localhost",
        changes_need_approval=_is_set(environment, "PERDIEM_CHANGES_NEED_APPROVAL"),
        is_setup_read_only=_is_set(environment, "PERDIEM_SETUP_READ_ONLY"),
        replica_wait_seconds=_integer(
            environment, "PERDIEM_REPLICA_WAIT_SECONDS", default=300, lowest=1, highest=86_400
        ),
        chat_connection=environment.get("PERDIEM_CHAT_CONNECTION", ""),
        load_from=_load_from(environment),
        load_map=_load_map(environment),
        hands_over_files=_hands_over_files(environment),
        export_folder=_export_folder(environment, _store(environment)) or home / "exports",
        keep_logs_days=_days_kept(environment, "PERDIEM_KEEP_LOGS_DAYS", default=90, lowest=7),
        keep_runs_days=_days_kept(environment, "PERDIEM_KEEP_RUNS_DAYS", default=180, lowest=35),
        # A claim may be questioned for ten years. What is looked at every night is compared with its last decision.
        keep_decisions_days=_days_kept(
            environment, "PERDIEM_KEEP_DECISIONS_DAYS", default=3653, lowest=max(365, lookback_days + 1)
        ),
        engine_folder=Path(environment.get("PERDIEM_ENGINE_FOLDER") or home).resolve() / "engines",
        spark_master=environment.get("PERDIEM_SPARK_MASTER") or "local[*]",
        engine_memory_mb=_integer(environment, "PERDIEM_ENGINE_MEMORY_MB", default=2048, lowest=256, highest=1_048_576),
    )


def page_address() -> str:
    """The URL of the page as people open it in Airflow's UI, with no slash at its end."""
    return _ui_address() + FRAMED_PAGE


def task_address(run_id: str, task_id: str | None) -> str:
    """The URL of a task of a run in Airflow's UI, where its log is; without a task, that of the run."""
    of_run = f"{_ui_address()}/dags/{DAG_ID}/runs/{quote(run_id, safe='')}"
    return f"{of_run}/tasks/{task_id}" if task_id else of_run


def _ui_address() -> str:
    from airflow.configuration import conf

    return str(conf.get("api", "base_url", fallback="http://localhost:8080")).rstrip("/")


def _time_zone(environment: Mapping[str, str]) -> ZoneInfo:
    name = environment.get("PERDIEM_TIME_ZONE") or "America/New_York"
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            f"PERDIEM_TIME_ZONE is {name!r}: expected an IANA time zone such as America/New_York"
        ) from error


def _week_starts_on(environment: Mapping[str, str]) -> str:
    day = environment.get("PERDIEM_WEEK_STARTS_ON") or "sunday"
    if day not in ("sunday", "monday"):
        raise ConfigError(f"PERDIEM_WEEK_STARTS_ON is {day!r}: expected sunday or monday")
    return day


def _store(environment: Mapping[str, str]) -> str:
    given = environment.get("PERDIEM_STORE", "")
    if given.startswith("file:///"):
        return unquote(given.removeprefix("file://"))
    if "://" in given:
        if urlsplit(given).password:  # addresses are shown
            raise ConfigError("PERDIEM_STORE holds a password: expected a URL without one, and it in the environment")
    elif given and not Path(given).is_absolute():
        raise ConfigError(
            f"PERDIEM_STORE is {given!r}: expected an absolute path, or a URL such as s3://bucket/perdiem"
        )
    return given


def _load_from(environment: Mapping[str, str]) -> str:
    given = environment.get("PERDIEM_LOAD_FROM", "")
    # Tasks run in whatever folder Airflow is in. A URL is not quoted: it may hold a password.
    if given and "://" not in given and not Path(given).is_absolute():
        raise ConfigError(f"PERDIEM_LOAD_FROM is {given!r}: expected an absolute path, or a URL")
    return given


def _load_map(environment: Mapping[str, str]) -> Path | None:
    given = environment.get("PERDIEM_LOAD_MAP", "")
    if given and not Path(given).is_absolute():
        raise ConfigError(f"PERDIEM_LOAD_MAP is {given!r}: expected an absolute path")
    if given and not environment.get("PERDIEM_LOAD_FROM"):
        raise ConfigError(f"PERDIEM_LOAD_MAP is {given!r}: expected PERDIEM_LOAD_FROM beside it")
    return Path(given) if given else None


def _hands_over_files(environment: Mapping[str, str]) -> bool:
    text = environment.get("PERDIEM_WRITE_BACK") or "database"
    if text not in ("database", "files"):
        raise ConfigError(f"PERDIEM_WRITE_BACK is {text!r}: expected database or files")
    return text == "files"


def _export_folder(environment: Mapping[str, str], store: str) -> Path | None:
    """The folder that is named, else that of a store which is a folder."""
    given = environment.get("PERDIEM_EXPORT_FOLDER", "")
    if given and not Path(given).is_absolute():
        raise ConfigError(f"PERDIEM_EXPORT_FOLDER is {given!r}: expected an absolute path")
    if given and not _hands_over_files(environment):
        raise ConfigError(f"PERDIEM_EXPORT_FOLDER is {given!r}: expected PERDIEM_WRITE_BACK=files beside it")
    if not given and "://" in store and _hands_over_files(environment):
        # A batch appears whole by the renaming of its folder, which a store of objects has not.
        raise ConfigError(
            "PERDIEM_STORE is a URL: expected PERDIEM_EXPORT_FOLDER beside it, a folder for PERDIEM_WRITE_BACK"
        )
    return Path(given) if given else Path(store) / "exports" if store else None


def _is_set(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name) or "0"
    if text not in ("0", "1"):
        raise ConfigError(f"{name} is {text!r}: expected 1 or 0")
    return text == "1"


def _days_kept(environment: Mapping[str, str], name: str, default: int, lowest: int) -> int:
    text = environment.get(name) or str(default)
    longest = 36_500
    if not text.strip().isdecimal() or (int(text) != 0 and not lowest <= int(text) <= longest):
        raise ConfigError(f"{name} is {text!r}: expected a whole number from {lowest} to {longest}, or 0 to keep all")
    return int(text)


def _integer(environment: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = environment.get(name) or str(default)
    if not text.strip().isdecimal() or not lowest <= int(text) <= highest:
        raise ConfigError(f"{name} is {text!r}: expected a whole number from {lowest} to {highest}")
    return int(text)
