"""The staff: a list, its table, entering, changing and taking off."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from common.links import link
from common.paging import page_of, sorted_rows
from common.russian.plural import counted
from registry.actions import people, staff
from registry.enums import TableKind
from registry.forms.staff import (
    StaffFilter,
    StaffForm,
    StaffLinkForm,
    StaffLoadForm,
)
from registry.list_resources import StaffResource
from registry.models import Person
from registry.permissions.imports import may_import
from registry.permissions.people import (
    may_change_person,
    may_create_person,
    may_export_people,
    may_link_staff,
    may_load_staff,
    may_retire_staff,
    may_view_staff,
)
from registry.queries.cycles import current_cycle
from registry.queries.staff import ORDERS, unlinked_members
from registry.queries.staff import staff_list as listed
from registry.views.exports import list_file
from registry.views.refusals import refusal_on


@require_GET
def staff_list(request: Request) -> HttpResponse:
    """Show the staff."""
    may_view_staff(request.user, request.organisation).require()
    form = StaffFilter(request.GET)
    return render(
        request,
        "registry/staff_list.html",
        {
            "form": form,
            "page": page_of(request, _asked(request, form)),
            "may_create": may_create_person(request.user, request.organisation),
            "may_load": may_load_staff(request.user, request.organisation),
            "may_export": may_export_people(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def staff_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the staff shown, in the columns the same list is loaded by."""
    may_export_people(request.user, request.organisation).require()
    rows = _asked(request, StaffFilter(request.GET))
    return list_file(request, ending, StaffResource, rows)


@require_http_methods(["GET", "POST"])
def staff_add(request: Request) -> HttpResponse:
    """Enter one of the staff."""
    may_create_person(request.user, request.organisation).require()
    form = StaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            person = staff.add_staff(
                organisation=request.organisation, values=form.values, by=request.user
            )
            messages.success(request, f"В списке: {person.full_name}.")
            return redirect(link("registry:staff_list"))
    return render(request, "registry/staff_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def staff_change(request: Request, pk: int) -> HttpResponse:
    """Change the post and contacts of one of the staff."""
    person = _person(request, pk)
    may_change_person(request.user, person).require()
    form = StaffForm(request.POST or None, initial=StaffForm.initial_of(person))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            people.change_person(person=person, values=form.values, by=request.user)
            messages.success(request, "Сведения сохранены.")
            return redirect(link("registry:staff_list"))
    return render(
        request,
        "registry/staff_change.html",
        {
            "form": form,
            "person": person,
            "may_retire": may_retire_staff(request.user, person),
            "link_form": _link_form(request, person),
        },
    )


@require_POST
def staff_link(request: Request, pk: int) -> HttpResponse:
    """Give one of the staff his cabinet."""
    person = _person(request, pk)
    may_link_staff(request.user, person).require()
    form = _link_form(request, person, request.POST)
    if form is not None and form.is_valid():
        staff.link_staff(
            person=person, user=form.cleaned_data["member"], by=request.user
        )
        messages.success(request, f"Кабинет есть: {person.full_name}.")
    else:
        messages.error(request, "Выберите, чей это кабинет, из списка.")
    return redirect(link("registry:staff_change", pk=pk))


def _link_form(
    request: Request, person: Person, asked: QueryDict | None = None
) -> StaffLinkForm | None:
    """Return the form while there is somebody to choose."""
    if not may_link_staff(request.user, person):
        return None
    members = list(unlinked_members(request.organisation))
    return StaffLinkForm(asked, person=person, members=members) if members else None


@require_http_methods(["GET", "POST"])
def staff_retire(request: Request, pk: int) -> HttpResponse:
    """Take one off the list, after a question."""
    person = _person(request, pk)
    may_retire_staff(request.user, person).require()
    if request.method == "POST":
        staff.retire_staff(person=person, by=request.user)
        messages.success(request, f"Больше не в списке: {person.full_name}.")
        return redirect(link("registry:staff_list"))
    return render(request, "registry/staff_retire.html", {"person": person})


@require_http_methods(["GET", "POST"])
def staff_load(request: Request) -> HttpResponse:
    """Take a list of the staff in: all its rows or none."""
    may_load_staff(request.user, request.organisation).require()
    cycle = current_cycle(request.organisation)
    if cycle is not None and may_import(request.user, cycle):
        # With a cycle open the list goes the road of all tables: preview, columns, undo.
        return redirect(f"{link('registry:import_upload')}?kind={TableKind.STAFF}")
    form = StaffLoadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            count = staff.load_staff(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
            told = counted(count, "сотрудник", "сотрудника", "сотрудников")
            messages.success(
                request, f"Добавлено: {told}. У остальных обновлена должность."
            )
            return redirect(link("registry:staff_list"))
    return render(
        request,
        "registry/staff_load.html",
        {"form": form, "columns": "|".join(StaffResource().headings)},
    )


def _asked(request: Request, form: StaffFilter) -> QuerySet[Person]:
    return sorted_rows(request, listed(request.user, form.words), ORDERS)


def _person(request: Request, pk: int) -> Person:
    seen = Person.objects.visible_to(request.user).filter(is_staff_member=True)
    return get_object_or_404(seen.select_related("group", "organisation"), pk=pk)
