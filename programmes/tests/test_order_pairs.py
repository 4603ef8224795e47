from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, Delegation
from accounts.tests.factories import make_member
from common.errors import Refused
from documents import actions as documents
from documents.enums import DocumentStatus
from documents.models import DocumentKind
from documents.pdf import compose
from notifications.models import Notification
from programmes.actions import pairs
from programmes.enums import (
    EndReason,
    PairStatus,
)
from programmes.models import Pair
from programmes.queries.order_pairs import pairs_of
from programmes.queries.order_texts import OrderTexts, texts_of
from programmes.tests.pair_factories import (
    make_form,
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.enums import MenteeStatus, MentorStatus
from registry.models import Group, MentoringKind

AGREED = PairStatus.AGREED


TEXTS = OrderTexts(
    "На основании согласий", timezone.localdate() + timedelta(days=20), "За собой."
)


@pytest.fixture
def year(school):
    make_order_kind(school)
    return make_pair_cycle(school)


def make_order_kind(school):
    DocumentKind.objects.create(
        code="order_pairs", title="Приказ о закреплении пар", register="orders"
    )


@pytest.fixture
def agreed(year, kira):
    """Two agreed pairs of two mentors."""
    return [
        make_pair(kira, year, AGREED),
        make_pair(
            kira,
            year,
            AGREED,
            mentor=make_mentor(year, "Тихонов Фёдор Кузьмич"),
            mentees=[make_mentee(year, "Белова Ася Петровна")],
        ),
    ]


def fresh(pair: Pair) -> Pair:
    return Pair.objects.get(pk=pair.pk)


def test_the_whole_road_from_agreed_to_working(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)
    assert {fresh(pair).status for pair in agreed} == {PairStatus.SUBMITTED}
    assert order.status == DocumentStatus.SUBMITTED

    order = documents.sign(document=order, by=dina)

    for pair in map(fresh, agreed):
        assert (pair.status, pair.order) == (PairStatus.ACTIVE, order)
        assert pair.mentor_card.status == MentorStatus.IN_PAIR
        assert pair.mentor_card.joined_on == order.signed_on
        mentee = pair.members.get().mentee_card
        assert mentee.status == MenteeStatus.PAIRED
        assert mentee.counterpart_names == pair.mentor_card.person.full_name
        assert pair.mentor_card.counterpart_names == mentee.person.full_name


def test_every_step_leaves_one_row_of_history(agreed, kira, dina):
    documents.sign(document=pairs.submit(pairs=agreed, by=kira), by=dina)

    steps = AuditEvent.objects.filter(
        object_kind="programmes.pair", object_id=agreed[0].pk
    ).values_list("what", flat=True)
    assert sorted(steps) == ["pair.active", "pair.submitted"]


def test_both_sides_learn_that_the_work_begins(year, kira, dina, max_, mia, pavel):
    pair = make_pair(
        kira,
        year,
        AGREED,
        mentor=make_mentor(year, user=max_),
        mentees=[make_mentee(year, user=mia, parent=pavel)],
    )

    order = documents.sign(document=pairs.submit(pairs=[pair], by=kira), by=dina)

    letters = Notification.objects.filter(letter="pair_activated")
    assert {letter.recipient for letter in letters} == {max_, mia, pavel}
    assert f"№ {order.number}" in letters[0].text


def test_the_order_says_who_is_with_whom_for_how_long_and_on_what_ground(
    year, kira, agreed
):
    agreed[0].kinds.set([MentoringKind.objects.create(code="t", title="традиционное")])

    order = pairs.submit(pairs=agreed, by=kira)

    line = order.payload["pairs"][0]
    day = year.starts_on.strftime("%d.%m.%Y")
    assert line == {
        "mentor": "Морозов Максим Ильич",
        "mentor_post": "",
        "mentees": [{"name": "Мирная Мия Олеговна", "group": ""}],
        "form": "ученик – ученик",
        "kind": "традиционное",
        "starts_on": day,
        "ends_on": year.ends_on.strftime("%d.%m.%Y"),
        "basis": f"Согласия сторон от {day}",
    }
    assert "№ 30-ОД о внедрении" in order.payload["preamble"]
    assert "351.8" not in str(order.payload)
    assert "ПРИКАЗ" in compose("papers/order_pairs.html", order.payload).upper()


def test_teachers_are_reminded_of_the_labour_code(year, kira):
    form = make_form("teacher_teacher", title="педагог – педагог", contour="teachers")
    pair = make_pair(kira, year, AGREED, form=form)

    order = pairs.submit(pairs=[pair], by=kira)

    assert order.payload["preamble"].startswith("В соответствии со статьёй 351.8")
    assert (
        "дополнительное соглашение к трудовому договору (ст. 351.8 ТК РФ)"
        in (order.payload["pairs"][0]["basis"])
    )
    assert "письменные согласия" in order.payload["points"][3]["text"]


def test_the_words_of_a_draft_are_the_curators(agreed, kira):
    order = pairs.prepare_order(pairs=agreed, by=kira, texts=TEXTS)

    assert texts_of(order) == TEXTS
    assert order.status == DocumentStatus.DRAFT
    assert {fresh(pair).status for pair in agreed} == {AGREED}


def test_a_draft_may_lose_and_gain_pairs(agreed, kira):
    order = pairs.prepare_order(pairs=agreed[:1], by=kira)

    order = pairs.compose_order(document=order, pairs=agreed[1:], texts=TEXTS, by=kira)

    assert pairs_of(order) == agreed[1:]
    assert fresh(agreed[0]).order is None
    assert [line["mentor"] for line in order.payload["pairs"]] == [
        "Тихонов Фёдор Кузьмич"
    ]


def test_a_pair_stands_in_one_order(agreed, kira):
    pairs.prepare_order(pairs=agreed[:1], by=kira)

    with pytest.raises(Refused, match="уже в другом приказе"):
        pairs.prepare_order(pairs=agreed, by=kira)


def test_an_order_needs_a_pair(kira):
    with pytest.raises(Refused, match="хотя бы одну"):
        pairs.submit(pairs=[], by=kira)


def test_pairs_of_two_cycles_need_two_orders(school, year, kira):
    other = make_pair_cycle(school)
    both = [make_pair(kira, year, AGREED), make_pair(kira, other, AGREED)]

    with pytest.raises(Refused, match="разных циклов"):
        pairs.submit(pairs=both, by=kira)


def test_only_the_curator_submits_and_changes(agreed, kira, dina):
    with pytest.raises(PermissionDenied, match="Это делает куратор"):
        pairs.submit(pairs=agreed, by=dina)
    order = pairs.prepare_order(pairs=agreed, by=kira)
    with pytest.raises(PermissionDenied, match="Это делает куратор"):
        pairs.compose_order(document=order, pairs=agreed, texts=TEXTS, by=dina)


def test_a_submitted_order_stands(agreed, kira):
    order = pairs.submit(pairs=agreed, by=kira)

    with pytest.raises(PermissionDenied, match="после возврата"):
        pairs.compose_order(document=order, pairs=agreed[:1], texts=TEXTS, by=kira)


def test_a_returned_order_can_be_submitted_again(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)
    order = documents.return_for_changes(
        document=order, remark="Уберите Тихонова", by=dina
    )
    assert {(fresh(p).status, fresh(p).remark) for p in agreed} == {
        (PairStatus.RETURNED, "Уберите Тихонова")
    }

    order = pairs.compose_order(document=order, pairs=agreed[:1], texts=TEXTS, by=kira)
    order = pairs.submit_order(document=order, by=kira)
    documents.sign(document=order, by=dina)

    assert fresh(agreed[0]).status == PairStatus.ACTIVE
    assert (fresh(agreed[1]).status, fresh(agreed[1]).order) == (
        PairStatus.RETURNED,
        None,
    )


def test_what_changed_since_the_draft_is_worded_anew_at_submission(agreed, kira):
    order = pairs.prepare_order(pairs=agreed, by=kira)
    person = agreed[0].mentor_card.person
    person.last_name = "Новиков"
    person.save()

    order = pairs.submit_order(document=order, by=kira)

    assert "Новиков Максим Ильич" in [row["mentor"] for row in order.payload["pairs"]]


def test_a_stale_draft_is_not_submitted_past_its_own_page(agreed, kira):
    order = pairs.prepare_order(pairs=agreed, by=kira)
    Pair.objects.filter(pk=agreed[0].pk).update(
        ends_on=agreed[0].ends_on + timedelta(days=1)
    )

    with pytest.raises(Refused, match="изменились после того"):
        documents.submit(document=order, by=kira)


def test_an_empty_draft_is_not_submitted(agreed, kira):
    order = pairs.prepare_order(pairs=agreed[:1], by=kira)
    pairs.dissolve(pair=agreed[0], by=kira)

    with pytest.raises(Refused, match="нет ни одной пары"):
        pairs.submit_order(document=order, by=kira)


def test_the_director_strikes_a_pair_out_and_signs_the_rest(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)

    struck = pairs.strike(pair=fresh(agreed[1]), remark="Слишком далеко", by=dina)
    order.refresh_from_db()
    order = documents.sign(document=order, by=dina)

    assert (struck.status, struck.order) == (PairStatus.RETURNED, None)
    assert struck.remark == "Слишком далеко"
    assert [line["mentor"] for line in order.payload["pairs"]] == [
        "Морозов Максим Ильич"
    ]
    assert fresh(agreed[0]).status == PairStatus.ACTIVE


def test_striking_has_its_limits(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)
    first, second = fresh(agreed[0]), fresh(agreed[1])

    with pytest.raises(Refused, match="почему пара убрана"):
        pairs.strike(pair=first, remark=" ", by=dina)
    with pytest.raises(PermissionDenied, match="Это делает директор"):
        pairs.strike(pair=first, remark="Нет", by=kira)
    pairs.strike(pair=first, remark="Нет", by=dina)
    with pytest.raises(Refused, match="последняя пара"):
        pairs.strike(pair=second, remark="Нет", by=dina)
    with pytest.raises(Refused, match="уже не в приказе"):
        pairs.strike(pair=fresh(first), remark="Нет", by=dina)
    order.refresh_from_db()
    documents.sign(document=order, by=dina)
    with pytest.raises(PermissionDenied, match="ждёт подписи"):
        pairs.strike(pair=fresh(second), remark="Нет", by=dina)


def test_a_director_does_not_sign_his_own_pair_but_the_acting_one_does(
    year, kira, dina
):
    pair = make_pair(kira, year, AGREED, mentor=make_mentor(year, user=dina))
    order = pairs.submit(pairs=[pair], by=kira)
    acting = make_member(year.organisation, Role.DEPUTY_DIRECTOR, name="Зорин Пётр")
    today = timezone.localdate()
    Delegation.objects.create(
        organisation=year.organisation,
        user=acting,
        ground="приказ",
        from_on=today,
        to_on=today,
        granted_by=dina,
    )

    with pytest.raises(PermissionDenied, match="Вы сами участвуете"):
        documents.sign(document=order, by=dina)
    documents.sign(document=order, by=acting)

    assert fresh(pair).status == PairStatus.ACTIVE


def test_a_director_does_not_sign_for_his_child(year, kira, dina):
    pair = make_pair(kira, year, AGREED, mentees=[make_mentee(year, parent=dina)])
    order = pairs.submit(pairs=[pair], by=kira)

    with pytest.raises(PermissionDenied, match="Вы сами участвуете"):
        documents.sign(document=order, by=dina)


def test_an_order_by_which_pairs_work_stays_in_force(agreed, kira, dina):
    order = documents.sign(document=pairs.submit(pairs=agreed, by=kira), by=dina)

    with pytest.raises(Refused, match="работают пары"):
        documents.annul(document=order, remark="Ошибка", by=dina)
    for pair in agreed:
        pairs.end(pair=fresh(pair), reason=EndReason.BY_CURATOR, by=kira)
    documents.annul(document=order, remark="Ошибка", by=dina)


def test_a_second_signature_changes_nothing(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)

    first = documents.sign(document=order, by=dina)
    second = documents.sign(document=order, by=dina)

    assert first.number == second.number
    assert AuditEvent.objects.filter(what="pair.active").count() == 2


def test_a_pair_that_moved_on_stops_the_signature(agreed, kira, dina):
    order = pairs.submit(pairs=agreed, by=kira)
    Pair.objects.filter(pk=agreed[0].pk).update(status=PairStatus.RETURNED)

    with pytest.raises(Refused, match="верните приказ куратору"):
        documents.sign(document=order, by=dina)


@pytest.mark.parametrize(
    ("kind", "name", "printed"),
    [
        ("school", "8А", "8А класс"),
        ("college", "П-21", "группа П-21"),
        ("school", "Группа 3", "Группа 3"),
    ],
)
def test_classes_and_groups_are_printed_as_people_say(
    school, year, kira, kind, name, printed
):
    school.kind = kind
    school.save()
    pair = make_pair(kira, year, AGREED)
    person = pair.members.get().mentee_card.person
    person.group = Group.objects.create(
        organisation=school, name=name, school_year=2026
    )
    person.save()

    order = pairs.submit(pairs=[pair], by=kira)

    assert order.payload["pairs"][0]["mentees"][0]["group"] == printed


def test_the_day_a_card_already_knows_stays(year, kira, dina):
    joined = year.starts_on - timedelta(days=100)
    pair = make_pair(kira, year, AGREED, mentor=make_mentor(year, joined_on=joined))

    documents.sign(document=pairs.submit(pairs=[pair], by=kira), by=dina)

    pair.mentor_card.refresh_from_db()
    assert pair.mentor_card.joined_on == joined


def test_a_draft_without_its_term_is_a_bug(agreed, kira):
    order = pairs.prepare_order(pairs=agreed, by=kira)
    order.payload["points"][1]["due"] = ""

    with pytest.raises(ValueError, match="no term"):
        texts_of(order)
