"""Questions about official paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Delegation, Membership, Organisation, User
from accounts.queries import holders
from common.russian.names import FullName, normalise
from common.tenancy import everywhere
from documents.enums import DocumentStatus, KindStage, RegisterCode
from documents.models import (
    Counter,
    Decision,
    Document,
    DocumentKind,
    DocumentQuerySet,
    Register,
)
from documents.numbering import format_number, local_day, year_of
from documents.payloads import Letterhead, PaperPayload, Signature

USED_KINDS = "Уже есть у вас"
OTHER_KINDS = "Прочие"


def letterhead(organisation: Organisation) -> Letterhead:
    """Return the head of the organisation's sheet from its requisites."""
    return {
        "founder": organisation.founder_line,
        "names": [organisation.name],
        "short_name": organisation.short_name,
        "address": organisation.address,
        "phone": organisation.phone,
        "email": organisation.email,
        "site": organisation.site,
        "inn": organisation.inn,
        "kpp": "",
        "ogrn": organisation.ogrn,
        "okpo": "",
    }


def signature_of(organisation: Organisation, *, by: User | None = None) -> Signature:
    """Return the signature line: of who signs, or of who would sign today.

    An acting director signs with the post and name of the delegation. The director's
    name is that of the requisites, and of the account only when they have none.
    """
    delegation = _delegation(organisation, by)
    if delegation is not None:
        post, name = delegation.post, str(delegation.user)
    else:
        post = organisation.director_post
        name = organisation.director_name or (by.name if by else "")
    return {"method": "wet_ink", "post": post, "name": _initials(name), "stamp": None}


def _delegation(organisation: Organisation, by: User | None) -> Delegation | None:
    today = timezone.localdate()
    delegations = (
        Delegation.objects.current(today)
        .filter(organisation=organisation)
        .select_related("user")
        .order_by("-from_on", "-pk")
    )
    if by is None:
        return delegations.first()
    is_director = Membership.objects.current(today).filter(
        user=by, organisation=organisation, role=Role.DIRECTOR
    )
    return None if is_director.exists() else delegations.filter(user=by).first()


def _initials(name: str) -> str:
    if not any(character.isalpha() for character in name):
        return ""
    return FullName.parse(name).short()


def blank_payload(organisation: Organisation, title: str) -> PaperPayload:
    """Return the requisites every paper starts from; each paper adds its content."""
    return {
        "state": "draft",
        "title": title,
        "letterhead": letterhead(organisation),
        "place": organisation.locality,
        "date": "",
        "number": "",
        "check_url": "",
        "signature": signature_of(organisation),
        "binding_margin": 20,
    }


def signers(organisation: Organisation) -> list[User]:
    """Return who may sign today: the director and who acts for him."""
    acting = User.objects.filter(
        pk__in=Delegation.objects.current(timezone.localdate())
        .filter(organisation=organisation)
        .values("user_id")
    )
    directors = holders(organisation.pk, [Role.DIRECTOR])
    return list((directors | acting).distinct().order_by("pk"))


def journal(register: Register, year: int) -> QuerySet[Document]:
    """Return the papers of a register in a year, in the order of their numbers."""
    return (
        Document.objects.filter(register=register, year=year)
        .for_list()
        .order_by("serial")
    )


@dataclass(frozen=True, slots=True)
class RegisterState:
    """A register as its settings page shows it."""

    code: RegisterCode
    register: Register
    is_set: bool
    year: int
    start: int
    last: int

    @property
    def next_number(self) -> str:
        """The number the next signature will give."""
        return format_number(
            self.register.number_format,
            serial=max(self.last + 1, self.start),
            year=self.year,
        )


def register_states(organisation: Organisation) -> list[RegisterState]:
    """Return all registers with their numbers of this year, used yet or not."""
    kept = registers_of(organisation)
    counters = {
        (counter.register_id, counter.year): counter
        for counter in Counter.objects.filter(register__organisation=organisation)
    }
    today = local_day(timezone.now(), organisation.time_zone)
    states = []
    for code, register in kept.items():
        shown = register or Register(organisation=organisation, code=code)
        year = year_of(today, shown.resets)
        counter = counters.get((shown.pk, year), Counter())
        states.append(
            RegisterState(
                code, shown, register is not None, year, counter.start, counter.last
            )
        )
    return states


def registers_of(organisation: Organisation) -> dict[RegisterCode, Register | None]:
    """Return all registers, None for those never used nor set."""
    kept = {
        RegisterCode(register.code): register
        for register in Register.objects.filter(organisation=organisation)
    }
    return {code: kept.get(code) for code in RegisterCode}


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """What is looked for among documents; empty fields do not narrow."""

    q: str = ""
    status: str = ""
    register: str = ""
    kind: str = ""
    year: int | None = None

    def applied_to(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        """Keep the documents that fit."""
        exact = {
            "status": self.status,
            "kind__register": self.register,
            "kind__code": self.kind,
            "signed_on__year": self.year,
        }
        documents = documents.filter(
            **{field: value for field, value in exact.items() if value}
        )
        words = normalise(self.q)
        return documents.filter(search_text__contains=words) if words else documents


def documents_of(user: User, organisation: Organisation) -> DocumentQuerySet:
    """Return what the user sees of the organisation's papers, newest first."""
    return (
        Document.objects.visible_to(user).filter(organisation=organisation).for_list()
    )


def kinds_in_use(organisation: Organisation) -> list[tuple[str, str]]:
    """Return code and title of the kinds the organisation has papers of."""
    kinds = DocumentKind.objects.filter(
        pk__in=Document.objects.filter(organisation=organisation).values("kind_id")
    )
    return list(kinds.values_list("code", "title"))


KindGroup = tuple[str, list[tuple[str, str]]]


def kinds_by_stage(organisation: Organisation) -> list[KindGroup]:
    """Return all kinds for a choice, as code and title in named groups.

    Those the organisation has papers of come first, the most used at the top; the rest
    stand under the first stage they belong to.
    """
    uses = dict(
        Document.objects.filter(organisation=organisation)
        .values_list("kind__code")
        .annotate(count=Count("pk"))
    )
    used: list[DocumentKind] = []
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in KindStage.labels}
    groups[OTHER_KINDS] = []
    for kind in DocumentKind.objects.all():
        if kind.code in uses:
            used.append(kind)
            continue
        stage = next((code for code in kind.stages if code in KindStage.values), "")
        label = KindStage(stage).label if stage else OTHER_KINDS
        groups[label].append((kind.code, kind.title))
    used.sort(key=lambda kind: -uses[kind.code])
    first = (USED_KINDS, [(kind.code, kind.title) for kind in used])
    return [group for group in (first, *groups.items()) if group[1]]


def story_of(document: Document) -> list[Decision]:
    """Return the steps of a document with who took them, in order."""
    return list(document.decisions.select_related("by").order_by("at", "pk"))


def public_documents(organisation: Organisation) -> DocumentQuerySet:
    """Return the papers in force that the public page shows, newest first."""
    return (
        Document.objects.filter(organisation=organisation, is_public=True)
        .in_force()
        .filter(kind__is_publishable=True)
        .select_related("kind", "scan")
        .order_by("-signed_on", "-pk")
    )


def signing_queue(organisation: Organisation) -> DocumentQuerySet:
    """Return what waits for the director, the oldest first, with `submitted_at`."""
    return (
        Document.objects.filter(organisation=organisation)
        .awaiting_signature()
        .select_related("kind", "created_by")
        .queued()
    )


def awaiting_ink(organisation: Organisation) -> DocumentQuerySet:
    """Return the orders whose printed sheet is still to be signed, the oldest first."""
    return (
        Document.objects.filter(organisation=organisation)
        .awaiting_ink()
        .select_related("kind")
        .order_by("signed_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    """What anybody with the code may know of a paper: no names (invariant 43)."""

    organisation: str
    kind: str
    number: str
    signed_on: date
    state: DocumentStatus


def checked_paper(code: str) -> CheckedPaper | None:
    """Return the signed or annulled paper of the code printed on it."""
    with everywhere():
        document = (
            Document.objects.filter(
                check_code=code.lower(),
                status__in=[DocumentStatus.SIGNED, DocumentStatus.ANNULLED],
            )
            .select_related("kind", "organisation")
            .first()
        )
    if document is None or document.signed_on is None:
        return None
    return CheckedPaper(
        organisation=document.organisation.name,
        kind=document.kind.title,
        number=document.number,
        signed_on=document.signed_on,
        state=DocumentStatus(document.status),
    )
