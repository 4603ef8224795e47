"""May this person change, agree, approve a personalised programme or mark its plan?"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from programmes.enums import ProgrammeStatus
from programmes.models import Pair, Programme
from programmes.models.pair import WORKING
from programmes.queries.people import is_about, speaker_of, speakers_of
from programmes.queries.programmes import people_of
from registry.models import Person
from registry.queries.consents import local_day

CURATOR = "куратор или заместитель директора"
SIDES = "наставник, наставляемый или куратор пары"


def is_curator(user: User, pair: Pair) -> bool:
    """Tell whether the user looks after all programmes here."""
    return user.has(Permission.PROGRAMME_APPROVE, pair.organisation_id)


def takes_part(user: User, pair: Pair) -> bool:
    """Tell whether the user is a side: a child under 14 himself or who speaks for him."""
    day = local_day(pair.organisation)
    return any(
        party.person.user_id == user.pk or bool(speaker_of(user, party.person, day))
        for party in people_of(pair)
    )


def is_mentor(user: User, pair: Pair) -> bool:
    """Tell whether the user is the pair's mentor."""
    return pair.mentor_card.person.user_id == user.pk


def may_open_programme(user: User, pair: Pair) -> Verdict:
    """A side or the curator begins the programme of a working pair (R-321)."""
    if not (is_curator(user, pair) or takes_part(user, pair)):
        return no(f"Программу открывает {SIDES}.")
    return _is_working(pair)


def _is_working(pair: Pair) -> Verdict:
    if pair.status in WORKING:
        return YES
    return no("Программу ведут, пока пара работает: её закрепляет приказ директора.")


def may_change_programme(user: User, programme: Programme) -> Verdict:
    """Both sides and the curator write the draft together (R-321)."""
    pair = programme.pair
    if not (is_curator(user, pair) or takes_part(user, pair)):
        return no(f"Программу пишет {SIDES}.")
    if programme.status == ProgrammeStatus.AGREED:
        return no(
            "Программа согласована и ждёт куратора. Чтобы её изменить, попросите"
            " куратора вернуть её с замечанием."
        )
    if programme.status != ProgrammeStatus.DRAFT:
        return no("Программа утверждена: её текст и план уже не меняют.")
    return _is_working(pair)


def may_agree_programme(user: User, programme: Programme, person: Person) -> Verdict:
    """Everybody agrees for himself; a representative for a child under 14 (R-258)."""
    if not speaker_of(user, person, local_day(programme.organisation)):
        return no(
            "Согласует сам участник, а за ребёнка младше 14 лет — законный представитель."
        )
    return _is_draft(programme)


def _is_draft(programme: Programme) -> Verdict:
    if programme.status == ProgrammeStatus.DRAFT:
        return _is_working(programme.pair)
    return no("Программа уже согласована. Обновите страницу.")


def may_record_agreement(user: User, programme: Programme) -> Verdict:
    """The curator notes agreements given on paper, but not in his own pair."""
    return all_of(_decides(user, programme), _is_draft(programme))


def _decides(user: User, programme: Programme) -> Verdict:
    verdict = may(
        user, Permission.PROGRAMME_APPROVE, programme.organisation_id, CURATOR
    )
    if verdict and is_about(user, programme.pair):
        return no("Это программа вашей собственной пары: решает другой сотрудник.")
    return verdict


def may_approve_programme(user: User, programme: Programme) -> Verdict:
    """The curator approves what both sides agreed, but not in his own pair (R-321)."""
    verdict = _decides(user, programme)
    if verdict and programme.status != ProgrammeStatus.AGREED:
        return no("Утвердить можно программу, которую согласовали обе стороны.")
    return all_of(verdict, _is_working(programme.pair))


def may_return_programme(user: User, programme: Programme) -> Verdict:
    """Who may approve may also send back, saying why."""
    return may_approve_programme(user, programme)


def may_mark_plan(user: User, programme: Programme) -> Verdict:
    """The mentor marks what is done (R-323), or the curator from a paper diary."""
    pair = programme.pair
    if not (is_mentor(user, pair) or is_curator(user, pair)):
        return no("Выполнение отмечает наставник или куратор.")
    if programme.status != ProgrammeStatus.ACTIVE:
        return no("Выполнение отмечают в утверждённой программе, пока она реализуется.")
    return _is_working(pair)


def may_speak_on_paper(user: User, pair: Pair, person: Person) -> Verdict:
    """The curator enters the words of somebody who cannot sign in himself."""
    verdict = may(user, Permission.PROGRAMME_APPROVE, pair.organisation_id, CURATOR)
    if verdict and is_about(user, pair):
        return no("Это ваша собственная пара: с бумаги записывает другой сотрудник.")
    if verdict and speakers_of(person, local_day(pair.organisation)):
        return no("У участника есть кабинет: он отвечает сам.")
    return verdict
