"""What must have happened before a card goes on (R-318, R-319), each guard a verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from common.verdict import YES, Verdict, all_of, no
from registry.enums import ConsentKind, MenteeStatus, MentorStatus
from registry.models import MenteeCard, MentorCard, Person
from registry.models.consent import needs_representative
from registry.queries import card_facts as facts
from registry.queries.consents import (
    has_valid_consent,
    local_day,
    people_without_consent,
)

M, E = MentorStatus, MenteeStatus

# Said with a reason the person, or who comes after, will read.
MENTOR_REASONED = frozenset({M.REJECTED, M.WITHDRAWN})
MENTEE_REASONED = frozenset({E.REJECTED, E.UNMATCHED, E.WITHDRAWN})


def mentor_guard(card: MentorCard, to: MentorStatus) -> Verdict:
    """Say what the candidate still lacks on the way to the state."""
    for guard in _mentor_guards(card, to):
        verdict = guard()
        if not verdict:
            return verdict
    return YES


def mentee_guard(card: MenteeCard, to: MenteeStatus) -> Verdict:
    """Say what the mentee still lacks on the way to the state."""
    for guard in _mentee_guards(card, to):
        verdict = guard()
        if not verdict:
            return verdict
    return YES


def _mentor_guards(
    card: MentorCard, to: MentorStatus
) -> tuple[Callable[[], Verdict], ...]:
    person, day = card.person, local_day(card.organisation)
    if to == M.YEAR_BASE and card.status == M.LONG_TERM:
        return (lambda: _stands(person, day),)
    guards: dict[MentorStatus, tuple[Callable[[], Verdict], ...]] = {
        M.SUBMITTED: (lambda: _given(person, day),),
        M.POTENTIAL: (lambda: _stands(person, day), lambda: _primary(card)),
        M.YEAR_BASE: (
            lambda: _stands(person, day),
            lambda: _candidate(card),
            lambda: _requests_of_year(card),
        ),
        M.INTERVIEW: (lambda: _criteria(card),),
        M.SELECTED: (lambda: _interview(card),),
    }
    return guards.get(to, ())


def _mentee_guards(
    card: MenteeCard, to: MenteeStatus
) -> tuple[Callable[[], Verdict], ...]:
    person, day = card.person, local_day(card.organisation)
    guards: dict[MenteeStatus, tuple[Callable[[], Verdict], ...]] = {
        E.SUBMITTED: (lambda: _request(card),),
        E.IN_BASE: (lambda: _stands(person, day),),
        E.ANALYSED: (lambda: _stands(person, day), lambda: _analysis(person, day)),
        E.MATCHING: (lambda: _stands(person, day), lambda: _mentors(card)),
        E.UNMATCHED: (lambda: _free(card),),
    }
    return guards.get(to, ())


def may_be_analysed(person: Person, on: date) -> Verdict:
    """Say whether needs may be analysed on the day: both consents stand (R-266)."""
    return all_of(_stands(person, on), _analysis(person, on))


def _given(person: Person, day: date) -> Verdict:
    if facts.is_consent_given(person, day):
        return YES
    if needs_representative(person, day):
        return no(
            "Сначала нужно согласие на обработку персональных данных: его даёт родитель"
            " или другой законный представитель в своём кабинете или на бумаге."
        )
    return no("Сначала нужно согласие на обработку персональных данных.")


def _stands(person: Person, day: date) -> Verdict:
    if people_without_consent([person], day):
        return no("Сначала нужно согласие на обработку персональных данных.")
    return YES


def _primary(card: MentorCard) -> Verdict:
    if facts.has_primary_questionnaire(card):
        return YES
    return no("Сначала нужна первичная анкета наставника.")


def _candidate(card: MentorCard) -> Verdict:
    if facts.has_candidate_questionnaire(card):
        return YES
    return no("Сначала нужна анкета кандидата в наставники.")


def _requests_of_year(card: MentorCard) -> Verdict:
    if facts.has_requests(card.cycle):
        return YES
    return no(
        "Наставников года отбирают по запросам этого года, а запросов ещё нет: сначала"
        " соберите запросы наставляемых."
    )


def _criteria(card: MentorCard) -> Verdict:
    if facts.has_criteria(card.cycle):
        return YES
    return no("Сначала задайте критерии отбора наставников на этот цикл.")


def _interview(card: MentorCard) -> Verdict:
    if facts.is_recommended(card):
        return YES
    return no("Сначала нужна запись собеседования с заключением «Рекомендован».")


def _request(card: MenteeCard) -> Verdict:
    if card.requests.exists():
        return YES
    return no("Напишите хотя бы один запрос: с чем нужна помощь наставника.")


def _analysis(person: Person, day: date) -> Verdict:
    is_needed = needs_representative(person, day)
    if is_needed and not has_valid_consent(person, ConsentKind.NEEDS_ANALYSIS, day):
        return no(
            "Для несовершеннолетнего сначала нужно согласие представителя на анализ"
            " потребностей."
        )
    return YES


def _mentors(card: MenteeCard) -> Verdict:
    if facts.has_mentors_of_the_year(card.cycle):
        return YES
    return no("Подбирать пока не из кого: в базе года нет ни одного наставника.")


def _free(card: MenteeCard) -> Verdict:
    if facts.is_held_by_a_pair(card):
        return no("Наставляемый состоит в паре: сначала решите, что будет с ней.")
    return YES
