"""The journal of papers: found, sorted, taken along as a spreadsheet."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import Request
from common.paging import page_of, sorted_rows
from common.tables import Cell, table_response
from documents.forms import DocumentFilterForm
from documents.models import Document
from documents.permissions import may_change_register, may_prepare, may_view_desk
from documents.queries import JournalFilter, documents_of, kinds_in_use

ORDERS = {
    "number": ("year", "serial", "number"),
    "title": ("search_text",),
    "date": ("signed_on",),
    "status": ("status",),
}
HEADINGS = (
    "Номер",
    "Дата",
    "Заголовок",
    "Вид документа",
    "Состояние",
    "Подписан на бумаге",
    "Издан вне портала",
)


@require_GET
def document_list(request: Request) -> HttpResponse:
    """Show the organisation's papers as the person may see them."""
    form, documents = _found(request)
    organisation_id = request.organisation.pk
    page = page_of(request, documents)
    return render(
        request,
        "documents/document_list.html",
        {
            "form": form,
            "page": page,
            "count": page.paginator.count,
            "may_prepare": may_prepare(request.user, organisation_id),
            "may_view_desk": may_view_desk(request.user, organisation_id),
            "may_change_register": may_change_register(request.user, organisation_id),
        },
    )


@require_GET
def document_export(request: Request) -> HttpResponse:
    """Give the same rows as a spreadsheet: `?as=csv` or XLSX."""
    _, documents = _found(request)
    return table_response(
        request.GET.get("as", "xlsx"),
        "Журнал документов",
        HEADINGS,
        [_row(document) for document in documents],
    )


def _found(request: Request) -> tuple[DocumentFilterForm, QuerySet[Document]]:
    form = DocumentFilterForm(
        request.GET or None, kinds=kinds_in_use(request.organisation)
    )
    documents = documents_of(request.user, request.organisation)
    if form.is_valid():
        documents = JournalFilter(**form.cleaned_data).applied_to(documents)
    return form, sorted_rows(request, documents, ORDERS)


def _row(document: Document) -> list[Cell]:
    return [
        document.number,
        document.signed_on,
        document.title,
        document.kind.title,
        document.get_status_display(),
        document.confirmed_on,
        "да" if document.is_external else "",
    ]
