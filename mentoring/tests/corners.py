"""Pages no link of the told stories leads to: rows in rare states, links handed out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.invitations import grant, issue_setup_link
from accounts.enums import Role
from accounts.models import Organisation, User
from common.links import link
from common.russian.dates import school_year_start
from documents import actions as documents
from mentoring.demo.pair_life import LATE, live, people_of
from mentoring.demo.story import PASSWORD, Story, account, connect
from mentoring.headless import Staff, carry_out, staff_of
from monitoring.actions.surveys import open_survey
from monitoring.enums import SurveyAudience
from notifications import unsubscribing
from notifications.actions import notify
from notifications.models import Notification
from programmes.actions import introduction, measures, meetings, pairs, programmes
from programmes.actions.meetings import Appointment
from programmes.letters.pairs import PairActivated
from programmes.models import Measure, Pair, Programme
from programmes.queries.order_texts import texts_of
from registry.actions import (
    applications,
    candidacies,
    consents,
    criteria,
    cycles,
    groups,
    imports,
    joining,
    people,
)
from registry.actions.applications import Applicant
from registry.actions.invitations import invite_person
from registry.actions.people import take_group
from registry.enums import BaseKind, ConsentKind, Departure, TableKind
from registry.letters import ApplicationDecided
from registry.models import (
    Application,
    Competence,
    Cycle,
    Erasure,
    Group,
    Guardianship,
    Interview,
    Joining,
    MenteeCard,
    MentorCard,
    Person,
    TopicMerge,
)
from registry.queries.cycles import current_cycle

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
USED_UP = "a-link-used-up"
ANTON = {
    "name": "Админов Антон Ильич",
    "username": "anton",
    "password": "correct horse battery",
    "again": "correct horse battery",
}
INSTITUTION = {
    "kind": "school",
    "name": "Муниципальное общеобразовательное учреждение «Школа № 7»",
    "short_name": "МОУ «Школа № 7»",
    "slug": "school-7",
    "locality": "г. Заречный",
}
DIRECTOR = {
    "step": "director",
    "director_post": "Директор",
    "director_name": "Рощина Алла Петровна",
    "name_genitive": "Муниципального общеобразовательного учреждения «Школа № 7»",
    "director_post_genitive": "директора",
    "director_name_genitive": "Рощиной Аллы Петровны",
}


@dataclass(frozen=True, slots=True)
class Corner:
    """A page and the client of who sees it; `name` tells two clients apart."""

    name: str
    client: Client
    path: str

    @property
    def session(self) -> dict[str, str]:
        """The cookie of the session under its owner's name; nobody has none."""
        kept = self.client.cookies.get("sessionid")
        return {self.name: kept.value} if kept else {}


def corner(user: User | None, path: str, state: str = "") -> Corner:
    """Return the page as the user sees it, or as somebody who has not signed in does."""
    client = Client()
    if user:
        client.force_login(user, backend=BACKEND)
    return Corner(f"{user.username if user else ''} {state}".strip(), client, path)


def of_the_working(organisation: Organisation) -> Iterator[Corner]:
    """Bring the school in full swing to its corners, within its scope.

    Its mentor, mentee and parent have their accounts already.
    """
    curator = staff_of(organisation).curator
    cycle = current_cycle(organisation)
    assert cycle is not None
    yield from _next_year(organisation, curator)
    yield from _candidates(organisation, curator)
    yield from _meeting_ahead(curator)
    yield from _consent_to_give(curator)
    yield from _letters(organisation, curator)
    yield from _specialist(cycle, curator)
    yield from _erasures(organisation)
    yield from _table_to_confirm(cycle, curator)
    yield from _classes(organisation, curator)
    yield from _topics(curator)
    yield _survey(cycle, curator)


def _topics(curator: User) -> Iterator[Corner]:
    """An own topic under another title, and the preview of a merge."""
    merge = TopicMerge.objects.all()[0]
    yield corner(curator, link("registry:topic_rename", pk=merge.target_id))
    other = Competence.objects.filter(organisation=None)[0]
    preview = link("registry:topic_merge", pk=merge.target_id)
    yield corner(curator, f"{preview}?into={other.pk}")


def of_the_waiting(story: Story) -> Iterator[Corner]:
    """Bring the institution whose order waits to its corners, within its scope."""
    curator = story.staff.curator
    yield from _orders(story.staff)
    yield from _programmes(story)
    yield from _personal_links(curator)
    yield from _selection(story.organisation, curator)
    order = introduction.prepare_order(
        cycle=_cycle_after(story.organisation, curator), by=curator
    )
    yield corner(curator, link("programmes:order_introduction_draft", pk=order.pk))


def of_the_portal() -> Iterator[Corner]:
    """Set an institution up as far as the director's invitation; use links up."""
    setter = Client()
    setter.post(reverse("setup_begin", args=[issue_setup_link().token]), ANTON)
    setter.post(reverse("setup_organisation"), INSTITUTION)
    step = reverse("setup", args=[INSTITUTION["slug"]])
    setter.post(step, DIRECTOR)
    shown = reverse("setup_invited", args=[INSTITUTION["slug"]])
    yield Corner("anton with a link", setter, shown)
    yield corner(User.objects.get(username="anton"), step)
    yield corner(None, reverse("setup_begin", args=[issue_setup_link().token]))
    yield corner(None, reverse("setup_begin", args=[USED_UP]))
    yield corner(None, _door(USED_UP))


def _cycle_after(organisation: Organisation, curator: User) -> Cycle:
    begins = timezone.localdate() + timedelta(days=300)
    return cycles.open_cycle(
        organisation=organisation,
        title="Следующий учебный год",
        starts_on=begins,
        ends_on=begins + timedelta(days=270),
        by=curator,
    )


def _next_year(organisation: Organisation, curator: User) -> Iterator[Corner]:
    cycle = _cycle_after(organisation, curator)
    for page in ("cycle_introduce", "order_introduction_prepare", "roadmap_copy"):
        yield corner(curator, link(f"programmes:{page}", pk=cycle.pk))


def _candidates(organisation: Organisation, curator: User) -> Iterator[Corner]:
    """A teacher who applies and asks for a pupil; a head's people; an empty next cycle."""
    person = people.create_person(
        organisation=organisation,
        values={
            "last_name": "Белкина",
            "first_name": "Вера",
            "patronymic": "Львовна",
            "post": "Учитель",
            "is_staff_member": True,
        },
        by=curator,
    )
    user = account("class-teacher", "Белкина Вера Львовна")
    grant(user=user, organisation=organisation, role=Role.CLASS_TEACHER, by=None)
    connect(person, user)
    pupil = MenteeCard.objects.filter(person__group__isnull=False)[0].person
    year = school_year_start(timezone.localdate())
    group = take_group(organisation=organisation, school_year=year, name="11Я")
    Group.objects.filter(pk=group.pk).update(class_teacher=person)
    Person.objects.filter(pk=pupil.pk).update(group=group)
    yield corner(user, link("registry:my_candidacy", pk=person.pk))
    yield corner(user, link("registry:my_wish", pk=person.pk))
    yield corner(user, link("registry:word_list"))
    yield corner(user, link("registry:word_add", pk=pupil.pk))
    card = candidacies.submit_candidacy(
        person=person,
        values={"competences_text": "Математика"},
        by=user,
        is_agreed=True,
    )
    # The same page of a sent application is another template.
    yield corner(user, link("registry:my_candidacy", pk=person.pk), "has sent")
    yield corner(user, link("registry:my_candidacy_withdraw", pk=card.pk))
    candidate = Person.objects.filter(mentorcards=None, user=None)[0]
    yield corner(curator, link("registry:nomination_add", pk=candidate.pk))
    last = Cycle.objects.order_by("starts_on").last()
    assert last is not None
    yield corner(curator, link("registry:cycle_carry", pk=last.pk), "has no next")


def _meeting_ahead(curator: User) -> Iterator[Corner]:
    meeting = meetings.plan(
        pair=Pair.objects.working().latest("pk"),
        appointment=Appointment(timezone.now() + timedelta(days=2), place="Кабинет 24"),
        by=curator,
    )
    yield corner(curator, link("programmes:meeting_cancel", pk=meeting.pk))


def _consent_to_give(curator: User) -> Iterator[Corner]:
    parent = User.objects.get(username="parent")
    child = Guardianship.objects.filter(guardian__user=parent)[0].child
    consent = consents.offer_publication(person=child, by=parent)
    yield corner(parent, link("registry:my_consent_sign", pk=consent.pk))
    yield corner(curator, link("registry:consent_refuse", pk=consent.pk))
    yield corner(curator, f"{link('registry:consent_record')}?chosen={consent.pk}")
    yield from _teenager(child, parent, curator)


def _teenager(child: Person, parent: User, curator: User) -> Iterator[Corner]:
    """A child of fifteen whose parent has signed; he is to sign beside him."""
    born = timezone.localdate() - timedelta(days=15 * 366)
    people.change_person(
        person=child, values={"birth_on": born, "birth_year": born.year}, by=curator
    )
    if child.user is None:
        child.user = account("teenager", child.full_name)
        grant(
            user=child.user, organisation=child.organisation, role=Role.MENTEE, by=None
        )
        connect(child, child.user)
    for given in child.consents.filter(kind=ConsentKind.NEEDS_ANALYSIS):
        consents.withdraw(consent=given, by=parent)
    consents.ask(people=[child], kind=ConsentKind.NEEDS_ANALYSIS, by=curator)
    asked = child.consents.get(kind=ConsentKind.NEEDS_ANALYSIS, status="required")
    consent = consents.sign_in_cabinet(consent=asked, by=parent)
    yield corner(child.user, link("registry:my_consent_cosign", pk=consent.pk))
    yield corner(curator, link("registry:consent_cosign", pk=consent.pk))
    yield from _codes(child, parent)


def _codes(child: Person, parent: User) -> Iterator[Corner]:
    """The parent has just given his child a code; another is about to be given."""
    giving = corner(parent, link("registry:code_slips"), "with a code")
    giving.client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    url = link("registry:code_issue", pk=child.pk)
    giving.client.post(url)
    yield giving
    yield Corner(giving.name, giving.client, url)
    yield corner(None, reverse("registry:code_use"))


def _letters(organisation: Organisation, curator: User) -> Iterator[Corner]:
    """An answer to an application by e-mail, and a letter that leads nowhere."""
    application = applications.apply(
        cycle=Application.objects.waiting()[0].cycle,
        applicant=Applicant(
            base=BaseKind.MENTORS,
            name="Тихонов Лев Юрьевич",
            birth_on=date(1980, 5, 4),
            email="tikhonov@example.org",
            phone="",
            place="",
            wish="Математика",
        ),
        signature="Тихонов Лев Юрьевич",
    )
    application = applications.reject(
        application=application, remark="Наставники уже набраны.", by=curator
    )
    sent = Notification.objects.outbox().latest("pk")
    yield corner(curator, link("notifications:letter_detail", pk=sent.pk))
    told = notify(
        letter=ApplicationDecided,
        to=[curator],
        organisation=organisation,
        key="corner",
        context={"application": application, "is_accepted": False},
    )
    yield corner(curator, link("notifications:notification_open", pk=told[0].pk))
    refused = unsubscribing.path(organisation.pk, curator.pk, PairActivated)
    yield corner(None, refused)


def _classes(organisation: Organisation, curator: User) -> Iterator[Corner]:
    """Somebody who left, and the page that takes him back."""
    pupil = Person.objects.filter(
        organisation=organisation, group__isnull=False, menteecards=None
    ).first() or Person.objects.filter(group__isnull=False).earliest("pk")
    gone = groups.depart(
        person=pupil, why=Departure.LEFT, on=timezone.localdate(), by=curator
    )
    yield corner(curator, link("registry:departure_list"))
    yield corner(curator, link("registry:person_return", pk=gone.pk))


def _specialist(cycle: Cycle, curator: User) -> Iterator[Corner]:
    """A teacher who answers for a measure alone; and he once more, half named."""
    user = account("specialist", "Уварова Лидия Марковна")
    grant(user=user, organisation=cycle.organisation, role=Role.RESPONSIBLE, by=None)
    person, double, third = (
        people.create_person(
            organisation=cycle.organisation,
            values={
                "last_name": "Уварова",
                "first_name": "Лидия",
                "patronymic": patronymic,
                "post": "Педагог-психолог",
                "is_staff_member": True,
            },
            by=curator,
        )
        for patronymic in ("Марковна", "", "М.")
    )
    joining.join(kept=double, other=third, by=curator)
    connect(person, user)
    of_cycle = Measure.objects.open().filter(section__roadmap__cycle=cycle)
    measures.assign(
        measure=of_cycle.filter(is_heading=False)[0], responsibles=[person], by=curator
    )
    yield corner(user, link("dashboard"))
    both = {"pk": person.pk, "other": double.pk}
    yield corner(curator, link("registry:person_join", **both))
    joined = Joining.objects.latest("pk")
    yield corner(curator, link("registry:person_join_undo", pk=joined.pk))


def _table_to_confirm(cycle: Cycle, curator: User) -> Iterator[Corner]:
    """A list of pupils that was checked: what it says, and what its columns are."""
    text = "ФИО;Класс;Дата рождения;Цвет\nЯсный Лев Ильич;8А;—;синий\nВсего: 1;;;"
    batch = imports.upload(
        cycle=cycle,
        kind=TableKind.PUPILS,
        upload=SimpleUploadedFile("Класс.csv", text.encode()),
        by=curator,
    )
    carry_out(imports.ERRAND, batch.pk)
    yield corner(curator, link("registry:import_detail", pk=batch.pk))
    yield corner(curator, link("registry:import_columns", pk=batch.pk))


def _erasures(organisation: Organisation) -> Iterator[Corner]:
    """A request to be decided, and one to be carried out."""
    staff = staff_of(organisation)
    asked = Erasure.objects.get(status="requested")
    yield corner(staff.director, link("registry:erasure_approve", pk=asked.pk))
    yield corner(staff.director, link("registry:erasure_refuse", pk=asked.pk))
    person = Person.objects.filter(user=None, erasures=None, mentorcards__isnull=False)[
        0
    ]
    yield corner(staff.curator, link("registry:erasure_record", pk=person.pk))
    yield corner(staff.curator, link("registry:erasure_list"))
    parent = User.objects.get(username="parent")
    child = Guardianship.objects.filter(guardian__user=parent)[0].child
    yield corner(parent, link("registry:my_erasure_ask", pk=child.pk))
    yield corner(parent, link("registry:my_data", pk=child.pk))


def _survey(cycle: Cycle, curator: User) -> Corner:
    survey = open_survey(
        cycle=cycle,
        audience=SurveyAudience.MENTORS,
        closes_on=timezone.localdate() + timedelta(days=9),
        by=curator,
    )
    mentor = User.objects.get(username="mentor")
    return corner(mentor, link("monitoring:survey_answer", pk=survey.pk))


def _orders(staff: Staff) -> Iterator[Corner]:
    """Of the pairs laid before the director: one returned, two on his desk, two signed."""
    submitted = Pair.objects.filter(order__isnull=False).order_by("pk")
    returned, second, third, fourth, fifth = submitted[:5]
    document = returned.order
    assert document is not None
    documents.return_for_changes(
        document=document, remark="Уточните сроки пар.", by=staff.director
    )
    pairs.compose_order(
        document=document, pairs=[returned], texts=texts_of(document), by=staff.curator
    )
    waiting = pairs.submit(pairs=[second, third], by=staff.curator)
    signed = pairs.submit(pairs=[fourth, fifth], by=staff.curator)
    signed = documents.sign(document=signed, by=staff.director)
    yield corner(staff.curator, link("programmes:order_pairs_prepare"))
    yield corner(staff.curator, link("programmes:order_pairs_draft", pk=document.pk))
    yield corner(staff.curator, link("programmes:pair_dissolve", pk=returned.pk))
    yield corner(staff.director, link("documents:document_return", pk=waiting.pk))
    yield corner(None, reverse("documents:document_check", args=[signed.check_code]))


def _selection(organisation: Organisation, curator: User) -> Iterator[Corner]:
    """One candidate to be invited, another selected: no edition is drawn up yet."""
    cycle = current_cycle(organisation)
    assert cycle is not None
    documents.register_external(
        organisation=organisation,
        kind="regulation",
        title="Положение о наставничестве",
        number="3",
        signed_on=timezone.localdate(),
        by=curator,
    )
    criteria.offer_typical(cycle=cycle, by=curator)
    cards = MentorCard.objects.filter(cycle=cycle).order_by("-pk")
    invited, selected, awaited, heard = cards[:4]
    MentorCard.objects.filter(pk=invited.pk).update(status="year_base")
    MentorCard.objects.filter(pk=selected.pk).update(status="selected")
    yield corner(curator, link("registry:mentor_register_prepare"))
    yield corner(curator, link("registry:interview_appoint", pk=invited.pk))
    talked = {"organisation": organisation, "recorded_by": curator}
    ahead = Interview.objects.create(card=awaited, **talked)
    held = Interview.objects.create(
        card=heard,
        status="held",
        held_on=timezone.localdate(),
        conclusion="recommended",
        readiness="ready",
        **talked,
    )
    cards.filter(pk__in=[awaited.pk, heard.pk]).update(status="interview")
    yield corner(curator, link("registry:interview_record", pk=ahead.pk))
    yield corner(curator, link("registry:interview_cancel", pk=ahead.pk))
    yield corner(curator, link("registry:interview_decide", pk=held.pk))


def _programmes(story: Story) -> Iterator[Corner]:
    """One programme written and not agreed, one agreed and not approved."""
    curator = story.staff.curator
    draft, agreed = Programme.objects.order_by("pk")[:2]
    for programme in (draft, agreed):
        live(story, programme.pair, LATE - 1)
        programme.refresh_from_db()
    programmes.record_paper_agreements(
        programme=agreed,
        people=people_of(agreed.pair),
        version=agreed.version,
        by=curator,
    )
    for page in ("programme_edit", "programme_paper_agreements", "plan_edit"):
        yield corner(curator, link(f"programmes:{page}", pk=draft.pk))
    row = draft.rows.latest("pk")
    yield corner(curator, link("programmes:plan_row_edit", pk=row.pk))
    yield corner(curator, link("programmes:programme_return", pk=agreed.pk))


def _personal_links(curator: User) -> Iterator[Corner]:
    """A link into a cabinet waits; another has just been issued."""
    person = Person.objects.filter(mentorcards__isnull=False, user=None)[0]
    issued = invite_person(person=person, role=Role.MENTOR, by=curator)
    assert issued is not None
    yield corner(None, _door(issued.token))
    yield corner(curator, _door(issued.token))
    inviting = corner(curator, link("accounts:invitation_links"), "with a link")
    inviting.client.post(
        link("accounts:member_invite"),
        {"role": Role.MENTOR, "name": "Тихонов Лев Юрьевич"},
    )
    yield inviting


def _door(token: str) -> str:
    return reverse("registry:invitation_accept", args=[token])
