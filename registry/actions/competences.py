"""Tags recognised in texts; words nobody knew are named by the curator (R-146)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import normalise
from registry.models import Competence, Cycle, MentorCard, Request, TopicPhrase
from registry.permissions.topics import may_name_topics
from registry.queries.vocabulary import competences_of, vocabulary_of
from registry.tagging import LONGEST_TITLE

NO_TOPIC, NEW_TOPIC = "none", "new"


def recognise(*, organisation: Organisation, text: str) -> list[Competence]:
    """Return the tags a text speaks of; what names none stays free text."""
    found = vocabulary_of(organisation).recognise(text)
    return list(Competence.objects.filter(pk__in=found.tags))


def lock_vocabulary(organisation: Organisation) -> None:
    """Let one at a time change what words mean in the organisation; in a transaction."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=organisation.pk
    )


@transaction.atomic
def name_topics(
    *,
    organisation: Organisation,
    cycle: Cycle,
    answers: Mapping[str, str],
    by: User,
) -> int:
    """Say of words nobody knew which topic they mean; return how many were said.

    `answers` hold by the words the key of a tag, NEW_TOPIC (the words become the
    organisation's own tag) or NO_TOPIC. Cards and requests of the cycle that hold the
    words get the tag at once.
    """
    may_name_topics(by, organisation).require()
    lock_vocabulary(organisation)
    offered = {str(tag.pk): tag for tag in competences_of(organisation)}
    for words, answer in answers.items():
        title = words[:LONGEST_TITLE]
        tag = _own_tag(organisation, title) if answer == NEW_TOPIC else None
        if answer not in {NEW_TOPIC, NO_TOPIC}:
            tag = offered.get(answer)
            if tag is None:
                raise Refused("Этой темы больше нет. Обновите страницу.")
        TopicPhrase.objects.update_or_create(
            organisation=organisation,
            normalised=normalise(title),
            defaults={"title": title, "competence": tag},
        )
    if answers:
        tag_again(organisation, cycle)
        audit.record(
            by=by, what="topics.named", on=organisation, after={"count": len(answers)}
        )
    return len(answers)


def _own_tag(organisation: Organisation, title: str) -> Competence:
    tag, _ = Competence.objects.get_or_create(
        organisation=organisation,
        normalised=normalise(title),
        defaults={"title": title},
    )
    return tag


def tag_again(organisation: Organisation, cycle: Cycle) -> None:
    """Add the tags the vocabulary now finds; those put by hand stay."""
    vocabulary = vocabulary_of(organisation)
    for card in MentorCard.objects.filter(cycle=cycle).exclude(competences_text=""):
        card.competences.add(*vocabulary.recognise(card.competences_text).tags)
    for request in Request.objects.filter(card__cycle=cycle, competences=None):
        request.competences.add(*vocabulary.recognise(request.text).tags)
