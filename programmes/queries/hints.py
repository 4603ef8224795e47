"""The hints about a roadmap as its page shows them: grouped, without those let stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from common.links import link
from programmes.enums import MeasureStatus
from programmes.hints import ADVICE, TITLES, Hint, PlaceKind, Proposal, hints_of
from programmes.models import Measure, Roadmap
from programmes.queries.roadmap_template import whole_plan
from programmes.roadmap_templates import (
    MeasureTemplate,
    RoadmapTemplate,
    SectionTemplate,
)
from registry.queries.day_corrections import day_corrections


@dataclass(frozen=True, slots=True)
class ShownHint:
    """A hint at its row: what to call the row, where it opens, which row it is.

    `pk` is the measure's or the section's; a hint about the whole plan has none.
    """

    hint: Hint
    key: str
    number: str
    title: str
    url: str
    pk: int | None

    @property
    def place(self) -> str:
        """The row as a key names it: `measure:12`."""
        return f"{self.hint.place.kind}:{self.pk}"

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        return self.hint.proposals


@dataclass(frozen=True, slots=True)
class HintGroup:
    """Hints of one kind, in the order of the plan."""

    code: str
    hints: tuple[ShownHint, ...]

    @property
    def title(self) -> str:
        return TITLES[self.code]

    @property
    def advice(self) -> str:
        return ADVICE[self.code]

    @property
    def acceptable(self) -> list[ShownHint]:
        """Those with exactly one proposal: all of them may be accepted at once."""
        return [shown for shown in self.hints if len(shown.proposals) == 1]


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """What the check of a plan found: to look at, and how many were let stand."""

    groups: tuple[HintGroup, ...]
    dismissed_count: int

    @property
    def count(self) -> int:
        return sum(len(group.hints) for group in self.groups)


def check_of(roadmap: Roadmap) -> PlanCheck:
    """Return the hints about a roadmap, those with proposals first."""
    every = shown_hints(roadmap)
    accepted = set(roadmap.accepted_hints)
    open_hints = [shown for shown in every if shown.key not in accepted]
    return PlanCheck(tuple(_grouped(open_hints)), len(every) - len(open_hints))


def shown_hints(roadmap: Roadmap) -> list[ShownHint]:
    """Return all hints, in the order of the plan; few queries, however long it is.

    The deadline of what is done or cancelled needs no second look.
    """
    whole = whole_plan(roadmap)
    hints = hints_of(
        whole.template,
        starts_on=roadmap.cycle.starts_on,
        ends_on=roadmap.cycle.ends_on,
        corrections=day_corrections(),
    )
    rows = _Rows(roadmap, whole.template, whole.codes)
    settled = _settled(roadmap)
    shown = [rows.shown(hint) for hint in hints]
    return [
        each
        for each in shown
        if not (each.hint.code.startswith("deadline_") and each.place in settled)
    ]


def _settled(roadmap: Roadmap) -> set[str]:
    """The places of measures that are done or cancelled."""
    over = Measure.objects.filter(
        section__roadmap=roadmap,
        status__in=[MeasureStatus.DONE, MeasureStatus.CANCELLED],
    )
    return {f"{PlaceKind.MEASURE}:{pk}" for pk in over.values_list("pk", flat=True)}


class _Rows:
    """Rows of the plan by the places hints name."""

    def __init__(
        self, roadmap: Roadmap, template: RoadmapTemplate, codes: Mapping[int, str]
    ) -> None:
        self._pks = {code: pk for pk, code in codes.items()}
        self._measures = {measure.code: measure for measure in template.measures()}
        self._sections = {
            str(section.ordinal): (pk, section)
            for section, pk in zip(
                template.sections,
                roadmap.sections.values_list("pk", flat=True),
                strict=True,
            )
        }

    def shown(self, hint: Hint) -> ShownHint:
        if hint.place.kind is PlaceKind.MEASURE:
            pk = self._pks[hint.place.code]
            url = link("programmes:measure_detail", pk=pk)
            return _shown(hint, self._measures[hint.place.code], pk, url)
        if hint.place.kind is PlaceKind.SECTION:
            pk, section = self._sections[hint.place.code]
            return _shown(hint, section, pk, "")
        return ShownHint(hint, hint.key(), "", "План в целом", "", None)


def _shown(
    hint: Hint, row: SectionTemplate | MeasureTemplate, pk: int, url: str
) -> ShownHint:
    key = hint.key(f"{hint.place.kind}:{pk}")
    return ShownHint(hint, key, row.number_printed, row.title, url, pk)


def _grouped(hints: Iterable[ShownHint]) -> list[HintGroup]:
    by_code: dict[str, list[ShownHint]] = {}
    for shown in hints:
        by_code.setdefault(shown.hint.code, []).append(shown)
    groups = [HintGroup(code, tuple(found)) for code, found in by_code.items()]
    in_order = list(TITLES)
    return sorted(
        groups, key=lambda group: (not group.acceptable, in_order.index(group.code))
    )
