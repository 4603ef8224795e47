"""Packs of blanks: how far the printing is, and the files."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.http import Request
from common.links import link
from common.paging import page_of
from documents.serving import pdf_file
from registry.actions import blanks
from registry.models import BlankFile, BlankPack
from registry.permissions.blanks import may_print_again
from registry.permissions.consents import may_record_consents
from registry.queries.blanks import packs_seen_by, printed_count


@require_GET
def blank_pack_list(request: Request) -> HttpResponse:
    """Show what was printed, the newest first."""
    may_record_consents(request.user, request.organisation).require()
    return render(
        request,
        "registry/blank_pack_list.html",
        {"page": page_of(request, packs_seen_by(request.user))},
    )


@require_GET
def blank_pack_detail(request: Request, pk: int) -> HttpResponse:
    """Show how far the printing is, then the files."""
    pack = _pack(request, pk)
    return render(
        request,
        "registry/blank_pack_detail.html",
        {
            "pack": pack,
            "files": pack.files.all(),
            "printed": printed_count(pack),
            "may_again": may_print_again(request.user, pack),
        },
    )


@require_GET
def blank_pack_progress(request: Request, pk: int) -> HttpResponse:
    """Answer with the progress bar anew, or have the page reloaded when all is done."""
    pack = _pack(request, pk)
    if not pack.is_under_way:
        return HttpResponseClientRefresh()
    return render(
        request,
        "registry/_blank_pack_progress.html",
        {"pack": pack, "printed": printed_count(pack)},
    )


@require_POST
def blank_pack_again(request: Request, pk: int) -> HttpResponse:
    """Print once more what failed or is no longer kept."""
    pack = blanks.print_again(pack=_pack(request, pk), by=request.user)
    return redirect(link("registry:blank_pack_detail", pk=pack.pk))


@require_GET
def blank_file(request: Request, pk: int) -> HttpResponse:
    """Hand over one file of a pack while it is kept."""
    packs = BlankPack.objects.visible_to(request.user)
    files = BlankFile.objects.filter(pack__in=packs).select_related("pack")
    file = get_object_or_404(files, pk=pk)
    is_there = file.file and default_storage.exists(file.file)
    if file.pack.is_expired or not is_there:
        messages.error(request, "Файла уже нет или ещё нет. Обновите страницу.")
        return redirect(link("registry:blank_pack_detail", pk=file.pack_id))
    with default_storage.open(file.file) as kept:
        return pdf_file(kept.read(), f"Согласия, {file.title}.pdf")


def _pack(request: Request, pk: int) -> BlankPack:
    return get_object_or_404(packs_seen_by(request.user), pk=pk)
