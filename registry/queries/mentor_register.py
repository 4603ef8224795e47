"""The register of mentors by order: its editions, its lines, who enters and who leaves."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation
from common.tables import Cell
from documents.enums import DocumentStatus
from documents.models import Document
from registry.enums import MentorStatus
from registry.models import (
    Cycle,
    MentorCard,
    MentorRegisterEdition,
    MentorRegisterEntry,
)
from registry.models.card import CardQuerySet

ORDER = "order_mentor_register"
REGULATIONS = ("regulation", "order_regulation_approval")
# Where a mentor of the register goes no further: the next edition takes him out.
LEFT = (MentorStatus.WITHDRAWN, MentorStatus.RESIGNED, MentorStatus.REJECTED)
HEADINGS = (
    *("№", "Ф. И. О.", "Должность, место работы или учёбы", "Компетенции"),
    *("Форма наставничества", "Внесён", "Основание", "Исключён", "Причина"),
)
ORDERS = {
    "name": ("card__person__last_name", "card__person__first_name"),
    "entered": ("entered_on", "card__person__last_name"),
    "form": ("card__form__title", "card__person__last_name"),
    "status": ("card__status", "card__person__last_name"),
}


def regulation_in_force(organisation: Organisation) -> Document | None:
    """Return the Regulation mentors are selected by: itself, or the order upon it."""
    return (
        Document.objects.in_force()
        .filter(organisation=organisation, kind__code__in=REGULATIONS)
        .select_related("kind")
        .order_by("-kind__code", "-signed_on", "-pk")
        .first()
    )


def draft_edition(cycle: Cycle) -> MentorRegisterEdition | None:
    """Return the edition that is being drawn up."""
    return (
        MentorRegisterEdition.objects.filter(cycle=cycle, in_force_on=None)
        .select_related("document__kind", "cycle__organisation", "organisation")
        .first()
    )


def edition_in_force(cycle: Cycle) -> MentorRegisterEdition | None:
    """Return the last edition whose order stands."""
    return (
        MentorRegisterEdition.objects.filter(
            cycle=cycle, document__status=DocumentStatus.SIGNED
        )
        .select_related("document")
        .order_by("-number")
        .first()
    )


def editions_of(cycle: Cycle) -> QuerySet[MentorRegisterEdition]:
    """Return the editions of the cycle with their orders, the newest first."""
    return MentorRegisterEdition.objects.filter(cycle=cycle).select_related("document")


def people_to_enter(cycle: Cycle) -> CardQuerySet:
    """Return the selected whom no edition has entered yet."""
    return (
        MentorCard.objects.filter(cycle=cycle, status=MentorStatus.SELECTED)
        .filter(~Exists(_standing(card=OuterRef("pk"))))
        .select_related("person__group", "person__organisation", "form")
        .prefetch_related("competences")
    )


def people_leaving(cycle: Cycle) -> QuerySet[MentorRegisterEntry]:
    """Return the lines of those who have gone: the next edition takes them out."""
    is_gone = Q(card__status__in=LEFT) | ~Q(card__person__departure="")
    return standing_lines(cycle).filter(is_gone, left_by=None)


def standing_lines(cycle: Cycle) -> QuerySet[MentorRegisterEntry]:
    """Return the lines in force, with what a table of them shows."""
    return shown(
        MentorRegisterEntry.objects.filter(
            card__cycle=cycle, entered_on__isnull=False, left_on=None
        )
    )


def lines_told(cycle: Cycle) -> QuerySet[MentorRegisterEntry]:
    """Return all lines an order ever made, those taken out included."""
    return shown(
        MentorRegisterEntry.objects.filter(card__cycle=cycle, entered_on__isnull=False)
    )


def entrants_of(edition: MentorRegisterEdition) -> QuerySet[MentorRegisterEntry]:
    """Return the lines the edition brings in."""
    return shown(MentorRegisterEntry.objects.filter(entered_by=edition))


def leavers_of(edition: MentorRegisterEdition) -> QuerySet[MentorRegisterEntry]:
    """Return the lines the edition takes out."""
    return shown(MentorRegisterEntry.objects.filter(left_by=edition))


def lines_of(edition: MentorRegisterEdition) -> QuerySet[MentorRegisterEntry]:
    """Return the lines the edition changes."""
    return MentorRegisterEntry.objects.filter(
        Q(entered_by=edition) | Q(left_by=edition)
    )


def shown(lines: QuerySet[MentorRegisterEntry]) -> QuerySet[MentorRegisterEntry]:
    """Carry what a table of lines shows."""
    return lines.select_related(
        "card__person__group",
        "card__person__organisation",
        "card__form",
        "entered_by__document",
        "left_by__document",
    ).prefetch_related("card__competences")


def _standing(**of_card: object) -> QuerySet[MentorRegisterEntry]:
    return MentorRegisterEntry.objects.filter(left_on=None, **of_card)


def standing_of(card: MentorCard) -> str:
    """Return the post or class and the place of work or study, as the form asks."""
    person = card.person
    group = str(person.group) if person.group else ""
    return ", ".join(
        dict.fromkeys(filter(None, (person.post, person.workplace, group)))
    )


def competences_of(card: MentorCard) -> str:
    """Return what the mentor teaches: his own words, else the tags."""
    return card.competences_text or ", ".join(
        tag.title for tag in card.competences.all()
    )


def basis_of(edition: MentorRegisterEdition | None) -> str:
    """Return the order of an edition as the ground of a line."""
    document = edition.document if edition else None
    if document is None or document.signed_on is None:
        return ""
    return f"приказ от {document.signed_on:%d.%m.%Y} № {document.number}"


def table_rows(lines: QuerySet[MentorRegisterEntry]) -> list[list[Cell]]:
    """Return the rows of the file, in the columns of HEADINGS."""
    return [
        [
            number,
            line.card.person.full_name,
            standing_of(line.card),
            competences_of(line.card),
            line.card.form.title if line.card.form else "",
            line.entered_on,
            basis_of(line.entered_by),
            line.left_on,
            line.left_reason,
        ]
        for number, line in enumerate(lines, start=1)
    ]
