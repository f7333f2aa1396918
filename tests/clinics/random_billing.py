"""Random clinics with much to bill: services that combine, rules of every kind, and changes to notes long past.

`random_billing_story(seed)` is a random_clinic with more services; `changed_notes` makes up what people do to notes
before the second night. The same seed gives the same.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from clinics.random_clinic import (
    BILLABLE_CODES,
    COUNTING_CODES,
    FIRST_DAY,
    INVALID_RULES,
    MINUTES,
    PARTS,
    PAYERS,
    VALID_RULES,
    Change,
    Dice,
    PlannedNight,
    Row,
    Story,
    Tables,
    at,
    random_story,
    row,
)

D = Decimal
LONG_AGO = FIRST_DAY - timedelta(days=200)
CLINICIANS = ("dr 1", "dr'2", "dr 3", None, " ")
LOCATION_CODES = ("11", "11", "02", "57", None, " ")
TIMED: tuple[Row, ...] = tuple(
    {"conversion": "duration", "minutes_per_unit": per_unit, "variable_increment": variable, "round_up_minutes": least}
    for per_unit, variable, least in ((15, True, 8), (30, True, 16), (60, True, 31), (15, False, None), (15, True, 1))
)


def random_billing_story(seed: int) -> Story:
    """Make two nights: the first computes the whole history, the second looks back five days."""
    story = random_story(seed)
    dice = Dice(-seed - 1)
    tables, first = story.tables, story.nights[0]
    for part in range(PARTS):
        add_rules(dice, tables, part)
        clients = [each["client_id"] for each in tables["clients"] if f" {part}." in each["client_id"]]
        for client_id in clients:
            if dice.chance(0.7):
                tables["client_coverages"].append(
                    row(
                        "client_coverages",
                        coverage_id=f"main {client_id}",
                        client_id=client_id,
                        payer_id=f"{dice.one(PAYERS)}{part}",
                        priority=-5,
                        start_date=LONG_AGO,
                    )
                )
            for _ in range(dice.number(0, 4)):
                day = first.run_date - timedelta(days=dice.one((0, 1, 3, 4, 8, 12, 150)))
                tables["notes"] += services(dice, client_id, day, part, len(tables["notes"]))
    second = PlannedNight(first.run_date + timedelta(days=2), first.run_date + timedelta(days=2), 5, dry_run=False)
    last_note = next(note for note in reversed(tables["notes"]) if note["note_id"].startswith("service"))
    tables["notes"].append(
        last_note | {"note_id": "in the second window", "service_date": second.run_date, "duration_minutes": 60}
    )
    nights = (PlannedNight(first.run_date, first.run_date, 90, dry_run=False), second)
    return Story(seed, tables, nights)


def add_rules(dice: Dice, tables: Tables, part: int) -> None:
    """Give each payer rules that combine; some keep those that they had beside them."""
    for number, name in enumerate(PAYERS):
        payer_id = f"{name}{part}"
        if dice.chance(0.7):
            tables["payer_rules"] = [each for each in tables["payer_rules"] if each["payer_id"] != payer_id]
        payer_rule_id = f"billing {part}.{number}"
        tables["payer_rules"].append(row("payer_rules", payer_rule_id=payer_rule_id, payer_id=payer_id, name=name))
        codes = [f"{code}{part}" for code in BILLABLE_CODES + COUNTING_CODES[:1]] + ["unheard of"]
        for line in range(dice.number(1, 3)):
            billing_rule_id = f"{payer_rule_id} {line}"
            kinds = dice.one((TIMED, TIMED, TIMED, VALID_RULES, VALID_RULES, INVALID_RULES))
            combining: Row = {
                "combine": dice.often(True, False, None),
                "aggregate_on": dice.one((None, "units", "minutes", "medicare", "medicare")),
                "max_units": dice.one((None, D(0), D(2), D("3.5"))),
                "method": dice.often(None, "calculate"),
            }
            fields = combining | dice.one(kinds) | {"billing_type": "unit"}
            keys = {"billing_rule_id": billing_rule_id, "payer_rule_id": payer_rule_id}
            tables["payer_billing_rules"].append(row("payer_billing_rules", **keys, **fields))
            share = codes if line == 0 and dice.chance(0.3) else codes[line::3]
            tables["payer_billing_rule_codes"] += [
                row("payer_billing_rule_codes", billing_rule_id=billing_rule_id, billing_code=code) for code in share
            ]


def services(dice: Dice, client_id: str, day: date, part: int, number: int) -> Iterator[Row]:
    """Make a day's notes, of few codes, so that many are of one kind."""
    codes = dice.some([*(f"{code}{part}" for code in BILLABLE_CODES), "unheard of"], 1, 3)
    for extra in range(dice.number(1, 6)):
        made = row(
            "notes",
            note_id=f"service{dice.one('Kk_')}{number}.{extra}",
            client_id=client_id,
            service_date=day,
            started_at=dice.one((None, at(day, 9), at(day, 9), at(day, 14))),
            billing_code=dice.one(codes),
            clinician_id=dice.one(CLINICIANS),
            location_code=dice.often("11", *LOCATION_CODES, odds=0.5),
            duration_minutes=dice.one(MINUTES[:-3]),
            quantity=dice.one((None, D(1), D(2), D("2.5"))),
            units=dice.one((None, D(0), D(1), D(2))),
            status=dice.often("released", " Released", "draft", "Void", None, odds=0.9),
            origin=dice.one((None, "clinician")),
            updated_at=at(day, 20),
        )
        yield made
        if dice.chance(0.1):
            yield made | {"note_id": f"service{dice.one('Kk_')}{number}.{extra}'", "clinician_id": "dr 3"}


def changed_notes(seed: int, tables: Tables, planned: PlannedNight) -> list[Change]:
    """Change, move and void notes, most of them older than the window; the EHR notes when."""
    dice = Dice(-1000 - seed)
    window_start = planned.run_date - timedelta(days=planned.lookback_days)
    when: datetime = at(planned.run_date, 1)
    dated = [each for each in tables["notes"] if each["service_date"] is not None and each["client_id"]]
    old = sorted((each for each in dated if each["service_date"] < window_start), key=lambda each: str(each["note_id"]))
    by_hand = [each for each in old if each["origin"] != "per_diem"]
    per_diem = [each for each in old if each["origin"] == "per_diem"]
    chosen = dice.some(by_hand, 40, 40)
    others = sorted({each["client_id"] for each in by_hand})
    kinds: tuple[Row, ...] = (
        {"duration_minutes": 23},
        {"duration_minutes": None},
        {"status": "void"},
        {"status": "released"},
        {"location_code": "99"},
        {"billing_code": "unheard of"},
        {"service_date": window_start + timedelta(days=1)},
        {"service_date": window_start - timedelta(days=3)},
        {"service_date": planned.run_date + timedelta(days=1)},
        {"service_date": None},
        {"client_id": dice.one(others)},
    )
    changes = [
        Change("notes", each["note_id"], kinds[number % len(kinds)] | {"updated_at": when})
        for number, each in enumerate(chosen)
    ]
    recent = [each for each in dated if each["service_date"] >= window_start and each["origin"] != "per_diem"]
    for each in dice.some(sorted(recent, key=lambda each: str(each["note_id"])), 5, 10):
        values = dice.one(({"status": "void"}, {"service_date": window_start - timedelta(days=2)}))
        changes.append(Change("notes", each["note_id"], values | {"updated_at": when}))
    for each in dice.some(per_diem, 2, 5):
        changes.append(Change("notes", each["note_id"], {"status": "void", "updated_at": when}))
    for number, each in enumerate(dice.some(by_hand, 5, 5)):
        late = each | {"note_id": f"late service {number}", "status": "released", "updated_at": when}
        changes.append(Change("notes", None, late))
    return changes + changed_coverages(dice, tables, window_start)


def changed_coverages(dice: Dice, tables: Tables, window_start: date) -> list[Change]:
    """End, open, move and add coverages; the EHR does not say when."""
    clients = sorted({each["client_id"] for each in tables["notes"] if each["client_id"]})
    good = [each for each in tables["client_coverages"] if each["client_id"] and each["payer_id"]]
    good.sort(key=lambda each: str(each["coverage_id"]))
    kinds: tuple[Row, ...] = (
        {"end_date": window_start - timedelta(days=2)},
        {"end_date": None},
        {"end_date": LONG_AGO - timedelta(days=1)},
        {"start_date": window_start - timedelta(days=5)},
        {"priority": -9},
        {"priority": None},
        {"client_id": dice.one(clients)},
        {"payer_id": " "},
        {},
    )
    changes = [
        Change("client_coverages", each["coverage_id"], kinds[number % len(kinds)])
        for number, each in enumerate(dice.some(good, 18, 27))
    ]
    for number, client_id in enumerate(dice.some(clients, 3, 6)):
        found = {"coverage_id": f"late coverage {number}", "client_id": client_id, "start_date": LONG_AGO}
        payer_id = dice.one(good)["payer_id"]
        changes.append(Change("client_coverages", None, row("client_coverages", payer_id=payer_id, **found)))
    return changes
