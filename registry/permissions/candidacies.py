"""May this person apply in the cabinet, nominate somebody, tell of somebody?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from registry.enums import MENTEE_TRANSITIONS, CycleStatus, MenteeStatus, MentorStatus
from registry.models import Cycle, MenteeCard, MentorCard, Person
from registry.permissions.cards import HELD
from registry.queries.consents import local_day, signer_among
from registry.queries.words import channel_of

M, E = MentorStatus, MenteeStatus
GONE = "Этот человек выбыл из организации."

# While an application is with the one who applies; afterwards the curator has it.
MENTOR_UNSENT = frozenset({M.DRAFT, M.NOMINATED, M.WITHDRAWN})
MENTEE_UNSENT = frozenset({E.DRAFT, E.WITHDRAWN})
BEFORE_REGISTER = frozenset(
    {
        *(M.DRAFT, M.NOMINATED, M.SUBMITTED, M.POTENTIAL),
        *(M.YEAR_BASE, M.INTERVIEW, M.SELECTED),
    }
)


def may_apply_for(user: User, person: Person) -> Verdict:
    """One applies for oneself, a representative for a minor (R-054, R-072)."""
    if person.departure:
        return no(GONE)
    if person.user_id == user.pk:
        return YES
    if signer_among(user, person, local_day(person.organisation)) is not None:
        return YES
    return no(
        "Заявку подаёт сам человек, а за несовершеннолетнего — его законный"
        " представитель."
    )


def may_join_cycle(cycle: Cycle | None) -> Verdict:
    """One joins a cycle that goes on; while it closes, to go on in the next (R-292)."""
    if cycle is None or cycle.status == CycleStatus.CLOSED:
        return no("Сейчас набор закрыт: куратор откроет новый цикл.")
    return YES


def may_change_candidacy(user: User, card: MentorCard) -> Verdict:
    """What was sent is with the curator."""
    return all_of(
        may_apply_for(user, card.person),
        may_join_cycle(card.cycle),
        _unsent(card, card.status in MENTOR_UNSENT),
    )


def may_change_wish(user: User, card: MenteeCard) -> Verdict:
    """The same of the application of a mentee."""
    return all_of(
        may_apply_for(user, card.person),
        may_join_cycle(card.cycle),
        _unsent(card, card.status in MENTEE_UNSENT),
    )


def _unsent(card: MentorCard | MenteeCard, is_unsent: bool) -> Verdict:  # noqa: FBT001 -- of the card itself
    if is_unsent:
        return YES
    return no(
        f"Заявка уже отправлена, сейчас её состояние — «{card.get_status_display()}»."
        " Чтобы что-то исправить, напишите куратору."
    )


def may_withdraw_candidacy(user: User, card: MentorCard) -> Verdict:
    """Until the register a candidate takes the application back himself (R-318)."""
    if card.status not in BEFORE_REGISTER:
        return no("Отозвать заявку уже нельзя: скажите куратору, что хотите закончить.")
    return all_of(may_apply_for(user, card.person), may_join_cycle(card.cycle))


def may_withdraw_wish(user: User, card: MenteeCard) -> Verdict:
    """A mentee in a pair parts by the pair's own road: others depend on it (R-289)."""
    if card.status in HELD:
        return no("Вы уже в паре: скажите куратору, что хотите закончить.")
    if not MENTEE_TRANSITIONS.allows(card.status, E.WITHDRAWN):
        return no("Отзывать нечего: заявка уже закрыта.")
    return all_of(may_apply_for(user, card.person), may_join_cycle(card.cycle))


def may_nominate_anybody(user: User, organisation: Organisation) -> Verdict:
    """Mentors are nominated by the curator and the heads of departments (R-041)."""
    return may(
        user,
        Permission.MENTOR_NOMINATE,
        organisation.pk,
        "куратор или заведующий отделом",
    )


def may_nominate(user: User, person: Person, cycle: Cycle | None) -> Verdict:
    """A head nominates his own people; nobody himself."""
    allowed = all_of(
        may_nominate_anybody(user, person.organisation), may_join_cycle(cycle)
    )
    if not allowed:
        return allowed
    if person.user_id == user.pk:
        return no("Себя не выдвигают: подайте заявку в своей карточке.")
    if person.departure:
        return no(GONE)
    keeps_the_base = user.has(Permission.CARD_CHANGE, person.organisation_id)
    heads = person.department and person.department.head
    if keeps_the_base or (heads and heads.user_id == user.pk):
        return YES
    return no("Заведующий выдвигает сотрудников своего отдела.")


def may_tell_words(user: User, organisation: Organisation) -> Verdict:
    """Who knows pupils and colleagues asks for a mentor for them (R-090, R-094…R-101)."""
    return may(
        user,
        Permission.WORD_TELL,
        organisation.pk,
        "родитель, классный руководитель, заведующий отделом или педагог-психолог",
    )


def may_tell_word(user: User, person: Person) -> Verdict:
    """Of one's own child, class, department; a psychologist of whom he works with."""
    allowed = may_tell_words(user, person.organisation)
    if not allowed:
        return allowed
    if person.departure:
        return no(GONE)
    if person.user_id == user.pk:
        return no("О себе не сообщают: подайте заявку в своей карточке.")
    if channel_of(user, person) is None:
        return no(
            "Обращаются за наставником для своего ребёнка, своего класса или отдела."
        )
    return YES
