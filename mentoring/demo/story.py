"""An institution's cycle told through the real actions, each on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from django.utils import timezone

from accounts.actions.invitations import grant
from accounts.enums import OrganisationKind, Role, YearReset
from accounts.models import Organisation, User
from common.russian.cases import Case, decline_organisation, decline_post
from common.russian.dates import school_year, school_year_start
from common.russian.names import FullName
from documents.actions import set_register
from documents.enums import RegisterCode
from mentoring import headless
from mentoring.demo.candidates import gather_candidates
from mentoring.demo.clock import on
from mentoring.demo.institutions import Chapter, Institution
from mentoring.demo.needs_life import understand
from mentoring.demo.pair_life import live
from mentoring.demo.people_life import fill_in
from mentoring.demo.plan_life import work_by_plan
from mentoring.demo.selection_life import select_mentors
from mentoring.demo.summing_up import sum_up
from mentoring.demo.tables import Wanted, bases
from mentoring.headless import Staff, Table
from programmes.actions import introduction, measures, pairs, roadmaps
from programmes.enums import MeasureStatus, PairStatus
from programmes.models import Measure, Pair
from registry.actions import consents, cycles, people
from registry.enums import ConsentKind, TableKind
from registry.models import Consent, Cycle, Person

PASSWORD = "nastavnik"  # noqa: S105 -- the demo's, printed at every start
LENGTH = 80
SHOWN = ("full_name", "place", "achievements", "review")


class Story:
    """One institution's story, from the order that introduces mentoring on."""

    def __init__(self, organisation: Organisation, institution: Institution) -> None:
        self.organisation = organisation
        self.institution = institution
        self.today = timezone.localdate()
        self.started_on = start_of_story(self.today)
        prefix = "" if institution.slug == "school-12" else f"{institution.slug}-"
        self.staff = Staff(
            director=account(f"{prefix}director", institution.director),
            curator=account(f"{prefix}curator", institution.curator),
        )
        self.cycle: Cycle | None = None

    def day(self, number: int) -> date:
        """Return the day of the story by its number from the start."""
        return self.started_on + timedelta(days=number)

    def tell(self) -> None:
        """Tell the story up to its chapter."""
        self._appoint()
        with on(self.day(0)):
            cycle = self._open()
        chapters = (
            (Chapter.IMPORTED, self._import),
            (Chapter.SUBMITTED, self._submit),
            (Chapter.WORKING, self._work),
            (Chapter.CLOSING, self._sum_up),
        )
        for chapter, happen in chapters:
            if self.institution.chapter >= chapter:
                happen(cycle)

    def _appoint(self) -> None:
        for user, role, post in (
            (self.staff.director, Role.DIRECTOR, "Директор"),
            (self.staff.curator, Role.CURATOR, "Заместитель директора"),
        ):
            with on(self.started_on):
                grant(user=user, organisation=self.organisation, role=role, by=None)
                person = people.create_person(
                    organisation=self.organisation,
                    values={**_names(user.name), "post": post, "is_staff_member": True},
                    by=None,
                )
            connect(person, user)

    def _open(self) -> Cycle:
        curator = self.staff.curator
        set_register(
            organisation=self.organisation,
            code=RegisterCode.ORDERS,
            number_format="{n}-ОД",
            resets=YearReset.CALENDAR,
            start=41,
            by=None,
        )
        cycle = cycles.open_cycle(
            organisation=self.organisation,
            title=school_year(self.started_on),
            starts_on=self.started_on,
            ends_on=self.started_on + timedelta(days=270),
            by=curator,
        )
        roadmaps.load_roadmap(
            cycle=cycle, template_code=self.institution.template_code, by=curator
        )
        introduction.introduce_by_paper(
            cycle=cycle,
            title="О внедрении целевой модели наставничества",
            number="38-ОД",
            signed_on=self.started_on,
            scan=None,
            by=curator,
        )
        cycle.refresh_from_db()
        self._finish_measures(cycle)
        work_by_plan(self, cycle)
        return cycle

    def _finish_measures(self, cycle: Cycle) -> None:
        """What was due is done, but for the last of it; long work is under way."""
        printed = (
            Measure.objects.open()
            .filter(section__roadmap__cycle=cycle)
            .order_by("due_on", "pk")
        )
        for measure in printed.filter(due_on__gte=self.today)[:3]:
            measures.move(
                measure=measure, to=MeasureStatus.IN_PROGRESS, by=self.staff.curator
            )
        for measure in list(printed.filter(due_on__lt=self.today))[:-1]:
            with on(measure.due_on or self.started_on):
                measures.report_done(
                    measure=measure,
                    done_on=timezone.localdate(),
                    by=self.staff.curator,
                    evidence="Протокол и материалы у куратора",
                )

    def _import(self, cycle: Cycle) -> None:
        tables = bases(
            Wanted(
                mentors=self.institution.mentors,
                mentees=self.institution.mentees,
                workplace=self.organisation.short_name,
                year=self.started_on.year,
                seed=self.institution.seed,
                is_about_staff=self.institution.is_about_staff,
                is_college=self.institution.kind == OrganisationKind.COLLEGE,
            )
        )
        with on(self.day(9)):
            for kind, content in (
                (TableKind.MENTORS, tables.mentors),
                (TableKind.MENTEES, tables.mentees),
            ):
                headless.load_base(
                    cycle=cycle,
                    kind=kind,
                    table=Table(f"{kind.label}.xlsx", content),
                    by=self.staff.curator,
                )
        if self.institution.chapter == Chapter.IMPORTED:
            self._record_half_of_consents(cycle)

    def _record_half_of_consents(self, cycle: Cycle) -> None:
        owed = headless.consents_to_collect(cycle)
        with on(self.day(14)):
            consents.record_paper(
                consents=owed[: len(owed) // 2],
                signed_on=self.day(13),
                attachment=None,
                by=self.staff.curator,
            )

    def _submit(self, cycle: Cycle) -> None:
        curator = self.staff.curator
        with on(self.day(13)):
            headless.record_consents(cycle=cycle, signed_on=self.day(12), by=curator)
        fill_in(self, cycle)
        with on(self.day(15)):
            run = headless.match(cycle=cycle, by=curator)
            headless.adopt_all(run=run, by=curator)
        with on(self.day(18)):
            headless.record_answers(cycle=cycle, answered_on=self.day(18), by=curator)
        if self.institution.chapter == Chapter.SUBMITTED:
            agreed = Pair.objects.filter(cycle=cycle, status=PairStatus.AGREED)
            with on(self.today - timedelta(days=3)):
                pairs.submit(pairs=list(agreed), by=curator)

    def _work(self, cycle: Cycle) -> None:
        with on(self.day(20), time(11, 30)):
            headless.order(cycle=cycle, staff=self.staff)
        with on(self.day(21)):
            self._publish_some_mentors(cycle)
        select_mentors(self, cycle)
        for number, pair in enumerate(Pair.objects.filter(cycle=cycle).order_by("pk")):
            live(self, pair, number)
        gather_candidates(self, cycle)
        understand(self, cycle)

    def _sum_up(self, cycle: Cycle) -> None:
        sum_up(self, cycle)

    def _publish_some_mentors(self, cycle: Cycle) -> None:
        people_of_cycle = [
            card.person for card in cycle.mentorcards.select_related("person")[:4]
        ]
        consents.ask(
            people=people_of_cycle, kind=ConsentKind.PUBLICATION, by=self.staff.curator
        )
        asked = Consent.objects.filter(kind=ConsentKind.PUBLICATION).missing()
        consents.record_paper(
            consents=list(asked),
            signed_on=self.day(21),
            attachment=None,
            by=self.staff.curator,
            answers={code: {"is_allowed": True} for code in SHOWN},
        )


def start_of_story(today: date) -> date:
    """Return 1 September when the school year is old enough, else a day far enough."""
    september = date(school_year_start(today), 9, 1)
    far_enough = today - timedelta(days=LENGTH)
    return september if september <= far_enough else far_enough


def account(username: str, name: str) -> User:
    """Make an account of the demo."""
    user = User(username=username, name=name)
    user.set_password(PASSWORD)
    user.save()
    return user


def connect(person: Person, user: User) -> None:
    """Let the person and the account be one, as an accepted invitation does."""
    person.user = user
    person.save(update_fields=["user"])


def cases_of(institution: Institution) -> Iterator[tuple[str, str]]:
    """Propose the declined forms a set-up would show."""
    director = FullName.parse(institution.director)
    yield "name_genitive", decline_organisation(institution.name, Case.GENITIVE)
    yield "director_post_genitive", decline_post("Директор", Case.GENITIVE)
    yield "director_name_genitive", director.in_case(Case.GENITIVE).full()


def _names(name: str) -> dict[str, str]:
    parsed = FullName.parse(name)
    return {
        "last_name": parsed.last,
        "first_name": parsed.first,
        "patronymic": parsed.patronymic,
    }
