"""One topic of the vocabulary: renamed, told further words, relieved of them."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.models import Organisation, User
from common.errors import Refused
from common.russian.names import normalise
from registry.actions.competences import lock_vocabulary, tag_again
from registry.models import Competence, TopicPhrase
from registry.permissions.topics import may_name_topics, may_rename_topic
from registry.queries.cycles import current_cycle
from registry.queries.vocabulary import all_topics, competences_of


@transaction.atomic
def rename_topic(
    *, organisation: Organisation, topic: Competence, title: str, by: User
) -> Competence:
    """Give the organisation's own topic another title; the old one stays its words."""
    lock_vocabulary(organisation)
    topic = Competence.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    may_rename_topic(by, organisation, topic).require()
    _require_known(organisation, topic)
    before, words = topic.title, topic.normalised
    if normalise(title) != words:
        _require_free(organisation, topic, title)
        TopicPhrase.objects.get_or_create(
            organisation=organisation,
            normalised=words,
            defaults={"title": before, "competence": topic},
        )
    topic.title, topic.normalised = title, normalise(title)
    topic.save(update_fields=["title", "normalised"])
    audit.record(
        by=by,
        what="topic.renamed",
        on=topic,
        before={"title": before},
        after={"title": title},
    )
    return topic


@transaction.atomic
def add_phrase(
    *, organisation: Organisation, topic: Competence, title: str, by: User
) -> TopicPhrase:
    """Let the organisation's words mean the topic; cards of the cycle get it at once."""
    may_name_topics(by, organisation).require()
    lock_vocabulary(organisation)
    _require_known(organisation, topic)
    _require_free(organisation, topic, title)
    phrase, _ = TopicPhrase.objects.update_or_create(
        organisation=organisation,
        normalised=normalise(title),
        defaults={"title": title, "competence": topic},
    )
    cycle = current_cycle(organisation)
    if cycle is not None:
        tag_again(organisation, cycle)
    audit.record(
        by=by,
        what="topic.phrase_added",
        on=organisation,
        after={"topic": topic.title, "words": title},
    )
    return phrase


@transaction.atomic
def remove_phrase(*, phrase: TopicPhrase, by: User) -> None:
    """Let the words name the topic no more; what has the topic already keeps it."""
    organisation, topic = phrase.organisation, phrase.competence
    may_name_topics(by, organisation).require()
    lock_vocabulary(organisation)
    merged = all_topics(organisation).filter(normalised=phrase.normalised)
    if topic is not None and merged.exclude(pk=topic.pk).exists():
        raise Refused(
            f"«{phrase.title}» — тема, которую объединили с этой. Чтобы она снова стала"
            " отдельной, отмените объединение."
        )
    deleted, _ = TopicPhrase.objects.filter(pk=phrase.pk).delete()
    if deleted:
        audit.record(
            by=by,
            what="topic.phrase_removed",
            on=organisation,
            before={"topic": str(topic or ""), "words": phrase.title},
        )


def _require_known(organisation: Organisation, topic: Competence) -> None:
    if not competences_of(organisation).filter(pk=topic.pk).exists():
        raise Refused("Эту тему уже объединили с другой. Обновите страницу.")


def _require_free(organisation: Organisation, topic: Competence, title: str) -> None:
    words = normalise(title)
    taken = TopicPhrase.objects.filter(
        organisation=organisation, normalised=words, competence__isnull=False
    )
    for phrase in taken.exclude(competence=topic).select_related("competence"):
        raise Refused(f"Эти слова уже означают тему «{phrase.competence}».")
    same = all_topics(organisation).filter(normalised=words).exclude(pk=topic.pk)
    if taken.filter(competence=topic).exists() and not same.exists():
        return
    if same.exists():
        raise Refused(
            "Тема с таким названием уже есть или была объединена с этой. Выберите другие"
            " слова, а одинаковые темы объедините."
        )
