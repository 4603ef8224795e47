"""One school with somebody of every role, near to one mentee and far from her.

Mia is the mentee every cell is about, Max her mentor, Pavel her father. «near» is who
has to do with them: Mia's own psychologist, head, curator of the form; «far» holds the
same role and has nothing to do with her.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.enums import OrganisationKind, Role
from accounts.models import Organisation, User
from accounts.tests.factories import make_member, make_organisation
from programmes.enums import PairStatus
from programmes.models import Pair
from programmes.tests.pair_factories import (
    make_form,
    make_mentee,
    make_mentor,
    make_pair,
    make_pair_cycle,
)
from registry.actions import support
from registry.actions.psychologist_notes import write_note
from registry.enums import ConsentKind, ConsentStatus, MentorStatus
from registry.models import (
    Consent,
    Department,
    Diagnostic,
    FormCuratorship,
    Group,
    Guardianship,
    MenteeCard,
    MentorCard,
    NeedsAnalysis,
    Partner,
    Person,
    PsychologistAssignment,
    Request,
    ThirdPartyWord,
)
from registry.tests.consent_factories import make_consent, make_person

# Words planted in the cells; each says in whose cell it may be read.
PHONE = "8 900 555-11-22"
GUARDIAN_PHONE = "8 900 777-33-44"
MENTOR_PHONE = "8 900 888-55-66"
REQUEST = "Хочу уверенно выступать"
REMARK = "Замечание для своих"
WORD = "Сосед по парте отвлекает"
FINDING = "Заключение о тревожности"
NEEDS = "Выяснили: боится доски"
VALUE = "47 баллов"
RELEASED = "Начинайте с малой группы"
NOTE = "Личная пометка автора"
HELP = "Разбирает задачи по физике"

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Cast:
    """The school, who asks, and the rows they ask about."""

    school: Organisation
    users: dict[str, User]
    mentee: MenteeCard
    mentor: MentorCard
    pair: Pair
    consent: Consent
    offered: Consent
    request: Request
    guardianship: Guardianship
    assignment: PsychologistAssignment
    diagnostic: Diagnostic
    curatorship: FormCuratorship
    department: Department
    partner: Partner
    teacher: Person
    group: Group

    def key(self, row: str) -> int:
        """Return the key of what a route is about."""
        keys = {
            "child": self.mentee.person_id,
            "mentor_person": self.mentor.person_id,
            "cycle": self.mentee.cycle_id,
        }
        return keys[row] if row in keys else getattr(self, row).pk


NEAR_AND_FAR = (
    ("form_curator", Role.ROLE_MODEL_CURATOR),
    ("psychologist", Role.PSYCHOLOGIST),
    ("head", Role.DEPARTMENT_HEAD),
    ("teacher", Role.CLASS_TEACHER),
    ("partner", Role.PARTNER_STAFF),
    ("mentor", Role.MENTOR),
    ("mentee", Role.MENTEE),
    ("parent", Role.PARENT),
)
ALONE = (
    ("director", Role.DIRECTOR),
    ("deputy", Role.DEPUTY_DIRECTOR),
    ("curator", Role.CURATOR),
    ("responsible", Role.RESPONSIBLE),
    ("administrator", Role.SYSTEM_ADMINISTRATOR),
)
VIEWERS = (
    *(name for name, _ in ALONE),
    *(f"{side}_{name}" for name, _ in NEAR_AND_FAR for side in ("near", "far")),
    *("coordinator", "stranger", NOBODY),
)


def gather() -> Organisation:
    """Make the school and its people's accounts; the rows come within its scope."""
    centre = make_organisation(kind=OrganisationKind.MUNICIPAL_CENTRE)
    return make_organisation(parent=centre)


def play(school: Organisation) -> Cast:
    """Fill every cell with a word of its own."""
    users = _users(school)
    cycle = make_pair_cycle(school)
    form = make_form()
    mentor = make_mentor(
        cycle,
        user=users["near_mentor"],
        competences_text=HELP,
        remark=REMARK,
        status=MentorStatus.YEAR_BASE,
    )
    _tell(mentor.person, phone=MENTOR_PHONE)
    make_mentor(cycle, "Дальний Олег Ильич", user=users["far_mentor"])
    mentee = make_mentee(
        cycle, user=users["near_mentee"], parent=users["near_parent"], remark=REMARK
    )
    _tell(mentee.person, phone=PHONE)
    make_mentee(
        cycle,
        "Дальняя Ия Олеговна",
        user=users["far_mentee"],
        parent=users["far_parent"],
    )
    curator = users["curator"]
    pair = make_pair(curator, cycle, PairStatus.ACTIVE, mentor=mentor, mentees=[mentee])
    analysis = make_consent(
        mentee.person, ConsentKind.NEEDS_ANALYSIS, ConsentStatus.VERIFIED
    )
    assert analysis.status == ConsentStatus.VERIFIED
    NeedsAnalysis.objects.create(
        organisation=school,
        card=mentee,
        made_on=timezone.localdate(),
        made_by=curator,
        findings=NEEDS,
    )
    guardianship = mentee.person.guardianships.get()
    _tell(guardianship.guardian, phone=GUARDIAN_PHONE)
    teacher, department, partner, group = _surroundings(school, users, mentor, mentee)
    assignment, diagnostic = _psychology(users, mentee)
    return Cast(
        school=school,
        users=users,
        mentee=mentee,
        mentor=mentor,
        pair=pair,
        consent=mentee.person.consents.get(kind=ConsentKind.REPRESENTATIVE),
        offered=make_consent(
            mentee.person, ConsentKind.PUBLICATION, ConsentStatus.SIGNED
        ),
        request=Request.objects.create(
            organisation=school, card=mentee, text=REQUEST, asked_on=cycle.starts_on
        ),
        guardianship=guardianship,
        assignment=assignment,
        diagnostic=diagnostic,
        curatorship=FormCuratorship.objects.create(
            organisation=school,
            cycle=cycle,
            form=form,
            curator=users["near_form_curator"],
        ),
        department=department,
        partner=partner,
        teacher=teacher,
        group=group,
    )


def _users(school: Organisation) -> dict[str, User]:
    users = {name: make_member(school, role, name=name) for name, role in ALONE}
    for name, role in NEAR_AND_FAR:
        for side in ("near", "far"):
            users[f"{side}_{name}"] = make_member(school, role, name=f"{side} {name}")
    assert school.parent is not None
    users["coordinator"] = make_member(school.parent, Role.MUNICIPAL_COORDINATOR)
    users["stranger"] = make_member(
        make_organisation(), Role.DIRECTOR, Role.CURATOR, Role.PSYCHOLOGIST
    )
    return users


def _tell(person: Person, **values: object) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.save()


def _surroundings(
    school: Organisation, users: dict[str, User], mentor: MentorCard, mentee: MenteeCard
) -> tuple[Person, Department, Partner, Group]:
    head = make_person(school, user=users["near_head"], is_staff_member=True)
    department = Department.objects.create(
        organisation=school, title="Отдел", head=head
    )
    teacher = make_person(
        school, "Учителев Олег Ильич", department=department, is_staff_member=True
    )
    partner = Partner.objects.create(organisation=school, title="Завод")
    make_person(school, user=users["near_partner"], partner=partner)
    _tell(mentor.person, partner=partner)
    year = timezone.localdate()
    group = Group.objects.create(
        organisation=school,
        school_year=year.year if year.month >= 9 else year.year - 1,
        name="8А",
        class_teacher=make_person(school, user=users["near_teacher"]),
    )
    _tell(mentee.person, group=group)
    ThirdPartyWord.objects.create(
        organisation=school,
        card=mentee,
        source_name="Классный руководитель",
        capacity="классный руководитель",
        text=WORD,
        told_on=year - timedelta(days=1),
        entered_by=users["curator"],
    )
    return teacher, department, partner, group


def _psychology(
    users: dict[str, User], mentee: MenteeCard
) -> tuple[PsychologistAssignment, Diagnostic]:
    psychologist = users["near_psychologist"]
    assignment = support.assign_psychologist(
        card=mentee,
        psychologist=psychologist,
        reason="Адаптация",
        ends_on=None,
        by=users["curator"],
    )
    diagnostic = support.record_diagnostic(
        card=mentee,
        values={
            "technique": "Шкала",
            "made_on": timezone.localdate(),
            "value_before": VALUE,
            "value_after": "",
            "findings": FINDING,
        },
        by=psychologist,
    )
    diagnostic = support.release_diagnostic(
        diagnostic=diagnostic, text=RELEASED, by=psychologist
    )
    write_note(person=mentee.person, text=NOTE, by=psychologist)
    return assignment, diagnostic
