"""Put the sample together: the clinic, Alice, and the other clients with what happens to them."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat
from random import Random

from perdiem_sample import alice, attendance, catalogue, history, payer_rules, payers, people, services, stories
from perdiem_sample.rows import Note, Row

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
    return made + _mistakes([row for row in made if isinstance(row, Note)])


def _client(number: int, story: stories.Story) -> list[Row]:
    """All rows of one client. A client's chances are its own: another story elsewhere does not change them."""
    person = people.admit(number, Random(f"{SEED} {number}"), story.wish)
    days = attendance.attend(person)
    story.happens(person, days)
    documented = [(day, attendance.document(person, day)) for day in days]
    by_hand = [history.bill_by_hand(person, day) for day in days if day.billed_by_hand]
    by_night = history.bill_by_night(person, documented)
    other = services.serve(person, [day.service_date for day in days])
    notes = [note for _, of_day in documented for note in of_day]
    return [person.client, *person.coverages, *person.authorizations.values(), *notes, *by_hand, *other, *by_night]


def _mistakes(notes: Sequence[Note]) -> list[Note]:
    """The few notes that the EHR should not have taken: three to be quarantined, two with a code that it lacks."""
    sessions = [note for note in notes if note.status == "released" and note.billing_code == "GROUP"]
    visits = [note for note in notes if note.status == "released" and note.billing_code == "90834"]
    broken = (
        replace(sessions[-1], billing_code=None),
        replace(sessions[-2], duration_minutes=2000),
        replace(sessions[-3], client_id="client-9999"),
        replace(visits[-1], billing_code="90899"),
        replace(visits[-2], billing_code="90899"),
    )
    return [replace(note, note_id=f"note-9999-{number:03}") for number, note in enumerate(broken, start=1)]
