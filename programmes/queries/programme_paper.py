"""What the printed programme says, field by field of the template (R-184…R-203)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from common.russian.dates import long_date, short_date
from common.russian.names import FullName
from documents.payloads import Choice, Signatory
from documents.queries import blank_payload
from programmes.enums import Basis, MeetingStatus, PairSide, PlanRowStatus
from programmes.models import Meeting, PlanRow, Programme
from programmes.payloads import (
    ApprovalStamp,
    CheckedResult,
    MeetingDate,
    NotePart,
    Participant,
    PlanLine,
    ProgrammePayload,
)
from programmes.queries.order_texts import standing
from programmes.queries.people import is_spoken_for
from programmes.queries.programmes import Party, people_of
from registry import reference
from registry.enums import Contour
from registry.models import MentoringForm, MentoringKind, Person
from registry.queries.consents import guardians_of, local_day
from registry.reference import ProgrammeTemplate

CURATOR = "Куратор программы наставничества"
AUDIENCE = {
    Contour.PUPILS: "обучающихся",
    Contour.TEACHERS: "педагогических работников",
}
# The form of interaction the pair names itself.
OTHER = "other"
MARKS = {PlanRowStatus.PLANNED: "", PlanRowStatus.CANCELLED: "отменено"}


def programme_payload(
    programme: Programme, *, approved_by: User | None = None
) -> ProgrammePayload:
    """Return the whole paper; without `approved_by` its stamp is left to be filled in."""
    template = reference.programme_template()
    organisation = programme.organisation
    parties = people_of(programme.pair)
    common = blank_payload(organisation, template.title)
    common["signature"] = {
        "method": "wet_ink",
        "post": "",
        "name": "",
        "stamp": None,
    }
    contour = Contour(programme.pair.form.contour)
    return {
        **common,
        "appendix_mark": template.appendix_mark,
        "approval": _approval(programme, approved_by),
        "epigraph": {"text": template.epigraph, "source": template.epigraph_credit},
        "addition_to_title": f"{AUDIENCE[contour]} {organisation.short_name}".strip(),
        "mentor": _participant(parties[0].person),
        "mentees": [_participant(party.person) for party in parties[1:]],
        "note": _note(programme, template),
        "directions": programme.directions,
        "forms": _forms(programme, template),
        "request": programme.request,
        "tasks": programme.tasks,
        "kinds": _kinds(programme, template),
        "basis": _basis(programme, template),
        "interaction": _interaction(programme, template),
        "principles": _principles(template),
        "principles_from": template.principles_from,
        "starts_on": long_date(programme.starts_on),
        "ends_on": long_date(programme.ends_on),
        "meeting_mode": [
            _choice(option.title, is_chosen=option.code == programme.schedule_format)
            for option in template.schedule_formats
        ],
        "meetings": _meetings(programme),
        "regime": programme.regime,
        "intermediate_results": _interim_results(programme),
        "planned_results": _planned_results(programme),
        "plan": plan_lines(programme),
        "plan_note": template.plan.footnote,
        "agreed": _agreed(programme, parties),
    }


def plan_lines(programme: Programme) -> list[PlanLine]:
    """Return the appendix with the marks of completion as they stand now (R-323)."""
    return [
        {
            "measure": row.title,
            "due": f"до {short_date(row.due_on)}",
            "mark": _mark(row),
        }
        for row in programme.rows.all()
    ]


def _mark(row: PlanRow) -> str:
    if row.done_on is not None:
        return f"выполнено {short_date(row.done_on)}"
    return MARKS[PlanRowStatus(row.status)]


def _approval(programme: Programme, approved_by: User | None) -> ApprovalStamp:
    if approved_by is None:
        return {"post": CURATOR, "name": "", "date": ""}
    return {
        "post": _post_of(approved_by, programme.organisation_id),
        "name": FullName.parse(approved_by.name).short() if approved_by.name else "",
        "date": long_date(local_day(programme.organisation)),
    }


def _post_of(user: User, organisation_id: int) -> str:
    if Role.CURATOR in user.roles_in(organisation_id):
        return CURATOR
    return str(Role.DEPUTY_DIRECTOR.label)


def _participant(person: Person) -> Participant:
    return {"name": person.full_name, "post": standing(person)}


def _note(programme: Programme, template: ProgrammeTemplate) -> list[NotePart]:
    told = {
        "problem": programme.problem,
        "mentor_activity": programme.mentor_activity,
        "mentee_activity": programme.mentee_activity,
        "schedule": programme.schedule,
        "conditions": programme.conditions,
    }
    return [
        {"title": part.title, "text": told[part.code]}
        for part in template.note_parts
        if told.get(part.code)
    ]


def _forms(programme: Programme, template: ProgrammeTemplate) -> list[Choice]:
    chosen = programme.pair.form
    offered = MentoringForm.objects.filter(
        Q(organisation=None) | Q(organisation=programme.organisation_id),
        code__in=template.forms,
    ).exclude(pk=chosen.pk)
    by_code = {form.code: form for form in [*offered, chosen]}
    codes = dict.fromkeys([*template.forms, chosen.code])
    return [
        _choice(f"«{by_code[code].title}»", is_chosen=code == chosen.code)
        for code in codes
        if code in by_code
    ]


def _kinds(programme: Programme, template: ProgrammeTemplate) -> list[Choice]:
    chosen = {kind.code for kind in programme.kinds.all()}
    return [
        _choice(kind.title, is_chosen=kind.code in chosen)
        for kind in MentoringKind.objects.filter(code__in=template.kinds)
    ]


def _basis(programme: Programme, template: ProgrammeTemplate) -> list[Choice]:
    return [
        _choice(
            option.printed.removeprefix("на ").removesuffix(" основе"),
            is_chosen=Basis(option.code) == programme.basis,
        )
        for option in template.bases
    ]


def _interaction(programme: Programme, template: ProgrammeTemplate) -> list[Choice]:
    chosen = set(programme.interaction_forms)
    told = {}
    if programme.interaction_other:
        chosen.add(OTHER)
        told[OTHER] = programme.interaction_other
    return [
        _choice(told.get(option.code, option.title), is_chosen=option.code in chosen)
        for option in template.interaction_forms
    ]


def _choice(label: str, *, is_chosen: bool) -> Choice:
    return {"label": label, "is_chosen": is_chosen}


def _principles(template: ProgrammeTemplate) -> list[str]:
    by_code = {principle.code: principle for principle in reference.principles()}
    return [
        f"{by_code[code].title}: {by_code[code].statement}"
        for code in template.principles
    ]


def _meetings(programme: Programme) -> list[MeetingDate]:
    zone = ZoneInfo(programme.organisation.time_zone)
    ahead = Meeting.objects.filter(
        pair=programme.pair_id, status=MeetingStatus.PLANNED, planned_at__isnull=False
    ).order_by("planned_at", "pk")
    return [
        {
            "on": f"{meeting.planned_at.astimezone(zone):%d.%m.%Y, %H:%M}",
            "topic": meeting.get_kind_display(),
        }
        for meeting in ahead
        if meeting.planned_at is not None
    ]


def _interim_results(programme: Programme) -> list[CheckedResult]:
    day = programme.interim_check_on
    return _results(programme.interim_results, short_date(day) if day else "")


def _planned_results(programme: Programme) -> list[CheckedResult]:
    day = programme.planned_check_on or programme.ends_on
    return _results(programme.planned_results, short_date(day))


def _results(text: str, check_on: str) -> list[CheckedResult]:
    lines: Iterable[str] = filter(None, map(str.strip, text.splitlines()))
    return [{"text": line, "check_on": check_on} for line in lines]


def _agreed(programme: Programme, parties: Collection[Party]) -> list[Signatory]:
    return [line for party in parties for line in _signatories(programme, party)]


def _signatories(programme: Programme, party: Party) -> list[Signatory]:
    post = "Наставник" if party.side == PairSide.MENTOR else "Наставляемый"
    day = local_day(programme.organisation)
    guardianships = guardians_of(party.person, day)
    if not is_spoken_for(party.person, guardianships, day):
        return [{"post": post, "name": _initials(party.person)}]
    guardian = guardianships[0].guardian if guardianships else None
    return [
        {
            "post": f"Законный представитель ({_initials(party.person)})",
            "name": _initials(guardian) if guardian else "",
        }
    ]


def _initials(person: Person) -> str:
    return FullName(person.last_name, person.first_name, person.patronymic).short()
