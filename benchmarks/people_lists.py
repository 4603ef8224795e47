"""How the lists of people answer with 20,000 people in the organisation, beside 200 and 20.

    DATABASE_URL=postgres:///portal python benchmarks/people_lists.py [people]

Three organisations live in one database of its own on that server. Each page is asked for
by the test client, all sizes in turn, and the medians of the processor time of Python
and of the database together are compared, for the machine may be shared. The number of queries
must be that of 20 people, and the time at most 1.5 times that of 200. Exits 1 when a
page misses either.
"""

# ruff: noqa: E402 -- the path and the settings come first

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import (
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Organisation, User
from accounts.tests.factories import make_member, make_organisation
from common.links import link
from common.tenancy import within
from registry.actions.people import settle
from registry.actions.reference import load_reference
from registry.enums import ConsentKind, ConsentStatus, MenteeStatus, MentorStatus
from registry.models import (
    Competence,
    Consent,
    ConsentText,
    Cycle,
    Group,
    MenteeCard,
    MentorCard,
    Person,
    Request,
)

GOAL = 1.5
ROUNDS = 9
SMALL, USUAL = 20, 200
CLASS_SIZE = 25
KNOWN = 12  # people of the name sought, as many at every size
SYLLABLES = ("ко", "ва", "ле", "си", "мо", "ри", "ду", "бе", "за", "но")
FIRST_NAMES = ("Анна", "Олег", "Вера", "Иван", "Юлия", "Пётр", "Зоя", "Лев", "Нина")
PATRONYMICS = ("Ильич", "Львович", "Петрович", "Олегович", "Иванович", "Юрьевич", "")
CONSENTS = (
    *(ConsentStatus.VERIFIED, ConsentStatus.VERIFIED, ConsentStatus.REQUIRED),
    *(ConsentStatus.SIGNED, ConsentStatus.WITHDRAWN),
)
BACKEND: dict[str, Path] = {}
PAGES: dict[str, Sequence[str]] = {
    "mentor_list": (
        *("", "q=журавлев", "q=журавлев+олег", "page=3", "level=year", "level=stale"),
        *("level=selected", "consent=no", "sort=-status", "sort=group"),
    ),
    "mentee_list": (
        *("", "q=журавлев", "level=base", "level=wish", "covered=no", "consent=yes"),
        *("sort=birth",),
    ),
    "pupil_list": ("", "q=журавлев", "sort=group"),
    "staff_list": ("", "q=журавлев", "sort=post"),
    "consent_list": ("", "q=журавлев", "state=all", "state=valid", "sort=status"),
    "person_doubles": ("",),
    "group_list": ("",),
    "departure_list": ("", "q=журавлев"),
    "request_list": ("", "q=журавлев"),
    "coverage_list": ("",),
    "competence_list": ("",),
    "problem_list": ("",),
    "questionnaire_list": ("", "q=журавлев", "state=unfilled"),
    "selection_list": ("", "q=журавлев"),
    "interview_list": ("",),
    "mentor_register_list": ("",),
    "application_list": ("",),
    "nomination_list": ("", "q=журавлев"),
    "cycle_list": ("",),
    "code_slips": ("",),
}


def made(rows: Sequence[Model]) -> None:
    """Write the rows of one table."""
    if rows:
        type(rows[0])._base_manager.bulk_create(rows, batch_size=1000)


def surname(number: int) -> str:
    """Return one of a thousand surnames."""
    a, b, c = (SYLLABLES[number // 10**power % 10] for power in range(3))
    return f"{a}{b}{c}в".capitalize()


def invented_people(school: Organisation, count: int) -> list[Person]:
    """Four fifths pupils by classes, one fifth staff; one in two hundred is a double."""
    groups = [
        Group(organisation=school, school_year=2026, name=f"{number % 11 + 1}-{number}")
        for number in range(count * 4 // 5 // CLASS_SIZE + 1)
    ]
    made(groups)
    people = []
    for number in range(count):
        of_whom = number - 1 if number % 200 == 1 else number
        is_staff = number % 5 == 0
        person = Person(
            organisation=school,
            last_name="Журавлёв" if number < KNOWN else surname(of_whom * 7),
            first_name=FIRST_NAMES[of_whom % len(FIRST_NAMES)],
            patronymic=PATRONYMICS[of_whom // 9 % len(PATRONYMICS)],
            phone=f"+7 9{number:09d}",
            is_staff_member=is_staff,
            post="учитель" if is_staff else "",
            group=None if is_staff else groups[number // CLASS_SIZE * 4 // 5],
            birth_on=date(1990 if is_staff else 2010, 1, 1)
            + timedelta(days=of_whom % 1400),
            departure="left" if number % 20 == 3 else "",
            departed_on=date(2026, 6, 1) if number % 20 == 3 else None,
        )
        settle(person)
        people.append(person)
    made(people)
    return people


def fill(school: Organisation, count: int) -> None:
    """Half of the people are mentors, half mentees; each has a consent, each mentee asks."""
    cycle = Cycle.objects.create(
        organisation=school,
        title="Год",
        starts_on=date(2026, 9, 1),
        ends_on=date(2027, 5, 31),
    )
    people = invented_people(school, count)
    tags = list(Competence.objects.filter(organisation=None)[:40])
    states = [state for state in MentorStatus if state != MentorStatus.DRAFT]
    mentors = [
        MentorCard(
            organisation=school,
            cycle=cycle,
            person=person,
            status=states[number % len(states)],
            competences_text="математика",
        )
        for number, person in enumerate(people[::2])
    ]
    steps = list(MenteeStatus)
    mentees = [
        MenteeCard(
            organisation=school,
            cycle=cycle,
            person=person,
            status=steps[number % len(steps)],
        )
        for number, person in enumerate(people[1::2])
    ]
    made(mentors)
    made(mentees)
    asked = [
        Request(
            organisation=school, card=card, text="Алгебра", asked_on=date(2026, 9, 3)
        )
        for card in mentees
    ]
    made(asked)
    offering, asking = MentorCard.competences.through, Request.competences.through
    made(
        [
            offering(mentorcard=card, competence=tags[number % len(tags)])
            for number, card in enumerate(mentors)
        ]
    )
    made(
        [
            asking(request=row, competence=tags[number % len(tags)])
            for number, row in enumerate(asked)
        ]
    )
    text = ConsentText.objects.filter(kind=ConsentKind.PARTICIPANT)[0]
    made([_consent(person, number, text) for number, person in enumerate(people)])


def _consent(person: Person, number: int, text: ConsentText) -> Consent:
    status = CONSENTS[number % len(CONSENTS)]
    is_given = status in {ConsentStatus.VERIFIED, ConsentStatus.SIGNED}
    return Consent(
        organisation_id=person.organisation_id,
        person=person,
        kind=ConsentKind.PARTICIPANT
        if person.is_staff_member
        else ConsentKind.REPRESENTATIVE,
        status=status,
        text=text,
        medium="paper" if is_given else "",
        required_on=date(2026, 9, 1),
        signed_on=date(2026, 9, 2) if is_given else None,
        withdrawn_at=timezone.now() if status == ConsentStatus.WITHDRAWN else None,
    )


def spent() -> float:
    """Return the processor time of this process and of its database's, in seconds.

    Where the database cannot be looked at (another machine, SQLite) its part is missing.
    """
    told = BACKEND.get("path")
    of_database = int(told.read_text().split()[0]) / 1e9 if told else 0.0
    return time.process_time() + of_database


def find_backend() -> None:
    """Find the database's process of this connection, and keep it to one process."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        path = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if path.exists():
        BACKEND["path"] = path


class Visitor:
    """The curator of one organisation, asking for its pages."""

    def __init__(self, count: int) -> None:
        self.school = make_organisation()
        curator: User = make_member(self.school, Role.CURATOR, name="Крылова Кира")
        with within(self.school.pk):
            fill(self.school, count)
        self.client = Client(raise_request_exception=True)
        self.client.force_login(curator)

    def seconds(self, page: str, query: str) -> float:
        """Ask for the page; return how long the processors worked for the answer."""
        url = f"{link(f'registry:{page}', organisation=self.school.slug)}?{query}"
        started = spent()
        answer = self.client.get(url)
        took = spent() - started
        if answer.status_code != 200:
            raise SystemExit(f"{url}: {answer.status_code}")
        return took

    def queries(self, page: str, query: str) -> CaptureQueriesContext:
        """Ask for the page; return its queries."""
        with CaptureQueriesContext(connection) as caught:
            self.seconds(page, query)
        return caught


def is_met(visitors: Sequence[Visitor], page: str, query: str) -> bool:
    """Measure one page at every size and print its line."""
    counts = [len(visitor.queries(page, query)) for visitor in visitors]
    times = defaultdict(list)
    for _ in range(ROUNDS):
        for visitor in visitors:
            times[visitor].append(visitor.seconds(page, query))
    _, usual, whole = (median(times[visitor]) for visitor in visitors)
    ratio = whole / usual
    is_good = ratio <= GOAL and len(set(counts)) == 1
    print(
        f"{'✓' if is_good else '✗'} {page}?{query}: {usual * 1000:.0f} → "
        f"{whole * 1000:.0f} ms, {ratio:.2f} times; queries {counts}",
        flush=True,
    )
    if "--slow" in sys.argv and not is_good:
        tell_slow(visitors, page, query)
    return is_good


def tell_slow(visitors: Sequence[Visitor], page: str, query: str) -> None:
    """Print the queries of the page that take longest."""
    asked = visitors[-1].queries(page, query).captured_queries
    print(f"    in queries: {sum(float(row['time']) for row in asked) * 1000:.0f} ms")
    for row in sorted(asked, key=lambda row: -float(row["time"]))[:3]:
        if float(row["time"]) > 0.003:
            print(f"    {float(row['time']) * 1000:.0f} ms {row['sql'][:1500]}")


def main() -> None:
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    wanted = {word for word in sys.argv[1:] if word in PAGES} or set(PAGES)
    settings.ALLOWED_HOSTS = ["*"]
    # Pages are drawn as they are, whether or not static files were collected.
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        load_reference()
        sizes = (SMALL, USUAL, numbers[0] if numbers else 20_000)
        visitors = [Visitor(size) for size in sizes]
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        find_backend()
        print(f"people: {', '.join(map(str, sizes))}; medians of {ROUNDS} answers")
        met = [
            is_met(visitors, page, query)
            for page, queries in PAGES.items()
            for query in queries
            if page in wanted
        ]
    finally:
        teardown_databases(databases, verbosity=0)
    print(f"{sum(met)} of {len(met)} pages meet the goal")
    sys.exit(0 if all(met) else 1)


if __name__ == "__main__":
    main()
