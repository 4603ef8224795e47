"""The page from behind: its words, documents and news."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.errors import Refused
from common.links import link
from common.paging import page_of
from publishing.actions import news as news_actions
from publishing.actions.page import change_page
from publishing.forms import NewsForm, PageForm
from publishing.models import NewsPost
from publishing.permissions import may_change_cases, may_change_page


@require_http_methods(["GET", "POST"])
def page_edit(request: Request) -> HttpResponse:
    """Change what the public page says and shows."""
    organisation = request.organisation
    may_change_page(request.user, organisation).require()
    form = PageForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        change_page(organisation=organisation, by=request.user, **form.cleaned_data)
        messages.success(request, "Страница изменена.")
        return redirect(link("publishing:page_edit"))
    return render(
        request,
        "publishing/page_edit.html",
        {
            "form": form,
            "may_change_cases": may_change_cases(request.user, organisation),
        },
    )


@require_GET
def news_list(request: Request) -> HttpResponse:
    """Show the news, those taken down included."""
    may_change_page(request.user, request.organisation).require()
    rows = NewsPost.objects.visible_to(request.user).prefetch_related("people")
    return render(
        request, "publishing/news_list.html", {"page": page_of(request, rows)}
    )


@require_http_methods(["GET", "POST"])
@acts_once
def news_add(request: Request) -> HttpResponse:
    """Post a piece of news."""
    may_change_page(request.user, request.organisation).require()
    form = NewsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            news_actions.add_news(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Новость на странице.")
            return redirect(link("publishing:news_list"))
    return render(
        request, "publishing/news_form.html", {"form": form, "title": "Новая новость"}
    )


@require_http_methods(["GET", "POST"])
def news_edit(request: Request, pk: int) -> HttpResponse:
    """Change a piece of news."""
    post = _post(request, pk)
    may_change_page(request.user, request.organisation).require()
    form = NewsForm(
        request.POST or None,
        initial={"title": post.title, "text": post.text, "posted_on": post.posted_on},
    )
    if request.method == "POST" and form.is_valid():
        try:
            news_actions.edit_news(post=post, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, "Новость изменена и стоит на странице.")
            return redirect(link("publishing:news_list"))
    return render(
        request,
        "publishing/news_form.html",
        {"form": form, "title": "Изменить новость"},
    )


@require_POST
def news_unpublish(request: Request, pk: int) -> HttpResponse:
    """Take a piece of news off the page."""
    news_actions.unpublish_news(post=_post(request, pk), by=request.user)
    messages.success(request, "Новость снята со страницы.")
    return redirect(link("publishing:news_list"))


def _post(request: Request, pk: int) -> NewsPost:
    return get_object_or_404(NewsPost.objects.visible_to(request.user), pk=pk)
