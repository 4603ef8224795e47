"""How papers are numbered: the director's settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.http import Request
from common.links import link
from documents import actions
from documents.enums import RegisterCode
from documents.forms import RegisterForm
from documents.permissions import may_change_register
from documents.queries import RegisterState, register_states


@require_GET
def register_settings(request: Request) -> HttpResponse:
    """Show every register, its format and the number it gives next."""
    organisation = request.organisation
    may_change_register(request.user, organisation.pk).require()
    return render(
        request,
        "documents/register_settings.html",
        {"states": register_states(organisation)},
    )


@require_http_methods(["GET", "POST"])
def register_change(request: Request, code: str) -> HttpResponse:
    """Change the format, the reset and, until the first number, the start."""
    organisation = request.organisation
    may_change_register(request.user, organisation.pk).require()
    state = _state_or_404(request, code)
    form = RegisterForm(
        request.POST or None,
        initial={
            "number_format": state.register.number_format,
            "resets": state.register.resets,
            "start": state.start,
        },
        is_start_open=state.last == 0,
    )
    if request.method == "POST" and form.is_valid():
        actions.set_register(
            organisation=organisation,
            code=state.code,
            by=request.user,
            **form.cleaned_data,
        )
        messages.success(request, f"Сохранено: «{state.code.label}».")
        return redirect(link("documents:register_settings"))
    return render(
        request, "documents/register_change.html", {"state": state, "form": form}
    )


def _state_or_404(request: Request, code: str) -> RegisterState:
    for state in register_states(request.organisation):
        if state.code == code:
            return state
    raise Http404(f"No register {code} in {list(RegisterCode)}")
