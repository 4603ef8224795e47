"""Content of the curator's report on a cycle.

Every wording rule of `documents.payloads` holds here: figures are printed text as well.
"""

from __future__ import annotations

from typing import TypedDict

from documents.payloads import BarChart, PaperPayload


class Figure(TypedDict):
    """An indicator of the period."""

    name: str
    value: str
    """«60», «87 %»."""
    target: str
    """«не менее 70 %»; a dash is printed when empty."""


class FormCount(TypedDict):
    """Pairs of one form of mentoring."""

    form: str
    pairs: int
    mentors: int
    mentees: int


class SurveyMean(TypedDict):
    """One question of a survey over everybody who answered it."""

    audience: str
    """«Наставники», «Наставляемые», «Родители»."""
    question: str
    answered: int
    """n: how many answered."""
    mean: str
    """«8,7 из 10»; a dash is printed when empty."""
    satisfied: str
    """Share of the satisfied, «92 %»; a dash is printed when empty."""


class CuratorReportPayload(PaperPayload):
    """Curator's report for a cycle. Template: ``papers/curator_report.html``."""

    has_title_page: bool
    """A title page of its own, or a heading on the first page."""
    heading: str
    """«о реализации программы наставничества в 2026/2027 учебном году»."""
    period: str
    """«с 15 сентября 2026 г. по 31 мая 2027 г.»."""
    summary: str
    """Opening text; line feeds start new paragraphs; may be empty."""
    figures: list[Figure]
    charts: list[BarChart]
    by_form: list[FormCount]
    by_form_total: FormCount
    """People are counted once, so it need not be the sum."""
    surveys: list[SurveyMean]
    conclusions: list[str]
    proposals: list[str]
    """May be empty."""
