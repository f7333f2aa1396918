"""The allocation of authorizations to days: every small case against the rule, and random large ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from perdiem.write_back.allocation import Allocation, Candidate, PendingDay, allocate

FIRST_DAY = date(2026, 3, 2)


def candidate(authorization_id: str, units_needed: Decimal | int) -> Candidate:
    return Candidate(authorization_id, "payer", "0905", Decimal(units_needed), unit_rate=None)


def day(*candidates: Candidate, number: int = 0, program_id: str = "IOP", client_id: str = "c1") -> PendingDay:
    service_date = FIRST_DAY + timedelta(days=number)
    return PendingDay(program_id, client_id, service_date, 180, "dr", "clinic", "11", ("n1",), candidates)


def chosen_ids(allocations: Sequence[Allocation]) -> list[str | None]:
    return [each.choice.authorization_id if each.choice else None for each in allocations]


def assert_follows_the_rule(allocations: Sequence[Allocation], remaining: Mapping[str, Decimal]) -> None:
    """Each choice is the first that fits into what all choices before it left, worked out anew for each."""
    for position, allocation in enumerate(allocations):
        before = [each.choice for each in allocations[:position] if each.choice]

        def fits(each: Candidate, before: Sequence[Candidate] = before) -> bool:
            taken = [other.units_needed for other in before if other.authorization_id == each.authorization_id]
            left = remaining.get(each.authorization_id, Decimal(0)) - sum(taken)
            return each.units_needed > 0 and each.units_needed <= left

        fitting = [each for each in allocation.day.candidates if fits(each)]
        assert allocation.choice is (fitting[0] if fitting else None)


def every_small_case() -> Iterator[tuple[list[PendingDay], dict[str, Decimal]]]:
    """Up to 3 days x up to 2 authorizations in either order x 0 to 2 units needed of each x 0, 1 or 3 remaining."""
    offers = [
        tuple(candidate(authorization_id, units) for authorization_id, units in zip(preferences, needs, strict=True))
        for preferences in [(), ("A",), ("B",), ("A", "B"), ("B", "A")]
        for needs in product(range(3), repeat=len(preferences))
    ]
    days = [[day(*offer, number=number) for offer in offers] for number in range(3)]
    for remaining_a, remaining_b in product([0, 1, 3], repeat=2):
        for count in range(4):
            for case in product(*days[:count]):
                yield list(case), {"A": Decimal(remaining_a), "B": Decimal(remaining_b)}


def test_every_small_case_follows_the_rule() -> None:
    cases = 0
    for days, remaining in every_small_case():
        allocations = allocate(days, remaining)
        assert [each.day for each in allocations] == days
        assert_follows_the_rule(allocations, remaining)
        cases += 1
    assert cases == 9 * (1 + 25 + 25**2 + 25**3)


def test_the_last_units_are_taken_to_the_last_thousandth() -> None:
    days = [day(candidate("A", Decimal("0.333")), number=number) for number in range(4)]
    assert chosen_ids(allocate(days, {"A": Decimal("0.999")})) == ["A", "A", "A", None]
    assert chosen_ids(allocate(days[:1], {"A": Decimal("0.332")})) == [None]


def test_a_day_that_finds_nothing_leaves_what_is_there_to_a_later_and_smaller_one() -> None:
    days = [day(candidate("A", 2)), day(candidate("A", 1), number=1)]
    assert chosen_ids(allocate(days, {"A": Decimal(1)})) == [None, "A"]


def test_a_renewal_is_used_once_the_first_authorization_has_too_little_left() -> None:
    days = [day(candidate("march", 1), candidate("june", 1), number=number) for number in range(3)]
    assert chosen_ids(allocate(days, {"march": Decimal(1), "june": Decimal(5)})) == ["march", "june", "june"]


def test_a_candidate_that_needs_nothing_is_never_taken() -> None:
    assert chosen_ids(allocate([day(candidate("A", 0), candidate("B", 1))], {"A": Decimal(9), "B": Decimal(9)})) == [
        "B"
    ]


def test_an_authorization_that_is_not_there_or_overdrawn_has_nothing() -> None:
    assert chosen_ids(allocate([day(candidate("gone", 1))], {})) == [None]
    assert chosen_ids(allocate([day(candidate("A", 1))], {"A": Decimal(-3)})) == [None]


def test_days_are_served_by_date_then_program_then_client_in_order_of_code_points() -> None:
    offer = candidate("A", 1)
    in_order = [
        day(offer, number=0, program_id="PHP", client_id="z"),
        day(offer, number=1, program_id="IOP", client_id="Z"),
        day(offer, number=1, program_id="IOP", client_id="a"),
        day(offer, number=1, program_id="iop", client_id="A"),
    ]
    allocations = allocate(list(reversed(in_order)), {"A": Decimal(2)})
    assert [each.day for each in allocations] == in_order
    assert chosen_ids(allocations) == ["A", "A", None, None]


units = st.decimals(min_value=0, max_value=20, places=3)
keys = st.tuples(st.integers(0, 9), st.sampled_from(["IOP", "PHP"]), st.text("abé", min_size=1, max_size=2))
offers = st.lists(st.builds(candidate, st.sampled_from("ABCDE"), units), max_size=4)
balances = st.dictionaries(st.sampled_from("ABCDE"), st.decimals(min_value=-5, max_value=40, places=3))


@st.composite
def many_days(draw: st.DrawFn) -> list[PendingDay]:
    drawn = draw(st.lists(keys, unique=True, max_size=25))
    return [
        day(*draw(offers), number=number, program_id=program, client_id=client) for number, program, client in drawn
    ]


@given(many_days(), balances)
def test_large_cases_follow_the_rule_and_overdraw_nothing(
    days: list[PendingDay], remaining: dict[str, Decimal]
) -> None:
    before = dict(remaining)
    allocations = allocate(days, remaining)
    assert remaining == before
    assert len(allocations) == len(days)
    assert {id(each.day) for each in allocations} == {id(each) for each in days}
    assert_follows_the_rule(allocations, remaining)
    for authorization_id in "ABCDE":
        taken = [
            each.choice.units_needed
            for each in allocations
            if each.choice and each.choice.authorization_id == authorization_id
        ]
        assert not taken or sum(taken) <= remaining[authorization_id]


@given(many_days(), balances, st.randoms(use_true_random=False))
def test_the_order_in_which_days_are_handed_over_changes_nothing(
    days: list[PendingDay], remaining: dict[str, Decimal], random: Random
) -> None:
    shuffled = list(days)
    random.shuffle(shuffled)
    assert allocate(shuffled, remaining) == allocate(days, remaining)


@given(many_days(), balances)
def test_a_later_day_changes_nothing_for_those_before_it(days: list[PendingDay], remaining: dict[str, Decimal]) -> None:
    allocations = allocate(days, remaining)
    assert allocate([each.day for each in allocations[:-1]], remaining) == allocations[:-1]
