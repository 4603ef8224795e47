"""Pairs enough to be counted, and what their people answer; plain."""

from __future__ import annotations

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import make_member
from monitoring.actions.surveys import answer_survey
from monitoring.enums import QuestionKind
from monitoring.models import Response, Survey
from monitoring.queries.surveys import audience_of
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.tests.pair_factories import make_mentee, make_mentor, make_pair
from registry.models import Cycle, Person

SURNAMES = (
    "Азов",
    "Белов",
    "Волгин",
    "Громов",
    "Донской",
    "Ежов",
    "Жаров",
    "Зимин",
    "Ильин",
    "Карпов",
)


def make_pairs(
    by: User,
    cycle: Cycle,
    count: int,
    status: PairStatus = PairStatus.ACTIVE,
    *,
    with_accounts: bool = True,
) -> list[Pair]:
    """So many pairs of different people."""
    return [
        make_pair(
            by,
            cycle,
            status,
            mentor=make_mentor(
                cycle,
                f"{SURNAMES[number]} Андрей Петрович",
                user=_account(cycle, Role.MENTOR, with_accounts),
            ),
            mentees=[
                make_mentee(
                    cycle,
                    f"{SURNAMES[number]}а Вера Ивановна",
                    user=_account(cycle, Role.MENTEE, with_accounts),
                )
            ],
        )
        for number in range(count)
    ]


def _account(cycle: Cycle, role: Role, is_wanted: bool) -> User | None:
    return make_member(cycle.organisation, role) if is_wanted else None


def answers_to(survey: Survey, mark: int = 8, words: str = "") -> dict[str, object]:
    """An answer to every question."""
    given = {
        QuestionKind.SCALE: mark,
        QuestionKind.YES_NO: "да",
        QuestionKind.TEXT: words,
    }
    return {
        question.code: given.get(
            QuestionKind(question.kind), question.choices[:1] and question.choices[0]
        )
        for question in survey.questions.all()
    }


def people_asked(survey: Survey) -> list[Person]:
    """Everybody of the audience, by name."""
    return list(audience_of(survey).select_related("user").order_by("last_name"))


def answer_all(survey: Survey, marks: list[int]) -> list[Response]:
    """The first of the audience answer with these marks."""
    return [
        answer_survey(
            survey=survey,
            person=person,
            answers=answers_to(survey, mark),
            by=person.user,
        )
        for person, mark in zip(people_asked(survey), marks, strict=False)
        if person.user is not None
    ]
