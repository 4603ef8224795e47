"""Lists of people as files: exactly what is shown, all columns or the chosen ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request
from common.errors import Refused
from common.links import link
from common.tables import Cell, attachment, table_response
from registry.actions import exports
from registry.list_resources import (
    ApplicationResource,
    ConsentResource,
    DoubleResource,
    PupilResource,
    StaffResource,
)
from registry.permissions.people import may_export_people
from registry.queries.list_paper import list_pdf
from registry.resources import ListResource, MenteeResource, MentorResource

ENDINGS = ("xlsx", "csv", "pdf")
PDF = "application/pdf"
NOT_OF_LIST = ("page", "column")


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that can be taken: its columns, the URL name of its file and of itself."""

    resource: type[ListResource]
    file: str
    page: str


LISTS = {
    "mentors": Exported(MentorResource, "mentor_export", "mentor_list"),
    "mentees": Exported(MenteeResource, "mentee_export", "mentee_list"),
    "pupils": Exported(PupilResource, "pupil_export", "pupil_list"),
    "staff": Exported(StaffResource, "staff_export", "staff_list"),
    "consents": Exported(ConsentResource, "consent_export", "consent_list"),
    "applications": Exported(
        ApplicationResource, "application_export", "application_list"
    ),
    "doubles": Exported(DoubleResource, "person_doubles_export", "person_doubles"),
}


@require_GET
def export_choose(request: Request, what: str) -> HttpResponse:
    """Offer the columns of a list, and the file in each of its forms."""
    may_export_people(request.user, request.organisation).require()
    exported = LISTS.get(what)
    if exported is None:
        raise Http404
    kept = request.GET.copy()
    for name in NOT_OF_LIST:
        kept.pop(name, None)
    return render(
        request,
        "registry/export_choose.html",
        {
            "title": exported.resource.title,
            "columns": exported.resource.told,
            "kept": [(name, each) for name, many in kept.lists() for each in many],
            "files": [
                (ending.upper(), link(f"registry:{exported.file}", ending=ending))
                for ending in ENDINGS
            ],
            "back_url": f"{link(f'registry:{exported.page}')}?{kept.urlencode()}",
        },
    )


def list_file(
    request: Request,
    ending: str,
    resource: type[ListResource],
    objects: Iterable[Any],
    about: str = "",
) -> HttpResponse:
    """Hand over the objects of a list; `about` says which part of it, for the name.

    The columns come from `?column=`; one who takes list after list is stopped with 429.
    """
    if ending not in ENDINGS:
        raise Http404
    told = resource(request.GET.getlist("column"))
    title = f"{resource.title}, {about}" if about else resource.title
    refused = _too_often(request, resource.title, list(told.fields), _count(objects))
    if refused is not None:
        return refused
    rows = told.rows(objects)
    if ending != "pdf":
        return table_response(ending, title, told.headings, rows)
    try:
        content = list_pdf(request.organisation, title, told.headings, rows)
    except Refused as refusal:
        return render(request, "403.html", {"reason": refusal}, status=409)
    return attachment(content, f"{title}.pdf", PDF)


def people_table(
    request: Request,
    ending: str,
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    about: str = "",
) -> HttpResponse:
    """Hand over a table of people with columns of its own, noted as every list is."""
    cells = list(rows)
    refused = _too_often(request, title, list(headings), len(cells))
    if refused is not None:
        return refused
    name = f"{title}, {about}" if about else title
    return table_response(ending, name, headings, cells)


def _too_often(
    request: Request, title: str, columns: Sequence[str], count: int
) -> HttpResponse | None:
    """Write the taking down; the page of 429 when list after list is taken."""
    try:
        exports.note_export(
            organisation=request.organisation,
            title=title,
            columns=columns,
            count=count,
            by=request.user,
        )
    except exports.TooOften as refusal:
        return render(request, "403.html", {"reason": refusal}, status=429)
    return None


def _count(objects: Iterable[Any]) -> int:
    if isinstance(objects, QuerySet):
        return objects.count()
    return len(objects) if isinstance(objects, Sized) else 0
