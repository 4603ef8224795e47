"""Words that name no topic stay words; the curator says what they mean."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from common.errors import Refused
from common.links import link
from registry.actions.competences import NEW_TOPIC, NO_TOPIC, name_topics, recognise
from registry.actions.reference import load_reference
from registry.enums import TableKind
from registry.models import Competence, MentorCard, Request, TopicPhrase
from registry.queries.vocabulary import unknown_words, vocabulary_of
from registry.tests.consent_factories import (
    make_child,
    make_cycle,
    make_mentee_card,
    make_mentor_card,
    make_person,
)
from registry.tests.import_files import Curator, mentee, mentees_table

pytestmark = pytest.mark.both
WISH = "Хочу, чтобы мне помогли, когда трудно"


@pytest.fixture
def cycle(school):
    load_reference()
    return make_cycle(school)


@pytest.fixture
def bees(school, cycle):
    """A mentor and a mentee who both keep bees."""
    mentor = make_mentor_card(
        make_person(school), cycle=cycle, competences_text="математика; пчеловодство"
    )
    card = make_mentee_card(make_child(school), cycle=cycle)
    asked = Request.objects.create(
        organisation=school,
        card=card,
        text="Пчеловодство",
        asked_on=cycle.starts_on,
    )
    return mentor, asked


def titles(rows):
    return sorted(rows.values_list("title", flat=True))


def words_of(cycle):
    return [row.text for row in unknown_words(cycle.organisation, cycle)]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Боюсь выступать перед классом", "публичные выступления"),
        ("выступлю с докладом", "публичные выступления"),
        ("Хочу научиться программировать", "информатика"),
        ("Хочу свободно говорить по-английски", "иностранный язык"),
        ("Не знаю, куда поступать после школы", "профориентация"),
        ("Хочу писать сочинения без ошибок", "русский язык"),
        ("Первое классное руководство, трудно с родителями", "классное руководство"),
    ],
)
def test_the_common_vocabulary_knows_how_people_write(cycle, school, text, topic):
    found = [tag.title for tag in recognise(organisation=school, text=text)]

    assert topic in found


@pytest.mark.parametrize(
    "text", ["физкультминутка", "красивый поступок", "Как дела", "урожай"]
)
def test_a_likeness_of_letters_is_no_topic(cycle, school, text):
    assert recognise(organisation=school, text=text) == []


def test_commas_of_a_wish_make_no_topics(client, school, kira, committed, cycle):
    curator = Curator(client, school, kira, committed)
    before = Competence.objects.count()

    curator.load(
        mentees_table(
            mentee(request=WISH),
            mentee("Юрьева Яна Олеговна", request="Боюсь выступать, стесняюсь"),
        ),
        TableKind.MENTEES,
    )

    assert Competence.objects.count() == before
    asked = Request.objects.get(card__person__last_name="Юрьева")
    assert titles(asked.competences) == [
        "общение и работа в команде",
        "публичные выступления",
    ]
    assert Request.objects.get(text=WISH).competences.count() == 0
    assert words_of(cycle) == [WISH]


def test_words_are_counted_on_both_sides(cycle, bees):
    (row,) = unknown_words(cycle.organisation, cycle)

    assert (row.mentors, row.requests) == (1, 1)


def test_words_named_once_tag_the_cards_and_are_known_later(cycle, school, kira, bees):
    mentor, asked = bees
    biology = Competence.objects.get(title="биология")

    said = {"Пчеловодство": str(biology.pk)}
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)

    assert titles(mentor.competences) == ["биология", "математика"]
    assert titles(asked.competences) == ["биология"]
    assert words_of(cycle) == []
    assert recognise(organisation=school, text="занимаюсь пчеловодством") == [biology]


def test_words_become_a_topic_of_the_organisation(cycle, school, kira, bees):
    said = {"Пчеловодство": NEW_TOPIC}
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)

    tag = Competence.objects.get(organisation=school)
    assert tag.title == "Пчеловодство"
    assert list(tag.mentor_cards.all()) == list(MentorCard.objects.all())


def test_what_is_no_topic_is_not_asked_again(cycle, school, kira, bees):
    said = {"Пчеловодство": NO_TOPIC}
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)

    assert words_of(cycle) == []
    assert bees[1].competences.count() == 0


def test_words_of_one_school_mean_nothing_in_another(
    cycle, school, other_school, kira, bees
):
    tag = Competence.objects.get(title="биология")
    said = {"Пчеловодство": str(tag.pk)}
    name_topics(organisation=school, cycle=cycle, answers=said, by=kira)

    assert vocabulary_of(other_school).recognise("пчеловодство").tags == ()


def test_long_words_are_kept_and_known_by_their_beginning(cycle, school, kira):
    card = make_mentee_card(make_child(school), cycle=cycle)
    long = "Хочется понять себя и то " * 12
    Request.objects.create(
        organisation=school, card=card, text=long, asked_on=cycle.starts_on
    )

    name_topics(organisation=school, cycle=cycle, answers={long: NO_TOPIC}, by=kira)

    assert words_of(cycle) == []


def test_a_topic_that_is_gone_is_said(cycle, school, kira, bees):
    with pytest.raises(Refused, match="больше нет"):
        name_topics(
            organisation=school, cycle=cycle, answers={"Пчеловодство": "0"}, by=kira
        )

    assert not TopicPhrase.objects.exists()


def test_only_who_keeps_the_cards_names_topics(cycle, school, dina):
    with pytest.raises(PermissionDenied):
        name_topics(organisation=school, cycle=cycle, answers={}, by=dina)


# --- The page ---------------------------------------------------------------------------


def test_the_curator_names_words_on_the_page(client, cycle, school, kira, bees):
    client.force_login(kira)
    url = link("registry:topics_name")
    tag = Competence.objects.get(title="биология")

    listed = client.get(link("registry:competence_list")).content.decode()
    page = client.get(url).content.decode()
    sent = {"topic_0": tag.pk, "words_0": "Пчеловодство"}
    answer = client.post(url, sent, follow=True)

    assert url in listed
    assert "пчеловодство" in page.casefold()
    assert "Разобрано: 1 запись" in answer.content.decode()
    assert "Непонятных слов нет" in answer.content.decode()


def test_words_left_for_later_stay(client, cycle, school, kira, bees):
    client.force_login(kira)
    sent = {"topic_0": "", "words_0": "Пчеловодство"}

    client.post(link("registry:topics_name"), sent)

    assert len(words_of(cycle)) == 1


def test_without_a_cycle_the_page_says_so(client, school, kira):
    client.force_login(kira)

    page = client.get(link("registry:topics_name")).content.decode()

    assert "Цикл ещё не открыт" in page


@pytest.mark.parametrize("extra", [1, 4])
def test_the_page_costs_the_same_however_long(
    client, cycle, school, kira, bees, django_assert_max_num_queries, extra
):
    for number in range(extra):
        make_mentor_card(
            make_person(school), cycle=cycle, competences_text=f"диковина {number}"
        )
    client.force_login(kira)

    with django_assert_max_num_queries(14):
        client.get(link("registry:topics_name"))
