"""How the plan is carried out: by section, by stage, by who answers (R-322, R-366)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from common.links import link
from programmes.deadlines import SOON_DAYS, DeadlineKind
from programmes.enums import MeasureStatus
from programmes.models import Measure, Responsible, Roadmap
from registry.models import Stage

NOBODY = "nobody"
# A term of these kinds gets its day from something that has not happened yet.
WAITING = frozenset({DeadlineKind.RELATIVE_TO_ORDER, DeadlineKind.RELATIVE_TO_EVENT})


class MeasureState(StrEnum):
    """How a measure stands on a day; R-322's computed marks among them."""

    DONE = "done"
    CANCELLED = "cancelled"
    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    WAITING_ORDER = "waiting_order"
    NO_DEADLINE = "no_deadline"


STATE_TITLES: dict[MeasureState, str] = {
    MeasureState.OVERDUE: "Просрочено",
    MeasureState.SOON: "В ближайшие две недели",
    MeasureState.LATER: "Позже",
    MeasureState.WAITING_ORDER: "Ждёт приказа или события",
    MeasureState.NO_DEADLINE: "Без срока",
    MeasureState.DONE: "Выполнено",
    MeasureState.CANCELLED: "Отменено",
}


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """A measure, how it stands, and everything it may be counted under."""

    measure: Measure
    state: MeasureState
    stages: frozenset[str]
    responsibles: Mapping[str, str]
    """Key → name, as `responsible_key` gives it."""


@dataclass(frozen=True, slots=True)
class ExecutionRow:
    """One line of a table: counts that open the list they count."""

    title: str
    counts: Mapping[MeasureState, int]
    asked: Mapping[str, str]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def done(self) -> int:
        return self.counts.get(MeasureState.DONE, 0)

    @property
    def percent(self) -> int:
        """Done of what was not cancelled, 0 to 100."""
        due = self.total - self.counts.get(MeasureState.CANCELLED, 0)
        return round(100 * self.done / due) if due else 0

    @property
    def open_cells(self) -> list[tuple[str, int, str]]:
        """(heading, count, address) of what is still to be done, the most urgent first."""
        return [
            (title, self.counts.get(state, 0), self.url(state))
            for state, title in STATE_TITLES.items()
            if state not in {MeasureState.DONE, MeasureState.CANCELLED}
        ]

    @property
    def done_url(self) -> str:
        """Return the address of the list of what is done."""
        return self.url(MeasureState.DONE)

    def url(self, state: MeasureState | None = None) -> str:
        """Return the address of the list this counts."""
        asked = {**self.asked, **({"state": state.value} if state else {})}
        return f"{link('programmes:measure_list')}?{urlencode(asked)}"


def state_of(measure: Measure, today: date) -> MeasureState:
    """Tell how a measure stands on the day."""
    if measure.status == MeasureStatus.DONE:
        return MeasureState.DONE
    if measure.status == MeasureStatus.CANCELLED:
        return MeasureState.CANCELLED
    if measure.due_on is None:
        waits = measure.deadline.get("kind") in WAITING
        return MeasureState.WAITING_ORDER if waits else MeasureState.NO_DEADLINE
    if measure.due_on < today:
        return MeasureState.OVERDUE
    is_soon = (measure.due_on - today).days <= SOON_DAYS
    return MeasureState.SOON if is_soon else MeasureState.LATER


def facts_of(roadmap: Roadmap, today: date) -> list[MeasureFact]:
    """Return every measure of the plan in printed order, headings left out."""
    measures = (
        Measure.objects.filter(section__roadmap=roadmap, is_heading=False)
        .select_related("section")
        .prefetch_related("stages", "responsibles__person", "responsibles__team")
        .order_by("section__ordinal", "ordinal")
    )
    return [
        MeasureFact(
            measure,
            state_of(measure, today),
            frozenset(stage.code for stage in measure.stages.all()),
            {responsible_key(each): str(each) for each in measure.responsibles.all()}
            or {NOBODY: "Никто не назначен"},
        )
        for measure in measures
    ]


def responsible_key(responsible: Responsible) -> str:
    """Name one who answers: «person-12», «team-3», else the printed word itself."""
    if responsible.person_id:
        return f"person-{responsible.person_id}"
    if responsible.team_id:
        return f"team-{responsible.team_id}"
    return str(responsible)


def chosen(
    facts: Iterable[MeasureFact],
    *,
    state: str = "",
    section: str = "",
    stage: str = "",
    responsible: str = "",
) -> list[MeasureFact]:
    """Keep the measures asked for; an empty word asks for nothing."""
    return [
        fact
        for fact in facts
        if state in {"", fact.state.value}
        and section in {"", str(fact.measure.section_id)}
        and (not stage or stage in fact.stages)
        and (not responsible or responsible in fact.responsibles)
    ]


def by_section(facts: Iterable[MeasureFact]) -> list[ExecutionRow]:
    """Count by printed section."""
    found: dict[int, tuple[str, Counter[MeasureState]]] = {}
    for fact in facts:
        section = fact.measure.section
        found.setdefault(section.pk, (section.title, Counter()))[1][fact.state] += 1
    return [
        ExecutionRow(title, counts, {"section": str(pk)})
        for pk, (title, counts) in found.items()
    ]


def by_stage(facts: Iterable[MeasureFact]) -> list[ExecutionRow]:
    """Count by canonical stage; a measure of two stages counts in both (R-334)."""
    counts: dict[str, Counter[MeasureState]] = {}
    for fact in facts:
        for code in fact.stages:
            counts.setdefault(code, Counter())[fact.state] += 1
    return [
        ExecutionRow(stage.short_title, counts[stage.code], {"stage": stage.code})
        for stage in Stage.objects.all()
        if stage.code in counts
    ]


def by_responsible(facts: Iterable[MeasureFact]) -> list[ExecutionRow]:
    """Count by who answers, the most loaded first; two who answer both count it."""
    found: dict[str, tuple[str, Counter[MeasureState]]] = {}
    for fact in facts:
        for key, name in fact.responsibles.items():
            found.setdefault(key, (name, Counter()))[1][fact.state] += 1
    rows = [
        ExecutionRow(name, counts, {"responsible": key})
        for key, (name, counts) in found.items()
    ]
    return sorted(rows, key=lambda row: (row.done - row.total, row.title))


def total_of(facts: Iterable[MeasureFact]) -> ExecutionRow:
    """Count the whole plan."""
    return ExecutionRow("Весь план", Counter(fact.state for fact in facts), {})
