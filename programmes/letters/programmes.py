"""Letters about personalised programmes and meetings."""

from __future__ import annotations

from accounts.enums import Role
from notifications.letters import CURATORS, PARTICIPANTS, Letter


class ProgrammeAwaitsAgreement(Letter):
    """One party agreed; the others are asked."""

    code = "programme_awaits_agreement"
    subject = "Программа наставничества ждёт вашего согласия"
    template_name = "letters/programmes/programme_awaits_agreement.txt"
    readers = PARTICIPANTS
    is_obligatory = True


class ProgrammeAgreed(Letter):
    """The curator learns that a programme waits for approval."""

    code = "programme_agreed"
    subject = "Программа пары согласована: нужно утверждение"
    template_name = "letters/programmes/programme_agreed.txt"
    readers = CURATORS


class ProgrammeReturned(Letter):
    """Both sides learn what the curator asks to put right."""

    code = "programme_returned"
    subject = "Программа наставничества возвращена с замечанием"
    template_name = "letters/programmes/programme_returned.txt"
    readers = PARTICIPANTS


class ProgrammeApproved(Letter):
    """Both sides learn that the programme is in force."""

    code = "programme_approved"
    subject = "Программа наставничества утверждена"
    template_name = "letters/programmes/programme_approved.txt"
    readers = PARTICIPANTS


class MeetingPlanned(Letter):
    """Both sides learn when they meet."""

    code = "meeting_planned"
    subject = "Назначена встреча наставнической пары"
    template_name = "letters/programmes/meeting_planned.txt"
    readers = PARTICIPANTS


class MeetingCancelled(Letter):
    """Both sides learn that they do not meet."""

    code = "meeting_cancelled"
    subject = "Встреча наставнической пары отменена"
    template_name = "letters/programmes/meeting_cancelled.txt"
    readers = PARTICIPANTS


class MeetingHeld(Letter):
    """The mentee is asked how the meeting was."""

    code = "meeting_held"
    subject = "Как прошла встреча? Оставьте отзыв"
    template_name = "letters/programmes/meeting_held.txt"
    readers = frozenset({Role.MENTEE, Role.PARENT})
