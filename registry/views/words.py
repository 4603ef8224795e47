"""What third parties tell of mentees: asked for in the cabinet, written down by the curator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from registry.actions import wishes
from registry.forms.candidacies import PaperWordForm, WordForm
from registry.models import MenteeCard
from registry.permissions.candidacies import may_tell_word, may_tell_words
from registry.permissions.cards import may_change_card
from registry.queries.candidacies import wish_of
from registry.queries.words import (
    SHOWN,
    people_known_to,
    people_to_tell_of,
    words_of,
)
from registry.views.refusals import refusal_on


@require_GET
def word_list(request: Request) -> HttpResponse:
    """Show whom one may ask a mentor for, and what one has told so far."""
    may_tell_words(request.user, request.organisation).require()
    words = request.GET.get("q", "").strip()
    found = people_known_to(request.user, request.organisation, words)
    return render(
        request,
        "registry/word_list.html",
        {
            "words": words,
            "found": found[:SHOWN],
            "told": words_of(request.user)[:SHOWN],
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def word_add(request: Request, pk: int) -> HttpResponse:
    """Ask for a mentor for somebody one knows, or tell of a mentee."""
    people = people_to_tell_of(request.user, request.organisation)
    person = get_object_or_404(people.select_related("organisation", "group"), pk=pk)
    may_tell_words(request.user, request.organisation).require()
    may_tell_word(request.user, person).require()
    has_card = wish_of(person) is not None
    form = WordForm(request.POST or None, has_card=has_card)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            wishes.tell_word(
                person=person,
                request=form.cleaned_data.get("request", ""),
                text=form.cleaned_data["text"],
                by=request.user,
            )
            messages.success(
                request,
                "Записано: куратор это увидит."
                if has_card
                else "Записано. Заявку подтверждает сам человек или его представитель.",
            )
            return redirect(link("registry:word_list"))
    return render(
        request,
        "registry/word_add.html",
        {"form": form, "person": person, "has_card": has_card},
    )


@require_http_methods(["GET", "POST"])
@acts_once
def word_record(request: Request, pk: int) -> HttpResponse:
    """Write down what somebody told the curator of a mentee."""
    card = get_object_or_404(
        MenteeCard.objects.visible_to(request.user).select_related(
            "person", "cycle", "organisation"
        ),
        pk=pk,
    )
    may_change_card(request.user, card).require()
    form = PaperWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wishes.record_word(card=card, by=request.user, **form.cleaned_data)
        messages.success(request, "Сведения записаны.")
        return redirect(link("registry:mentee_detail", pk=card.pk))
    return render(request, "registry/word_record.html", {"form": form, "card": card})
