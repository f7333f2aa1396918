"""Changes of the set-up: what an edit makes of the rows, that applying is all or nothing, and what is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import psycopg
import pytest
from psycopg import sql

from clinics.small_clinic import build
from helpers.databases import insert
from perdiem.setup import as_code, changes, edits, proposals
from perdiem.setup.changes import Change, Rows
from perdiem.setup.edits import Edit, Invalid, Line
from perdiem.warehouse import migrations

NOW = datetime(2026, 1, 2, tzinfo=UTC)
RULE = {"payer_rule_id": "counseling", "payer_id": "payer-1", "name": "Counseling", "effective_from": date(2016, 1, 1)}
EIGHT_MINUTES = {
    "conversion": "duration",
    "minutes_per_unit": "15",
    "variable_increment": "true",
    "round_up_minutes": "8",
    **dict.fromkeys(("method", "quantity", "operator", "factor", "max_units", "aggregate_on")),
    "combine": "false",
}


@pytest.fixture
def clinic(ehr: psycopg.Connection, airflow_connections: None) -> psycopg.Connection:
    """The small clinic with a payer rule of two lines, one of another type, and a warehouse without a night."""
    build(ehr)
    migrations.apply(ehr)
    insert(ehr, "ehr.payer_rules", [RULE])
    for line, kind in (("minutes", "unit"), ("modifier", "modifier")):
        row = {"billing_rule_id": line, "payer_rule_id": "counseling", "billing_type": kind, "quantity": "1.500"}
        insert(ehr, "ehr.payer_billing_rules", [row])
        insert(ehr, "ehr.payer_billing_rule_codes", [{"billing_rule_id": line, "billing_code": "602"}])
    return ehr


def propose(clinic: psycopg.Connection, edit: Edit, who: str = "ann") -> str:
    return proposals.propose(clinic, edit.rows, title=edit.title, who=who, now=NOW, counts_from=edit.counts_from)


def apply(clinic: psycopg.Connection, edit: Edit) -> Rows:
    proposals.apply(clinic, clinic, propose(clinic, edit), "ann", NOW)
    return changes.read(clinic)


def apply_rows(clinic: psycopg.Connection, edit: Edit) -> None:
    with clinic.transaction():
        changes.apply(clinic, edit.rows)


def in_force(rows: Rows, day: date) -> list[tuple[str | None, list[str | None]]]:
    """The minutes a unit of each line that counts on a day, with its codes."""
    rules = {
        rule["payer_rule_id"]
        for rule in rows["payer_rules"].values()
        if (rule["effective_from"] or "") <= day.isoformat() <= (rule["effective_to"] or "9")
    }
    return [
        (
            line["minutes_per_unit"],
            [code for of, code in rows["payer_billing_rule_codes"] if of == line["billing_rule_id"]],
        )
        for line in rows["payer_billing_rules"].values()
        if line["payer_rule_id"] in rules and line["billing_type"] == "unit"
    ]


# Edits


def test_a_rule_that_changes_ends_and_its_next_one_begins(clinic: psycopg.Connection) -> None:
    edit = edits.change_line(changes.read(clinic), "minutes", Line(EIGHT_MINUTES, ["602", "GROUP"]), date(2016, 6, 1))
    rows = apply(clinic, edit)
    assert in_force(rows, date(2016, 5, 31)) == [(None, ["602"])]
    assert in_force(rows, date(2016, 6, 1)) == [("15", ["602", "GROUP"])]
    [following] = [rule for rule in rows["payer_rules"].values() if rule["effective_from"] == "2016-06-01"]
    of_it = [row for row in rows["payer_billing_rules"].values() if row["payer_rule_id"] == following["payer_rule_id"]]
    assert {row["billing_type"] for row in of_it} == {"unit", "modifier"}, "what does not change goes on"
    assert edit.counts_from == date(2016, 6, 1)


def test_a_rule_that_changes_before_it_counts_is_replaced(clinic: psycopg.Connection) -> None:
    edit = edits.change_line(changes.read(clinic), "minutes", Line(EIGHT_MINUTES, ["GROUP"]), date(2015, 1, 1))
    rows = apply(clinic, edit)
    [rule] = rows["payer_rules"].values()
    assert rule["effective_from"] == "2016-01-01"
    assert in_force(rows, date(2016, 1, 1)) == [("15", ["GROUP"])]


def test_a_line_is_added_and_taken_away_from_a_date_on(clinic: psycopg.Connection) -> None:
    line = Line(EIGHT_MINUTES, ["GROUP"])
    rows = apply(clinic, edits.add_line(changes.read(clinic), "counseling", line, date(2016, 6, 1)))
    assert in_force(rows, date(2016, 6, 1)) == [(None, ["602"]), ("15", ["GROUP"])]
    [added] = [key for key, row in rows["payer_billing_rules"].items() if row["minutes_per_unit"] == "15"]
    rows = apply(clinic, edits.delete_line(rows, str(added[0]), date(2016, 7, 1)))
    assert in_force(rows, date(2016, 6, 30)) == [(None, ["602"]), ("15", ["GROUP"])]
    assert in_force(rows, date(2016, 7, 1)) == [(None, ["602"])]


def test_a_payer_rule_ends_and_one_that_never_counted_goes_with_its_lines(clinic: psycopg.Connection) -> None:
    rows = apply(clinic, edits.end_payer_rule(changes.read(clinic), "counseling", date(2016, 6, 1)))
    assert rows["payer_rules"]["counseling",]["effective_to"] == "2016-05-31"
    rows = apply(clinic, edits.end_payer_rule(rows, "counseling", date(2016, 1, 1)))
    assert not rows["payer_rules"]
    assert not rows["payer_billing_rules"]
    assert not rows["payer_billing_rule_codes"]


def test_a_rule_of_several_payers_is_one_of_each(clinic: psycopg.Connection) -> None:
    insert(clinic, "ehr.payers", [{"payer_id": "payer-2"}])
    line = Line(EIGHT_MINUTES, ["602"])
    edit = edits.add_payer_rule(changes.read(clinic), ["payer-1", "payer-2"], "Both", date(2017, 1, 1), None, [line])
    rows = apply(clinic, edit)
    of_both = [rule for rule in rows["payer_rules"].values() if rule["name"] == "Both"]
    assert {rule["payer_id"] for rule in of_both} == {"payer-1", "payer-2"}
    assert len(in_force(rows, date(2017, 1, 1))) == 3, "the one that was there, and one of each"


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda rows: edits.put_group(rows, "IOP Billable Group", ["0905", "nope"]), {"codes"}),
        (lambda rows: edits.put_group(rows, " ", ["0905"]), {"group_name"}),
        (lambda rows: edits.put_program(rows, "NEW", None, "none", "IOP Billable Group", None), {"non_billable_group"}),
        (
            lambda rows: edits.put_program(rows, "NEW", None, "IOP Billable Group", "IOP Billable Group", None),
            {"billable_group"},
        ),
        (
            lambda rows: edits.put_program(rows, "*", None, "IOP Non Billable Group", "IOP Billable Group", 0),
            {"program_id", "weekly_minimum_minutes"},
        ),
        (
            lambda rows: edits.put_setting(rows, 508, "PHP", date(2026, 1, 1), "3", decided_up_to=None),
            {"program_id"},
        ),
        (lambda rows: edits.put_setting(rows, 510, "*", date(2026, 1, 1), "nobody", decided_up_to=None), {"value"}),
        (
            lambda rows: edits.put_setting(rows, 508, "*", date(2016, 1, 1), "3", decided_up_to=date(2016, 8, 2)),
            {"effective_from"},
        ),
        (lambda rows: edits.add_payer_rule(rows, [], None, None, None, []), {"payers"}),
        (
            lambda rows: edits.add_payer_rule(
                rows, ["payer-9"], None, date(2016, 2, 1), date(2016, 1, 1), [Line(EIGHT_MINUTES, [])]
            ),
            {"payers", "effective_to", "codes"},
        ),
        (lambda rows: edits.delete_line(rows, "nope", date(2016, 1, 1)), {"billing_rule_id"}),
        (lambda rows: edits.end_payer_rule(rows, "nope", date(2016, 1, 1)), {"payer_rule_id"}),
    ],
)
def test_bad_input_is_refused_by_its_field(
    clinic: psycopg.Connection, make: Callable[[Rows], Edit], fields: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        make(changes.read(clinic))
    assert set(refused.value.fields) == fields


# Applying


def test_applying_is_all_or_nothing(clinic: psycopg.Connection) -> None:
    edit = edits.put_group(changes.read(clinic), "IOP Non Billable Group", ["GROUP"])
    change_id = propose(clinic, edit)
    before = changes.read(clinic)
    clinic.execute("delete from ehr.billing_code_groups where billing_code = 'IND THPY'")
    clinic.execute("insert into ehr.billing_code_groups values ('IOP Non Billable Group', 'IND THPY')")
    bad = Change("programs", {**next(iter(before["programs"].values())), "name": "another"}, None)
    worse = proposals.propose(clinic, [*edit.rows, bad], title="both", who="ann", now=NOW)
    with pytest.raises(changes.Outdated, match=r"programs IOP is .* by now, and was .*another"):
        proposals.apply(clinic, clinic, worse, "ann", NOW)
    assert changes.read(clinic) == before
    assert proposals.read(clinic, worse).state == "proposed"  # type: ignore[union-attr]
    proposals.apply(clinic, clinic, change_id, "ann", NOW)
    assert {code for _, code in changes.read(clinic)["billing_code_groups"]} == {"GROUP", "0905", "S9480"}


def test_what_was_applied_and_not_entered_is_entered_by_applying_again(clinic: psycopg.Connection) -> None:
    edit = edits.put_payer(changes.read(clinic), "payer-2", "Two")
    change_id = propose(clinic, edit)
    with clinic.transaction():
        changes.apply(clinic, edit.rows)
    proposals.apply(clinic, clinic, change_id, "ann", NOW)
    assert proposals.read(clinic, change_id).state == "applied"  # type: ignore[union-attr]
    with pytest.raises(proposals.Refused, match="applied already, by ann"):
        proposals.apply(clinic, clinic, change_id, "bea", NOW)


def test_two_people_who_apply_at_once_apply_it_once(clinic: psycopg.Connection, database_url: str) -> None:
    change_id = propose(clinic, edits.put_payer(changes.read(clinic), "payer-2", "Two"))
    came_to: list[str] = []

    def work(who: str) -> None:
        with (
            psycopg.connect(database_url, autocommit=True) as warehouse,
            psycopg.connect(database_url, autocommit=True) as ehr,
        ):
            try:
                proposals.apply(warehouse, ehr, change_id, who, NOW)
                came_to.append("applied")
            except proposals.Refused:
                came_to.append("refused")

    threads = [threading.Thread(target=work, args=[who]) for who in ("ann", "bea")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(came_to) == ["applied", "refused"]


def test_columns_that_are_not_of_the_set_up_stay(clinic: psycopg.Connection) -> None:
    clinic.execute("alter table ehr.programs add column colour text")
    clinic.execute("update ehr.programs set colour = 'green'")
    group = "IOP Non Billable Group"
    apply(clinic, edits.put_program(changes.read(clinic), "IOP", "Intensive", group, "IOP Billable Group", 540))
    assert clinic.execute("select name, weekly_minimum_minutes, colour from ehr.programs").fetchall() == [
        ("Intensive", 540, "green")
    ]


def test_undoing_proposes_the_opposite(clinic: psycopg.Connection) -> None:
    before = changes.read(clinic)
    line = Line(EIGHT_MINUTES, ["602"])
    edit = edits.change_line(before, "minutes", line, date(2016, 6, 1))
    change_id = propose(clinic, edit)
    with pytest.raises(proposals.Refused, match="only one that was applied"):
        proposals.propose_undoing(clinic, change_id, "ann", NOW)
    proposals.apply(clinic, clinic, change_id, "ann", NOW)
    undoing = proposals.propose_undoing(clinic, change_id, "bea", NOW)
    proposals.apply(clinic, clinic, undoing, "bea", NOW)
    assert changes.read(clinic) == before
    assert proposals.read(clinic, undoing).undoes == change_id  # type: ignore[union-attr]


def test_another_person_applies_where_that_is_asked_for(
    clinic: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PERDIEM_CHANGES_NEED_APPROVAL", "1")
    change_id = propose(clinic, edits.put_payer(changes.read(clinic), "payer-2", "Two"))
    with pytest.raises(proposals.Refused, match="another person has to apply it"):
        proposals.apply(clinic, clinic, change_id, "ann", NOW)
    assert ("payer-2",) not in changes.read(clinic)["payers"]
    proposals.apply(clinic, clinic, change_id, "bea", NOW)
    assert ("payer-2",) in changes.read(clinic)["payers"]


def test_what_was_dropped_is_not_applied(clinic: psycopg.Connection) -> None:
    change_id = propose(clinic, edits.put_payer(changes.read(clinic), "payer-2", "Two"))
    proposals.drop(clinic, change_id, "bea", NOW)
    with pytest.raises(proposals.Refused, match="dropped already, by bea"):
        proposals.apply(clinic, clinic, change_id, "ann", NOW)
    with pytest.raises(proposals.Refused, match="There is no change 'nope'"):
        proposals.apply(clinic, clinic, "nope", "ann", NOW)


def test_nothing_is_proposed_that_is_so_already(clinic: psycopg.Connection) -> None:
    with pytest.raises(proposals.Refused, match="Nothing would change"):
        propose(clinic, edits.put_payer(changes.read(clinic), "payer-1", None))


@pytest.mark.parametrize("table", ["setup_proposals", "setup_events"])
def test_what_is_kept_is_added_to_alone(clinic: psycopg.Connection, table: str) -> None:
    proposals.drop(clinic, propose(clinic, edits.put_payer(changes.read(clinic), "payer-2", None)), "ann", NOW)
    name = sql.Identifier("quality", table)
    for statement in ("update {} set who = 'x'", "delete from {}", "truncate {}"):
        with pytest.raises((psycopg.errors.RaiseException, psycopg.errors.FeatureNotSupported)):
            clinic.execute(sql.SQL(statement).format(name))


def test_who_sets_up_at_once_waits_and_a_night_does_not(clinic: psycopg.Connection, database_url: str) -> None:
    edit = edits.put_payer(changes.read(clinic), "payer-2", "Two")
    with psycopg.connect(database_url) as other:
        changes.apply(other, edit.rows)
        clinic.execute("select * from ehr.payers")
        clinic.execute("set lock_timeout = '100ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            apply_rows(clinic, edit)
        other.rollback()


# As a file


def test_what_is_exported_and_imported_is_exported_again_the_same(clinic: psycopg.Connection) -> None:
    hostile = "- yes: 'no'\n\t# {x}"
    insert(clinic, "ehr.billing_codes", [{"billing_code": code} for code in ("0123", "1e3", "true", "2016-01-01")])
    insert(clinic, "ehr.billing_code_groups", [{"group_name": hostile, "billing_code": "0123"}])
    insert(clinic, "ehr.user_groups", [{"group_name": "0905"}])
    clinic.execute("update ehr.payer_rules set effective_to = 'infinity', name = %s", [hostile])
    clinic.execute("update ehr.payer_billing_rules set factor = 0.333333, max_units = 'NaN' where quantity = 1.5")
    insert(clinic, "ehr.payer_billing_rule_codes", [{"billing_rule_id": "gone", "billing_code": "602"}])
    now = changes.read(clinic)
    text = as_code.write(now)
    assert changes.difference(now, as_code.read(text, now)) == []

    nothing: Rows = {table: {} for table in now}
    elsewhere = as_code.read(text, nothing)
    assert as_code.write(elsewhere) == text
    gone = [change.key for change in changes.difference(elsewhere, now)]
    assert gone == [("gone", "602")], "only what stands within nothing has no place in a file"


def test_a_section_that_a_file_leaves_out_is_left_alone(clinic: psycopg.Connection) -> None:
    now = changes.read(clinic)
    wanted = as_code.read("code_groups:\n  IOP Billable Group: ['0905']\n", now)
    assert {change.table for change in changes.difference(now, wanted)} == {"billing_code_groups"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "expected billing_codes, code_groups"),
        ("groups: []", "'groups' at the top: expected billing_codes"),
        ("settings: [", "line 1, column 12|line 2, column 1"),
        ("settings: {}", "settings: expected a list"),
        ("settings:\n- {number: 508}", "settings, entry 1: there is no 'number': expected setting_number"),
        ("settings:\n- {setting_number: 508, program_id: '*'}", "entry 1: expected setting_number and program_id and"),
        ("settings:\n- {setting_number: x}", "entry 1, setting_number is 'x': expected a whole number"),
        ("settings:\n- {effective_from: soon}", "effective_from is 'soon': expected a date"),
        ("billing_codes:\n- {billing_code: a, is_billable: maybe}", "is_billable is 'maybe': expected true or false"),
        ("payers:\n- {payer_id: a}\n- {payer_id: a}", "payers, entry 2: a stands there twice"),
        ("payer_rules:\n- {payer_rule_id: a, billing_rules: [{billing_rule_id: b, factor: x}]}", "factor is 'x'"),
    ],
)
def test_a_file_that_is_no_set_up_is_refused_by_its_place(clinic: psycopg.Connection, text: str, told: str) -> None:
    with pytest.raises(as_code.BadFile, match=told):
        as_code.read(text, changes.read(clinic))
