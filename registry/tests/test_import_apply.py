"""What a confirmed table becomes: people, cards, tags, representatives, consents."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import AuditEvent
from notifications.models import Notification
from registry.enums import (
    CardSource,
    ConsentKind,
    ConsentStatus,
    MenteeStatus,
    MentorStatus,
    RowVerdict,
    TableKind,
)
from registry.models import (
    Competence,
    Consent,
    Group,
    Guardianship,
    ImportRow,
    MenteeCard,
    MentorCard,
    MentoringForm,
    Person,
    Request,
)
from registry.tests.consent_factories import (
    load_texts,
    make_consent,
    make_cycle,
    make_person,
    make_topics,
)
from registry.tests.import_files import (
    Curator,
    mentee,
    mentees_table,
    mentor,
    mentors_table,
)
from registry.tests.spreadsheet_files import MENTEE_TITLES, make_xlsx

pytestmark = pytest.mark.both
EXTRA = {
    "birth_date": "Дата рождения",
    "group": "Класс",
    "guardian_name": "ФИО представителя",
    "guardian_phone": "Телефон представителя",
}


@pytest.fixture
def cycle(school):
    load_texts()
    return make_cycle(school)


@pytest.fixture
def curator(client, school, kira, committed, cycle):
    return Curator(client, school, kira, committed)


def test_a_mentor_of_the_table_is_in_the_base_of_the_year(curator, cycle, school):
    form = MentoringForm.objects.create(
        code="teacher_pupil", title="педагог – ученик", contour="pupils"
    )
    known = Competence.objects.create(title="математика", normalised="математика")

    curator.load(
        mentors_table(
            mentor(
                contacts="+7 (913) 111-22-33, max@example.ru",
                desired_age="7–9 классы",
                time_resource="2 часа в неделю",
                form="Педагог - ученик",
                joined_on="01.09.2026",
                counterpart="Мирная Мия Олеговна",
                case_link="https://school.example/case",
                capacity="2",
            ),
            extra={"capacity": "Число мест"},
        )
    )

    card = MentorCard.objects.select_related("person").get()
    assert (card.status, card.source) == (MentorStatus.YEAR_BASE, CardSource.IMPORT)
    assert (card.form, card.capacity, card.cycle) == (form, 2, cycle)
    assert (card.wanted_age_from, card.wanted_age_to) == (13, 16)
    assert card.joined_on == date(2026, 9, 1)
    assert card.counterpart_names == "Мирная Мия Олеговна"
    assert card.case_url == "https://school.example/case"
    assert card.person.phone == "+7 913 111-22-33"
    assert card.person.email == "max@example.ru"
    assert card.competences_text == "математика; шахматы"
    assert list(card.competences.all()) == [known]


def test_a_mentee_waits_for_the_consent_of_the_representative(curator, school):
    curator.load(
        mentees_table(
            mentee(
                birth_date="03.04.2012",
                group="8 «а»",
                guardian_name="Мирная Ольга Юрьевна",
                guardian_phone="8 913 555 66 77",
            ),
            extra=EXTRA,
        ),
        TableKind.MENTEES,
    )

    card = MenteeCard.objects.select_related("person__group").get()
    guardian = Guardianship.objects.get(child=card.person).guardian
    consent = Consent.objects.get(person=card.person)
    assert card.status == MenteeStatus.CONSENT_WAIT
    assert card.person.birth_on == date(2012, 4, 3)
    assert card.person.group == Group.objects.get(name="8А", school_year=2026)
    assert (guardian.full_name, guardian.phone) == (
        "Мирная Ольга Юрьевна",
        "+7 913 555-66-77",
    )
    assert consent.kind == ConsentKind.REPRESENTATIVE
    assert consent.status == ConsentStatus.REQUIRED
    assert Request.objects.get(card=card).text == "Подтянуть математику"


def test_the_representative_is_found_among_the_contacts(curator):
    curator.load(mentees_table(mentee()), TableKind.MENTEES)

    relation = Guardianship.objects.select_related("guardian").get()
    assert relation.guardian.full_name == "Мирный Павел Сергеевич"
    assert relation.basis == "отец"


def test_two_children_have_one_father(curator):
    curator.load(
        mentees_table(mentee(), mentee("Мирный Лев Олегович", birth_year=2010)),
        TableKind.MENTEES,
    )

    assert Guardianship.objects.values("guardian").distinct().count() == 1
    assert Person.objects.count() == 3


def test_a_mentee_with_a_valid_consent_is_in_the_base(curator, school):
    adult = make_person(school, "Мирная Мия Олеговна", birth_on=date(2000, 5, 5))
    make_consent(adult, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)

    curator.load(mentees_table(mentee(birth_year=2000)), TableKind.MENTEES)

    card = MenteeCard.objects.get()
    assert (card.person, card.status) == (adult, MenteeStatus.IN_BASE)
    assert Consent.objects.filter(person=adult).count() == 1


def test_a_request_is_put_under_its_topic(curator):
    math = Competence.objects.create(
        title="математика", normalised="математика", synonyms=["алгебра"]
    )

    curator.load(
        mentees_table(
            mentee(request="Хочу подтянуть алгебру к экзамену; пчеловодство")
        ),
        TableKind.MENTEES,
    )

    assert list(Request.objects.get().competences.all()) == [math]
    assert Competence.objects.count() == 1


def test_a_known_person_is_brought_up_to_date_and_never_doubled(curator, school):
    known = make_person(
        school, "Морозов Максим Ильич", phone="+7 913 111-22-33", post="Завуч"
    )

    curator.load(mentors_table(mentor(workplace="МБОУ СОШ № 1", birth_on="")))

    known.refresh_from_db()
    assert MentorCard.objects.get().person == known
    assert (known.workplace, known.post) == ("МБОУ СОШ № 1", "Завуч")
    assert known.birth_on == date(1985, 4, 12)


def test_two_rows_that_lead_to_one_known_person_are_a_repeat(curator, school):
    make_person(
        school,
        "Мирная Мия Олеговна",
        birth_on=date(2012, 4, 3),
        contacts="+7 913 555-66-77",
    )

    batch = curator.checked(
        mentees_table(mentee(birth_year=2012), mentee(birth_year=None)),
        TableKind.MENTEES,
    )

    assert (batch.accepted_count, batch.rejected_count) == (1, 1)


def test_the_notes_name_other_sheets_pairs_and_consents(curator):
    titles = [*MENTEE_TITLES, "Согласие"]
    row = [1, "Мирная Мия", "89130000001", 2012, "Речь", None, "Белов Лев"]
    book = make_xlsx(
        [titles, [*row, *[None] * (len(titles) - len(row) - 1), "да"]], [["Другое"]]
    )

    notes = " ".join(curator.checked(book, TableKind.MENTEES).notes)

    assert "«Лист2»" in notes
    assert "Пары из таблицы" in notes
    assert "не заменяет само согласие" in notes


def test_homonyms_with_different_births_are_different_people(curator, school):
    other = make_person(school, "Мирная Мия Олеговна", birth_on=date(2009, 1, 1))

    curator.load(
        mentees_table(mentee(birth_year=2012), mentee(birth_year=2010)),
        TableKind.MENTEES,
    )

    cards = MenteeCard.objects.all()
    assert cards.count() == 2
    assert not cards.filter(person=other).exists()


def test_a_namesake_whose_birth_is_unknown_is_named_and_stays_another(curator, school):
    make_person(school, "Морозов Максим Ильич", birth_on=None, phone="+7 900 000-00-01")

    batch = curator.checked(mentors_table(mentor()))

    row = ImportRow.objects.get(batch=batch)
    assert row.verdict == RowVerdict.WARNING
    assert "уже есть человек с таким именем" in row.problems[0]["message"]
    curator.press(batch, "confirm")
    assert Person.objects.count() == 2


def test_the_verdict_of_a_known_person_is_known(curator):
    curator.load(mentors_table(mentor()))

    batch = curator.checked(mentors_table(mentor(achievements="Победитель")))

    assert ImportRow.objects.get(batch=batch).verdict == RowVerdict.KNOWN


def test_a_changed_table_updates_cards_and_leaves_their_states(curator):
    make_topics("физика")
    curator.load(mentors_table(mentor()))
    MentorCard.objects.update(status=MentorStatus.READY, remark="Проверен")

    curator.load(mentors_table(mentor(competences="физика", achievements="Медаль")))

    card = MentorCard.objects.get()
    assert (card.status, card.remark) == (MentorStatus.READY, "Проверен")
    assert (card.competences_text, card.achievements) == ("физика", "Медаль")
    assert [tag.title for tag in card.competences.all()] == ["физика"]


def test_what_a_changed_table_leaves_out_stays(curator):
    curator.load(mentors_table(mentor(achievements="Медаль", joined_on="01.09.2026")))

    curator.load(mentors_table(mentor(results="Пара закончила")))

    card = MentorCard.objects.get()
    assert (card.achievements, card.results) == ("Медаль", "Пара закончила")
    assert card.joined_on == date(2026, 9, 1)


def test_the_same_request_is_not_asked_twice(curator):
    curator.load(mentees_table(mentee()), TableKind.MENTEES)

    curator.load(
        mentees_table(mentee(request="подтянуть  Математику", results="5")),
        TableKind.MENTEES,
    )

    assert Request.objects.count() == 1


def test_one_event_tells_of_the_whole_table(curator, kira):
    batch = curator.load(
        mentors_table(mentor(), mentor("Белов Лев Ильич", contacts="89130000001"))
    )

    event = AuditEvent.objects.get(what="import.applied")
    assert (event.object_id, event.by) == (batch.pk, kira)
    assert sorted(event.object_ids) == sorted(
        MentorCard.objects.values_list("pk", flat=True)
    )


def test_letters_tell_of_the_check_and_of_the_end(curator, kira, school):
    batch = curator.load(mentors_table(mentor()))

    letters = Notification.objects.filter(recipient=kira).order_by("pk")
    assert [letter.letter for letter in letters] == [
        "import_checked",
        "import_finished",
    ]
    assert letters[1].path == f"/{school.slug}/cabinet/people/imports/{batch.pk}/"
    assert "Загружено: 1" in letters[1].text


def test_rows_know_whom_they_became(curator):
    batch = curator.load(mentors_table(mentor(), mentor("Иван4")))

    assert [row.person for row in batch.rows.all()] == [Person.objects.get(), None]
