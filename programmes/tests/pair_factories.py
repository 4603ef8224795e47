"""Cycles that may have pairs, their people and pairs in any state; plain."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from django.utils import timezone

from accounts.models import Organisation, User
from documents.enums import DocumentStatus
from documents.models import Document, DocumentKind
from programmes.enums import AcceptanceAnswer, PairSide, PairStatus
from programmes.models import Acceptance, Pair, PairMember
from programmes.models.pair import HOLDING
from programmes.queries.order_pairs import pairs_of
from programmes.queries.order_texts import order_payload, usual_texts
from registry.enums import ConsentKind, ConsentStatus, Medium, MenteeStatus
from registry.models import Cycle, MenteeCard, MentorCard, MentoringForm, Person
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_person,
)

_numbers = count(1)
ORDERED = {
    PairStatus.SUBMITTED,
    PairStatus.ACTIVE,
    PairStatus.CLOSING,
    PairStatus.COMPLETED,
}
OVER = {PairStatus.COMPLETED, PairStatus.ENDED_EARLY}
CARD_STATUS = {
    PairStatus.ACTIVE: MenteeStatus.PAIRED,
    PairStatus.CLOSING: MenteeStatus.IN_PROGRAMME,
}


def make_form(code: str = "pupil_pupil", **values: object) -> MentoringForm:
    """A form of mentoring for pupils."""
    form, _ = MentoringForm.objects.get_or_create(
        organisation=None,
        code=code,
        defaults={"title": "ученик – ученик", "contour": "pupils", **values},
    )
    return form


def introduce(cycle: Cycle, by: User | None = None) -> Document:
    """The signed order by which pairs may work in the cycle."""
    kind, _ = DocumentKind.objects.get_or_create(
        code="order_cmn_introduction", defaults={"title": "Приказ о внедрении"}
    )
    cycle.introduction_order = Document.objects.create(
        organisation=cycle.organisation,
        kind=kind,
        title="О внедрении целевой модели наставничества",
        status=DocumentStatus.SIGNED,
        number="30-ОД",
        signed_on=cycle.starts_on,
        is_external=True,
        check_code=f"introduction{next(_numbers)}",
        created_by=by,
    )
    cycle.save()
    return cycle.introduction_order


def make_pair_cycle(organisation: Organisation, **values: object) -> Cycle:
    """A running, introduced cycle of this year."""
    today = timezone.localdate()
    cycle = Cycle.objects.create(
        **{
            "organisation": organisation,
            "title": f"Цикл {next(_numbers)}",
            "starts_on": today - timedelta(days=30),
            "ends_on": today + timedelta(days=240),
            "status": "running",
            **values,
        }
    )
    introduce(cycle)
    return cycle


def make_mentor(
    cycle: Cycle,
    name: str = "Морозов Максим Ильич",
    *,
    user: User | None = None,
    has_consent: bool = True,
    **values: object,
) -> MentorCard:
    """Max: an adult mentor with his consent and one place."""
    person = make_person(cycle.organisation, name, user=user)
    if has_consent:
        make_consent(person, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)
    return MentorCard.objects.create(
        **{
            "organisation": cycle.organisation,
            "cycle": cycle,
            "person": person,
            "form": make_form(),
            **values,
        }
    )


def make_mentee(
    cycle: Cycle,
    name: str = "Мирная Мия Олеговна",
    *,
    age: int = 15,
    user: User | None = None,
    parent: User | None = None,
    has_consent: bool = True,
    **values: object,
) -> MenteeCard:
    """Mia: a pupil of 15 with her father and his consent."""
    person = make_child(cycle.organisation, age, name=name, user=user)
    make_guardian(person, user=parent)
    if has_consent:
        make_consent(person, ConsentKind.REPRESENTATIVE, ConsentStatus.VERIFIED)
    return MenteeCard.objects.create(
        **{
            "organisation": cycle.organisation,
            "cycle": cycle,
            "person": person,
            "form": make_form(),
            "status": MenteeStatus.IN_BASE,
            **values,
        }
    )


def make_pair(
    by: User,
    cycle: Cycle,
    status: PairStatus = PairStatus.PROPOSED,
    *,
    mentor: MentorCard | None = None,
    mentees: Sequence[MenteeCard] = (),
    **values: object,
) -> Pair:
    """Max and Mia in any state, with the acceptances the state needs."""
    mentor = mentor or make_mentor(cycle)
    mentees = list(mentees) or [make_mentee(cycle)]
    if status in ORDERED and "order" not in values:
        values["order"] = make_order(by, cycle)
    if status in OVER:
        values = {"ended_on": cycle.starts_on, "end_reason": "by_curator", **values}
    pair = Pair.objects.create(
        **{
            "organisation": cycle.organisation,
            "cycle": cycle,
            "mentor_card": mentor,
            "form": make_form(),
            "status": status,
            "starts_on": cycle.starts_on,
            "ends_on": cycle.ends_on,
            "created_by": by,
            **values,
        }
    )
    is_answered = status != PairStatus.PROPOSED
    for card in mentees:
        card.status = CARD_STATUS.get(status, MenteeStatus.MATCHING)
        card.save()
        PairMember.objects.create(
            organisation=cycle.organisation,
            pair=pair,
            mentee_card=card,
            is_current=status in HOLDING,
        )
        make_acceptance(pair, card.person, PairSide.MENTEE, is_given=is_answered)
    make_acceptance(pair, mentor.person, PairSide.MENTOR, is_given=is_answered)
    return pair


def make_acceptance(
    pair: Pair, person: Person, side: PairSide, *, is_given: bool = False
) -> Acceptance:
    """The word of one person, given on paper or awaited."""
    given = {
        "answer": AcceptanceAnswer.ACCEPTED,
        "medium": Medium.PAPER,
        "answered_on": pair.starts_on,
        "given_by": person.full_name,
    }
    return Acceptance.objects.create(
        organisation=pair.organisation,
        pair=pair,
        person=person,
        side=side,
        **(given if is_given else {}),
    )


def make_order(
    by: User, cycle: Cycle, status: DocumentStatus = DocumentStatus.SUBMITTED
) -> Document:
    """An order on pairs, empty until its pairs are there: see `word`."""
    kind, _ = DocumentKind.objects.get_or_create(
        code="order_pairs",
        defaults={"title": "Приказ о закреплении пар", "register": "orders"},
    )
    return Document.objects.create(
        organisation=cycle.organisation,
        kind=kind,
        title="О закреплении наставнических пар",
        status=status,
        check_code=f"orderpairs{next(_numbers)}",
        created_by=by,
    )


def word(order: Document, by: User) -> Document:
    """Let the order say what its pairs are."""
    pairs = pairs_of(order)
    texts = usual_texts(pairs[0].cycle, pairs, pairs[0].starts_on)
    order.payload = dict(order_payload(pairs, texts, by))
    order.save()
    return order
