"""The longer texts: consents, the template of a pair's programme, surveys."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from common.strict_yaml import Node, check_unique, read
from registry.reference.vocabulary import FOLDER, read_list


class Signer(StrEnum):
    """Who signs a consent; for a minor's own consent the representative signs too."""

    PARTICIPANT = "participant"
    REPRESENTATIVE = "representative"


class QuestionType(StrEnum):
    """How a question is answered; scale_10 goes from 1 (worst) to 10 (best)."""

    SCALE_10 = "scale_10"
    YES_NO = "yes_no"
    TEXT = "text"
    CHOICE = "choice"


class SurveyAudience(StrEnum):
    """Who answers."""

    MENTEE = "mentee"
    MENTOR = "mentor"


class SurveyMoment(StrEnum):
    """When a survey is held."""

    BEFORE = "before"
    AFTER = "after"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class ConsentBlock:
    """A block of the text, printed in its order; `heading` may be empty."""

    code: str
    heading: str
    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedField:
    """A kind of data allowed or refused one by one (152-ФЗ art. 10.1)."""

    code: str
    title: str
    category: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The wording of one consent (152-ФЗ art. 9 part 4, art. 10.1).

    The subject, representative, operator, addresses of sites and signatures are printed
    from the records; `published_fields` stand only in the consent to publish.
    """

    code: str
    version: int
    document_kind: str
    title: str
    signer: Signer
    plain_words: str
    legal_basis: tuple[str, ...]
    blocks: tuple[ConsentBlock, ...]
    published_fields: tuple[PublishedField, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose; `printed` is its form in the sentence of the paper."""

    code: str
    title: str
    printed: str


@dataclass(frozen=True, slots=True)
class NotePart:
    """A part of the explanatory note (R-187)."""

    code: str
    title: str
    hint: str
    is_optional: bool


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of the plan appendix (R-200)."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class PlanRowTemplate:
    """A row the plan editor suggests (R-201)."""

    code: str
    measure: str


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """The appendix of the programme: its table and what it suggests."""

    title: str
    columns: tuple[PlanColumn, ...]
    footnote: str
    recommended_rows: tuple[PlanRowTemplate, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeTemplate:
    """The blank of a personalised programme (R-184…R-203).

    `forms`, `kinds` and `principles` are codes of those vocabularies.
    """

    code: str
    version: int
    document_kind: str
    title: str
    appendix_mark: str
    epigraph: str
    epigraph_credit: str
    note_title: str
    note_parts: tuple[NotePart, ...]
    forms: tuple[str, ...]
    kinds: tuple[str, ...]
    empty_task_lines: int
    bases: tuple[Option, ...]
    interaction_forms: tuple[Option, ...]
    principles_title: str
    principles: tuple[str, ...]
    principles_from: int
    schedule_formats: tuple[Option, ...]
    min_months: int
    max_months: int
    plan: PlanTemplate


@dataclass(frozen=True, slots=True)
class QuestionTemplate:
    """A question; `choices` stand only in a choice."""

    code: str
    type: QuestionType
    text: str
    is_required: bool
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class SurveyTemplate:
    """A survey; equal question codes are compared across surveys."""

    code: str
    version: int
    kind: str
    audience: SurveyAudience
    moment: SurveyMoment
    document_kind: str
    title: str
    intro: str
    questions: tuple[QuestionTemplate, ...]


_BLOCKS = {"statement", "purpose", "data", "actions", "term", "withdrawal"}
REQUIRED_BLOCKS = _BLOCKS | {"processor"}
REQUIRED_BLOCKS_TO_PUBLISH = _BLOCKS | {"restrictions", "transfer"}


def consent_texts() -> tuple[ConsentText, ...]:
    """The wordings of the four consents (R-244), each with every block the law asks for."""
    return read_list("consent_texts", _consent)


def survey_templates() -> tuple[SurveyTemplate, ...]:
    """Surveys to start with."""
    return read_list("survey_templates", _survey)


def programme_template() -> ProgrammeTemplate:
    """The blank of a personalised programme."""
    node = read(FOLDER / "programme_template.yaml")
    epigraph = node.node("epigraph") or Node(f"{node.path}.epigraph", {})
    template = ProgrammeTemplate(
        code=node.text("code"),
        version=node.number("version"),
        document_kind=node.text("document_kind"),
        title=node.text("title"),
        appendix_mark=node.text("appendix_mark", ""),
        epigraph=epigraph.text("text"),
        epigraph_credit=epigraph.text("credit"),
        note_title=node.text("note_title"),
        note_parts=tuple(_note_part(child) for child in node.nodes("note_parts")),
        forms=node.texts("forms"),
        kinds=node.texts("kinds"),
        empty_task_lines=node.number("empty_task_lines"),
        bases=_options(node, "bases"),
        interaction_forms=_options(node, "interaction_forms"),
        principles_title=node.text("principles_title"),
        principles=node.texts("principles"),
        principles_from=node.number("principles_from"),
        schedule_formats=_options(node, "schedule_formats"),
        min_months=node.number("min_months"),
        max_months=node.number("max_months"),
        plan=_plan(node),
    )
    epigraph.done()
    node.done()
    check_unique(f"{node.path}.note_parts", (part.code for part in template.note_parts))
    return template


def _consent(node: Node) -> ConsentText:
    consent = ConsentText(
        code=node.text("code"),
        version=node.number("version"),
        document_kind=node.text("document_kind"),
        title=node.text("title"),
        signer=node.choice("signer", Signer),
        plain_words=node.text("plain_words"),
        legal_basis=node.texts("legal_basis"),
        blocks=tuple(_block(child) for child in node.nodes("blocks")),
        published_fields=tuple(
            _field(child) for child in node.nodes("published_fields")
        ),
    )
    codes = [block.code for block in consent.blocks]
    check_unique(f"{node.path}.blocks", codes)
    fields = [field.code for field in consent.published_fields]
    check_unique(f"{node.path}.published_fields", fields)
    needed = REQUIRED_BLOCKS_TO_PUBLISH if fields else REQUIRED_BLOCKS
    if missing := needed - set(codes):
        raise node.fault("blocks", f"the law asks for {', '.join(sorted(missing))}")
    return consent


def _block(node: Node) -> ConsentBlock:
    block = ConsentBlock(
        code=node.text("code"),
        heading=node.text("heading", ""),
        text=node.text("text", ""),
        items=node.texts("items"),
    )
    node.done()
    if not block.text and not block.items:
        raise node.fault("text", "the block says nothing")
    return block


def _field(node: Node) -> PublishedField:
    field = PublishedField(node.text("code"), node.text("title"), node.text("category"))
    node.done()
    return field


def _options(node: Node, key: str) -> tuple[Option, ...]:
    options = tuple(_option(child) for child in node.nodes(key))
    check_unique(f"{node.path}.{key}", (option.code for option in options))
    return options


def _option(node: Node) -> Option:
    title = node.text("title")
    option = Option(node.text("code"), title, node.text("printed", title))
    node.done()
    return option


def _note_part(node: Node) -> NotePart:
    part = NotePart(
        code=node.text("code"),
        title=node.text("title"),
        hint=node.text("hint"),
        is_optional=node.flag("is_optional"),
    )
    node.done()
    return part


def _plan(top: Node) -> PlanTemplate:
    node = top.node("plan") or Node(f"{top.path}.plan", {})
    plan = PlanTemplate(
        title=node.text("title"),
        columns=tuple(_plan_column(child) for child in node.nodes("columns")),
        footnote=node.text("footnote", ""),
        recommended_rows=tuple(
            _plan_row(child) for child in node.nodes("recommended_rows")
        ),
    )
    node.done()
    check_unique(node.path, (row.code for row in plan.recommended_rows))
    return plan


def _plan_column(node: Node) -> PlanColumn:
    column = PlanColumn(node.text("key"), node.text("title"))
    node.done()
    return column


def _plan_row(node: Node) -> PlanRowTemplate:
    row = PlanRowTemplate(node.text("code"), node.text("measure"))
    node.done()
    return row


def _survey(node: Node) -> SurveyTemplate:
    survey = SurveyTemplate(
        code=node.text("code"),
        version=node.number("version"),
        kind=node.text("kind"),
        audience=node.choice("audience", SurveyAudience),
        moment=node.choice("moment", SurveyMoment),
        document_kind=node.text("document_kind"),
        title=node.text("title"),
        intro=node.text("intro"),
        questions=tuple(_question(child) for child in node.nodes("questions")),
    )
    check_unique(f"{node.path}.questions", (each.code for each in survey.questions))
    return survey


def _question(node: Node) -> QuestionTemplate:
    question = QuestionTemplate(
        code=node.text("code"),
        type=node.choice("type", QuestionType),
        text=node.text("text"),
        is_required=node.flag("is_required"),
        choices=_options(node, "choices"),
    )
    node.done()
    if bool(question.choices) != (question.type is QuestionType.CHOICE):
        raise node.fault("choices", "a choice has choices, nothing else has")
    return question
