"""The random clinics come to every rule: a comparison on clinics that never meet one would prove nothing of it."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from clinics.random_billing import changed_notes, random_billing_story
from clinics.random_clinic import Change, Story, Tables, between_nights, random_story
from reference.clinic import Clinic
from reference.comparison import Published, applied, expected_night
from reference.days import BILLED_REASONS, REASONS, Night
from reference.items import billing_items

SEEDS = range(1, 5)
STATUSES = ("voided", "billed", "already_billed", "unsigned", "below_threshold", "blocked", "pending")
FINDINGS = (
    "max_units_exceeded ambiguous_rule invalid_rule no_coverage unknown_code missing_units payer_not_in_force"
    " zero_units missing_rate not_primary_payer units_differ_from_rule beside_per_diem duplicate_service"
    " weekly_minimum_short no_matching_rule"
).split()


@pytest.fixture(scope="module")
def met() -> Counter[str]:
    """How often the nights of the random clinics meet each status, reason, finding and so on."""
    found: Counter[str] = Counter()
    for seed in SEEDS:
        story = random_story(seed)

        def between(number: int, tables: Tables, seed: int = seed) -> list[Change]:
            return between_nights(seed, number, tables)

        found += seen(story, between)
        story = random_billing_story(seed)

        def later(number: int, tables: Tables, seed: int = seed, story: Story = story) -> list[Change]:
            return changed_notes(seed, tables, story.nights[number - 1])

        found += seen(story, later)
    return found


def seen(story: Story, changes: Callable[[int, Tables], list[Change]]) -> Counter[str]:
    tables, published, found = story.tables, Published(), Counter[str]()
    for number, planned in enumerate(story.nights, start=1):
        if number > 1:
            tables = applied(tables, changes(number, tables))
        night = expected_night(tables, planned, f"night {number}", published.memory)
        tables, published = night.tables, published.after(night)
        found.update(of_a_night(night))
        clinic = Clinic(tables, planned.run_date, planned.today, published.memory)
        dates = [planned.run_date - timedelta(days=age) for age in range(30)]
        terms = [clinic.terms(program_id, day) for program_id in clinic.programs for day in dates]
        found["not started"] += sum(1 for each in terms if not each.has_started and not each.left_out)
        short = [key for key, week in published.weeks.items() if week.status == "short"]
        for item in billing_items(tables, planned.run_date, planned.today, short).values():
            found.update(f"finding {finding}" for finding in item.findings)
    return found


def of_a_night(night: Night) -> Counter[str]:
    found = Counter(f"status {day.status}" for day in night.days.values())
    found.update(reason for day in night.days.values() for reason in day.reasons)
    found.update(f"basis {day.amount_basis}" for day in night.days.values() if day.amount_basis)
    found.update(f"week {week.status}" for week in night.weeks.values())
    found.update(f"alert {alert['status']}" for alert in night.tables["alerts"])
    values = Counter(each[:3] for each in night.memory)
    found["edited in place"] = sum(1 for count in values.values() if count > 1)
    found["left out"], found["given back"] = len(night.left_out), len(night.given_back)
    found["not written"], found["written"] = len(night.not_written), len(night.written)
    return found


@pytest.mark.parametrize(
    "rule",
    [
        *(f"status {status}" for status in STATUSES),
        *REASONS,
        *BILLED_REASONS,
        "unsigned_notes",
        "unsigned_by_hand",
        *(f"finding {finding}" for finding in FINDINGS),
        *(f"basis {basis}" for basis in ("note", "authorization", "estimate")),
        *(f"week {status}" for status in ("met", "open", "short")),
        *(f"alert {status}" for status in ("open", "resolved", "expired")),
        *("edited in place", "not started", "left out", "given back", "not written", "written"),
    ],
)
def test_the_random_clinics_meet_it_often(rule: str, met: Counter[str]) -> None:
    assert met[rule] >= 10, sorted(met.items())
