"""Who is told at once that a measure is his, came back or was commented."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.tests.factories import make_member
from notifications.enums import Channel
from notifications.models import LetterSettings, Notification
from programmes.actions import (
    measure_comments,
    measures,
    measures_bulk,
    roadmap_rows,
    teams,
)
from programmes.actions.roadmap_rows import Typed
from programmes.enums import TeamKind
from programmes.letters.measures import (
    MeasureAssigned,
    MeasureCommented,
    MeasureReturned,
)
from programmes.models import Measure, Responsible
from programmes.queries.row_cells import cells_of
from registry.enums import CycleStatus
from registry.models import Person


@pytest.fixture
def cycle(cycle):
    """The cycle runs; while it is prepared nobody is told that a measure is his."""
    cycle.status = CycleStatus.RUNNING
    cycle.save()
    return cycle


@pytest.fixture
def zuev(zuev):
    """Zuev by the name a cell is typed with."""
    zuev.first_name = "Захар"
    zuev.save()
    return zuev


@pytest.fixture
def his(his):
    """A measure Zuev answers for; the letter about that is already read and gone."""
    Notification.objects.all().delete()
    return his


@pytest.fixture
def three(three):
    """Three measures nobody answers for."""
    Responsible.objects.filter(measure__in=three).delete()
    return three


def told(letter):
    """Return whom letters of a kind have reached, in the inbox."""
    found = Notification.objects.filter(letter=letter.code, channel=Channel.INBOX)
    return sorted(str(each.recipient) for each in found)


def chosen(rows):
    return {row.pk: Measure.objects.get(pk=row.pk).version for row in rows}


def comment(measure, text, by):
    return measure_comments.comment(measure=measure, text=text, by=by)


def test_who_is_named_learns_of_his_measure(measure, zuev, kira):
    measures.assign(measure=measure, responsibles=[zuev], by=kira)

    letter = Notification.objects.get(letter=MeasureAssigned.code)
    assert letter.recipient == zuev.user
    assert measure.title in letter.text
    assert letter.path.endswith(f"/measures/{measure.pk}/")


def test_who_answered_before_is_not_told_again(his, zuev, school, kira):
    other = make_member(school, Role.RESPONSIBLE, name="Рогов Роман")
    rogov = Person.objects.create(
        organisation=school, last_name="Рогов", is_staff_member=True, user=other
    )

    measures.assign(measure=his, responsibles=[zuev, rogov], by=kira)

    assert told(MeasureAssigned) == ["Рогов Роман"]


def test_who_names_himself_gets_no_letter(measure, kira, school):
    own = Person.objects.create(
        organisation=school, last_name="Крылова", is_staff_member=True, user=kira
    )

    measures.assign(measure=measure, responsibles=[own], by=kira)

    assert told(MeasureAssigned) == []


def test_many_measures_at_once_are_one_letter(three, plan, zuev, kira):
    measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(three),
        responsible=Responsible(person=zuev),
        by=kira,
    )

    letter = Notification.objects.get(letter=MeasureAssigned.code)
    assert "всего 3" in letter.text
    assert all(row.title in letter.text for row in three)
    assert letter.path.endswith("/roadmap/mine/")


def test_a_role_is_told_while_nobody_is_named(three, plan, zuev, kira, dina):
    director = Responsible(role=Role.DIRECTOR)
    first, *_ = three
    measures.assign(measure=first, responsibles=[zuev], by=kira)
    Notification.objects.all().delete()

    measures_bulk.assign_to(
        roadmap=plan, chosen=chosen(three), responsible=director, by=kira
    )

    letter = Notification.objects.get(letter=MeasureAssigned.code)
    assert letter.recipient == dina
    assert "всего 2" in letter.text


def test_a_group_is_told_of_its_measure(three, plan, zuev, kira, cycle):
    charter = teams.Charter(kind=TeamKind.TEAM, title="Команда внедрения")
    team = teams.create_team(cycle=cycle, charter=charter, by=kira)
    teams.put_member(team=team, person=zuev, function="", is_head=True, by=kira)

    measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(three[:1]),
        responsible=Responsible(team=team),
        by=kira,
    )

    assert told(MeasureAssigned) == [str(zuev.user)]


def test_a_name_typed_into_the_table_is_told_and_other_cells_are_not(three, zuev, kira):
    row = three[0]
    seen = cells_of(row)
    named = Typed({"responsibles": "Зуев Захар"}, seen, row.version)
    row = roadmap_rows.edit_measure(measure=row, typed=named, by=kira)
    assert told(MeasureAssigned) == [str(zuev.user)]

    renamed = Typed({"title": "Иначе"}, cells_of(row), row.version)
    roadmap_rows.edit_measure(measure=row, typed=renamed, by=kira)

    assert told(MeasureAssigned) == [str(zuev.user)]


def test_a_new_row_tells_who_answers_for_it(plan, zuev, kira):
    cells = {"title": "Круглый стол", "responsibles": "Зуев Захар"}
    roadmap_rows.add_measure(section=plan.sections.first(), cells=cells, by=kira)

    assert told(MeasureAssigned) == [str(zuev.user)]


def test_nobody_is_asked_to_answer_for_a_heading(plan, zuev, kira):
    heading = Measure.objects.filter(section__roadmap=plan).first()
    Measure.objects.filter(pk=heading.pk).update(is_heading=True)

    measures.assign(measure=heading, responsibles=[zuev], by=kira)

    assert told(MeasureAssigned) == []


def test_while_the_cycle_is_prepared_nobody_is_told(three, plan, zuev, kira, cycle):
    cycle.status = CycleStatus.PREPARATION
    cycle.save()
    first, second, third = three

    measures.assign(measure=first, responsibles=[zuev], by=kira)
    typed = Typed({"responsibles": "Зуев Захар"}, cells_of(second), second.version)
    roadmap_rows.edit_measure(measure=second, typed=typed, by=kira)
    measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen([third]),
        responsible=Responsible(person=zuev),
        by=kira,
    )

    assert told(MeasureAssigned) == []


def test_whose_account_is_closed_gets_no_letter(three, plan, kira, dina):
    dina.is_active = False
    dina.save()

    measures_bulk.assign_to(
        roadmap=plan,
        chosen=chosen(three),
        responsible=Responsible(role=Role.DIRECTOR),
        by=kira,
    )

    assert told(MeasureAssigned) == []


def test_what_came_back_is_told_with_the_remark(his, zuev, kira):
    measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)
    measures.send_back(measure=his, remark="нет протокола", by=kira)

    letter = Notification.objects.get()
    assert (letter.letter, letter.recipient) == (MeasureReturned.code, zuev.user)
    assert "нет протокола" in letter.text


def test_each_return_is_a_letter_of_its_own(his, zuev, kira):
    for remark in ("нет протокола", "нет подписи"):
        measures.report_done(measure=his, done_on=timezone.localdate(), by=zuev.user)
        measures.send_back(measure=his, remark=remark, by=kira)

    assert len(told(MeasureReturned)) == 2


def test_a_comment_reaches_the_other_side(his, zuev, kira):
    comment(his, "Когда сдавать?", zuev.user)
    assert told(MeasureCommented) == [str(kira)]

    comment(his, "В пятницу.", kira)

    assert told(MeasureCommented) == sorted([str(kira), str(zuev.user)])


def test_the_same_comment_twice_is_one_letter(his, zuev, kira):
    comment(his, "Когда сдавать?", zuev.user)
    comment(his, "Когда сдавать?", zuev.user)

    assert told(MeasureCommented) == [str(kira)]


def test_who_wrote_before_reads_the_answer(his, dina, zuev, kira):
    comment(his, "Нужна смета?", dina)
    Notification.objects.all().delete()

    comment(his, "Смета готова.", kira)

    assert told(MeasureCommented) == sorted([str(dina), str(zuev.user)])


def test_mentors_printed_in_the_plan_are_not_let_into_the_talk(
    measure, max_, dina, kira
):
    measure.responsibles.all().delete()
    Responsible.objects.create(
        organisation=measure.organisation, measure=measure, ordinal=1, role=Role.MENTOR
    )

    comment(measure, "Проверить отчёты.", dina)

    assert told(MeasureCommented) == [str(kira)]


def test_who_refused_such_letters_keeps_them_in_the_inbox(
    measure, zuev, kira, school, settings
):
    settings.EMAIL_URL = "smtp://mail.example.ru"
    zuev.user.email = "zuev@example.ru"
    zuev.user.save(update_fields=["email"])
    refusal = LetterSettings.objects.create(
        organisation=school, user=zuev.user, not_by_email=[MeasureAssigned.code]
    )
    measures.assign(measure=measure, responsibles=[zuev], by=kira)
    assert [each.channel for each in Notification.objects.all()] == [Channel.INBOX]

    refusal.delete()
    comment(measure, "Не забудьте.", kira)

    by_mail = Notification.objects.get(channel=Channel.EMAIL)
    assert (by_mail.letter, by_mail.address) == (
        MeasureCommented.code,
        "zuev@example.ru",
    )
