"""A portfolio as its page and its print show it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Organisation, User
from registry.models import Person, PortfolioEntry, PortfolioSection


def sections_of(
    organisation: Organisation, *, is_whole: bool = False
) -> list[PortfolioSection]:
    """Return the portal's sections and the organisation's own; `is_whole` adds switched off."""
    rows = PortfolioSection.objects.filter(
        Q(organisation=None) | Q(organisation=organisation)
    )
    return list(rows if is_whole else rows.filter(is_active=True))


@dataclass(frozen=True, slots=True)
class FiledSection:
    """A section with what is filed under it."""

    section: PortfolioSection
    entries: list[PortfolioEntry]


def portfolio_of(person: Person) -> list[FiledSection]:
    """Return the sections on offer, and others that hold something, in their order."""
    entries = list(
        PortfolioEntry.objects.filter(person=person).select_related(
            "section", "attachment"
        )
    )
    return [
        FiledSection(section, [row for row in entries if row.section_id == section.pk])
        for section in sections_of(person.organisation, is_whole=True)
        if section.is_active or any(row.section_id == section.pk for row in entries)
    ]


def entries_seen_by(user: User) -> QuerySet[PortfolioEntry]:
    """Return the entries of the people the user sees, with what their pages show."""
    people = Person.objects.visible_to(user)
    return PortfolioEntry.objects.filter(person__in=people).select_related(
        "person__organisation", "section", "attachment", "organisation"
    )
