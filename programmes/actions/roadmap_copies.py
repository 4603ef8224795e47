"""The plan of the next cycle: last year's, with its days moved (R-330, R-373)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.roadmaps import load_plan
from programmes.models import Measure, Responsible, Roadmap
from programmes.queries.roadmap_next import years_between
from programmes.queries.roadmap_template import whole_plan
from programmes.roadmap_templates.next_year import in_later_cycle
from registry.models import Cycle


@transaction.atomic
def copy_roadmap(
    *,
    source: Roadmap,
    cycle: Cycle,
    taken: Collection[int],
    by: User,
    texts: Mapping[int, str] = MappingProxyType({}),
) -> Roadmap:
    """Give the cycle the plan of another, with the measures `taken` (keys of rows).

    Days keep their weekday, months their place in the school year; `texts` are printed
    deadlines somebody wrote instead of the proposed. What is not taken stays in the old
    plan. People who answered go on answering. Refused when nothing is taken.
    """
    if source.organisation_id != cycle.organisation_id:
        raise Refused("План другой организации перенесите файлом плана.")
    if source.cycle_id == cycle.pk:
        raise Refused("Это план того же цикла.")
    whole = whole_plan(source)
    kept = {whole.codes[pk] for pk in taken if pk in whole.codes}
    if not kept:
        raise Refused("Отметьте хотя бы одно мероприятие.")
    template = in_later_cycle(
        whole.template,
        years_between(source, cycle),
        kept=kept,
        texts={whole.codes[pk]: text for pk, text in texts.items()},
    )
    roadmap = load_plan(cycle=cycle, template=template, by=by)
    roadmap.copied_from = source
    roadmap.is_public = source.is_public
    roadmap.save(update_fields=["copied_from", "is_public"])
    copied = _tie(roadmap, whole.codes)
    _carry_people(copied)
    audit.record(
        by=by,
        what="roadmap.copied",
        on=roadmap,
        after={"source": source.pk, "measures": len(copied)},
    )
    return roadmap


def _tie(roadmap: Roadmap, codes: Mapping[int, str]) -> list[Measure]:
    """Let every new measure know the one it came from."""
    rows = {code: pk for pk, code in codes.items()}
    copied = list(Measure.objects.filter(section__roadmap=roadmap))
    for measure in copied:
        measure.copied_from_id = rows[measure.code]
    Measure.objects.bulk_update(copied, ["copied_from"], batch_size=500)
    return copied


def _carry_people(copied: Iterable[Measure]) -> None:
    """Who answered goes on answering; a team of the old cycle stays as its name."""
    by_source = {measure.copied_from_id: measure for measure in copied}
    Responsible.objects.filter(measure__in=by_source.values()).delete()
    Responsible.objects.bulk_create(
        Responsible(
            organisation_id=old.organisation_id,
            measure=by_source[old.measure_id],
            ordinal=old.ordinal,
            label=old.label or (old.team.title if old.team else ""),
            role=old.role,
            person_id=old.person_id,
            is_inferred=old.is_inferred,
        )
        for old in Responsible.objects.filter(
            measure__in=list(by_source)
        ).select_related("team")
    )
