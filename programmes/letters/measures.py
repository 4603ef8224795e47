"""Letters about measures of the roadmap."""

from __future__ import annotations

from accounts.enums import Role
from accounts.roles import STAFF_ROLES
from notifications.letters import Letter

# Mentors answer for measures by name or in a working group.
ANSWERERS = STAFF_ROLES | {Role.MENTOR}


class MeasureAssigned(Letter):
    """Somebody answers for measures from now on."""

    code = "measure_assigned"
    subject = "Вы отвечаете за мероприятие дорожной карты"
    template_name = "letters/programmes/measure_assigned.txt"
    readers = ANSWERERS


class MeasureReturned(Letter):
    """The curator did not take the work as done and says what to finish."""

    code = "measure_returned"
    subject = "Мероприятие дорожной карты возвращено с замечанием"
    template_name = "letters/programmes/measure_returned.txt"
    readers = ANSWERERS


class MeasureCommented(Letter):
    """Somebody wrote about a measure."""

    code = "measure_commented"
    subject = "Новый комментарий к мероприятию дорожной карты"
    template_name = "letters/programmes/measure_commented.txt"
    readers = ANSWERERS
