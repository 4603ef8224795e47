"""May this person read, fill in and keep questionnaires and portfolios?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import (
    QUESTIONNAIRE_TRANSITIONS,
    QuestionnaireStatus,
)
from registry.models import MenteeCard, MentorCard, Person
from registry.permissions.cards import may_change_card
from registry.permissions.cycles import is_open
from registry.queries.consents import local_day, people_without_consent
from registry.queries.questionnaires import CLOSED
from registry.queries.support import is_assigned
from registry.questions import AnyQuestionnaire

WHO = "куратор или заместитель директора"
NO_CONSENT = (
    "Сначала нужно действующее согласие на обработку персональных данных: без него"
    " анкеты не заполняют и не показывают."
)


def may_view_questionnaires(user: User, organisation: Organisation) -> Verdict:
    """Who has filled in what is seen by who sees the bases; the answers are not."""
    return may(
        user,
        Permission.CARD_VIEW,
        organisation.pk,
        "куратор, заместитель директора или директор",
    )


def may_export_questionnaires(user: User, organisation: Organisation) -> Verdict:
    """The table of names leaves the portal through who keeps the bases."""
    return all_of(
        may_view_questionnaires(user, organisation),
        may(user, Permission.PERSON_EXPORT, organisation.pk, WHO),
    )


def may_view_questionnaire(user: User, card: MentorCard | MenteeCard) -> Verdict:
    """One's own answers always; others' by the curator, while the consent stands.

    So does a psychologist those of the mentees assigned to him.
    """
    if is_own(user, card.person):
        return YES
    if isinstance(card, MenteeCard) and is_assigned(user, card):
        return has_consent(card.person)
    return all_of(
        may(user, Permission.QUESTIONNAIRE_VIEW, card.organisation_id, WHO),
        has_consent(card.person),
    )


def may_fill_questionnaire(
    user: User, card: MentorCard | MenteeCard, found: AnyQuestionnaire | None
) -> Verdict:
    """The person, his representative, or the curator from paper; with consent (R-264)."""
    return all_of(
        _may_answer_for(user, card),
        is_open(card.cycle),
        _goes_on(card),
        has_consent(card.person),
        _is_not_submitted(found),
    )


def may_reopen_questionnaire(
    user: User, card: MentorCard | MenteeCard, found: AnyQuestionnaire | None
) -> Verdict:
    """Answers are put right by who may give them, after the questionnaire is opened."""
    return all_of(
        _may_answer_for(user, card),
        is_open(card.cycle),
        _goes_on(card),
        has_consent(card.person),
        _leads_to_draft(found),
    )


def may_take_answer(user: User, card: MentorCard | MenteeCard) -> Verdict:
    """What the card says is decided by who keeps it, with the answers before him."""
    return all_of(may_change_card(user, card), may_view_questionnaire(user, card))


def may_change_own_questions(user: User, organisation: Organisation) -> Verdict:
    """The organisation's own questions and sections are kept by who keeps the bases."""
    return may(user, Permission.CARD_CHANGE, organisation.pk, WHO)


def may_view_portfolio(user: User, person: Person) -> Verdict:
    """One's own, or anybody's for who sees the bases."""
    if is_own(user, person):
        return YES
    return all_of(
        may_view_questionnaires(user, person.organisation), has_consent(person)
    )


def may_change_portfolio(user: User, person: Person) -> Verdict:
    """The mentor himself, or the curator for him; with consent (R-164, R-264)."""
    if not is_own(user, person):
        allowed = may(
            user,
            Permission.CARD_CHANGE,
            person.organisation_id,
            f"сам наставник или {WHO}",
        )
        if not allowed:
            return allowed
    if not MentorCard.objects.filter(person=person).exists():
        return no("Портфолио ведут наставники: карточки наставника у человека нет.")
    return has_consent(person)


def has_consent(person: Person) -> Verdict:
    """Nothing is asked, kept or shown outside the consent to take part (invariant 16)."""
    if people_without_consent([person], local_day(person.organisation)):
        return no(NO_CONSENT)
    return YES


def is_own(user: User, person: Person) -> bool:
    """Tell whether the person is the user himself or somebody he represents today."""
    if person.user_id == user.pk:
        return True
    return Person.objects.in_care_of(user).filter(pk=person.pk).exists()


def _may_answer_for(user: User, card: MentorCard | MenteeCard) -> Verdict:
    if is_own(user, card.person):
        return YES
    return may(
        user,
        Permission.CARD_CHANGE,
        card.organisation_id,
        f"сам участник, его законный представитель или {WHO}",
    )


def _goes_on(card: MentorCard | MenteeCard) -> Verdict:
    if card.status in CLOSED:
        return no("Участие прекращено: анкеты по этой карточке больше не заполняют.")
    return YES


def _is_not_submitted(found: AnyQuestionnaire | None) -> Verdict:
    if found is not None and not found.is_draft:
        return no("Анкета уже заполнена. Чтобы исправить ответы, откройте её снова.")
    return YES


def _leads_to_draft(found: AnyQuestionnaire | None) -> Verdict:
    if found is None or not QUESTIONNAIRE_TRANSITIONS.allows(
        found.status, QuestionnaireStatus.DRAFT
    ):
        return no("Открывать нечего: анкета ещё не заполнена.")
    return YES
