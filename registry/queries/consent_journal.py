"""The journal of consents on paper: what the register shows, as a table to be filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.models import Organisation
from common.russian.dates import short_date
from documents import pdf
from documents.queries import blank_payload
from registry.models import Consent
from registry.queries.consent_lists import ConsentRow, rows_on
from registry.queries.consents import local_day

TEMPLATE = "papers/consent_journal.html"
LONGEST = 1000


def journal_pdf(
    organisation: Organisation, consents: Sequence[Consent], narrowed: str
) -> bytes:
    """Return the journal; `narrowed` says by what. Raises RendererFailed."""
    today = local_day(organisation)
    rows = [_line(row) for row in rows_on(consents, today)]
    payload = {
        **blank_payload(
            organisation, "Журнал согласий на обработку персональных данных"
        ),
        "state": "blank",
        "day": short_date(today),
        "narrowed": narrowed,
        "rows": rows,
    }
    return pdf.render(TEMPLATE, payload)


def _line(row: ConsentRow) -> dict[str, str]:
    consent = row.consent
    withdrawn = consent.withdrawn_at and local_day(
        consent.organisation, consent.withdrawn_at
    )
    return {
        "name": consent.person.full_name,
        "group": str(consent.person.group or ""),
        "kind": row.kind,
        "edition": consent.text.edition,
        "state": row.label,
        "signed_on": _day(consent.signed_on),
        "signer": ", ".join(filter(None, [consent.signer_name, consent.capacity])),
        "cosigner": consent.cosigner_name,
        "medium": consent.get_medium_display() if consent.medium else "",
        "valid_until": _day(consent.valid_until),
        "withdrawn_on": _day(withdrawn),
    }


def _day(day: date | None) -> str:
    return short_date(day) if day else ""
