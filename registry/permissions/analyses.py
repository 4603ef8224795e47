"""May this person refine a mentee's needs?"""

from __future__ import annotations

from datetime import date

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.models import MenteeCard, NeedsAnalysis
from registry.models.consent import needs_representative
from registry.permissions.cards import WHO, may_change_card
from registry.permissions.cycles import is_open
from registry.queries.consents import local_day, people_without_consent
from registry.queries.needs import analysis_consent
from registry.queries.support import is_assigned


def may_view_needs(user: User, card: MenteeCard) -> Verdict:
    """What was found out is read by who asks: the curator, the mentee's psychologist.

    Whoever only sees the card reads its requests (reliability 3).
    """
    allowed = may(user, Permission.QUESTIONNAIRE_VIEW, card.organisation_id, WHO)
    return YES if allowed or is_assigned(user, card) else allowed


def may_analyse(user: User, card: MenteeCard) -> Verdict:
    """Who refines needs: the curator, and the psychologist the mentee is entrusted to."""
    may_change = may_change_card(user, card)
    if may_change or not is_assigned(user, card):
        return may_change
    return is_open(card.cycle)


def may_analyse_on(user: User, card: MenteeCard, on: date) -> Verdict:
    """Say whether an analysis of the day may be written: for a minor, with its consent."""
    return all_of(may_analyse(user, card), _is_agreed(card, on))


def may_change_analysis(user: User, row: NeedsAnalysis) -> Verdict:
    """Its author puts it right, and the curator; a psychologist not another's."""
    if may_change_card(user, row.card) or row.made_by_id == user.pk:
        return may_analyse(user, row.card)
    return no("Исправляет тот, кто записал, или куратор.")


def _is_agreed(card: MenteeCard, on: date) -> Verdict:
    today = local_day(card.organisation)
    if on > today:
        return no("Анализ ещё не проведён: дата в будущем.")
    if people_without_consent([card.person], today):
        return no("Сначала нужно согласие на обработку персональных данных.")
    if needs_representative(card.person, on) and not analysis_consent(card.person, on):
        return no(
            "Наставляемый несовершеннолетний: на этот день нет действующего согласия"
            " представителя на анализ потребностей. Запросите его на странице согласий."
        )
    return YES
