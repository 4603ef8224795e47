"""May this person plan, log or call off a meeting, or say how it was?"""

from __future__ import annotations

from accounts.models import User
from common.verdict import YES, Verdict, all_of, no
from programmes.enums import MEETING_TRANSITIONS, MeetingStatus
from programmes.models import Meeting, Pair
from programmes.models.pair import WORKING
from programmes.permissions.programmes import (
    is_curator,
    is_mentor,
    may_speak_on_paper,
)
from programmes.queries.meetings import unanswered
from programmes.queries.people import speaker_of
from programmes.queries.programmes import Party
from registry.models import Person
from registry.queries.consents import local_day


def may_log_meeting(user: User, pair: Pair) -> Verdict:
    """The mentor logs; the curator does it for the pair from a paper diary (R-176)."""
    if not (is_mentor(user, pair) or is_curator(user, pair)):
        return no("Встречи назначает и записывает наставник или куратор.")
    if pair.status not in WORKING:
        return no("Встречи записывают, пока пара работает.")
    return YES


def may_hold_meeting(user: User, meeting: Meeting) -> Verdict:
    """A planned meeting is logged once."""
    return _may_move(user, meeting, MeetingStatus.HELD)


def may_cancel_meeting(user: User, meeting: Meeting) -> Verdict:
    """And called off while it is only planned."""
    return _may_move(user, meeting, MeetingStatus.CANCELLED)


def _may_move(user: User, meeting: Meeting, to: MeetingStatus) -> Verdict:
    verdict = may_log_meeting(user, meeting.pair)
    if verdict and not MEETING_TRANSITIONS.allows(meeting.status, to):
        return no("С этой встречей уже решено. Обновите страницу.")
    return verdict


def may_give_feedback(user: User, meeting: Meeting, person: Person) -> Verdict:
    """Each side says for itself, a representative for a child under 14 (R-179).

    For somebody without an account the curator enters it from paper.
    """
    return all_of(_speaks(user, meeting, person), _took_place(meeting))


def _speaks(user: User, meeting: Meeting, person: Person) -> Verdict:
    if speaker_of(user, person, local_day(meeting.organisation)):
        return YES
    if is_curator(user, meeting.pair):
        return may_speak_on_paper(user, meeting.pair, person)
    return no(
        "Отзыв оставляет сам участник, а за ребёнка младше 14 лет — законный"
        " представитель."
    )


def _took_place(meeting: Meeting) -> Verdict:
    if meeting.status == MeetingStatus.HELD:
        return YES
    return no("Отзыв оставляют о встрече, которая состоялась.")


def people_to_answer_for(user: User, meeting: Meeting) -> list[Party]:
    """Return for whom of the pair the user may still say how the meeting was."""
    return [
        party
        for party in unanswered(meeting)
        if may_give_feedback(user, meeting, party.person)
    ]


def may_answer_about(user: User, meeting: Meeting) -> Verdict:
    """Somebody's feedback is still to be given, and the user has his word."""
    verdict = _took_place(meeting)
    if verdict and not people_to_answer_for(user, meeting):
        return no(
            "Отзыв оставляют участники встречи, каждый один раз; за ребёнка младше"
            " 14 лет — законный представитель."
        )
    return verdict
