"""Ready measures of a template that the curator takes into his own plan (R-342)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from common.errors import Refused
from programmes import roadmap_templates
from programmes.actions.printing import Printing, print_measures
from programmes.actions.roadmap_edits import editing
from programmes.actions.roadmaps import recompute_days
from programmes.models import Measure, Section
from programmes.roadmap_templates import MeasureTemplate

_LAST_NUMBER = re.compile(r"(\d+)(\D*)$")


@transaction.atomic
def add_samples(
    *, section: Section, template_code: str, codes: Collection[str], by: User
) -> list[Measure]:
    """Add the template's measures of those codes to the end of the section.

    One step of editing, so it can be undone; numbers go on after the last printed one.
    """
    template = roadmap_templates.load(template_code)
    chosen = [each for each in template.measures() if each.code in codes]
    if not chosen:
        raise Refused("Отметьте хотя бы одно мероприятие.")
    roadmap = section.roadmap
    with editing(roadmap, by, f"Добавлено из образца: {len(chosen)}") as step:
        row = step.section(section.pk)
        after = row.measures.aggregate(last=Max("ordinal"))["last"] or 0
        added = print_measures(
            row,
            _renumbered(row, chosen),
            Printing(template, step.roadmap.cycle),
            after=after,
        )
        for measure in added:
            step.added(measure)
        recompute_days(cycle=step.roadmap.cycle)
    return added


def _renumbered(
    section: Section, chosen: list[MeasureTemplate]
) -> list[MeasureTemplate]:
    """Codes already in the plan are left out; the plan's own numbering goes on."""
    roadmap_id = section.roadmap_id
    taken = set(
        Measure.objects.filter(section__roadmap_id=roadmap_id).values_list(
            "code", flat=True
        )
    )
    last = section.measures.order_by("ordinal").last()
    number = last.number_printed if last else f"{section.number_printed.rstrip('.')}.0"
    renumbered = []
    for measure in chosen:
        number = _next(number)
        code = "" if measure.code in taken else measure.code
        renumbered.append(replace(measure, code=code, parent="", number_printed=number))
    return renumbered


def _next(number: str) -> str:
    """«1.7» is followed by «1.8», «5.» by «6.»; a plan without numbers stays so."""
    found = _LAST_NUMBER.search(number)
    if found is None:
        return ""
    return f"{number[: found.start()]}{int(found[1]) + 1}{found[2]}"
