"""Content of the registry's papers: consents, questionnaires, portfolios, selection.

Consents (152-ФЗ art. 9 part 4, art. 10.1) are blank or filled. Their wording comes in the
payload, so that an organisation may have its own; the template only places it. An empty
string of a person prints a line to fill in by hand.
"""

from __future__ import annotations

from typing import TypedDict

from documents.payloads import Choice, OrderPayload, PaperPayload, Signatory


class ConsentPerson(TypedDict):
    """The person whose data are processed."""

    name: str
    born_on: str
    """«12.04.2011»."""
    address: str
    document: str
    """Kind, series, number, issued by whom and when."""
    contacts: str
    """Telephone, e-mail or postal address (required for art. 10.1)."""


class ConsentRepresentative(TypedDict):
    """Who consents for a minor."""

    name: str
    address: str
    document: str
    contacts: str
    relation: str
    """«мать», «отец», «опекун»."""
    basis: str
    """The document that proves it: «свидетельство о рождении I-АК № 123456 от …»."""


class ConsentOperator(TypedDict):
    """Who processes the data: the organisation."""

    name: str
    address: str
    inn: str
    ogrn: str


class ConsentBlock(TypedDict):
    """A numbered block of the text: purpose, list of data, actions, term, withdrawal…"""

    heading: str
    """«Цель обработки»; may be empty."""
    text: str
    """Line feeds start new paragraphs; may be empty when ``items`` say it all."""
    items: list[str]
    """Printed as a list with dashes."""


class PublishedField(TypedDict):
    """A kind of data in a consent to publish (art. 10.1), chosen one by one."""

    name: str
    """«фамилия, имя, отчество», «изображение (фотография)»."""
    is_allowed: bool | None
    """Yes, no, or None: both boxes stay empty for the pen."""
    conditions: str
    """Conditions and prohibitions, may be empty."""


class PublicationTerms(TypedDict):
    """What art. 10.1 adds: where, and what exactly, may be shown to anybody."""

    urls: list[str]
    """Addresses of the sites."""
    fields: list[PublishedField]


class ConsentPayload(PaperPayload):
    """A consent: one purpose, one paper (156-ФЗ). Template: ``papers/consent.html``.

    ``state`` is ``blank`` for a form to be signed by hand; ``signature`` is not printed:
    the subject and the representative sign in ``signatories``. ``number`` is usually
    empty and then not printed.
    """

    heading: str
    """«Согласие на обработку персональных данных»."""
    subject: ConsentPerson
    representative: ConsentRepresentative | None
    """For a minor; None when the subject consents himself."""
    operator: ConsentOperator
    blocks: list[ConsentBlock]
    publication: PublicationTerms | None
    """Only in a consent to publish."""
    signatories: list[Signatory]
    """«Законный представитель», and from 14 years the minor too."""


class PrintedQuestion(TypedDict):
    """A question with its answer; on a blank with boxes or lines for the pen."""

    number: int
    text: str
    hint: str
    """Printed on a blank alone."""
    answer: str
    options: list[str]
    """Boxes to tick on a blank."""
    lines: list[int]
    """So many lines for the pen; empty on a filled form and beside options."""


class PrintedStep(TypedDict):
    """A group of questions."""

    title: str
    questions: list[PrintedQuestion]


class QuestionnairePayload(PaperPayload):
    """A questionnaire (R-358). Template: ``papers/questionnaire.html``.

    ``state`` is ``blank`` for the pen, ``draft`` while it is being filled in, ``signed``
    when it was; ``signature`` is not printed.
    """

    heading: str
    """«Первичная анкета наставника»."""
    school: str
    """The organisation's short name, over the heading."""
    is_blank: bool
    name: str
    """Full name; empty prints a line."""
    place: str
    """Class or place of work; empty prints a line on a blank."""
    steps: list[PrintedStep]


class PrintedEntry(TypedDict):
    """One line of a portfolio."""

    title: str
    text: str
    date: str
    url: str
    file: str
    """Name of the file that is kept with it."""


class PrintedSection(TypedDict):
    """A section of a portfolio."""

    title: str
    entries: list[PrintedEntry]


class PortfolioPayload(PaperPayload):
    """A mentor's portfolio (R-359). Template: ``papers/portfolio.html``."""

    name: str
    post: str
    """Post and place of work; may be empty."""
    competences: str
    sections: list[PrintedSection]


class RegisterLine(TypedDict):
    """A mentor in the register (R-163); the day and ground of who enters are empty.

    Those are the order's own, printed once it is signed.
    """

    name: str
    standing: str
    """Post or class, and the place of work or study."""
    competences: str
    form: str
    entered_on: str
    basis: str


class RegisterExit(TypedDict):
    """A mentor the edition takes out."""

    name: str
    entered_on: str
    reason: str


class MentorRegisterPayload(OrderPayload):
    """The order on the register of mentors, DK-09, with the register, DK-55.

    Template: ``papers/order_mentor_register.html``.
    """

    register_title: str
    edition: int
    lines: list[RegisterLine]
    exits: list[RegisterExit]


class ScoreLine(TypedDict):
    """A criterion on the sheet of an interview; empty strings are filled in by hand."""

    title: str
    description: str
    maximum: int
    weight: int
    threshold: str
    points: str
    remark: str


class InterviewSheetPayload(PaperPayload):
    """The sheet of an interview with a candidate, DK-52, blank or filled.

    Template: ``papers/interview_sheet.html``.
    """

    cycle: str
    candidate: str
    standing: str
    competences: str
    held_on: str
    conductors: str
    readiness: list[Choice]
    scores: list[ScoreLine]
    total: str
    """The sum in words with what is below its threshold; empty on a blank."""
    notes: str
    conclusion: list[Choice]
    conclusion_reason: str
    signatories: list[Signatory]


class ErasedSort(TypedDict):
    """One category of destroyed data, counted."""

    title: str
    """«Карточка наставника»."""
    count: str


class LogLine(TypedDict):
    """One event of the extract: when, what, by whom; no value of anybody."""

    at: str
    """«20.11.2026 18:04:11»."""
    what: str
    by: str
    """Post and initials of the operator's own staff; «заявитель» for the subject."""


class KeptPaper(TypedDict):
    """What stays because the law keeps it."""

    what: str
    until: str
    ground: str


class ErasureActPayload(PaperPayload):
    """The act of destruction with the extract of the event log (приказ РКН № 179).

    The subject is told by the number of his record in the portal: «иная информация,
    относящаяся к определённому физическому лицу» (decision 0008).
    """

    operator_address: str
    subject: str
    """«запись № 118 реестра людей портала, обращение № 4 от 12.11.2026»."""
    ground: str
    method: str
    system: str
    destroyed_on: str
    sorts: list[ErasedSort]
    kept: list[KeptPaper]
    performers: list[Signatory]
    log: list[LogLine]
