"""The list of problems of a cycle, and which requests may speak of one (R-147, R-237)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from common.russian.names import normalise
from registry import reference
from registry.enums import Contour
from registry.models import Competence, Cycle, Problem, Request
from registry.queries.requests import (
    RequestsChosen,
    counts_by_problem,
    for_list,
    requests_found,
)
from registry.queries.vocabulary import vocabulary_of

OF_PUPILS = frozenset({"pupil", "student"})


@dataclass(frozen=True, slots=True)
class CountedProblem:
    """A problem with how many requests its list shows."""

    problem: Problem
    requests: int


def problems_of(user: User, cycle: Cycle) -> list[CountedProblem]:
    """Return the problems of the cycle, the most spoken of first."""
    counts = counts_by_problem(user, cycle)
    rows = [
        CountedProblem(problem, counts.get(problem.pk, 0))
        for problem in Problem.objects.filter(cycle=cycle)
    ]
    return sorted(rows, key=lambda row: -row.requests)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A problem of the portal's own list (R-237), by its code."""

    code: str
    title: str
    contour: Contour


def suggestions() -> list[Suggestion]:
    """Return what the portal proposes to begin the list with."""
    return [
        Suggestion(
            kind.code,
            kind.title[:1].upper() + kind.title[1:],
            Contour.PUPILS
            if OF_PUPILS & set(map(str, kind.audiences))
            else Contour.TEACHERS,
        )
        for kind in reference.problem_kinds()
    ]


def suggested_problems(cycle: Cycle) -> list[Suggestion]:
    """Return those of them that are not on the list of the cycle."""
    titles = Problem.objects.filter(cycle=cycle).values_list("title", flat=True)
    known = {normalise(title) for title in titles}
    return [one for one in suggestions() if normalise(one.title) not in known]


def topics_of_problem(problem: Problem) -> set[int]:
    """Return the topics its title names, and those of the requests linked to it."""
    named = vocabulary_of(problem.organisation).recognise(problem.title).tags
    linked = Request.competences.through.objects.filter(request__problems=problem)
    return {*named, *linked.values_list("competence_id", flat=True)}


def proposed_requests(
    user: User, problem: Problem, words: str = ""
) -> QuerySet[Request]:
    """Return unlinked requests that may speak of the problem.

    By the words asked for, else open ones of the problem's topics.
    """
    found = requests_found(user, problem.cycle, RequestsChosen(words=words))
    found = found.exclude(problems=problem)
    if words:
        return for_list(found)
    topics = Competence.objects.filter(pk__in=topics_of_problem(problem))
    tagged = Request.competences.through.objects.filter(competence__in=topics)
    return for_list(found.filter(closed_on=None, pk__in=tagged.values("request_id")))


def linked_requests(user: User, problem: Problem) -> QuerySet[Request]:
    """Return the requests that speak of the problem: those its count counts."""
    chosen = RequestsChosen(problem=problem)
    return for_list(requests_found(user, problem.cycle, chosen))
