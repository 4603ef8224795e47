"""May this person set criteria, hold interviews, decide on candidates?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import InterviewStatus, MentorStatus, SelectionDecision
from registry.models import Cycle, Interview, InterviewSlot, MentorCard, Person
from registry.permissions.cycles import is_open
from registry.queries.interviews import is_last_held

WHO = "куратор или заместитель директора"
HOLDERS = "куратор, заместитель директора или педагог-психолог"
VIEWERS = "куратор, заместитель директора или директор"
TO_BE_TALKED_TO = frozenset({MentorStatus.YEAR_BASE, MentorStatus.INTERVIEW})
TALKED = frozenset({InterviewStatus.APPOINTED, InterviewStatus.HELD})


def may_view_selection(user: User, organisation: Organisation) -> Verdict:
    """All candidates beside one another are seen by who decides on them (A.13)."""
    return may(user, Permission.SELECTION_VIEW, organisation.pk, VIEWERS)


def may_change_criteria(user: User, cycle: Cycle) -> Verdict:
    """The curator sets what is looked for, while the cycle goes on (R-161)."""
    return all_of(
        may(user, Permission.SELECTION_CHANGE, cycle.organisation_id, WHO),
        is_open(cycle),
    )


def may_hold_interviews(user: User, organisation: Organisation) -> Verdict:
    """Interviews are conducted by the curator and the psychologist (R-041, R-095)."""
    return may(user, Permission.INTERVIEW_HOLD, organisation.pk, HOLDERS)


def may_keep_slots(user: User, cycle: Cycle, interviewer: User) -> Verdict:
    """One keeps one's own time free; the curator anybody's who conducts interviews."""
    allowed = all_of(may_hold_interviews(user, cycle.organisation), is_open(cycle))
    if not allowed or user == interviewer:
        return allowed
    if not user.has(Permission.SELECTION_CHANGE, cycle.organisation_id):
        return no("Чужое время для собеседований назначает куратор.")
    if not interviewer.has(Permission.INTERVIEW_HOLD, cycle.organisation_id):
        return no("Этот сотрудник собеседований не проводит.")
    return YES


def may_drop_slot(user: User, slot: InterviewSlot) -> Verdict:
    """One takes one's own time back, the curator anybody's."""
    if slot.interviewer_id != user.pk:
        return may_change_criteria(user, slot.cycle)
    return may_keep_slots(user, slot.cycle, user)


def may_appoint_interview(user: User, card: MentorCard) -> Verdict:
    """The curator invites whom the base of the year holds (R-318)."""
    allowed = may_change_criteria(user, card.cycle)
    if allowed and card.status not in TO_BE_TALKED_TO:
        return no(
            "На собеседование приглашают из базы года. Сейчас состояние —"
            f" «{card.get_status_display()}»."
        )
    return allowed


def may_record_interview(user: User, interview: Interview) -> Verdict:
    """Who conducts the talk writes it down, and may put it right until the decision."""
    return all_of(
        _conducts(user, interview),
        _is_undecided(interview),
        _is_candidate(interview),
        _not_about_oneself(user, interview.card.person),
    )


def may_give_readiness(user: User, interview: Interview) -> Verdict:
    """The psychologist invited says himself whether the candidate is ready (R-095)."""
    if interview.psychologist_id != user.pk:
        return no("Готовность оценивает психолог, приглашённый на это собеседование.")
    return all_of(
        may_hold_interviews(user, interview.organisation),
        _is_undecided(interview),
        _is_candidate(interview),
        _not_about_oneself(user, interview.card.person),
    )


def may_end_interview(user: User, interview: Interview) -> Verdict:
    """An appointment is called off, or nobody came: who conducts it says so."""
    if interview.status != InterviewStatus.APPOINTED:
        return no(
            f"Это собеседование уже {interview.get_status_display().lower()}:"
            " отменять нечего."
        )
    return _conducts(user, interview)


def may_decide_candidate(user: User, interview: Interview) -> Verdict:
    """The curator decides by the last talk; a reserve may be thought over (E.1)."""
    allowed = may_change_criteria(user, interview.card.cycle)
    if not allowed:
        return allowed
    if interview.status != InterviewStatus.HELD:
        return no("Сначала запишите собеседование.")
    if interview.decision not in {"", SelectionDecision.RESERVE}:
        return no(f"Решение уже принято: {interview.get_decision_display().lower()}.")
    if not is_last_held(interview):
        return no("С кандидатом беседовали ещё раз: решают по последней беседе.")
    return all_of(
        _is_candidate(interview), _not_about_oneself(user, interview.card.person)
    )


def _conducts(user: User, interview: Interview) -> Verdict:
    cycle = interview.card.cycle
    slot = interview.slot
    is_own = slot is not None and slot.interviewer_id == user.pk
    allowed = may_change_criteria(user, cycle)
    if allowed or not is_own:
        return allowed
    return all_of(may_hold_interviews(user, cycle.organisation), is_open(cycle))


def _is_undecided(interview: Interview) -> Verdict:
    if interview.status not in TALKED:
        return no(
            f"Это собеседование {interview.get_status_display().lower()}:"
            " записывать нечего."
        )
    if interview.decision:
        return no("По этому собеседованию уже принято решение: запись не меняют.")
    return YES


def _is_candidate(interview: Interview) -> Verdict:
    card = interview.card
    if card.status == MentorStatus.INTERVIEW:
        return YES
    return no(f"Кандидат уже не на собеседовании: «{card.get_status_display()}».")


def _not_about_oneself(user: User, person: Person) -> Verdict:
    """Invariant 10: nobody judges himself or his own child."""
    if Person.objects.in_care_of(user).filter(pk=person.pk).exists():
        return no("О себе и о своём ребёнке не решают: это сделает другой сотрудник.")
    return YES
