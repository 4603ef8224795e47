"""Applications from outside: sent by anybody, decided by the curator (R-318, R-319)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from common.links import link
from common.russian.names import FullName, normalise
from notifications.actions import notify, notify_address
from registry.actions import cards, consents, people, requests
from registry.actions.consents.rows import curators
from registry.actions.guardians import add_guardian
from registry.enums import (
    APPLICATION_TRANSITIONS,
    ApplicationStatus,
    BaseKind,
    CardSource,
    ConsentKind,
    ConsentStatus,
    MentorStatus,
)
from registry.letters import ApplicationDecided, ApplicationReceived
from registry.models import Application, Consent, Cycle, MenteeCard, MentorCard, Person
from registry.models.consent import OWN, needs_representative
from registry.permissions.applications import may_apply, may_decide_application
from registry.permissions.cards import may_take_card
from registry.queries.consents import local_day


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody wrote about himself or his child."""

    base: BaseKind
    name: str
    birth_on: date
    email: str
    phone: str
    place: str
    wish: str
    representative_name: str = ""
    relation: str = ""


@transaction.atomic
def apply(*, cycle: Cycle, applicant: Applicant, signature: str) -> Application:
    """Keep an application with the consent signed beside it by typing one's name.

    A minor's is filled in by the representative (R-265). The same person sending the
    same again, a double click included, changes nothing and learns nothing.
    """
    may_apply(cycle).require()
    organisation = cycle.organisation
    people.lock_people(organisation)
    is_minor = needs_representative(
        Person(birth_on=applicant.birth_on), local_day(organisation)
    )
    signer = applicant.representative_name if is_minor else applicant.name
    if is_minor != bool(applicant.representative_name):
        raise Refused(
            "За того, кому ещё нет 18 лет, заявку подаёт родитель, за взрослого — он сам."
        )
    if normalise(signature) != normalise(signer):
        raise Refused(
            "Подпись — это фамилия, имя и отчество того, кто даёт согласие, полностью:"
            f" {signer}."
        )
    same = _same_waiting(cycle, applicant)
    if same is not None:
        return same
    kind = ConsentKind.REPRESENTATIVE if is_minor else ConsentKind.PARTICIPANT
    application = Application.objects.create(
        organisation=organisation,
        cycle=cycle,
        base=applicant.base,
        name=applicant.name,
        birth_on=applicant.birth_on,
        email=applicant.email,
        phone=applicant.phone,
        place=applicant.place,
        wish=applicant.wish,
        representative_name=applicant.representative_name,
        relation=applicant.relation,
        text=consents.text_for(organisation, kind),
        signature=signature,
    )
    audit.record(by=None, what="application.submitted", on=application)
    notify(
        letter=ApplicationReceived,
        to=curators(organisation),
        organisation=organisation,
        key=f"application.received:{application.pk}",
        path=link(
            "registry:application_detail",
            organisation=organisation.slug,
            pk=application.pk,
        ),
        context={"application": application},
    )
    return application


def _same_waiting(cycle: Cycle, applicant: Applicant) -> Application | None:
    waiting = Application.objects.waiting().filter(
        cycle=cycle, base=applicant.base, birth_on=applicant.birth_on
    )
    name = normalise(applicant.name)
    return next((row for row in waiting if normalise(row.name) == name), None)


@transaction.atomic
def accept(
    *,
    application: Application,
    person: Person | None,
    is_verified: bool,
    by: User,
    is_known: bool = True,
) -> Application:
    """Take the applicant into the base: a new person, or one who is already known.

    His consent comes in as signed; `is_verified` says that the curator has checked who
    gave it, and then it stands at once, a teenager's when he has signed beside. A mentee
    without it waits for it.
    A mentor who is not known goes the whole road of selection (R-318).
    """
    application = _locked(application)
    may_decide_application(by, application).require()
    may_take_card(by, application.cycle).require()
    person = _settled(application, person, by)
    consent = _consent(application, person)
    is_signed = consent.status == ConsentStatus.SIGNED and not consent.awaits_cosigner
    if is_verified and is_signed:
        consents.verify(consent=consent, by=by)
    _take_card(application, person, by, is_known=is_known)
    application.person = person
    return _decided(application, ApplicationStatus.ACCEPTED, by, "")


@transaction.atomic
def reject(*, application: Application, remark: str, by: User) -> Application:
    """Say no, with the reason the applicant will read."""
    application = _locked(application)
    may_decide_application(by, application).require()
    if not remark.strip():
        raise Refused("Напишите причину: её прочитает тот, кто подал заявку.")
    return _decided(application, ApplicationStatus.REJECTED, by, remark.strip())


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("cycle__organisation", "organisation", "text").get(
        pk=application.pk
    )


def _person_values(application: Application) -> dict[str, object]:
    """Return the applicant as fields of a person; a child has no contacts of his own."""
    own = {} if application.is_for_a_minor else _contacts(application)
    return {
        **_name_values(application.name),
        "birth_on": application.birth_on,
        "workplace": application.place,
        **own,
    }


def _name_values(name: str) -> dict[str, object]:
    parsed = FullName.parse(name)
    return {
        "last_name": parsed.last[:80],
        "first_name": parsed.first[:80],
        "patronymic": parsed.patronymic[:80],
    }


def _contacts(application: Application) -> dict[str, object]:
    return {"email": application.email, "phone": application.phone}


def _settled(application: Application, person: Person | None, by: User) -> Person:
    values = _person_values(application)
    if person is None:
        return people.create_person(
            organisation=application.organisation, values=values, by=by
        )
    lacking = {
        name: value for name, value in values.items() if not getattr(person, name)
    }
    return people.change_person(person=person, values=lacking, by=by)


def _consent(application: Application, person: Person) -> Consent:
    if application.is_for_a_minor:
        guardian = add_guardian(
            child=person,
            values=_guardian_values(application),
            basis=application.relation,
            from_on=application.sent_on,
            by=None,
        ).guardian
        signer = consents.Signer(
            application.representative_name, application.relation, guardian
        )
    else:
        signer = consents.Signer(application.name, OWN, person)
    return consents.take_from_public_page(
        person=person,
        text=application.text,
        signer=signer,
        signed_on=local_day(application.organisation, application.created_at),
    )


def _guardian_values(application: Application) -> Mapping[str, object]:
    return {**_name_values(application.representative_name), **_contacts(application)}


def _take_card(
    application: Application, person: Person, by: User, *, is_known: bool
) -> None:
    """Open the card, or add the new need to the card that is already there."""
    cycle = application.cycle
    if application.base == BaseKind.MENTORS:
        if not MentorCard.objects.filter(cycle=cycle, person=person).exists():
            cards.take_mentor(
                cycle=cycle,
                person=person,
                values={"competences_text": application.wish},
                by=by,
                source=CardSource.APPLICATION,
                status=MentorStatus.YEAR_BASE if is_known else MentorStatus.SUBMITTED,
            )
        return
    card = MenteeCard.objects.filter(cycle=cycle, person=person).first()
    if card is not None:
        requests.add_request(card=card, text=application.wish, by=by)
        return
    cards.take_mentee(
        cycle=cycle,
        person=person,
        values={},
        requests=[application.wish],
        by=by,
        source=CardSource.APPLICATION,
    )


def _decided(
    application: Application, status: ApplicationStatus, by: User, remark: str
) -> Application:
    APPLICATION_TRANSITIONS.check(application.status, status)
    application.status = status
    application.decided_at = timezone.now()
    application.decided_by = by
    application.remark = remark
    application.save(
        update_fields=["status", "decided_at", "decided_by", "remark", "person"]
    )
    audit.record(
        by=by,
        what=f"application.{status}",
        on=application,
        after={"status": str(status)},
        remark=remark,
    )
    if application.email:
        notify_address(
            letter=ApplicationDecided,
            address=application.email,
            organisation=application.organisation,
            key=f"application.decided:{application.pk}",
            context={
                "application": application,
                "is_accepted": status == ApplicationStatus.ACCEPTED,
            },
        )
    return application
