"""Applications from outside: anybody sends, nobody learns, the curator decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from common.errors import Refused
from common.links import link
from notifications.models import Notification
from registry.actions import applications
from registry.actions.applications import Applicant
from registry.enums import (
    ApplicationStatus,
    BaseKind,
    CardSource,
    ConsentStatus,
    CycleStatus,
    Medium,
    MenteeStatus,
    MentorStatus,
)
from registry.models import (
    Application,
    Consent,
    Guardianship,
    MenteeCard,
    MentorCard,
    Person,
)
from registry.tests.consent_factories import (
    born_to_be,
    load_texts,
    make_child,
    make_consent,
    make_cycle,
    make_guardian,
    make_mentee_card,
    make_mentor_card,
    make_person,
)
from registry.views.limits import is_too_often

S = ConsentStatus

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def clean(db):
    cache.clear()
    load_texts()


@pytest.fixture
def cycle(school):
    return make_cycle(school)


@pytest.fixture
def address(school):
    return reverse("registry:application_apply", args=[school.slug])


def adult(school, **values):
    return {
        "name": "соколов андрей викторович",
        "birth_on": "05.05.1980",
        "place": "Завод «Прогресс», инженер",
        "wish": "Могу рассказать о профессии",
        "phone": "",
        "email": "sokolov@example.ru",
        "is_agreed": "on",
        "signature": "Соколов Андрей Викторович",
        **values,
    }


def child(school, **values):
    return adult(
        school,
        name="Мирная Мия Олеговна",
        birth_on=str(born_to_be(school, 15, 30)),
        place="8А",
        wish="Нужна помощь с физикой",
        representative_name="Мирный Павел Сергеевич",
        relation="отец",
        signature="мирный павел сергеевич",
        **values,
    )


def applied(cycle, base=BaseKind.MENTEES, **values):
    """An application for Mia by her father, or as told."""
    school = cycle.organisation
    about = {
        "base": base,
        "name": "Мирная Мия Олеговна",
        "birth_on": born_to_be(school, 15, 30),
        "email": "pavel@example.ru",
        "phone": "+7 900 123-45-67",
        "place": "8А",
        "wish": "Нужна помощь с физикой",
        "representative_name": "Мирный Павел Сергеевич",
        "relation": "отец",
        **values,
    }
    applicant = Applicant(**about)
    return applications.apply(
        cycle=cycle,
        applicant=applicant,
        signature=applicant.representative_name or applicant.name,
    )


def applied_by_an_adult(cycle, base=BaseKind.MENTORS, **values):
    return applied(
        cycle,
        base,
        **{
            "name": "Соколов Андрей Викторович",
            "birth_on": born_to_be(cycle.organisation, 40, 30),
            "representative_name": "",
            "relation": "",
            **values,
        },
    )


def test_one_chooses_who_one_is(client, cycle, address):
    page = client.get(address).content.decode()

    assert "Хочу стать наставником" in page
    assert "?who=child-mentee" in page


def test_an_adult_applies_and_nothing_enters_the_registry(
    client, school, cycle, address, kira
):
    response = client.post(f"{address}?who=mentor", adult(school))

    assert response.url == reverse("registry:application_done", args=[school.slug])
    assert "Что будет дальше" in client.get(response.url).content.decode()
    application = Application.objects.get()
    assert application.name == "Соколов Андрей Викторович"
    assert application.text.kind == "pd_participant"
    assert not Person.objects.exists()
    letter = Notification.objects.get(recipient=kira)
    assert letter.path == link("registry:application_detail", pk=application.pk)


def test_a_parent_applies_for_a_minor(client, school, cycle, address):
    client.post(f"{address}?who=child-mentee", child(school))

    application = Application.objects.get()
    assert application.representative_name == "Мирный Павел Сергеевич"
    assert application.text.kind == "pd_representative"


def test_the_consent_is_shown_whole_and_not_ticked(client, cycle, address):
    page = client.get(f"{address}?who=child-mentor").content.decode()

    assert "Порядок отзыва" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("who", "change", "words"),
    [
        ("mentor", {"is_agreed": ""}, "Без согласия"),
        ("mentor", {"signature": "Иванов Иван Иванович"}, "Подпись — это"),
        ("mentor", {"birth_on": "2015-01-01"}, "попросите родителя"),
        ("mentor", {"birth_on": "1912-01-01"}, "Проверьте дату"),
        ("mentor", {"email": ""}, "Оставьте телефон или почту"),
        ("mentor", {"phone": "много раз", "email": ""}, "Напишите номер"),
        ("child-mentee", {"birth_on": "1990-01-01"}, "подаёт заявку сам"),
        ("child-mentee", {"representative_name": ""}, "Обязательное поле"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form(
    client, school, cycle, address, who, change, words
):
    asked = child(school) if who.startswith("child") else adult(school)

    response = client.post(f"{address}?who={who}", {**asked, **change})

    assert words in response.content.decode()
    assert not Application.objects.exists()


def test_a_machine_is_thanked_and_forgotten(client, school, cycle, address):
    response = client.post(
        f"{address}?who=mentor", adult(school, website="http://spam.example")
    )

    assert response.url == reverse("registry:application_done", args=[school.slug])
    assert not Application.objects.exists()


def test_one_address_does_not_flood_the_curator(
    client, school, cycle, address, monkeypatch
):
    monkeypatch.setattr("registry.views.limits.APPLICATIONS_AN_HOUR", 1)
    client.post(f"{address}?who=mentor", adult(school))

    response = client.post(
        f"{address}?who=mentor",
        adult(school, name="Иной Иван Ильич", signature="Иной Иван Ильич"),
    )

    assert "слишком много заявок" in response.content.decode()
    assert Application.objects.count() == 1


def test_an_hour_that_ends_between_two_looks_begins_anew(rf, monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_: True)

    assert not is_too_often(rf.post("/apply/"))


def test_behind_a_proxy_the_visitors_own_address_is_counted(
    client, school, cycle, address, monkeypatch, settings
):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    monkeypatch.setattr("registry.views.limits.APPLICATIONS_AN_HOUR", 1)

    for number in (1, 2):
        client.post(
            f"{address}?who=mentor",
            adult(school, birth_on=f"0{number}.05.1980"),
            headers={"X-Forwarded-For": f"9.9.9.9, 10.0.0.{number}"},
        )

    assert Application.objects.count() == 2


def test_sending_the_same_again_changes_nothing_and_tells_nothing(
    client, school, cycle, address
):
    first = client.post(f"{address}?who=mentor", adult(school))
    second = client.post(f"{address}?who=mentor", adult(school))

    assert first.url == second.url
    assert Application.objects.count() == 1


def test_somebody_already_known_is_answered_like_a_stranger(
    client, school, cycle, address
):
    person = make_person(
        school, "Соколов Андрей Викторович", email="sokolov@example.ru"
    )
    make_mentor_card(person, cycle=cycle)

    response = client.post(f"{address}?who=mentor", adult(school))

    assert response.url == reverse("registry:application_done", args=[school.slug])


@pytest.mark.parametrize("status", [CycleStatus.CLOSING, CycleStatus.CLOSED])
def test_without_an_open_cycle_the_page_says_when_to_come(
    client, school, address, status
):
    make_cycle(school, status=status)

    page = client.get(address).content.decode()

    assert "набор закрыт" in page
    assert "1 сентября 2027" in page


def test_before_the_first_cycle_the_page_names_no_day(client, school, address):
    page = client.get(address).content.decode()

    assert "ещё не открыт" in page


def test_nobody_applies_into_a_closed_cycle(school):
    with pytest.raises(PermissionDenied, match="набор закрыт"):
        applied(make_cycle(school, status=CycleStatus.CLOSED))


def test_a_minor_does_not_apply_without_a_representative(school, cycle):
    with pytest.raises(Refused, match="подаёт родитель"):
        applied(cycle, representative_name="")


def test_the_list_is_the_oldest_first_with_the_days_waited(client, cycle, kira):
    applied(cycle)
    old = applied_by_an_adult(cycle)
    Application.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=6)
    )
    client.force_login(kira)

    response = client.get(link("registry:application_list"))

    assert next(iter(response.context["page"])) == old
    assert "6 дней" in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    client, cycle, kira, django_assert_max_num_queries, count
):
    for number in range(count):
        applied_by_an_adult(cycle, name=f"Соколов Андрей {'И' * (number + 1)}")
    client.force_login(kira)

    with django_assert_max_num_queries(12):
        client.get(link("registry:application_list"))


def test_only_the_curator_reads_applications(client, cycle, max_, sam):
    application = applied(cycle)
    url = link("registry:application_detail", pk=application.pk)

    client.force_login(max_)
    assert client.get(link("registry:application_list")).status_code == 403
    assert client.get(url).status_code == 404
    client.force_login(sam)
    assert client.get(url).status_code == 404


def test_an_accepted_child_waits_for_the_consent_to_be_checked(cycle, kira):
    done = applications.accept(
        application=applied(cycle), person=None, is_verified=False, by=kira
    )

    card = MenteeCard.objects.get()
    assert (card.status, card.source) == (
        MenteeStatus.CONSENT_WAIT,
        CardSource.APPLICATION,
    )
    assert card.requests.get().text == "Нужна помощь с физикой"
    consent = Consent.objects.get()
    assert (consent.status, consent.medium) == (S.SIGNED, Medium.PUBLIC_FORM)
    guardian = Guardianship.objects.get().guardian
    assert consent.signer == guardian
    assert guardian.phone == "+7 900 123-45-67"
    assert done.person.phone == ""
    assert "принята" in Notification.objects.get(address="pavel@example.ru").text


def test_with_the_consent_checked_the_child_is_in_the_base(cycle, kira):
    birth = born_to_be(cycle.organisation, 13)
    applications.accept(
        application=applied(cycle, birth_on=birth),
        person=None,
        is_verified=True,
        by=kira,
    )

    assert MenteeCard.objects.get().status == MenteeStatus.IN_BASE
    assert Consent.objects.get().status == S.VERIFIED


def test_a_teenager_who_has_not_signed_beside_waits(cycle, kira):
    applications.accept(
        application=applied(cycle), person=None, is_verified=True, by=kira
    )

    consent = Consent.objects.get()
    assert (consent.status, consent.awaits_cosigner) == (S.SIGNED, True)
    assert MenteeCard.objects.get().status == MenteeStatus.CONSENT_WAIT


def test_an_accepted_mentor_is_in_the_years_base(cycle, kira):
    applications.accept(
        application=applied_by_an_adult(cycle), person=None, is_verified=True, by=kira
    )

    card = MentorCard.objects.get()
    assert card.status == MentorStatus.YEAR_BASE
    assert card.competences_text == "Нужна помощь с физикой"
    assert Consent.objects.get().capacity == "лично"


def test_the_applicant_may_be_somebody_known(client, school, cycle, kira):
    known = make_child(school)
    guardianship = make_guardian(known)
    make_consent(known, "pd_representative")
    application = applied(cycle)
    client.force_login(kira)
    url = link("registry:application_detail", pk=application.pk)

    page = client.get(url)
    assert "уже есть в реестре" in page.content.decode()
    client.post(
        link("registry:application_accept", pk=application.pk), {"person": known.pk}
    )

    assert MenteeCard.objects.get().person == known
    assert Consent.objects.get().signer == guardianship.guardian
    assert Person.objects.count() == 2


def test_a_known_person_with_a_card_gets_the_new_request(school, cycle, kira):
    known = make_child(school)
    make_guardian(known)
    card = make_mentee_card(known, MenteeStatus.IN_BASE, cycle=cycle)
    make_consent(known, "pd_representative", S.VERIFIED)

    applications.accept(
        application=applied(cycle), person=known, is_verified=True, by=kira
    )

    assert card.requests.get().text == "Нужна помощь с физикой"
    assert Consent.objects.get().medium == Medium.PAPER


def test_a_known_mentor_keeps_his_card(school, cycle, kira):
    known = make_person(
        school, "Соколов Андрей Викторович", birth_on=born_to_be(school, 40, 30)
    )
    make_mentor_card(known, cycle=cycle)

    applications.accept(
        application=applied_by_an_adult(cycle), person=known, is_verified=False, by=kira
    )

    assert MentorCard.objects.count() == 1
    known.refresh_from_db()
    assert known.email == "pavel@example.ru"


def test_a_consent_signed_after_a_withdrawal_begins_anew(school, cycle, kira):
    birth = born_to_be(school, 13)
    known = make_child(school, birth_on=birth)
    make_guardian(known)
    make_consent(known, "pd_representative", S.WITHDRAWN)

    applications.accept(
        application=applied(cycle, birth_on=birth),
        person=known,
        is_verified=True,
        by=kira,
    )

    assert set(Consent.objects.values_list("status", flat=True)) == {
        S.WITHDRAWN,
        S.VERIFIED,
    }


def test_a_double_is_not_entered_as_new(client, school, cycle, kira):
    make_child(school)
    application = applied(cycle)
    client.force_login(kira)

    response = client.post(
        link("registry:application_accept", pk=application.pk), {"person": "new"}
    )

    assert "уже есть в реестре" in response.content.decode()
    application.refresh_from_db()
    assert application.status == ApplicationStatus.SUBMITTED


def test_a_namesake_born_on_another_day_is_not_offered(client, school, cycle, kira):
    make_child(school, 12)
    client.force_login(kira)

    page = client.get(link("registry:application_detail", pk=applied(cycle).pk))

    assert not page.context["has_namesakes"]


def test_a_rejection_tells_why(client, cycle, kira):
    application = applied(cycle)
    client.force_login(kira)
    url = link("registry:application_reject", pk=application.pk)

    empty = client.post(url, {"remark": ""})
    assert "remark" in empty.context["reject_form"].errors
    client.post(url, {"remark": "Набор в эту группу закончен"})

    application.refresh_from_db()
    assert application.status == ApplicationStatus.REJECTED
    letter = Notification.objects.get(address="pavel@example.ru")
    assert "Набор в эту группу закончен" in letter.text
    assert "Мирная" not in letter.subject
    page = client.get(link("registry:application_detail", pk=application.pk))
    assert "Набор в эту группу закончен" in page.content.decode()


@pytest.mark.parametrize(
    ("act", "typed"),
    [("reject", {"remark": "Набор закончен"}), ("accept", {"person": "new"})],
)
def test_who_has_no_mail_is_told_by_telephone(client, cycle, kira, act, typed):
    application = applied(cycle, email="")
    client.force_login(kira)
    detail = link("registry:application_detail", pk=application.pk)
    assert "сообщите по телефону" in client.get(detail).content.decode()

    url = link(f"registry:application_{act}", pk=application.pk)
    answer = client.post(url, typed, follow=True).content.decode()

    assert "письма не будет" in answer
    assert application.phone in answer
    assert application.phone in client.get(detail).content.decode()


def test_an_application_is_decided_once_and_with_a_reason(cycle, kira, dina):
    application = applied(cycle, email="")
    with pytest.raises(PermissionDenied, match="куратор или заместитель директора"):
        applications.reject(application=application, remark="Нет", by=dina)
    with pytest.raises(Refused, match="причину"):
        applications.reject(application=application, remark=" ", by=kira)

    applications.reject(application=application, remark="Нет мест", by=kira)

    with pytest.raises(PermissionDenied, match="уже принято"):
        applications.accept(
            application=application, person=None, is_verified=False, by=kira
        )
    assert not Notification.objects.filter(address__gt="").exists()


def test_a_mentor_nobody_knows_goes_the_road_of_selection(cycle, kira, client):
    application = applied_by_an_adult(cycle)
    client.force_login(kira)

    client.post(
        link("registry:application_accept", pk=application.pk), {"person": "new"}
    )

    assert MentorCard.objects.get().status == MentorStatus.SUBMITTED


def test_a_mentee_is_not_asked_whether_he_is_known(client, cycle, kira):
    client.force_login(kira)
    page = client.get(link("registry:application_detail", pk=applied(cycle).pk))

    assert "is_known" not in page.context["accept_form"].fields
