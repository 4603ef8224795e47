from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from common.errors import Refused
from common.links import link
from documents.actions import attach
from documents.tests.factories import make_upload
from notifications.models import Notification
from programmes.actions import pairs
from programmes.enums import AcceptanceAnswer, PairSide, PairStatus
from programmes.models import Acceptance, PairMember
from programmes.queries.pairs import own_awaited_answers
from programmes.queries.pools import pool_of, refused_pairings
from programmes.tests.pair_factories import (
    make_mentee,
    make_mentor,
    make_order,
    make_pair,
    make_pair_cycle,
)
from registry.enums import Medium
from registry.models import MentorCard
from registry.tests.consent_factories import make_child, make_guardian

YES, NO = AcceptanceAnswer.ACCEPTED, AcceptanceAnswer.DECLINED


@pytest.fixture
def year(school):
    return make_pair_cycle(school)


@pytest.fixture
def pair(year, kira, max_, mia, pavel):
    """Max and Mia of 15, each with an account, Pavel her father."""
    return make_pair(
        kira,
        year,
        mentor=make_mentor(year, user=max_),
        mentees=[make_mentee(year, user=mia, parent=pavel)],
    )


def word_of(pair, side):
    return pair.acceptances.get(side=side)


def test_a_pair_is_agreed_when_all_have_accepted(pair, max_, mia):
    pairs.answer(acceptance=word_of(pair, PairSide.MENTOR), answer=YES, by=max_)
    pair.refresh_from_db()
    assert pair.status == PairStatus.PROPOSED

    given = pairs.answer(acceptance=word_of(pair, PairSide.MENTEE), answer=YES, by=mia)

    pair.refresh_from_db()
    assert pair.status == PairStatus.AGREED
    assert given.medium == Medium.CABINET
    assert given.given_by == "Мирная Мия Олеговна"
    assert given.answered_on == timezone.localdate()


def test_a_refusal_ends_the_pair_and_the_mentee_seeks_again(pair, year, max_, kira):
    pairs.answer(
        acceptance=word_of(pair, PairSide.MENTOR),
        answer=NO,
        by=max_,
        note="Нет времени",
    )

    pair.refresh_from_db()
    mentee = pair.members.get().mentee_card
    assert pair.status == PairStatus.DECLINED
    assert not PairMember.objects.filter(is_current=True).exists()
    assert mentee in pool_of(year, timezone.localdate()).mentees
    assert refused_pairings(year) == {(mentee.pk, pair.mentor_card_id)}
    letter = Notification.objects.get(letter="pair_declined")
    assert letter.recipient == kira
    assert "Нет времени" in letter.text


def test_a_father_answers_for_a_mentor_under_14(client, year, kira, school, pavel):
    young = make_child(school, 12, name="Мирный Марк Павлович")
    make_guardian(young, user=pavel)
    card = MentorCard.objects.create(organisation=school, cycle=year, person=young)
    word = word_of(make_pair(kira, year, mentor=card), PairSide.MENTOR)
    client.force_login(pavel)

    page = client.post(
        link("programmes:pair_answer", pk=word.pk), {"answer": YES.value}
    )

    word.refresh_from_db()
    assert page.status_code == 302
    assert word.answer == YES
    assert word.given_by == "Мирный Павел Сергеевич (отец)"


def test_a_refusal_says_why(pair, max_):
    with pytest.raises(Refused, match="причину отказа"):
        pairs.answer(
            acceptance=word_of(pair, PairSide.MENTOR), answer=NO, by=max_, note=" "
        )


def test_waiting_is_no_answer(pair, max_):
    with pytest.raises(Refused, match="Выберите ответ"):
        pairs.answer(
            acceptance=word_of(pair, PairSide.MENTOR),
            answer=AcceptanceAnswer.WAITING,
            by=max_,
        )


def test_a_second_click_changes_nothing(pair, max_):
    for _ in range(2):
        given = pairs.answer(
            acceptance=word_of(pair, PairSide.MENTOR), answer=YES, by=max_
        )

    assert given.answer == YES


def test_one_may_change_his_mind_before_the_order(year, kira, max_):
    agreed = make_pair(
        kira,
        year,
        PairStatus.AGREED,
        mentor=make_mentor(year, user=max_),
        order=make_order(kira, year, "draft"),
    )

    pairs.answer(
        acceptance=word_of(agreed, PairSide.MENTOR), answer=NO, by=max_, note="Уезжаю"
    )

    agreed.refresh_from_db()
    assert (agreed.status, agreed.order) == (PairStatus.DECLINED, None)


@pytest.mark.parametrize("status", [PairStatus.SUBMITTED, PairStatus.ACTIVE])
def test_after_submission_the_answer_stands(year, kira, max_, status):
    pair = make_pair(kira, year, status, mentor=make_mentor(year, user=max_))

    with pytest.raises(PermissionDenied, match="уже у директора"):
        pairs.answer(
            acceptance=word_of(pair, PairSide.MENTOR), answer=NO, by=max_, note="Нет"
        )


def test_a_refusal_is_not_taken_back(year, kira, max_, mia):
    group = make_pair(
        kira,
        year,
        mentor=make_mentor(year, user=max_, capacity=2),
        mentees=[make_mentee(year, user=mia), make_mentee(year, "Белова Ася")],
    )
    own = group.acceptances.get(person__user=mia)
    own.answer, own.medium = NO, Medium.PAPER
    own.answered_on = timezone.localdate()
    own.save()

    with pytest.raises(PermissionDenied, match="Отказ уже записан"):
        pairs.answer(acceptance=own, answer=YES, by=mia)


def test_under_14_the_representative_answers(year, kira, mia, pavel):
    pair = make_pair(
        kira, year, mentees=[make_mentee(year, age=13, user=mia, parent=pavel)]
    )
    word = word_of(pair, PairSide.MENTEE)

    with pytest.raises(PermissionDenied, match="законный представитель"):
        pairs.answer(acceptance=word, answer=YES, by=mia)
    given = pairs.answer(acceptance=word, answer=YES, by=pavel)

    assert given.given_by == "Мирный Павел Сергеевич (отец)"


def test_from_14_on_one_answers_himself_and_the_representative_is_told(
    pair, mia, pavel
):
    word = word_of(pair, PairSide.MENTEE)

    with pytest.raises(PermissionDenied, match="Отвечает сам участник"):
        pairs.answer(acceptance=word, answer=YES, by=pavel)
    pairs.answer(acceptance=word, answer=YES, by=mia)

    letter = Notification.objects.get(letter="pair_answered")
    assert letter.recipient == pavel
    assert "согласие" in letter.text


def test_a_child_of_unknown_age_is_taken_for_the_younger(year, kira, mia, pavel):
    card = make_mentee(year, user=mia, parent=pavel)
    card.person.birth_on = card.person.birth_year = None
    card.person.save()
    word = word_of(make_pair(kira, year, mentees=[card]), PairSide.MENTEE)

    assert own_awaited_answers(mia, timezone.localdate()) == []
    assert own_awaited_answers(pavel, timezone.localdate()) == [word]


def test_nobody_answers_for_another(pair, mia, kira):
    for user in (mia, kira):
        with pytest.raises(PermissionDenied, match="Отвечает сам участник"):
            pairs.answer(acceptance=word_of(pair, PairSide.MENTOR), answer=YES, by=user)


def test_paper_answers_are_recorded_in_bulk_with_their_list(year, kira):
    others = (
        make_pair(kira, year),
        make_pair(
            kira,
            year,
            mentor=make_mentor(year, "Тихонов Фёдор"),
            mentees=[make_mentee(year, "Белова Ася", age=12)],
        ),
    )
    scan = attach(organisation=year.organisation, upload=make_upload(), by=kira)
    day = timezone.localdate() - timedelta(days=2)

    written = pairs.record_paper_answers(
        acceptances=Acceptance.objects.all(), answered_on=day, attachment=scan, by=kira
    )

    assert len(written) == 4
    for pair in others:
        pair.refresh_from_db()
        assert pair.status == PairStatus.AGREED
        assert {row.attachment for row in pair.acceptances.all()} == {scan}
        assert {row.answered_on for row in pair.acceptances.all()} == {day}
    young = others[1].acceptances.get(side=PairSide.MENTEE)
    assert young.given_by == "Мирный Павел Сергеевич (отец)"


def test_a_paper_refusal_is_recorded_too(pair, kira):
    pairs.record_paper_answers(
        acceptances=[word_of(pair, PairSide.MENTEE)],
        answered_on=timezone.localdate(),
        by=kira,
        answer=NO,
        note="Переезд",
    )

    pair.refresh_from_db()
    assert pair.status == PairStatus.DECLINED


def test_what_was_answered_stays_when_a_list_is_recorded(pair, kira, max_):
    pairs.answer(acceptance=word_of(pair, PairSide.MENTOR), answer=YES, by=max_)

    written = pairs.record_paper_answers(
        acceptances=pair.acceptances.all(), answered_on=timezone.localdate(), by=kira
    )

    assert [row.side for row in written] == [PairSide.MENTEE]
    assert word_of(pair, PairSide.MENTOR).medium == Medium.CABINET


def test_a_paper_is_not_signed_tomorrow(pair, kira):
    with pytest.raises(Refused, match="ещё не наступила"):
        pairs.record_paper_answers(
            acceptances=pair.acceptances.all(),
            answered_on=timezone.localdate() + timedelta(days=2),
            by=kira,
        )


def test_a_curator_does_not_record_answers_in_his_own_pair(year, kira):
    pair = make_pair(kira, year, mentor=make_mentor(year, user=kira))

    with pytest.raises(PermissionDenied, match="ваша собственная пара"):
        pairs.record_paper_answers(
            acceptances=pair.acceptances.all(),
            answered_on=timezone.localdate(),
            by=kira,
        )


def test_answers_are_recorded_while_the_pair_is_proposed(year, kira):
    pair = make_pair(kira, year, PairStatus.AGREED)

    with pytest.raises(PermissionDenied, match="пока пара только предложена"):
        pairs.record_paper_answers(
            acceptances=pair.acceptances.all(),
            answered_on=timezone.localdate(),
            by=kira,
        )


def test_only_the_curator_records_paper(pair, dina):
    with pytest.raises(PermissionDenied, match="Это делает куратор"):
        pairs.record_paper_answers(
            acceptances=pair.acceptances.all(),
            answered_on=timezone.localdate(),
            by=dina,
        )
