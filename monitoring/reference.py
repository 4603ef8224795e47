"""Thresholds of monitoring; where the law is silent they are the portal's proposal."""

from __future__ import annotations

SATISFIED_FROM = 7
"""From this mark of 10 on somebody counts as satisfied (domain.md §1.7)."""

HIDDEN_BELOW = 5
"""Fewer answers or people than this are not broken down (invariants 13, 55)."""

SATISFACTION_CODE = "satisfaction_overall"
"""The question that says whether somebody is satisfied."""

SATISFACTION_GOAL = 85
"""Target share of the satisfied, per cent (domain.md §1.6, the last federal year)."""

SURVEY_DAYS = 14
"""How long a survey is open unless the curator says otherwise."""

MORNING_HOUR = 7
"""Reminders are written from this hour on, where the organisation is."""

OVERDUE_EVERY_DAYS = 7
"""How often an overdue thing is called to mind again, from the first day after."""

ESCALATE_AFTER_DAYS = 14
"""After so many days a measure that is overdue is told to the deputy director too."""

NUDGE_EVERY_DAYS = 3
"""A person is nudged by hand of the same thing at most once in so many days."""


def measure_days() -> list[int]:
    """Return days before a measure's day on which its responsibles are told (R-374)."""
    return [7, 3, 0]


def plan_row_days() -> list[int]:
    """Return the same for a row of a pair's plan (R-375)."""
    return [3, 0]


def duties() -> list[dict[str, object]]:
    """Return the recurring duties no roadmap row prints (R-253, R-267, R-268, R-381)."""
    return [
        {
            "code": "mentee_data",
            "title": "Обновите сведения о тех, кому нужен наставник (не реже раза в год)",
            "days": ["10-01"],
            "is_active": True,
        },
        {
            "code": "annual_programme",
            "title": "Составьте программу наставничества на учебный год",
            "days": ["09-30"],
            "is_active": True,
        },
        {
            "code": "monthly_plan",
            "title": "Внесите мероприятия наставничества в план на следующий месяц",
            "days": ["25"],
            "is_active": True,
        },
        {
            "code": "monitoring",
            "title": "Проведите мониторинг: опрос участников и показатели",
            "days": ["12-20", "05-20"],
            "is_active": True,
        },
        {
            "code": "report",
            "title": "Подготовьте отчёт и сводку за учебный год",
            "days": ["06-15"],
            "is_active": True,
        },
    ]


FEEDBACK_AFTER_DAYS = 2
"""How long after a meeting its feedback is asked for (R-376)."""

FEEDBACK_UNTIL_DAYS = 30
"""After so many days nobody remembers the meeting any more."""

SIGNATURE_AFTER_DAYS = 2
"""How long a paper may lie before the director is reminded, and how often after."""

LONGEST_OVERDUE_DAYS = 550
"""What is overdue for longer belongs to a cycle long past: nobody is reminded."""
