"""The sample's payer rules: unit billing rules of every kind, one pair that is ambiguous and one that is invalid."""

from datetime import date
from decimal import Decimal

from perdiem_sample.catalogue import OPENED
from perdiem_sample.payers import (
    DAY,
    EVERGREEN,
    EXAMPLES,
    FOOTHILLS,
    FOOTHILLS_SLIP,
    HARBOR,
    MEDICAID_AZ,
    MEDICAID_NC,
    MEDICARE,
)
from perdiem_sample.rows import BillingRule, CodeInRule, PayerRule, Row

MEDICAID_NC_YEAR = date(2016, 7, 1)


def _duration(
    rule_id: str, payer_rule_id: str, minutes: int, round_up: int | None = None, *,
    max_units: int | None = None, aggregate_on: str | None = None,
) -> BillingRule:  # fmt: skip
    """A rule that counts time, combined where it names what to aggregate on."""
    return BillingRule(
        rule_id,
        payer_rule_id,
        conversion="duration",
        minutes_per_unit=minutes,
        variable_increment=round_up is not None,
        round_up_minutes=round_up,
        max_units=None if max_units is None else Decimal(max_units),
        combine=aggregate_on is not None,
        aggregate_on=aggregate_on,
    )


def _replace(rule_id: str, payer_rule_id: str, quantity: int = 1, *, max_units: int | None = None) -> BillingRule:
    """A rule that bills the same units however long the service."""
    return BillingRule(
        rule_id,
        payer_rule_id,
        conversion="quantity",
        method="replace",
        quantity=Decimal(quantity),
        max_units=None if max_units is None else Decimal(max_units),
    )


def _calculate(
    rule_id: str, payer_rule_id: str, operator: str, factor: int | None, *,
    max_units: int | None = None, combine: bool = False,
) -> BillingRule:  # fmt: skip
    """A rule that multiplies or divides the number of services."""
    return BillingRule(
        rule_id,
        payer_rule_id,
        conversion="quantity",
        method="calculate",
        operator=operator,
        factor=None if factor is None else Decimal(factor),
        max_units=None if max_units is None else Decimal(max_units),
        combine=combine,
    )


PAYER_RULES = (
    PayerRule("medicare-2016", MEDICARE, "Medicare 2016", date(2016, 1, 1)),
    PayerRule("medicaid-nc-2015", MEDICAID_NC, "NC Medicaid, fiscal 2016", None, MEDICAID_NC_YEAR - DAY),
    PayerRule("medicaid-nc-2016", MEDICAID_NC, "NC Medicaid, fiscal 2017", MEDICAID_NC_YEAR),
    PayerRule("medicaid-az", MEDICAID_AZ, "AZ Medicaid"),
    PayerRule("evergreen", EVERGREEN, "Evergreen outpatient", OPENED),
    PayerRule("harbor", HARBOR, "Harbor behavioral", OPENED),
    PayerRule("foothills-2015", FOOTHILLS, "Foothills IOP", OPENED, FOOTHILLS_SLIP - DAY),
    PayerRule("foothills-2016", FOOTHILLS, "Foothills IOP, renewed", FOOTHILLS_SLIP),
    PayerRule("set-up-examples", EXAMPLES, "Shown so that you see what the checks of the set-up say"),
)

# Documentation counts by the hour with the half hour rounded up, so a 15 minute check-in is no unit.
IOP_SESSIONS = ("602", "IND THPY", "GROUP", "EDU")
PHP_SESSIONS = ("PHP GROUP", "PHP IND", "PHP NURSE", "PHP EDU")

RULES: tuple[tuple[BillingRule, tuple[str, ...]], ...] = (
    (_duration("medicare-timed", "medicare-2016", 15, 8, max_units=8, aggregate_on="medicare"), ("97530", "97535")),
    (_duration("medicare-ancillary", "medicare-2016", 15, 8), ("ACU", "NUTRI")),
    (_replace("medicare-per-diem", "medicare-2016", max_units=1), ("0905", "0912", "0913")),
    (_replace("medicare-psychotherapy", "medicare-2016", max_units=1), ("90834", "90837")),
    (_duration("medicaid-nc-sessions-2015", "medicaid-nc-2015", 60, 30), (*IOP_SESSIONS, *PHP_SESSIONS)),
    (_duration("medicaid-nc-sessions-2016", "medicaid-nc-2016", 60, 30), (*IOP_SESSIONS, *PHP_SESSIONS)),
    (_replace("medicaid-nc-per-diem-2015", "medicaid-nc-2015", max_units=1), ("H0015", "H0035")),
    (_replace("medicaid-nc-per-diem-2016", "medicaid-nc-2016", max_units=1), ("H0015", "H0035")),
    (_duration("medicaid-nc-counseling-2015", "medicaid-nc-2015", 15, aggregate_on="units"), ("H0004",)),
    (_duration("medicaid-nc-counseling-2016", "medicaid-nc-2016", 15, max_units=8, aggregate_on="minutes"), ("H0004",)),
    (
        _duration("medicaid-nc-case-management", "medicaid-nc-2016", 15, 8, max_units=16, aggregate_on="units"),
        ("T1016",),
    ),
    (_replace("medicaid-az-per-diem", "medicaid-az"), ("S9480", "H0035")),
    (_duration("medicaid-az-rehabilitation", "medicaid-az", 15, 8, max_units=12, aggregate_on="minutes"), ("H2017",)),
    (_calculate("medicaid-az-injection", "medicaid-az", "multiply", 380, max_units=380), ("J2315",)),
    (_calculate("medicaid-az-education", "medicaid-az", "divide", 4, max_units=2, combine=True), ("S9446",)),
    (_calculate("evergreen-injection", "evergreen", "multiply", 380, max_units=380), ("J2315",)),
    (_replace("evergreen-psychotherapy", "evergreen"), ("90834", "90837")),
    # Another billing type than unit billing: not ours to apply.
    (BillingRule("evergreen-modifier", "evergreen", billing_type="modifier"), ("0905", "S9480")),
    (_duration("harbor-hourly", "harbor", 60, max_units=3), ("H0015",)),
    # Both match T1016: which one converts, nobody can say.
    (_duration("harbor-case-management", "harbor", 15, 8), ("T1016",)),
    (_replace("harbor-case-management-flat", "harbor"), ("T1016",)),
    # No factor: invalid.
    (_calculate("harbor-family", "harbor", "multiply", None), ("90847",)),
    (_duration("foothills-per-diem-2015", "foothills-2015", 180), ("0905",)),
    (_duration("foothills-per-diem-2016", "foothills-2016", 240), ("0905",)),
    (_replace("example-without-codes", "set-up-examples"), ()),
    (_replace("example-of-an-unknown-code", "set-up-examples"), ("H9999",)),
)
CODE_OF_NO_RULE = CodeInRule("example-that-was-taken-away", "90834")


def rows() -> list[Row]:
    """Every row of the tables that this module fills."""
    codes = [CodeInRule(rule.billing_rule_id, code) for rule, codes in RULES for code in codes]
    return [*PAYER_RULES, *(rule for rule, _ in RULES), *codes, CODE_OF_NO_RULE]
