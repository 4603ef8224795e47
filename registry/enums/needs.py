"""Questionnaires, needs and problems."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class QuestionnaireKind(models.TextChoices):
    """The typed questionnaires (R-240; DK-40, DK-48, DK-50)."""

    USEFUL = "useful", "Чем я могу быть полезен в качестве наставника?"
    PRIMARY = "primary", "Первичная анкета наставника"
    CANDIDATE = "candidate", "Анкета кандидата в наставники"
    MENTEE = "mentee", "Анкета наставляемого"


class QuestionnaireStatus(models.TextChoices):
    """The road of a questionnaire."""

    DRAFT = "draft", "Заполняется"
    SUBMITTED = "submitted", "Заполнена"


QUESTIONNAIRE_TRANSITIONS = Transitions(
    {
        QuestionnaireStatus.DRAFT: frozenset({QuestionnaireStatus.SUBMITTED}),
        QuestionnaireStatus.SUBMITTED: frozenset({QuestionnaireStatus.DRAFT}),
    }
)


class AnswerKind(models.TextChoices):
    """How an own question is answered."""

    TEXT = "text", "Текст"
    YES_NO = "yes_no", "Да или нет"
    SCALE = "scale", "Шкала от 1 до 10"
    CHOICE = "choice", "Один из вариантов"


class MeetingFormat(models.TextChoices):
    """R-229."""

    ONLINE = "online", "Онлайн"
    OFFLINE = "offline", "Очно"
    MIXED = "mixed", "И так, и так"


class AnalysisMethod(models.TextChoices):
    """R-239."""

    QUESTIONNAIRE = "questionnaire", "Анкетирование"
    INTERVIEW = "interview", "Беседа"
    OBSERVATION = "observation", "Наблюдение"
    CAREER_TEST = "career_test", "Профориентационный тест"
    SELF_ESTEEM = "self_esteem", "Методика самооценки"
    ANXIETY = "anxiety", "Методика тревожности"
    META_SKILLS = "meta_skills", "Методика метанавыков"


class DifficultyState(models.TextChoices):
    """R-151."""

    FOUND = "found", "Выявлена"
    IN_WORK = "in_work", "В работе"
    REMOVED = "removed", "Устранена"


DIFFICULTY_TRANSITIONS = Transitions(
    {
        DifficultyState.FOUND: frozenset(
            {DifficultyState.IN_WORK, DifficultyState.REMOVED}
        ),
        DifficultyState.IN_WORK: frozenset(
            {DifficultyState.FOUND, DifficultyState.REMOVED}
        ),
        DifficultyState.REMOVED: frozenset({DifficultyState.IN_WORK}),
    }
)


class ProblemState(models.TextChoices):
    """The stage of solution of a problem (R-147)."""

    FOUND = "found", "Выявлена"
    IN_WORK = "in_work", "Решается"
    SOLVED = "solved", "Решена"


PROBLEM_TRANSITIONS = Transitions(
    {
        ProblemState.FOUND: frozenset({ProblemState.IN_WORK, ProblemState.SOLVED}),
        ProblemState.IN_WORK: frozenset({ProblemState.FOUND, ProblemState.SOLVED}),
        ProblemState.SOLVED: frozenset({ProblemState.IN_WORK}),
    }
)
