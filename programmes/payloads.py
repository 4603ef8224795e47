"""Content of the papers of the programmes floor: orders, the plan, a pair's programme.

Every wording rule of `documents.payloads` holds here: printed text only, no ids.
"""

from __future__ import annotations

from typing import TypedDict

from documents.payloads import Choice, OrderPayload, PaperPayload, Signatory
from programmes.roadmap_sheets.shape import Sheet


class MenteeLine(TypedDict):
    """A mentee in the table of pairs."""

    name: str
    """Full name in the nominative."""
    group: str
    """«8 «А» класс», «группа П-21» or a post; may be empty."""


class PairLine(TypedDict):
    """A row of the table of pairs; its number is given by the template."""

    mentor: str
    """Full name in the nominative."""
    mentor_post: str
    mentees: list[MenteeLine]
    """One or more."""
    form: str
    """«учитель – ученик»."""
    kind: str
    """«традиционное («один на один»)»; several are joined by commas."""
    starts_on: str
    """«15.09.2026»."""
    ends_on: str
    basis: str
    """«Согласия сторон от 10.09.2026, заявление родителя»; may be empty."""


class OrderPairsPayload(OrderPayload):
    """Order that assigns mentors to mentees; the pairs are its Appendix № 1.

    A point of the order refers to the appendix («согласно приложению № 1»).
    Template: ``papers/order_pairs.html``.
    """

    pairs_title: str
    """Heading of the appendix: «Перечень наставнических пар на 2026/2027 учебный год»."""
    pairs: list[PairLine]


class Appointment(TypedDict):
    """Someone made responsible, in a sentence «Назначить …»."""

    person: str
    """Post and name in the accusative: «заместителя директора Иванову И. И.»."""
    role: str
    """What for, in the instrumental: «куратором программы наставничества»."""
    duties: list[str]
    """Each as an infinitive phrase, without a closing mark."""


class MonitoringTerm(TypedDict):
    """One dated check of how effective the programme is."""

    what: str
    """«промежуточный мониторинг удовлетворённости участников»."""
    due: str
    """«до 25 декабря 2026 г.»."""


class ApprovedAct(TypedDict):
    """A local act put into force by the order."""

    title: str
    """In the accusative: «Положение о программе наставничества»."""
    appendix: str
    """«приложение № 1»; empty when the act is printed separately."""


class IntroductionOrderPayload(OrderPayload):
    """Order DK-01 that introduces the model, with the six points R-298 asks for.

    The template prints the six as points 1–6 from the fields below, then ``points`` (what
    the organisation adds) and ``control``. Template: ``papers/introduction_order.html``.
    """

    subject: str
    """What is introduced, in the accusative: «целевую модель наставничества в МБОУ …»."""
    starts_on: str
    """R-298, 1: the term of introduction, «15 сентября 2026 г.»."""
    ends_on: str
    responsibles: list[Appointment]
    """R-298, 2: those responsible, with their duties."""
    material_responsible: str
    """R-298, 3: who sees to rooms and equipment, accusative after «на»."""
    monitoring: list[MonitoringTerm]
    """R-298, 4: dates of monitoring."""
    planned_results: list[str]
    """R-298, 5: what is to come of it, each a noun phrase in the nominative."""
    approved_acts: list[ApprovedAct]
    """R-298, 6: the Regulation and the roadmap."""


class Participant(TypedDict):
    """A side of the programme."""

    name: str
    """Full name in the nominative; empty prints a line («ФИО полностью»)."""
    post: str
    """Post or class; may be empty."""


class Epigraph(TypedDict):
    """The text above the title of the template (R-184), editable."""

    text: str
    source: str
    """Credit line, e.g. «Из рекомендаций …» (R-203)."""


class NotePart(TypedDict):
    """A part of the explanatory note (R-187)."""

    title: str
    """«Описание проблемы»; empty for plain text."""
    text: str
    """Line feeds start new paragraphs."""


class MeetingDate(TypedDict):
    """A planned meeting (R-196)."""

    on: str
    """«22.09.2026, 15:30»."""
    topic: str
    """May be empty."""


class CheckedResult(TypedDict):
    """An intermediate or planned result and when it is checked (R-198)."""

    text: str
    check_on: str
    """«25.12.2026»."""


class PlanLine(TypedDict):
    """A row of the work plan (R-200); its number is given by the template."""

    measure: str
    due: str
    """«до 30.09.2026» or «в течение года»."""
    mark: str
    """Mark of completion; empty leaves the cell for the pen."""


class ApprovalStamp(TypedDict):
    """«УТВЕРЖДАЮ» in the upper right corner."""

    post: str
    """With the organisation's short name: «Директор МБОУ «СОШ № 12»»."""
    name: str
    date: str
    """Empty prints «___» __________ 20__ г."""


class ProgrammePayload(PaperPayload):
    """Personalised programme of a pair, fields R-184…R-203 of the template of 003.

    ``signature`` is the curator's; the director approves by ``approval``, whose date is
    printed instead of ``date`` and ``place``; both sides stand in ``agreed``. Template: ``papers/programme.html``.
    """

    appendix_mark: str
    """«Приложение 1 к Положению о наставничестве», upper right; may be empty."""
    approval: ApprovalStamp
    epigraph: Epigraph
    addition_to_title: str
    """Goes on after the title: «педагогических работников ГБУ ДО «…»»."""
    mentor: Participant
    mentees: list[Participant]
    note: list[NotePart]
    directions: str
    """Directions of mentoring activity (R-199); may be empty."""
    forms: list[Choice]
    """Form of mentoring (R-188): everything offered, the chosen underlined."""
    request: str
    """The mentee's request, that is the goal (R-189)."""
    tasks: list[str]
    """Numbered (R-190); an empty list prints three lines to fill in."""
    kinds: list[Choice]
    """Kinds of mentoring (R-191), seven in the template."""
    basis: list[Choice]
    """«индивидуальной» or «групповой» основе (R-192), prepositional."""
    interaction: list[Choice]
    """Forms of interaction (R-193)."""
    principles: list[str]
    """Nine statements of the Regulation (R-194)."""
    principles_from: int
    """Number of the first one: 1, or 10 as in the source."""
    starts_on: str
    ends_on: str
    """Term (R-195), «15 сентября 2026 г.»."""
    meeting_mode: list[Choice]
    """онлайн, очный, смешанный (R-196)."""
    meetings: list[MeetingDate]
    regime: str
    """Work regime (R-197)."""
    intermediate_results: list[CheckedResult]
    planned_results: list[CheckedResult]
    plan: list[PlanLine]
    """Appendix (R-200)."""
    plan_note: str
    """Footnote of the plan (R-201); may be empty."""
    agreed: list[Signatory]
    """Mentor, every mentee, representatives: lines under «СОГЛАСОВАНО»."""


class RoadmapPayload(PaperPayload):
    """The plan of measures as its own form prints it (R-352, DK-18).

    Signed by itself it has «УТВЕРЖДАЮ» in its corner; printed for work, nothing.
    Template: ``papers/roadmap.html``.
    """

    sheet: Sheet
    is_signed_here: bool


class OrderRoadmapPayload(OrderPayload):
    """Order that approves the plan of measures, its Appendix № 1 (R-295, DK-03).

    Template: ``papers/order_roadmap_approval.html``.
    """

    sheet: Sheet
