"""The organisation's own questions: the page that keeps them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import own_questions
from registry.forms.questionnaires import OwnQuestionForm
from registry.models import OwnQuestion
from registry.permissions.questionnaires import may_change_own_questions
from registry.questions import DESIGNS
from registry.views.refusals import refusal_on


@require_GET
def own_question_list(request: Request) -> HttpResponse:
    """Show the own questions by questionnaire, those switched off too."""
    may_change_own_questions(request.user, request.organisation).require()
    rows = list(OwnQuestion.objects.filter(organisation=request.organisation))
    groups = [
        (design, [row for row in rows if row.questionnaire == design.kind])
        for design in DESIGNS.values()
    ]
    return render(request, "registry/own_question_list.html", {"groups": groups})


@require_http_methods(["GET", "POST"])
@acts_once
def own_question_add(request: Request) -> HttpResponse:
    """Add a question of the organisation's own."""
    may_change_own_questions(request.user, request.organisation).require()
    form = OwnQuestionForm(request.POST if request.method == "POST" else None)
    form.fields["questionnaire"].initial = request.GET.get("kind", "")
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            own_questions.add_own_question(
                organisation=request.organisation,
                questionnaire=form.cleaned_data["questionnaire"],
                values=form.values,
                by=request.user,
            )
            messages.success(request, "Вопрос добавлен.")
            return redirect(link("registry:own_question_list"))
    return render(request, "registry/own_question_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def own_question_change(request: Request, pk: int) -> HttpResponse:
    """Put an own question right."""
    question = _question(request, pk)
    may_change_own_questions(request.user, request.organisation).require()
    form = OwnQuestionForm(
        request.POST if request.method == "POST" else None, question=question
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            own_questions.change_own_question(
                question=question, values=form.values, by=request.user
            )
            messages.success(request, "Вопрос сохранён.")
            return redirect(link("registry:own_question_list"))
    return render(
        request,
        "registry/own_question_form.html",
        {"form": form, "question": question},
    )


@require_POST
def own_question_switch(request: Request, pk: int) -> HttpResponse:
    """Ask the question, or ask it no more."""
    question = own_questions.switch_own_question(
        question=_question(request, pk),
        is_active=request.POST.get("is_active") == "yes",
        by=request.user,
    )
    messages.success(
        request,
        "Вопрос снова задаётся."
        if question.is_active
        else "Вопрос больше не задаётся. Прежние ответы остались.",
    )
    return redirect(link("registry:own_question_list"))


def _question(request: Request, pk: int) -> OwnQuestion:
    rows = OwnQuestion.objects.filter(organisation=request.organisation)
    return get_object_or_404(rows, pk=pk)
