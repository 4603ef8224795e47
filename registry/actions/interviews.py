"""A candidate's interview: appointed, held and written down, called off, decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from notifications.actions import notify, notify_address
from notifications.letters import Letter
from registry.actions.cards import move_mentor
from registry.actions.interview_slots import take_slot
from registry.enums import (
    INTERVIEW_TRANSITIONS,
    InterviewConclusion,
    InterviewStatus,
    MentorStatus,
    Readiness,
    SelectionDecision,
)
from registry.letters import (
    CandidateDecided,
    InterviewAppointed,
    InterviewCalledOff,
    InterviewToHold,
)
from registry.models import (
    Criterion,
    CriterionScore,
    Interview,
    InterviewSlot,
    MentorCard,
)
from registry.permissions.selection import (
    may_appoint_interview,
    may_decide_candidate,
    may_end_interview,
    may_give_readiness,
    may_record_interview,
)
from registry.queries.consents import local_day
from registry.queries.interviews import psychologists_of
from registry.queries.selection_marks import mark_of

UNDECIDED = frozenset({InterviewStatus.APPOINTED, InterviewStatus.HELD})


@dataclass(frozen=True, slots=True)
class When:
    """When and where a talk is to be: a slot, or a moment of its own."""

    slot: InterviewSlot | None = None
    at: datetime | None = None
    place: str = ""
    interviewers: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the record says; `points` are (points, remark) by criterion's key."""

    held_on: date
    conclusion: InterviewConclusion
    points: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    readiness: str = ""
    notes: str = ""
    conclusion_reason: str = ""
    interviewers: str = ""


@transaction.atomic
def appoint(
    *, card: MentorCard, when: When, by: User, psychologist: User | None = None
) -> Interview:
    """Invite a candidate to a talk; from the base of the year he goes on to it (R-318)."""
    card = _locked_card(card)
    may_appoint_interview(by, card).require()
    if Interview.objects.filter(card=card, status=InterviewStatus.APPOINTED).exists():
        raise Refused("Собеседование этому кандидату уже назначено.")
    if psychologist is not None and not (
        psychologists_of(card.organisation).filter(pk=psychologist.pk).exists()
    ):
        raise Refused("Этот сотрудник больше не педагог-психолог: выберите другого.")
    slot = take_slot(when.slot) if when.slot else None
    moment = slot.starts_at if slot else when.at
    if moment is None or moment <= timezone.now():
        raise Refused("Укажите день и время, которые ещё не наступили.")
    if card.status == MentorStatus.YEAR_BASE:
        card = move_mentor(card=card, to=MentorStatus.INTERVIEW, by=by)
    interview = Interview.objects.create(
        organisation_id=card.organisation_id,
        card=card,
        slot=slot,
        appointed_at=moment,
        place=when.place or (slot.place if slot else ""),
        interviewers=when.interviewers,
        psychologist=psychologist,
    )
    audit.record(
        by=by,
        what="interview.appointed",
        on=interview,
        after={"card": card.pk, "appointed_at": str(moment)},
    )
    _tell_candidate(InterviewAppointed, interview)
    _tell_conductors(InterviewToHold, interview, by)
    return interview


@transaction.atomic
def record(*, interview: Interview, told: Record, by: User) -> Interview:
    """Write the talk down, or put the record right before it is decided on (DK-52).

    Every criterion of the cycle gets its points: otherwise candidates cannot be compared.
    """
    interview = _locked(interview)
    may_record_interview(by, interview).require()
    is_correction = interview.status == InterviewStatus.HELD
    if not is_correction:
        INTERVIEW_TRANSITIONS.check(interview.status, InterviewStatus.HELD)
    if told.held_on > local_day(interview.organisation):
        raise Refused("Собеседование не может состояться в будущем: исправьте день.")
    _score(interview, told)
    interview.status = InterviewStatus.HELD
    interview.held_on = told.held_on
    interview.notes = told.notes
    interview.interviewers = told.interviewers
    interview.conclusion = told.conclusion
    interview.conclusion_reason = told.conclusion_reason
    interview.recorded_by = by
    if interview.psychologist_id is None:
        interview.readiness = told.readiness
    _require_grounds(interview)
    interview.save()
    audit.record(
        by=by,
        what="interview.corrected" if is_correction else "interview.recorded",
        on=interview,
        after={
            "conclusion": interview.conclusion,
            "points": {str(pk): given[0] for pk, given in told.points.items()},
        },
    )
    return interview


@transaction.atomic
def give_readiness(
    *, interview: Interview, readiness: Readiness, by: User
) -> Interview:
    """The psychologist says whether the candidate is ready for the role (R-095)."""
    interview = _locked(interview)
    may_give_readiness(by, interview).require()
    before = interview.readiness
    interview.readiness = readiness
    interview.save(update_fields=["readiness"])
    audit.record(
        by=by,
        what="interview.readiness_given",
        on=interview,
        before={"readiness": before},
        after={"readiness": str(readiness)},
    )
    return interview


@transaction.atomic
def miss(*, interview: Interview, by: User) -> Interview:
    """The time has come and the candidate has not; another talk may be appointed."""
    interview = _locked(interview)
    may_end_interview(by, interview).require()
    if interview.appointed_at is not None and interview.appointed_at > timezone.now():
        raise Refused("Это время ещё не наступило: собеседование можно отменить.")
    return _ended(interview, InterviewStatus.MISSED, by, "")


@transaction.atomic
def cancel(*, interview: Interview, remark: str, by: User) -> Interview:
    """Call the talk off; its time is free again, and the candidate learns why."""
    interview = _locked(interview)
    may_end_interview(by, interview).require()
    if not remark.strip():
        raise Refused("Напишите причину: её прочитает кандидат.")
    interview = _ended(interview, InterviewStatus.CANCELLED, by, remark.strip())
    _tell_candidate(InterviewCalledOff, interview, remark=remark.strip())
    _tell_conductors(InterviewCalledOff, interview, by, remark=remark.strip())
    return interview


@transaction.atomic
def decide(
    *, interview: Interview, decision: SelectionDecision, reason: str, by: User
) -> Interview:
    """The curator selects, keeps in reserve or rejects whom he has heard (R-041).

    The road's own guards stand: without a recommending record nobody is selected.
    """
    card = _locked_card(interview.card)
    interview = _locked(interview)
    may_decide_candidate(by, interview).require()
    if decision != SelectionDecision.SELECTED and not reason.strip():
        raise Refused("Напишите причину: она останется в истории карточки.")
    interview.decision = decision
    interview.decision_reason = reason.strip()
    interview.decided_at = timezone.now()
    interview.decided_by = by
    interview.save(
        update_fields=["decision", "decision_reason", "decided_at", "decided_by"]
    )
    audit.record(
        by=by,
        what="interview.decided",
        on=interview,
        after={"decision": str(decision)},
        remark=reason.strip(),
    )
    to = {
        SelectionDecision.SELECTED: MentorStatus.SELECTED,
        SelectionDecision.REJECTED: MentorStatus.REJECTED,
    }.get(decision)
    if to is not None:
        move_mentor(card=card, to=to, by=by, remark=reason.strip())
    _tell_candidate(CandidateDecided, interview)
    return interview


def _score(interview: Interview, told: Record) -> None:
    """The criteria are locked: none is taken away or changed meanwhile."""
    criteria = list(
        Criterion.objects.select_for_update(of=("self",))
        .filter(cycle=interview.card.cycle_id)
        .order_by("ordinal", "pk")
    )
    for criterion in criteria:
        points, remark = told.points.get(criterion.pk, (-1, ""))
        if not 0 <= points <= criterion.max_points:
            raise Refused(
                f"«{criterion.title}»: поставьте от 0 до {criterion.max_points} баллов."
            )
        CriterionScore.objects.update_or_create(
            interview=interview,
            criterion=criterion,
            defaults={
                "organisation_id": interview.organisation_id,
                "points": points,
                "remark": remark,
            },
        )


def _require_grounds(interview: Interview) -> None:
    """To recommend in spite of what the record itself says takes a reason."""
    if interview.conclusion != InterviewConclusion.RECOMMENDED:
        if not interview.conclusion_reason.strip():
            raise Refused("Обоснуйте заключение: почему кандидат не рекомендован.")
        return
    unmet = mark_of(interview).unmet
    against = [line.criterion.title for line in unmet]
    if interview.readiness == Readiness.NOT_READY:
        against.append("психологическая готовность")
    if against and not interview.conclusion_reason.strip():
        raise Refused(
            f"Ниже порога: {', '.join(against)}. Чтобы всё же рекомендовать кандидата,"
            " напишите обоснование."
        )


def _ended(
    interview: Interview, status: InterviewStatus, by: User, remark: str
) -> Interview:
    INTERVIEW_TRANSITIONS.check(interview.status, status)
    interview.status = status
    interview.save(update_fields=["status"])
    audit.record(by=by, what=f"interview.{status}", on=interview, remark=remark)
    return interview


def _tell_candidate(
    letter: type[Letter], interview: Interview, remark: str = ""
) -> None:
    organisation = interview.organisation
    person = interview.card.person
    key = f"{letter.code}:{interview.pk}:{interview.decision}"
    context = {"interview": interview, "remark": remark}
    if person.user is not None:
        notify(
            letter=letter,
            to=[person.user],
            organisation=organisation,
            key=key,
            path=link("registry:my_card", organisation=organisation.slug),
            context=context,
        )
    elif person.email:
        notify_address(
            letter=letter,
            address=person.email,
            organisation=organisation,
            key=key,
            context=context,
        )


def _tell_conductors(
    letter: type[Letter], interview: Interview, by: User, remark: str = ""
) -> None:
    """Write to who conducts the talk, but for who has just done this himself."""
    invited: Sequence[User | None] = (
        interview.slot.interviewer if interview.slot else None,
        interview.psychologist,
    )
    organisation = interview.organisation
    notify(
        letter=letter,
        to=[user for user in invited if user is not None and user != by],
        organisation=organisation,
        key=f"{letter.code}:{interview.pk}",
        path=link(
            "registry:interview_detail",
            organisation=organisation.slug,
            pk=interview.pk,
        ),
        context={"interview": interview, "remark": remark},
    )


def _locked_card(card: MentorCard) -> MentorCard:
    return (
        MentorCard.objects.select_for_update(of=("self",))
        .select_related("person__user", "cycle", "organisation")
        .get(pk=card.pk)
    )


def _locked(interview: Interview) -> Interview:
    """Lock the talk; whoever also needs its card locks the card first."""
    return (
        Interview.objects.select_for_update(of=("self",))
        .select_related(
            "card__person__user",
            "card__cycle__organisation",
            "organisation",
            "slot__interviewer",
            "psychologist",
        )
        .get(pk=interview.pk)
    )
