"""Tags recognised in texts; a phrase nobody knew becomes the organisation's own tag."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import Organisation
from common.russian.names import normalise
from registry.models import Competence
from registry.queries.vocabulary import vocabulary_of
from registry.tagging import Recognised, Vocabulary

LONGEST_TITLE = 120


@transaction.atomic
def recognise(*, organisation: Organisation, text: str) -> list[Competence]:
    """Return the tags a text speaks of; short unknown phrases are learnt."""
    vocabulary = vocabulary_of(organisation)
    found = vocabulary.recognise(text)
    learnt = learn(
        organisation=organisation, phrases=found.unknown, vocabulary=vocabulary
    )
    return list(Competence.objects.filter(pk__in=[*found.tags, *learnt.values()]))


@transaction.atomic
def learn(
    *, organisation: Organisation, phrases: Iterable[str], vocabulary: Vocabulary
) -> dict[str, int]:
    """Make the phrases the organisation's own tags; return keys by normalised phrase."""
    titles = {normalise(phrase)[:LONGEST_TITLE]: phrase for phrase in phrases}
    Competence.objects.bulk_create(
        [
            Competence(
                organisation=organisation,
                title=title[:LONGEST_TITLE],
                normalised=normalised,
            )
            for normalised, title in titles.items()
        ],
        batch_size=1000,
        # Somebody else may be learning the same word at this moment.
        ignore_conflicts=True,
    )
    keys = _own_keys(organisation, list(titles))
    for normalised, key in keys.items():
        vocabulary.add(key, [titles[normalised]])
    return keys


def keys_of(found: Recognised, learnt: dict[str, int]) -> list[int]:
    """Return the keys of everything recognised, the newly learnt included."""
    own = [learnt[normalise(phrase)[:LONGEST_TITLE]] for phrase in found.unknown]
    return list(dict.fromkeys([*found.tags, *own]))


def _own_keys(organisation: Organisation, normalised: Sequence[str]) -> dict[str, int]:
    keys: dict[str, int] = {}
    for start in range(0, len(normalised), 500):
        part = normalised[start : start + 500]
        rows = Competence.objects.filter(organisation=organisation, normalised__in=part)
        keys.update(rows.values_list("normalised", "pk"))
    return keys
