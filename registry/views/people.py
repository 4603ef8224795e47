"""People's particulars, and the vocabulary of competences."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from common.paging import page_of
from common.russian.names import normalise
from registry.actions import people
from registry.forms.people import PersonForm
from registry.models import Person
from registry.permissions.cards import may_view_cards
from registry.permissions.people import may_change_person
from registry.permissions.topics import may_name_topics
from registry.queries.cards import offered_partners
from registry.queries.cycles import current_cycle
from registry.queries.topic_pages import undoable_merge
from registry.queries.vocabulary import competence_uses
from registry.views.refusals import refusal_on


@require_http_methods(["GET", "POST"])
def person_change(request: Request, pk: int) -> HttpResponse:
    """Change somebody's particulars, then go back to where one came from."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("group", "organisation"),
        pk=pk,
    )
    may_change_person(request.user, person).require()
    back = _back(request)
    form = PersonForm(
        request.POST or None,
        initial=PersonForm.initial_of(person),
        partners=offered_partners(request.organisation),
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            people.change_person(person=person, values=form.values, by=request.user)
            messages.success(request, "Сведения сохранены.")
            return redirect(back)
    return render(
        request,
        "registry/person_change.html",
        {"form": form, "person": person, "back": back},
    )


@require_GET
def competence_list(request: Request) -> HttpResponse:
    """Show the vocabulary with how many offer and ask for each tag this year."""
    may_view_cards(request.user, request.organisation).require()
    words = request.GET.get("q", "")
    uses = competence_uses(
        request.user,
        request.organisation,
        current_cycle(request.organisation),
        normalise(words),
    )
    return render(
        request,
        "registry/competence_list.html",
        {
            "page": page_of(request, uses, 50),
            "scarce_count": sum(1 for use in uses if use.is_scarce),
            "words": words,
            "may_name": may_name_topics(request.user, request.organisation),
            "last_merge": undoable_merge(request.organisation),
        },
    )


def _back(request: Request) -> str:
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, None):
        return asked
    return link("registry:mentor_list")
