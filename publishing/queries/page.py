"""The public page as anybody reads it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from accounts.models import Organisation
from common.charts import TrackStep
from common.russian.dates import short_date
from documents.enums import DocumentStatus
from documents.models import Document
from documents.numbering import NO_NUMBER
from documents.queries import public_documents
from programmes.enums import PairStatus
from programmes.models import Pair, Roadmap
from programmes.models.pair import PairQuerySet
from programmes.queries.roadmap import stage_track
from publishing.models import Case, NewsPost
from publishing.queries.people import (
    NAME,
    REVIEW,
    ShownMentor,
    allowed_fields,
    shown_mentors,
)
from registry.models import Cycle, Person
from registry.queries.cycles import current_cycle

NEWS_SHOWN = 6
CASES_SHOWN = 12
OVER = [PairStatus.COMPLETED, PairStatus.ENDED_EARLY]


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A paper on the page: what it is called, its date and number, whether to read."""

    document: Document

    @property
    def requisites(self) -> str:
        day, number = self.document.signed_on, self.document.number
        told = [f"от {short_date(day)}"] if day is not None else []
        return " ".join([*told, f"№ {number}"] if number != NO_NUMBER else told)

    @property
    def has_file(self) -> bool:
        return bool(self.document.pdf) or self.document.scan_id is not None


@dataclass(frozen=True, slots=True)
class PublicPage:
    """Everything the page shows, asked for at this request."""

    cycle: Cycle | None
    roadmap_title: str
    track: tuple[TrackStep, ...]
    papers: tuple[PublicPaper, ...]
    mentors: tuple[ShownMentor, ...]
    cases: tuple[Case, ...]
    news: tuple[NewsPost, ...]
    institutions: tuple[Organisation, ...]
    """What stands under a municipal centre; empty for an institution."""


def public_page(organisation: Organisation, today: date) -> PublicPage:
    """Return what anybody may read of the organisation's programme today."""
    cycle = current_cycle(organisation)
    roadmap = public_roadmap(cycle)
    return PublicPage(
        cycle,
        roadmap.title if roadmap else "",
        _track(cycle, today) if cycle and roadmap else (),
        tuple(map(PublicPaper, public_documents(organisation))),
        tuple(shown_mentors(cycle, today)) if cycle else (),
        tuple(Case.objects.published()[:CASES_SHOWN]),
        tuple(shown_news(today)[:NEWS_SHOWN]),
        _institutions(organisation),
    )


def _institutions(organisation: Organisation) -> tuple[Organisation, ...]:
    if not organisation.is_municipal_centre:
        return ()
    return tuple(organisation.children.ready().institutions().order_by("short_name"))


def public_roadmap(cycle: Cycle | None) -> Roadmap | None:
    """Return the cycle's plan when it is shown to anybody (R-296)."""
    if cycle is None:
        return None
    return (
        Roadmap.objects.filter(cycle=cycle, is_public=True)
        .select_related("cycle", "approving_document")
        .first()
    )


def paper_of_roadmap(roadmap: Roadmap) -> PublicPaper | None:
    """Return the paper that approves the plan when it is on the page and has a file."""
    document = roadmap.approving_document
    if document is None or not public_documents(roadmap.organisation).filter(
        pk=document.pk
    ):
        return None
    paper = PublicPaper(document)
    return paper if paper.has_file else None


def _track(cycle: Cycle, today: date) -> tuple[TrackStep, ...]:
    """The stages as the cabinet draws them, without its links and remarks."""
    return tuple(
        replace(
            step,
            url="",
            note="",
            state="current" if step.state == "problem" else step.state,
        )
        for step in stage_track(cycle, today)
    )


def publishable_documents(organisation: Organisation) -> QuerySet[Document]:
    """Return the papers that may be put on the page: in force, of an open kind."""
    return (
        Document.objects.filter(
            organisation=organisation,
            status=DocumentStatus.SIGNED,
            kind__is_publishable=True,
        )
        .select_related("kind")
        .order_by("-signed_on", "-pk")
    )


def shown_news(today: date) -> list[NewsPost]:
    """Return the news that may be read: whoever it names consents to be named."""
    posts = list(
        NewsPost.objects.published()
        .filter(posted_on__lte=today)
        .prefetch_related("people")
    )
    named = {person.pk for post in posts for person in post.people.all()}
    allowed = allowed_fields(named, today) if named else {}
    return [
        post
        for post in posts
        if all(
            NAME in allowed.get(person.pk, frozenset()) for person in post.people.all()
        )
    ]


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case with the names that may stand in it at this request."""

    case: Case
    mentor: str
    mentees: tuple[str, ...]

    @property
    def is_anonymous(self) -> bool:
        return not self.mentor and not self.mentees


def shown_case(case: Case, today: date) -> ShownCase:
    """Return the case with the names of those who consent to it now."""
    if not case.has_names:
        return ShownCase(case, "", ())
    people = people_of(case.pair)
    allowed = allowed_fields([person.pk for person in people], today)
    names = {
        person.pk: person.full_name
        for person in people
        if {NAME, REVIEW} <= allowed.get(person.pk, frozenset())
    }
    mentor, *mentees = people
    return ShownCase(
        case,
        names.get(mentor.pk, ""),
        tuple(names[person.pk] for person in mentees if person.pk in names),
    )


def people_of(pair: Pair) -> list[Person]:
    """Return the mentor and then the mentees of a pair."""
    return [
        pair.mentor_card.person,
        *(member.mentee_card.person for member in pair.members.all()),
    ]


def pairs_to_tell_of() -> PairQuerySet:
    """Return the finished pairs, the latest first."""
    return Pair.objects.filter(status__in=OVER).for_list().order_by("-ended_on", "-pk")
