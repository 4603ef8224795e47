"""The personalised programme: the list, one programme, written, agreed, approved, printed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import User
from accounts.permissions import may
from accounts.roles import Permission
from common.errors import Refused
from common.links import link
from common.paging import page_of, sorted_rows
from common.tables import table_response
from documents import pdf
from documents.serving import pdf_file, pdf_response, why_no_pdf
from programmes.actions import programmes
from programmes.actions.drafting import Outdated
from programmes.forms.programmes import (
    AgreementForm,
    PaperAgreementForm,
    ProgrammeFilterForm,
    ProgrammeForm,
    RemarkForm,
    merged_form,
)
from programmes.models import Pair, Programme
from programmes.papers.programme import PersonalProgramme, payload_with_marks
from programmes.permissions.meetings import may_log_meeting
from programmes.permissions.programmes import (
    may_agree_programme,
    may_approve_programme,
    may_change_programme,
    may_mark_plan,
    may_open_programme,
    may_record_agreement,
    may_return_programme,
)
from programmes.queries import programme_list as found
from programmes.queries.meetings import meeting_counts
from programmes.queries.programmes import missing_parts, parties_of, with_progress
from programmes.queries.revisions import (
    Divergence,
    ProgrammeText,
    divergence_since,
    story_of,
    text_version,
)
from programmes.views.finding import pair_or_404, programme_or_404
from registry.queries.consents import local_day
from registry.views.refusals import refusal_on

PAGE = "programmes:programme_detail"
PRINT_NAME = "Программа наставничества.pdf"


@require_GET
def programme_list(request: Request) -> HttpResponse:
    """Show the programmes of the current cycle: all for the staff, else one's own."""
    rows = _listed(request)
    return render(
        request,
        "programmes/programme_list.html",
        {
            "page": page_of(request, rows),
            "form": ProgrammeFilterForm(request.GET),
            "is_staff": request.user.has(
                Permission.PROGRAMME_VIEW, request.organisation.pk
            ),
        },
    )


@require_GET
def programme_export(request: Request) -> HttpResponse:
    """Give what the list shows as XLSX or CSV."""
    may(
        request.user,
        Permission.PROGRAMME_VIEW,
        request.organisation.pk,
        "сотрудник, который видит все программы",
    ).require()
    kind = request.GET.get("as", "xlsx")
    lines = found.table_rows(_listed(request))
    return table_response(kind, "Программы", found.HEADINGS, lines)


def _listed(request: Request) -> QuerySet[Programme]:
    rows = found.programme_list(
        request.user,
        request.organisation,
        words=request.GET.get("q", ""),
        status=request.GET.get("status", ""),
    )
    return sorted_rows(request, rows, found.ORDERS)


@require_POST
def programme_open(request: Request, pk: int) -> HttpResponse:
    """Begin the programme of a pair from the template."""
    pair = pair_or_404(request, pk)
    programme = programmes.begin(pair=pair, by=request.user)
    messages.success(request, "Программа открыта: заполните её вместе.")
    return redirect(link(PAGE, pk=programme.pk))


@require_GET
def programme_detail(request: Request, pk: int) -> HttpResponse:
    """Show the programme, its plan with marks, who agreed and what may be done."""
    programme = programme_or_404(request, pk)
    user = request.user
    parties = [
        (party, may_agree_programme(user, programme, party.person))
        for party in parties_of(programme)
    ]
    return render(
        request,
        "programmes/programme_detail.html",
        {
            "programme": programme,
            "pair": programme.pair,
            "sheet": payload_with_marks(programme),
            "rows": programme.rows.all(),
            "today": local_day(request.organisation),
            "parties": parties,
            "missing": missing_parts(programme),
            "may_change": may_change_programme(user, programme),
            "may_mark": may_mark_plan(user, programme),
            "may_record": may_record_agreement(user, programme),
            "may_approve": may_approve_programme(user, programme),
            "revisions": story_of(programme),
        },
    )


@require_http_methods(["GET", "POST"])
def programme_edit(request: Request, pk: int) -> HttpResponse:
    """Write the draft; after another's edit show both, losing nothing."""
    programme = programme_or_404(request, pk)
    may_change_programme(request.user, programme).require()
    form = ProgrammeForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        with refusal_on(form):
            try:
                programmes.change(
                    programme=programme,
                    text=form.text(),
                    version=version,
                    by=request.user,
                )
            except Outdated:
                return _outdated(request, pk, form.text(), version)
            messages.success(request, "Программа сохранена.")
            return redirect(link(PAGE, pk=pk))
    return _edit_page(request, programme, form)


def _outdated(
    request: Request, pk: int, typed: ProgrammeText, version: int
) -> HttpResponse:
    programme = programme_or_404(request, pk)
    divergence = divergence_since(programme, version)
    form = merged_form(programme, typed, divergence)
    return _edit_page(request, programme, form, divergence)


def _edit_page(
    request: Request,
    programme: Programme,
    form: ProgrammeForm,
    divergence: Divergence | None = None,
) -> HttpResponse:
    return render(
        request,
        "programmes/programme_edit.html",
        {
            "programme": programme,
            "form": form,
            "divergence": divergence,
            "draft_key": f"programme-{programme.pk}-{text_version(programme)}",
        },
    )


@require_POST
def programme_agree(request: Request, pk: int) -> HttpResponse:
    """Agree to the version that was on the screen."""
    programme = programme_or_404(request, pk)
    form = AgreementForm(request.POST, parties=parties_of(programme))
    if not form.is_valid():
        raise Refused("Обновите страницу и согласуйте ещё раз.")
    programmes.agree(programme=programme, by=request.user, **form.cleaned_data)
    messages.success(request, "Согласие записано.")
    return redirect(link(PAGE, pk=pk))


@require_http_methods(["GET", "POST"])
def programme_paper_agreements(request: Request, pk: int) -> HttpResponse:
    """Note who signed the printed programme."""
    programme = programme_or_404(request, pk)
    may_record_agreement(request.user, programme).require()
    form = PaperAgreementForm(
        request.POST or None,
        parties=parties_of(programme),
        version=programme.version,
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            programmes.record_paper_agreements(
                programme=programme, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Согласия на бумаге записаны.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "programmes/programme_paper_agreements.html",
        {"programme": programme, "form": form},
    )


@require_POST
def programme_approve(request: Request, pk: int) -> HttpResponse:
    """Approve the agreed programme; its PDF is printed in the background."""
    programme = programme_or_404(request, pk)
    programmes.approve(programme=programme, by=request.user)
    messages.success(request, "Программа утверждена. Стороны получили письмо.")
    return redirect(link(PAGE, pk=pk))


@require_http_methods(["GET", "POST"])
def programme_return(request: Request, pk: int) -> HttpResponse:
    """Send the agreed programme back with a remark."""
    programme = programme_or_404(request, pk)
    may_return_programme(request.user, programme).require()
    form = RemarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            programmes.return_for_changes(
                programme=programme, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Программа возвращена. Стороны получили письмо.")
            return redirect(link(PAGE, pk=pk))
    return render(
        request,
        "programmes/programme_return.html",
        {"programme": programme, "form": form},
    )


@require_GET
def programme_pdf(request: Request, pk: int) -> HttpResponse:
    """Show the approved paper as it was issued."""
    document = programme_or_404(request, pk).document
    if document is None:
        raise Http404
    reason = why_no_pdf(document)
    if reason:
        messages.info(request, reason)
        return redirect(link(PAGE, pk=pk))
    return pdf_response(document)


@require_GET
def programme_print(request: Request, pk: int) -> HttpResponse:
    """Print what the programme says now: the draft, or the plan with its marks."""
    programme = programme_or_404(request, pk)
    content = pdf.render(PersonalProgramme.template_name, payload_with_marks(programme))
    return pdf_file(content, PRINT_NAME)


def pair_programme(user: User, pair: Pair) -> dict[str, object]:
    """Return what `programmes/_pair_programme.html` shows on the page of a pair."""
    seen = Programme.objects.visible_to(user).filter(pair=pair)
    is_seen = Pair.objects.visible_to(user, Permission.PROGRAMME_VIEW)
    return {
        "is_seen": is_seen.filter(pk=pair.pk).exists(),
        "programme": with_progress(seen).first(),
        "meetings": meeting_counts([pair.pk])[pair.pk],
        "may_open": may_open_programme(user, pair),
        "may_log": may_log_meeting(user, pair),
    }
