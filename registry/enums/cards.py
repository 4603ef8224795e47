"""Cycles, cards and their roads."""

from __future__ import annotations

from django.db import models

from common.transitions import Transitions


class CycleStatus(models.TextChoices):
    """R-330."""

    PREPARATION = "preparation", "Подготовка"
    RUNNING = "running", "Идёт"
    CLOSING = "closing", "Завершается"
    CLOSED = "closed", "Завершён"


CYCLE_TRANSITIONS = Transitions(
    {
        CycleStatus.PREPARATION: frozenset({CycleStatus.RUNNING}),
        CycleStatus.RUNNING: frozenset({CycleStatus.CLOSING}),
        CycleStatus.CLOSING: frozenset({CycleStatus.CLOSED}),
        CycleStatus.CLOSED: frozenset(),
    }
)


class Contour(models.TextChoices):
    """Whom a form of mentoring is for."""

    PUPILS = "pupils", "Обучающиеся"
    TEACHERS = "teachers", "Педагоги"


class MentorStatus(models.TextChoices):
    """R-318; the levels of the base are views over these states."""

    DRAFT = "draft", "Черновик"
    NOMINATED = "nominated", "Выдвинут"
    SUBMITTED = "submitted", "Заявка подана"
    POTENTIAL = "potential", "В базе потенциальных наставников"
    YEAR_BASE = "year_base", "В базе года"
    INTERVIEW = "interview", "Собеседование"
    SELECTED = "selected", "Отобран"
    REGISTERED = "registered", "В реестре"
    READY = "ready", "Готов к работе"
    IN_PAIR = "in_pair", "Работает"
    LONG_TERM = "long_term", "В долгосрочной базе"
    REJECTED = "rejected", "Отклонена"
    WITHDRAWN = "withdrawn", "Отозвана"
    RESIGNED = "resigned", "Сложил обязанности"


M = MentorStatus
_BEFORE_REGISTER = frozenset({M.REJECTED, M.WITHDRAWN})

# A cycle may take known mentors straight into the year's base and declare them ready
# whether training precedes pairing is the cycle's setting).
MENTOR_TRANSITIONS = Transitions(
    {
        M.DRAFT: frozenset({M.SUBMITTED}) | _BEFORE_REGISTER,
        M.NOMINATED: frozenset({M.SUBMITTED}) | _BEFORE_REGISTER,
        M.SUBMITTED: frozenset({M.POTENTIAL}) | _BEFORE_REGISTER,
        M.POTENTIAL: frozenset({M.YEAR_BASE}) | _BEFORE_REGISTER,
        M.YEAR_BASE: frozenset({M.INTERVIEW, M.READY}) | _BEFORE_REGISTER,
        M.INTERVIEW: frozenset({M.SELECTED}) | _BEFORE_REGISTER,
        M.SELECTED: frozenset({M.REGISTERED}) | _BEFORE_REGISTER,
        # Back when the order on the register is annulled; out as whoever is ready may be.
        M.REGISTERED: frozenset({M.READY, M.IN_PAIR, M.SELECTED, M.WITHDRAWN}),
        M.READY: frozenset({M.IN_PAIR, M.WITHDRAWN}),
        M.IN_PAIR: frozenset({M.LONG_TERM, M.RESIGNED, M.READY}),
        M.LONG_TERM: frozenset({M.YEAR_BASE}),
        M.REJECTED: frozenset(),
        M.WITHDRAWN: frozenset({M.SUBMITTED}),
        M.RESIGNED: frozenset(),
    }
)


class MenteeStatus(models.TextChoices):
    """R-319."""

    DRAFT = "draft", "Черновик"
    SUBMITTED = "submitted", "Заявка подана"
    CONSENT_WAIT = "consent_wait", "Ожидает согласия"
    IN_BASE = "in_base", "В базе наставляемых"
    ANALYSED = "analysed", "Потребности уточнены"
    MATCHING = "matching", "Подбор наставника"
    UNMATCHED = "unmatched", "Без пары"
    PAIRED = "paired", "В паре (группе)"
    IN_PROGRAMME = "in_programme", "В программе"
    COMPLETED = "completed", "Завершил"
    MENTOR_CANDIDATE = "mentor_candidate", "Кандидат в наставники"
    STALE = "stale", "Требует обновления"
    REJECTED = "rejected", "Отклонена"
    WITHDRAWN = "withdrawn", "Отозвана"


E = MenteeStatus

# An order has given these a mentor: they look for none.
WITH_MENTOR = frozenset({E.PAIRED, E.IN_PROGRAMME, E.COMPLETED, E.MENTOR_CANDIDATE})

MENTEE_TRANSITIONS = Transitions(
    {
        E.DRAFT: frozenset({E.SUBMITTED, E.REJECTED, E.WITHDRAWN}),
        E.SUBMITTED: frozenset({E.CONSENT_WAIT, E.IN_BASE, E.REJECTED, E.WITHDRAWN}),
        E.CONSENT_WAIT: frozenset({E.IN_BASE, E.REJECTED, E.WITHDRAWN}),
        E.IN_BASE: frozenset({E.ANALYSED, E.MATCHING, E.STALE, E.WITHDRAWN}),
        E.ANALYSED: frozenset({E.MATCHING, E.STALE, E.WITHDRAWN}),
        E.MATCHING: frozenset({E.PAIRED, E.UNMATCHED, E.IN_BASE, E.WITHDRAWN}),
        E.UNMATCHED: frozenset({E.MATCHING, E.STALE, E.WITHDRAWN}),
        E.PAIRED: frozenset({E.IN_PROGRAMME, E.MATCHING, E.WITHDRAWN}),
        E.IN_PROGRAMME: frozenset({E.COMPLETED, E.MATCHING, E.WITHDRAWN}),
        E.COMPLETED: frozenset({E.MENTOR_CANDIDATE}),
        E.MENTOR_CANDIDATE: frozenset(),
        E.STALE: frozenset({E.IN_BASE, E.WITHDRAWN}),
        E.REJECTED: frozenset(),
        E.WITHDRAWN: frozenset({E.SUBMITTED}),
    }
)


class ApplicationStatus(models.TextChoices):
    """The road of an application from outside to a card."""

    SUBMITTED = "submitted", "Подана"
    ACCEPTED = "accepted", "Принята"
    REJECTED = "rejected", "Отклонена"


A = ApplicationStatus

APPLICATION_TRANSITIONS = Transitions(
    {
        A.SUBMITTED: frozenset({A.ACCEPTED, A.REJECTED}),
        A.ACCEPTED: frozenset(),
        A.REJECTED: frozenset(),
    }
)


class CardSource(models.TextChoices):
    """How a card came to the base (R-144)."""

    IMPORT = "import", "Из таблицы"
    APPLICATION = "application", "Заявка на странице"
    CURATOR = "curator", "Внесена куратором"
    CABINET = "cabinet", "Заявка в кабинете"
    NOMINATION = "nomination", "Выдвижение"
    THIRD_PARTY = "third_party", "Обращение о другом человеке"
    CARRIED = "carried", "Перенесена из прошлого цикла"


class MentorContour(models.TextChoices):
    """Where a mentor comes from (R-155)."""

    INNER = "inner", "Внутренний контур"
    OUTER = "outer", "Внешний контур"


class Audience(models.TextChoices):
    """Who a mentee is (R-236)."""

    PUPIL = "pupil", "Обучающийся"
    STUDENT = "student", "Студент"
    TEACHER = "teacher", "Педагог"
    YOUNG_SPECIALIST = "young_specialist", "Молодой специалист"


class Channel(models.TextChoices):
    """How word of a mentee or a request came (R-238)."""

    SELF = "self", "Сам наставляемый"
    PARENT = "parent", "Родитель (законный представитель)"
    PEDAGOGUE = "pedagogue", "Педагог"
    CLASS_TEACHER = "class_teacher", "Классный руководитель"
    PSYCHOLOGIST = "psychologist", "Педагог-психолог"
    DEPARTMENT_HEAD = "department_head", "Заведующий отделом"
    CAREER_TEST = "career_test", "Профориентационный тест"
    QUESTIONNAIRE = "questionnaire", "Анкета"


class RequestKind(models.TextChoices):
    """R-146."""

    PRELIMINARY = "preliminary", "Предварительный"
    REFINED = "refined", "Уточнённый"


class Departure(models.TextChoices):
    """Why a person is in the organisation no more."""

    GRADUATED = "graduated", "Выпуск"
    LEFT = "left", "Выбытие"
