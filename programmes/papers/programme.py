"""The personalised programme on paper."""

from __future__ import annotations

from documents.kinds import Paper
from programmes.models import Programme
from programmes.queries.programme_paper import plan_lines, programme_payload


class PersonalProgramme(Paper):
    """DK-67: issued when the curator approves; the plan with its marks is an appendix."""

    code = "personal_programme"
    template_name = "papers/programme.html"


def payload_with_marks(programme: Programme) -> dict[str, object]:
    """Return what a print of today shows: the approved text, the plan as it stands now.

    Without the approved paper it is the draft as it is written now.
    """
    document = programme.document
    if document is None:
        return dict(programme_payload(programme))
    printed = PersonalProgramme.payload_for_print(document)
    return {**printed, "plan": plan_lines(programme)}
