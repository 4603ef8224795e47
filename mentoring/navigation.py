"""Where one may go from here: the cabinet's sections by right, and one's roles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.roles import PARTICIPANT_ROLES, Permission
from common.links import link


@dataclass(frozen=True, slots=True)
class NavigationItem:
    """One section of the cabinet."""

    title: str
    url: str
    is_current: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One of the roles held here; the current one chooses the first screen."""

    code: str
    title: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section, its first page, and who finds something in it."""

    title: str
    name: str
    is_for: Callable[[User, Organisation], bool]


def _with(*permissions: Permission) -> Callable[[User, Organisation], bool]:
    return lambda user, organisation: any(
        user.has(permission, organisation.pk) for permission in permissions
    )


def _takes_part(user: User, organisation: Organisation) -> bool:
    return bool(user.roles_in(organisation.pk) & PARTICIPANT_ROLES)


def _may_take_part(user: User, organisation: Organisation) -> bool:
    """Whoever may be a mentor or a mentee some day: a teacher too (R-054)."""
    return bool(user.roles_in(organisation.pk) & (PARTICIPANT_ROLES | APPLYING_ROLES))


def _nominates(user: User, organisation: Organisation) -> bool:
    """Heads of departments; the curator nominates from the base."""
    return user.has(P.MENTOR_NOMINATE, organisation.pk) and not user.has(
        P.CARD_VIEW, organisation.pk
    )


def _tells(user: User, organisation: Organisation) -> bool:
    """Who knows others by duty; a parent applies for the child in the own card."""
    return user.has(P.WORD_TELL, organisation.pk) and bool(
        user.roles_in(organisation.pk) & APPLYING_ROLES
    )


def _holds_interviews(user: User, organisation: Organisation) -> bool:
    """A psychologist; the curator comes to them from the people."""
    return user.has(P.INTERVIEW_HOLD, organisation.pk) and not user.has(
        P.SELECTION_VIEW, organisation.pk
    )


def _reads_register(user: User, organisation: Organisation) -> bool:
    """Who sees the register of mentors and no more of the selection."""
    return user.has(P.MENTOR_REGISTER_VIEW, organisation.pk) and not user.has(
        P.SELECTION_VIEW, organisation.pk
    )


def _finds_mentors_alone(user: User, organisation: Organisation) -> bool:
    """A psychologist, unless another role opens the whole base."""
    return user.has(P.MENTOR_VIEW, organisation.pk) and not (
        _with(P.CARD_VIEW, P.FORM_CURATE)(user, organisation)
    )


def _may_answer(user: User, organisation: Organisation) -> bool:
    """Whoever a plan may name: everybody but those it is for."""
    return bool(user.roles_in(organisation.pk) & ANSWERING_ROLES)


P = Permission
APPLYING_ROLES = frozenset(
    {
        *(Role.CLASS_TEACHER, Role.DEPARTMENT_HEAD, Role.PSYCHOLOGIST),
        *(Role.RESPONSIBLE, Role.PARTNER_STAFF),
    }
)
ANSWERING_ROLES = frozenset(Role) - {
    Role.MENTEE,
    Role.PARENT,
    Role.SYSTEM_ADMINISTRATOR,
    Role.MUNICIPAL_COORDINATOR,
}

SECTIONS = (
    Section("Сегодня", "dashboard", lambda user, organisation: True),
    Section("Моя карточка", "registry:my_card", _may_take_part),
    Section("Мои согласия", "registry:my_consents", _takes_part),
    Section("Дорожная карта", "programmes:roadmap", _with(P.CYCLE_VIEW)),
    Section("Календарь", "programmes:calendar", _takes_part),
    Section("Мои мероприятия", "programmes:my_measures", _may_answer),
    Section("Рабочие группы", "programmes:team_list", _with(P.CYCLE_VIEW)),
    Section("Мои наставляемые", "registry:assigned_list", _with(P.MENTEE_SUPPORT)),
    Section("Мой отдел", "registry:department_mine", _with(P.DEPARTMENT_VIEW)),
    Section("Наши наставники", "registry:partner_mine", _with(P.PARTNER_VIEW)),
    Section("Выдвинуть наставника", "registry:nomination_list", _nominates),
    Section("Попросить наставника", "registry:word_list", _tells),
    Section("Собеседования", "registry:interview_list", _holds_interviews),
    Section("Мои заметки", "registry:note_list", _with(P.NOTE_KEEP)),
    Section("Реестр наставников", "registry:mentor_register_list", _reads_register),
    Section("Люди", "registry:mentor_list", _with(P.CARD_VIEW, P.FORM_CURATE)),
    Section("Наставники", "registry:mentor_list", _finds_mentors_alone),
    Section("Подбор", "programmes:matching", _with(P.MATCHING_RUN)),
    Section("Пары", "programmes:pair_list", _with(P.PAIR_VIEW, P.FORM_CURATE)),
    Section("Программы", "programmes:programme_list", _with(P.PROGRAMME_VIEW)),
    Section("Документы", "documents:document_list", _with(P.DOCUMENT_VIEW)),
    Section("Исходящие", "notifications:outbox", _with(P.DOCUMENT_PREPARE)),
    Section("Мониторинг", "monitoring:overview", _with(P.SURVEY_RESULTS)),
    Section("Страница", "publishing:page_edit", _with(P.PAGE_CHANGE)),
    Section("Уничтожение данных", "registry:erasure_list", _with(P.ERASURE_CARRY_OUT)),
    Section("Сводка", "monitoring:municipal", _with(P.SUMMARY_VIEW)),
    Section("Организация", "accounts:member_list", _with(P.MEMBER_VIEW)),
)


def navigation_of(
    request: HttpRequest, organisation: Organisation, user: User
) -> list[NavigationItem]:
    """Return the sections the user finds something in; the longest match is current."""
    items = [
        (section.title, link(section.name))
        for section in SECTIONS
        if section.is_for(user, organisation)
    ]
    current = max(
        (url for _, url in items if request.path.startswith(url)), key=len, default=""
    )
    return [NavigationItem(title, url, url == current) for title, url in items]


def role_choices(
    request: HttpRequest, organisation: Organisation, user: User
) -> list[RoleChoice]:
    """Return the roles held here, in the order of the enum."""
    current = current_role(request, organisation, user)
    held = user.roles_in(organisation.pk)
    return [
        RoleChoice(role.value, role.label, role == current)
        for role in Role
        if role in held
    ]


def current_role(
    request: HttpRequest, organisation: Organisation, user: User
) -> Role | None:
    """Return the role chosen in this session, else the first held here.

    The choice decides what is shown first; rights are the union of all roles (R-001).
    """
    held = user.roles_in(organisation.pk)
    chosen = request.session.get("roles", {}).get(organisation.slug)
    if chosen in held:
        return Role(chosen)
    return next((role for role in Role if role in held), None)
