"""What the curator makes of the requests: problems, an own topic, analyses, difficulties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.demo.clock import on
from registry.actions import analyses, consents, difficulties, problems, requests
from registry.actions.analyses import Analysis
from registry.actions.competences import NEW_TOPIC, name_topics
from registry.actions.difficulties import Side
from registry.actions.topic_merges import merge_topics
from registry.actions.topics import add_phrase
from registry.enums import (
    AnalysisMethod,
    Channel,
    ConsentKind,
    Contour,
    DifficultyState,
    ProblemState,
    RequestKind,
)
from registry.models import Competence, Consent, Cycle, MenteeCard, Problem
from registry.models.consent import needs_representative
from registry.queries.problems import suggestions
from registry.queries.requests import RequestsChosen, requests_found, waiting_cards

if TYPE_CHECKING:
    from mentoring.demo.story import Story

SHOWN_PROBLEMS = 3
PRELIMINARY = RequestKind.PRELIMINARY


def understand(story: Story, cycle: Cycle) -> None:
    """Let the curator sort requests into topics and problems and look at two mentees."""
    with on(story.day(22)):
        _topics(story, cycle)
        _problems(story, cycle)
    cards = list(
        MenteeCard.objects.filter(cycle=cycle)
        .select_related("person", "organisation", "cycle")
        .order_by("pk")[:2]
    )
    for number, card in enumerate(cards):
        with on(story.day(23 + number)):
            _look_at(story, card)


def _topics(story: Story, cycle: Cycle) -> None:
    """Two own topics about one thing, merged; words told to the one that stays."""
    curator, organisation = story.staff.curator, story.organisation
    said = {"спортивное ориентирование": NEW_TOPIC, "ориентирование": NEW_TOPIC}
    name_topics(organisation=organisation, cycle=cycle, answers=said, by=curator)
    full, short = (
        Competence.objects.get(organisation=organisation, title=title) for title in said
    )
    add_phrase(organisation=organisation, topic=full, title="компас", by=curator)
    merge_topics(organisation=organisation, source=short, target=full, by=curator)
    waiting = waiting_cards(cycle).first()
    if waiting is not None:
        requests.add_request(
            card=waiting,
            text="Хочу заняться спортивным ориентированием",
            channel=Channel.SELF,
            by=curator,
        )


def _problems(story: Story, cycle: Cycle) -> None:
    curator = story.staff.curator
    is_about_staff = story.institution.is_about_staff
    contour = Contour.TEACHERS if is_about_staff else Contour.PUPILS
    chosen = [one for one in suggestions() if one.contour == contour]
    for one in chosen[:SHOWN_PROBLEMS]:
        problems.add_problem(
            cycle=cycle, title=one.title, contour=one.contour, by=curator
        )
    first = Problem.objects.filter(cycle=cycle).order_by("pk").first()
    if first is not None:
        asked = requests_found(curator, cycle, RequestsChosen(kind=PRELIMINARY))
        problems.link_requests(problem=first, requests=asked[:3], by=curator)
        problems.change_problem(
            problem=first,
            title=first.title,
            contour=Contour(first.contour),
            state=ProblemState.IN_WORK,
            remark="Подобраны пары, раз в четверть смотрим успеваемость.",
            by=curator,
        )


def _look_at(story: Story, card: MenteeCard) -> None:
    curator, today = story.staff.curator, story.day(22)
    if needs_representative(card.person, today):
        consents.ask(people=[card.person], kind=ConsentKind.NEEDS_ANALYSIS, by=curator)
        asked = Consent.objects.filter(
            person=card.person, kind=ConsentKind.NEEDS_ANALYSIS
        ).missing()
        consents.record_paper(
            consents=list(asked), signed_on=today, attachment=None, by=curator
        )
    analyses.record_analysis(
        card=card,
        analysis=Analysis(
            today,
            [AnalysisMethod.INTERVIEW, AnalysisMethod.OBSERVATION],
            "Материал знает, но теряется у доски: нужна спокойная практика.",
            card.form,
        ),
        by=curator,
    )
    request = requests.add_request(
        card=card,
        text="Научиться выступать перед классом",
        kind=RequestKind.REFINED,
        channel=Channel.PEDAGOGUE,
        is_urgent=True,
        by=curator,
    )
    difficulty = difficulties.add_difficulty(
        card=card, side=Side("Теряется у доски", today, request=request), by=curator
    )
    difficulties.change_difficulty(
        row=difficulty,
        side=Side(
            difficulty.text, today, request=request, state=DifficultyState.IN_WORK
        ),
        by=curator,
    )
    strength = Side("Доводит начатое до конца", today, is_strength=True)
    difficulties.add_difficulty(card=card, side=strength, by=curator)
