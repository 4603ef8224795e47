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

MEASURE_MILESTONES = (7, 3, 0)
"""Days before a measure's day on which its responsibles are reminded (R-374)."""

PLAN_ROW_MILESTONES = (3, 0)
"""The same for a row of a pair's plan (R-375)."""

OVERDUE_EVERY_DAYS = 7
"""How often an overdue thing is called to mind again, from the first day after."""

FEEDBACK_AFTER_DAYS = 2
"""How long after a meeting its feedback is asked for (R-376)."""

FEEDBACK_UNTIL_DAYS = 30
"""After so many days nobody remembers the meeting any more."""

SIGNATURE_AFTER_DAYS = 2
"""How long a paper may lie before the director is reminded, and how often after."""

CATCH_UP_DAYS = 1
"""How many days of outage are made good (invariant 48)."""
