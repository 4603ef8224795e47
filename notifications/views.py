"""One's own letters, and those that leave by e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.models import Organisation, User
from common.links import link
from common.paging import page_of
from common.tenancy import within
from notifications import actions, queries, unsubscribing
from notifications.forms import LetterSettingsForm, OutboxFilterForm
from notifications.models import Notification
from notifications.permissions import may_resend, may_view_outbox


@require_GET
def inbox(request: Request) -> HttpResponse:
    """Show one's letters in this organisation, newest first."""
    letters = queries.inbox(request.user)
    is_unread_only = request.GET.get("show") == "unread"
    page = page_of(request, letters.unread() if is_unread_only else letters)
    return render(
        request,
        "notifications/inbox.html",
        {
            "page": page,
            "count": page.paginator.count,
            "is_unread_only": is_unread_only,
            "is_everything_shown": not is_unread_only,
            "may_view_outbox": may_view_outbox(request.user, request.organisation.pk),
            "unread_url": f"{link('notifications:inbox')}?show=unread",
        },
    )


@require_GET
def notification_open(request: Request, pk: int) -> HttpResponse:
    """Note that the letter is read and go to what it is about, if it leads anywhere."""
    letter = get_object_or_404(queries.inbox(request.user), pk=pk)
    letter = actions.mark_read(notification=letter, by=request.user)
    if letter.path:
        return redirect(letter.path)
    return render(request, "notifications/notification_open.html", {"letter": letter})


@require_POST
def mark_all_read(request: Request) -> HttpResponse:
    """Note that everything in the inbox is seen."""
    actions.mark_all_read(organisation=request.organisation, by=request.user)
    return redirect(link("notifications:inbox"))


@require_http_methods(["GET", "POST"])
def letter_settings(request: Request) -> HttpResponse:
    """Let somebody choose which letters come by e-mail, and how often the one of dates."""
    organisation, user = request.organisation, request.user
    roles = user.roles_in(organisation.pk)
    kept = queries.settings_of([organisation], [user]).get((organisation.pk, user.pk))
    form = LetterSettingsForm(
        request.POST or None, kinds=queries.refusable_letters(roles), kept=kept
    )
    if request.method == "POST" and form.is_valid():
        actions.change_letter_settings(
            organisation=organisation, by=user, **form.cleaned_data
        )
        messages.success(request, "Настройки писем сохранены.")
        return redirect(link("notifications:letter_settings"))
    return render(
        request,
        "notifications/letter_settings.html",
        {
            "form": form,
            "obligatory": queries.obligatory_letters(roles),
            "is_mail_set_up": queries.is_mail_set_up(),
        },
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop a kind of letters by the link under one: ask once, no signing in."""
    subject = unsubscribing.read(token)
    user = User.objects.filter(pk=subject[1]).first() if subject else None
    if subject is None or user is None:
        raise Http404
    organisation_id, _, letter = subject
    is_done = request.method == "POST"
    if is_done:
        with within(organisation_id):
            actions.unsubscribe(
                organisation_id=organisation_id, user=user, letter=letter
            )
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    return render(
        request,
        "notifications/unsubscribe.html",
        {"letter": letter, "is_done": is_done, "of": organisation},
    )


@require_GET
def outbox(request: Request) -> HttpResponse:
    """Show the letters by e-mail with what became of them."""
    organisation = request.organisation
    may_view_outbox(request.user, organisation.pk).require()
    form = OutboxFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = page_of(
        request,
        queries.outbox(
            organisation, state=chosen.get("state", ""), search=chosen.get("q", "")
        ),
    )
    return render(
        request,
        "notifications/outbox.html",
        {
            "form": form,
            "page": page,
            "count": page.paginator.count,
            "is_mail_set_up": queries.is_mail_set_up(),
        },
    )


@require_GET
def letter_detail(request: Request, pk: int) -> HttpResponse:
    """Show a letter as it leaves, ready to be copied into a messenger."""
    may_view_outbox(request.user, request.organisation.pk).require()
    letter = _letter_or_404(request, pk)
    return render(
        request,
        "notifications/letter_detail.html",
        {"letter": letter, "may_resend": may_resend(request.user, letter)},
    )


@require_POST
def resend(request: Request, pk: int) -> HttpResponse:
    """Send a letter that did not leave once more."""
    letter = _letter_or_404(request, pk)
    actions.resend(notification=letter, by=request.user)
    messages.success(request, "Письмо снова в очереди.")
    return redirect(link("notifications:letter_detail", pk=pk))


def _letter_or_404(request: Request, pk: int) -> Notification:
    return get_object_or_404(queries.outbox(request.organisation), pk=pk)
