"""Put the sample together: the clinic, Alice, and the other clients with what happens to them."""

from itertools import repeat
from random import Random

from perdiem_sample import (
    alice,
    attendance,
    catalogue,
    history,
    mistakes,
    payer_rules,
    payers,
    people,
    services,
    stories,
)
from perdiem_sample.rows import Row

CLIENTS = 360
SEED = "perdiem sample clinic"


def rows() -> list[Row]:
    """Every row of the sample: the same at every call, on every machine."""
    happenings = [story for story in stories.STORIES for _ in range(story.clients)]
    happenings += repeat(stories.HEALTHY, CLIENTS - 1 - len(happenings))
    Random(SEED).shuffle(happenings)
    clients = [_client(number, story) for number, story in enumerate(happenings, start=1)]
    made = [*catalogue.rows(), *payers.PAYERS, *payers.FEES, *payer_rules.rows(), *alice.rows()]
    made += [row for client in clients for row in client]
    return made + mistakes.rows(made)


def _client(number: int, story: stories.Story) -> list[Row]:
    """All rows of one client. A client's chances are its own: another story elsewhere does not change them."""
    person = people.admit(number, Random(f"{SEED} {number}"), story.wish)
    days = attendance.attend(person)
    story.happens(person, days)
    documented = [(day, attendance.document(person, day)) for day in days]
    by_hand = [history.bill_by_hand(person, day) for day in days if day.by_hand]
    by_night = history.bill_by_night(person, documented)
    other = services.serve(person, {day.service_date for day in days})
    notes = [note for _, of_day in documented for note in of_day]
    coverages = [] if person.is_uninsured_on_paper else person.coverages
    return [person.client, *coverages, *person.authorizations.values(), *notes, *by_hand, *other, *by_night]
