"""Make clinics that nobody could have meant: thousands of rows, of which a seed has spoilt one in three.

`mangled_clinic(seed, schema)` takes a random clinic, adds programs and clients that are sound, so that every night has
days to bill, gives ids hostile names, and then puts into every column what its type can hold. `mischief` makes up what
happens to the EHR before a later night: more of the same, and people who edit, move and delete the pipeline's own
notes. The same seed gives the same; nothing asks the clock.

What is wrong with a row is not written down here: who reads the rows afterwards has to find out by the rules.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from clinics.random_clinic import (
    FIRST_DAY,
    INVALID_RULES,
    SENSELESS,
    Dice,
    Row,
    Tables,
    any_rule,
    at,
    random_story,
    row,
)

D = Decimal

# What is said of a column in the database: its type, and for numeric its digits, as in "numeric(12,3)".
Schema = Mapping[str, Mapping[str, str]]

KEYS: Mapping[str, tuple[str, ...]] = {
    table: tuple(columns.split())
    for table, columns in {
        "facilities": "facility_id",
        "clinicians": "clinician_id",
        "locations": "location_id",
        "clients": "client_id",
        "payers": "payer_id",
        "client_coverages": "coverage_id",
        "billing_codes": "billing_code",
        "billing_code_groups": "group_name billing_code",
        "programs": "program_id",
        "system_settings": "setting_number program_id effective_from",
        "user_groups": "group_name",
        "user_group_members": "group_name user_id",
        "authorizations": "authorization_id",
        "notes": "note_id",
        "payer_rules": "payer_rule_id",
        "payer_billing_rules": "billing_rule_id",
        "payer_billing_rule_codes": "billing_rule_id billing_code",
        "fee_schedules": "payer_id billing_code effective_from",
        "authorization_usage": "note_id",
        "invoices": "invoice_id",
        "alerts": "alert_id",
    }.items()
}
# Written by the pipeline alone: what people do to them is made up in `left_behind` and `mischief`.
ITS_OWN = ("authorization_usage", "invoices", "alerts")

WHITE_SPACE = (
    "",
    " ",
    "   ",
    "\t",
    "\n",
    "\r\n",
    "\v\f",
    "\u00a0",
    "\u2003\u2007",
    "\u2028",
    "\u202f",
    "\u3000",
    "\u0085",
)
HOSTILE = (
    "'; drop table ehr.notes; --",
    "' or '1' = '1",
    '"; delete from ehr.alerts; --',
    "$$; select pg_sleep(60); $$",
    "\\",
    "\\N",
    "\\.",
    "\\'",
    "100%",
    "%s%(client_id)s%%",
    "{{ env_var('HOME') }}",
    "{% raise %}{# #}",
    "{batch}{0}{}",
    "${HOME}$1:name::text",
    "<script>alert(1)</script>&amp;",
    "\r\nBcc: everybody@example.org\r\n\r\n",
    "=cmd|' /C calc'!A0",
    "null",
    "NaN",
    "*",
    "e\u0301\u0327o\u0308",
    "\u202e\u05d0\u05d1\u0627\u200f",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\u200b\u200c\ufeff",
    "\u0130\u0131\u017f\u1e9e",
    "\x01\x1b[31m\x7f",
    "a,b;c|d:e/f\"g'h",
)
LONG = ("long " * 2000, "\u00e9\u4e2d" * 3000)
FAR_DATES = (
    "infinity",
    "-infinity",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "5874897-12-31",
    "4713-01-01 BC",
    "1900-02-28",
)
WHOLE_NUMBERS = (0, 1, -1, 15, 1440, 1441, 2_147_483_647, -2_147_483_648)
FAR_TIMES = ("infinity", "-infinity", "0001-01-01 00:00+00", "9999-12-31 23:59:59+00", "294276-12-31 23:59:59+00")
WORDS: Mapping[str, tuple[str, ...]] = {
    "status": ("Released", "released ", "VOID", "void\n", "draft", "void", "released", "active", "Active", "denied"),
    "origin": ("clinician", "per_diem ", "Per_Diem", "per-diem", "import"),
    "conversion": ("duration", "quantity", "Duration", "time"),
    "method": ("replace", "calculate", "swap"),
    "operator": ("multiply", "divide", "+"),
    "aggregate_on": ("units", "minutes", "medicare", "hours"),
    "billing_type": ("unit", "Unit", "claim"),
    "state": ("AZ", "az", "A"),
    "email": (
        "biller@localhost",
        "two@localhost, three@localhost",
        "Somebody <somebody@localhost>",
        "x@localhost\r\nBcc: y@localhost",
        "(" * 3000 + "@localhost",
        "@",
        "a@b@c",
        '"quoted name"@localhost',
        "m\u00fcller@localhost",
        "a" * 300 + "@localhost",
    ),
}
SETTINGS: Mapping[int, tuple[str | None, ...]] = {
    508: (*SENSELESS[508], "1e9", "-1", "0", "999999999999.9999999", "0.0000001", "1.0000001", "\u00a02\u00a0"),
    509: (*SENSELESS[509], "1000000000", "0", "-1", "NaN", "1440.5", "\u3000180"),
    510: (None, *WHITE_SPACE, *HOSTILE[:6], LONG[0]),
    512: (*SENSELESS[512], "1e9", "1000000000", "999999999999", "NaN", "-0", "\u20031"),
}


@dataclass(frozen=True)
class Change:
    """A row inserted (no key), updated, or deleted (no values)."""

    table: str
    key: Row | None
    values: Row | None


@dataclass(frozen=True)
class PlannedNight:
    run_date: date
    today: date
    lookback_days: int
    dry_run: bool


def mangled_clinic(seed: int, schema: Schema) -> Tables:
    """The EHR's tables before the first night. Rows may violate a key: the first of two is meant."""
    dice = Dice(7_000_000 + seed)
    tables = random_story(seed).tables
    renamed(dice, tables)
    for table, columns in schema.items():
        if table not in ITS_OWN:
            tables[table] = [*mangled_rows(dice, table, columns, tables[table])]
    odd_settings_and_groups(dice, tables)
    odd_addresses(tables)
    left_behind(dice, tables)
    Sound(dice, tables).make()
    return tables


def nights(seed: int) -> tuple[PlannedNight, ...]:
    """A night that sees it all, a dry run, and a later night that looks back a few days only; in either order."""
    dice = Dice(8_000_000 + seed)
    first = LAST_SOUND_DAY - timedelta(days=dice.number(0, 3))
    second, third = first + timedelta(days=dice.number(0, 2)), first + timedelta(days=dice.number(3, 15))
    planned = (
        PlannedNight(first, dice.one((first, third)), 90, dry_run=False),
        PlannedNight(second, dice.one((second, third)), dice.one((90, 30)), dry_run=True),
        PlannedNight(third, third, dice.number(16, 20), dry_run=False),
    )
    return planned if dice.chance(0.7) else (planned[1], planned[0], planned[2])


# Values --------------------------------------------------------------------------------------------------------------


def value_for(dice: Dice, table: str, column: str, kind: str) -> Any:
    """Anything that the column can hold."""
    if dice.chance(0.15):
        return None
    if kind == "text":
        words = WORDS.get(column) or (*WHITE_SPACE, *HOSTILE)
        return dice.often(dice.one(words), *WHITE_SPACE, *HOSTILE, *LONG, odds=0.6)
    if kind == "date":
        return dice.often(dice.one(FAR_DATES), FIRST_DAY + timedelta(days=dice.number(-40, 60)), odds=0.6)
    if kind.startswith("timestamp"):
        return dice.one(FAR_TIMES)
    if kind == "integer":
        return dice.often(dice.one(WHOLE_NUMBERS), dice.number(-(2**31), 2**31 - 1))
    if kind == "boolean":
        return dice.chance(0.5)
    digits, places = map(int, kind.removeprefix("numeric(").removesuffix(")").split(","))
    most = D(10 ** (digits) - 1).scaleb(-places)
    least = D(1).scaleb(-places)
    usual = (D("NaN"), D(0), most, -most, least, -least, D(10_000), D(10_000) + least)
    return dice.often(dice.one(usual), D(dice.number(-(10**digits) + 1, 10**digits - 1)).scaleb(-places))


def mangled_rows(dice: Dice, table: str, columns: Mapping[str, str], rows: list[Row]) -> Iterator[Row]:
    """One row in three spoilt in up to three columns, and some there twice under another id."""
    loose = [column for column in columns if column not in KEYS[table]]
    for number, each in enumerate(rows):
        spoilt = dict(each)
        if loose and dice.chance(0.35):
            for column in dice.some(loose, 1, 3):
                spoilt[column] = value_for(dice, table, column, columns[column])
        yield spoilt
        if dice.chance(0.06) and len(KEYS[table]) == 1:
            yield spoilt | {KEYS[table][0]: f"{spoilt[KEYS[table][0]]} again {number}"}


# Names ---------------------------------------------------------------------------------------------------------------

ALIASES = {
    "default_clinician_id": "clinician_id",
    "default_location_id": "location_id",
    "non_billable_group": "group_name",
    "billable_group": "group_name",
}


def renamed(dice: Dice, tables: Tables) -> None:
    """Give one id in three a name that somebody chose to do harm, wherever it stands."""
    names: dict[tuple[str, str], str] = {}
    domains = {column for table in KEYS if table not in ITS_OWN for column in KEYS[table]} - {"effective_from"}
    for rows in tables.values():
        for each in rows:
            for column, value in each.items():
                domain = ALIASES.get(column, column)
                if domain not in domains or not isinstance(value, str) or not value.strip() or value == "*":
                    continue
                if (domain, value) not in names:
                    harm = dice.one((*HOSTILE, *WHITE_SPACE, "x" * 300))
                    names[domain, value] = dice.often(value, f"{value}{harm}", f"{harm}{value}", odds=0.67)
                each[column] = names[domain, value]


# Rows of their own ---------------------------------------------------------------------------------------------------


def odd_settings_and_groups(dice: Dice, tables: Tables) -> None:
    """Settings of nonsense, groups with no code, one group for both, a code in both, programs without any."""
    program_ids = [each["program_id"] for each in tables["programs"]]
    groups = tables["billing_code_groups"]
    for number, values in SETTINGS.items():
        for value in values:
            owner = dice.often(dice.one(program_ids), "*", *HOSTILE, odds=0.9)
            effective_from = dice.often(FIRST_DAY + timedelta(days=dice.number(-5, 20)), "infinity", "-infinity")
            keys = {"setting_number": number, "program_id": owner, "effective_from": effective_from}
            tables["system_settings"].append(row("system_settings", **keys, value=value))
    for number in (507, 0, -1, 2_147_483_647):
        keys = {"setting_number": number, "program_id": dice.one(program_ids), "effective_from": FIRST_DAY}
        tables["system_settings"].append(row("system_settings", **keys, value="1"))
    for index, harm in enumerate(dice.some([*HOSTILE, *WHITE_SPACE], 6, 6)):
        some = dice.one(groups)["group_name"]
        pair = dice.one(((some, some), (None, some), (some, harm), ("", ""), (some, dice.one(groups)["group_name"])))
        tables["programs"].append(
            row(
                "programs",
                program_id=f"odd {index} {harm}",
                name=harm,
                non_billable_group=pair[0],
                billable_group=pair[1],
                weekly_minimum_minutes=dice.one(WHOLE_NUMBERS),
            )
        )
    for code in dice.some([each["billing_code"] for each in groups], 3, 3):
        groups.append({"group_name": dice.one(groups)["group_name"], "billing_code": code})
    for table, columns in (("programs", KEYS["programs"]), ("clients", KEYS["clients"])):
        tables[table] += [row(table, **{columns[0]: blank}) for blank in ("", " ", "*", "\u00a0")]


def odd_addresses(tables: Tables) -> None:
    """A group of which one member can be written to, among others of whom nobody knows what they typed."""
    tables["user_groups"].append({"group_name": "sound group"})
    addresses = ("sound@localhost", None, *WORDS["email"], *HOSTILE, *WHITE_SPACE, *LONG)
    for number, email in enumerate(addresses):
        member = {"group_name": "sound group", "user_id": f"member {number}", "email": email}
        tables["user_group_members"].append(member)


def left_behind(dice: Dice, tables: Tables) -> None:
    """Usage and invoices of notes that are not there, and alerts with groups that nobody has heard of."""
    client_ids = [each["client_id"] for each in tables["clients"]]
    authorization_ids = [each["authorization_id"] for each in tables["authorizations"]]
    for number in range(20):
        note_id = dice.one((f"pd-{number:032x}", f"gone {number} {dice.one(HOSTILE)}"))
        day, units = FIRST_DAY + timedelta(days=dice.number(-30, 25)), D(dice.number(1, 3000)).scaleb(-3)
        shared = {
            "note_id": note_id,
            "authorization_id": dice.often(dice.one(authorization_ids), "gone"),
            "units": units,
        }
        if dice.chance(0.7):
            reversed_at = dice.one((None, at(day)))
            tables["authorization_usage"].append(
                row("authorization_usage", **shared, used_at=at(day), reversed_at=reversed_at)
            )
        if dice.chance(0.7):
            tables["invoices"].append(
                row(
                    "invoices",
                    **shared,
                    invoice_id=f"inv-{note_id}",
                    client_id=dice.one(client_ids),
                    payer_id=dice.one(HOSTILE),
                    service_date=day,
                    billing_code="0905",
                    amount=dice.one((None, D(1), D("NaN"))),
                    status=dice.one(("ready", "void", "Ready")),
                    created_at=at(day),
                )
            )
    for each in tables["alerts"]:
        if dice.chance(0.5):
            each["group_name"] = dice.one((*WHITE_SPACE, *HOSTILE, *LONG, None))
        if dice.chance(0.1):
            each["reason"] = dice.one(HOSTILE)


# A clinic within the clinic that is in order --------------------------------------------------------------------------

LAST_SOUND_DAY = FIRST_DAY + timedelta(days=25)
# Settings that make sense, and some that hardly do. With the clients below, the first two make one text when they are
# put together, whatever stands between.
SOUND_PROGRAMS: Mapping[str, Mapping[int, str]] = {
    "sound P": {508: "2", 509: "180", 512: "1"},
    "sound P|1": {508: "2", 509: "180", 512: "1"},
    "sound '; drop table ehr.notes; --{{ 1 }}%s": {508: " +01.50\n", 509: "1", 512: "0"},
    "sound just above": {508: "1.0000001", 509: "1440", 512: "2"},
    "sound next to nothing": {508: ".000000000001", 509: "180", 512: "1"},
    "sound out of reach": {508: "999999999999.9999999", 509: "180", 512: "1"},
    "sound never due": {508: "1", 509: "180", 512: "999999999999"},
}
SOUND_CLIENTS = ("|1X", "X", "X|2016-07-20", "1X", "-X", "-1X")


class Sound:
    """Programs, clients, authorizations and notes with nothing wrong, some of them short of units."""

    def __init__(self, dice: Dice, tables: Tables) -> None:
        self.dice, self.tables = dice, tables
        self.clients = [f"{name}{dice.one(HOSTILE)} sound {number}" for number, name in enumerate(SOUND_CLIENTS * 20)]
        self.clients += SOUND_CLIENTS

    def add(self, table: str, **values: Any) -> None:
        self.tables[table].append(row(table, **values))

    def make(self) -> None:
        self.add("clinicians", clinician_id="sound clinician")
        self.add("locations", location_id="sound location")
        for number, (program_id, settings) in enumerate(SOUND_PROGRAMS.items()):
            groups = {"non_billable_group": f"sound counting {number}", "billable_group": f"sound billable {number}"}
            self.add("programs", program_id=program_id, **groups)
            self.add("billing_code_groups", group_name=groups["non_billable_group"], billing_code=f"s60{number}")
            self.add("billing_code_groups", group_name=groups["billable_group"], billing_code=f"s090{number}")
            group_name = self.dice.one(("sound group", "IOP Notification Group", None))
            for setting_number, value in {**settings, 510: group_name}.items():
                keys = {"setting_number": setting_number, "program_id": program_id, "effective_from": date(2015, 1, 1)}
                self.add("system_settings", **keys, value=value)
        self.payers()
        for number, client_id in enumerate(self.clients):
            self.client(number, client_id)

    def payers(self) -> None:
        """Add payers with one rule each, sound or not, and fees from the smallest to what no invoice can hold."""
        rates = (D("0.01"), D("120.555"), D("9999999999.99"), D("-1"), D("NaN"), None)
        for number in range(12):
            payer_id = f"sound payer {number}"
            self.add("payers", payer_id=payer_id)
            self.add(
                "payer_rules", payer_rule_id=payer_id, payer_id=payer_id, effective_to=self.dice.one((None, *FAR_DATES))
            )
            fields = any_rule(self.dice) if number < 8 else self.dice.one(INVALID_RULES)
            self.add(
                "payer_billing_rules",
                billing_rule_id=payer_id,
                payer_rule_id=payer_id,
                billing_type="unit" if number < 6 else "claim",
                **fields,
            )
            for code in (f"s090{program}" for program in range(len(SOUND_PROGRAMS))):
                self.add("payer_billing_rule_codes", billing_rule_id=payer_id, billing_code=code)
                for effective_from in self.dice.some((date(2015, 1, 1), FIRST_DAY, "-infinity", "infinity"), 0, 3):
                    self.add(
                        "fee_schedules",
                        payer_id=payer_id,
                        billing_code=code,
                        effective_from=effective_from,
                        effective_to=self.dice.one((None, None, *FAR_DATES)),
                        unit_rate=self.dice.one(rates),
                    )

    def client(self, number: int, client_id: str) -> None:
        program = number % len(SOUND_PROGRAMS)
        self.add(
            "clients",
            client_id=client_id,
            display_name="A Person's Name",
            default_clinician_id="sound clinician",
            default_location_id="sound location",
            default_location_code="11",
        )
        self.authorization(f"sound {number}", client_id, f"s090{program}")
        if self.dice.chance(0.3):
            self.authorization(f"sound renewal {number}", client_id, f"s090{program}")
        for age in range(1, 22):
            if self.dice.chance(0.6):
                day = LAST_SOUND_DAY - timedelta(days=age)
                self.note(f"sound {number}.{age}", client_id, day, f"s60{program}")

    def authorization(self, authorization_id: str, client_id: str, billing_code: str) -> None:
        self.add(
            "authorizations",
            authorization_id=authorization_id,
            client_id=client_id,
            payer_id=f"sound payer {self.dice.number(0, 11)}",
            billing_code=billing_code,
            start_date=self.dice.one((date(2016, 1, 1), "-infinity", "0001-01-01")),
            end_date=self.dice.one((date(2016, 12, 31), "infinity", "9999-12-31", "5874897-12-31")),
            units_authorized=self.dice.one((D(3), D(5), D(40), D(1_000_000))),
            units_used=self.dice.one((None, D(0), D("0.5"), D(-1), D("-999999999.999"))),
            status="active",
        )

    def note(self, note_id: str, client_id: str, day: date, billing_code: str) -> None:
        self.add(
            "notes",
            note_id=note_id,
            client_id=client_id,
            service_date=day,
            billing_code=billing_code,
            duration_minutes=120,
            units=self.dice.one((D(1), D(2), D(2), D(3))),
            status="released",
            note_text="A Person's Name said a secret",
            updated_at=at(day),
        )


# Between nights -------------------------------------------------------------------------------------------------------


def mischief(seed: int, number: int, schema: Schema, tables: Tables) -> list[Change]:
    """Make up what happens before night `number`, given what the EHR holds by then. A change may violate a key."""
    dice = Dice(9_000_000 + 10 * seed + number)
    when = at(date(2016, 10, number))
    changes: list[Change] = []
    for table, columns in schema.items():
        loose = [column for column in columns if column not in (*KEYS[table], "updated_at")]
        if not loose or table in (*ITS_OWN, "billing_codes"):  # what a code is holds for older days only once asked
            continue
        spoilable = [each for each in tables[table] if not is_sound(each)]
        for each in dice.some(spoilable, 0, max(len(spoilable) // 12, 2)):
            values = {column: value_for(dice, table, column, columns[column]) for column in dice.some(loose, 1, 2)}
            changes.append(Change(table, key_of(table, each), values))
    changes += edited_per_diem_notes(dice, tables)
    changes += more_work(dice, number, tables)
    return [
        Change(each.table, each.key, each.values | {"updated_at": when})
        if each.table == "notes" and each.values is not None
        else each
        for each in changes
    ]


def key_of(table: str, each: Row) -> Row:
    return {column: each[column] for column in KEYS[table]}


def is_sound(each: Row) -> bool:
    return any("sound" in str(value) for value in each.values())


def edited_per_diem_notes(dice: Dice, tables: Tables) -> Iterator[Change]:
    """People void, move, empty, rename and delete what the pipeline wrote."""
    notes = sorted((each for each in tables["notes"] if each["origin"] == "per_diem"), key=lambda each: each["note_id"])
    client_ids = [each["client_id"] for each in tables["clients"]]
    for each in dice.some(notes, len(notes) // 3, len(notes) // 3):
        values = dice.one(
            (
                {"status": "void"},
                {"status": "void"},
                {"status": "void"},
                {"status": dice.one((None, "draft", "Void", ""))},
                {"service_date": dice.one((FIRST_DAY + timedelta(days=dice.number(0, 24)), None, *FAR_DATES))},
                {"client_id": dice.one((*client_ids, None, " ", "nobody"))},
                {"program_id": dice.one((*SOUND_PROGRAMS, None, "", " ", "closed"))},
                {"payer_id": None, "authorization_id": None},
                {"billing_code": dice.one((None, "s600", "s0901"))},
                {"origin": dice.one((None, "clinician", "Per_Diem"))},
                {"duration_minutes": None, "units": D("NaN"), "quantity": D(-1)},
                {"units": D("999999999.999")},
                {"dag_run_id": None},
                None,
            )
        )
        yield Change("notes", {"note_id": each["note_id"]}, values)


def more_work(dice: Dice, number: int, tables: Tables) -> Iterator[Change]:
    """Late, new and corrected notes of the sound clients, and a renewal here and there."""
    counting = sorted(note["note_id"] for note in tables["notes"] if (note["billing_code"] or "").startswith("s60"))
    for note_id in dice.some(counting, 60, 60):
        yield Change("notes", {"note_id": note_id}, dice.one(({"units": D(1)}, {"units": D(1)}, {"status": "void"})))
    fresh: Tables = {table: [] for table in tables}
    sound = Sound(dice, fresh)
    clients = [each["client_id"] for each in tables["clients"] if is_sound(each)]
    for index, client_id in enumerate(dice.some(clients, 40, 40)):
        program = dice.number(0, len(SOUND_PROGRAMS) - 1)
        sound.authorization(f"sound late {number}.{index}", client_id, f"s090{program}")
        for age in range(dice.number(1, 6)):
            day = LAST_SOUND_DAY + timedelta(days=dice.number(-12, 12))
            sound.note(f"sound late {number}.{index}.{age}", client_id, day, f"s60{program}")
    for table, rows in fresh.items():
        yield from (Change(table, None, each) for each in rows)
