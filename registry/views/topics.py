"""Words that name no topic, and a topic: its words, its use, its merging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of
from common.russian.plural import counted
from registry.actions import topic_merges, topics
from registry.actions.competences import name_topics
from registry.forms.topics import (
    TopicMergeForm,
    TopicPhraseForm,
    TopicsForm,
    TopicTitleForm,
)
from registry.models import Competence, TopicMerge, TopicPhrase
from registry.permissions.cards import may_view_cards
from registry.permissions.topics import may_name_topics, may_rename_topic
from registry.queries.coverage import mentor_places
from registry.queries.cycles import current_cycle
from registry.queries.requests import (
    RequestsChosen,
    RequestState,
    mentees_among,
    requests_found,
)
from registry.queries.topic_pages import merge_preview, phrases_of, undoable_merge
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


@require_GET
def topic_detail(request: Request, pk: int) -> HttpResponse:
    """Show a topic: its words, who asks for it, who offers it, what it may become."""
    may_view_cards(request.user, request.organisation).require()
    return _topic_page(request, _topic(request, pk))


@require_POST
@acts_once
def topic_phrase_add(request: Request, pk: int) -> HttpResponse:
    """Let further words mean the topic."""
    topic = _topic(request, pk)
    may_name_topics(request.user, request.organisation).require()
    form = TopicPhraseForm(request.POST)
    if form.is_valid():
        with refusal_on(form):
            phrase = topics.add_phrase(
                organisation=request.organisation,
                topic=topic,
                title=form.cleaned_data["title"],
                by=request.user,
            )
            messages.success(request, f"Теперь «{phrase.title}» — «{topic.title}».")
            return redirect(link("registry:topic_detail", pk=topic.pk))
    return _topic_page(request, topic, phrase_form=form)


@require_POST
def topic_phrase_remove(request: Request, pk: int) -> HttpResponse:
    """Let the words mean the topic no more."""
    phrase = get_object_or_404(
        TopicPhrase.objects.filter(
            organisation=request.organisation, competence__isnull=False
        ).select_related("organisation", "competence"),
        pk=pk,
    )
    topics.remove_phrase(phrase=phrase, by=request.user)
    messages.success(request, f"«{phrase.title}» эту тему больше не означает.")
    return redirect(link("registry:topic_detail", pk=phrase.competence_id))


@require_http_methods(["GET", "POST"])
def topic_rename(request: Request, pk: int) -> HttpResponse:
    """Give the organisation's own topic another title."""
    topic = _topic(request, pk)
    may_rename_topic(request.user, request.organisation, topic).require()
    form = TopicTitleForm(request.POST or None, initial={"title": topic.title})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            topics.rename_topic(
                organisation=request.organisation,
                topic=topic,
                title=form.cleaned_data["title"],
                by=request.user,
            )
            messages.success(request, "Тема переименована.")
            return redirect(link("registry:topic_detail", pk=topic.pk))
    return render(request, "registry/topic_rename.html", {"form": form, "topic": topic})


@require_http_methods(["GET", "POST"])
@acts_once
def topic_merge(request: Request, pk: int) -> HttpResponse:
    """Show what merging the topic into `?into=` would move, and merge it."""
    may_name_topics(request.user, request.organisation).require()
    source = _topic(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    offered = competences_of(request.organisation).exclude(pk=pk)
    form = TopicMergeForm(asked if "into" in asked else None, offered=offered)
    target = form.cleaned_data["into"] if form.is_valid() else None
    if request.method == "POST" and target is not None:
        with refusal_on(form):
            topic_merges.merge_topics(
                organisation=request.organisation,
                source=source,
                target=target,
                by=request.user,
            )
            messages.success(request, f"«{source}» теперь — «{target}».")
            return redirect(link("registry:topic_detail", pk=target.pk))
    preview = target and merge_preview(request.organisation, source, target)
    return render(
        request,
        "registry/topic_merge.html",
        {"form": form, "source": source, "target": target, "preview": preview},
    )


@require_POST
def topic_merge_undo(request: Request, pk: int) -> HttpResponse:
    """Make the topic merged last a topic of its own again."""
    merge = get_object_or_404(
        TopicMerge.objects.filter(organisation=request.organisation).select_related(
            "organisation"
        ),
        pk=pk,
    )
    merge = topic_merges.undo_merge(merge=merge, by=request.user)
    messages.success(request, f"Объединение отменено: «{merge.source}» снова отдельно.")
    return redirect(link("registry:topic_detail", pk=merge.source_id))


def _topic_page(
    request: Request, topic: Competence, phrase_form: TopicPhraseForm | None = None
) -> HttpResponse:
    organisation, cycle = request.organisation, current_cycle(request.organisation)
    places = mentor_places(request.user, cycle, topic) if cycle else []
    asked = RequestsChosen(topic=topic, state=RequestState.WAITING)
    waiting = requests_found(request.user, cycle, asked) if cycle else None
    last = undoable_merge(organisation)
    waiting_url = f"{link('registry:request_list')}?state=waiting&topic={topic.pk}"
    return render(
        request,
        "registry/topic_detail.html",
        {
            "topic": topic,
            "phrases": phrases_of(organisation, topic),
            "page": page_of(request, places),
            "places": sum(row.free for row in places),
            "mentees": 0 if waiting is None else mentees_among(waiting),
            "waiting_url": waiting_url,
            "may_name": may_name_topics(request.user, organisation),
            "may_rename": may_rename_topic(request.user, organisation, topic),
            "phrase_form": phrase_form or TopicPhraseForm(),
            "merge_form": TopicMergeForm(
                offered=competences_of(organisation).exclude(pk=topic.pk)
            ),
            "last_merge": last if last and last.target_id == topic.pk else None,
        },
    )


def _topic(request: Request, pk: int) -> Competence:
    return get_object_or_404(competences_of(request.organisation), pk=pk)
