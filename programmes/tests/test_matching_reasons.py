"""Every pair and every missing pair is explained; the points follow the weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programmes.matching import (
    CHOICES,
    DEFAULT_WEIGHTS,
    Case,
    Cause,
    Criterion,
    Part,
    Weights,
    candidates,
    explain,
    match,
)
from programmes.tests.matching_cast import MAX, MIA


def only_part(code, mentor=MAX, mentee=MIA, **choices):
    (candidate,) = candidates(Case((mentor,), (mentee,), **choices), mentee.key)
    return next(part for part in candidate.parts if part.code == code)


def test_reasons_are_sentences_the_weightiest_first():
    (proposal,) = match([MAX], [MIA]).proposals

    assert proposal.reasons({"student-student": "«ученик — ученик»"}) == [
        "Компетенции отвечают запросу: олимпиадная математика — 350 из 350",
        "Подходит форма наставничества: «ученик — ученик» — 60 из 60",
        "Возраст отвечает пожеланию наставника: 12 лет — 60 из 60",
        "Общие интересы: походы — 27 из 80",
        "Общее время: среда — 27 из 80",
    ]


@pytest.mark.parametrize(
    ("mentor", "mentee", "cause", "reason"),
    [
        (
            MAX,
            replace(MIA, has_consent=False),
            Cause.MENTEE_CONSENT,
            "Нет согласия наставляемого, без него подбор невозможен",
        ),
        (
            replace(MAX, has_consent=False),
            MIA,
            Cause.MENTOR_CONSENT,
            "Нет согласия у 1 наставника",
        ),
        (
            replace(MAX, person_key=MIA.person_key),
            MIA,
            Cause.ONESELF,
            "Сам наставляемый числится наставником",
        ),
        (
            replace(MAX, blocked=frozenset({MIA.person_key})),
            MIA,
            Cause.BLOCKED,
            "Родство или запрет на пару у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, blocked=frozenset({MAX.person_key})),
            Cause.BLOCKED,
            "Родство или запрет на пару у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, forms=frozenset({"teacher-student"})),
            Cause.FORM,
            "Форма наставничества не подходит у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, age=9),
            Cause.AGE,
            "Возраст вне пожеланий у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, age=15),
            Cause.AGE,
            "Возраст вне пожеланий у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, formats=frozenset({"онлайн"})),
            Cause.FORMAT,
            "Формат встреч не подходит у 1 наставника",
        ),
        (
            MAX,
            replace(MIA, times=frozenset({"суббота"})),
            Cause.TIME,
            "Общего времени нет у 1 наставника",
        ),
        (replace(MAX, capacity=0), MIA, Cause.SEATS, "Мест нет у 1 наставника"),
    ],
)
def test_a_hard_exclusion_leaves_the_mentee_unmatched_and_says_why(
    mentor, mentee, cause, reason
):
    result = match([mentor], [mentee])

    (unmatched,) = result.unmatched
    assert result.proposals == ()
    assert unmatched.causes == ((cause, 1),)
    assert unmatched.reasons() == [reason]
    assert result.certificate.holds
    assert candidates(Case((mentor,), (mentee,)), mentee.key)[0].cause == cause


def test_choices_of_both_sides_give_points_by_place():
    mentor = replace(MAX, named=(5, 1))
    mentee = replace(MIA, named=(1,))

    parts = [only_part(code, mentor, mentee) for code in CHOICES]

    assert [explain(part) for part in parts] == [
        "Наставляемый выбрал этого наставника: 1-е место в списке — 150 из 150",
        "Наставник выбрал этого наставляемого: 2-е место в списке — 64 из 80",
        "Выбор взаимный — 140 из 140",
    ]


@pytest.mark.parametrize(
    ("code", "mentor", "mentee", "sentence"),
    [
        (
            Criterion.COMPETENCE,
            MAX,
            replace(MIA, request_text="театр"),
            "Компетенции не пересекаются с запросом — 0 из 350",
        ),
        (
            Criterion.COMPETENCE,
            MAX,
            replace(MIA, request_text=""),
            "Запрос или компетенции не указаны — 0 из 350",
        ),
        (
            Criterion.AGE,
            MAX,
            replace(MIA, age=None),
            "Возраст или пожелание к нему не указаны — 30 из 60",
        ),
        (
            Criterion.FORM,
            replace(MAX, forms=frozenset()),
            MIA,
            "Форма наставничества указана не у обоих — 30 из 60",
        ),
        (
            Criterion.MENTEE_CHOICE,
            MAX,
            replace(MIA, named=(7,)),
            "Наставляемый выбрал других наставников — 0 из 150",
        ),
    ],
)
def test_what_is_missing_is_said_plainly(code, mentor, mentee, sentence):
    assert explain(only_part(code, mentor, mentee)) == sentence


def test_a_tag_weighs_twice_a_word_of_free_text():
    mentee = replace(MIA, requests=frozenset({"шахматы"}), request_text="про театр")

    assert only_part(Criterion.COMPETENCE, mentee=mentee).points == 233


def test_candidates_list_the_admissible_first():
    better = replace(MAX, key=2, person_key=12, interests=frozenset({"кино", "походы"}))
    refused = replace(MAX, key=3, person_key=13)
    case = Case((MAX, better, refused), (MIA,), refused=frozenset({(1, 3)}))

    found = candidates(case, MIA.key)

    assert [(c.mentor, c.cause) for c in found] == [
        (2, None),
        (1, None),
        (3, Cause.REFUSED),
    ]


@pytest.mark.parametrize(
    ("age", "told"), [(11, "11 лет"), (21, "21 год"), (12, "12 лет"), (23, "23 года")]
)
def test_ages_are_told_in_good_russian(age, told):
    part = Part(Criterion.AGE, 60, 60, (str(age),))

    assert explain(part) == f"Возраст отвечает пожеланию наставника: {told} — 60 из 60"


def test_weights_come_from_stored_settings():
    weights = Weights.from_mapping({"competence": 900, "age": 100})

    assert weights.points[Criterion.COMPETENCE] == 900
    assert weights.points[Criterion.TIME] == 0


def test_weights_without_choices_still_add_up():
    weights = DEFAULT_WEIGHTS.without(*CHOICES)

    (proposal,) = match([MAX], [MIA], weights=weights).proposals
    assert sum(weights.points.values()) == 1000
    assert weights.points[Criterion.COMPETENCE] == 556
    assert [part.maximum for part in proposal.parts[-3:]] == [0, 0, 0]


@pytest.mark.parametrize(
    "points",
    [
        {"competence": 999},
        {"competence": 1001},
        {"competence": 1100, "age": -100},
        {"unheard of": 1000},
    ],
)
def test_wrong_weights_are_not_accepted(points):
    with pytest.raises(ValueError, match=r"weight|Criterion"):
        Weights.from_mapping(points)


def test_every_criterion_needs_a_weight():
    with pytest.raises(ValueError, match="Every criterion"):
        Weights({Criterion.COMPETENCE: 1000})


def test_all_criteria_cannot_be_left_out():
    with pytest.raises(ValueError, match="At least one"):
        DEFAULT_WEIGHTS.without(*Criterion)
