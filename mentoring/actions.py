"""Acts that need several floors at once: the steps of the set-up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.actions import setup
from accounts.enums import SetupStep, YearReset
from accounts.models import Organisation, User
from common.russian.cases import Case, decline_organisation, decline_post
from common.russian.names import FullName
from documents.actions.registers import set_register
from documents.enums import RegisterCode
from programmes.actions.roadmaps import load_roadmap
from registry.actions.cycles import open_cycle
from registry.actions.staff import add_lines, read_staff


@transaction.atomic
def set_up_registers(
    *,
    organisation: Organisation,
    number_format: str,
    resets: YearReset,
    start: int,
    by: User,
) -> Organisation:
    """Say how orders are numbered; the other registers count plainly."""
    organisation = setup.advance(
        organisation=organisation, past=SetupStep.REGISTERS, by=by
    )
    set_register(
        organisation=organisation,
        code=RegisterCode.ORDERS,
        number_format=number_format,
        resets=resets,
        start=start,
        by=None,
    )
    return organisation


def set_up_staff(
    *, organisation: Organisation, upload: UploadedFile[bytes] | None, by: User
) -> int:
    """Take the staff list in, or go on without it; return how many were added."""
    lines = []
    if upload is not None:
        lines = read_staff(organisation=organisation, upload=upload, by=by)
    with transaction.atomic():
        setup.advance(organisation=organisation, past=SetupStep.STAFF, by=by)
        if not lines:
            return 0
        return add_lines(organisation=organisation, lines=lines, by=by)


@transaction.atomic
def set_up_cycle(
    *,
    organisation: Organisation,
    title: str,
    starts_on: date,
    ends_on: date,
    template_code: str,
    by: User,
) -> Organisation:
    """Open the first cycle with its roadmap, if a ready one was chosen; the set-up is done."""
    organisation = setup.advance(organisation=organisation, past=SetupStep.CYCLE, by=by)
    cycle = open_cycle(
        organisation=organisation,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        by=None,
    )
    if template_code:
        load_roadmap(cycle=cycle, template_code=template_code, by=None)
    return organisation


def declined(organisation: Organisation, values: Mapping[str, str]) -> dict[str, str]:
    """Propose the forms papers need: of the organisation, the post and the name."""
    name = FullName.parse(values["director_name"])
    return {
        "name_genitive": decline_organisation(organisation.name, Case.GENITIVE),
        "director_post_genitive": decline_post(values["director_post"], Case.GENITIVE),
        "director_name_genitive": name.in_case(Case.GENITIVE).full(),
    }
