"""Cases: a finished pair told so that others may do the same (R-216, R-328)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import absolute, link
from programmes.models import Pair
from publishing.enums import CASE_TRANSITIONS, CaseStatus
from publishing.models import Case
from publishing.naming import surnames_in
from publishing.permissions import (
    may_add_case,
    may_edit_case,
    may_publish_case,
    may_unpublish_case,
)
from publishing.queries.page import people_of
from publishing.queries.people import named_of
from registry.actions import cards
from registry.models import MenteeCard, MentorCard
from registry.permissions.cards import may_change_card

FIELDS = ("title", "problem", "solution", "result", "quote", "has_names")
TEXTS = ("title", "problem", "solution", "result", "quote")


@transaction.atomic
def add_case(*, pair: Pair, values: Mapping[str, object], by: User) -> Case:
    """Write a case of a finished pair; `values` holds FIELDS."""
    pair = _pair(pair.pk)
    may_add_case(by, pair).require()
    _check_texts(pair, values)
    case = Case.objects.create(
        organisation_id=pair.organisation_id,
        pair=pair,
        created_by=by,
        **{name: values[name] for name in FIELDS},
    )
    audit.record(by=by, what="case.added", on=case)
    return case


@transaction.atomic
def edit_case(*, case: Case, values: Mapping[str, object], by: User) -> Case:
    """Rewrite a case that is not published."""
    case = _locked(case)
    may_edit_case(by, case).require()
    _check_texts(case.pair, values)
    changed = [name for name in FIELDS if getattr(case, name) != values[name]]
    for name in changed:
        setattr(case, name, values[name])
    case.save(update_fields=changed)
    audit.record(
        by=by,
        what="case.edited",
        on=case,
        after={name: values[name] for name in changed},
    )
    return case


@transaction.atomic
def publish_case(*, case: Case, by: User) -> Case:
    """Put a case on the public page (R-269).

    Names are not kept in it: the page asks for consents at every request, so that a
    withdrawal wins over a publication made at the same moment (invariant 20).
    """
    case = _locked(case)
    may_publish_case(by, case).require()
    CASE_TRANSITIONS.check(case.status, CaseStatus.PUBLISHED)
    _check_texts(case.pair, {name: getattr(case, name) for name in TEXTS})
    case.status = CaseStatus.PUBLISHED
    case.published_at = timezone.now()
    case.published_by = by
    case.save(update_fields=["status", "published_at", "published_by"])
    _write_address(case, address_of(case), by)
    audit.record(by=by, what="case.published", on=case)
    return case


@transaction.atomic
def unpublish_case(*, case: Case, by: User) -> Case:
    """Take a case off the page; it is gone with the next request."""
    case = _locked(case)
    may_unpublish_case(by, case).require()
    CASE_TRANSITIONS.check(case.status, CaseStatus.UNPUBLISHED)
    case.status = CaseStatus.UNPUBLISHED
    case.save(update_fields=["status"])
    _write_address(case, "", by)
    audit.record(by=by, what="case.unpublished", on=case)
    return case


def address_of(case: Case) -> str:
    """Return the full address of the case on the public site."""
    return absolute(
        link("publishing:case", organisation=case.organisation.slug, pk=case.pk)
    )


def _write_address(case: Case, address: str, by: User) -> None:
    """Keep the column «Ссылка на кейс» of both bases; closed cycles stay as they are."""
    members = [member.mentee_card for member in case.pair.members.all()]
    found: list[MentorCard | MenteeCard] = [case.pair.mentor_card, *members]
    for card in found:
        if not may_change_card(by, card):
            continue
        if not address and card.case_url != address_of(case):
            continue
        values = {"case_url": address}
        if isinstance(card, MentorCard):
            cards.change_mentor(card=card, values=values, by=by)
        else:
            cards.change_mentee(card=card, values=values, by=by)


def _check_texts(pair: Pair, values: Mapping[str, object]) -> None:
    text = "\n".join(str(values[name]) for name in TEXTS)
    found = surnames_in(text, named_of(people_of(pair)))
    if found:
        raise Refused(
            "В тексте названа фамилия участника пары: "
            + ", ".join(named.last_name for named in found)
            + ". Пишите «наставник», «наставляемый»: имена подставит страница"
            " и уберёт их, если согласие отзовут."
        )


def _locked(case: Case) -> Case:
    locked = (
        Case.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=case.pk)
    )
    locked.pair = _pair(locked.pair_id)
    return locked


def _pair(pk: int) -> Pair:
    return (
        Pair.objects.select_related(
            "mentor_card__person", "mentor_card__cycle__organisation"
        )
        .prefetch_related(
            "members__mentee_card__person",
            "members__mentee_card__cycle__organisation",
        )
        .get(pk=pk)
    )
