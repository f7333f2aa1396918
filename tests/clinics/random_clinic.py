"""Make small clinics that lie in wait for the rules: the same seed gives the same clinic, and nothing asks the clock.

`random_story(seed)` returns a Story: the EHR's tables before the first night, and the nights. `between_nights` makes up
what people do to the EHR before a night, given what the EHR holds by then.
Rows carry every column of their table, so they can be inserted as they are and handed to the reference as well.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias, TypeVar

from reference.rows import note_id_of, note_is_bad

Row: TypeAlias = dict[str, Any]
Tables: TypeAlias = dict[str, list[Row]]
T = TypeVar("T")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "facilities": "facility_id name state time_zone",
        "clinicians": "clinician_id display_name npi",
        "locations": "location_id facility_id name",
        "clients": "client_id facility_id display_name default_clinician_id default_location_id default_location_code",
        "payers": "payer_id name",
        "client_coverages": "coverage_id client_id payer_id priority start_date end_date",
        "billing_codes": "billing_code description is_billable",
        "billing_code_groups": "group_name billing_code",
        "programs": "program_id name non_billable_group billable_group weekly_minimum_minutes",
        "system_settings": "setting_number program_id effective_from value",
        "user_groups": "group_name",
        "user_group_members": "group_name user_id email",
        "authorizations": (
            "authorization_id client_id payer_id billing_code start_date end_date units_authorized units_used status"
            " updated_at"
        ),
        "notes": (
            "note_id client_id service_date started_at billing_code clinician_id location_id location_code"
            " duration_minutes quantity units status released_at note_text origin program_id payer_id authorization_id"
            " dag_run_id updated_at"
        ),
        "payer_rules": "payer_rule_id payer_id name effective_from effective_to",
        "payer_billing_rules": (
            "billing_rule_id payer_rule_id billing_type conversion minutes_per_unit variable_increment"
            " round_up_minutes method quantity operator factor max_units combine aggregate_on"
        ),
        "payer_billing_rule_codes": "billing_rule_id billing_code",
        "fee_schedules": "payer_id billing_code effective_from effective_to unit_rate",
        "authorization_usage": "note_id authorization_id units used_at reversed_at",
        "invoices": (
            "invoice_id note_id client_id payer_id authorization_id service_date billing_code units amount status"
            " created_at"
        ),
        "alerts": (
            "alert_id program_id client_id service_date reason group_name status opened_at notified_at resolved_at"
        ),
    }.items()
}


def row(table: str, **values: Any) -> Row:
    """Return a row of `table` that is null but for `values`."""
    unknown = values.keys() - set(COLUMNS[table])
    if unknown:
        raise ValueError(f"ehr.{table} has no column {sorted(unknown)}")
    return dict.fromkeys(COLUMNS[table]) | values


@dataclass(frozen=True)
class PlannedNight:
    run_date: date
    today: date
    lookback_days: int
    dry_run: bool


@dataclass(frozen=True)
class Story:
    seed: int
    tables: Tables
    nights: tuple[PlannedNight, ...]


@dataclass(frozen=True)
class Change:
    """One row inserted (`key` is None), or the row of that primary key updated, or deleted where `values` is empty."""

    table: str
    key: Any
    values: Row


D = Decimal
FIRST_DAY = date(2016, 7, 1)
PARTS = (
    6  # clinics within the clinic: each has programs, codes, payers and clients of its own, and one night serves all
)
COUNTING_CODES = ("602", "IND THPY", "GROUP", "edu", "A'CU")
BILLABLE_CODES = ("0905", "0912", "H0015", 'S"9480')
PAYERS = ("acme", "Bl\u00fce", "o'cash", "zz top")
PROGRAMS = ("IOP", "php", "D\u00e4y", 'it\'s "8"')
CLIENT_NAMES = ("O'Hara", "zo\u00eb", "Zed", "_x", "a,b", "{c}", "50%s", "back\\slash", "alice", "\u674e", 'q"q', "a b")
MINUTES = (0, 1, 7, 8, 14, 15, 22, 23, 30, 45, 52, 53, 59, 60, 61, 90, 120, 179, 180, 240, 1440)
NOT_A_NUMBER = D("NaN")

SENSIBLE = {
    508: ("1", "1", "1.000", " 2 ", "0.5", "+1", "1.125", "3", "0.0004", "4."),
    509: ("180", "180", "60", " 90\n", "1440", "1", "+45", "0120", "7", "8"),
    510: ("IOP Notification Group", "It's PHP", "No Such Group", None, "  "),
    512: ("0", "1", "2", "2", "+3", " 1 ", "12"),
}
SENSELESS = {
    508: (None, "", "  ", "four", "0", "0", "0.000", "-1", "NaN", "1e0", "1,5", "0x1", "\u0661", "1 000", "0.", "-0.5"),
    509: (None, " ", "0", "1441", "180.0", "1e2", "-60", "x", "99999999999999999999", "\u0661", "1_0"),
    510: (None, "", "\t"),
    512: (None, "", "-1", "1.0", "two", "+-1", "--1", "\u00b2"),
}
EXTREME = {
    508: ("9" * 12, "9" * 13, "9" * 30, "0.000001"),
    509: ("00009",),
    510: ("'; drop table ehr.alerts; --",),
    512: ("9" * 12, "9" * 13, "9" * 30),
}

# Rules of one kind each; the first group is valid, the second is not.
VALID_RULES: tuple[Row, ...] = (
    {"conversion": "duration", "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": 8},
    {"conversion": "duration", "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": 15},
    {"conversion": "duration", "minutes_per_unit": 60, "variable_increment": False, "round_up_minutes": -3},
    {"conversion": "duration", "minutes_per_unit": 30, "variable_increment": None, "quantity": NOT_A_NUMBER},
    {"conversion": "duration", "minutes_per_unit": 181, "factor": D(-1), "aggregate_on": "medicare"},
    {"conversion": "duration", "minutes_per_unit": 2_147_483_647, "combine": True},
    {"conversion": "quantity", "method": "replace", "quantity": D(1), "minutes_per_unit": 0},
    {"conversion": "quantity", "method": "replace", "quantity": D("2.5"), "max_units": D(1)},
    {"conversion": "quantity", "method": "replace", "quantity": D(0), "factor": NOT_A_NUMBER},
    {"conversion": "quantity", "method": "replace", "quantity": D(10_000), "max_units": D(0)},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": D("0.333333")},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": D("0.0005"), "quantity": D(-1)},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": D(10_000), "combine": True},
    {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": D(3), "aggregate_on": "units"},
    {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": D(8), "aggregate_on": "minutes"},
    {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": D("0.000001")},
)
INVALID_RULES: tuple[Row, ...] = (
    {"conversion": None},
    {"conversion": "Duration", "minutes_per_unit": 15},
    {"conversion": "duration", "minutes_per_unit": None},
    {"conversion": "duration", "minutes_per_unit": 0},
    {"conversion": "duration", "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": None},
    {"conversion": "duration", "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": 0},
    {"conversion": "duration", "minutes_per_unit": 15, "variable_increment": True, "round_up_minutes": 16},
    {"conversion": "duration", "minutes_per_unit": 15, "max_units": D(-1)},
    {"conversion": "duration", "minutes_per_unit": 15, "max_units": NOT_A_NUMBER},
    {"conversion": "duration", "minutes_per_unit": 15, "aggregate_on": "hours"},
    {"conversion": "quantity", "method": None, "quantity": D(1)},
    {"conversion": "quantity", "method": "swap", "quantity": D(1)},
    {"conversion": "quantity", "method": "replace", "quantity": None},
    {"conversion": "quantity", "method": "replace", "quantity": D("-0.001")},
    {"conversion": "quantity", "method": "replace", "quantity": D("10000.001")},
    {"conversion": "quantity", "method": "replace", "quantity": NOT_A_NUMBER},
    {"conversion": "quantity", "method": "calculate", "operator": None, "factor": D(1)},
    {"conversion": "quantity", "method": "calculate", "operator": "add", "factor": D(1)},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": None},
    {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": D(0)},
    {"conversion": "quantity", "method": "calculate", "operator": "divide", "factor": D("-1")},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": D("10000.000001")},
    {"conversion": "quantity", "method": "calculate", "operator": "multiply", "factor": NOT_A_NUMBER},
)

# As people and imports spell them: compared without case and white space, those of the last two lines are unknown.
RELEASED = ("Released", " released", "RELEASED\n")
DRAFT = ("draft", "draft", "Draft ", " DRAFT")
VOID = ("void", "Void", " void ")
UNKNOWN = (None, "", "signed", "relea sed")
ACTIVE = ("Active", " ACTIVE", "active\t")
INACTIVE = ("pending", "denied", "void", "Void ", None, "expired")

BAD_NOTES: tuple[Row, ...] = (
    {"client_id": None},
    {"client_id": " "},
    {"client_id": "nobody"},
    {"billing_code": None},
    {"service_date": None},
    {"service_date": date(2031, 1, 1)},
    {"duration_minutes": None},
    {"duration_minutes": -1},
    {"duration_minutes": 1441},
    {"units": D("-0.001")},
    {"units": D("10000.001")},
    {"units": NOT_A_NUMBER},
    {"quantity": D(-1)},
    {"quantity": D("10000.001")},
    {"quantity": NOT_A_NUMBER},
    *({"status": status} for status in UNKNOWN),
)
BAD_AUTHORIZATIONS: tuple[Row, ...] = (
    {"client_id": None},
    {"payer_id": None},
    {"payer_id": ""},
    {"billing_code": None},
    {"start_date": None},
    {"end_date": None},
    {"start_date": date(2017, 1, 1), "end_date": date(2016, 12, 31)},
    {"units_authorized": None},
    {"units_authorized": D("-0.001")},
    {"units_authorized": D("1000000.001")},
    {"units_authorized": NOT_A_NUMBER},
    {"units_used": NOT_A_NUMBER},
    {"units_used": D("-0.001")},
)
BAD_COVERAGES: tuple[Row, ...] = (
    {"client_id": None},
    {"payer_id": None},
    {"payer_id": "  "},
    {"start_date": None},
    {"start_date": date(2016, 7, 9), "end_date": date(2016, 7, 8)},
)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


class Dice:
    """A seeded source of choices."""

    def __init__(self, seed: int) -> None:
        # Not for secrets: the same seed has to give the same clinic.
        self.random = random.Random(seed)

    def one(self, choices: Sequence[T]) -> T:
        return self.random.choice(choices)

    def often(self, usual: T, *rare: T, odds: float = 0.85) -> T:
        return usual if self.random.random() < odds else self.random.choice(rare)

    def chance(self, odds: float) -> bool:
        return self.random.random() < odds

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def some(self, choices: Sequence[T], low: int, high: int) -> list[T]:
        return self.random.sample(choices, min(len(choices), self.number(low, high)))


class Maker:
    """Makes the rows of one part. Identifiers count up and name the part, so that no two rows of a table share one."""

    def __init__(self, seed: int, part: int, night: int = 0) -> None:
        self.days = Dice(seed).number(10, 24)  # the same for every part
        self.dice = Dice(1000 * seed + 10 * part + night)
        self.part = str(part)
        self.counting_codes, self.billable_codes, self.payers = (
            [f"{name}{part}" for name in names] for names in (COUNTING_CODES, BILLABLE_CODES, PAYERS)
        )
        self.tables: Tables = {table: [] for table in COLUMNS}
        self.last_day = FIRST_DAY + timedelta(days=self.days)
        self.programs = [f"{name}{part}" for name in self.dice.some(PROGRAMS, 2, 4)]
        self.clients: list[str] = []
        self.homes: dict[str, Row] = {}  # the program that most of a client's notes and authorizations are for

    def add(self, table: str, **values: Any) -> Row:
        made = row(table, **values)
        self.tables[table].append(made)
        return made

    def name(self, prefix: str, table: str) -> str:
        return f"{prefix}{self.part}.{len(self.tables[table]) + 1}"

    def codes_of(self, group_name: str) -> list[str]:
        groups = self.tables["billing_code_groups"]
        return [group["billing_code"] for group in groups if group["group_name"] == group_name]

    def day(self, before: int = 0, after: int = 0) -> date:
        return FIRST_DAY + timedelta(days=self.dice.number(-before, self.days + after))

    # The clinic itself

    def shared(self) -> None:
        """Add what all parts share, the settings for every program among it."""
        self.add("facilities", facility_id="f1", name="North", state="AZ", time_zone="America/Phoenix")
        self.add("facilities", facility_id="f2", name="South", state=None, time_zone="Nowhere/None")
        for clinician_id in ("dr 1", "dr'2"):
            self.add("clinicians", clinician_id=clinician_id, display_name="Somebody")
        for location_id in ("main", "annex"):
            self.add("locations", location_id=location_id, facility_id="f1")
        for number in SENSIBLE:
            if number == 508 and self.dice.chance(0.35):
                self.setting(number, "*", FIRST_DAY + timedelta(days=self.dice.number(2, 6)), odds=0.98)
            elif self.dice.chance(0.97):
                self.setting(number, "*", date(2015, 1, 1), odds=0.98)
            if self.dice.chance(0.2):
                self.setting(number, "*", self.day(), odds=0.9)
        for group_name in ("IOP Notification Group", "It's PHP"):
            self.add("user_groups", group_name=group_name)
        email = self.dice.one((None, " ", "b@localhost"))
        self.add("user_group_members", group_name="IOP Notification Group", user_id="u1", email="biller@localhost")
        self.add("user_group_members", group_name="It's PHP", user_id="u2", email=email)

    def people_and_payers(self) -> None:
        dice = self.dice
        for payer_id in self.payers:
            self.add("payers", payer_id=payer_id, name=payer_id.title())
        for code in self.counting_codes + self.billable_codes:
            if dice.chance(0.9):
                billable = dice.often(code in self.billable_codes, None, True, False)
                self.add("billing_codes", billing_code=code, is_billable=billable)
        for number in range(dice.number(5, 20)):
            client_id = f"{dice.one(CLIENT_NAMES)} {self.part}.{number}"
            self.clients.append(client_id)
            self.add(
                "clients",
                client_id=client_id,
                facility_id=dice.one(("f1", "f2", "f3", None)),
                display_name="A Person's Name",
                default_clinician_id=dice.often("dr 1", "dr'2", None, "", "  ", "dr gone", odds=0.9),
                default_location_id=dice.often("main", "annex", None, " ", "nowhere", odds=0.9),
                default_location_code=dice.often("11", "52", None, "", "   ", odds=0.9),
            )

    def groups(self) -> None:
        dice = self.dice
        for number, program_id in enumerate(self.programs):
            counting = set(dice.some(self.counting_codes, 1, 2))
            billable = set(dice.some(self.billable_codes, 1, 2))
            if dice.chance(0.1):
                counting.add(dice.one(self.billable_codes))  # what one program bills, another may count
            if dice.chance(0.08):
                dice.one((counting, billable)).clear()
            elif dice.chance(0.08):
                counting.add(dice.one(sorted(billable)))
            group = f"group {self.part}.{number}"
            for suffix, codes in (("non", counting), ("bill", billable)):
                for code in sorted(codes):
                    self.add("billing_code_groups", group_name=f"{group} {suffix}", billing_code=code)
            self.add(
                "programs",
                program_id=program_id,
                name=program_id,
                non_billable_group=dice.often(f"{group} non", None, "no group", odds=0.95),
                billable_group=f"{group} bill",
                weekly_minimum_minutes=dice.one((None, 0, 1, 60, 180, 180, 540)),
            )
        self.homes = {client_id: dice.one(self.tables["programs"]) for client_id in self.clients}

    def setting(self, number: int, program_id: str, effective_from: date, *, odds: float) -> None:
        dice = self.dice
        value = dice.often(dice.one(SENSIBLE[number]), *SENSELESS[number], *EXTREME[number], odds=odds)
        taken = {
            (row["setting_number"], row["program_id"], row["effective_from"]) for row in self.tables["system_settings"]
        }
        if (number, program_id, effective_from) not in taken:
            self.add(
                "system_settings",
                setting_number=number,
                program_id=program_id,
                effective_from=effective_from,
                value=value,
            )

    def settings(self) -> None:
        for number in SENSIBLE:
            for program_id in self.programs:
                for _ in range(self.dice.often(0, 1, 2, odds=0.5)):
                    self.setting(number, program_id, self.day(before=10, after=5), odds=0.75)

    # Payers

    def rules(self) -> None:
        dice = self.dice
        for payer_id in self.payers:
            for _ in range(dice.number(0, 3)):
                start, end = sorted((self.day(before=20), self.day(after=20)))
                payer_rule_id = self.name("pr", "payer_rules")
                self.add(
                    "payer_rules",
                    payer_rule_id=payer_rule_id,
                    payer_id=payer_id,
                    effective_from=dice.often(None, start),
                    effective_to=dice.often(None, end, start, odds=0.7),
                )
                for _ in range(dice.number(1, 2)):
                    self.billing_rule(payer_rule_id)
            for code in self.billable_codes:
                for effective_from in dice.some(sorted({date(2015, 1, 1), FIRST_DAY, self.day(), self.day()}), 0, 3):
                    self.add(
                        "fee_schedules",
                        payer_id=payer_id,
                        billing_code=code,
                        effective_from=effective_from,
                        effective_to=dice.one((None, None, self.day(), date(2014, 1, 1))),
                        unit_rate=dice.often(D(dice.number(1, 99999)) / 100, D("0.01"), D(0), None),
                    )

    def billing_rule(self, payer_rule_id: str) -> None:
        dice = self.dice
        billing_rule_id = self.name("b'r", "payer_billing_rules")
        fields = dice.one(VALID_RULES if dice.chance(0.8) else INVALID_RULES)
        self.add(
            "payer_billing_rules",
            **{"billing_rule_id": billing_rule_id, "payer_rule_id": dice.often(payer_rule_id, None, "gone", odds=0.97)},
            **({"billing_type": dice.often("unit", "Unit", None, "claim", odds=0.95)} | fields),
        )
        for code in dice.some(self.counting_codes + self.billable_codes, 0, 3):
            self.add("payer_billing_rule_codes", billing_rule_id=billing_rule_id, billing_code=code)

    def coverages(self) -> None:
        dice = self.dice
        for client_id in self.clients:
            if dice.chance(0.6):
                self.long_coverage(client_id)
            for _ in range(dice.number(0, 2)):
                values: Row = {
                    "client_id": client_id,
                    "payer_id": dice.one((*self.payers, "unlisted")),
                    "priority": dice.one((1, 1, 2, 2, None, None, 0, -1)),
                    "start_date": self.day(before=30) - timedelta(days=10),
                }
                values["end_date"] = dice.one((None, values["start_date"], self.day(after=30), date(9999, 12, 31)))
                if values["end_date"] is not None and values["end_date"] < values["start_date"]:
                    values["end_date"] = None
                values |= {"priority": -2} | dice.one(BAD_COVERAGES) if dice.chance(0.15) else {}
                # Text order matters in a tie: 'K', '_' and 'k' sort differently in most languages.
                self.add("client_coverages", coverage_id=self.name(dice.one("Kk_"), "client_coverages"), **values)

    def long_coverage(self, client_id: str) -> None:
        """Cover a client by one or two payers, now and then from a day of the window on, or up to one."""
        for priority, payer_id in enumerate(self.dice.some(self.payers, 1, 2), start=1):
            self.add(
                "client_coverages",
                coverage_id=self.name(self.dice.one("Kk_"), "client_coverages"),
                client_id=client_id,
                payer_id=payer_id,
                priority=self.dice.often(priority, 1, None),
                start_date=self.dice.often(date(2016, 1, 1), self.day()),
                end_date=self.dice.often(None, self.day(after=5)),
            )

    def payer_of(self, client_id: str) -> str:
        """Return a payer who may have authorized something: most often one that covers the client at some time."""
        payers = [row["payer_id"] for row in self.tables["client_coverages"] if row["client_id"] == client_id]
        named = sorted({payer_id for payer_id in payers if payer_id and payer_id.strip()})
        return self.dice.often(self.dice.one(named or self.payers), *self.payers, "unlisted", odds=0.8)

    def authorization(self, client_id: str, code: str) -> Row:
        dice = self.dice
        start = dice.often(FIRST_DAY, FIRST_DAY - timedelta(days=10), self.day(), odds=0.5)
        later = (date(9999, 12, 31), start, start + timedelta(days=dice.number(0, 30)))
        end = dice.often(self.last_day, *later, odds=0.5)
        scarce = dice.one((D(1), D(2), D(2), D(3)))
        authorized = dice.often(scarce, D(12), D("2.5"), D("0.333"), D("0.125"), D(0), D(1_000_000), odds=0.5)
        values: Row = {
            "client_id": client_id,
            "payer_id": self.payer_of(client_id),
            "billing_code": code,
            "start_date": start,
            "end_date": end,
            "units_authorized": authorized,
            "units_used": dice.often(D(0), None, D(1), authorized, authorized - 1, authorized + 3, D("0.5"), odds=0.5),
            "status": dice.often("active", *ACTIVE, *ACTIVE, *INACTIVE, odds=0.75),
        }
        values |= dice.one(BAD_AUTHORIZATIONS) if dice.chance(0.06) else {}
        return row(
            "authorizations",
            authorization_id=self.name(dice.one("Aa_\u00e9"), "authorizations"),
            updated_at=at(start),
            **values,
        )

    def authorizations(self) -> None:
        """Give most clients what one program can bill, often renewed, and now and then a second code beside it."""
        for client_id in self.clients:
            codes = self.codes_of(self.homes[client_id]["billable_group"]) or self.billable_codes
            code = self.dice.one(codes)
            for _ in range(self.dice.number(1, 6)):
                other = self.dice.one(codes)
                made = self.authorization(client_id, self.dice.often(code, other, self.dice.one(self.billable_codes)))
                self.tables["authorizations"].append(made)

    # Notes

    def note(self, client_id: str, day: date, code: str) -> Row:
        dice = self.dice
        values: Row = {
            "client_id": client_id,
            "service_date": day,
            "billing_code": code,
            "duration_minutes": dice.one(MINUTES),
            "quantity": dice.often(None, D(1), D(2), D(0), D("0.001"), D("2.5"), D(10_000), odds=0.6),
            "units": dice.one((None, D(0), D("0.5"), D("0.999"), D(1), D(1), D("1.001"), D(2), D(2), D(3), D(10_000))),
            "status": dice.often("released", *RELEASED, *DRAFT, *DRAFT, *VOID, odds=0.75),
            "origin": dice.one((None, "clinician", "import")),
        }
        values |= dice.one(BAD_NOTES) if dice.chance(0.06) else {}
        return row(
            "notes",
            note_id=self.name("n", "notes"),
            started_at=at(day) if dice.chance(0.8) else None,
            clinician_id=dice.one(("dr 1", "dr'2", None)),
            location_id=dice.one(("main", None)),
            location_code=dice.one(("11", None)),
            note_text="A Person's Name said a secret",
            updated_at=at(day),
            **values,
        )

    def notes(self) -> None:
        dice = self.dice
        for client_id in self.clients:
            for day in dice.some([self.day(after=2) for _ in range(12)], 0, 12):
                program = dice.often(self.homes[client_id], *self.tables["programs"], odds=0.7)  # a step-down, say
                codes = self.codes_of(program["non_billable_group"]) or self.counting_codes
                for _ in range(dice.number(1, 3)):
                    code = dice.often(dice.one(codes), *self.counting_codes, "unheard of", "")
                    made = self.note(client_id, day, code)
                    self.tables["notes"].append(made)
                    if dice.chance(0.2):  # somebody else wrote of the session, too
                        another: tuple[Row, ...] = ({"duration_minutes": 61}, {"started_at": None}, {"status": "void"})
                        other = dice.often({}, *another)
                        again = {"note_id": self.name(dice.one("Nn_"), "notes"), "clinician_id": "dr 3"}
                        self.tables["notes"].append(made | other | again)
                if dice.chance(0.15):
                    by_hand = self.note(client_id, day, dice.one(self.billable_codes))
                    status = dice.one((by_hand["status"], dice.one(VOID), dice.one(DRAFT), dice.one(UNKNOWN)))
                    self.tables["notes"].append(by_hand | {"status": status})

    def per_diem_notes(self) -> None:
        """Add notes that earlier nights wrote, some since voided, with and without what they took given back."""
        dice = self.dice
        support = [note for note in self.tables["notes"] if not note_is_bad(note, self.clients, self.last_day)]
        written = set()
        for note in dice.some(support, 4, 12):
            program_id = dice.often(dice.one(self.programs), f"closed{self.part}")
            client_id, day = note["client_id"], dice.often(note["service_date"], self.day())
            authorizations = [row for row in self.tables["authorizations"] if row["client_id"] == client_id]
            if not authorizations or (program_id, client_id, day) in written:
                continue
            written.add((program_id, client_id, day))
            authorization, units = dice.one(authorizations), dice.one((D(1), D("0.333"), D(2)))
            shared = {
                "client_id": client_id,
                "service_date": day,
                "authorization_id": dice.often(authorization["authorization_id"], "gone"),
                "billing_code": authorization["billing_code"] or "0905",
                "payer_id": authorization["payer_id"] or "acme",
            }
            made = self.add(
                "notes",
                note_id=dice.often(note_id_of(program_id, client_id, day), self.name("old", "notes"), odds=0.9),
                program_id=program_id,
                origin="per_diem",
                status=dice.often("released", *VOID, "draft", "Released ", "archived", odds=0.5),
                duration_minutes=dice.often(180, None, 9999),
                quantity=D(1),
                units=units,
                dag_run_id="earlier",
                updated_at=at(day),
                **shared,
            )
            is_void = (made["status"] or "").strip().lower() == "void"
            reversed_at = dice.one((None, at(self.last_day))) if is_void or dice.chance(0.15) else None
            self.add(
                "authorization_usage",
                note_id=made["note_id"],
                authorization_id=shared["authorization_id"],
                units=units,
                used_at=at(day),
                reversed_at=reversed_at,
            )
            self.add(
                "invoices",
                invoice_id=f"inv {made['note_id']}",
                note_id=made["note_id"],
                units=units,
                amount=None,
                status="void" if reversed_at else "ready",
                created_at=at(day),
                **shared,
            )

    def alerts(self) -> None:
        """Add alerts that earlier nights raised, some of which still stand, or stand again."""
        dice = self.dice
        reasons = (
            "no_authorization",
            "payer_not_in_force",
            "unsigned_notes",
            "coverage_withdrawn",
            "authorization_exhausted",
            "missing_default_clinician",
            "multiple_programs",
        )
        notes = [note for note in self.tables["notes"] if not note_is_bad(note, self.clients, self.last_day)]
        seen = set()
        for note in dice.some(notes, 0, 12):
            home = self.homes[note["client_id"]]["program_id"]
            program_id = dice.often(home, *self.programs, f"closed{self.part}", odds=0.7)
            alert = (program_id, note["client_id"], note["service_date"], dice.often(reasons[0], *reasons, odds=0.4))
            if alert in seen:
                continue
            seen.add(alert)
            status = dice.one(("open", "resolved", "expired"))
            self.add(
                "alerts",
                alert_id=self.name("al", "alerts"),
                program_id=alert[0],
                client_id=alert[1],
                service_date=alert[2],
                reason=alert[3],
                group_name=dice.one(("IOP Notification Group", None)),
                status=status,
                opened_at=at(alert[2]),
                notified_at=dice.one((None, at(alert[2], 10))),
                resolved_at=at(self.last_day) if status == "resolved" else None,
            )

    def make(self) -> None:
        self.people_and_payers()
        self.groups()
        self.settings()
        self.rules()
        self.coverages()
        self.authorizations()
        self.notes()
        self.per_diem_notes()
        self.alerts()

    def nights(self) -> tuple[PlannedNight, ...]:
        dice = self.dice
        first = self.last_day - timedelta(days=dice.number(0, 3))
        lookback_days = dice.often(90, 14, 5)
        nights = []
        for number, step in enumerate(dice.one(((0, 0, 1), (0, 1, 3), (0, 2, 0), (0, 7, 5)))):
            run_date = first + timedelta(days=step)
            today = run_date if dice.chance(0.6) else first + timedelta(days=8)
            nights.append(PlannedNight(run_date, today, lookback_days, number < 2 and dice.chance(0.15)))
        return tuple(nights)

    def changes(self, number: int, tables: Tables) -> list[Change]:
        """Make up what happens to the rows of this part before a night; `tables` hold those of every part."""
        dice = self.dice
        clients = [client["client_id"] for client in tables["clients"] if self.owns(client)]
        if not clients:
            return []
        changes: list[Change] = []

        def late(table: str, key: str, late_row: Row) -> None:
            changes.append(Change(table, None, late_row | {key: f"late {number}.{self.part}.{len(changes)}"}))

        for _ in range(dice.number(1, 4)):
            late("notes", "note_id", self.note(dice.one(clients), self.day(), dice.one(self.counting_codes)))
        for _ in range(dice.number(0, 1)):
            late("notes", "note_id", self.note(dice.one(clients), self.day(), dice.one(self.billable_codes)))
        for _ in range(dice.number(1, 3)):
            dates = {"start_date": FIRST_DAY, "end_date": self.last_day}
            authorization = self.authorization(dice.one(clients), dice.one(self.billable_codes))
            late("authorizations", "authorization_id", authorization | dates)

        def corrected(table: str, key: str, rows: Sequence[Row], *choices: Row) -> None:
            mine = sorted((each for each in rows if self.owns(each)), key=lambda each: str(each[key]))
            for chosen in dice.some(mine, 0, 3):
                changes.append(Change(table, chosen[key], dice.one(choices)))

        notes, authorizations, void = tables["notes"], tables["authorizations"], {"status": dice.one(VOID)}
        by_hand = [note for note in notes if note["origin"] != "per_diem"]
        per_diem = [note for note in notes if note["origin"] == "per_diem"]
        corrected("notes", "note_id", per_diem, void)
        voided = [note for note in per_diem if (note["status"] or "").strip().lower() == "void"]
        corrected("notes", "note_id", voided, {"status": "released"})
        changes += self.moved_and_deleted(per_diem, {change.key for change in changes})
        corrected("notes", "note_id", by_hand, void, {"status": "released"}, {"units": D("0.5")}, {"units": None})
        drafts = [note for note in by_hand if (note["status"] or "").strip().lower() == "draft"]
        corrected("notes", "note_id", drafts, {"status": "released"})
        corrected("authorizations", "authorization_id", authorizations, {"status": "active"}, void)
        coverages = tables["client_coverages"]
        ended, open_ended = {"end_date": self.day()}, {"end_date": None}
        corrected("client_coverages", "coverage_id", coverages, ended, open_ended, {"priority": 1}, {"priority": 3})
        for client_id in dice.some(clients, 0, 2):
            found = {"client_id": client_id, "payer_id": dice.one(self.payers), "start_date": self.day(), "priority": 2}
            late("client_coverages", "coverage_id", row("client_coverages", **found))
        changes += self.edited_settings(tables)
        corrected(
            "authorizations", "authorization_id", authorizations, {"units_authorized": D(20)}, {"units_used": D(0)}
        )
        defaults = {"default_clinician_id": "dr 1", "default_location_id": "main", "default_location_code": "11"}
        corrected("clients", "client_id", tables["clients"], defaults, {"default_clinician_id": None})
        return changes

    def moved_and_deleted(self, per_diem: Sequence[Row], taken: set[Any]) -> list[Change]:
        """Make up what happens to notes of the pipeline that nobody should touch: a note moved, a note deleted."""
        free = [note for note in per_diem if self.owns(note) and note["note_id"] not in taken]
        days = {(note["program_id"], note["client_id"], note["service_date"]) for note in per_diem}
        changes = []
        for note in self.dice.some(sorted(free, key=lambda each: str(each["note_id"])), 1, 3):
            day = self.day(before=20)
            moved = (note["program_id"], note["client_id"], day)
            if moved in days:  # there are no two notes of one day
                changes.append(Change("notes", note["note_id"], {}))
            else:
                days.add(moved)
                changes.append(Change("notes", note["note_id"], self.dice.one(({}, {"service_date": day}))))
        return changes

    def edited_settings(self, tables: Tables) -> list[Change]:
        """Make up edits in place of the settings of this part's programs, and now and then of everybody's."""
        mine = [row for row in tables["system_settings"] if row["program_id"] in self.programs]
        chosen = self.dice.some(sorted(mine, key=str), 0, 2)
        if self.part == "0" and self.dice.chance(0.5):
            shared = [row for row in tables["system_settings"] if row["program_id"] == "*"]
            chosen += self.dice.some(sorted(shared, key=str), 0, 1)
        return [
            Change(
                "system_settings",
                (row["setting_number"], row["program_id"], row["effective_from"]),
                {
                    "value": self.dice.often(
                        self.dice.one(SENSIBLE[row["setting_number"]]), *SENSELESS[row["setting_number"]], odds=0.9
                    )
                },
            )
            for row in chosen
        ]

    def owns(self, client_row: Row) -> bool:
        return f" {self.part}." in (client_row["client_id"] or "")


def random_story(seed: int) -> Story:
    """Make the clinic of that seed, and the nights it will see."""
    whole = Maker(seed, PARTS)
    whole.shared()
    nights = whole.nights()
    for part in range(PARTS):
        maker = Maker(seed, part)
        maker.make()
        for table, rows in maker.tables.items():
            whole.tables[table] += rows
    for planned in nights:  # a window with no note at all would stop the run
        client_id = whole.tables["clients"][0]["client_id"]
        made = whole.note(client_id, planned.run_date, "unheard of")
        good = {"client_id": client_id, "service_date": planned.run_date, "duration_minutes": 60, "units": D(1)}
        whole.tables["notes"].append(made | good | {"quantity": None})
    return Story(seed, whole.tables, nights)


def between_nights(seed: int, number: int, tables: Tables) -> list[Change]:
    """Make up what people do before night `number`: late notes and authorizations, voids, corrections.

    `tables` are what the EHR holds by then. New rows are named after the night.
    """
    changes = [change for part in range(PARTS) for change in Maker(seed, part, number).changes(number, tables)]
    noticed = {"updated_at": at(FIRST_DAY + timedelta(days=100 * number))}  # later than all that was there before
    return [
        replace(change, values=change.values | noticed) if change.table == "notes" and change.values else change
        for change in changes
    ]


def random_units_story(seed: int, clients: int) -> Story:
    """Make a clinic of one program and one night, in which each client has a payer with one rule of its own.

    The rule is for the note's code as well as for the authorization's, so it counts the day and says what it needs.
    """
    dice = Dice(seed)
    maker = Maker(seed, PARTS)
    maker.shared()
    tables = maker.tables
    day = FIRST_DAY
    tables["system_settings"] = [
        row("system_settings", setting_number=number, program_id="*", effective_from=day, value=value)
        for number, value in ((508, "0.001"), (509, dice.one(("180", "22", "23", "8", "7"))), (512, "0"))
    ]
    maker.add("programs", program_id="IOP", non_billable_group="non", billable_group="bill")
    maker.add("billing_code_groups", group_name="non", billing_code="602")
    for code in ("0905", "0912"):
        maker.add("billing_code_groups", group_name="bill", billing_code=code)
    for number in range(clients):
        name = f"{number}"
        defaults = {"default_clinician_id": "dr 1", "default_location_id": "main", "default_location_code": "11"}
        maker.add("clients", client_id=name, **defaults)
        maker.add("client_coverages", coverage_id=name, client_id=name, payer_id=name, start_date=day)
        maker.add("payer_rules", payer_rule_id=name, payer_id=name)
        maker.add(
            "payer_billing_rules", billing_rule_id=name, payer_rule_id=name, billing_type="unit", **any_rule(dice)
        )
        for code in ("602", "0905", "0912"):
            maker.add("payer_billing_rule_codes", billing_rule_id=name, billing_code=code)
        renewal = (f"{dice.number(0, clients)}", "0905")  # of another payer, which has another rule
        second = dice.one((renewal, (name, "0912")))
        for order, (payer_id, code) in enumerate([(name, "0905"), second][: dice.number(1, 2)]):
            maker.add(
                "authorizations",
                authorization_id=f"{dice.one('Aa_')}{name}.{order}",  # of two with the same dates, this decides
                client_id=name,
                payer_id=payer_id,
                billing_code=code,
                start_date=day,
                end_date=day,
                units_authorized=D(1_000_000),
                status="active",
            )
        maker.add(
            "notes",
            note_id=name,
            client_id=name,
            service_date=day,
            billing_code="602",
            duration_minutes=dice.one((*MINUTES, dice.number(0, 1440))),
            quantity=dice.one((None, D(0), D(1), D("0.001"), D("0.004"), D("2.5"), D("3.333"), D(10_000))),
            units=dice.one((None, D(1), D("0.5"))),
            status="released",
        )
    return Story(seed, tables, (PlannedNight(day, day, 3, dry_run=False),))


def any_rule(dice: Dice) -> Row:
    """Make a rule field by field, fields that its conversion does not use too; about one in two is valid."""
    number = (D(0), D(-1), D("0.001"), D(10_000), D("10000.001"), NOT_A_NUMBER, None)
    factors = (D(1), D(3), D(7), D(8), D("0.333333"), D("0.0005"), D("0.0015"), D("0.000001"), D(10_000))
    return {
        "conversion": dice.one(("duration", "duration", "quantity", "quantity", "quantity", dice.one((None, "time")))),
        "minutes_per_unit": dice.often(15, 1, 7, 60, 1440, 2_147_483_647, 2_147_483_647, 0, -15, None, odds=0.4),
        "variable_increment": dice.one((True, True, False, None)),
        "round_up_minutes": dice.one((8, 8, 8, 1, 7, 15, 16, 0, -8, None)),
        "method": dice.often("calculate", "replace", "replace", None, "Replace", odds=0.5),
        "quantity": dice.often(dice.one((D(1), D(0), D("1.125"))), *number, odds=0.5),
        "operator": dice.often("divide", "multiply", "multiply", None, "", odds=0.5),
        "factor": dice.often(dice.one(factors), *number, D(0), D("10000.000001"), odds=0.7),
        "max_units": dice.often(None, D(0), D(5), D("-0.001"), NOT_A_NUMBER, odds=0.9),
        "combine": dice.one((True, False, None)),
        "aggregate_on": dice.often(None, "units", "minutes", "medicare", "hours", "", odds=0.6),
    }
