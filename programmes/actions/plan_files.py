"""A plan that begins from a plan's file, or from seven empty stages (R-341)."""

from __future__ import annotations

from django.db import transaction

from accounts.enums import OrganisationKind, Role
from accounts.models import User
from common.errors import Refused
from common.strict_yaml import FixtureError, parse
from documents.models import DocumentKind
from programmes.actions.roadmaps import load_plan
from programmes.models import Measure, Roadmap
from programmes.roadmap_templates import (
    ANY_ORGANISATION,
    RoadmapTemplate,
    empty_plan,
    read_template,
)
from registry.models import Cycle

MOST_MEASURES = 1000
_NAME = "план"
_ANYWHERE = "Выгрузите план ещё раз или загрузите его таблицей."


@transaction.atomic
def load_plan_file(*, cycle: Cycle, text: str, by: User) -> Roadmap:
    """Give the cycle its roadmap from the text of a plan's file (docs/roadmap-format.md).

    Refused names the place of the file that the portal does not understand.
    """
    return load_plan(cycle=cycle, template=read_plan_file(text), by=by)


@transaction.atomic
def begin_empty(*, cycle: Cycle, title: str, by: User) -> Roadmap:
    """Give the cycle a plan of seven stages without measures, for the curator to fill."""
    title = title.strip()
    if not title:
        raise Refused("Напишите название плана.")
    return load_plan(cycle=cycle, template=empty_plan(title), by=by)


def read_plan_file(text: str) -> RoadmapTemplate:
    """Read and check the file; Refused when it is not a plan this portal can hold."""
    try:
        template = read_template(parse(text.removeprefix("\ufeff"), _NAME))
    except FixtureError as fault:
        raise Refused(_words_for(fault)) from fault
    _check(template)
    return template


def _words_for(fault: FixtureError) -> str:
    place = str(fault).partition(":")[0].removeprefix(_NAME).strip(".")
    if not place:
        return f"Это не файл плана, или он испорчен. {_ANYWHERE}"
    return f"Портал не понял файл плана в месте «{place}». {_ANYWHERE}"


def _check(template: RoadmapTemplate) -> None:
    """What the format allows and the database does not hold."""
    known = set(DocumentKind.objects.values_list("code", flat=True))
    documents = [*(each for section in template.sections for each in section.documents)]
    documents += [each for row in template.measures() for each in row.documents]
    kinds = {document.kind for document in documents if document.kind}
    if foreign := sorted(kinds - known):
        raise Refused(f"В файле плана незнакомый вид документа: «{foreign[0]}».")
    roles = {role.role for role in template.roles if role.role}
    if foreign := sorted(roles - set(Role.values)):
        raise Refused(f"В файле плана незнакомая роль: «{foreign[0]}».")
    if template.organisation_type not in {ANY_ORGANISATION, *OrganisationKind.values}:
        raise Refused("В файле плана незнакомый вид организации.")
    if sum(1 for _ in template.measures()) > MOST_MEASURES:
        raise Refused(f"В плане больше {MOST_MEASURES} мероприятий: разделите его.")
    _check_lengths(template)


def _check_lengths(template: RoadmapTemplate) -> None:
    told: list[tuple[type[Roadmap | Measure], str, str]] = [
        (Roadmap, "title", template.title),
        (Roadmap, "template_code", template.code),
        (Roadmap, "period_raw", template.period.raw),
    ]
    for section in template.sections:
        told += [
            (Measure, "number_printed", section.number_printed),
            (Measure, "deadline_raw", section.deadline.raw),
            (Measure, "source", section.source),
        ]
    for measure in template.measures():
        told += [
            (Measure, "number_printed", measure.number_printed),
            (Measure, "code", measure.code),
            (Measure, "deadline_raw", measure.deadline.deadline.raw),
            (Measure, "source", measure.source),
        ]
        told += [(Measure, "deadline_raw", item.deadline.raw) for item in measure.items]
    told += [(Measure, "source", role.label) for role in template.roles]
    for model, name, text in told:
        longest: int = getattr(model._meta.get_field(name), "max_length", 0)
        if longest and len(text) > longest:
            raise Refused(
                f"В файле плана слишком длинный текст: «{text[:60]}…»."
                f" Здесь может быть не больше {longest} знаков."
            )
