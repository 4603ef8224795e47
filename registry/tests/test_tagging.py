from __future__ import annotations

import pytest

from registry.reference import competences
from registry.tagging import Recognised, Vocabulary

TAGS = {
    1: ("математика", "алгебра"),
    2: ("подготовка к экзаменам", "ОГЭ", "ЕГЭ"),
    3: ("публичные выступления", "ораторское искусство"),
    4: ("шахматы",),
}


@pytest.fixture
def vocabulary():
    return Vocabulary(TAGS)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Математика", (1,)),
        ("хочу подтянуть математику", (1,)),
        ("Подготовиться к ОГЭ по алгебре", (1, 2)),
        ("не боюсь публичных выступлений", (3,)),
        ("МАТЕМАТИКА; шахматы, математике", (1, 4)),
        ("игра в шахматы на первенство района среди школ", (4,)),
    ],
)
def test_known_topics_are_recognised_in_any_form(vocabulary, text, tags):
    found = vocabulary.recognise(text)

    assert tuple(sorted(found.tags)) == tags


def test_what_names_no_tag_is_told_as_it_is(vocabulary):
    assert vocabulary.recognise("Пчеловодство; шахматы") == Recognised(
        (4,), ("Пчеловодство",)
    )


@pytest.mark.parametrize("text", ["", "—", "123"])
def test_what_has_no_words_is_not_told(vocabulary, text):
    assert vocabulary.recognise(text) == Recognised((), ())


def test_words_known_to_name_nothing_are_not_told():
    vocabulary = Vocabulary(TAGS, ["Помогите, пожалуйста", "другое"])

    assert vocabulary.recognise("помогите,  пожалуйста") == Recognised((), ())
    assert vocabulary.recognise("Другое; шахматы") == Recognised((4,), ())


@pytest.mark.parametrize("text", ["выступать", "Выступлю!", "моё выступление"])
def test_a_star_stands_for_the_rest_of_the_word(text):
    assert Vocabulary({3: ["выступ*"]}).recognise(text).tags == (3,)


def test_all_words_of_a_phrase_are_wanted():
    vocabulary = Vocabulary({5: ["финансов* грамотн*"]})

    assert vocabulary.recognise("основы финансовой грамотности").tags == (5,)
    assert vocabulary.recognise("грамотность").tags == ()


def test_beginnings_are_long_enough_to_mean_something():
    heads = [
        word
        for tag in competences()
        for synonym in tag.synonyms
        for word in synonym.split()
        if word.endswith("*") and len(word) < 5 and " " not in synonym
    ]

    assert heads == []


def test_a_learnt_tag_is_known_from_then_on(vocabulary):
    vocabulary.add(9, ["пчеловодство"])

    assert vocabulary.recognise("Пчеловодства").tags == (9,)


def test_the_words_of_the_whole_vocabulary_find_themselves():
    tags = list(competences())
    vocabulary = Vocabulary(
        {key: (tag.title, *tag.synonyms) for key, tag in enumerate(tags)}
    )

    lost = [
        tag.title
        for key, tag in enumerate(tags)
        if key not in vocabulary.recognise(tag.title).tags
    ]

    assert lost == []
