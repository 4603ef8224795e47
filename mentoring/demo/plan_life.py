"""How the demo's people work by their plan: a group, a word, a step taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programmes.actions import measure_comments, roadmap_edits, roadmap_rows, teams
from programmes.actions.roadmap_rows import Typed
from programmes.enums import TeamKind
from programmes.models import Measure, RoadmapEdit
from programmes.queries.row_cells import cells_of
from registry.models import Cycle, Person

if TYPE_CHECKING:
    from mentoring.demo.story import Story


def work_by_plan(story: Story, cycle: Cycle) -> None:
    """Gather the working group; the plan itself stays as it is printed."""
    _gather(story, cycle)
    measure = (
        Measure.objects.open().filter(section__roadmap__cycle=cycle).latest("ordinal")
    )
    measure_comments.comment(
        measure=measure,
        text="Обсудим на ближайшем совещании рабочей группы.",
        by=story.staff.curator,
    )
    typed = Typed(
        {"result": "Проба правки"}, seen=cells_of(measure), version=measure.version
    )
    roadmap_rows.edit_measure(measure=measure, typed=typed, by=story.staff.curator)
    step = RoadmapEdit.objects.filter(roadmap__cycle=cycle).latest("pk")
    roadmap_edits.undo(edit=step, by=story.staff.curator)


def _gather(story: Story, cycle: Cycle) -> None:
    charter = teams.Charter(
        kind=TeamKind.WORKING_GROUP,
        title="Рабочая группа по наставничеству",
        function="Готовит документы цикла и следит за дорожной картой.",
    )
    team = teams.create_team(cycle=cycle, charter=charter, by=story.staff.curator)
    for user, function, is_head in (
        (story.staff.curator, "ведёт дорожную карту, созывает группу", True),
        (story.staff.director, "подписывает приказы", False),
    ):
        teams.put_member(
            team=team,
            person=Person.objects.get(user=user, organisation=story.organisation),
            function=function,
            is_head=is_head,
            by=story.staff.curator,
        )
