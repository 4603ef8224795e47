"""Stage by stage: which papers the plan asks for, which are there, how to get the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from common.links import link
from documents.enums import DocumentStatus
from documents.models import Document, DocumentKind
from monitoring.models import Report, Survey
from programmes.models import Measure, Pair, Programme, Roadmap, Section
from publishing.models import Case
from registry.models import Consent, Cycle, MenteeCard, MentorCard, Stage

OPEN = [DocumentStatus.DRAFT, DocumentStatus.SUBMITTED, DocumentStatus.RETURNED]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document the portal keeps as rows of its own: how many there are, and where."""

    rows: Callable[[Cycle], QuerySet[Any]]
    page: str
    query: str = ""


def _consents(cycle: Cycle) -> QuerySet[Any]:
    valid = Consent.objects.valid_on(timezone.localdate())
    return valid.filter(organisation_id=cycle.organisation_id)


def _mentors(cycle: Cycle) -> QuerySet[Any]:
    return MentorCard.objects.filter(cycle=cycle)


def _mentees(cycle: Cycle) -> QuerySet[Any]:
    return MenteeCard.objects.filter(cycle=cycle)


def _pairs(cycle: Cycle) -> QuerySet[Any]:
    return Pair.objects.filter(cycle=cycle).working()


def _programmes(cycle: Cycle) -> QuerySet[Any]:
    return Programme.objects.filter(pair__cycle=cycle)


def _surveys(cycle: Cycle) -> QuerySet[Any]:
    return Survey.objects.filter(cycle=cycle)


MENTORS = Kept(_mentors, "registry:mentor_list")
MENTEES = Kept(_mentees, "registry:mentee_list")
CONSENTS = Kept(_consents, "registry:consent_list")
PROGRAMMES = Kept(_programmes, "programmes:programme_list")
SURVEYS = Kept(_surveys, "monitoring:survey_list")
ROADMAP = Kept(lambda cycle: Roadmap.objects.filter(cycle=cycle), "programmes:roadmap")
REPORTS = Kept(
    lambda cycle: Report.objects.filter(cycle=cycle), "monitoring:report_list"
)
CASES = Kept(
    lambda cycle: Case.objects.filter(organisation_id=cycle.organisation_id),
    "publishing:case_list",
)

# Kinds whose paper is what the portal's own rows are (DK codes).
KEPT: Mapping[str, Kept] = {
    "roadmap": ROADMAP,
    "potential_mentor_base": MENTORS,
    "mentor_base": MENTORS,
    "selected_mentor_base": MENTORS,
    "ready_mentor_base": MENTORS,
    "mentor_questionnaire": MENTORS,
    "mentee_base": MENTEES,
    "mentee_wish_list": MENTEES,
    "problem_list": MENTEES,
    "mentee_questionnaire": MENTEES,
    "consent_pd": CONSENTS,
    "consent_pd_representative": CONSENTS,
    "consent_needs_analysis": CONSENTS,
    "pair_base": Kept(_pairs, "programmes:pair_list"),
    "personal_programme": PROGRAMMES,
    "work_plan": PROGRAMMES,
    "satisfaction_questionnaire": SURVEYS,
    "curator_report": REPORTS,
    "case": CASES,
}
# Kinds the portal begins by itself; the rest are entered as issued outside.
BEGUN_AT: Mapping[str, str] = {
    "order_pairs": "programmes:order_pairs_prepare",
    "order_cmn_introduction": "programmes:order_introduction_prepare",
    "curator_report": "monitoring:report_add",
}


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A kind of paper a stage asks for."""

    kind: DocumentKind
    documents: list[Document]
    count: int
    url: str
    begin_url: str
    begin_words: str

    @property
    def state(self) -> str:
        """«есть», «проект» or «нет», as a badge names it."""
        if self.count or any(each.status not in OPEN for each in self.documents):
            return "есть"
        return "проект" if self.documents else "нет"

    @property
    def badge(self) -> str:
        """The colour of the state."""
        return {"есть": "done", "проект": "draft", "нет": "required"}[self.state]


@dataclass(frozen=True, slots=True)
class StagePapers:
    """A stage of the method and the papers the plan asks for in it."""

    stage: Stage
    papers: list[NeededPaper]

    @property
    def there(self) -> int:
        """How many of them are there."""
        return sum(paper.state == "есть" for paper in self.papers)


def stage_documents(cycle: Cycle) -> list[StagePapers]:
    """Return the stages whose measures or sections ask for papers."""
    asked = _asked_kinds(cycle)
    kinds = {kind for wanted in asked.values() for kind in wanted}
    documents: dict[int, list[Document]] = {}
    found = Document.objects.filter(
        organisation_id=cycle.organisation_id,
        kind__in=kinds,
        status__in=[*OPEN, DocumentStatus.SIGNED],
    )
    for document in found.order_by("-signed_on", "-pk"):
        documents.setdefault(document.kind_id, []).append(document)
    counts = {code: kept.rows(cycle).count() for code, kept in _once(kinds).items()}
    return [
        StagePapers(
            stage,
            [
                _needed(kind, documents.get(kind.pk, []), counts, cycle)
                for kind in sorted(asked[stage.pk], key=lambda kind: kind.number)
            ],
        )
        for stage in Stage.objects.all()
        if stage.pk in asked
    ]


def _once(kinds: Iterable[DocumentKind]) -> dict[str, Kept]:
    return {kind.code: KEPT[kind.code] for kind in kinds if kind.code in KEPT}


def _asked_kinds(cycle: Cycle) -> dict[int, set[DocumentKind]]:
    asked: dict[int, set[DocumentKind]] = {}
    sections = Section.objects.filter(roadmap__cycle=cycle)
    measures = Measure.objects.filter(section__roadmap__cycle=cycle).exclude(
        status="cancelled"
    )
    for rows in (sections, measures):
        for row in rows.prefetch_related("stages", "document_kinds"):
            for stage in row.stages.all():
                asked.setdefault(stage.pk, set()).update(row.document_kinds.all())
    return {stage: kinds for stage, kinds in asked.items() if kinds}


def _needed(
    kind: DocumentKind,
    documents: list[Document],
    counts: Mapping[str, int],
    cycle: Cycle,
) -> NeededPaper:
    kept = KEPT.get(kind.code)
    begun_at = BEGUN_AT.get(kind.code)
    if begun_at == "programmes:order_introduction_prepare":
        begin_url = link(begun_at, pk=cycle.pk)
    elif begun_at:
        begin_url = link(begun_at)
    else:
        begin_url = f"{link('documents:register_external')}?kind={kind.code}"
    return NeededPaper(
        kind,
        documents,
        counts.get(kind.code, 0),
        link(kept.page) if kept else "",
        "" if kept and not begun_at else begin_url,
        "Подготовить" if begun_at else "Внести изданный",
    )
