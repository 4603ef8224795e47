"""Classes: a list by school year, a class, promotion, those who left."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of, sorted_rows
from common.russian.dates import school_year_label, school_year_start
from common.russian.plural import counted
from registry.actions import groups
from registry.forms.groups import (
    DepartureFilter,
    DepartureForm,
    GroupForm,
    PromotionForm,
    ReturnForm,
)
from registry.models import Group, Person
from registry.permissions.groups import (
    may_depart,
    may_keep_groups,
    may_return,
    may_view_groups,
)
from registry.permissions.people import may_export_people
from registry.queries.consents import local_day
from registry.queries.groups import (
    departed,
    pupils_of,
    school_years,
    to_promote,
    year_to_promote,
)
from registry.queries.groups import group_list as listed
from registry.queries.staff import staff_list
from registry.views.exports import people_table
from registry.views.refusals import refusal_on

ORDERS = {
    "name": ("last_name", "first_name", "patronymic"),
    "group": ("group__name", "last_name"),
    "on": ("-departed_on", "last_name"),
}
HEADINGS = ("ФИО", "Класс", "Причина", "Дата")


@require_GET
def group_list(request: Request) -> HttpResponse:
    """Show the classes of a school year."""
    may_view_groups(request.user, request.organisation).require()
    years = school_years(request.user)
    year = _year(request, years)
    return render(
        request,
        "registry/group_list.html",
        {
            "page": page_of(request, listed(request.user, year)),
            "year": year,
            "years": [(each, school_year_label(each), each == year) for each in years],
            "may_keep": may_keep_groups(request.user, request.organisation),
            "promotes_from": year_to_promote(request.organisation),
        },
    )


@acts_once
@require_http_methods(["GET", "POST"])
def group_add(request: Request) -> HttpResponse:
    """Enter a class of this school year."""
    may_keep_groups(request.user, request.organisation).require()
    form = GroupForm(request.POST or None, staff=list(staff_list(request.user)))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            group = groups.add_group(
                organisation=request.organisation,
                school_year=school_year_start(local_day(request.organisation)),
                by=request.user,
                **form.cleaned_data,
            )
            messages.success(request, f"Класс {group.name} добавлен.")
            return redirect(link("registry:group_detail", pk=group.pk))
    return render(request, "registry/group_add.html", {"form": form})


@require_GET
def group_detail(request: Request, pk: int) -> HttpResponse:
    """Show who is in a class and how each takes part."""
    group = _group(request, pk)
    return render(
        request,
        "registry/group_detail.html",
        {
            "group": group,
            "pupils": pupils_of(group),
            "may_keep": may_keep_groups(request.user, group.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
def group_change(request: Request, pk: int) -> HttpResponse:
    """Rename a class or give it another teacher."""
    group = _group(request, pk)
    may_keep_groups(request.user, group.organisation).require()
    form = GroupForm(
        request.POST or None,
        staff=list(staff_list(request.user)),
        initial={"name": group.name, "class_teacher": group.class_teacher_id or ""},
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            groups.change_group(group=group, by=request.user, **form.cleaned_data)
            messages.success(request, "Класс изменён.")
            return redirect(link("registry:group_detail", pk=pk))
    return render(request, "registry/group_change.html", {"form": form, "group": group})


@acts_once
@require_http_methods(["GET", "POST"])
def groups_promote(request: Request) -> HttpResponse:
    """Carry the classes into the next school year, as proposed or as changed."""
    may_keep_groups(request.user, request.organisation).require()
    year = year_to_promote(request.organisation)
    classes = [] if year is None else to_promote(request.organisation, year)
    form = PromotionForm(
        request.POST or None,
        classes=classes,
        initial={"on": local_day(request.organisation)},
    )
    if request.method == "POST" and year is not None and form.is_valid():
        with refusal_on(form):
            done = groups.promote_groups(
                organisation=request.organisation,
                school_year=year,
                names=form.names,
                graduating=form.graduating,
                on=form.cleaned_data["on"],
                by=request.user,
            )
            moved = counted(done.people, "человек", "человека", "человек")
            left = counted(done.graduates, "выпускник", "выпускника", "выпускников")
            messages.success(request, f"Переведено: {moved}. В списке: {left}.")
            return redirect(link("registry:group_list"))
    return render(
        request,
        "registry/groups_promote.html",
        {
            "form": form,
            "classes": classes,
            "year": "" if year is None else school_year_label(year),
        },
    )


@require_GET
def departure_list(request: Request) -> HttpResponse:
    """Show who graduated and who left."""
    may_keep_groups(request.user, request.organisation).require()
    form = DepartureFilter(request.GET)
    return render(
        request,
        "registry/departure_list.html",
        {
            "form": form,
            "page": page_of(request, _departed(request, form)),
            "may_export": may_export_people(request.user, request.organisation),
            "query": request.GET.urlencode(),
        },
    )


@require_GET
def departure_export(request: Request, ending: str) -> HttpResponse:
    """Hand over the list of who left as it is narrowed."""
    may_export_people(request.user, request.organisation).require()
    if ending not in {"xlsx", "csv"}:
        raise Http404
    rows = _departed(request, DepartureFilter(request.GET))
    cells = (
        (
            row.full_name,
            str(row.group or ""),
            row.get_departure_display(),
            row.departed_on,
        )
        for row in rows
    )
    return people_table(request, ending, "Выпускники и выбывшие", HEADINGS, cells)


@require_http_methods(["GET", "POST"])
def person_depart(request: Request, pk: int) -> HttpResponse:
    """Note that somebody leaves, after a question."""
    person = _person(request, pk)
    may_depart(request.user, person).require()
    form = DepartureForm(
        request.POST or None, initial={"on": local_day(person.organisation)}
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            groups.depart(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, f"В списке выбывших: {person.full_name}.")
            return redirect(link("registry:departure_list"))
    return render(
        request, "registry/person_depart.html", {"form": form, "person": person}
    )


@require_http_methods(["GET", "POST"])
def person_return(request: Request, pk: int) -> HttpResponse:
    """Take somebody who had left back into a class of this year."""
    person = _person(request, pk)
    may_return(request.user, person).require()
    years = school_years(request.user)
    offered = listed(request.user, years[0]) if years else Group.objects.none()
    form = ReturnForm(request.POST or None, groups=list(offered))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            groups.return_person(person=person, by=request.user, **form.cleaned_data)
            messages.success(request, f"Снова в организации: {person.full_name}.")
            return redirect(link("registry:departure_list"))
    return render(
        request, "registry/person_return.html", {"form": form, "person": person}
    )


def _year(request: Request, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    return years[0] if years else school_year_start(local_day(request.organisation))


def _departed(request: Request, form: DepartureFilter) -> QuerySet[Person]:
    return sorted_rows(request, departed(request.user, form.chosen), ORDERS)


def _group(request: Request, pk: int) -> Group:
    seen = Group.objects.visible_to(request.user)
    return get_object_or_404(
        seen.select_related("class_teacher", "organisation", "promoted_from"), pk=pk
    )


def _person(request: Request, pk: int) -> Person:
    seen = Person.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("group", "organisation"), pk=pk)
