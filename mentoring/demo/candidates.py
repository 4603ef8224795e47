"""Who applies, who is nominated, what others tell, where mentors come from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.demo.clock import on
from registry.actions import candidacies, cards, partners, people, wishes
from registry.actions.candidacies import FORMER_MENTEE
from registry.models import Cycle, MenteeCard, MentorCard, MentorPool, Person

if TYPE_CHECKING:
    from mentoring.demo.story import Story

PLANT = "Машиностроительный завод «Заря»"


def gather_candidates(story: Story, cycle: Cycle) -> None:
    """Say where the mentors come from, nominate a parent, write down a teacher's word."""
    curator = story.staff.curator
    with on(story.today - timedelta(days=5)):
        plant = partners.add_partner(
            organisation=story.organisation,
            title=PLANT,
            contacts="Отдел кадров, тел. 8 (000) 000-00-01",
            by=curator,
        )
        pools = list(MentorPool.objects.exclude(code=FORMER_MENTEE))
        for number, card in enumerate(MentorCard.objects.filter(cycle=cycle)[:8]):
            pool = pools[number % len(pools)]
            cards.change_mentor(
                card=card,
                values={"pools": [pool], "is_alumnus": pool.code == "out_alumnus"},
                by=curator,
            )
            if pool.code in {"out_enterprise", "out_partner"}:
                people.change_person(
                    person=card.person, values={"partner": plant}, by=curator
                )
        parent = Person.objects.filter(
            wards__isnull=False, mentorcards=None, is_staff_member=False
        ).first()
        if parent is not None:
            candidacies.nominate(
                cycle=cycle,
                person=parent,
                note="Ведёт секцию во дворе, дети к нему тянутся.",
                by=curator,
            )
        mentee = MenteeCard.objects.filter(cycle=cycle).first()
        if mentee is not None:
            wishes.record_word(
                card=mentee,
                source_name="Соколова Нина Аркадьевна",
                capacity="Классный руководитель",
                text="Старается, но стесняется отвечать у доски.",
                told_on=story.today - timedelta(days=6),
                by=curator,
            )
