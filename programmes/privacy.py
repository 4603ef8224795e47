"""Data classes of the floor `programmes`."""

from __future__ import annotations

from django.db.models import Q

from common.privacy import GONE, about, classify, hindrance
from programmes.enums import PairStatus
from programmes.models import (
    Acceptance,
    CalendarFeed,
    Feedback,
    MatchingRun,
    Measure,
    MeasureComment,
    MeasureItem,
    Meeting,
    Pair,
    PairMember,
    PlanImport,
    PlanRow,
    Programme,
    ProgrammeAgreement,
    ProgrammeRevision,
    Proposal,
    Responsible,
    Roadmap,
    RoadmapEdit,
    Section,
    Team,
    TeamMember,
)

# A pair and what it does are told to both sides and emptied when either is erased.
SIDES = "mentor_card__person members__mentee_card__person"
OF_PAIR = " ".join(f"pair__{path}" for path in SIDES.split())
OF_PROGRAMME = " ".join(f"programme__{path}" for path in OF_PAIR.split())
OVER = frozenset(
    {
        PairStatus.DECLINED,
        PairStatus.COMPLETED,
        PairStatus.ENDED_EARLY,
        PairStatus.DISSOLVED,
    }
)

classify(CalendarFeed, about("user", goes=True, is_account=True), internal="salt")
classify(MatchingRun, internal="weights certificate unmatched")
classify(
    Proposal,
    about("mentor_card__person mentee_card__person", others="parts"),
)
classify(
    Roadmap,
    internal="template_code title period_raw columns work_columns level_of approval flags"
    " accepted_hints organisation_type structure mentee_audiences period roles notes",
)
LINE = (
    "number_printed title title_printed deadline_raw deadline documents_printed flags"
    " source"
)
classify(
    Section,
    internal=f"{LINE} kind result deviation work_number work_source inner_work outer_work",
)
classify(RoadmapEdit, internal="what before after")
classify(Team, internal="title function")
classify(TeamMember, about("person", "function", kept="is_head", goes=True))
classify(
    Measure,
    internal=f"{LINE} code suggested_deadline result reason evidence evidence_link",
)
classify(
    MeasureItem,
    about("responsible", kept="due_on done_on"),
    internal="text deadline_raw deadline",
)
classify(Responsible, about("person", "label", kept="role"))
classify(MeasureComment, internal="text")
classify(
    Pair,
    about(
        SIDES,
        "reason remark end_note",
        kept="status starts_on ends_on ended_on end_reason",
    ),
)
classify(PairMember, about("mentee_card__person", kept="is_current"))
classify(
    Acceptance,
    about("person", "note attachment", kept="side answer medium answered_on"),
    internal="given_by",
)
classify(
    Programme,
    about(
        OF_PAIR,
        "problem request tasks interaction_forms interaction_other directions"
        " mentor_activity mentee_activity schedule regime conditions interim_results"
        " planned_results remark",
        kept="status starts_on ends_on",
    ),
)
classify(
    ProgrammeAgreement,
    about("person", kept="version medium agreed_at"),
    internal="given_by",
)
classify(ProgrammeRevision, about(OF_PROGRAMME, others="values"))
classify(
    PlanRow,
    about(OF_PROGRAMME, "title", kept="due_on status done_on", instead={"title": GONE}),
)
classify(
    Meeting,
    about(
        OF_PAIR,
        "place summary",
        kept="kind format planned_at held_on minutes status",
        instead={"summary": GONE},
    ),
)
classify(Feedback, about("person", "useful trouble", kept="side mark given_at"))
classify(PlanImport, internal="file_name table guess")


@hindrance
def a_pair_is_under_way(person_id: int) -> str:
    """Somebody else's programme hangs on a pair that works or is being made."""
    pairs = Pair.objects.exclude(status__in=OVER).filter(
        Q(mentor_card__person=person_id)
        | Q(members__mentee_card__person=person_id, members__is_current=True)
    )
    if not pairs.exists():
        return ""
    return (
        "Человек в паре, которая работает или готовится. Сначала завершите пару"
        " или снимите её: раздел «Пары»."
    )
