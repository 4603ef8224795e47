"""The consent form: blank for the pen, or as it was given; a class in one file.

A consent is no Document: it has no number and no director's decision. It is drawn anew
whenever asked for, from the row and the version of the text the row keeps.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from accounts.models import Organisation
from common.russian.dates import short_date
from common.russian.names import FullName
from documents import pdf
from documents.payloads import Signatory
from documents.queries import blank_payload
from registry.enums import ConsentKind, ConsentStatus, Medium
from registry.models import Consent, ConsentText, Guardianship, Person
from registry.models.consent import is_cosigned_by, needs_representative
from registry.payloads import (
    ConsentBlock,
    ConsentPayload,
    ConsentPerson,
    ConsentRepresentative,
    PublicationTerms,
    PublishedField,
)
from registry.queries.consents import guardians_of_all, local_day, resources_of

TEMPLATE = "papers/consent.html"
PACK = "papers/consent_pack.html"
SHEETS = ("paper.css", "consent.css", "consent_pack.css")
GIVEN = frozenset(
    {
        ConsentStatus.SIGNED,
        ConsentStatus.VERIFIED,
        ConsentStatus.WITHDRAWN,
        ConsentStatus.EXPIRED,
    }
)


def consent_pdf(consent: Consent) -> bytes:
    """Return the form as a PDF: blank until given, then as given. Raises RendererFailed."""
    return pdf.render(TEMPLATE, consent_payload(consent))


def blank_pdf(
    organisation: Organisation, text: ConsentText, *, is_for_minor: bool
) -> bytes:
    """Return a form with nobody's name, for who has no card. Raises RendererFailed."""
    nobody = Consent(
        organisation=organisation,
        person=Person(organisation=organisation),
        kind=text.kind,
        text=text,
        status=ConsentStatus.ISSUED,
    )
    return pdf.render(TEMPLATE, _payload(nobody, (), is_for_minor=is_for_minor))


def consents_pdf(consents: Sequence[Consent]) -> bytes:
    """Return the forms of many in one file, each on a sheet of its own."""
    guardians = guardians_of_all(
        [consent.person_id for consent in consents],
        local_day(consents[0].organisation),
    )
    papers = [_payload(consent, guardians[consent.person_id]) for consent in consents]
    pack = {"state": "blank", "title": "Согласия", "check_url": "", "papers": papers}
    return pdf.print_html(
        pdf.compose(PACK, pack), sheets=SHEETS, identity=pdf.payload_digest(pack)
    )


def consent_payload(consent: Consent) -> ConsentPayload:
    """Return all that the form prints; empty strings print lines for the pen."""
    today = local_day(consent.organisation)
    guardians = guardians_of_all([consent.person_id], today)[consent.person_id]
    return _payload(consent, guardians)


def _payload(
    consent: Consent,
    guardianships: Collection[Guardianship],
    *,
    is_for_minor: bool | None = None,
) -> ConsentPayload:
    is_given = consent.status in GIVEN
    day = consent.signed_on if is_given else None
    if is_for_minor is None:
        is_for_minor = needs_representative(
            consent.person, local_day(consent.organisation)
        )
    by_representative = not consent.is_own if is_given else is_for_minor
    guardianship = _guardianship(consent, guardianships) if by_representative else None
    common = blank_payload(consent.organisation, consent.text.title)
    payload = {
        **common,
        "state": "signed" if is_given else "blank",
        "date": short_date(day) if day else "",
        "heading": consent.text.title,
        "subject": _subject(consent.person),
        "representative": _representative(consent, guardianship)
        if by_representative
        else None,
        "operator": {
            "name": consent.organisation.name,
            "address": consent.organisation.address,
            "inn": consent.organisation.inn,
            "ogrn": consent.organisation.ogrn,
        },
        "blocks": [*text_blocks(consent.text), *_mark(consent)],
        "publication": _publication(consent),
        "signatories": _signatories(
            consent, guardianship, by_representative=by_representative
        ),
    }
    return cast(ConsentPayload, payload)


def text_blocks(text: ConsentText) -> list[ConsentBlock]:
    """Return the numbered blocks of a wording, for paper and for the screen alike."""
    return [
        {
            "heading": block["heading"] or "Предмет согласия",
            "text": block["text"],
            "items": list(block["items"]),
        }
        for block in text.blocks["blocks"]
    ]


def _mark(consent: Consent) -> list[ConsentBlock]:
    """What stands in for the ink, and what became of the consent."""
    if consent.status not in GIVEN or consent.signed_on is None:
        return []
    lines = [
        {
            Medium.PAPER: "Подписано собственноручно; подлинник хранится у оператора.",
            Medium.CABINET: "Дано в личном кабинете портала после повторного входа.",
            Medium.PUBLIC_FORM: "Дано в заявке на странице организации.",
        }[Medium(consent.medium)]
    ]
    if consent.cosigner_name:
        day = f", {short_date(consent.cosigned_on)}" if consent.cosigned_on else ""
        lines.append(f"Подписал и несовершеннолетний: {consent.cosigner_name}{day}.")
    if consent.awaits_cosigner:
        lines.append("Ждёт подписи подростка и без неё не действует.")
    if consent.status == ConsentStatus.SIGNED:
        lines.append("Оператором ещё не проверено.")
    if consent.verified_at:
        checked = local_day(consent.organisation, consent.verified_at)
        lines.append(f"Проверено оператором {short_date(checked)}.")
    if consent.withdrawn_at:
        ended = local_day(consent.organisation, consent.withdrawn_at)
        lines.append(f"Отозвано {short_date(ended)}.")
    return [{"heading": "Отметка портала", "text": "\n".join(lines), "items": []}]


def _subject(person: Person) -> ConsentPerson:
    return {
        "name": person.full_name,
        "born_on": short_date(person.birth_on) if person.birth_on else "",
        "address": "",
        "document": "",
        "contacts": _contacts(person),
    }


def _representative(
    consent: Consent, guardianship: Guardianship | None
) -> ConsentRepresentative:
    guardian = guardianship.guardian if guardianship else None
    return {
        "name": consent.signer_name or (guardian.full_name if guardian else ""),
        "address": "",
        "document": "",
        "contacts": _contacts(guardian) if guardian else "",
        "relation": consent.capacity or (guardianship.basis if guardianship else ""),
        "basis": guardianship.basis_document if guardianship else "",
    }


def _guardianship(
    consent: Consent, guardianships: Collection[Guardianship]
) -> Guardianship | None:
    if consent.signer_name:
        own = (row for row in guardianships if row.guardian_id == consent.signer_id)
        return next(own, None)
    return next(iter(guardianships), None)


def _contacts(person: Person) -> str:
    return ", ".join(part for part in (person.phone, person.email) if part)


def _publication(consent: Consent) -> PublicationTerms | None:
    if consent.kind != ConsentKind.PUBLICATION:
        return None
    fields = consent.text.blocks["published_fields"]
    return {
        "urls": consent.resources or resources_of(consent.organisation),
        "fields": [_field(field, consent) for field in fields],
    }


def _field(field: Mapping[str, str], consent: Consent) -> PublishedField:
    answer = consent.answers.get(field["code"], {})
    asked: bool | None = bool(answer.get("is_allowed"))
    return {
        "name": field["title"],
        "is_allowed": asked if consent.status in GIVEN else None,
        "conditions": answer.get("conditions", ""),
    }


def _signatories(
    consent: Consent, guardianship: Guardianship | None, *, by_representative: bool
) -> list[Signatory]:
    person = consent.person
    if not by_representative:
        return [
            {"post": "Субъект персональных данных", "name": _short(person.full_name)}
        ]
    known = guardianship.guardian.full_name if guardianship else ""
    lines: list[Signatory] = [
        {"post": "Законный представитель", "name": _short(consent.signer_name or known)}
    ]
    day = consent.signed_on or local_day(consent.organisation)
    if not person.full_name or is_cosigned_by(person, day):
        lines.append(
            {"post": "Несовершеннолетний (с 14 лет)", "name": _short(person.full_name)}
        )
    return lines


def _short(name: str) -> str:
    return FullName.parse(name).short() if any(map(str.isalpha, name)) else ""
