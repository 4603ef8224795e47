"""What the sides say: in their own cabinet, or on a signed list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from common.russian.plural import counted
from documents import pdf
from documents.actions import attach
from documents.models import Attachment
from documents.serving import pdf_file
from programmes.actions import pairs
from programmes.enums import AcceptanceAnswer
from programmes.forms.pairs import PairAnswerForm, PaperAnswersForm
from programmes.models import Acceptance, Pair
from programmes.permissions.pairs import may_answer, may_see_awaited
from programmes.queries.answer_sheet import TEMPLATE, answer_sheet
from programmes.queries.pairs import acceptances_seen_by, awaited_answers
from programmes.queries.people import speaker_of
from registry.queries.consents import local_day
from registry.queries.cycles import current_cycle
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def pair_answer(request: Request, pk: int) -> HttpResponse:
    """Let a mentor, a mentee or a representative accept or decline, on a phone."""
    acceptance = get_object_or_404(acceptances_seen_by(request.user), pk=pk)
    day = local_day(request.organisation)
    verdict = may_answer(request.user, acceptance, day)
    form = PairAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            pairs.answer(acceptance=acceptance, by=request.user, **form.cleaned_data)
            messages.success(request, "Спасибо, ваш ответ записан.")
            return redirect(_after_answer(request, acceptance))
    return render(
        request,
        "programmes/pair_answer.html",
        {
            "acceptance": acceptance,
            "pair": acceptance.pair,
            "mentees": acceptance.pair.members.select_related(
                "mentee_card__person__group"
            ),
            "speaker": speaker_of(request.user, acceptance.person, day),
            "is_for_child": acceptance.person.user_id != request.user.pk,
            "is_answered": acceptance.answer != AcceptanceAnswer.WAITING,
            "verdict": verdict,
            "form": form,
        },
    )


def _after_answer(request: Request, acceptance: Acceptance) -> str:
    """A declined pair closes to its people, except to those who see all pairs."""
    pair = Pair.objects.visible_to(request.user).filter(pk=acceptance.pair_id)
    if pair.exists():
        return link("programmes:pair_detail", pk=acceptance.pair_id)
    return link("dashboard")


@require_http_methods(["GET", "POST"])
def pair_paper_answers(request: Request) -> HttpResponse:
    """Record in bulk what people signed on paper."""
    may_see_awaited(request.user, request.organisation.pk).require()
    waiting = awaited_answers(current_cycle(request.organisation))
    form = PaperAnswersForm(
        request.POST or None, request.FILES or None, waiting=waiting
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            written = pairs.record_paper_answers(
                acceptances=form.cleaned_data["acceptances"],
                answered_on=form.cleaned_data["answered_on"],
                answer=form.cleaned_data["answer"],
                note=form.cleaned_data["note"],
                attachment=_attached(request, form),
                by=request.user,
            )
            told = counted(len(written), "ответ", "ответа", "ответов")
            messages.success(request, f"Записано: {told}.")
            return redirect(link("programmes:pair_list"))
    return render(
        request,
        "programmes/pair_paper_answers.html",
        {"form": form, "waiting": waiting, "chosen": _chosen(request, form, waiting)},
    )


@require_GET
def pair_answer_sheet(request: Request) -> HttpResponse:
    """Show the sheet on which those who have not answered sign by hand."""
    may_see_awaited(request.user, request.organisation.pk).require()
    cycle = current_cycle(request.organisation)
    waiting = awaited_answers(cycle)
    if cycle is None or not waiting:
        messages.info(request, "Все ответили: подписывать нечего.")
        return redirect(link("programmes:pair_paper_answers"))
    sheet = answer_sheet(request.organisation, cycle, waiting, request.user)
    return pdf_file(
        pdf.render(TEMPLATE, sheet), "Лист согласия на вхождение в пары.pdf"
    )


def _chosen(
    request: Request, form: PaperAnswersForm, waiting: list[Acceptance]
) -> list[str]:
    """Whom the page shows ticked: those of the form sent back, or all when asked for."""
    if form.is_bound:
        return request.POST.getlist("acceptances")
    return [str(row.pk) for row in waiting] if "all" in request.GET else []


def _attached(request: Request, form: PaperAnswersForm) -> Attachment | None:
    upload = form.cleaned_data["upload"]
    if upload is None:
        return None
    return attach(organisation=request.organisation, upload=upload, by=request.user)
