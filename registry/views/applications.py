"""Applications: the public page anybody fills in, and the curator's answer."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import PublicRequest, Request
from common.links import link
from common.paging import page_of
from registry.actions import applications
from registry.enums import ConsentKind
from registry.forms.applications import (
    DOORS,
    AcceptForm,
    ApplicationForm,
    Door,
    RejectForm,
)
from registry.list_resources import ApplicationResource
from registry.models import Application, Cycle
from registry.permissions.applications import (
    may_apply,
    may_decide_application,
    may_view_applications,
)
from registry.permissions.people import may_export_people
from registry.queries.applications import (
    decided_applications,
    namesakes_of,
    waiting_applications,
)
from registry.queries.consent_paper import text_blocks
from registry.queries.consents import current_text, local_day
from registry.queries.cycles import current_cycle, school_year_term
from registry.views.exports import list_file
from registry.views.limits import is_too_often
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
@login_not_required
def application_apply(request: PublicRequest) -> HttpResponse:
    """Let anybody apply: choose who one is, write, read the consent, sign it."""
    cycle = current_cycle(request.organisation)
    if cycle is None or not may_apply(cycle):
        return _closed(request, cycle)
    door = DOORS.get(request.GET.get("who", ""))
    if door is None:
        return render(
            request, "registry/application_choose.html", {"doors": DOORS.values()}
        )
    today = local_day(request.organisation)
    form = ApplicationForm(request.POST or None, door=door, today=today)
    if request.method == "POST":
        if form.is_from_a_machine:
            return redirect(_done_url(request))
        if is_too_often(request):
            form.add_error(
                None,
                "С этого адреса пришло слишком много заявок. Попробуйте через час или"
                " позвоните куратору.",
            )
        elif form.is_valid():
            with refusal_on(form):
                applications.apply(
                    cycle=cycle,
                    applicant=form.applicant,
                    signature=form.cleaned_data["signature"],
                )
                return redirect(_done_url(request))
    return _form_page(request, form, door)


def _form_page(
    request: PublicRequest, form: ApplicationForm, door: Door
) -> HttpResponse:
    kind = (
        ConsentKind.REPRESENTATIVE if door.is_for_a_minor else ConsentKind.PARTICIPANT
    )
    text = current_text(request.organisation, kind)
    return render(
        request,
        "registry/application_apply.html",
        {
            "form": form,
            "door": door,
            "text": text,
            "blocks": text_blocks(text) if text else [],
        },
    )


def _closed(request: PublicRequest, cycle: Cycle | None) -> HttpResponse:
    """Say when to come back: with the next school year."""
    opens_on = None
    if cycle is not None:
        today = local_day(request.organisation)
        begins_on, _ = school_year_term(max(today, cycle.ends_on + timedelta(days=1)))
        opens_on = begins_on if begins_on > today else None
    return render(request, "registry/application_closed.html", {"opens_on": opens_on})


@require_GET
@login_not_required
def application_done(request: PublicRequest) -> HttpResponse:
    """Say what happens next."""
    return render(request, "registry/application_done.html")


@require_GET
def application_list(request: Request) -> HttpResponse:
    """Show what waits, the oldest first, and what was decided."""
    may_view_applications(request.user, request.organisation).require()
    return render(
        request,
        "registry/application_list.html",
        {
            "page": page_of(request, waiting_applications(request.organisation)),
            "decided": decided_applications(request.organisation)[:20],
            "may_export": may_export_people(request.user, request.organisation),
        },
    )


@require_GET
def application_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the applications that wait for an answer."""
    may_view_applications(request.user, request.organisation).require()
    rows = waiting_applications(request.organisation)
    return list_file(request, ending, ApplicationResource, rows)


@require_GET
def application_detail(request: Request, pk: int) -> HttpResponse:
    """Show an application beside those of the registry it may be about."""
    application = _application(request, pk)
    return _detail(request, application, RejectForm())


@require_POST
def application_accept(request: Request, pk: int) -> HttpResponse:
    """Take the applicant into the base."""
    application = _application(request, pk)
    may_decide_application(request.user, application).require()
    form = AcceptForm(
        request.POST, namesakes=namesakes_of(application), base=application.base
    )
    if form.is_valid():
        with refusal_on(form):
            done = applications.accept(
                application=application, by=request.user, **form.cleaned_data
            )
            _tell_outcome(request, done, "Заявка принята.")
            return redirect(link("registry:consent_person", pk=done.person_id))
    return _detail(request, application, RejectForm(), form)


@require_POST
def application_reject(request: Request, pk: int) -> HttpResponse:
    """Say no with a reason."""
    application = _application(request, pk)
    form = RejectForm(request.POST)
    if form.is_valid():
        done = applications.reject(
            application=application, by=request.user, **form.cleaned_data
        )
        _tell_outcome(request, done, "Заявка отклонена.")
        return redirect(link("registry:application_list"))
    return _detail(request, application, form)


def _tell_outcome(request: Request, application: Application, outcome: str) -> None:
    """Say what was decided and who tells the applicant: a letter, or the curator."""
    if application.email:
        messages.success(request, f"{outcome} Заявителю отправлено письмо.")
        return
    messages.warning(
        request,
        f"{outcome} Почты у заявителя нет, письма не будет: сообщите решение по телефону"
        f" {application.phone}.",
    )


def _detail(
    request: Request,
    application: Application,
    reject_form: RejectForm,
    accept_form: AcceptForm | None = None,
) -> HttpResponse:
    namesakes = namesakes_of(application)
    return render(
        request,
        "registry/application_detail.html",
        {
            "application": application,
            "has_namesakes": bool(namesakes),
            "accept_form": accept_form
            or AcceptForm(namesakes=namesakes, base=application.base),
            "reject_form": reject_form,
            "may_decide": may_decide_application(request.user, application),
        },
    )


def _application(request: Request, pk: int) -> Application:
    rows = Application.objects.visible_to(request.user).select_related(
        "cycle", "organisation", "person", "decided_by", "text"
    )
    return get_object_or_404(rows, pk=pk)


def _done_url(request: PublicRequest) -> str:
    return link("registry:application_done", organisation=request.organisation.slug)
