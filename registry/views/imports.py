"""Tables on their way into the bases: uploaded, looked through, confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.http import Request
from common.errors import Refused
from common.links import link
from common.paging import page_of
from common.tables import XLSX, attachment
from registry.actions import import_columns as columns_told
from registry.actions import imports
from registry.enums import TableKind
from registry.forms.imports import ColumnsForm, ImportForm
from registry.models import ImportBatch, ImportRow
from registry.permissions.imports import (
    may_cancel_import,
    may_choose_columns,
    may_confirm_import,
    may_import,
    may_retry_import,
    may_view_imports,
)
from registry.queries.cycles import current_cycle
from registry.queries.imports import rejected_file, rows_of, verdict_counts
from registry.spreadsheets.columns import Base, federal_columns
from registry.spreadsheets.writing import blank_form
from registry.views.refusals import refusal_on


@require_GET
def import_list(request: Request) -> HttpResponse:
    """Show every table that was brought, the newest first."""
    may_view_imports(request.user, request.organisation).require()
    batches = ImportBatch.objects.visible_to(request.user).for_list()
    cycle = current_cycle(request.organisation)
    return render(
        request,
        "registry/import_list.html",
        {"page": page_of(request, batches), "cycle": cycle},
    )


@require_http_methods(["GET", "POST"])
def import_upload(request: Request) -> HttpResponse:
    """Take a table in; what is wrong with the file as a whole is said at once."""
    cycle = current_cycle(request.organisation)
    if cycle is None:
        return render(request, "registry/cycle_none.html")
    may_import(request.user, cycle).require()
    form = ImportForm(
        request.POST or None,
        request.FILES or None,
        initial={"kind": request.GET.get("kind", TableKind.MENTORS)},
    )
    earlier: ImportBatch | None = None
    if request.method == "POST" and form.is_valid():
        try:
            batch = imports.upload(cycle=cycle, by=request.user, **form.cleaned_data)
            return redirect(link("registry:import_detail", pk=batch.pk))
        except imports.AlreadyImported as refusal:
            earlier = refusal.batch
            form.add_error("upload", str(refusal))
        except Refused as refusal:
            form.add_error("upload", str(refusal))
    return render(
        request,
        "registry/import_upload.html",
        {
            "form": form,
            "cycle": cycle,
            "earlier": earlier,
            "kinds": [(kind, _titles(Base(kind))) for kind in TableKind],
        },
    )


@require_GET
def import_detail(request: Request, pk: int) -> HttpResponse:
    """Show where a table stands: its progress, its verdicts, its outcome."""
    batch = _batch(request, pk)
    verdict = request.GET.get("verdict", "")
    return render(
        request,
        "registry/import_detail.html",
        {
            "batch": batch,
            "verdict": verdict,
            "counts": verdict_counts(batch),
            "page": page_of(request, rows_of(batch, verdict)),
            "may_confirm": may_confirm_import(request.user, batch),
            "may_cancel": may_cancel_import(request.user, batch),
            "may_retry": may_retry_import(request.user, batch),
            "may_choose": may_choose_columns(request.user, batch),
        },
    )


@require_http_methods(["GET", "POST"])
def import_columns(request: Request, pk: int) -> HttpResponse:
    """Show what each column was taken for, and take the curator's word for it."""
    batch = _batch(request, pk)
    may_choose_columns(request.user, batch).require()
    form = ColumnsForm(request.POST or None, batch=batch)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            columns_told.choose_columns(
                batch=batch, chosen=form.chosen, by=request.user
            )
            return redirect(link("registry:import_detail", pk=batch.pk))
    return render(
        request, "registry/import_columns.html", {"batch": batch, "form": form}
    )


@require_GET
def import_progress(request: Request, pk: int) -> HttpResponse:
    """Answer with the progress bar anew, or have the page reloaded when all is done."""
    batch = _batch(request, pk)
    if not batch.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "registry/_import_progress.html", {"batch": batch})


@require_POST
def import_confirm(request: Request, pk: int) -> HttpResponse:
    """Have the accepted rows loaded."""
    batch = imports.confirm(batch=_batch(request, pk), by=request.user)
    return redirect(link("registry:import_detail", pk=batch.pk))


@require_POST
def import_row_apart(request: Request, pk: int) -> HttpResponse:
    """Take the word that a row is, or is not, the member of staff offered."""
    batches = ImportBatch.objects.visible_to(request.user)
    rows = ImportRow.objects.filter(batch__in=batches).select_related("batch")
    row = get_object_or_404(rows, pk=pk)
    imports.tell_apart(
        row=row, is_another="is_another" in request.POST, by=request.user
    )
    back = link("registry:import_detail", pk=row.batch_id)
    return redirect(f"{back}?{request.GET.urlencode()}")


@require_POST
def import_cancel(request: Request, pk: int) -> HttpResponse:
    """Put a table away, or stop its load."""
    batch = imports.cancel(batch=_batch(request, pk), by=request.user)
    messages.success(request, "Остановлено. В базу ничего не записано.")
    return redirect(link("registry:import_detail", pk=batch.pk))


@require_POST
def import_retry(request: Request, pk: int) -> HttpResponse:
    """Start given-up work again."""
    batch = imports.retry(batch=_batch(request, pk), by=request.user)
    return redirect(link("registry:import_detail", pk=batch.pk))


@require_GET
def import_rejected(request: Request, pk: int) -> HttpResponse:
    """Hand over the rejected rows with what to put right."""
    batch = _batch(request, pk)
    return attachment(rejected_file(batch), f"Не принято, {batch.pk}.xlsx", XLSX)


@require_GET
def import_blank(request: Request, kind: str) -> HttpResponse:
    """Hand over the blank form of a base."""
    may_view_imports(request.user, request.organisation).require()
    if kind not in TableKind.values:
        raise Http404
    content = blank_form(Base(kind), with_extras=True)
    return attachment(content, f"{TableKind(kind).label} (форма).xlsx", XLSX)


def _titles(base: Base) -> str:
    return "|".join(column.title for column in federal_columns(base))


def _batch(request: Request, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).for_list()
    return get_object_or_404(batches, pk=pk)
