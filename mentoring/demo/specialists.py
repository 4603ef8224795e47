"""The school's specialists: who sees a part of the programme, with that part invented."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.actions.invitations import grant
from accounts.enums import Role
from accounts.models import Organisation, User
from mentoring.demo.selection_life import invite_to_talk
from mentoring.demo.story import account, connect
from programmes.models import Pair
from registry.actions import (
    candidacies,
    consents,
    curatorships,
    departments,
    partners,
    people,
    psychologist_notes,
    support,
    wishes,
)
from registry.enums import ConsentKind
from registry.models import Cycle, MenteeCard, MentorCard, Person
from registry.queries.consents import local_day

NAMES = (
    ("psychologist", Role.PSYCHOLOGIST, "Голубева Инна Марковна", "Педагог-психолог"),
    (
        "department-head",
        Role.DEPARTMENT_HEAD,
        "Лунин Олег Маркович",
        "Заведующий отделом",
    ),
    ("form-curator", Role.ROLE_MODEL_CURATOR, "Серова Лада Юрьевна", "Методист"),
    ("partner", Role.PARTNER_STAFF, "Жарков Илья Юрьевич", ""),
)
TEACHERS = (("Зимина", "Нина", "Олеговна"), ("Вешняков", "Марк", "Ильич"))


def appear(
    organisation: Organisation, pair: Pair, curator: User
) -> Iterator[tuple[str, Role, str]]:
    """Give each specialist an account and his own part of the school's programme."""
    users = {}
    for username, role, name, post in NAMES:
        users[role] = _specialist(organisation, curator, username, role, name, post)
        yield username, role, name
    curatorships.entrust_form(
        cycle=pair.cycle,
        form=pair.form,
        curator=users[Role.ROLE_MODEL_CURATOR],
        by=curator,
    )
    _partner(organisation, pair.cycle, users[Role.PARTNER_STAFF], curator)
    _department(organisation, pair.cycle, users[Role.DEPARTMENT_HEAD], curator)
    _psychologist(pair, users[Role.PSYCHOLOGIST], curator)
    invite_to_talk(pair.cycle, users[Role.PSYCHOLOGIST], curator)


def _specialist(
    organisation: Organisation,
    curator: User,
    username: str,
    role: Role,
    name: str,
    post: str,
) -> User:
    user = account(username, name)
    grant(user=user, organisation=organisation, role=role, by=None)
    last, first, patronymic = name.split()
    person = people.create_person(
        organisation=organisation,
        values={
            "last_name": last,
            "first_name": first,
            "patronymic": patronymic,
            "post": post,
            "is_staff_member": bool(post),
        },
        by=curator,
    )
    connect(person, user)
    return user


def _partner(
    organisation: Organisation, cycle: Cycle, user: User, curator: User
) -> None:
    partner = partners.add_partner(
        organisation=organisation,
        title="Приборный завод «Светлячок»",
        contacts="Отдел развития персонала",
        by=curator,
    )
    mentors = MentorCard.objects.filter(cycle=cycle).order_by("pk")[2:4]
    came = [*(card.person for card in mentors), Person.objects.get(user=user)]
    for person in came:
        people.change_person(person=person, values={"partner": partner}, by=curator)


def _department(
    organisation: Organisation, cycle: Cycle, head: User, curator: User
) -> None:
    teachers = [
        people.create_person(
            organisation=organisation,
            values={
                "last_name": last,
                "first_name": first,
                "patronymic": patronymic,
                "post": "Учитель",
                "is_staff_member": True,
            },
            by=curator,
        )
        for last, first, patronymic in TEACHERS
    ]
    departments.add_department(
        organisation=organisation,
        title="Естественно-научный отдел",
        head=Person.objects.get(user=head),
        people=teachers,
        by=curator,
    )
    candidacies.nominate(
        cycle=cycle, person=teachers[0], note="Ведёт кружок химии.", by=head
    )
    wishes.tell_word(
        person=teachers[1],
        request="Первый год в школе: нужна помощь с уроками",
        text="",
        by=head,
    )


def _psychologist(pair: Pair, psychologist: User, curator: User) -> None:
    """The pair's mentee and another: diagnosed, a part of it shown to the participants."""
    mentee: MenteeCard = pair.members.get(is_current=True).mentee_card
    others = MenteeCard.objects.filter(cycle=pair.cycle, pair_members__isnull=False)
    another = others.exclude(pk=mentee.pk).latest("pk")
    today = local_day(pair.organisation)
    for card, reason in (
        (mentee, "Тревожность перед выступлениями"),
        (another, "Трудности адаптации в классе"),
    ):
        support.assign_psychologist(
            card=card,
            psychologist=psychologist,
            reason=reason,
            ends_on=None,
            by=curator,
        )
        consents.ask(people=[card.person], kind=ConsentKind.NEEDS_ANALYSIS, by=curator)
        asked = card.person.consents.filter(kind=ConsentKind.NEEDS_ANALYSIS).missing()
        if asked:
            consents.record_paper(
                consents=list(asked),
                signed_on=today,
                attachment=None,
                is_cosigned=True,
                by=curator,
            )
        support.record_diagnostic(
            card=card,
            values={
                "technique": "Шкала ситуативной тревожности",
                "made_on": today,
                "value_before": "высокая, 47 баллов",
                "value_after": "",
                "findings": "Волнуется при ответе у доски; в малой группе — нет.",
            },
            by=psychologist,
        )
    support.release_diagnostic(
        diagnostic=mentee.diagnostics.get(),
        text="Начинайте выступления с малой группы: трёх-четырёх человек достаточно.",
        by=psychologist,
    )
    psychologist_notes.write_note(
        person=mentee.person,
        text="Спросить в декабре, как прошла конференция.",
        by=psychologist,
    )
