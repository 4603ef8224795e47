"""Meetings of a pair: listed, planned, logged in three fields, called off, answered about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from common.paging import page_of
from programmes.actions import feedback, meetings
from programmes.forms.meetings import (
    FeedbackForm,
    MeetingCancelForm,
    MeetingLogForm,
    MeetingPlanForm,
)
from programmes.models import Meeting, Pair
from programmes.permissions.meetings import (
    may_answer_about,
    may_cancel_meeting,
    may_hold_meeting,
    may_log_meeting,
    people_to_answer_for,
)
from programmes.queries.meetings import (
    answers_expected,
    feedbacks_for,
    listed_meetings,
    markable_rows,
    next_kind,
    usual_format,
)
from programmes.views.finding import meeting_or_404, pair_or_404
from registry.views.refusals import refusal_on

LIST = "programmes:meeting_list"
PAGE = "programmes:meeting_detail"


@require_GET
def meeting_list(request: Request, pk: int) -> HttpResponse:
    """Show the meetings of a pair, planned and held."""
    pair = pair_or_404(request, pk)
    return render(
        request,
        "programmes/meeting_list.html",
        {
            "pair": pair,
            "page": page_of(request, listed_meetings(request.user, pair)),
            "may_log": may_log_meeting(request.user, pair),
        },
    )


@require_http_methods(["GET", "POST"])
def meeting_log(request: Request, pk: int) -> HttpResponse:
    """Write down a meeting of the pair: date, what was done, what of the plan."""
    pair = pair_or_404(request, pk)
    may_log_meeting(request.user, pair).require()
    form = MeetingLogForm(request.POST or None, rows=markable_rows(pair))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            meetings.log(pair=pair, entry=form.entry(), by=request.user)
            messages.success(request, "Встреча записана.")
            return redirect(link(LIST, pk=pk))
    return _log_page(request, pair, form)


@require_http_methods(["GET", "POST"])
def meeting_hold(request: Request, pk: int) -> HttpResponse:
    """Write down that a planned meeting took place."""
    meeting = meeting_or_404(request, pk)
    may_hold_meeting(request.user, meeting).require()
    rows = markable_rows(meeting.pair)
    form = MeetingLogForm(request.POST or None, rows=rows, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            meetings.hold(meeting=meeting, entry=form.entry(), by=request.user)
            messages.success(request, "Встреча записана.")
            return redirect(link(LIST, pk=meeting.pair_id))
    return _log_page(request, meeting.pair, form, meeting)


def _log_page(
    request: Request, pair: Pair, form: MeetingLogForm, meeting: Meeting | None = None
) -> HttpResponse:
    kind = meeting.get_kind_display() if meeting else next_kind(pair).label
    return render(
        request,
        "programmes/meeting_log.html",
        {"pair": pair, "meeting": meeting, "form": form, "kind": kind},
    )


@require_http_methods(["GET", "POST"])
def meeting_plan(request: Request, pk: int) -> HttpResponse:
    """Appoint a meeting of the pair."""
    pair = pair_or_404(request, pk)
    may_log_meeting(request.user, pair).require()
    form = MeetingPlanForm(
        request.POST or None,
        initial={
            "kind": next_kind(pair).value,
            "format": usual_format(pair).value,
        },
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            meetings.plan(pair=pair, appointment=form.appointment(), by=request.user)
            messages.success(
                request, "Встреча назначена. Вторая сторона получила письмо."
            )
            return redirect(link(LIST, pk=pk))
    return render(request, "programmes/meeting_plan.html", {"pair": pair, "form": form})


@require_GET
def meeting_detail(request: Request, pk: int) -> HttpResponse:
    """Show one meeting with the feedback the user may read."""
    meeting = meeting_or_404(request, pk)
    return render(
        request,
        "programmes/meeting_detail.html",
        {
            "meeting": meeting,
            "pair": meeting.pair,
            "rows": meeting.plan_rows.all(),
            "feedbacks": feedbacks_for(request.user, meeting),
            "expected": answers_expected(meeting),
            "may_answer": may_answer_about(request.user, meeting),
            "may_hold": may_hold_meeting(request.user, meeting),
            "may_cancel": may_cancel_meeting(request.user, meeting),
        },
    )


@require_http_methods(["GET", "POST"])
def meeting_cancel(request: Request, pk: int) -> HttpResponse:
    """Call a planned meeting off."""
    meeting = meeting_or_404(request, pk)
    may_cancel_meeting(request.user, meeting).require()
    form = MeetingCancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        meetings.cancel(meeting=meeting, by=request.user, **form.cleaned_data)
        messages.success(request, "Встреча отменена. Вторая сторона получила письмо.")
        return redirect(link(LIST, pk=meeting.pair_id))
    return render(
        request,
        "programmes/meeting_cancel.html",
        {"meeting": meeting, "pair": meeting.pair, "form": form},
    )


@require_http_methods(["GET", "POST"])
def feedback_give(request: Request, pk: int) -> HttpResponse:
    """Say how the meeting was: a mark and two short texts."""
    meeting = meeting_or_404(request, pk)
    parties = people_to_answer_for(request.user, meeting)
    if not parties and meeting.feedbacks.filter(given_by=request.user).exists():
        messages.info(request, "Ваш отзыв об этой встрече уже записан.")
        return redirect(link(PAGE, pk=pk))
    may_answer_about(request.user, meeting).require()
    form = FeedbackForm(request.POST or None, parties=parties)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            feedback.give(
                meeting=meeting,
                person=form.cleaned_data["person"],
                impression=form.impression(),
                by=request.user,
            )
            messages.success(request, "Спасибо! Отзыв записан.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "programmes/feedback_give.html",
        {"meeting": meeting, "pair": meeting.pair, "form": form},
    )
