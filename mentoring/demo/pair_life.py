"""The months of a pair: programme, meetings, feedback, and for one of them the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.demo.clock import on
from programmes.actions import feedback, meetings, plan, programmes
from programmes.actions.feedback import Impression
from programmes.actions.meetings import Log
from programmes.models import Pair, Programme
from registry.models import Person

if TYPE_CHECKING:
    from mentoring.demo.story import Story

TASKS = [
    "Понять, что даётся трудно и почему",
    "Составить план занятий и держаться его",
    "Научиться проверять себя без подсказки",
]
ROWS = (
    ("Встреча-знакомство: запрос, ожидания, правила общения", 7),
    ("Пробная рабочая встреча", 14),
    ("Встреча-планирование", 21),
    ("Участие в школьном конкурсе проектов", 55),
    ("Выступление на методическом объединении или классном часе", 110),
    ("Итоговая встреча", 170),
)
SUMMARIES = (
    "Познакомились, обсудили запрос и договорились о правилах.",
    "Попробовали разобрать первую тему вместе.",
    "Составили план до конца четверти.",
    "Разобрали ошибки, наметили упражнения на неделю.",
    "Прорепетировали выступление, записали на видео.",
)
SILENT = 5
LATE = 7
LAST = 4
MARKED = 3


def live(story: Story, pair: Pair, number: int) -> None:
    """Play a pair's months; some fall silent, some have not agreed their programme yet."""
    curator = story.staff.curator
    programme = programmes.open_for(pair=pair, by=curator)
    with on(story.day(24)):
        _write(story, programme)
    if number % LATE == LATE - 1:
        return
    with on(story.day(28)):
        _agree(story, programme)
    held = 2 if number % SILENT == 1 else 5
    for index in range(held):
        _meet(story, pair, index)


def _write(story: Story, programme: Programme) -> None:
    curator = story.staff.curator
    programmes.change(
        programme=programme,
        text={
            "problem": "Не хватает уверенности: боится ошибиться и бросает начатое.",
            "tasks": TASKS,
            "interaction_forms": ["consultation", "lesson"],
            "mentor_activity": "Объясняет, показывает приёмы, помогает составить план.",
            "mentee_activity": "Выполняет задания, ведёт дневник, задаёт вопросы.",
            "schedule_format": "mixed",
            "schedule": "По средам в 15:00, кабинет 24; в каникулы — онлайн.",
            "regime": "Одна встреча в неделю, 45 минут.",
            "conditions": "Кабинет 24, школьная библиотека.",
            "interim_results": "Первая самостоятельная работа без подсказки.",
            "interim_check_on": story.day(70),
            "planned_results": "Уверенно справляется с темой и готов помогать другим.",
        },
        version=programme.version,
        by=curator,
    )
    for title, after in ROWS:
        due_on = min(story.day(20 + after), programme.ends_on)
        plan.add_row(programme=programme, title=title, due_on=due_on, by=curator)


def _agree(story: Story, programme: Programme) -> None:
    curator = story.staff.curator
    programme.refresh_from_db()
    programmes.record_paper_agreements(
        programme=programme,
        people=people_of(programme.pair),
        version=programme.version,
        by=curator,
    )
    programmes.approve(programme=programme, by=curator)


def _meet(story: Story, pair: Pair, index: int) -> None:
    held_on = story.day(30 + 10 * index)
    if held_on > story.today:
        return
    rows = (
        list(pair.programme.rows.filter(status="planned")[:1]) if index < MARKED else []
    )
    with on(held_on):
        meeting = meetings.log(
            pair=pair,
            entry=Log(held_on=held_on, summary=SUMMARIES[index], rows=rows),
            by=story.staff.curator,
        )
    if index == LAST and pair.pk % 2:
        return
    for person in people_of(pair)[1:]:
        with on(held_on + timedelta(days=1)):
            feedback.give(
                meeting=meeting,
                person=person,
                impression=Impression(
                    7 + (pair.pk + index) % 4,
                    useful="Стало понятнее, что делать дальше.",
                ),
                by=story.staff.curator,
            )


def people_of(pair: Pair) -> list[Person]:
    """Return the mentor, then the mentees."""
    members = pair.members.select_related("mentee_card__person")
    return [pair.mentor_card.person, *(member.mentee_card.person for member in members)]
