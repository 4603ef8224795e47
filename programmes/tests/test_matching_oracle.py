"""The matching against exhaustive search, and its proof against forgery."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from itertools import product
from random import Random
from time import process_time

import pytest

from programmes.matching import (
    DEFAULT_WEIGHTS,
    Case,
    Mentee,
    Mentor,
    candidates,
    match,
    solve,
    verify,
)
from programmes.matching.flow import HeaviestLinks

TAGS = ("математика", "физика", "олимпиады", "рисование", "шахматы", "театр")
FORMS = ("student-student", "teacher-student", "employer-student")
TIMES = ("пн", "вт", "ср", "чт")


def some(random, things, most):
    return frozenset(random.sample(things, random.randint(0, most)))


def random_mentor(random, key, mentee_count):
    low = random.choice([None, 7, 10, 12])
    return Mentor(
        key=key,
        person_key=random.choice([key, 100 + random.randrange(4)]),
        capacity=random.choice([0, 1, 1, 2, 3]),
        has_consent=random.random() > 0.1,
        forms=some(random, FORMS, 2),
        competences=some(random, TAGS, 3),
        competence_text=random.choice(
            ["", "готовлю к олимпиаде", "театральный кружок"]
        ),
        interests=some(random, TAGS, 2),
        age_from=low,
        age_to=low and low + random.randint(1, 4),
        times=some(random, TIMES, 3),
        blocked=frozenset(random.sample(range(100, 110), random.randint(0, 2))),
        named=tuple(random.sample(range(mentee_count), min(2, mentee_count))),
    )


def random_mentee(random, key, mentor_count):
    return Mentee(
        key=key,
        person_key=100 + key,
        has_consent=random.random() > 0.1,
        forms=some(random, FORMS, 2),
        requests=some(random, TAGS, 3),
        request_text=random.choice(["", "хочу на олимпиаду", "играть в шахматы"]),
        interests=some(random, TAGS, 2),
        age=random.choice([None, 8, 10, 11, 13]),
        times=some(random, TIMES, 3),
        blocked=frozenset(random.sample(range(mentor_count), min(1, mentor_count))),
        named=tuple(random.sample(range(mentor_count), min(2, mentor_count))),
    )


def random_case(seed, most_mentees=6, most_mentors=4):
    """Every other case is free of wishes, so that places become scarce."""
    random = Random(seed)
    mentee_count = random.randint(2, most_mentees)
    mentor_count = random.randint(2, most_mentors)
    mentors = [random_mentor(random, k, mentee_count) for k in range(mentor_count)]
    mentees = [random_mentee(random, k, mentor_count) for k in range(mentee_count)]
    if seed % 2:
        free = {"forms": frozenset(), "times": frozenset()}
        mentors = [replace(mentor, age_from=None, **free) for mentor in mentors]
        mentees = [replace(mentee, age=None, **free) for mentee in mentees]
    pairs = list(product(range(mentee_count), range(mentor_count)))
    return Case(
        tuple(mentors),
        tuple(mentees),
        DEFAULT_WEIGHTS,
        refused=frozenset(random.sample(pairs, len(pairs) // 6)),
        shown=frozenset(random.sample(pairs, len(pairs) // 4)),
    )


def best_by_exhaustive_search(case):
    """Most matched, the highest worst score, the greatest sum, over all assignments."""
    places = {mentor.key: mentor.capacity for mentor in case.mentors}
    options = [
        [
            (None, 0),
            *((c.mentor, c.score) for c in candidates(case, m.key) if not c.cause),
        ]
        for m in case.mentees
    ]
    best = (0, 0, 0)
    for choice in product(*options):
        load = Counter(mentor for mentor, _ in choice if mentor is not None)
        if any(count > places[mentor] for mentor, count in load.items()):
            continue
        pairs = [
            (mentee.key, mentor, score)
            for mentee, (mentor, score) in zip(case.mentees, choice, strict=True)
            if mentor is not None
        ]
        shown = sum((mentee, mentor) in case.shown for mentee, mentor, _ in pairs)
        total = sum(score for *_, score in pairs) + 10 * shown
        floor = min((score for *_, score in pairs), default=0)
        best = max(best, (len(pairs), floor, total))
    return best


def reached(case, result):
    free = [p for p in result.proposals if not p.is_locked]
    shown = sum((p.mentee, p.mentor) in case.shown for p in free)
    total = sum(p.score for p in free) + 10 * shown
    return len(free), min((p.score for p in free), default=0), total


@pytest.mark.parametrize("block", range(10))
def test_nothing_better_is_found_by_exhaustive_search(block):
    for seed in range(block * 60, block * 60 + 60):
        case = random_case(seed)

        result = solve(case)

        assert reached(case, result) == best_by_exhaustive_search(case), seed
        assert result.certificate.holds, seed


def test_the_rest_is_best_around_a_lock():
    lock_count = 0
    for seed in range(200):
        case = random_case(seed)
        admissible = [
            (mentee.key, c.mentor)
            for mentee in case.mentees
            for c in candidates(case, mentee.key)
            if not c.cause
        ]
        if not admissible:
            continue
        lock_count += 1
        mentee_key, mentor_key = lock = Random(seed).choice(admissible)
        rest = replace(
            case,
            mentees=tuple(m for m in case.mentees if m.key != mentee_key),
            mentors=tuple(
                replace(m, capacity=m.capacity - (m.key == mentor_key))
                for m in case.mentors
            ),
        )

        result = solve(replace(case, locked=frozenset({lock})))

        assert lock in result.pairings
        assert reached(case, result) == best_by_exhaustive_search(rest), seed
        assert result.certificate.holds, seed
    assert lock_count > 100


def test_every_larger_run_carries_a_true_certificate():
    for seed in range(60):
        case = random_case(seed, most_mentees=60, most_mentors=25)

        result = solve(case)

        assert result.certificate.holds, seed
        assert verify(case, result) == result.certificate
        assert [p.mentee for p in result.proposals] == sorted(
            {m.key for m in case.mentees} - {u.mentee for u in result.unmatched}
        )


def test_the_order_of_the_input_changes_nothing():
    for seed in range(40):
        case = random_case(seed, most_mentees=30, most_mentors=12)
        mentors, mentees = list(case.mentors), list(case.mentees)
        shown, refused = list(case.shown), list(case.refused)
        first = match(mentors, mentees, refused=refused, shown=shown)

        for things in (mentors, mentees, shown, refused):
            Random(seed).shuffle(things)

        assert match(mentors, mentees, refused=refused, shown=shown) == first


def small_case():
    mentors = tuple(
        Mentor(key=k, person_key=k, capacity=1, has_consent=True, competences=tags)
        for k, tags in enumerate(
            [frozenset({"математика"}), frozenset({"театр"}), frozenset({"шахматы"})]
        )
    )
    mentees = tuple(
        Mentee(key=k, person_key=10 + k, has_consent=True, requests=tags)
        for k, tags in enumerate([frozenset({"театр"}), frozenset({"математика"})])
    )
    return Case(mentors, mentees)


def swapped(result):
    one, two = result.proposals
    return replace(
        result,
        proposals=(
            replace(one, mentor=two.mentor),
            replace(two, mentor=one.mentor),
        ),
    )


def worse_but_honest(result):
    case = small_case()
    forced = solve(replace(case, refused=result.pairings))
    return replace(result, proposals=forced.proposals)


def with_first(result, **changes):
    one, *others = result.proposals
    return replace(result, proposals=(replace(one, **changes), *others))


def with_proof(result, **changes):
    return replace(result, proof=replace(result.proof, **changes))


def with_parts_of_another(result):
    return with_first(result, parts=result.proposals[1].parts)


def dearer(result):
    return with_proof(result, mentee_prices={**result.proof.mentee_prices, 0: 10**9})


def cut_short(result):
    return replace(result, proposals=result.proposals[:1])


def doubled(result):
    return replace(result, proposals=result.proposals[:1] * 2)


@pytest.mark.parametrize(
    "forge",
    [
        swapped,
        worse_but_honest,
        cut_short,
        doubled,
        with_parts_of_another,
        dearer,
        partial(with_first, score=999),
        partial(with_first, mentor=0),
        partial(with_first, is_locked=True),
        partial(with_proof, most=(frozenset(), frozenset())),
        partial(with_proof, mentee_prices={}, mentor_prices={}),
        partial(with_proof, mentor_prices={0: -1}),
    ],
)
def test_a_forged_result_has_no_certificate(forge):
    case = small_case()
    result = solve(case)

    forged = forge(result)

    assert verify(case, result).holds
    assert not verify(case, forged).holds


def test_a_floor_that_could_be_higher_has_no_certificate():
    case = small_case()
    low = replace(case, mentors=case.mentors[1:], refused=frozenset({(0, 1)}))
    worse, best = solve(low), solve(case)

    forged = replace(best, proposals=worse.proposals)

    assert worse.certificate.holds
    assert not verify(case, forged).is_floor_highest


def test_a_cover_as_large_as_the_matching_does_not_prove_a_floor():
    case = small_case()
    low = solve(replace(case, mentors=case.mentors[1:], refused=frozenset({(0, 1)})))
    everybody = frozenset({0, 1}), frozenset()

    forged = with_proof(replace(solve(case), proposals=low.proposals), floor=everybody)

    assert not verify(case, forged).is_floor_highest


def test_places_nobody_else_wants_stay_free_at_price_zero():
    links = HeaviestLinks([[(7, 0)], [(9, 1), (5, 0)]], [4, 1], [1, 1])

    links.solve()

    assert links.holders == [[0], [1]]
    assert sum(links.column_price) + 4 * links.row_price[0] + links.row_price[1] == 16


def test_an_ordinary_school_is_matched_at_once():
    random = Random(1)
    mentors = [
        replace(random_mentor(random, k, 60), capacity=3, has_consent=True)
        for k in range(25)
    ]
    mentees = [random_mentee(random, k, 25) for k in range(60)]

    durations = []
    for _ in range(3):
        start = process_time()
        match(mentors, mentees)
        durations.append(process_time() - start)

    assert min(durations) < 0.1


@pytest.mark.deep
def test_a_thousand_mentees_are_matched_within_seconds():
    random = Random(1)
    mentors = [random_mentor(random, k, 1000) for k in range(400)]
    mentees = [random_mentee(random, k, 400) for k in range(1000)]

    start = process_time()
    result = match(mentors, mentees)

    assert process_time() - start < 8
    assert result.certificate.holds
