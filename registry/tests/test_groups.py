"""Classes: listed, entered, changed, promoted; people who leave and return."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import AuditEvent
from accounts.tests.factories import make_member, make_organisation
from common.errors import Refused
from common.links import link
from registry.actions import groups
from registry.actions.people import take_group
from registry.enums import ConsentStatus, Departure
from registry.models import Group, Person
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
)

pytestmark = pytest.mark.both
JUNE = date(2026, 6, 20)


@pytest.fixture
def as_kira(client, kira):
    client.force_login(kira)
    return client


def make_group(school, name="8А", year=2025, **values):
    return Group.objects.create(
        organisation=school, name=name, school_year=year, **values
    )


def make_pupil(school, group, name="Белов Лев Ильич", **values):
    return make_person(school, name, group=group, **values)


def promote(school, by, names=None, graduating=(), year=2025):
    return groups.promote_groups(
        organisation=school,
        school_year=year,
        names=names or {},
        graduating=graduating,
        on=JUNE,
        by=by,
    )


@pytest.fixture
def teacher(school):
    """A class teacher with her cabinet."""
    user = make_member(school, Role.CLASS_TEACHER)
    return make_person(
        school, "Лиса Анна Юрьевна", is_staff_member=True, birth_on=None, user=user
    )


# --- Promotion ------------------------------------------------------------------------


def test_promotion_moves_people_and_remembers_where_from(school, kira, teacher):
    eighth = make_group(school, class_teacher=teacher)
    pupil = make_pupil(school, eighth)

    done = promote(school, kira, {eighth.pk: "9а"})

    pupil.refresh_from_db()
    assert (pupil.group.name, pupil.group.school_year) == ("9А", 2026)
    assert pupil.group.promoted_from == eighth
    assert pupil.group.class_teacher == teacher
    assert (done.groups, done.people, done.graduates) == (1, 1, 0)
    assert AuditEvent.objects.filter(what="groups.promoted").count() == 1


def test_a_card_remembers_the_class_of_its_time(school, kira):
    eighth = make_group(school)
    mentor = make_mentor_card(make_pupil(school, eighth, "Орлов Глеб Ильич"))
    mentee = make_mentee_card(make_pupil(school, eighth))

    promote(school, kira, {eighth.pk: "9А"})

    for card in (mentor, mentee):
        card.refresh_from_db()
        assert card.shown_group == eighth
        assert card.person.group.name == "9А"


def test_a_card_of_a_class_not_promoted_shows_it(school):
    card = make_mentee_card(make_pupil(school, make_group(school)))

    assert card.shown_group.name == "8А"


def test_who_graduates_is_listed_and_stays_in_the_last_class(school, kira):
    last = make_group(school, "11А")
    pupil = make_pupil(school, last)

    done = promote(school, kira, graduating=[last.pk])

    pupil.refresh_from_db()
    assert (pupil.departure, pupil.departed_on) == (Departure.GRADUATED, JUNE)
    assert pupil.group == last
    assert done.graduates == 1
    assert AuditEvent.objects.get(what="person.departed").object_id == pupil.pk


def test_who_left_is_not_promoted(school, kira):
    eighth = make_group(school)
    gone = make_pupil(
        school, eighth, departure=Departure.LEFT, departed_on=date(2026, 1, 9)
    )

    assert promote(school, kira, {eighth.pk: "9А"}).people == 0

    gone.refresh_from_db()
    assert gone.group == eighth


def test_repeated_promotion_finds_nothing_left(school, kira):
    eighth = make_group(school)
    pupil = make_pupil(school, eighth)
    promote(school, kira, {eighth.pk: "9А"})

    with pytest.raises(Refused, match="уже переведена"):
        promote(school, kira, {eighth.pk: "9А"})

    pupil.refresh_from_db()
    assert pupil.group.name == "9А"


def test_two_classes_cannot_become_one_and_nothing_is_half_done(school, kira):
    first, second = make_group(school), make_group(school, "8Б")
    pupil = make_pupil(school, first)

    with pytest.raises(Refused, match="Для класса 8Б назовите другой"):
        promote(school, kira, {first.pk: "9А", second.pk: "9А"})

    pupil.refresh_from_db()
    assert pupil.group == first


def test_a_promotion_of_nothing_is_refused(school, kira):
    with pytest.raises(Refused, match="хотя бы один"):
        promote(school, kira)


def test_a_class_cannot_both_go_on_and_graduate(school, kira):
    last = make_group(school, "11А")

    with pytest.raises(Refused, match="либо"):
        promote(school, kira, {last.pk: "12А"}, [last.pk])


def test_only_who_keeps_the_bases_promotes(school, teacher):
    eighth = make_group(school)

    with pytest.raises(PermissionDenied):
        promote(school, teacher.user, {eighth.pk: "9А"})


# --- Entering and changing ------------------------------------------------------------


def test_a_class_is_entered_in_one_spelling_and_once(school, kira):
    values = {"organisation": school, "school_year": 2026, "class_teacher": None}

    assert groups.add_group(name="7 «в»", by=kira, **values).name == "7В"
    with pytest.raises(Refused, match="уже есть"):
        groups.add_group(name="7в", by=kira, **values)


def test_a_class_is_given_another_teacher(school, kira, teacher):
    group = make_group(school)

    groups.change_group(group=group, name="8а", class_teacher=teacher, by=kira)
    groups.change_group(group=group, name="8а", class_teacher=teacher, by=kira)

    group.refresh_from_db()
    assert group.class_teacher == teacher
    assert AuditEvent.objects.filter(what="group.changed").count() == 1


def test_a_class_takes_no_name_that_is_taken(school, kira):
    make_group(school, "8Б")
    group = make_group(school)

    with pytest.raises(Refused, match="уже есть"):
        groups.change_group(group=group, name="8Б", class_teacher=None, by=kira)


def test_a_teacher_of_another_school_is_refused(school, kira):
    stranger = make_person(make_organisation(), "Чужой Пётр Ильич")

    with pytest.raises(Refused, match="другой организации"):
        groups.add_group(
            organisation=school,
            name="5А",
            school_year=2026,
            class_teacher=stranger,
            by=kira,
        )


# --- Leaving and returning ------------------------------------------------------------


def test_who_left_returns_into_a_class(school, kira):
    pupil = make_pupil(school, make_group(school))
    ninth = make_group(school, "9А", 2026)

    groups.depart(person=pupil, why=Departure.LEFT, on=JUNE, by=kira)
    with pytest.raises(PermissionDenied, match="уже в списке"):
        groups.depart(person=pupil, why=Departure.LEFT, on=JUNE, by=kira)
    groups.return_person(person=pupil, group=ninth, by=kira)

    pupil.refresh_from_db()
    assert (pupil.departure, pupil.departed_on, pupil.group) == ("", None, ninth)
    with pytest.raises(PermissionDenied, match="не в списке"):
        groups.return_person(person=pupil, group=None, by=kira)


def test_nobody_returns_into_a_class_of_another_school(school, kira):
    pupil = make_pupil(school, make_group(school))
    groups.depart(person=pupil, why=Departure.LEFT, on=JUNE, by=kira)

    with pytest.raises(Refused, match="другой организации"):
        groups.return_person(
            person=pupil, group=make_group(make_organisation()), by=kira
        )


# --- Pages ----------------------------------------------------------------------------


def test_the_list_shows_the_newest_year_and_who_is_present(as_kira, school):
    make_group(school, "7А")
    ninth = make_group(school, "9А", 2026)
    make_pupil(school, ninth)
    make_pupil(school, ninth, "Чиж Ян", departure="left", departed_on=JUNE)

    page = as_kira.get(link("registry:group_list")).context["page"]
    older = as_kira.get(link("registry:group_list"), {"year": "2025"})

    assert [(group.name, group.people) for group in page] == [("9А", 1)]
    assert [group.name for group in older.context["page"]] == ["7А"]


def test_the_list_without_classes_says_how_they_come(as_kira):
    assert "Классов пока нет" in as_kira.get(link("registry:group_list")).text


def test_a_class_teacher_sees_the_own_class_alone(client, school, teacher):
    own = make_group(school, class_teacher=teacher)
    other = make_group(school, "8Б")
    make_pupil(school, own)
    client.force_login(teacher.user)

    page = client.get(link("registry:group_list")).context["page"]

    assert list(page) == [own]
    assert "Белов" in client.get(link("registry:group_detail", pk=own.pk)).text
    assert client.get(link("registry:group_detail", pk=other.pk)).status_code == 404
    change = link("registry:group_change", pk=own.pk)
    assert client.get(change).status_code == 403


def test_who_teaches_no_class_has_no_list(client, school):
    client.force_login(make_member(school, Role.CLASS_TEACHER))

    assert client.get(link("registry:group_list")).status_code == 403


def test_a_class_shows_how_each_takes_part(as_kira, school):
    cycle = make_cycle(school)
    group = make_group(school)
    make_mentee_card(make_child(school, group=group), cycle=cycle)
    grown = make_pupil(school, group, "Орлов Глеб Ильич")
    make_mentor_card(grown, cycle=cycle)
    make_consent(grown, status=ConsentStatus.VERIFIED)
    make_pupil(school, group, "Чиж Ян")

    page = as_kira.get(link("registry:group_detail", pk=group.pk)).text

    assert "наставляемый" in page
    assert "не участвует" in page
    assert "Есть" in page


def test_promotion_is_proposed_and_taken_from_the_page(as_kira, school):
    eighth, last = make_group(school), make_group(school, "11А")
    waits = make_group(school, "ИС-21")
    for group, name in ((eighth, "Белов Лев"), (last, "Чиж Ян"), (waits, "Ёж Ия")):
        make_pupil(school, group, name)
    url = link("registry:groups_promote")

    form = as_kira.get(url).context["form"]
    proposed = {name: form[name].initial for name in form.fields}
    typed = {name: value for name, value in proposed.items() if value}
    typed |= {f"name_{waits.pk}": "", "on": "2026-06-20"}
    as_kira.post(url, typed)

    assert proposed[f"name_{eighth.pk}"] == "9А"
    assert proposed[f"graduates_{last.pk}"]
    assert Person.objects.get(last_name="Белов").group.name == "9А"
    assert Person.objects.get(last_name="Чиж").departure == "graduated"
    assert Person.objects.get(last_name="Ёж").group == waits


def test_a_class_marked_twice_is_told_at_its_field(as_kira, school):
    last = make_group(school, "11А")
    make_pupil(school, last)

    page = as_kira.post(
        link("registry:groups_promote"),
        {f"name_{last.pk}": "12А", f"graduates_{last.pk}": "on", "on": "2026-06-20"},
    )

    assert "сотрите новое название" in page.text
    assert not Person.objects.exclude(departure="").exists()


def test_nothing_to_promote_is_said(as_kira, school):
    make_group(school)

    assert "Переводить некого" in as_kira.get(link("registry:groups_promote")).text


def test_classes_are_entered_and_changed_from_the_pages(as_kira, school, teacher):
    as_kira.post(link("registry:group_add"), {"name": "5 а"})
    group = Group.objects.get(name="5А")
    url = link("registry:group_change", pk=group.pk)
    as_kira.post(url, {"name": "5Б", "class_teacher": teacher.pk})

    group.refresh_from_db()
    assert (group.name, group.class_teacher) == ("5Б", teacher)
    again = as_kira.post(link("registry:group_add"), {"name": "5Б"})
    assert "уже есть" in again.text


def test_who_left_is_listed_found_and_exported(as_kira, school):
    pupil = make_pupil(school, make_group(school))
    as_kira.post(
        link("registry:person_depart", pk=pupil.pk), {"why": "left", "on": "09.01.2026"}
    )
    url = link("registry:departure_list")

    assert list(as_kira.get(url).context["page"]) == [pupil]
    for asked in ({"q": "белов"}, {"why": "left"}, {"year": "2026"}):
        assert list(as_kira.get(url, asked).context["page"]) == [pupil]
    for asked in ({"q": "нет"}, {"why": "graduated"}, {"year": "2020"}):
        assert not as_kira.get(url, asked).context["page"].object_list
    table = as_kira.get(link("registry:departure_export", ending="csv"))
    assert "Белов Лев Ильич" in table.content.decode("utf-8-sig")
    assert (
        as_kira.get(link("registry:departure_export", ending="pdf")).status_code == 404
    )


def test_who_left_is_taken_back_from_the_page(as_kira, school):
    group = make_group(school)
    pupil = make_pupil(school, group, departure="left", departed_on=JUNE)
    url = link("registry:person_return", pk=pupil.pk)

    assert as_kira.get(url).status_code == 200
    as_kira.post(url, {"group": group.pk})

    pupil.refresh_from_db()
    assert pupil.departure == ""


@pytest.mark.parametrize("count", [2, 12])
def test_the_lists_ask_a_set_number_of_queries(
    as_kira, school, django_assert_max_num_queries, count
):
    cycle = make_cycle(school)
    group = make_group(school, "5А", 2026)
    for number in range(count):
        each = make_group(school, f"{number + 1}Б", 2026)
        make_pupil(school, each, f"Белов{number} Лев Ильич")
        pupil = make_child(school, group=group, last_name=f"Чиж{number}")
        make_mentee_card(pupil, cycle=cycle)
        make_pupil(
            school, group, f"Ушёл{number} Лев", departure="left", departed_on=JUNE
        )

    with django_assert_max_num_queries(14):
        as_kira.get(link("registry:group_list"))
    with django_assert_max_num_queries(16):
        as_kira.get(link("registry:group_detail", pk=group.pk))
    with django_assert_max_num_queries(14):
        as_kira.get(link("registry:departure_list"))


def test_a_class_made_by_a_list_is_the_same_class(school):
    group = make_group(school, "8А", 2026)

    assert take_group(organisation=school, school_year=2026, name="8 а") == group
