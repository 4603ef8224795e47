"""What must hold at every moment, asked of the database: one question an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Count, F, Q

from accounts.actions.chain import digest_of
from accounts.models import AuditLink
from common import ledger
from documents.enums import DocumentStatus
from documents.models import Counter, Document
from documents.pdf import payload_digest
from programmes.enums import AcceptanceAnswer
from programmes.models import Pair
from programmes.models.pair import WORKING
from registry.actions.erasure_ledger import ERASURE, is_of
from registry.enums import PARTICIPATION
from registry.models import Consent, Erasure, ImportBatch, MentorCard, Person
from registry.queries.consents import local_day
from registry.queries.erasure_act import ACT
from registry.questions import DESIGNS

Question = Callable[[], Iterator[str]]


def chain_holds() -> Iterator[str]:
    """Invariant 59: no event of the chain was changed or removed."""
    before: dict[int | None, AuditLink] = {}
    links = AuditLink.objects.select_related("event").order_by(
        "organisation_id", "position"
    )
    for link in links.iterator(chunk_size=2000):
        last = before.get(link.organisation_id)
        if link.position != (last.position + 1 if last else 1):
            yield f"звено {link.position}: предыдущее пропало"
        if link.digest != digest_of(link.event, last.digest if last else ""):
            yield f"событие {link.event_id} изменено"
        before[link.organisation_id] = link


def numbers_have_no_gaps() -> Iterator[str]:
    """Invariants 35 and 36: numbers of a register and year run without gap or repeat."""
    for counter in Counter.objects.exclude(last=0):
        serials = list(
            Document.objects.filter(register=counter.register_id, year=counter.year)
            .order_by("serial")
            .values_list("serial", flat=True)
        )
        if serials != list(range(counter.start, counter.last + 1)):
            yield f"журнал {counter.register_id}, {counter.year}: пропуск или повтор"


def signed_papers_are_whole() -> Iterator[str]:
    """Invariant 40: a signed paper still says what was signed."""
    signed = Document.objects.filter(
        status__in=[DocumentStatus.SIGNED, DocumentStatus.ANNULLED], is_external=False
    )
    for document in signed.iterator(chunk_size=500):
        if document.payload_digest != payload_digest(document.payload):
            yield f"документ {document.pk}: содержание изменено"


def mentors_are_not_overloaded() -> Iterator[str]:
    """Invariant 28: no mentor works with more mentees than places."""
    loaded = MentorCard.objects.annotate(
        taken=Count(
            "pairs__members",
            filter=Q(pairs__status__in=WORKING, pairs__members__is_current=True),
        )
    ).filter(taken__gt=F("capacity"))
    for card in loaded:
        yield f"карточка наставника {card.pk}: занято больше мест, чем есть"


def working_pairs_have_their_papers() -> Iterator[str]:
    """Invariant 30: a working pair has a signed order and everybody's word."""
    working = Pair.objects.filter(status__in=WORKING)
    for pair in working.exclude(order__status=DocumentStatus.SIGNED):
        yield f"пара {pair.pk}: нет действующего приказа"
    unanswered = working.filter(
        acceptances__answer__in=[AcceptanceAnswer.WAITING, AcceptanceAnswer.DECLINED]
    )
    for pair in unanswered.distinct():
        yield f"пара {pair.pk}: нет согласия стороны"


def pairs_have_mentees() -> Iterator[str]:
    """Invariant 34: a working pair has somebody to mentor."""
    for pair in Pair.objects.filter(status__in=WORKING).exclude(
        members__is_current=True
    ):
        yield f"пара {pair.pk}: нет наставляемого"


def imported_rows_add_up() -> Iterator[str]:
    """Invariant 50: rows present are rows kept."""
    checked = ImportBatch.objects.filter(status__in=["checked", "applied"])
    counted = checked.annotate(kept=Count("rows")).exclude(kept=F("row_count"))
    for batch in counted:
        yield f"загрузка {batch.pk}: строк {batch.row_count}, сохранено иначе"


def erased_people_stay_erased() -> Iterator[str]:
    """Invariants 21–23: one act an erasure, each in the ledger, none of them back."""
    told = {
        entry.get("person"): entry
        for entry in ledger.entries()
        if entry.get("what") == ERASURE
    }
    for erasure in Erasure.objects.filter(status="done").select_related("person"):
        if erasure.person_id not in told:
            yield f"обращение {erasure.pk}: уничтожение не записано в журнал рядом с базой"
        if erasure.person.erased_at is None or erasure.person.user_id is not None:
            yield f"обращение {erasure.pk}: данные человека не уничтожены"
    acts = Document.objects.filter(kind__code=ACT, erasure=None)
    for act in acts:
        yield f"документ {act.pk}: акт об уничтожении без обращения"
    for person in Person.objects.filter(pk__in=list(told), erased_at=None):
        if is_of(told[person.pk], person):
            yield f"запись {person.pk}: человек уничтожен и вернулся"


def questionnaires_stand_on_consents() -> Iterator[str]:
    """Invariant 16: answers were given on a day the consent to take part covered."""
    given: dict[int, list[Consent]] = {}
    taking = Consent.objects.filter(kind__in=PARTICIPATION, verified_at__isnull=False)
    for consent in taking.select_related("organisation").iterator(chunk_size=2000):
        given.setdefault(consent.person_id, []).append(consent)
    for design in DESIGNS.values():
        rows = design.model.objects.select_related("card", "organisation")
        for row in rows.iterator(chunk_size=2000):
            day = row.answered_on or local_day(row.organisation, row.created_at)
            known = given.get(row.card.person_id, ())
            if not any(_covered(consent, day) for consent in known):
                yield f"анкета «{design.kind.label}», карточка {row.card_id}: нет согласия"


def _covered(consent: Consent, day: date) -> bool:
    """Tell whether the consent stood on the day, whatever has become of it since."""
    taken_back = consent.withdrawn_at and local_day(
        consent.organisation, consent.withdrawn_at
    )
    return (
        consent.signed_on is not None
        and consent.signed_on <= day
        and (consent.valid_until is None or consent.valid_until >= day)
        and (taken_back is None or taken_back >= day)
    )


QUESTIONS: dict[str, Question] = {
    "журнал событий": chain_holds,
    "номера документов": numbers_have_no_gaps,
    "подписанные документы": signed_papers_are_whole,
    "места у наставников": mentors_are_not_overloaded,
    "работающие пары": working_pairs_have_their_papers,
    "состав пар": pairs_have_mentees,
    "загрузки": imported_rows_add_up,
    "уничтожение данных": erased_people_stay_erased,
    "анкеты и согласия": questionnaires_stand_on_consents,
}
