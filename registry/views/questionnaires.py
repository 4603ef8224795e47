"""A card's questionnaires: filled in, kept as drafts, read, opened again, printed."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from documents.actions import attach
from documents.serving import attachment_response, pdf_file
from registry.actions import questionnaires
from registry.actions.questionnaires import Overtaken, Paper
from registry.forms.questionnaires import QuestionnaireForm
from registry.models import MenteeCard, MentorCard
from registry.permissions.cards import may_change_card, may_view_cards
from registry.permissions.questionnaires import (
    has_consent,
    is_own,
    may_fill_questionnaire,
    may_reopen_questionnaire,
    may_take_answer,
    may_view_portfolio,
    may_view_questionnaire,
)
from registry.queries.profiles import profile_of
from registry.queries.questionnaire_paper import questionnaire_pdf as drawn
from registry.queries.questionnaires import (
    answered_steps,
    asked_or_answered,
    differences,
    dropped_requests,
    lines_for,
    mentee_card_of,
    mentor_card_of,
    own_questions,
)
from registry.questions import DESIGNS, AnyQuestionnaire, Card, Design


@require_GET
def mentor_questionnaires(request: Request, pk: int) -> HttpResponse:
    """Show which questionnaires a mentor has filled in, and his profile."""
    return _of_card(request, _mentor(request, pk))


@require_GET
def mentee_questionnaires(request: Request, pk: int) -> HttpResponse:
    """Show whether a mentee has filled in the questionnaire."""
    return _of_card(request, _mentee(request, pk))


def _of_card(request: Request, card: Card) -> HttpResponse:
    may_view = may_view_questionnaire(request.user, card)
    is_mentor = isinstance(card, MentorCard)
    is_staff = bool(may_view_cards(request.user, request.organisation))
    lines = [
        (line, may_fill_questionnaire(request.user, card, line.found))
        for line in lines_for(card)
    ]
    return render(
        request,
        "registry/card_questionnaires.html",
        {
            "card": card,
            "lines": lines,
            "is_staff": is_staff,
            "is_mentor": is_mentor,
            "consent": has_consent(card.person),
            "may_view": may_view,
            "may_view_portfolio": is_mentor
            and may_view_portfolio(request.user, card.person),
            "profile": profile_of(card)
            if is_staff and may_view and isinstance(card, MentorCard)
            else None,
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def questionnaire_fill(request: Request, kind: str, pk: int) -> HttpResponse:
    """Fill a questionnaire in: keep a draft, or finish."""
    design, card = _asked(request, kind, pk)
    found = design.of(card)
    allowed = may_fill_questionnaire(request.user, card, found)
    if request.method == "POST":
        allowed.require()
        return _filled(request, design, card)
    if not allowed:
        messages.error(request, allowed.refusal)
        return redirect(card_url(card))
    return _form_page(request, design, card, _form(request, design, card))


def _filled(request: Request, design: Design, card: Card) -> HttpResponse:
    is_draft = request.POST.get("act") != "submit"
    form = _form(request, design, card, is_draft=is_draft)
    is_valid = form.is_valid()
    if not is_valid and not is_draft:
        return _form_page(request, design, card, form)
    try:
        with transaction.atomic():
            found = _kept(request, design, card, form, is_draft=is_draft)
    except Overtaken as overtaken:
        saved = form.catch_up(overtaken.found)
        messages.warning(request, str(overtaken))
        return _form_page(request, design, card, form, saved=saved)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, design, card, form)
    if not is_valid:
        form.catch_up(found)
        messages.warning(request, "Сохранено всё, кроме отмеченного.")
        return _form_page(request, design, card, form)
    if is_draft:
        messages.success(request, "Черновик сохранён. Продолжить можно в любой день.")
        return redirect(_url("questionnaire_fill", design, card))
    messages.success(request, "Анкета заполнена. Спасибо!")
    if dropped_requests(design, found):
        messages.info(
            request,
            "В карточке остались прежние запросы, которых в анкете больше нет. Если помощь"
            " по ним не нужна, их закроет куратор: он увидит это на странице анкеты.",
        )
    return redirect(_url("questionnaire_detail", design, card))


def _kept(
    request: Request,
    design: Design,
    card: Card,
    form: QuestionnaireForm,
    *,
    is_draft: bool,
) -> AnyQuestionnaire:
    if is_draft:
        return questionnaires.keep_draft(
            card=card, kind=design.kind, answers=form.answers, by=request.user
        )
    return questionnaires.submit(
        card=card,
        kind=design.kind,
        answers=form.answers,
        by=request.user,
        paper=_paper(request, form),
    )


def _paper(request: Request, form: QuestionnaireForm) -> Paper | None:
    day = form.cleaned_data.get("answered_on")
    if day is None:
        return None
    scan = form.cleaned_data.get("scan")
    if not scan:
        return Paper(day)
    kept = attach(
        organisation=request.organisation,
        upload=scan,
        by=request.user,
        is_confidential=True,
    )
    return Paper(day, kept)


@require_POST
def questionnaire_save(request: Request, kind: str, pk: int) -> HttpResponse:
    """Keep a draft while it is typed; answer with the version the page now stands on."""
    design, card = _asked(request, kind, pk)
    form = _form(request, design, card, is_draft=True)
    form.is_valid()
    try:
        found = questionnaires.keep_draft(
            card=card, kind=design.kind, answers=form.answers, by=request.user
        )
    except Overtaken as overtaken:
        return JsonResponse({"message": str(overtaken)}, status=409)
    except (Refused, PermissionDenied) as refusal:
        return JsonResponse({"message": str(refusal)}, status=403)
    at = timezone.localtime(found.changed_at)
    return JsonResponse({"version": found.version, "at": f"{at:%H:%M}"})


@require_GET
def questionnaire_detail(request: Request, kind: str, pk: int) -> HttpResponse:
    """Show the answers; to who keeps the card, what it says otherwise."""
    design, card = _asked(request, kind, pk)
    found = _begun(design, card)
    may_view_questionnaire(request.user, card).require()
    is_staff = bool(may_view_cards(request.user, request.organisation))
    return render(
        request,
        "registry/questionnaire_detail.html",
        {
            "design": design,
            "card": card,
            "found": found,
            "steps": answered_steps(design, found, asked_or_answered(design, found)),
            "is_staff": is_staff,
            "is_mentor": design.is_for_mentors,
            "may_reopen": may_reopen_questionnaire(request.user, card, found),
            "may_fill": may_fill_questionnaire(request.user, card, found),
            "may_take": may_take_answer(request.user, card),
            "differences": differences(design, found, card) if is_staff else [],
            "dropped": dropped_requests(design, found) if is_staff else [],
            "may_close": may_change_card(request.user, card),
            "back_url": card_url(card),
        },
    )


@require_POST
def questionnaire_reopen(request: Request, kind: str, pk: int) -> HttpResponse:
    """Open a finished questionnaire again."""
    design, card = _asked(request, kind, pk)
    questionnaires.reopen(card=card, kind=design.kind, by=request.user)
    messages.success(request, "Анкета открыта: исправьте ответы и отправьте снова.")
    return redirect(_url("questionnaire_fill", design, card))


@require_POST
def questionnaire_take(request: Request, kind: str, pk: int) -> HttpResponse:
    """Let the card say what the answer says."""
    design, card = _asked(request, kind, pk)
    if not design.is_for_mentors:
        raise Http404
    questionnaires.take_answer(
        card=cast(MentorCard, card),
        kind=design.kind,
        key=request.POST.get("key", ""),
        by=request.user,
    )
    messages.success(request, "Карточка изменена по анкете.")
    return redirect(_url("questionnaire_detail", design, card))


@require_GET
def questionnaire_pdf(request: Request, kind: str, pk: int) -> HttpResponse:
    """Hand over the answers as a paper."""
    design, card = _asked(request, kind, pk)
    found = _begun(design, card)
    may_view_questionnaire(request.user, card).require()
    name = f"{design.kind.label}, {card.person.full_name}.pdf"
    return pdf_file(drawn(design, card, found), name)


@require_GET
def questionnaire_scan(request: Request, kind: str, pk: int) -> HttpResponse:
    """Hand over the scan of a questionnaire filled in by hand."""
    design, card = _asked(request, kind, pk)
    found = _begun(design, card)
    may_view_questionnaire(request.user, card).require()
    if found.attachment is None:
        raise Http404
    return attachment_response(found.attachment)


def _asked(request: Request, kind: str, pk: int) -> tuple[Design, Card]:
    design = DESIGNS.get(kind)
    if design is None:
        raise Http404
    if design.is_for_mentors:
        return design, _mentor(request, pk)
    return design, _mentee(request, pk)


def _mentor(request: Request, pk: int) -> MentorCard:
    card = mentor_card_of(request.user, pk)
    if card is None:
        raise Http404
    return card


def _mentee(request: Request, pk: int) -> MenteeCard:
    card = mentee_card_of(request.user, pk)
    if card is None:
        raise Http404
    return card


def _begun(design: Design, card: Card) -> AnyQuestionnaire:
    found = design.of(card)
    if found is None:
        raise Http404
    return found


def _form(
    request: Request, design: Design, card: Card, *, is_draft: bool = False
) -> QuestionnaireForm:
    is_sent = request.method == "POST"
    return QuestionnaireForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        design=design,
        found=design.of(card),
        own=own_questions(request.organisation, design.kind),
        is_paper=not is_own(request.user, card.person),
        is_draft=is_draft,
    )


def _form_page(
    request: Request,
    design: Design,
    card: Card,
    form: QuestionnaireForm,
    saved: object = (),
) -> HttpResponse:
    return render(
        request,
        "registry/questionnaire_fill.html",
        {
            "design": design,
            "card": card,
            "form": form,
            "steps": form.steps,
            "saved": saved,
            "is_paper": not is_own(request.user, card.person),
            "back_url": card_url(card),
            "save_url": _url("questionnaire_save", design, card),
        },
    )


def card_url(card: Card) -> str:
    """Return the page of the card's questionnaires."""
    name = "mentor" if isinstance(card, MentorCard) else "mentee"
    return link(f"registry:{name}_questionnaires", pk=card.pk)


def _url(name: str, design: Design, card: Card) -> str:
    return link(f"registry:{name}", kind=design.kind.value, pk=card.pk)
