from __future__ import annotations

import pytest

from common.russian.cases import Case, decline_organisation, decline_post


@pytest.mark.parametrize(
    ("post", "case", "expected"),
    [
        (
            "заместитель директора по воспитательной работе",
            Case.GENITIVE,
            "заместителя директора по воспитательной работе",
        ),
        ("педагог-психолог", Case.DATIVE, "педагогу-психологу"),
        ("учитель математики", Case.INSTRUMENTAL, "учителем математики"),
        ("Социальный педагог", Case.ACCUSATIVE, "Социального педагога"),
        ("Старшая вожатая", Case.ACCUSATIVE, "Старшую вожатую"),
        ("Заведующая библиотекой", Case.GENITIVE, "Заведующей библиотекой"),
        ("дежурный по школе", Case.DATIVE, "дежурному по школе"),
        (
            "Исполняющий обязанности директора",
            Case.GENITIVE,
            "Исполняющего обязанности директора",
        ),
        ("учитель физики и информатики", Case.GENITIVE, "учителя физики и информатики"),
        (
            "учитель музыки, классный руководитель",
            Case.DATIVE,
            "учителю музыки, классному руководителю",
        ),
        ("учитель и куратор", Case.PREPOSITIONAL, "учителе и кураторе"),
        ("ДИРЕКТОР", Case.DATIVE, "ДИРЕКТОРУ"),
        ("тьютор", Case.GENITIVE, "тьютора"),
        ("пресс-секретарь", Case.GENITIVE, "пресс-секретаря"),
        ("учитель математики", Case.NOMINATIVE, "учитель математики"),
    ],
)
def test_a_post_is_declined_by_its_head_noun(post, case, expected):
    assert decline_post(post, case) == expected


@pytest.mark.parametrize("case", list(Case))
@pytest.mark.parametrize(
    "post",
    [
        "и. о. директора",
        "И.о. директора",
        "Врио директора",
        "зам. директора",
        "Manager",
        "",
        "8А",
    ],
)
def test_a_post_that_cannot_be_declined_stays_as_it_is(post, case):
    assert decline_post(post, case) == post


@pytest.mark.parametrize(
    ("title", "case", "expected"),
    [
        (
            'Муниципальное бюджетное общеобразовательное учреждение "Школа № 165"',
            Case.GENITIVE,
            'Муниципального бюджетного общеобразовательного учреждения "Школа № 165"',
        ),
        (
            "Муниципальное казенное учреждение",
            Case.GENITIVE,
            "Муниципального казенного учреждения",
        ),
        (
            "Муниципальное казённое учреждение",
            Case.GENITIVE,
            "Муниципального казённого учреждения",
        ),
        ("Муниципальный центр", Case.ACCUSATIVE, "Муниципальный центр"),
        ("Школа-интернат № 3", Case.INSTRUMENTAL, "Школой-интернатом № 3"),
        ("Детский сад № 5", Case.DATIVE, "Детскому саду № 5"),
        ("Центр «Точка роста»", Case.PREPOSITIONAL, "Центре «Точка роста»"),
        ("Ивановская СОШ", Case.GENITIVE, "Ивановской СОШ"),
        ("Дворец творчества", Case.GENITIVE, "Дворца творчества"),
        ("Дворец творчества", Case.NOMINATIVE, "Дворец творчества"),
    ],
)
def test_an_organisation_is_declined_by_its_head_noun_group(title, case, expected):
    assert decline_organisation(title, case) == expected


@pytest.mark.parametrize(
    "title", ["МБОУ «Школа № 165»", "ООО «Ромашка»", "«Радуга»", "Oak School"]
)
def test_an_organisation_that_cannot_be_declined_stays_as_it_is(title):
    assert decline_organisation(title, Case.GENITIVE) == title
