"""What people are told of each task: in Airflow's UI, and in the report of a run that failed in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class TaskGuide:
    """One task, in the words of its readers. `left_behind` is said of a run that may write and failed in this task."""

    name: str
    does: str
    reads: str
    writes: str
    left_behind: str
    likely_cause: str
    what_to_do: str

    def markdown(self) -> str:
        """All of it, as Airflow shows it beside the task."""
        return "\n".join(
            [
                f"{self.does}\n",
                f"- **Reads** {self.reads}",
                f"- **Writes** {self.writes}",
                f"- **If it fails** {self.left_behind}",
                f"- **Likely cause** {self.likely_cause}",
                f"- **What to do** {self.what_to_do}",
            ]
        )


NOTHING_DONE = "Nothing was decided or written. What earlier runs wrote and published stays."
TELLING_DUE = "All is written and published. Messages that were not accepted stay due."
SEE_THE_ROWS = "The task's log names each failed check, its rows and what to do. "

# Tasks where a load is configured, and where the EHR takes files; none otherwise.
LOAD_SOURCE, TAKE_ANSWERS, HAND_OVER = "load_source", "take_answers", "hand_over"

# In the order of the night.
GUIDE: Mapping[str, TaskGuide] = MappingProxyType(
    {
        "plan_run": TaskGuide(
            name="Plan the night",
            does="Works out the run date and the window of service dates, once for all tasks.",
            reads="the run's params; without a run date the night that it is scheduled for, else today",
            writes="`quality.runs`; the pipeline's own tables where they are missing",
            left_behind=NOTHING_DONE,
            likely_cause="a param or `PERDIEM_*` value that cannot be used; warehouse down; no right to make schemas",
            what_to_do="The error names it. Mend it and run again.",
        ),
        TAKE_ANSWERS: TaskGuide(
            name="Take the EHR's answers",
            does="Enters what the EHR answered to the notes and invoices that were handed over as files.",
            reads="CSV files in `answers/` of `PERDIEM_EXPORT_FOLDER`; `quality.handed_over`",
            writes="`quality.handed_over`, `quality.answer_files`; files go to `answers/taken/`, a list of rows that "
            "cannot be used to `answers/refused/`; a dry run nothing",
            left_behind="Nothing was loaded, decided or written. Files that were not taken are where they were.",
            likely_cause="folder away or not to be written, disk full, warehouse down",
            what_to_do="Mend it and run again: an answer taken twice changes nothing.",
        ),
        LOAD_SOURCE: TaskGuide(
            name="Load the clinic's own data",
            does="Brings schema `ehr` to what the source of `PERDIEM_LOAD_FROM` holds, in one transaction.",
            reads="files or another database, by `PERDIEM_LOAD_FROM` and `PERDIEM_LOAD_MAP`",
            writes="schema `ehr`, but nothing that the pipeline wrote; `quality.load_marks`; rows that do not fit in "
            "`loads/` of the store; a dry run nothing",
            left_behind="Nothing was loaded, decided or written. What earlier runs wrote and published stays.",
            likely_cause="source away, a file or column gone or renamed, a mapping that does not fit it",
            what_to_do="The error names it; `make load-check` reads no row. Mend it and run again.",
        ),
        "check_source": TaskGuide(
            name="Gate: what came from the EHR",
            does="Stops the run where a table, a column, the unique index or every note of the window is missing, or "
            "where the warehouse lags behind the EHR.",
            reads="schema `ehr`, by `expectations/ehr_source.yml` and `expectations/ehr_setup.yml`",
            writes="`quality.check_results`",
            left_behind=NOTHING_DONE,
            likely_cause="source not filled, column dropped, right withdrawn, run date mistyped; a replica that lags "
            "(`WarehouseLags`)",
            what_to_do=SEE_THE_ROWS + "Restore the table, column, right, index or replication, and run again.",
        ),
        "give_back_voided": TaskGuide(
            name="Give back voided units",
            does="Gives back to authorizations what voided per-diem notes took, and voids their invoices.",
            reads="`ehr.notes`, `ehr.authorization_usage`",
            writes="`ehr.authorization_usage`, `ehr.authorizations` (units used), `ehr.invoices`; a dry run nothing",
            left_behind=NOTHING_DONE,
            likely_cause="EHR down, or right withdrawn; a replica that lags (`WarehouseLags`)",
            what_to_do="Mend it and run again.",
        ),
        "decide": TaskGuide(
            name="Decide each due day",
            does="Counts units, compares them with the threshold, finds an authorization or why there is none (dbt).",
            reads="schema `ehr`",
            writes="schemas `staging` and `intermediate`; `quality.quarantined_rows`",
            left_behind="Nothing was written. What voided notes held has been given back.",
            likely_cause="warehouse out of space or memory; a model that fails",
            what_to_do="The error names the model. Mend it and run again.",
        ),
        "check_decisions": TaskGuide(
            name="Gate: what is about to be written",
            does="Stops the run before anything is written that may not be billed.",
            reads="schema `intermediate`, by `expectations/billable_days.yml`",
            writes="`quality.check_results`",
            left_behind="Days were decided, and none was written. What earlier runs wrote and published stays.",
            likely_cause="a day was decided that must not be written: a defect of the decision, or a setting",
            what_to_do=SEE_THE_ROWS + "Keep schema `intermediate` as it is, and report the rows.",
        ),
        "write_back": TaskGuide(
            name="Write notes, usage and invoices",
            does="Shares out units of authorizations, and writes each pending day into the EHR, in one transaction.",
            reads="the pending days of schema `intermediate`; `ehr.authorizations`, `ehr.notes`",
            writes="`ehr.notes`, `ehr.authorization_usage`, `ehr.authorizations` (units used), `ehr.invoices`; "
            "`quality.settled_days` and the audit trail; a dry run only what it would write",
            left_behind="The write-back is one transaction: what it writes is there as a whole, or not at all.",
            likely_cause="EHR down, right withdrawn, a trigger of the EHR's that drops rows (`WriteBackMismatch`)",
            what_to_do="Mend it and run again.",
        ),
        "publish": TaskGuide(
            name="Publish the marts",
            does="Decides again on what the EHR now holds, and builds the marts (dbt).",
            reads="schema `ehr`; units of schema `intermediate`, which are counted once a night",
            writes="schema `marts`; the audit trail and `quality.run_figures`",
            left_behind="What was to be written stands in the EHR; the published tables do not show it yet.",
            likely_cause="warehouse out of space or memory; a model that fails; a replica that lags (`WarehouseLags`)",
            what_to_do="Mend it and run again: the days are `billed` in the EHR already.",
        ),
        "check_published": TaskGuide(
            name="Gate: what was written and published",
            does="Proves that each written day has one note, one usage and one invoice, and that units add up.",
            reads="schemas `ehr`, `intermediate` and `marts`, by `expectations/published_marts.yml`",
            writes="`quality.check_results`; the marts' assets, on which other DAGs may be scheduled",
            left_behind="All is written and published. Send nothing of the days that the failed checks name to a payer "
            "until it is explained.",
            likely_cause="EHR and marts disagree; or a replica lags behind",
            what_to_do=SEE_THE_ROWS + "Their keys end with what does not fit. Keep those claims back.",
        ),
        HAND_OVER: TaskGuide(
            name="Hand over as files",
            does="Leaves notes, usage and invoices that the EHR has not got yet, and what became void, as one folder.",
            reads="`ehr.notes`, `ehr.authorization_usage`, `ehr.invoices`; `quality.handed_over`; by "
            "`expectations/handed_over.yml` what is not settled",
            writes="a folder in `PERDIEM_EXPORT_FOLDER`; `quality.batches`, `quality.handed_over`, "
            "`quality.check_results`; a dry run nothing",
            left_behind="All is written and published. A folder is there as a whole, or not at all.",
            likely_cause="folder away or not to be written, disk full; another folder of that name (`FolderInTheWay`)",
            what_to_do="Clear the task, or wait for the next night: what is due stays due, and leaves once.",
        ),
        "notify_billers": TaskGuide(
            name="Tell the billers",
            does="Opens, resolves and expires alerts, and sends each group what is new, due again or out of reach.",
            reads="reasons of the days of schema `intermediate`; `ehr.alerts`, user groups",
            writes="`ehr.alerts`; `quality.messages`; mail, or files in the outbox of the store",
            left_behind=TELLING_DUE,
            likely_cause="mail server down or refusing",
            what_to_do="Clear the task, or wait for the next night: the alerts stay due.",
        ),
        "notify_data_quality": TaskGuide(
            name="Tell the data team",
            does="Tells the data-quality recipients which checks newly fail and which programs are newly left out.",
            reads="`quality.check_results`; programs left out, of schema `intermediate`",
            writes="`quality.failures`, `quality.messages`; mail, or files in the outbox of the store",
            left_behind=TELLING_DUE,
            likely_cause="mail server down or refusing, or no usable address in `PERDIEM_DATA_QUALITY_RECIPIENTS`",
            what_to_do="Clear the task, or wait for the next night: what is new stays due.",
        ),
        "close_run": TaskGuide(
            name="Close the run",
            does="Enters the run as done, leaves its report, and deletes what is older than it is to be kept.",
            reads="what the run came to, in schemas `quality`, `marts` and `ehr`",
            writes="`quality.runs`; `reports/` of the store",
            left_behind="All is written, published and told.",
            likely_cause="warehouse down",
            what_to_do="Clear the task.",
        ),
    }
)


def table(*, loads: bool, hands_over_files: bool) -> str:
    """Each task and what it does, in Markdown; of those that need to be configured, whether they are."""
    is_there = {LOAD_SOURCE: loads, TAKE_ANSWERS: hands_over_files, HAND_OVER: hands_over_files}
    tasks = {key: task for key, task in GUIDE.items() if is_there.get(key, True)}
    return "\n".join(
        ["| task | does |", "| --- | --- |", *(f"| `{key}` | {task.does} |" for key, task in tasks.items())]
    )
