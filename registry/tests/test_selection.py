"""Selection of mentors: criteria, times, talks, the record, the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from notifications.models import Notification
from registry.actions import cards, criteria, interview_slots, interviews
from registry.actions.interview_slots import SlotRow
from registry.actions.interviews import When
from registry.enums import (
    CycleStatus,
    InterviewConclusion,
    InterviewStatus,
    MentorStatus,
    Readiness,
    SelectionDecision,
)
from registry.models import Criterion, Interview, InterviewSlot, MentorCard
from registry.permissions import selection as permissions
from registry.queries.card_facts import is_recommended
from registry.queries.selection_marks import mark_of, warnings_about
from registry.tests.consent_factories import load_texts, make_cycle, make_person
from registry.tests.selection_factories import (
    make_appointed,
    make_candidate,
    make_criteria,
    make_held,
    make_selected,
    make_slots,
    told,
    tomorrow,
)

pytestmark = pytest.mark.both
D, S = SelectionDecision, MentorStatus


@pytest.fixture
def cycle(school):
    load_texts()
    return make_cycle(school)


@pytest.fixture
def kept(cycle, kira):
    return make_criteria(cycle, kira)


@pytest.fixture
def paula(school):
    """Paula the psychologist."""
    return make_member(school, Role.PSYCHOLOGIST, name="Пчёлкина Паула Яновна")


@pytest.fixture
def card(cycle, kept):
    return make_candidate(cycle, "Лисицын Олег Юрьевич")


# --- Criteria -------------------------------------------------------------------------


def test_typical_criteria_are_offered_once(cycle, kira):
    first = criteria.offer_typical(cycle=cycle, by=kira)
    again = criteria.offer_typical(cycle=cycle, by=kira)

    assert [each.title for each in first] == [
        "Опыт",
        "Навыки",
        "Личные качества",
        "Соответствие запросам",
    ]
    assert again == []


def test_criteria_keep_their_order(cycle, kept):
    assert [each.ordinal for each in Criterion.objects.all()] == [0, 1]


def test_two_criteria_of_a_cycle_are_not_called_the_same(cycle, kept, kira):
    with pytest.raises(Refused, match="уже есть"):
        criteria.add_criterion(cycle=cycle, values={"title": "Опыт"}, by=kira)
    with pytest.raises(Refused, match="уже есть"):
        criteria.change_criterion(criterion=kept[1], values={"title": "Опыт"}, by=kira)


def test_a_threshold_above_the_scale_is_refused_by_the_database(cycle, kira):
    with pytest.raises(IntegrityError), transaction.atomic():
        criteria.add_criterion(
            cycle=cycle,
            values={"title": "Опыт", "max_points": 3, "threshold": 4},
            by=kira,
        )


def test_a_scored_criterion_keeps_its_scale_and_is_not_removed(card, kept, kira):
    make_held(card, kira)

    with pytest.raises(Refused, match="удалить его нельзя"):
        criteria.remove_criterion(criterion=kept[0], by=kira)
    with pytest.raises(Refused, match="вес и порог не меняют"):
        criteria.change_criterion(criterion=kept[0], values={"weight": 3}, by=kira)
    renamed = criteria.change_criterion(
        criterion=kept[0], values={"title": "Опыт работы", "weight": 1}, by=kira
    )
    assert renamed.title == "Опыт работы"


def test_an_unscored_criterion_is_changed_and_removed(kept, kira):
    changed = criteria.change_criterion(
        criterion=kept[0], values={"weight": 3}, by=kira
    )
    assert changed.weight == 3
    assert criteria.change_criterion(criterion=kept[0], values={"weight": 3}, by=kira)

    criteria.remove_criterion(criterion=kept[0], by=kira)

    assert list(Criterion.objects.all()) == [kept[1]]
    with pytest.raises(Refused, match="уже нет"):
        criteria.remove_criterion(criterion=kept[0], by=kira)


@pytest.mark.parametrize(
    "role", [Role.DIRECTOR, Role.PSYCHOLOGIST, Role.MENTOR, Role.ROLE_MODEL_CURATOR]
)
def test_only_the_curator_sets_criteria(role, school, cycle):
    with pytest.raises(PermissionDenied, match="куратор"):
        criteria.offer_typical(cycle=cycle, by=make_member(school, role))


def test_a_closed_cycle_takes_no_criteria(cycle, kira):
    cycle.status = CycleStatus.CLOSED
    cycle.save(update_fields=["status"])

    with pytest.raises(PermissionDenied, match="завершён"):
        criteria.offer_typical(cycle=cycle, by=kira)


# --- Times ----------------------------------------------------------------------------


def test_a_stretch_of_a_day_is_cut_into_slots(cycle, kira):
    row = SlotRow(
        since=tomorrow(15),
        until=tomorrow(17),
        minutes=30,
        pause=10,
        place="Кабинет 12",
    )

    made = interview_slots.keep_slots(cycle=cycle, interviewer=kira, row=row, by=kira)

    starts = [slot.starts_at - row.since for slot in made]
    assert starts == [timedelta(minutes=number) for number in (0, 40, 80)]
    assert {slot.place for slot in made} == {"Кабинет 12"}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"minutes": 200}, "не помещается"),
        ({"minutes": 1}, "не больше 40"),
        ({"since": timezone.now() - timedelta(days=1)}, "уже прошло"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(cycle, kira, values, message):
    row = SlotRow(
        **{"since": tomorrow(15), "until": tomorrow(17), "minutes": 30, **values}
    )
    if "since" in values:
        row = SlotRow(row.since, row.since + timedelta(hours=1), 30)

    with pytest.raises(Refused, match=message):
        interview_slots.keep_slots(cycle=cycle, interviewer=kira, row=row, by=kira)

    assert not InterviewSlot.objects.exists()


def test_slots_of_one_interviewer_do_not_overlap(school, cycle, kira, paula):
    make_slots(cycle, kira)
    half_later = tomorrow() + timedelta(minutes=15)
    row = SlotRow(half_later, half_later + timedelta(minutes=30), 30)

    with pytest.raises(Refused, match="уже есть окно"):
        interview_slots.keep_slots(cycle=cycle, interviewer=kira, row=row, by=kira)

    assert interview_slots.keep_slots(cycle=cycle, interviewer=paula, row=row, by=paula)


def test_a_psychologist_keeps_his_own_time_and_nobody_elses(cycle, kira, paula):
    assert make_slots(cycle, paula)
    with pytest.raises(PermissionDenied, match="назначает куратор"):
        make_slots(cycle, kira, by=paula)


def test_the_curator_keeps_time_for_who_conducts_interviews(cycle, kira, paula, dina):
    assert make_slots(cycle, paula, by=kira)
    with pytest.raises(PermissionDenied, match="не проводит"):
        make_slots(cycle, dina, by=kira)


def test_a_free_slot_is_dropped_a_taken_one_is_not(card, cycle, kira, paula):
    free, taken = make_slots(cycle, kira)
    talk = make_appointed(card, kira, when=When(slot=taken))

    interview_slots.drop_slot(slot=free, by=kira)
    with pytest.raises(Refused, match="сначала отмените"):
        interview_slots.drop_slot(slot=taken, by=kira)
    with pytest.raises(PermissionDenied):
        interview_slots.drop_slot(slot=taken, by=paula)
    interviews.cancel(interview=talk, remark="Болезнь", by=kira)
    interview_slots.drop_slot(slot=taken, by=kira)

    assert not InterviewSlot.objects.exists()
    with pytest.raises(Refused, match="уже нет"):
        interview_slots.drop_slot(slot=taken, by=kira)
    talk.refresh_from_db()
    assert talk.appointed_at is not None


# --- Appointment ----------------------------------------------------------------------


def test_to_invite_moves_from_the_base_of_the_year_to_the_interview(card, cycle, kira):
    slot, _ = make_slots(cycle, kira)

    talk = make_appointed(card, kira, when=When(slot=slot))

    card.refresh_from_db()
    assert card.status == S.INTERVIEW
    assert (talk.appointed_at, talk.status) == (slot.starts_at, "appointed")


def test_without_criteria_nobody_is_invited(cycle, kira):
    with pytest.raises(PermissionDenied, match="критерии отбора"):
        make_appointed(make_candidate(cycle), kira)

    assert not Interview.objects.exists()


def test_one_slot_is_for_one_candidate(card, cycle, kira):
    slot, _ = make_slots(cycle, kira)
    make_appointed(card, kira, when=When(slot=slot))

    with pytest.raises(Refused, match="уже занято"):
        make_appointed(make_candidate(cycle), kira, when=When(slot=slot))
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.create(
            organisation=cycle.organisation, card=make_candidate(cycle), slot=slot
        )


def test_a_slot_that_is_gone_or_past_is_not_taken(card, cycle, kira):
    gone, past = make_slots(cycle, kira)
    interview_slots.drop_slot(slot=gone, by=kira)
    InterviewSlot.objects.filter(pk=past.pk).update(starts_at=timezone.now())

    with pytest.raises(Refused, match="уже нет в расписании"):
        make_appointed(card, kira, when=When(slot=gone))
    with pytest.raises(Refused, match="уже прошло"):
        make_appointed(card, kira, when=When(slot=past))
    with pytest.raises(Refused, match="ещё не наступили"):
        make_appointed(card, kira, when=When(at=timezone.now()))


def test_a_candidate_has_one_talk_ahead(card, kira):
    make_appointed(card, kira)

    with pytest.raises(Refused, match="уже назначено"):
        make_appointed(card, kira)


def test_who_is_no_candidate_is_not_invited(cycle, kept, kira, paula):
    card = make_candidate(cycle, status=S.READY)

    with pytest.raises(PermissionDenied, match="из базы года"):
        make_appointed(card, kira)
    with pytest.raises(PermissionDenied, match="куратор"):
        make_appointed(make_candidate(cycle), paula)


def test_only_a_psychologist_is_invited_as_one(card, kira, dina, paula):
    with pytest.raises(Refused, match="не педагог-психолог"):
        make_appointed(card, kira, psychologist=dina)
    assert make_appointed(card, kira, psychologist=paula).psychologist == paula


def test_the_candidate_and_the_psychologist_get_letters(cycle, kept, kira, max_, paula):
    card = make_candidate(cycle)
    card.person.user = max_
    card.person.save(update_fields=["user"])

    make_appointed(card, kira, psychologist=paula)

    letters = {row.letter: row for row in Notification.objects.all()}
    assert letters["interview_appointed"].recipient == max_
    assert "Кабинет 12" in letters["interview_appointed"].text
    assert letters["interview_to_hold"].recipient == paula


def test_a_candidate_without_an_account_is_written_to_by_e_mail(cycle, kept, kira):
    card = make_candidate(cycle)
    card.person.email = "oleg@example.org"
    card.person.save(update_fields=["email"])

    make_appointed(card, kira)

    assert Notification.objects.get().address == "oleg@example.org"


# --- The record -----------------------------------------------------------------------


def test_the_sum_is_points_by_weights_and_is_told_in_words(card, kira):
    talk = make_held(card, kira, points=(4, 2), conclusion_reason="Научится")

    mark = mark_of(talk)
    assert (mark.total, mark.maximum) == (8, 15)
    assert mark.told == "8 из 15; ниже порога: «Навыки»"
    assert mark.lines[1].told == "2 из 5, вес 2 — 4; ниже порога 3"
    assert mark.lines[0].told == "4 из 5"


def test_passed_thresholds_are_told_as_well(card, kira):
    assert mark_of(make_held(card, kira)).told == "12 из 15; пороги пройдены"


def test_a_criterion_added_later_leaves_the_mark_not_whole(card, cycle, kira):
    talk = make_held(card, kira)
    criteria.add_criterion(cycle=cycle, values={"title": "Время"}, by=kira)

    mark = mark_of(talk)
    assert not mark.is_whole
    assert mark.told == "12 из 20"
    assert mark.lines[2].told == "баллов нет"
    assert "итог неполный" in warnings_about(talk, mark)[0]


def test_without_thresholds_only_the_sum_is_told(card, kept, kira):
    Criterion.objects.update(threshold=None)

    assert mark_of(make_held(card, kira)).told == "12 из 15"


@pytest.mark.parametrize("points", [(6, 3), (3,), (3, -1)])
def test_points_outside_the_scale_or_left_out_are_refused(card, kira, points):
    talk = make_appointed(card, kira)

    with pytest.raises(Refused, match="поставьте от 0 до 5"):
        interviews.record(interview=talk, told=told(points), by=kira)

    talk.refresh_from_db()
    assert talk.status == InterviewStatus.APPOINTED
    assert not talk.scores.exists()


def test_to_recommend_below_a_threshold_takes_a_reason(card, kira):
    talk = make_appointed(card, kira)

    with pytest.raises(Refused, match="Ниже порога: Навыки"):
        interviews.record(interview=talk, told=told((5, 1)), by=kira)
    with pytest.raises(Refused, match="психологическая готовность"):
        interviews.record(
            interview=talk, told=told(readiness=Readiness.NOT_READY), by=kira
        )
    with pytest.raises(Refused, match="Обоснуйте"):
        interviews.record(
            interview=talk, told=told(conclusion=InterviewConclusion.RESERVE), by=kira
        )


def test_a_talk_of_tomorrow_is_not_recorded(card, kira):
    talk = make_appointed(card, kira)
    day = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Refused, match="в будущем"):
        interviews.record(interview=talk, told=told(held_on=day), by=kira)


def test_a_record_is_put_right_until_the_decision(card, kira):
    talk = make_held(card, kira)

    talk = interviews.record(interview=talk, told=told((5, 5)), by=kira)
    assert mark_of(talk).total == 15
    interviews.decide(interview=talk, decision=D.SELECTED, reason="", by=kira)
    with pytest.raises(PermissionDenied, match="уже принято решение"):
        interviews.record(interview=talk, told=told((1, 1)), by=kira)

    words = list(AuditEvent.objects.values_list("what", flat=True))
    assert "interview.corrected" in words


def test_the_trail_holds_points_and_no_words_of_the_talk(card, kira):
    talk = make_held(card, kira, notes="Любит шахматы", conclusion_reason="Да")

    event = AuditEvent.objects.get(what="interview.recorded")
    assert "шахматы" not in str(event.detail.after)
    assert talk.notes == "Любит шахматы"


def test_a_psychologist_records_the_talks_he_conducts(card, cycle, kira, paula):
    slot, other = make_slots(cycle, paula)
    talk = make_appointed(card, kira, when=When(slot=slot))
    stranger = make_member(cycle.organisation, Role.PSYCHOLOGIST)

    with pytest.raises(PermissionDenied):
        interviews.record(interview=talk, told=told(), by=stranger)
    talk = interviews.record(interview=talk, told=told(), by=paula)

    assert talk.recorded_by == paula
    assert other.starts_at > slot.starts_at


def test_nobody_judges_himself(cycle, kept, kira):
    card = make_candidate(cycle)
    card.person.user = kira
    card.person.save(update_fields=["user"])
    talk = make_appointed(card, kira)

    with pytest.raises(PermissionDenied, match="О себе"):
        interviews.record(interview=talk, told=told(), by=kira)


def test_the_psychologist_invited_gives_the_readiness_himself(card, kira, paula):
    talk = make_appointed(card, kira, psychologist=paula)
    talk = interviews.record(
        interview=talk, told=told(readiness=Readiness.NOT_READY), by=kira
    )
    assert talk.readiness == ""
    assert "ещё не дал" in warnings_about(talk, mark_of(talk))[0]
    with pytest.raises(PermissionDenied, match="приглашённый"):
        interviews.give_readiness(interview=talk, readiness=Readiness.READY, by=kira)

    talk = interviews.give_readiness(
        interview=talk, readiness=Readiness.NOT_READY, by=paula
    )

    assert talk.readiness == Readiness.NOT_READY
    assert warnings_about(talk, mark_of(talk)) == [
        "Психологическая готовность: не готов."
    ]


# --- Missed and called off ------------------------------------------------------------


def test_a_missed_talk_leaves_room_for_another(card, kira):
    talk = make_appointed(card, kira)
    with pytest.raises(Refused, match="ещё не наступило"):
        interviews.miss(interview=talk, by=kira)
    Interview.objects.update(appointed_at=timezone.now() - timedelta(hours=1))

    talk = interviews.miss(interview=talk, by=kira)

    assert talk.status == InterviewStatus.MISSED
    assert make_appointed(card, kira).status == InterviewStatus.APPOINTED
    with pytest.raises(PermissionDenied, match="отменять нечего"):
        interviews.miss(interview=talk, by=kira)
    with pytest.raises(PermissionDenied, match="записывать нечего"):
        interviews.record(interview=talk, told=told(), by=kira)


def test_a_talk_called_off_frees_its_time_and_says_why(card, cycle, kira, max_):
    card.person.user = max_
    card.person.save(update_fields=["user"])
    slot, _ = make_slots(cycle, kira)
    talk = make_appointed(card, kira, when=When(slot=slot))
    with pytest.raises(Refused, match="Напишите причину"):
        interviews.cancel(interview=talk, remark=" ", by=kira)

    interviews.cancel(interview=talk, remark="Болезнь", by=kira)

    assert make_appointed(card, kira, when=When(slot=slot)).slot == slot
    letter = Notification.objects.get(letter="interview_called_off")
    assert letter.recipient == max_
    assert "Болезнь" in letter.text


# --- The decision ---------------------------------------------------------------------


def test_a_recommended_candidate_is_selected(card, kira, max_):
    card.person.user = max_
    card.person.save(update_fields=["user"])
    talk = make_held(card, kira)

    interviews.decide(interview=talk, decision=D.SELECTED, reason="", by=kira)

    card.refresh_from_db()
    assert card.status == S.SELECTED
    letter = Notification.objects.get(letter="candidate_decided")
    assert "Вы отобраны" in letter.text


def test_who_is_not_recommended_is_not_selected(card, kira):
    talk = make_held(
        card,
        kira,
        conclusion=InterviewConclusion.RESERVE,
        conclusion_reason="Мало опыта",
    )

    with pytest.raises(PermissionDenied, match="Рекомендован"):
        interviews.decide(interview=talk, decision=D.SELECTED, reason="", by=kira)

    talk.refresh_from_db()
    assert talk.decision == ""


def test_the_last_talk_is_the_one_that_counts(card, kira):
    first = make_held(card, kira)
    second = make_held(
        card,
        kira,
        conclusion=InterviewConclusion.NOT_RECOMMENDED,
        conclusion_reason="Передумал",
    )

    assert not is_recommended(card)
    assert not permissions.may_decide_candidate(kira, first)
    assert permissions.may_decide_candidate(kira, second)


def test_a_reserve_waits_and_is_selected_later(card, kira):
    talk = make_held(card, kira)
    with pytest.raises(Refused, match="Напишите причину"):
        interviews.decide(interview=talk, decision=D.RESERVE, reason="", by=kira)

    interviews.decide(interview=talk, decision=D.RESERVE, reason="Мест нет", by=kira)
    card.refresh_from_db()
    assert card.status == S.INTERVIEW
    interviews.decide(interview=talk, decision=D.SELECTED, reason="", by=kira)

    card.refresh_from_db()
    assert card.status == S.SELECTED
    with pytest.raises(PermissionDenied, match="уже принято"):
        interviews.decide(interview=talk, decision=D.REJECTED, reason="Нет", by=kira)


def test_a_rejected_candidate_keeps_the_reason_in_his_history(card, kira):
    talk = make_held(card, kira)

    interviews.decide(interview=talk, decision=D.REJECTED, reason="Отказ", by=kira)

    card.refresh_from_db()
    assert card.status == S.REJECTED
    moved = AuditEvent.objects.filter(what="mentor.moved").latest("pk")
    assert moved.detail.remark == "Отказ"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.PSYCHOLOGIST, Role.MENTOR])
def test_the_decision_is_the_curators(role, school, card, kira):
    talk = make_held(card, kira)

    with pytest.raises(PermissionDenied, match="куратор"):
        interviews.decide(
            interview=talk, decision=D.SELECTED, reason="", by=make_member(school, role)
        )


def test_nothing_is_decided_before_the_talk_or_of_who_has_gone(card, kira):
    talk = make_appointed(card, kira)
    assert "запишите" in permissions.may_decide_candidate(kira, talk).refusal
    talk = interviews.record(interview=talk, told=told(), by=kira)
    cards.move_mentor(card=card, to=S.WITHDRAWN, by=kira, remark="Уехал")

    talk = Interview.objects.get(pk=talk.pk)
    assert "уже не на собеседовании" in (
        permissions.may_decide_candidate(kira, talk).refusal
    )


def test_the_database_keeps_decisions_to_talks_held(card, kira):
    talk = make_appointed(card, kira)

    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=talk.pk).update(
            decision=D.SELECTED, decided_at=timezone.now(), decided_by=kira
        )


@pytest.mark.parametrize(
    ("role", "count"),
    [
        (Role.CURATOR, 1),
        (Role.DEPUTY_DIRECTOR, 1),
        (Role.DIRECTOR, 1),
        (Role.PSYCHOLOGIST, 0),
        (Role.ROLE_MODEL_CURATOR, 0),
        (Role.DEPARTMENT_HEAD, 0),
        (Role.CLASS_TEACHER, 0),
        (Role.MENTOR, 0),
        (Role.MENTEE, 0),
        (Role.PARENT, 0),
        (Role.PARTNER_STAFF, 0),
        (Role.SYSTEM_ADMINISTRATOR, 0),
    ],
)
def test_interviews_are_seen_by_who_selects(role, count, school, card, kira):
    make_appointed(card, kira)

    assert Interview.objects.visible_to(make_member(school, role)).count() == count


def test_a_psychologist_sees_the_talks_he_is_invited_to(card, kira, paula):
    make_appointed(card, kira, psychologist=paula)

    assert Interview.objects.visible_to(paula).count() == 1


def test_a_registered_mentor_is_not_moved_back_by_hand(cycle, kept, kira):
    card = make_selected(cycle, kira)
    card = MentorCard.objects.get(pk=card.pk)
    cards.follow_mentor(card=card, to=S.REGISTERED, by=kira)

    with pytest.raises(PermissionDenied, match="появится само"):
        cards.move_mentor(card=card, to=S.SELECTED, by=kira)
    assert make_person(cycle.organisation)
