"""What each side says of a meeting (R-179, R-272)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.drafting import hold_consents
from programmes.models import Feedback, Meeting
from programmes.permissions.meetings import may_give_feedback
from programmes.queries.programmes import people_of
from registry.models import Person

LOWEST, HIGHEST = 1, 10


@dataclass(frozen=True, slots=True)
class Impression:
    """A mark from 1 to 10 and two short texts."""

    mark: int
    useful: str = ""
    trouble: str = ""


@transaction.atomic
def give(
    *, meeting: Meeting, person: Person, impression: Impression, by: User
) -> Feedback:
    """Say once, for one person of the pair, how the meeting was."""
    hold_consents(meeting.pair)
    meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("pair__mentor_card__person", "organisation")
        .get(pk=meeting.pk)
    )
    sides = {party.person.pk: party.side for party in people_of(meeting.pair)}
    if person.pk not in sides:
        raise Refused("Этот человек не участвует в паре.")
    may_give_feedback(by, meeting, person).require()
    if not LOWEST <= impression.mark <= HIGHEST:
        raise Refused("Оценка — от 1 до 10.")
    if meeting.feedbacks.filter(person=person).exists():
        raise Refused("Отзыв об этой встрече уже есть.")
    feedback = Feedback.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        person=person,
        side=sides[person.pk],
        mark=impression.mark,
        useful=impression.useful.strip(),
        trouble=impression.trouble.strip(),
        given_by=by,
    )
    audit.record(by=by, what="feedback.given", on=meeting, after={"person": person.pk})
    return feedback
