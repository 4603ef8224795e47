"""A psychologist's notes: his alone, wherever one looks."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import AuditDetail, AuditEvent
from accounts.tests.factories import make_member
from common.errors import Refused
from common.links import link
from registry.actions import psychologist_notes as notes
from registry.models import PsychologistNote
from registry.permissions.psychologist_notes import may_change_note
from registry.tests.consent_factories import load_texts, make_cycle, make_person
from registry.tests.selection_factories import (
    make_appointed,
    make_candidate,
    make_criteria,
)

pytestmark = pytest.mark.both
SECRET = "Тревожится перед аудиторией"


@pytest.fixture
def paula(school):
    return make_member(school, Role.PSYCHOLOGIST, name="Пчёлкина Паула Яновна")


@pytest.fixture
def talk(school, kira, paula):
    load_texts()
    cycle = make_cycle(school)
    make_criteria(cycle, kira)
    return make_appointed(make_candidate(cycle), kira, psychologist=paula)


@pytest.fixture
def note(talk, paula):
    return notes.write_note(person=talk.card.person, text=SECRET, by=paula)


@pytest.mark.parametrize("role", list(Role))
def test_nobody_but_its_author_sees_a_note(role, school, note, paula):
    other = make_member(school, role)
    other.is_superuser = other.is_staff = True
    other.save()

    assert not PsychologistNote.objects.visible_to(other).exists()
    assert list(PsychologistNote.objects.visible_to(paula)) == [note]
    assert not may_change_note(other, note)


def test_who_is_a_psychologist_no_more_sees_none(note, paula):
    paula.memberships.all().delete()
    fresh = type(paula).objects.get(pk=paula.pk)

    assert not PsychologistNote.objects.visible_to(fresh).exists()


def test_the_trail_holds_no_word_of_a_note(note, paula):
    note = notes.change_note(note=note, text=f"{SECRET}!", by=paula)
    notes.remove_note(note=note, by=paula)

    words = AuditEvent.objects.filter(what__startswith="note.")
    assert [event.what for event in words.order_by("pk")] == [
        "note.written",
        "note.changed",
        "note.removed",
    ]
    kept = str(list(AuditDetail.objects.values())) + str(list(words.values()))
    assert "Тревожится" not in kept


def test_the_administration_does_not_show_notes():
    assert PsychologistNote not in admin.site._registry


def test_no_page_of_the_curator_or_director_shows_a_note(
    client, note, talk, kira, dina
):
    card = talk.card
    for user in (kira, dina):
        client.force_login(user)
        for page in (
            link("registry:mentor_detail", pk=card.pk),
            link("registry:interview_detail", pk=talk.pk),
            link("registry:selection_list"),
            link("registry:selection_export", ending="csv"),
        ):
            assert "Тревожится" not in client.get(page).content.decode()
        assert client.get(link("registry:note_change", pk=note.pk)).status_code == 404
        assert client.get(link("registry:note_list")).status_code == 403


def test_notes_are_kept_of_people_one_works_with(school, note, paula, kira):
    with pytest.raises(PermissionDenied, match="с кем работают"):
        notes.write_note(person=make_person(school), text="Слово", by=paula)
    with pytest.raises(PermissionDenied, match="педагог-психолог"):
        notes.write_note(person=note.person, text="Слово", by=kira)


def test_an_empty_note_and_one_removed_are_refused(note, paula):
    with pytest.raises(Refused, match="Напишите заметку"):
        notes.change_note(note=note, text="  ", by=paula)
    notes.remove_note(note=note, by=paula)
    with pytest.raises(Refused, match="уже нет"):
        notes.change_note(note=note, text="Слово", by=paula)


def test_another_psychologist_does_not_change_it(school, note):
    other = make_member(school, Role.PSYCHOLOGIST)

    with pytest.raises(PermissionDenied, match="только её автор"):
        notes.remove_note(note=note, by=other)


def test_the_psychologist_keeps_notes_on_the_pages(client, talk, paula):
    client.force_login(paula)
    page = link("registry:note_add", pk=talk.card.person_id)

    client.post(page, {"text": SECRET})
    note = PsychologistNote.objects.get()
    client.post(link("registry:note_change", pk=note.pk), {"text": "Спокоен"})
    listed = client.get(link("registry:note_list")).content.decode()
    shown = client.get(page).content.decode()
    client.post(link("registry:note_remove", pk=note.pk))

    assert talk.card.person.full_name in listed
    assert "Спокоен" in shown
    assert not PsychologistNote.objects.exists()
