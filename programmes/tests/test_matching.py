"""What the matching promises a curator: places, aims, locks, one cause per mentor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from programmes.matching import (
    Cause,
    Criterion,
    Mentee,
    Mentor,
    Weights,
    explain,
    match,
)
from programmes.tests.matching_cast import MAX, MIA


def test_a_pair_is_proposed_with_parts_that_add_up():
    result = match([MAX], [MIA])

    (proposal,) = result.proposals
    assert (proposal.mentee, proposal.mentor) == (1, 1)
    assert proposal.score == sum(part.points for part in proposal.parts)
    assert sum(part.maximum for part in proposal.parts) == 1000
    assert [part.code for part in proposal.parts] == list(Criterion)
    assert result.unmatched == ()
    assert result.certificate.holds


def test_a_refused_pair_is_not_proposed_again():
    (unmatched,) = match([MAX], [MIA], refused=[(MIA.key, MAX.key)]).unmatched

    assert unmatched.causes == ((Cause.REFUSED, 1),)


def test_causes_of_an_unmatched_mentee_count_every_mentor_once():
    too_old = [replace(MAX, key=k, person_key=k, age_to=11) for k in range(100, 107)]
    full = [replace(MAX, key=k, person_key=k, capacity=0) for k in range(200, 203)]

    (unmatched,) = match([*too_old, *full], [MIA]).unmatched

    assert unmatched.causes == ((Cause.AGE, 7), (Cause.SEATS, 3))
    assert (
        unmatched.summary()
        == "Возраст вне пожеланий у 7 наставников; мест нет у 3 наставников"
    )


def test_a_mentor_excluded_twice_is_counted_under_the_first_cause():
    sister = replace(MIA, blocked=frozenset({MAX.person_key}), age=17)

    (unmatched,) = match([MAX], [sister]).unmatched

    assert unmatched.causes == ((Cause.BLOCKED, 1),)


def test_places_run_out_for_the_one_who_fits_worse():
    other = replace(MIA, key=2, person_key=22, request_text="театр")

    result = match([MAX], [other, MIA])

    assert result.pairings == {(MIA.key, MAX.key)}
    assert [(u.mentee, u.causes) for u in result.unmatched] == [
        (2, ((Cause.SEATS, 1),))
    ]


def test_a_mentor_with_several_places_takes_a_group():
    group = [replace(MIA, key=k, person_key=20 + k) for k in range(1, 5)]

    result = match([replace(MAX, capacity=3)], group)

    assert len(result.proposals) == 3
    assert result.certificate.holds


def test_one_more_pair_outweighs_a_better_pair():
    anybody = replace(MAX, key=2, person_key=12, age_from=None, age_to=None)
    young = replace(MIA, key=2, person_key=22, age=8, request_text="")
    poor = replace(MAX, competences=frozenset())

    result = match([poor, anybody], [MIA, young])

    assert result.pairings == {(1, 1), (2, 2)}


def test_three_poor_pairs_outweigh_two_perfect_ones():
    weights = Weights.from_mapping({"competence": 1000})
    mentors = [
        Mentor(1, 11, 1, True, competences=frozenset({"театр"})),
        Mentor(2, 12, 1, True, competences=frozenset({"хор"})),
        Mentor(3, 13, 1, True),
    ]
    mentees = [
        Mentee(1, 21, True),
        Mentee(2, 22, True, requests=frozenset({"театр"})),
        Mentee(3, 23, True, requests=frozenset({"хор"})),
    ]

    result = match(
        mentors, mentees, weights=weights, refused=[(1, 2), (1, 3), (2, 3), (3, 1)]
    )

    assert result.pairings == {(1, 1), (2, 2), (3, 3)}
    assert result.certificate.total == 0
    assert result.certificate.holds


def test_the_worst_pair_is_raised_before_the_sum():
    strong = replace(MAX, key=1, competences=frozenset({"физика", "химия", "биология"}))
    weak = replace(MAX, key=2, person_key=12, competences=frozenset({"физика"}))
    wide = replace(
        MIA, request_text="", requests=frozenset({"физика", "химия", "биология"})
    )
    narrow = replace(wide, key=2, person_key=22, requests=frozenset({"химия"}))

    result = match([strong, weak], [wide, narrow])

    assert result.pairings == {(1, 2), (2, 1)}
    assert result.certificate.floor == min(p.score for p in result.proposals)


@pytest.mark.parametrize(("mentors", "mentees"), [([], []), ([MAX], []), ([], [MIA])])
def test_an_empty_side_gives_an_empty_result_with_a_true_certificate(mentors, mentees):
    result = match(mentors, mentees)

    assert result.proposals == ()
    assert [u.mentee for u in result.unmatched] == [m.key for m in mentees]
    assert result.certificate.holds


def test_without_any_mentor_the_cause_is_said():
    (unmatched,) = match([], [MIA]).unmatched

    assert unmatched.summary() == "В подборе нет ни одного наставника"


def test_a_lock_stands_against_the_score():
    other = replace(MIA, key=2, person_key=22, request_text="театр")

    result = match([MAX], [MIA, other], locked=[(2, 1)])

    assert [(p.mentee, p.mentor, p.is_locked) for p in result.proposals] == [
        (2, 1, True)
    ]
    assert result.certificate.holds


def test_a_lock_overrides_a_wish_and_the_part_says_so():
    (proposal,) = match([MAX], [replace(MIA, age=17)], locked=[(1, 1)]).proposals

    age = next(part for part in proposal.parts if part.code == Criterion.AGE)
    assert explain(age) == "Возраст вне пожеланий наставника — 0 из 60"


@pytest.mark.parametrize(
    ("changes", "choices", "cause"),
    [
        ({"has_consent": False}, {}, Cause.MENTEE_CONSENT),
        ({"blocked": frozenset({11})}, {}, Cause.BLOCKED),
        ({"forms": frozenset({"teacher-student"})}, {}, Cause.FORM),
        ({}, {"refused": [(1, 1)]}, Cause.REFUSED),
    ],
)
def test_a_lock_that_may_not_stand_is_told(changes, choices, cause):
    mentee = replace(MIA, **changes)

    result = match([MAX], [mentee], locked=[(1, 1)], **choices)

    assert [(b.mentee, b.mentor, b.cause) for b in result.broken_locks] == [
        (1, 1, cause)
    ]
    assert result.broken_locks[0].reason().startswith("Закреплённая пара не сохранена")
    assert result.proposals == ()
    assert result.certificate.holds


def test_contradictory_locks_keep_the_first_and_tell_the_others():
    second = replace(MAX, key=2, person_key=12)
    other = replace(MIA, key=2, person_key=22)

    result = match(
        [MAX, second],
        [MIA, other],
        locked=[(1, 1), (1, 2), (2, 1), (9, 1), (1, 9)],
    )

    assert [(b.mentee, b.mentor, b.cause) for b in result.broken_locks] == [
        (1, 2, Cause.LOCKED),
        (1, 9, Cause.ABSENT),
        (2, 1, Cause.SEATS),
        (9, 1, Cause.ABSENT),
    ]
    assert result.pairings == {(1, 1), (2, 2)}


def test_a_pair_already_shown_is_kept_where_little_is_lost():
    twin = replace(MAX, key=2, person_key=12)

    free = match([MAX, twin], [MIA])
    kept = match([MAX, twin], [MIA], shown=[(1, 2)])

    assert free.pairings == {(1, 1)}
    assert kept.pairings == {(1, 2)}
    assert kept.proposals[0].score == free.proposals[0].score
    assert kept.certificate.total == free.certificate.total + 10


def test_preferences_decide_between_equal_mentors():
    twin = replace(MAX, key=2, person_key=12)

    assert match([MAX, twin], [replace(MIA, named=(2,))]).pairings == {(1, 2)}


@pytest.mark.parametrize(
    ("mentors", "mentees"),
    [
        ([MAX, MAX], [MIA]),
        ([MAX], [MIA, MIA]),
        ([replace(MAX, capacity=-1)], [MIA]),
    ],
)
def test_a_case_that_contradicts_itself_is_not_accepted(mentors, mentees):
    with pytest.raises(ValueError, match=r"key occurs twice|less than no places"):
        match(mentors, mentees)
