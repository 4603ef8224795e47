"""May this person draw the register of mentors up, see it, sign it?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import YES, Verdict, all_of, no
from documents.enums import DocumentStatus
from documents.models import Document
from documents.permissions import may_prepare
from registry.models import Cycle, MentorRegisterEdition, Person
from registry.permissions.cycles import is_open
from registry.queries.mentor_register import (
    draft_edition,
    lines_of,
    people_leaving,
    people_to_enter,
    regulation_in_force,
)

NO_REGULATION = (
    "Сначала нужно действующее Положение о наставничестве: без него реестр наставников"
    " не утверждают. Внесите его или приказ о его утверждении в «Документы»."
)
BEGUN = "Новая редакция реестра уже готовится: откройте её проект."


def may_view_register(user: User, organisation: Organisation) -> Verdict:
    """The register is seen by the staff of the programme (A.13)."""
    return may(
        user,
        Permission.MENTOR_REGISTER_VIEW,
        organisation.pk,
        "сотрудник, занятый наставничеством",
    )


def may_prepare_register(user: User, cycle: Cycle) -> Verdict:
    """The curator draws an edition up, by a Regulation in force (R-282), one at a time."""
    allowed = all_of(
        may_prepare(user, cycle.organisation_id),
        is_open(cycle),
        has_regulation(cycle.organisation),
    )
    if not allowed:
        return allowed
    if draft_edition(cycle) is not None:
        return no(BEGUN)
    if not people_to_enter(cycle).exists() and not people_leaving(cycle).exists():
        return no(
            "Вносить в реестр и исключать из него пока некого: сначала отберите"
            " наставников."
        )
    return YES


def has_regulation(organisation: Organisation) -> Verdict:
    """R-282: a Regulation made here or registered from outside, and still in force."""
    if regulation_in_force(organisation) is None:
        return no(NO_REGULATION)
    return YES


def may_change_register(user: User, edition: MentorRegisterEdition) -> Verdict:
    """A draft and a returned order are the curator's; a submitted one stands."""
    document = edition.document
    if document is None or document.status not in {
        DocumentStatus.DRAFT,
        DocumentStatus.RETURNED,
    }:
        return no("Приказ уже ушёл из проектов: изменить его можно после возврата.")
    return all_of(
        may_prepare(user, edition.organisation_id),
        is_open(edition.cycle),
        has_regulation(edition.organisation),
    )


def may_decide_register(user: User, document: Document) -> Verdict:
    """Nobody signs himself or his child into the register (invariant 10)."""
    edition = MentorRegisterEdition.objects.filter(document=document).first()
    if edition is None:
        return YES
    about = Person.objects.in_care_of(user).filter(
        pk__in=lines_of(edition).values("card__person_id")
    )
    if about.exists():
        return no(
            "Этот приказ касается вас самих или вашего ребёнка: его подписывает"
            " исполняющий обязанности директора."
        )
    return YES
