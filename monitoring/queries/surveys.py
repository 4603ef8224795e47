"""Who is asked, who has answered, and what the answers come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import User
from common import charts
from documents.numbering import local_day
from monitoring.enums import QuestionKind, SurveyAudience, SurveyStatus
from monitoring.indicators import Scale, is_small, percent
from monitoring.models import Answer, Question, Response, Survey
from monitoring.reference import HIDDEN_BELOW, SATISFIED_FROM
from programmes.enums import PairStatus
from programmes.models import PairMember
from registry.models import Cycle, MenteeCard, MentorCard, Person

# Pairs that worked by an order: their people know what they are asked about.
WORKED = [
    PairStatus.ACTIVE,
    PairStatus.CLOSING,
    PairStatus.COMPLETED,
    PairStatus.ENDED_EARLY,
]


def audience_of(survey: Survey) -> QuerySet[Person]:
    """Return who is asked: everybody of the audience whose pair works or worked."""
    members = PairMember.objects.filter(
        pair__cycle=survey.cycle_id, pair__status__in=WORKED
    )
    if survey.audience == SurveyAudience.MENTORS:
        mentors = MentorCard.objects.filter(
            pk__in=members.values("pair__mentor_card_id")
        )
        return Person.objects.filter(pk__in=mentors.values("person_id"))
    mentees = MenteeCard.objects.filter(pk__in=members.values("mentee_card_id"))
    return Person.objects.filter(pk__in=mentees.values("person_id"))


def database_day(survey: Survey) -> date:
    """Return today by the database's clock, where the organisation is."""
    now, time_zone = (
        Survey.objects.filter(pk=survey.pk)
        .values_list(Now(), "organisation__time_zone")
        .get()
    )
    return local_day(now, time_zone)


def respondents(survey: Survey) -> QuerySet[Person]:
    """Return who is asked with `has_answered`, those who have not first."""
    given = Response.objects.filter(survey=survey, person=OuterRef("pk"))
    return (
        audience_of(survey)
        .annotate(has_answered=Exists(given))
        .order_by("has_answered", "last_name", "first_name", "pk")
    )


def surveys_to_answer(user: User) -> list[tuple[Survey, Person]]:
    """Return the open surveys the user has not answered yet, each with his person."""
    waiting: list[tuple[Survey, Person]] = []
    for survey in Survey.objects.open().select_related("cycle", "organisation"):
        person = audience_of(survey).filter(user=user).first()
        if person is None or survey.responses.filter(person=person).exists():
            continue
        if survey.closes_on >= database_day(survey):
            waiting.append((survey, person))
    return waiting


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What one question came to; nothing but the count while it is hidden."""

    question: Question
    answered: int
    is_hidden: bool
    mean: float | None = None
    satisfied_share: int | None = None
    choices: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_scale(self) -> bool:
        return self.question.kind == QuestionKind.SCALE


@dataclass(frozen=True, slots=True)
class SurveyResults:
    """A survey in figures (R-208): how many answered, what each question came to."""

    survey: Survey
    invited: int
    answered: int
    questions: tuple[QuestionResult, ...]

    @property
    def audience_label(self) -> str:
        """Who answered; a soft hyphen where a phone's tile is narrower than the word."""
        label = str(SurveyAudience(self.survey.audience).label)
        return label.replace("Наставляе", "Наставля\N{SOFT HYPHEN}е")

    @property
    def answered_share(self) -> int | None:
        return percent(self.answered, self.invited)

    @property
    def is_open(self) -> bool:
        """Whether answers still come in: until the end only their number is shown."""
        return self.survey.status == SurveyStatus.OPEN

    @property
    def is_hidden(self) -> bool:
        """Whether the survey goes on, or too few answered, to show anything but that."""
        return self.is_open or is_small(self.answered, below=HIDDEN_BELOW)

    @property
    def satisfaction(self) -> QuestionResult | None:
        """The question that says who is satisfied."""
        return next((q for q in self.questions if q.question.is_satisfaction), None)

    @property
    def scales(self) -> tuple[QuestionResult, ...]:
        """The questions with a mean that may be shown."""
        return tuple(q for q in self.questions if q.mean is not None)


def results_of(survey: Survey) -> SurveyResults:
    """Return the survey in figures; what was answered comes after its closing.

    Otherwise two looks would tell what was said between them (invariants 13 and 55).
    """
    answered = survey.responses.count()
    is_open = survey.status == SurveyStatus.OPEN
    invited = invited_now(survey) if is_open else survey.invited_count
    answers = Answer.objects.order_by("words", "pk")
    questions = survey.questions.prefetch_related(Prefetch("answers", queryset=answers))
    return SurveyResults(
        survey,
        invited,
        answered,
        tuple(
            _result_of(question, question.answers.all(), is_open=is_open)
            for question in questions
        ),
    )


def invited_now(survey: Survey) -> int:
    """Return how many were asked, those included who answered and left since."""
    given = Response.objects.filter(survey=survey).values("person_id")
    asked = audience_of(survey).values("pk")
    return Person.objects.filter(Q(pk__in=asked) | Q(pk__in=given)).count()


def _result_of(
    question: Question, answers: Iterable[Answer], *, is_open: bool
) -> QuestionResult:
    given = [answer for answer in answers if answer.number is not None or answer.words]
    if is_open or is_small(len(given), below=HIDDEN_BELOW):
        return QuestionResult(question, len(given), is_hidden=True)
    if question.kind == QuestionKind.SCALE:
        scale = Scale.of(
            (answer.number for answer in given if answer.number is not None),
            satisfied_from=SATISFIED_FROM,
        )
        return QuestionResult(
            question,
            len(given),
            is_hidden=False,
            mean=scale.mean,
            satisfied_share=scale.satisfied_share,
        )
    words = tuple(answer.words for answer in given)
    if question.kind == QuestionKind.TEXT:
        return QuestionResult(question, len(given), is_hidden=False, words=words)
    counted = Counter(words)
    options = ["да", "нет"] if question.kind == QuestionKind.YES_NO else []
    titles = [*options, *question.choices]
    return QuestionResult(
        question,
        len(given),
        is_hidden=False,
        choices=tuple((title, counted[title]) for title in titles),
    )


def means_chart(results: SurveyResults) -> charts.BarChart:
    """Draw the means of the scale questions."""
    bars = [
        charts.Bar(result.question.text, result.mean)
        for result in results.scales
        if result.mean is not None
    ]
    return charts.bar_chart(
        "Средние баллы по вопросам",
        bars,
        maximum=10,
    )


def latest_surveys(cycle: Cycle) -> list[Survey]:
    """Return the newest survey of each audience of the cycle, mentors' first."""
    newest: dict[str, Survey] = {}
    for survey in Survey.objects.filter(cycle=cycle).order_by("pk"):
        newest[survey.audience] = survey
    return [newest[code] for code in SurveyAudience.values if code in newest]
