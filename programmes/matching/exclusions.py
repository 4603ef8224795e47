"""Why a mentor and a mentee may not be paired at all, whatever their points."""

from __future__ import annotations

from enum import StrEnum

from programmes.matching.people import Mentee, Mentor


class Cause(StrEnum):
    """Causes in the order they are looked for; a pair is counted under the first.

    The last two concern locks alone: the mentee stands in another lock, or one of the
    two is no longer in the case.
    """

    MENTEE_CONSENT = "mentee_consent"
    ONESELF = "oneself"
    BLOCKED = "blocked"
    REFUSED = "refused"
    MENTOR_CONSENT = "mentor_consent"
    FORM = "form"
    AGE = "age"
    FORMAT = "format"
    TIME = "time"
    SEATS = "seats"
    LOCKED = "locked"
    ABSENT = "absent"


WISHES = frozenset({Cause.AGE, Cause.FORMAT, Cause.TIME})
"""Wishes of the two: a curator's lock may override them, nothing else."""


def exclusion(mentor: Mentor, mentee: Mentee, *, is_refused: bool) -> Cause | None:
    """The first cause that forbids the pair, or None when it is admissible."""
    return personal_exclusion(
        mentor, mentee, is_refused=is_refused
    ) or profile_exclusion(mentor, mentee)


def personal_exclusion(
    mentor: Mentor, mentee: Mentee, *, is_refused: bool
) -> Cause | None:
    """Causes between these two persons."""
    if not mentee.has_consent:
        return Cause.MENTEE_CONSENT
    if mentor.person_key == mentee.person_key:
        return Cause.ONESELF
    if mentor.person_key in mentee.blocked or mentee.person_key in mentor.blocked:
        return Cause.BLOCKED
    return Cause.REFUSED if is_refused else None


def profile_exclusion(mentor: Mentor, mentee: Mentee) -> Cause | None:
    """Causes that depend on the mentee's forms, age, formats and times alone."""
    if not mentor.has_consent:
        return Cause.MENTOR_CONSENT
    if are_apart(mentor.forms, mentee.forms):
        return Cause.FORM
    if not is_wanted_age(mentor, mentee.age):
        return Cause.AGE
    if are_apart(mentor.formats, mentee.formats):
        return Cause.FORMAT
    return Cause.TIME if are_apart(mentor.times, mentee.times) else None


def are_apart(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Both have said something and nothing of it is common."""
    return bool(ours) and bool(theirs) and ours.isdisjoint(theirs)


def is_wanted_age(mentor: Mentor, age: int | None) -> bool:
    """An unknown age does not forbid; it is only worth fewer points."""
    if age is None:
        return True
    too_young = mentor.age_from is not None and age < mentor.age_from
    too_old = mentor.age_to is not None and age > mentor.age_to
    return not (too_young or too_old)
