from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from documents import actions as documents
from documents.enums import DocumentStatus
from documents.models import Document, DocumentKind
from programmes.actions import pairs
from programmes.actions.pairs.steps import move
from programmes.enums import (
    PAIR_TRANSITIONS,
    AcceptanceAnswer,
    PairStatus,
)
from programmes.models import Acceptance, Pair
from programmes.queries.order_pairs import for_order, obstacles_of
from programmes.queries.order_summary import summary_of
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_order,
    make_pair,
    make_pair_cycle,
    word,
)
from registry.enums import ConsentStatus, MenteeStatus, MentorStatus
from registry.models import Consent

AGREED = PairStatus.AGREED


@pytest.fixture
def year(school):
    make_order_kind(school)
    return make_pair_cycle(school)


def make_order_kind(school):
    DocumentKind.objects.create(
        code="order_pairs", title="Приказ о закреплении пар", register="orders"
    )


def fresh(pair: Pair) -> Pair:
    return Pair.objects.get(pk=pair.pk)


def without_introduction(pair):
    Document.objects.filter(pk=pair.cycle.introduction_order_id).update(
        status=DocumentStatus.ANNULLED
    )


def without_consent(pair):
    Consent.objects.filter(person=pair.members.get().mentee_card.person).update(
        status=ConsentStatus.REFUSED
    )


def without_acceptance(pair):
    Acceptance.objects.filter(pair=pair, side="mentor").update(
        answer=AcceptanceAnswer.WAITING
    )


def without_places(pair):
    pair.mentor_card.capacity = 0
    pair.mentor_card.save()


def without_mentees(pair):
    pair.members.all().delete()


def after_its_term(pair):
    today = timezone.localdate()
    Pair.objects.filter(pk=pair.pk).update(
        starts_on=today - timedelta(days=100), ends_on=today
    )


def without_mentor(pair):
    pair.mentor_card.status = MentorStatus.RESIGNED
    pair.mentor_card.save()


def without_training(pair):
    pair.cycle.training_precedes_pairing = True
    pair.cycle.save()


def without_search(pair):
    card = pair.members.get().mentee_card
    card.status = MenteeStatus.WITHDRAWN
    card.save()


OBSTACLES = [
    (without_introduction, "Нет подписанного приказа о внедрении"),
    (without_consent, "Мирная М. О.: нет действующего согласия"),
    (without_acceptance, "согласны не все стороны"),
    (without_places, "у наставника мест: 0, а наставляемых станет 1"),
    (without_mentees, "в паре нет наставляемых"),
    (after_its_term, "срок пары уже прошёл"),
    (without_mentor, "наставник больше не в работе"),
    (without_training, "ещё не прошёл обучение"),
    (without_search, "больше не ищет наставника"),
]


@pytest.mark.parametrize(("spoil", "told"), OBSTACLES)
def test_an_obstacle_stops_the_submission_and_says_what_to_do(year, kira, spoil, told):
    pair = make_pair(kira, year, AGREED)
    spoil(pair)

    with pytest.raises(Refused, match=told):
        pairs.submit(pairs=[pair], by=kira)

    assert fresh(pair).status == AGREED
    assert not Document.objects.filter(kind__code="order_pairs").exists()


@pytest.mark.parametrize(("spoil", "told"), OBSTACLES)
def test_an_obstacle_that_came_later_stops_the_signature(year, kira, dina, spoil, told):
    pair = make_pair(kira, year, AGREED)
    order = pairs.submit(pairs=[pair], by=kira)
    spoil(fresh(pair))

    with pytest.raises(Refused, match=told):
        documents.sign(document=order, by=dina)

    order.refresh_from_db()
    assert (order.status, order.number) == (DocumentStatus.SUBMITTED, "")
    assert fresh(pair).status == PairStatus.SUBMITTED


def test_every_obstacle_is_listed_but_only_the_first_are_told(year, kira):
    crowd = [
        make_pair(
            kira,
            year,
            AGREED,
            mentor=make_mentor(year, f"Морозов Максим {number}"),
            mentees=[make_mentee(year, f"Мирная Мия {number}", has_consent=False)],
        )
        for number in range(7)
    ]

    assert len(obstacles_of(for_order(Pair.objects.all()), timezone.localdate())) == 7
    with pytest.raises(Refused, match="и ещё 2"):
        pairs.submit(pairs=crowd, by=kira)


def test_places_of_another_order_on_the_desk_count(year, kira):
    mentor = make_mentor(year, capacity=1)
    first = make_pair(kira, year, AGREED, mentor=mentor)
    second = make_pair(
        kira, year, AGREED, mentor=mentor, mentees=[make_mentee(year, "Белова Ася")]
    )
    pairs.submit(pairs=[first], by=kira)

    with pytest.raises(Refused, match="наставляемых станет 2"):
        pairs.submit(pairs=[second], by=kira)


def test_the_director_sees_reasons_load_and_conflicts(year, kira, dina):
    mentor = make_mentor(year, user=dina, capacity=3)
    make_pair(
        kira,
        year,
        PairStatus.ACTIVE,
        mentor=mentor,
        mentees=[make_mentee(year, "Белова Ася")],
    )
    pair = make_pair(kira, year, AGREED, mentor=mentor)
    order = pairs.submit(pairs=[pair], by=kira)

    summary = summary_of(order)

    row = summary.rows[0]
    assert (row.load, row.capacity, row.may_be_struck) == (2, 3, False)
    assert summary.general == [
        "Орлова Дина Павловна участвует в паре из этого приказа и подписать его не может."
    ]
    assert not summary.is_clear


@pytest.mark.parametrize("size", [1, 3])
def test_the_checks_take_the_same_queries_for_one_and_three(
    year, kira, django_assert_num_queries, size
):
    order = make_order(kira, year)
    for number in range(size):
        make_pair(
            kira,
            year,
            PairStatus.SUBMITTED,
            order=order,
            mentor=make_mentor(year, f"Морозов Максим {number}"),
            mentees=[make_mentee(year, f"Мирная Мия {number}")],
        )
    word(order, kira)

    with django_assert_num_queries(13):
        summary_of(Document.objects.select_related("organisation").get(pk=order.pk))


@pytest.mark.parametrize("source", PairStatus)
@pytest.mark.parametrize("target", PairStatus)
def test_only_the_listed_moves_are_made(year, kira, source, target):
    pair = make_pair(kira, year, source)
    values = {"ended_on": timezone.localdate(), "end_reason": "by_curator"}
    for name, value in values.items():
        setattr(pair, name, value)
    pair.order = pair.order or make_order(kira, year)

    if target in PAIR_TRANSITIONS.table[source]:
        moved = move(pair, target, kira, fields=[*values, "order"])
        assert fresh(moved).status == target
    else:
        with pytest.raises(TransitionNotAllowed):
            move(pair, target, kira)
        assert fresh(pair).status == source


@pytest.mark.parametrize(
    ("status", "road"),
    [
        (MentorStatus.YEAR_BASE, ["ready", "in_pair"]),
        (MentorStatus.SELECTED, ["registered", "in_pair"]),
        (MentorStatus.READY, ["in_pair"]),
        (MentorStatus.IN_PAIR, []),
    ],
)
def test_a_mentor_walks_the_legal_road_to_his_pair(year, kira, dina, status, road):
    pair = make_pair(kira, year, AGREED, mentor=make_mentor(year, status=status))

    documents.sign(document=pairs.submit(pairs=[pair], by=kira), by=dina)

    moves = AuditEvent.objects.filter(what="mentor.moved").order_by("pk")
    assert [event.detail.after["status"] for event in moves] == road


def test_a_recalled_order_lets_its_pairs_be_agreed_again(year, kira, dina):
    pair = make_pair(kira, year, AGREED)
    order = pairs.submit(pairs=[pair], by=kira)

    documents.recall(document=order, by=kira)

    assert fresh(pair).status == AGREED
    assert fresh(pair).order == order
    documents.sign(document=pairs.submit_order(document=order, by=kira), by=dina)
    assert fresh(pair).status == PairStatus.ACTIVE
