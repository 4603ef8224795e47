"""The figures of a cycle, each with the list it counts (R-208, R-343)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from common import charts
from common.links import link
from monitoring.indicators import percent
from monitoring.queries.families import (
    FAMILIES,
    MENTEES,
    MENTORS,
    PAIRS,
    PLAN_ROWS,
    REQUESTS,
    Family,
    Rows,
    Slice,
)
from monitoring.queries.surveys import SurveyResults, latest_surveys, results_of
from registry.models import Cycle, MentoringForm


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name and the address of the list it counts."""

    code: str
    title: str
    value: int
    url: str


@dataclass(frozen=True, slots=True)
class CycleFigures:
    """All figures of a cycle, by family and slice."""

    cycle: Cycle
    families: Mapping[str, Mapping[str, Figure]]
    forms: tuple[MentoringForm, ...]
    surveys: tuple[SurveyResults, ...]

    def value(self, family: Family, code: str) -> int:
        """Return one number."""
        return self.families[family.code][code].value

    def figures(self, family: Family, *codes: str) -> list[Figure]:
        """Return the figures in the order asked for."""
        return [self.families[family.code][code] for code in codes]

    def by_status(self, family: Family) -> list[Figure]:
        """Return the figures of the family's states that are not empty."""
        named = {"all", "with-pair", "without-pair", "fixed", "working"}
        return [
            figure
            for code, figure in self.families[family.code].items()
            if code not in named and not code.startswith("form-") and figure.value
        ]

    def by_form(self, family: Family) -> list[Figure]:
        """Return the figures of the forms of mentoring in use."""
        return [
            figure
            for code, figure in self.families[family.code].items()
            if code.startswith("form-") and figure.value
        ]

    @property
    def coverage(self) -> int | None:
        """Per cent of the mentees in the base who got a mentor."""
        return percent(self.value(MENTEES, "with-pair"), self.value(MENTEES, "all"))

    @property
    def plan_share(self) -> int | None:
        """Per cent of the rows of the pairs' plans that are done."""
        return percent(self.value(PLAN_ROWS, "done"), self.value(PLAN_ROWS, "all"))

    @property
    def request_share(self) -> int | None:
        """Per cent of the requests with a mentor."""
        return percent(self.value(REQUESTS, "covered"), self.value(REQUESTS, "all"))


def forms_of(cycle: Cycle) -> QuerySet[MentoringForm]:
    """Return the forms of mentoring the cycle's cards and pairs are of."""
    return MentoringForm.objects.filter(
        Q(pk__in=cycle.mentorcards.exclude(form=None).values("form_id"))
        | Q(pk__in=cycle.menteecards.exclude(form=None).values("form_id"))
        | Q(pk__in=cycle.pairs.values("form_id"))
    )


def figures_of(cycle: Cycle, user: User) -> CycleFigures:
    """Return every figure of the cycle: one query a family, however many slices."""
    forms = tuple(forms_of(cycle))
    return CycleFigures(
        cycle,
        {
            code: _counted(family, cycle, user, forms)
            for code, family in FAMILIES.items()
        },
        forms,
        tuple(results_of(survey) for survey in latest_surveys(cycle)),
    )


def family_figures(cycle: Cycle, user: User, family: Family) -> Mapping[str, Figure]:
    """Return one family's figures by the code of the slice, forms left out: one query."""
    return _counted(family, cycle, user, ())


def _counted(
    family: Family, cycle: Cycle, user: User, forms: tuple[MentoringForm, ...]
) -> dict[str, Figure]:
    slices = family.slices_with(forms)
    slug = cycle.organisation.slug
    counts = family.rows_of(cycle, user).aggregate(
        **{
            _key(part): Count("pk", filter=part.condition, distinct=True)
            for part in slices
        }
    )
    return {
        part.code: Figure(
            part.code, part.title, counts[_key(part)], _address(family, part, slug)
        )
        for part in slices
    }


def _key(part: Slice) -> str:
    return f"slice_{part.code}".replace("-", "_")


def _address(family: Family, part: Slice, slug: str) -> str:
    return link(
        "monitoring:figure_list", organisation=slug, family=family.code, part=part.code
    )


def slice_of(family: Family, cycle: Cycle, code: str) -> Slice | None:
    """Return the slice of the code, if the family has it in this cycle."""
    slices = family.slices_with(tuple(forms_of(cycle)))
    return next((part for part in slices if part.code == code), None)


def rows_of(family: Family, part: Slice, cycle: Cycle, user: User) -> Rows:
    """Return the very rows a figure counts, in the order of their kind."""
    return family.rows_of(cycle, user).filter(part.condition)


def pairs_chart(figures: CycleFigures) -> charts.BarChart:
    """Draw the pairs fixed by an order, by form of mentoring."""
    return charts.bar_chart(
        "Пары по формам наставничества",
        [
            charts.Bar(figure.title, figure.value, url=figure.url)
            for figure in figures.by_form(PAIRS)
        ],
    )


def mentors_chart(figures: CycleFigures) -> charts.BarChart:
    """Draw the mentors by state."""
    return charts.bar_chart(
        "Наставники по состояниям",
        [
            charts.Bar(figure.title, figure.value, url=figure.url)
            for figure in figures.by_status(MENTORS)
        ],
    )
