"""How long the nightly pass takes for 2,000 organisations, beside the bare SQL behind it.

    DATABASE_URL=postgres:///portal python benchmarks/nightly.py [organisations [day]]

Builds a database of its own on that server: each organisation has a director, a deputy, a
curator and nine others, a cycle and a roadmap of 60 measures; a tenth recur every
quarter, some wait for the order, a third is answered for by role, a sixth by a team. Then,
five times in one process: the bare statements that select what is due, overdue, relative
and recurring with everybody who answers for it, all rows fetched; and the pass that
decides by each organisation's rules, writes every digest with its letters by inbox and
e-mail, and commits. Prints the medians of both and of their ratio; exits 1 above the goal.
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection, models
from django.test.utils import setup_databases, teardown_databases

from accounts.enums import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from common.tenancy import everywhere
from monitoring.actions.reminders import make_rounds
from monitoring.models import MorningRound, Reminder
from notifications.models import Notification
from programmes.actions.waiting_terms import begin_waiting_terms
from programmes.models import (
    Measure,
    MeasureItem,
    Responsible,
    Roadmap,
    Section,
    Team,
    TeamMember,
)
from registry.models import Cycle, Person

GOAL = 3.0
RUNS = 5
MEASURES = 60
STARTS_ON, ENDS_ON = date(2026, 9, 1), date(2027, 5, 31)
A_TUESDAY = date(2027, 2, 9)
DAY = date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else A_TUESDAY
ROLES = (
    *(Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.CURATOR, Role.PSYCHOLOGIST),
    *(Role.DEPARTMENT_HEAD, Role.DEPARTMENT_HEAD, *[Role.CLASS_TEACHER] * 6),
)
BY_ROLE = (Role.PSYCHOLOGIST, Role.DEPARTMENT_HEAD, Role.CURATOR)

DUE = """
WITH wanted AS (
    SELECT m.id, m.organisation_id, m.title, m.due_on, m.deadline ->> 'kind' AS kind,
           m.deadline ->> 'every' AS every, c.starts_on, c.ends_on
    FROM programmes_measure m
    JOIN programmes_section s ON s.id = m.section_id
    JOIN programmes_roadmap r ON r.id = s.roadmap_id
    JOIN registry_cycle c ON c.id = r.cycle_id
    WHERE m.status IN ('planned', 'in_progress', 'postponed') AND NOT m.is_heading
      AND c.status <> 'closed'
      AND (m.due_on <= %(soon)s
           OR m.deadline ->> 'kind' IN ('recurring', 'month_list', 'relative_to_order'))
)
SELECT w.*, u.id, u.name, u.email
FROM wanted w
LEFT JOIN LATERAL (
    SELECT p.user_id FROM programmes_responsible a
    JOIN registry_person p ON p.id = a.person_id WHERE a.measure_id = w.id
    UNION
    SELECT p.user_id FROM programmes_responsible a
    JOIN programmes_teammember t ON t.team_id = a.team_id
    JOIN registry_person p ON p.id = t.person_id WHERE a.measure_id = w.id
    UNION
    SELECT h.user_id FROM programmes_responsible a
    JOIN accounts_membership h
      ON h.organisation_id = w.organisation_id AND h.role = a.role
     AND h.from_on <= %(today)s AND (h.to_on IS NULL OR h.to_on >= %(today)s)
    WHERE a.measure_id = w.id AND NOT EXISTS (
        SELECT 1 FROM programmes_responsible n WHERE n.measure_id = w.id
        AND (n.person_id IS NOT NULL OR n.team_id IS NOT NULL))
    UNION
    SELECT h.user_id FROM accounts_membership h
    WHERE h.organisation_id = w.organisation_id
      AND h.role IN ('curator', 'deputy_director')
      AND h.from_on <= %(today)s AND (h.to_on IS NULL OR h.to_on >= %(today)s)
) who ON true
LEFT JOIN accounts_user u ON u.id = who.user_id
"""
ITEMS = """
SELECT i.id, i.organisation_id, i.text, i.due_on, p.user_id
FROM programmes_measureitem i
JOIN programmes_measure m ON m.id = i.measure_id
LEFT JOIN registry_person p ON p.id = i.responsible_id
WHERE i.done_on IS NULL AND i.due_on <= %(soon)s
  AND m.status IN ('planned', 'in_progress', 'postponed')
"""


def build(count: int) -> None:
    """Fill the database: organisations, staff, cycles, roadmaps."""
    organisations = stored(
        Organisation(
            kind=OrganisationKind.SCHOOL,
            slug=f"school-{number}",
            name=f"Школа № {number}",
            short_name=f"Школа № {number}",
        )
        for number in range(count)
    )
    users = stored(
        User(
            username=f"user-{number}-{place}",
            name=f"Орлова Дина Павловна-{place}",
            email=f"user-{number}-{place}@example.org" if place % 2 == 0 else "",
            password="!",
        )
        for number in range(count)
        for place in range(len(ROLES))
    )
    homes = [organisation for organisation in organisations for _ in ROLES]
    stored(
        Membership(user=user, organisation=home, role=role, from_on=STARTS_ON)
        for user, home, role in zip(users, homes, list(ROLES) * count, strict=True)
    )
    people = stored(
        Person(organisation=home, user=user, last_name="Орлова", first_name="Дина")
        for user, home in zip(users, homes, strict=True)
    )
    cycles = stored(
        Cycle(
            organisation=organisation,
            title="Год",
            starts_on=STARTS_ON,
            ends_on=ENDS_ON,
            status="running",
        )
        for organisation in organisations
    )
    teams = stored(
        Team(organisation=cycle.organisation, cycle=cycle, kind="team", title="Группа")
        for cycle in cycles
    )
    staff = [
        people[start : start + len(ROLES)]
        for start in range(0, len(people), len(ROLES))
    ]
    stored(
        TeamMember(
            organisation=team.organisation, team=team, person=person, ordinal=place
        )
        for team, here in zip(teams, staff, strict=True)
        for place, person in enumerate(here[3:6])
    )
    plan(cycles, teams, staff)


def plan(cycles: list[Cycle], teams: list[Team], staff: list[list[Person]]) -> None:
    """Give each cycle its roadmap."""
    sections = stored(
        Section(
            organisation=roadmap.organisation, roadmap=roadmap, ordinal=1, title="I"
        )
        for roadmap in stored(
            Roadmap(organisation=cycle.organisation, cycle=cycle, title="Карта")
            for cycle in cycles
        )
    )
    measures = stored(
        measure_of(section, place) for section in sections for place in range(MEASURES)
    )
    stored(
        responsible_of(measure, number % MEASURES, teams, staff, number // MEASURES)
        for number, measure in enumerate(measures)
    )
    stored(
        MeasureItem(
            organisation_id=measure.organisation_id,
            measure=measure,
            ordinal=1,
            text="собрать анкеты участников",
            due_on=measure.due_on,
        )
        for measure in measures[::5]
    )


def measure_of(section: Section, place: int) -> Measure:
    """A measure of the plan: every fourth day one is due; most of the past are done."""
    due_on: date | None = STARTS_ON + timedelta(days=place * 4 + section.pk % 4)
    deadline: dict[str, object] = {"kind": "by_date", "day": f"{due_on}"}
    if place % 10 == 9:
        due_on, deadline = ENDS_ON, {"kind": "recurring", "every": "quarter"}
    elif place % 20 == 5:
        anchor = "order_cmn_introduction"
        due_on = None
        deadline = {"kind": "relative_to_order", "anchor": anchor, "months_to": 1}
    is_done = due_on is not None and due_on < A_TUESDAY and place % 7 != 0
    return Measure(
        organisation_id=section.organisation_id,
        section=section,
        ordinal=place,
        title="Провести обучение наставников и собрать обратную связь участников",
        deadline=deadline,
        planned_on=due_on,
        due_on=due_on,
        status="done" if is_done else "planned",
        done_on=due_on if is_done else None,
    )


def responsible_of(
    measure: Measure,
    place: int,
    teams: list[Team],
    staff: list[list[Person]],
    number: int,
) -> Responsible:
    """By name every second one, by role every third, by the team the rest."""
    answer: dict[str, Any] = {"label": "ответственный", "role": BY_ROLE[place % 3]}
    if place % 2:
        answer = {"person": staff[number][3 + place % 9]}
    elif place % 6 == 4:
        answer = {"team": teams[number]}
    return Responsible(
        organisation_id=measure.organisation_id, measure=measure, ordinal=1, **answer
    )


def stored(rows: Iterator[Any]) -> list[Any]:
    """Store rows of one model; return them with their keys."""
    built = list(rows)
    model: type[models.Model] = type(built[0])
    return list(model._base_manager.bulk_create(built, batch_size=5000))


def bare() -> int:
    """Fetch every row the pass has to know of; return how many."""
    given = {"today": DAY, "soon": DAY + timedelta(days=7)}
    count = 0
    with connection.cursor() as cursor:
        for statement in (DUE, ITEMS):
            cursor.execute(statement, given)
            count += len(cursor.fetchall())
    return count


def nightly() -> int:
    """The whole pass, as the clock starts it; return how many digests were written."""
    begin_waiting_terms()
    morning = datetime(DAY.year, DAY.month, DAY.day, 6, tzinfo=UTC)
    return make_rounds(now=morning)


def nothing_told() -> None:
    """Make it the morning again: yesterday was done, today nobody was told."""
    with everywhere():
        Reminder.objects.all().delete()
        Notification.objects.all().delete()
        MorningRound.objects.update(day=DAY - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """Run the work; return seconds and what it counted."""
    began = time.perf_counter()
    count = work()
    return time.perf_counter() - began, count


def main() -> int:
    if connection.vendor != "postgresql":
        raise SystemExit("The goal is set for PostgreSQL: give DATABASE_URL.")
    settings.EMAIL_URL = "smtp://localhost"
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with everywhere():
            build(count)
        print(f"{count} organisations × {MEASURES} measures, {DAY:%A %d.%m.%Y}")
        nightly()
        ratios, passes, selections = [], [], []
        for _ in range(RUNS):
            nothing_told()
            selecting, rows = timed(bare)
            passing, digests = timed(nightly)
            again, _ = timed(nightly)
            ratios.append(passing / selecting)
            passes.append(passing)
            selections.append(selecting)
            print(
                f"  {rows} rows in {selecting:.2f} s; {digests} digests in"
                f" {passing:.2f} s; a pass with nothing to do {again:.2f} s"
            )
        ratio = statistics.median(ratios)
        print(
            f"bare SQL {statistics.median(selections):.2f} s,"
            f" pass {statistics.median(passes):.2f} s, ratio {ratio:.2f}, goal {GOAL:g}"
        )
    finally:
        # Dropping waits for the server's next checkpoint: as long as it takes.
        connection.settings_dict["OPTIONS"].pop("options", None)
        teardown_databases(databases, verbosity=0)
    return 0 if ratio <= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
