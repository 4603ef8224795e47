"""Words that name no topic: the curator says what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import Request
from common.links import link
from common.paging import page_of
from common.russian.plural import counted
from registry.actions.competences import name_topics
from registry.forms.topics import TopicsForm
from registry.permissions.topics import may_name_topics
from registry.queries.cycles import current_cycle
from registry.queries.vocabulary import competences_of, unknown_words
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def topics_name(request: Request) -> HttpResponse:
    """Show the words of the cycle that name no topic, and take what they mean."""
    may_name_topics(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    words: Sequence[Any] = unknown_words(request.organisation, cycle)
    page = page_of(request, words)
    form = TopicsForm(
        request.POST or None,
        words=list(page.object_list),
        offered=competences_of(request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            count = name_topics(
                organisation=request.organisation,
                cycle=cycle,
                answers=form.answers,
                by=request.user,
            )
            told = counted(count, "запись", "записи", "записей")
            messages.success(request, f"Разобрано: {told}.")
            return redirect(link("registry:topics_name"))
    return render(request, "registry/topics_name.html", {"form": form, "page": page})
