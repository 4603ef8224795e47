"""The first screen of a psychologist, a head, a form's curator, a partner: own people."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Organisation, User
from accounts.roles import Permission
from common.links import link
from common.russian.plural import counted
from mentoring.dashboards.todo import Todo
from programmes.models import Pair
from registry.models import Cycle, MenteeCard, MentorCard
from registry.queries.departments import (
    forms_entrusted_to,
    mentors_from,
    partner_of,
    people_headed_by,
)
from registry.queries.support import assigned_list

P = Permission
PEOPLE = ("человек", "человека", "человек")


def specialist_todos(
    user: User, organisation: Organisation, cycle: Cycle | None
) -> list[Todo]:
    """Return the ways to what each of the user's roles may open, and nothing else."""
    return list(_ways(user, organisation, cycle))


def _ways(
    user: User, organisation: Organisation, cycle: Cycle | None
) -> Iterator[Todo]:
    if user.has(P.MENTEE_SUPPORT, organisation.pk):
        count = assigned_list(user, organisation).count()
        yield Todo(
            "Мои наставляемые", link("registry:assigned_list"), counted(count, *PEOPLE)
        )
    if user.has(P.DEPARTMENT_VIEW, organisation.pk):
        count = people_headed_by(user, organisation).count()
        yield Todo(
            "Мой отдел", link("registry:department_mine"), counted(count, *PEOPLE)
        )
    if user.has(P.PARTNER_VIEW, organisation.pk):
        partner = partner_of(user, organisation)
        count = mentors_from(partner).count() if partner else 0
        yield Todo(
            "Наши наставники", link("registry:partner_mine"), counted(count, *PEOPLE)
        )
    if cycle is not None and user.has(P.FORM_CURATE, organisation.pk):
        yield from _entrusted(user, cycle)


def _entrusted(user: User, cycle: Cycle) -> Iterator[Todo]:
    forms = ", ".join(forms_entrusted_to(user, cycle))
    hint = forms or "Формы вам ещё не поручены: попросите куратора."
    yield Todo("Карточки порученных форм", link("registry:mentor_list"), hint)
    if forms:
        mentors = MentorCard.objects.visible_to(user).filter(cycle=cycle).count()
        mentees = MenteeCard.objects.visible_to(user).filter(cycle=cycle).count()
        pairs = Pair.objects.visible_to(user).filter(cycle=cycle).count()
        yield Todo(
            "Пары порученных форм",
            link("programmes:pair_list"),
            f"{counted(pairs, 'пара', 'пары', 'пар')},"
            f" {counted(mentors, 'наставник', 'наставника', 'наставников')},"
            f" {counted(mentees, 'наставляемый', 'наставляемых', 'наставляемых')}",
        )
