"""A mentor's portfolio: entries filed under sections, sections of the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from documents.actions.files import Scan, attached
from documents.models import Attachment
from registry.actions.consents import hold
from registry.models import Person, PortfolioEntry, PortfolioSection
from registry.permissions.questionnaires import (
    may_change_own_questions,
    may_change_portfolio,
)
from registry.queries.consents import local_day
from registry.queries.portfolios import sections_of

FIELDS = ("section", "title", "text", "happened_on", "url")


@transaction.atomic
def add_entry(
    *, person: Person, values: Mapping[str, object], scan: Scan, by: User
) -> PortfolioEntry:
    """File one line of a portfolio, with its file if there is one (R-164)."""
    hold(people=[person])
    may_change_portfolio(by, person).require()
    known = _known(person, values)
    entry = PortfolioEntry.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        attachment=_kept(person.organisation, scan, by),
        **known,
    )
    audit.record(by=by, what="portfolio.added", on=entry)
    return entry


@transaction.atomic
def change_entry(
    *, entry: PortfolioEntry, values: Mapping[str, object], scan: Scan, by: User
) -> PortfolioEntry:
    """Put an entry right; a new file takes the place of the old one."""
    hold(people=[entry.person])
    entry = _locked(entry)
    may_change_portfolio(by, entry.person).require()
    for name, value in _known(entry.person, values).items():
        setattr(entry, name, value)
    former = entry.attachment
    entry.attachment = _kept(entry.organisation, scan, by) or former
    entry.save()
    if former != entry.attachment:
        _drop(former)
    audit.record(by=by, what="portfolio.changed", on=entry)
    return entry


@transaction.atomic
def remove_entry(*, entry: PortfolioEntry, by: User) -> None:
    """Take an entry out; its file goes from the portfolio with it."""
    entry = _locked(entry)
    may_change_portfolio(by, entry.person).require()
    audit.record(by=by, what="portfolio.removed", on=entry)
    entry.delete()
    _drop(entry.attachment)


@transaction.atomic
def add_section(
    *, organisation: Organisation, title: str, hint: str, by: User
) -> PortfolioSection:
    """Add a section of the organisation's own to the format, after the portal's."""
    may_change_own_questions(by, organisation).require()
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )
    known = sections_of(organisation, is_whole=True)
    if any(row.title.casefold() == title.casefold() for row in known):
        raise Refused("Такой раздел уже есть.")
    section = PortfolioSection.objects.create(
        organisation=organisation,
        title=title,
        hint=hint,
        ordinal=max((row.ordinal for row in known), default=0) + 1,
    )
    audit.record(by=by, what="portfolio_section.added", on=section)
    return section


@transaction.atomic
def switch_section(
    *, section: PortfolioSection, is_active: bool, by: User
) -> PortfolioSection:
    """Offer an own section or offer it no more; what is filed under it stays."""
    section = PortfolioSection.objects.select_for_update(of=("self",)).get(
        pk=section.pk
    )
    if section.organisation is None:
        raise Refused("Это раздел портала: его не выключают.")
    may_change_own_questions(by, section.organisation).require()
    if section.is_active != is_active:
        section.is_active = is_active
        section.save(update_fields=["is_active"])
        audit.record(
            by=by,
            what="portfolio_section.switched",
            on=section,
            after={"is_active": is_active},
        )
    return section


def _kept(organisation: Organisation, scan: Scan, by: User) -> Attachment | None:
    return attached(organisation, scan, by, is_confidential=True)


def _drop(attachment: Attachment | None) -> None:
    """Forget a file no entry holds any more; the daily sweep removes it (invariant 54)."""
    if attachment is not None:
        attachment.delete()


def _locked(entry: PortfolioEntry) -> PortfolioEntry:
    rows = PortfolioEntry.objects.select_for_update(of=("self",)).select_related(
        "person__organisation", "section", "organisation", "attachment"
    )
    found = rows.filter(pk=entry.pk).first()
    if found is None:
        raise Refused("Этой записи уже нет. Обновите страницу.")
    return found


def _known(person: Person, values: Mapping[str, object]) -> dict[str, object]:
    known = {name: values[name] for name in FIELDS if name in values}
    section = known["section"]
    if section not in sections_of(person.organisation, is_whole=True):
        raise Refused("Такого раздела нет. Обновите страницу.")
    day = known.get("happened_on")
    if day is not None and day > local_day(person.organisation):  # type: ignore[operator]  # a day of the form
        raise Refused("Эта дата ещё не наступила. Исправьте её.")
    return known
