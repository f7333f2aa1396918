"""The payers' rules with their billing rules, as the EHR has them now; codes that none matches, or more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
from psycopg.rows import class_row, dict_row

from perdiem.page import unit_rules
from perdiem.page.last_runs import DecidingRun
from perdiem.page.unit_rules import UnitRule

# The dates of replicas are taken as text: they hold such as 'infinity'.
PAYER_RULES = """
    select
        rules.payer_rule_id, rules.payer_id, payers.payer_name, rules.payer_rule_name as name,
        rules.effective_from::text, rules.effective_to::text,
        case
            when rules.effective_from > rules.effective_to then 'on no day: it ends before it begins'
            when rules.effective_to < %(run_date)s then 'past'
            when rules.effective_from > %(run_date)s then 'to come'
            else 'in force'
        end as state
    from staging.stg_ehr__payer_rules as rules
    left join staging.stg_ehr__payers as payers using (payer_id)
    order by coalesce(payers.payer_name, rules.payer_id), rules.payer_id, rules.effective_from desc nulls last,
        rules.payer_rule_id
"""

# One that differs from what the last run read was entered or changed since, and nobody has judged it.
BILLING_RULES = """
    with

    rule_codes as (
        select billing_rule_id, array_agg(billing_code order by billing_code) as codes
        from staging.stg_ehr__payer_billing_rule_codes
        group by billing_rule_id
    )

    select
        rules.payer_rule_id, rules.billing_type,
        checked.billing_rule_id is not null as is_judged,
        coalesce(rule_codes.codes, '{}') as codes,
        rules.billing_rule_id, checked.payer_rule_name, rules.conversion, rules.minutes_per_unit,
        rules.variable_increment, rules.round_up_minutes, rules.method, rules.quantity, rules.operator, rules.factor,
        rules.max_units, rules.combine, rules.aggregate_on, checked.invalid_cause
    from staging.stg_ehr__payer_billing_rules as rules
    left join rule_codes using (billing_rule_id)
    left join intermediate.int_unit_rules__checked as checked
        on
            rules.billing_rule_id = checked.billing_rule_id
            and rules.billing_type = 'unit'
            and row(
                rules.conversion, rules.minutes_per_unit, rules.variable_increment, rules.round_up_minutes,
                rules.method, rules.quantity, rules.operator, rules.factor, rules.max_units, rules.combine,
                rules.aggregate_on
            ) is not distinct from row(
                checked.conversion, checked.minutes_per_unit, checked.variable_increment, checked.round_up_minutes,
                checked.method, checked.quantity, checked.operator, checked.factor, checked.max_units, checked.combine,
                checked.aggregate_on
            )
    order by rules.billing_rule_id
"""

UNMATCHED = """
    with

    in_force as (
        select payer_id, billing_code
        from intermediate.int_unit_rules__in_force
        where %(run_date)s between first_day and last_day
    )

    select
        payers.payer_id, payers.payer_name, count(in_force.billing_code) > 0 as has_rules,
        array_agg(codes.billing_code order by codes.billing_code) filter (where in_force.billing_code is null) as codes
    from staging.stg_ehr__payers as payers
    cross join staging.stg_ehr__billing_codes as codes
    left join in_force on payers.payer_id = in_force.payer_id and codes.billing_code = in_force.billing_code
    where codes.is_billable
    group by payers.payer_id, payers.payer_name
    having count(*) > count(in_force.billing_code)
    order by coalesce(payers.payer_name, payers.payer_id), payers.payer_id
"""

AMBIGUOUS = """
    select
        in_force.payer_id, payers.payer_name, in_force.billing_code, in_force.matching_rule_ids as rule_ids,
        nullif(in_force.first_day, '0001-01-01')::text as first_day,
        nullif(in_force.last_day, '9999-12-31')::text as last_day,
        case
            when in_force.last_day < %(run_date)s then 'past'
            when in_force.first_day > %(run_date)s then 'to come'
            else 'in force'
        end as state
    from intermediate.int_unit_rules__in_force as in_force
    left join staging.stg_ehr__payers as payers using (payer_id)
    where in_force.rule_status = 'ambiguous'
    order by in_force.last_day desc, in_force.payer_id, in_force.billing_code, in_force.first_day
"""

Codes = Sequence[str]


@dataclass(frozen=True)
class BillingRule:
    """A line of a payer rule. `is_judged`: the last run read it as it is."""

    payer_rule_id: str | None
    billing_type: str | None
    is_judged: bool
    codes: Codes
    rule: UnitRule

    @property
    def is_sound(self) -> bool:
        """Whether it converts what it matches."""
        return self.is_judged and self.rule.invalid_cause is None

    @property
    def told(self) -> str:
        """What it says; of one that no run has judged only why nobody can tell."""
        if self.billing_type != "unit":
            return f"of billing type {self.billing_type or 'none'}, which is not read here"
        if not self.is_judged:
            return "not read by the last run as it stands now: the next one judges it"
        return unit_rules.in_words(self.rule, self.codes)


@dataclass(frozen=True)
class PayerRule:
    """A payer's rule, its lines apart. The dates are the first and the last service date; None is always."""

    payer_rule_id: str
    payer_id: str | None
    payer_name: str | None
    name: str | None
    effective_from: str | None
    effective_to: str | None
    state: str


@dataclass(frozen=True)
class Unmatched:
    """The billable codes that no rule of a payer matches; where it `has_rules`, there are others that one matches."""

    payer_id: str
    payer_name: str | None
    has_rules: bool
    codes: Codes


@dataclass(frozen=True)
class Ambiguous:
    """A code that more than one rule of a payer matches, from the first day to the last; None is always."""

    payer_id: str
    payer_name: str | None
    billing_code: str
    rule_ids: str
    first_day: str | None
    last_day: str | None
    state: str


@dataclass(frozen=True)
class Rules:
    """All rules. `lines` are by their payer rule; those of one that is not there stand in `of_no_rule`."""

    payer_rules: Sequence[PayerRule]
    lines: dict[str, list[BillingRule]]
    of_no_rule: Sequence[BillingRule]
    unmatched: Sequence[Unmatched]
    ambiguous: Sequence[Ambiguous]


def read(warehouse: psycopg.Connection, run: DecidingRun) -> Rules:
    """The rules, in force on the run date, past and to come."""
    values = {"run_date": run.run_date}
    with warehouse.cursor(row_factory=class_row(PayerRule)) as cursor:
        payer_rules = cursor.execute(PAYER_RULES, values).fetchall()
    lines: dict[str, list[BillingRule]] = {rule.payer_rule_id: [] for rule in payer_rules}
    of_no_rule: list[BillingRule] = []
    with warehouse.cursor(row_factory=dict_row) as cursor:
        for row in cursor.execute(BILLING_RULES):
            of_line = {name: row.pop(name) for name in ("payer_rule_id", "billing_type", "is_judged", "codes")}
            line = BillingRule(**of_line, rule=UnitRule(**row))
            lines.get(line.payer_rule_id or "", of_no_rule).append(line)
    with warehouse.cursor(row_factory=class_row(Unmatched)) as cursor:
        unmatched = cursor.execute(UNMATCHED, values).fetchall()
    with warehouse.cursor(row_factory=class_row(Ambiguous)) as cursor:
        ambiguous = cursor.execute(AMBIGUOUS, values).fetchall()
    return Rules(payer_rules, lines, of_no_rule, unmatched, ambiguous)
