"""Interviews with candidates: times, appointments, the record, the decision, the sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of, sorted_rows
from documents import pdf
from documents.serving import pdf_file
from registry.actions import interview_slots, interviews
from registry.enums import Readiness, SelectionDecision
from registry.forms.candidacies import ReasonForm
from registry.forms.selection import (
    AppointForm,
    CandidateDecisionForm,
    InterviewFilter,
    ReadinessForm,
    RecordForm,
    SlotsForm,
)
from registry.models import Cycle, Interview, InterviewSlot, MentorCard
from registry.permissions.psychologist_notes import may_keep_note
from registry.permissions.selection import (
    may_appoint_interview,
    may_decide_candidate,
    may_end_interview,
    may_give_readiness,
    may_hold_interviews,
    may_keep_slots,
    may_record_interview,
    may_view_selection,
)
from registry.queries import interview_sheet as sheets
from registry.queries import interviews as found
from registry.queries.cycles import current_cycle
from registry.queries.mentor_register import competences_of, standing_of
from registry.queries.selection_marks import mark_of, warnings_about
from registry.views.refusals import refusal_on
from registry.views.selection import NO_CYCLE, around

PAGE = "registry:interview_detail"
LIST = "registry:interview_list"


@require_GET
def interview_list(request: Request) -> HttpResponse:
    """Show the talks to come and held, and the times still free."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, NO_CYCLE)
    form = InterviewFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = found.interviews_told(
        request.user, cycle, asked.get("status", ""), asked.get("q", "")
    )
    return render(
        request,
        "registry/interview_list.html",
        {
            **around(request, cycle),
            "form": form,
            "page": page_of(request, sorted_rows(request, rows, found.ORDERS)),
            "slots": found.slots_to_come(request.user, cycle),
            "may_keep": may_keep_slots(request.user, cycle, request.user),
            "query": request.GET.urlencode(),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def slots_add(request: Request) -> HttpResponse:
    """Keep a row of times of a day free."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, NO_CYCLE)
    organisation = request.organisation
    offered = found.interviewers_of(organisation)
    if not may_view_selection(request.user, organisation):
        offered = offered.filter(pk=request.user.pk)
    form = SlotsForm(request.POST or None, interviewers=offered, chosen=request.user)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            made = interview_slots.keep_slots(
                cycle=cycle,
                interviewer=form.cleaned_data["interviewer"],
                row=form.row,
                by=request.user,
            )
            messages.success(request, f"Добавлено окон: {len(made)}.")
            return redirect(link(LIST))
    return render(request, "registry/slots_add.html", {"form": form, "cycle": cycle})


@require_POST
def slot_drop(request: Request, pk: int) -> HttpResponse:
    """Take a free time back."""
    _cycle(request)
    slots = InterviewSlot.objects.filter(organisation=request.organisation)
    if not may_view_selection(request.user, request.organisation):
        slots = slots.filter(interviewer=request.user)
    slot = get_object_or_404(slots, pk=pk)
    interview_slots.drop_slot(slot=slot, by=request.user)
    messages.success(request, "Окно убрано.")
    return redirect(link(LIST))


@require_http_methods(["GET", "POST"])
@acts_once
def interview_appoint(request: Request, pk: int) -> HttpResponse:
    """Invite a candidate to a talk."""
    cards = MentorCard.objects.visible_to(request.user)
    card = get_object_or_404(
        cards.select_related("person", "cycle__organisation", "organisation"), pk=pk
    )
    may_appoint_interview(request.user, card).require()
    form = AppointForm(
        request.POST or None,
        slots=list(found.free_slots(card.cycle)),
        psychologists=found.psychologists_of(request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            interview = interviews.appoint(
                card=card,
                when=form.when,
                psychologist=form.cleaned_data.get("psychologist"),
                by=request.user,
            )
            messages.success(request, _appointed(interview))
            return redirect(link(PAGE, pk=interview.pk))
    return render(
        request, "registry/interview_appoint.html", {"form": form, "card": card}
    )


@require_GET
def interview_detail(request: Request, pk: int) -> HttpResponse:
    """Show a talk: who, when, the points with their sum, what may be done."""
    interview = _interview(request, pk)
    user, mark = request.user, mark_of(interview)
    return render(
        request,
        "registry/interview_detail.html",
        {
            "interview": interview,
            "card": interview.card,
            "mark": mark,
            "warnings": warnings_about(interview, mark),
            "conductors": found.conductors_told(interview),
            "standing": standing_of(interview.card),
            "competences": competences_of(interview.card),
            "may_view_all": may_view_selection(user, request.organisation),
            "may_record": may_record_interview(user, interview),
            "may_end": may_end_interview(user, interview),
            "may_ready": may_give_readiness(user, interview),
            "may_decide": may_decide_candidate(user, interview),
            "is_invited": interview.psychologist_id == user.pk,
            "may_note": may_keep_note(user, interview.card.person),
        },
    )


@require_http_methods(["GET", "POST"])
def interview_record(request: Request, pk: int) -> HttpResponse:
    """Write the talk down, or put its record right."""
    interview = _interview(request, pk)
    may_record_interview(request.user, interview).require()
    mark = mark_of(interview)
    form = RecordForm(request.POST or None, interview=interview, lines=mark.lines)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            interviews.record(interview=interview, told=form.told, by=request.user)
            messages.success(request, "Собеседование записано.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "registry/interview_record.html",
        {"form": form, "interview": interview},
    )


@require_http_methods(["GET", "POST"])
def interview_readiness(request: Request, pk: int) -> HttpResponse:
    """Say as the psychologist whether the candidate is ready."""
    interview = _interview(request, pk)
    may_give_readiness(request.user, interview).require()
    form = ReadinessForm(
        request.POST or None, initial={"readiness": interview.readiness}
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            interviews.give_readiness(
                interview=interview,
                readiness=Readiness(form.cleaned_data["readiness"]),
                by=request.user,
            )
            messages.success(request, "Ваше заключение записано.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "registry/interview_readiness.html",
        {"form": form, "interview": interview},
    )


@require_POST
def interview_miss(request: Request, pk: int) -> HttpResponse:
    """Note that nobody came."""
    interviews.miss(interview=_interview(request, pk), by=request.user)
    messages.success(request, "Отмечено: не состоялось. Можно назначить другое время.")
    return redirect(link(PAGE, pk=pk))


@require_http_methods(["GET", "POST"])
def interview_cancel(request: Request, pk: int) -> HttpResponse:
    """Call the talk off, saying why."""
    interview = _interview(request, pk)
    may_end_interview(request.user, interview).require()
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            interviews.cancel(interview=interview, by=request.user, **form.cleaned_data)
            messages.success(request, "Собеседование отменено, время снова свободно.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "registry/interview_cancel.html",
        {"form": form, "interview": interview},
    )


@require_http_methods(["GET", "POST"])
def interview_decide(request: Request, pk: int) -> HttpResponse:
    """Select the candidate, keep him in reserve or reject him."""
    interview = _interview(request, pk)
    may_decide_candidate(request.user, interview).require()
    form = CandidateDecisionForm(request.POST or None)
    mark = mark_of(interview)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            interviews.decide(
                interview=interview,
                decision=SelectionDecision(form.cleaned_data["decision"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
            messages.success(request, "Решение записано.")
            return redirect(link("registry:selection_list"))
    return render(
        request,
        "registry/interview_decide.html",
        {
            "form": form,
            "interview": interview,
            "mark": mark,
            "warnings": warnings_about(interview, mark),
        },
    )


@require_GET
def interview_sheet(request: Request, pk: int) -> HttpResponse:
    """Print the sheet of one talk: what is known, the rest for the pen (DK-52)."""
    interview = _interview(request, pk)
    content = pdf.render(sheets.TEMPLATE, sheets.interview_sheet(interview))
    return pdf_file(content, "Лист собеседования.pdf")


@require_GET
def interview_blank(request: Request) -> HttpResponse:
    """Print the sheet with the criteria of the cycle, all to be filled in by hand."""
    cycle = _cycle(request)
    if cycle is None:
        return render(request, NO_CYCLE)
    content = pdf.render(sheets.TEMPLATE, sheets.blank_sheet(cycle))
    return pdf_file(content, "Лист собеседования, бланк.pdf")


def _cycle(request: Request) -> Cycle | None:
    """Return the cycle for who conducts interviews or sees them all."""
    may_see_all = may_view_selection(request.user, request.organisation)
    (may_see_all or may_hold_interviews(request.user, request.organisation)).require()
    return current_cycle(request.organisation)


def _interview(request: Request, pk: int) -> Interview:
    seen = Interview.objects.visible_to(request.user).select_related(
        "card__person__group",
        "card__person__organisation",
        "card__cycle__organisation",
        "organisation",
        "slot__interviewer",
        "psychologist",
        "recorded_by",
        "decided_by",
    )
    return get_object_or_404(seen, pk=pk)


def _appointed(interview: Interview) -> str:
    person = interview.card.person
    told = f"Собеседование назначено: {person.full_name}."
    if person.user_id is None and not person.email:
        return f"{told} Кабинета и почты у кандидата нет: сообщите ему сами."
    return f"{told} Кандидату отправлено приглашение."
