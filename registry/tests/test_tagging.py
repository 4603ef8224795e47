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


def test_a_short_unknown_phrase_may_become_a_tag(vocabulary):
    assert vocabulary.recognise("пчеловодство; шахматы") == Recognised(
        (4,), ("пчеловодство",)
    )


@pytest.mark.parametrize(
    "text", ["", "—", "123", "мне трудно сказать что именно мне сейчас нужно от других"]
)
def test_what_is_no_topic_becomes_no_tag(vocabulary, text):
    assert vocabulary.recognise(text) == Recognised((), ())


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
