"""The consent form as the rows make it: blank, given, for a class."""

from __future__ import annotations

import pytest

from documents.tests.reading import whole_text
from registry.enums import ConsentKind, ConsentStatus, Medium
from registry.queries.consent_paper import consent_payload, consent_pdf, consents_pdf
from registry.tests.consent_factories import (
    make_child,
    make_consent,
    make_guardian,
    make_person,
)

K = ConsentKind
S = ConsentStatus

pytestmark = pytest.mark.both


def test_a_blank_leaves_room_for_the_pen(school):
    child = make_child(school)

    payload = consent_payload(make_consent(child, K.REPRESENTATIVE))

    assert payload["state"] == "blank"
    assert payload["date"] == ""
    assert payload["representative"]["name"] == ""
    assert payload["subject"]["name"] == "Мирная Мия Олеговна"


def test_a_blank_names_the_representative_who_is_known(school):
    child = make_child(school)
    make_guardian(child)

    payload = consent_payload(make_consent(child, K.REPRESENTATIVE))

    assert payload["representative"]["name"] == "Мирный Павел Сергеевич"
    assert payload["representative"]["relation"] == "отец"
    assert [line["name"] for line in payload["signatories"]] == [
        "П. С. Мирный",
        "М. О. Мирная",
    ]


def test_a_child_under_14_has_no_line_to_sign(school):
    child = make_child(school, 12)

    payload = consent_payload(make_consent(child, K.REPRESENTATIVE))

    assert len(payload["signatories"]) == 1


def test_an_adult_signs_alone(school):
    payload = consent_payload(make_consent(make_person(school)))

    assert payload["representative"] is None
    assert payload["signatories"][0]["post"] == "Субъект персональных данных"


@pytest.mark.parametrize(
    ("medium", "words"),
    [
        (Medium.PAPER, "собственноручно"),
        (Medium.CABINET, "личном кабинете"),
        (Medium.PUBLIC_FORM, "в заявке"),
    ],
)
def test_what_was_given_says_how(school, medium, words):
    child = make_child(school)
    make_guardian(child)
    consent = make_consent(
        child,
        K.REPRESENTATIVE,
        S.SIGNED,
        medium=medium,
        cosigner_name=child.full_name,
    )

    mark = consent_payload(consent)["blocks"][-1]

    assert words in mark["text"]
    assert "Подписал и несовершеннолетний" in mark["text"]
    assert "не проверено" in mark["text"]


def test_a_name_alone_is_printed_as_the_signer(school):
    child = make_child(school)
    make_guardian(child)
    consent = make_consent(
        child,
        K.REPRESENTATIVE,
        S.VERIFIED,
        signer=None,
        signer_name="Мирная Анна Игоревна",
        capacity="мать",
    )

    payload = consent_payload(consent)

    assert payload["representative"]["name"] == "Мирная Анна Игоревна"
    assert payload["representative"]["contacts"] == ""
    assert payload["signatories"][0]["name"] == "А. И. Мирная"


def test_a_withdrawn_consent_prints_when_it_ended(school):
    person = make_person(school)
    consent = make_consent(person, status=S.WITHDRAWN, verified_at=person.created_at)

    text = whole_text(consent_pdf(consent))

    assert "Отозвано" in text
    assert "Проверенооператором" in text


def test_a_consent_to_publish_prints_its_answers_and_sites(school):
    school.site = "https://school.example.ru"
    school.save()
    consent = make_consent(
        make_person(school),
        K.PUBLICATION,
        S.VERIFIED,
        answers={"photo": {"is_allowed": True, "conditions": "только группой"}},
    )

    terms = consent_payload(consent)["publication"]

    assert terms["urls"] == [
        "https://school.example.ru",
        f"http://127.0.0.1:8000/{school.slug}/",
    ]
    answers = {field["name"]: field["is_allowed"] for field in terms["fields"]}
    assert answers["изображение (фотография)"] is True
    assert answers["фамилия, имя, отчество"] is False


def test_a_blank_to_publish_asks_each_field(school):
    terms = consent_payload(make_consent(make_person(school), K.PUBLICATION))[
        "publication"
    ]

    assert {field["is_allowed"] for field in terms["fields"]} == {None}


def test_a_class_is_printed_in_one_file(school):
    rows = [make_consent(make_person(school)) for _ in range(2)]

    text = whole_text(consents_pdf(rows))

    for row in rows:
        assert row.person.first_name in text
    assert text.count("Предметсогласия") == 2
