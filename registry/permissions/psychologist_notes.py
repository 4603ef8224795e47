"""May this person keep notes of his own about that one?"""

from __future__ import annotations

from accounts.models import Organisation, User
from accounts.permissions import may
from accounts.roles import Permission
from common.verdict import Verdict, no
from registry.models import Person, PsychologistNote
from registry.queries.psychologist_notes import people_worked_with

WHO = "педагог-психолог"


def may_keep_notes(user: User, organisation: Organisation) -> Verdict:
    """Notes are a psychologist's; the ceiling of rights never opens them (invariant 9)."""
    return may(user, Permission.NOTE_KEEP, organisation.pk, WHO)


def may_keep_note(user: User, person: Person) -> Verdict:
    """Of candidates he talks to and of mentees entrusted to him."""
    allowed = may_keep_notes(user, person.organisation)
    is_met = people_worked_with(user).filter(pk=person.pk).exists()
    if allowed and not is_met:
        return no("Заметки ведут о тех, с кем работают: о кандидатах и подопечных.")
    return allowed


def may_change_note(user: User, note: PsychologistNote) -> Verdict:
    """Its author alone."""
    if note.made_by_id != user.pk:
        return no("Заметку видит и меняет только её автор.")
    return may_keep_notes(user, note.organisation)
