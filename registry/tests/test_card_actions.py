"""Cards: who opens and changes them, and along which roads they go."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEvent
from common.errors import Refused
from common.transitions import TransitionNotAllowed
from registry.actions import cards, enrolment, requests
from registry.enums import (
    ConsentKind,
    ConsentStatus,
    CycleStatus,
    MenteeStatus,
    MentorStatus,
)
from registry.models import Consent, MentorCard, MentoringForm, Person
from registry.permissions.cards import mentee_steps, mentor_steps
from registry.queries.cards import offered_forms
from registry.tests.consent_factories import (
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
    make_topics,
)


@pytest.fixture
def cycle(school):
    load_texts()
    make_topics("шахматы", "резьба", "лепка")
    return make_cycle(school)


def person_values(**values):
    return {
        "last_name": "Морозов",
        "first_name": "Максим",
        "patronymic": "Ильич",
        "birth_on": date(1985, 4, 12),
        **values,
    }


def test_a_mentor_entered_by_hand_is_asked_for_consent(cycle, kira):
    card = enrolment.add_mentor(
        cycle=cycle,
        person_values=person_values(group_name="", phone="+7 913 000-00-01"),
        values={"competences_text": "шахматы", "capacity": 2},
        by=kira,
    )

    assert (card.status, card.capacity) == (MentorStatus.YEAR_BASE, 2)
    assert [tag.title for tag in card.competences.all()] == ["шахматы"]
    assert card.person.search == "морозов максим ильич 7 913 000-00-01"
    assert Consent.objects.get(person=card.person).kind == ConsentKind.PARTICIPANT


def test_somebody_known_gets_a_card_and_no_double(cycle, kira, school):
    known = make_person(school, "Морозов Максим Ильич")

    card = enrolment.add_mentor(
        cycle=cycle, person_values=person_values(), values={}, by=kira
    )

    assert card.person == known
    assert Person.objects.count() == 1


def test_a_second_card_in_a_cycle_is_refused(cycle, kira):
    asked = {"values": {}, "request": "Речь", "person_values": person_values()}
    enrolment.add_mentee(cycle=cycle, by=kira, **asked)

    with pytest.raises(Refused, match="уже есть"):
        enrolment.add_mentee(cycle=cycle, by=kira, **asked)


def test_a_second_card_of_a_mentor_is_refused(cycle, kira, school):
    person = make_person(school)
    make_mentor_card(person, cycle=cycle)

    with pytest.raises(Refused, match="уже есть"):
        cards.take_mentor(cycle=cycle, person=person, values={}, by=kira)


def test_an_accepted_application_opens_and_changes_a_card_by_nobody(cycle, school):
    card = cards.take_mentor(
        cycle=cycle, person=make_person(school), values={}, by=None
    )

    cards.change_mentor(card=card, values={"achievements": "Медаль"}, by=None)

    event = AuditEvent.objects.get(what="mentor.changed")
    assert (event.by, event.field_names) == (None, ["achievements"])


def test_a_minor_waits_for_consent_and_a_consented_one_does_not(cycle, kira, school):
    child = make_child(school)
    adult = make_person(school)
    make_consent(adult, ConsentKind.PARTICIPANT, ConsentStatus.VERIFIED)

    waiting = cards.take_mentee(
        cycle=cycle, person=child, values={}, requests=["Речь"], by=kira
    )
    ready = cards.take_mentee(
        cycle=cycle, person=adult, values={}, requests=[], by=kira
    )

    assert waiting.status == MenteeStatus.CONSENT_WAIT
    assert ready.status == MenteeStatus.IN_BASE


@pytest.mark.parametrize("who", ["dina", "max_", "sam"])
def test_only_who_keeps_the_bases_opens_cards(cycle, school, who, request):
    person = make_person(school)

    with pytest.raises(PermissionDenied):
        cards.take_mentor(
            cycle=cycle, person=person, values={}, by=request.getfixturevalue(who)
        )


def test_a_closed_cycle_takes_nobody(school, kira):
    load_texts()
    cycle = make_cycle(school, status=CycleStatus.CLOSED)

    with pytest.raises(PermissionDenied, match="завершён"):
        cards.take_mentor(cycle=cycle, person=make_person(school), values={}, by=kira)


def test_a_person_of_another_organisation_is_refused(cycle, kira, other_school):
    stranger = Person(organisation=other_school, last_name="Савин")

    with pytest.raises(Refused, match="другой организации"):
        cards.take_mentor(cycle=cycle, person=stranger, values={}, by=kira)


def test_changed_words_bring_their_tags(cycle, kira, school):
    card = make_mentor_card(make_person(school), cycle=cycle)

    cards.change_mentor(
        card=card, values={"competences_text": "шахматы; резьба"}, by=kira
    )

    assert sorted(tag.title for tag in card.competences.all()) == ["резьба", "шахматы"]
    event = AuditEvent.objects.get(what="mentor.changed")
    assert event.field_names == ["competences_text"]
    assert event.detail.after == {"competences_text": "шахматы; резьба"}


def test_saving_the_same_values_leaves_no_event(cycle, kira, school):
    card = make_mentor_card(make_person(school), cycle=cycle)

    cards.change_mentor(card=card, values={"achievements": ""}, by=kira)

    assert not AuditEvent.objects.filter(what="mentor.changed").exists()


def test_a_request_is_added_and_put_right(cycle, kira, school):
    card = make_mentee_card(make_person(school), cycle=cycle)
    request = requests.add_request(card=card, text="резьба", by=kira)
    tag = request.competences.get()

    requests.change_request(
        request=request, text="Резьба по дереву", competences=[], by=kira
    )

    request.refresh_from_db()
    assert (tag.title, request.text) == ("резьба", "Резьба по дереву")
    assert not request.competences.exists()


def test_a_mentor_goes_by_hand_where_no_order_leads(cycle, kira, school):
    card = make_mentor_card(make_person(school), cycle=cycle)

    card = cards.move_mentor(
        card=card, to=MentorStatus.READY, by=kira, remark="Прошёл обучение"
    )

    assert card.status == MentorStatus.READY
    event = AuditEvent.objects.get(what="mentor.moved")
    assert event.detail.before == {"status": "year_base"}
    assert event.detail.remark == "Прошёл обучение"


def test_a_pair_is_never_made_by_hand(cycle, kira, school):
    card = make_mentor_card(make_person(school), cycle=cycle, status=MentorStatus.READY)

    with pytest.raises(PermissionDenied, match="само"):
        cards.move_mentor(card=card, to=MentorStatus.IN_PAIR, by=kira)


def test_a_mentee_is_not_put_into_a_pair_by_hand(cycle, kira, school):
    card = make_mentee_card(
        make_person(school), cycle=cycle, status=MenteeStatus.MATCHING
    )

    with pytest.raises(PermissionDenied, match="само"):
        cards.move_mentee(card=card, to=MenteeStatus.PAIRED, by=kira)


def test_what_follows_from_a_pair_asks_no_right_but_keeps_the_road(cycle, dina, school):
    card = make_mentor_card(make_person(school), cycle=cycle, status=MentorStatus.READY)

    card = cards.follow_mentor(card=card, to=MentorStatus.IN_PAIR, by=dina)

    assert card.status == MentorStatus.IN_PAIR
    with pytest.raises(TransitionNotAllowed):
        cards.follow_mentor(card=card, to=MentorStatus.SELECTED, by=dina)
    assert mentor_steps(card) == []


def test_nobody_enters_the_base_without_consent(cycle, kira, school):
    card = make_mentee_card(make_child(school), cycle=cycle)

    with pytest.raises(PermissionDenied, match="согласие"):
        cards.move_mentee(card=card, to=MenteeStatus.IN_BASE, by=kira)

    card = cards.move_mentee(
        card=card, to=MenteeStatus.WITHDRAWN, by=kira, remark="Передумали"
    )
    assert card.status == MenteeStatus.WITHDRAWN


def test_a_mentee_in_a_pair_is_moved_by_the_pair_alone(cycle, kira, school):
    card = make_mentee_card(
        make_person(school), status=MenteeStatus.MATCHING, cycle=cycle
    )

    card = cards.follow_mentee(card=card, to=MenteeStatus.PAIRED, by=None)

    assert mentee_steps(card) == []


def test_the_other_side_is_written_as_the_base_prints_it(cycle, kira, school):
    card = make_mentor_card(make_person(school), cycle=cycle)

    cards.record_counterparts(
        card=card, names="Мирная Мия", workplace="я" * 400, by=kira
    )

    card = MentorCard.objects.get()
    assert (card.counterpart_names, len(card.counterpart_workplace)) == (
        "Мирная Мия",
        300,
    )


def test_a_form_the_table_named_stays_on_offer(cycle):
    form = MentoringForm.objects.create(
        code="rare", title="педагог – обучающийся", is_active=False
    )
    card = make_mentee_card(make_child(cycle.organisation), cycle=cycle)
    assert form not in offered_forms(cycle)

    card.form = form
    card.save(update_fields=["form"])

    assert form in offered_forms(cycle)
