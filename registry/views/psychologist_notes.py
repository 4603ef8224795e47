"""A psychologist's own notes, which nobody else ever sees."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import Request
from accounts.once import acts_once
from common.links import link
from common.paging import page_of
from registry.actions import psychologist_notes
from registry.forms.selection import NoteForm
from registry.models import Person, PsychologistNote
from registry.permissions.psychologist_notes import (
    may_keep_note,
    may_keep_notes,
)
from registry.queries.psychologist_notes import (
    noted_people,
    notes_about,
    people_worked_with,
)
from registry.views.refusals import refusal_on


@require_GET
def note_list(request: Request) -> HttpResponse:
    """Show whom the psychologist works with and how much he has noted."""
    may_keep_notes(request.user, request.organisation).require()
    page = page_of(request, noted_people(request.user))
    return render(request, "registry/note_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@acts_once
def note_add(request: Request, pk: int) -> HttpResponse:
    """Show one's notes about a person and add another."""
    people = people_worked_with(request.user).select_related("organisation")
    person: Person = get_object_or_404(people, pk=pk)
    may_keep_note(request.user, person).require()
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            psychologist_notes.write_note(
                person=person, text=form.cleaned_data["text"], by=request.user
            )
            messages.success(request, "Заметка сохранена.")
            return redirect(link("registry:note_add", pk=pk))
    notes = notes_about(person, request.user)
    return render(
        request,
        "registry/note_add.html",
        {"form": form, "person": person, "notes": notes},
    )


@require_http_methods(["GET", "POST"])
def note_change(request: Request, pk: int) -> HttpResponse:
    """Put a note in other words."""
    note = _note(request, pk)
    form = NoteForm(request.POST or None, initial={"text": note.text})
    if request.method == "POST" and form.is_valid():
        with refusal_on(form):
            psychologist_notes.change_note(
                note=note, text=form.cleaned_data["text"], by=request.user
            )
            messages.success(request, "Заметка сохранена.")
            return redirect(link("registry:note_add", pk=note.person_id))
    return render(request, "registry/note_change.html", {"form": form, "note": note})


@require_POST
def note_remove(request: Request, pk: int) -> HttpResponse:
    """Remove a note for good."""
    note = _note(request, pk)
    psychologist_notes.remove_note(note=note, by=request.user)
    messages.success(request, "Заметка удалена.")
    return redirect(link("registry:note_add", pk=note.person_id))


def _note(request: Request, pk: int) -> PsychologistNote:
    """A note of somebody no longer entrusted does not exist (invariant 14)."""
    notes = PsychologistNote.objects.visible_to(request.user).filter(
        person__in=people_worked_with(request.user)
    )
    return get_object_or_404(notes.select_related("person", "organisation"), pk=pk)
