"""Russian words of requests and competences meet across their forms."""

from __future__ import annotations

import pytest

from programmes.matching import words
from programmes.matching.words import labelled


def test_a_request_in_free_text_meets_a_competence_in_other_words():
    request = words("Подготовка к олимпиаде по математике")
    competence = words("олимпиадная математика")

    assert request == competence
    assert len(request) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("исторический", "история"),
        ("программирование", "программист"),
        ("журналистика", "журналиста"),
        ("английского языка", "английский язык"),
        ("спортивная", "спорт"),
        ("проекты", "проектная деятельность"),
        ("химик", "химическая"),
        ("лидерство", "лидерские навыки"),
        ("финансы", "финансовая"),
        ("школьная", "школа"),
        ("лётное дело", "летное дело"),
    ],
)
def test_forms_of_one_subject_have_one_stem(one, other):
    assert words(one) == words(other) != frozenset()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("логика", "логистика"),
        ("физика", "физкультура"),
        ("русский язык", "английский язык"),
        ("биология", "биография"),
    ],
)
def test_different_subjects_stay_different(one, other):
    assert words(one).isdisjoint(words(other))


@pytest.mark.parametrize("text", ["", "   ", "— 11, 9", "Хочу помощь в занятиях"])
def test_text_that_names_no_subject_has_no_words(text):
    assert words(text) == frozenset()


def test_foreign_names_are_kept_with_their_signs():
    assert words("Python, C++ и C#, 3D") == {"python", "c++", "c#", "3d"}


def test_a_stem_is_shown_by_the_tag_it_stands_in_else_by_its_own_word():
    labels = labelled({"олимпиадная математика"}, "Математику и шахматы")

    assert sorted(set(labels.values())) == ["олимпиадная математика", "шахматы"]


def test_a_tag_of_one_letter_stands_for_itself():
    assert labelled({"C"}) == {"c": "C"}
