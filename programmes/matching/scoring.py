"""Integer points of a pair; the parts always add up to the score exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from programmes.matching.exclusions import are_apart, is_wanted_age
from programmes.matching.people import Criterion, Mentee, Mentor, Weights
from programmes.matching.words import labelled

FULL, HALF = 100, 50
TAG_WEIGHT, WORD_WEIGHT = 2, 1
STEPS = (0, 34, 67, FULL)
LONGEST_LIST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one criterion out of the most it can give.

    `detail` holds tags, codes or words that explain them. `is_known` is False where
    one of the two has not said what the criterion compares.
    """

    code: Criterion
    points: int
    maximum: int
    detail: tuple[str, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """A mentor with competences and interests as stems, each with what to show for it."""

    mentor: Mentor
    competences: Mapping[str, str]
    interests: Mapping[str, str]

    @classmethod
    def of(cls, mentor: Mentor) -> Offer:
        return cls(
            mentor,
            labelled(mentor.competences, mentor.competence_text),
            labelled(mentor.interests),
        )


@dataclass(frozen=True, slots=True)
class Need:
    """A mentee with the stems of the request, each with its weight, and interests.

    A mentee who has named no interests is compared by the request.
    """

    mentee: Mentee
    request: Mapping[str, int]
    interests: frozenset[str]

    @classmethod
    def of(cls, mentee: Mentee) -> Need:
        tagged = labelled(mentee.requests)
        request = {
            root: TAG_WEIGHT if root in tagged else WORD_WEIGHT
            for root in labelled(mentee.requests, mentee.request_text)
        }
        interests = frozenset(labelled(mentee.interests)) or frozenset(request)
        return cls(mentee, request, interests)


def share_of(weight: int, part: int, whole: int = FULL) -> int:
    """`weight` times part of whole, rounded half up; nothing of nothing is nothing."""
    return (2 * weight * part + whole) // (2 * whole) if whole else 0


def step(common_count: int) -> int:
    """One common thing is worth a third, three and more are worth all."""
    return STEPS[min(common_count, len(STEPS) - 1)]


def rank_share(named: tuple[int, ...], key: int) -> int:
    """The first in a list of five is worth all, the fifth and later ones a fifth."""
    if key not in named:
        return 0
    return FULL * max(LONGEST_LIST - named.index(key), 1) // LONGEST_LIST


def form_share(mentor: Mentor, mentee: Mentee) -> int:
    if not (mentor.forms and mentee.forms):
        return HALF
    return 0 if are_apart(mentor.forms, mentee.forms) else FULL


def age_share(mentor: Mentor, mentee: Mentee) -> int:
    if not is_wanted_age(mentor, mentee.age):
        return 0
    return FULL if is_age_known(mentor, mentee) else HALF


def is_age_known(mentor: Mentor, mentee: Mentee) -> bool:
    has_wish = mentor.age_from is not None or mentor.age_to is not None
    return has_wish and mentee.age is not None


def time_share(mentor: Mentor, mentee: Mentee) -> int:
    if not (mentor.times and mentee.times):
        return HALF
    return step(len(mentor.times & mentee.times))


def profile_points(weights: Weights, mentor: Mentor, mentee: Mentee) -> int:
    """Points that depend on the mentee's forms, age and times alone."""
    most = weights.points
    return (
        share_of(most[Criterion.FORM], form_share(mentor, mentee))
        + share_of(most[Criterion.AGE], age_share(mentor, mentee))
        + share_of(most[Criterion.TIME], time_share(mentor, mentee))
    )


def choice_points(weights: Weights, mentor: Mentor, mentee: Mentee) -> int:
    return sum(part.points for part in choice_parts(weights, mentor, mentee))


def parts_of(weights: Weights, offer: Offer, need: Need) -> tuple[Part, ...]:
    """All parts of the score in the order of the criteria, the empty ones too."""
    most, mentor, mentee = weights.points, offer.mentor, need.mentee
    return (
        competence_part(most[Criterion.COMPETENCE], offer, need),
        interests_part(most[Criterion.INTERESTS], offer, need),
        Part(
            Criterion.FORM,
            share_of(most[Criterion.FORM], form_share(mentor, mentee)),
            most[Criterion.FORM],
            tuple(sorted(mentor.forms & mentee.forms)),
            is_known=bool(mentor.forms and mentee.forms),
        ),
        Part(
            Criterion.AGE,
            share_of(most[Criterion.AGE], age_share(mentor, mentee)),
            most[Criterion.AGE],
            () if mentee.age is None else (str(mentee.age),),
            is_known=is_age_known(mentor, mentee),
        ),
        Part(
            Criterion.TIME,
            share_of(most[Criterion.TIME], time_share(mentor, mentee)),
            most[Criterion.TIME],
            tuple(sorted(mentor.times & mentee.times)),
            is_known=bool(mentor.times and mentee.times),
        ),
        *choice_parts(weights, mentor, mentee),
    )


def competence_part(most: int, offer: Offer, need: Need) -> Part:
    met = [root for root in need.request if root in offer.competences]
    weight = sum(need.request[root] for root in met)
    return Part(
        Criterion.COMPETENCE,
        share_of(most, weight, sum(need.request.values())),
        most,
        tuple(sorted({offer.competences[root] for root in met})),
        is_known=bool(need.request and offer.competences),
    )


def interests_part(most: int, offer: Offer, need: Need) -> Part:
    common = need.interests & offer.interests.keys()
    return Part(
        Criterion.INTERESTS,
        share_of(most, step(len(common))),
        most,
        tuple(sorted({offer.interests[root] for root in common})),
        is_known=bool(need.interests and offer.interests),
    )


def choice_parts(weights: Weights, mentor: Mentor, mentee: Mentee) -> tuple[Part, ...]:
    """The survey of preferences: the mentee's list, the mentor's, both at once (R-173)."""
    is_mutual = mentor.key in mentee.named and mentee.key in mentor.named
    return (
        choice_part(weights, Criterion.MENTEE_CHOICE, mentee.named, mentor.key),
        choice_part(weights, Criterion.MENTOR_CHOICE, mentor.named, mentee.key),
        Part(
            Criterion.MUTUAL_CHOICE,
            weights.points[Criterion.MUTUAL_CHOICE] if is_mutual else 0,
            weights.points[Criterion.MUTUAL_CHOICE],
            is_known=bool(mentee.named and mentor.named),
        ),
    )


def choice_part(
    weights: Weights, criterion: Criterion, named: tuple[int, ...], key: int
) -> Part:
    place = (str(named.index(key) + 1),) if key in named else ()
    most = weights.points[criterion]
    points = share_of(most, rank_share(named, key))
    return Part(criterion, points, most, place, is_known=bool(named))
