"""A psychologist's notes: written, changed and removed by their author alone (R-388).

The trail keeps that there was a note, never a word of it.
"""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from registry.models import Person, PsychologistNote
from registry.permissions.psychologist_notes import may_change_note, may_keep_note


@transaction.atomic
def write_note(*, person: Person, text: str, by: User) -> PsychologistNote:
    """Write a note about a person one works with."""
    may_keep_note(by, person).require()
    note = PsychologistNote.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        text=_words(text),
        made_by=by,
    )
    audit.record(by=by, what="note.written", on=note)
    return note


@transaction.atomic
def change_note(*, note: PsychologistNote, text: str, by: User) -> PsychologistNote:
    """Put one's note in other words."""
    note = _locked(note)
    may_change_note(by, note).require()
    note.text = _words(text)
    note.save(update_fields=["text"])
    audit.record(by=by, what="note.changed", on=note)
    return note


@transaction.atomic
def remove_note(*, note: PsychologistNote, by: User) -> None:
    """Remove one's note for good."""
    note = _locked(note)
    may_change_note(by, note).require()
    audit.record(by=by, what="note.removed", on=note)
    note.delete()


def _words(text: str) -> str:
    if not text.strip():
        raise Refused("Напишите заметку.")
    return text.strip()


def _locked(note: PsychologistNote) -> PsychologistNote:
    found = (
        PsychologistNote.objects.select_for_update(of=("self",))
        .filter(pk=note.pk)
        .first()
    )
    if found is None:
        raise Refused("Этой заметки уже нет.")
    return found
