"""May this person assign a psychologist; may a psychologist write of a mentee?"""

from __future__ import annotations

from datetime import date

from accounts.enums import Role
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.models import Diagnostic, MenteeCard, Person, PsychologistAssignment
from registry.permissions.card_guards import may_be_analysed
from registry.permissions.cards import WHO, may_change_card
from registry.permissions.cycles import is_open
from registry.queries.consents import local_day
from registry.queries.support import is_assigned

SUPPORTER = "педагог-психолог"


def may_assign_psychologist(user: User, card: MenteeCard) -> Verdict:
    """A mentee is entrusted by who keeps the base, with a reason (R-274)."""
    return may_change_card(user, card)


def may_be_assigned(psychologist: User, card: MenteeCard) -> Verdict:
    """Only to a psychologist, and to nobody his own child (invariant 10)."""
    if Role.PSYCHOLOGIST not in psychologist.roles_in(card.organisation_id):
        return no(f"{psychologist.name}: роли педагога-психолога нет.")
    own = Person.objects.in_care_of(psychologist)
    if own.filter(pk=card.person_id).exists():
        return no("Себя и своего ребёнка психолог не сопровождает: выберите другого.")
    return YES


def may_end_assignment(user: User, assignment: PsychologistAssignment) -> Verdict:
    """Access is closed on any day, in a closed cycle too."""
    allowed = may(user, Permission.CARD_CHANGE, assignment.organisation_id, WHO)
    if allowed and assignment.ended_at is not None:
        return no("Это поручение уже закончено.")
    return allowed


def may_support(user: User, card: MenteeCard) -> Verdict:
    """A psychologist works with those assigned to him today (R-093)."""
    allowed = may(user, Permission.MENTEE_SUPPORT, card.organisation_id, SUPPORTER)
    if allowed and not is_assigned(user, card):
        return no("Этот наставляемый вам не поручен.")
    return allowed


def may_record_diagnostic(user: User, card: MenteeCard) -> Verdict:
    """In a cycle that goes on, while the consent to analyse stands (invariant 16)."""
    return all_of(
        may_support(user, card),
        is_open(card.cycle),
        may_be_analysed(card.person, _today(card)),
    )


def may_date_diagnostic(card: MenteeCard, made_on: date) -> Verdict:
    """A diagnostic was made on a day that has come, and with the consent of that day."""
    if made_on > _today(card):
        return no("Этот день ещё не наступил.")
    if not may_be_analysed(card.person, made_on):
        return no("На этот день согласия ещё не было: такую диагностику не записывают.")
    return YES


def may_change_diagnostic(user: User, diagnostic: Diagnostic) -> Verdict:
    """Who works with the mentee now goes on with what another began."""
    return may_record_diagnostic(user, diagnostic.card)


def may_release_diagnostic(user: User, diagnostic: Diagnostic) -> Verdict:
    """What the participants may read is for the psychologist to say."""
    return may_change_diagnostic(user, diagnostic)


def may_hide_diagnostic(user: User, diagnostic: Diagnostic) -> Verdict:
    """What was shown is taken back on any day."""
    allowed = may_support(user, diagnostic.card)
    if allowed and diagnostic.released_at is None:
        return no("Участникам это не показано.")
    return allowed


def _today(card: MenteeCard) -> date:
    return local_day(card.organisation)
