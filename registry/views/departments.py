"""Departments kept by the curator; a head's people; a partner's mentors."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of
from registry.actions import departments
from registry.forms.departments import DepartmentForm
from registry.models import Department, Person
from registry.permissions.departments import may_view_department, may_view_partner
from registry.permissions.people import may_create_person, may_view_staff
from registry.queries.departments import (
    departments_headed_by,
    departments_of,
    mentors_from,
    partner_of,
    people_headed_by,
)
from registry.queries.staff import staff_list
from registry.views.refusals import refusal_on


@require_GET
def department_list(request: Request) -> HttpResponse:
    """Show the departments with their heads."""
    may_view_staff(request.user, request.organisation).require()
    return render(
        request,
        "registry/department_list.html",
        {
            "departments": departments_of(request.organisation),
            "may_change": may_create_person(request.user, request.organisation),
        },
    )


@require_http_methods(["GET", "POST"])
@acts_once
def department_add(request: Request) -> HttpResponse:
    """Enter a department."""
    may_create_person(request.user, request.organisation).require()
    form = DepartmentForm(request.POST or None, staff=_staff(request))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            departments.add_department(
                organisation=request.organisation, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Отдел добавлен.")
            return redirect(link("registry:department_list"))
    return render(request, "registry/department_edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def department_change(request: Request, pk: int) -> HttpResponse:
    """Correct a department, its head and its people."""
    department = get_object_or_404(
        Department.objects.filter(organisation=request.organisation), pk=pk
    )
    may_create_person(request.user, request.organisation).require()
    form = DepartmentForm(
        request.POST or None, staff=_staff(request), department=department
    )
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            departments.change_department(
                department=department, by=request.user, **form.cleaned_data
            )
            messages.success(request, "Сохранено.")
            return redirect(link("registry:department_list"))
    return render(
        request,
        "registry/department_edit.html",
        {"form": form, "department": department},
    )


@require_GET
def department_mine(request: Request) -> HttpResponse:
    """Show a head who of his people takes part, and what they ask for."""
    may_view_department(request.user, request.organisation).require()
    return render(
        request,
        "registry/department_mine.html",
        {
            "departments": departments_headed_by(request.user, request.organisation),
            "page": page_of(
                request, people_headed_by(request.user, request.organisation)
            ),
        },
    )


@require_GET
def partner_mine(request: Request) -> HttpResponse:
    """Show a partner's representative its mentors, with their states alone."""
    may_view_partner(request.user, request.organisation).require()
    partner = partner_of(request.user, request.organisation)
    page = page_of(request, mentors_from(partner)) if partner else None
    return render(
        request, "registry/partner_mine.html", {"partner": partner, "page": page}
    )


def _staff(request: Request) -> QuerySet[Person]:
    return staff_list(request.user).filter(organisation=request.organisation)
