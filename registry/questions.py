"""What each questionnaire asks, group by group: the screen, the blank and the rules read it.

The columns stand in `models.questionnaire`; here are the words of the questions, what must
be answered, and what of the answers the card needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from registry.enums import QuestionnaireKind
from registry.models import (
    CandidateQuestionnaire,
    MenteeCard,
    MenteeQuestionnaire,
    MentorCard,
    PrimaryQuestionnaire,
    UsefulSurvey,
)

AnyQuestionnaire = (
    UsefulSurvey | PrimaryQuestionnaire | CandidateQuestionnaire | MenteeQuestionnaire
)
Card = MentorCard | MenteeCard
LONGEST_ANSWER = 4000
OWN_STEP = "Вопросы организации"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its column, its words, and how many lines the pen gets on a blank."""

    name: str
    text: str
    hint: str = ""
    lines: int = 2
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A group of questions: one screen of a phone."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Design:
    """A questionnaire of the method: whose it is, and its groups of questions.

    `carried` names the column of the card an answer belongs to.
    """

    kind: QuestionnaireKind
    model: type[AnyQuestionnaire]
    card_model: type[MentorCard | MenteeCard]
    relation: str
    intro: str
    steps: tuple[Step, ...]
    carried: Mapping[str, str]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All the questions in their order."""
        return tuple(question for step in self.steps for question in step.questions)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns of the answers."""
        return tuple(question.name for question in self.questions)

    @property
    def is_for_mentors(self) -> bool:
        """Whether mentors fill it in; else mentees."""
        return self.card_model is MentorCard

    def of(self, card: Card) -> AnyQuestionnaire | None:
        """Return the card's questionnaire of the kind, when it was begun."""
        return getattr(card, self.relation, None)


USEFUL = Design(
    kind=QuestionnaireKind.USEFUL,
    model=UsefulSurvey,
    card_model=MentorCard,
    relation="useful_survey",
    intro="Четыре вопроса, две минуты. По ответам куратор поймёт, кому вы сможете помочь.",
    steps=(
        Step(
            "Чем помочь и кому",
            (
                Question(
                    "help_offered",
                    "Чем вы можете помочь?",
                    "Предметы, навыки, дела. Через точку с запятой",
                    lines=6,
                    is_required=True,
                ),
                Question(
                    "audience",
                    "Кому хотите помогать?",
                    "Ученикам каких классов, студентам, молодым педагогам",
                    lines=4,
                ),
            ),
        ),
        Step(
            "Когда и как",
            (
                Question("meeting_format", "Как удобнее встречаться?"),
                Question(
                    "time_offered",
                    "Сколько времени готовы уделять?",
                    "Например, 2 часа в неделю",
                    lines=1,
                ),
            ),
        ),
    ),
    carried={"help_offered": "competences_text", "time_offered": "time_resource"},
)

PRIMARY = Design(
    kind=QuestionnaireKind.PRIMARY,
    model=PrimaryQuestionnaire,
    card_model=MentorCard,
    relation="primary_questionnaire",
    intro="Ответы попадут в базу наставников: по ним подбирают наставляемых.",
    steps=(
        Step(
            "Опыт и интересы",
            (
                Question(
                    "life_experience",
                    "Какой у вас жизненный опыт?",
                    "Чем занимались, что умеете, с чем справлялись",
                    lines=4,
                ),
                Question("interests", "Что входит в сферу ваших интересов?", lines=3),
            ),
        ),
        Step(
            "Чем вы сильны",
            (
                Question(
                    "competences_text",
                    "Ваши профессиональные компетенции",
                    "Через точку с запятой: математика; проектная работа; выступления",
                    lines=4,
                    is_required=True,
                ),
            ),
        ),
        Step(
            "С кем и сколько времени",
            (
                Question(
                    "wanted_age_from", "С наставляемыми от скольких лет?", lines=1
                ),
                Question("wanted_age_to", "И до скольких лет?", lines=1),
                Question(
                    "time_resource",
                    "Сколько времени готовы уделять?",
                    "Например, 2 часа в неделю",
                    lines=1,
                    is_required=True,
                ),
            ),
        ),
    ),
    carried={
        "life_experience": "life_experience",
        "interests": "interests",
        "competences_text": "competences_text",
        "time_resource": "time_resource",
    },
)

CANDIDATE = Design(
    kind=QuestionnaireKind.CANDIDATE,
    model=CandidateQuestionnaire,
    card_model=MentorCard,
    relation="candidate_questionnaire",
    intro="Расскажите о себе своими словами. Анкету заполняют до отбора.",
    steps=(
        Step(
            "О себе",
            (
                Question("education", "Образование", lines=1, is_required=True),
                Question("work_experience", "Опыт работы", lines=3),
                Question("achievements", "Достижения"),
                Question("hobbies", "Особые интересы, увлечения", lines=1),
            ),
        ),
        Step(
            "Наставничество",
            (
                Question(
                    "motivation",
                    "Почему вы хотите быть наставником?",
                    lines=3,
                    is_required=True,
                ),
                Question(
                    "mentoring_experience", "Опыт наставничества", "Если был", lines=1
                ),
                Question("intentions", "Что намерены делать как наставник?", lines=1),
                Question("expectations", "Чего ждёте от программы?", lines=1),
            ),
        ),
        Step(
            "Ваши качества",
            (
                Question("strengths", "Сильные стороны", lines=1),
                Question("weaknesses", "Слабые стороны", lines=1),
                Question(
                    "readiness",
                    "Готовы ли вы к роли наставника психологически?",
                    "Как поступите, если с наставляемым будет трудно",
                ),
            ),
        ),
        Step(
            "Наставляемый и встречи",
            (
                Question("mentee_preferences", "Пожелания к наставляемому", lines=1),
                Question(
                    "preferred_age",
                    "Предпочитаемый возраст наставляемого",
                    "Например, 10–14 лет или 7–9 классы",
                    lines=1,
                ),
                Question("meeting_time", "Удобное время встреч", lines=1),
                Question("meeting_frequency", "Как часто готовы встречаться?", lines=1),
            ),
        ),
    ),
    carried={
        "achievements": "achievements",
        "hobbies": "interests",
        "preferred_age": "wanted_age",
    },
)

MENTEE = Design(
    kind=QuestionnaireKind.MENTEE,
    model=MenteeQuestionnaire,
    card_model=MenteeCard,
    relation="mentee_questionnaire",
    intro="Ответы помогут подобрать наставника. Обязателен только один вопрос.",
    steps=(
        Step(
            "С чем нужна помощь",
            (
                Question(
                    "requests_text",
                    "С чем тебе нужна помощь наставника?",
                    "Каждый запрос с новой строки",
                    lines=4,
                    is_required=True,
                ),
                Question("difficulties", "Что даётся трудно?"),
            ),
        ),
        Step(
            "О себе",
            (
                Question("interests", "Чем увлекаешься?"),
                Question("strengths", "Что у тебя получается?"),
                Question("goals", "Чего хочешь достичь?"),
            ),
        ),
        Step(
            "Наставник и встречи",
            (
                Question("expectations", "Чего ждёшь от наставника?"),
                Question("wanted_mentor", "Каким видишь своего наставника?"),
                Question("meeting_format", "Как удобнее встречаться?"),
                Question("meeting_time", "Удобное время встреч", lines=1),
                Question("has_had_mentor", "У тебя уже был наставник?"),
            ),
        ),
    ),
    carried={},
)

DESIGNS: dict[str, Design] = {
    design.kind: design for design in (USEFUL, PRIMARY, CANDIDATE, MENTEE)
}
MENTOR_DESIGNS = (USEFUL, PRIMARY, CANDIDATE)
MENTEE_DESIGNS = (MENTEE,)


def designs_for(card: Card) -> tuple[Design, ...]:
    """Return the questionnaires the card's person fills in."""
    return MENTOR_DESIGNS if isinstance(card, MentorCard) else MENTEE_DESIGNS


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, each once, without bullets and numbers before them."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        words = line.strip().lstrip("-–—•*·").strip()
        if any(map(str.isalnum, words)):
            found.setdefault(words.casefold(), words)
    return list(found.values())
