"""The vocabularies: stages, forms, kinds, principles, problems, papers, competences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from common.strict_yaml import Node, check_unique, read

FOLDER = Path(__file__).parent.parent / "fixtures" / "reference"


class StageKind(StrEnum):
    """One of the seven stages, or a section that cuts across them."""

    CANONICAL = "canonical"
    CROSS_CUTTING = "cross_cutting"


class Contour(StrEnum):
    """Whom the mentoring is for."""

    PUPILS = "pupils"
    TEACHERS = "teachers"


class Audience(StrEnum):
    """Mentee audiences (R-236)."""

    PUPIL = "pupil"
    STUDENT = "student"
    TEACHER = "teacher"
    YOUNG_SPECIALIST = "young_specialist"


class RegisterName(StrEnum):
    """The register in which a paper gets its number."""

    ORDERS = "orders"
    ACTS = "acts"
    PROTOCOLS = "protocols"
    NONE = "none"


class CompetenceGroup(StrEnum):
    """How the tags are grouped on the page."""

    SUBJECTS = "subjects"
    STUDY = "study"
    GROWTH = "growth"
    TEACHING = "teaching"


@dataclass(frozen=True, slots=True)
class Stage:
    """A canonical stage or a cross-cutting section (R-332, R-333)."""

    code: str
    title: str
    short_title: str
    kind: StageKind
    result: str


@dataclass(frozen=True, slots=True)
class RoleModel:
    """Who the two sides are to each other within a form (R-133); unique in its form."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class MentoringForm:
    """A form of mentoring (R-223, R-224); not offered ones wait to be switched on."""

    code: str
    title: str
    other_titles: tuple[str, ...]
    contour: Contour
    is_federal: bool
    is_offered: bool
    mentee_audiences: tuple[Audience, ...]
    role_models: tuple[RoleModel, ...]


@dataclass(frozen=True, slots=True)
class MentoringKind:
    """A kind of mentoring with its definition (R-225, R-226)."""

    code: str
    title: str
    short_title: str
    definition: str
    min_mentees: int
    is_single_meeting: bool


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle: `title` and what it means, without a closing mark (R-233)."""

    code: str
    title: str
    statement: str


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A problem mentoring may solve (R-237)."""

    code: str
    title: str
    audiences: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of document (R-254); `number` is DK-01…DK-91, or P-nn for the portal's own."""

    code: str
    number: str
    title: str
    stages: tuple[str, ...]
    preparer: str
    signer: str
    register: RegisterName
    is_publishable: bool


class MentorContour(StrEnum):
    """Where a mentor comes from (R-155)."""

    INNER = "inner"
    OUTER = "outer"


@dataclass(frozen=True, slots=True)
class MentorPool:
    """Where mentors are sought (R-234, R-235)."""

    code: str
    title: str
    contour: MentorContour


@dataclass(frozen=True, slots=True)
class CompetenceTag:
    """What a mentor offers and a mentee asks for, and the other words for it."""

    code: str
    title: str
    group: CompetenceGroup
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioSection:
    """A section of a mentor's portfolio, the same everywhere (R-164)."""

    code: str
    title: str
    hint: str


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Entry = TypeVar("Entry", bound=_Coded)


def read_list(name: str, reader: Callable[[Node], Entry]) -> tuple[Entry, ...]:
    """The entries of `<name>.yaml` in their order; codes are unique, no key is unknown."""
    top = read(FOLDER / f"{name}.yaml")
    entries: list[Entry] = []
    for node in top.nodes(name):
        entries.append(reader(node))
        node.done()
    top.done()
    check_unique(top.path, (entry.code for entry in entries))
    return tuple(entries)


def stages() -> tuple[Stage, ...]:
    """S1…S7, then X1…X5."""
    return read_list("stages", _stage)


def forms() -> tuple[MentoringForm, ...]:
    """Forms of mentoring with their role models."""
    return read_list("forms", _form)


def kinds() -> tuple[MentoringKind, ...]:
    """The seven kinds of mentoring."""
    return read_list("kinds", _kind)


def principles() -> tuple[Principle, ...]:
    """The nine principles in the order of the Regulation."""
    return read_list("principles", _principle)


def problem_kinds() -> tuple[ProblemKind, ...]:
    """Problems to start the list of an organisation with."""
    return read_list("problem_kinds", _problem)


def document_kinds() -> tuple[PaperKind, ...]:
    """The vocabulary of documents."""
    return read_list("document_kinds", _paper)


def pools() -> tuple[MentorPool, ...]:
    """Where mentors are sought, the inner contour first."""
    return read_list("pools", _pool)


def competences() -> tuple[CompetenceTag, ...]:
    """Tags to start the vocabulary of requests and competences with."""
    return read_list("competences", _competence)


def _stage(node: Node) -> Stage:
    return Stage(
        code=node.text("code"),
        title=node.text("title"),
        short_title=node.text("short_title"),
        kind=node.choice("kind", StageKind),
        result=node.text("result", ""),
    )


def _form(node: Node) -> MentoringForm:
    role_models = tuple(_role_model(child) for child in node.nodes("role_models"))
    check_unique(node.path, (model.code for model in role_models))
    return MentoringForm(
        code=node.text("code"),
        title=node.text("title"),
        other_titles=node.texts("other_titles"),
        contour=node.choice("contour", Contour),
        is_federal=node.flag("is_federal"),
        is_offered=node.flag("is_offered"),
        mentee_audiences=_audiences(node, "mentee_audiences"),
        role_models=role_models,
    )


def _role_model(node: Node) -> RoleModel:
    model = RoleModel(node.text("code"), node.text("title"))
    node.done()
    return model


def _kind(node: Node) -> MentoringKind:
    return MentoringKind(
        code=node.text("code"),
        title=node.text("title"),
        short_title=node.text("short_title"),
        definition=node.text("definition"),
        min_mentees=node.number("min_mentees"),
        is_single_meeting=node.flag("is_single_meeting"),
    )


def _principle(node: Node) -> Principle:
    return Principle(node.text("code"), node.text("title"), node.text("statement"))


def _problem(node: Node) -> ProblemKind:
    return ProblemKind(
        code=node.text("code"),
        title=node.text("title"),
        audiences=_audiences(node, "audiences"),
    )


def _paper(node: Node) -> PaperKind:
    return PaperKind(
        code=node.text("code"),
        number=node.text("number"),
        title=node.text("title"),
        stages=node.texts("stages"),
        preparer=node.text("preparer"),
        signer=node.text("signer", ""),
        register=node.choice("register", RegisterName),
        is_publishable=node.flag("is_publishable"),
    )


def _pool(node: Node) -> MentorPool:
    return MentorPool(
        code=node.text("code"),
        title=node.text("title"),
        contour=node.choice("contour", MentorContour),
    )


def _competence(node: Node) -> CompetenceTag:
    return CompetenceTag(
        code=node.text("code"),
        title=node.text("title"),
        group=node.choice("group", CompetenceGroup),
        synonyms=node.texts("synonyms"),
    )


def portfolio_sections() -> tuple[PortfolioSection, ...]:
    """The sections of every portfolio, in their order."""
    return read_list("portfolio_sections", _portfolio_section)


def _portfolio_section(node: Node) -> PortfolioSection:
    return PortfolioSection(node.text("code"), node.text("title"), node.text("hint"))


def _audiences(node: Node, key: str) -> tuple[Audience, ...]:
    try:
        return tuple(Audience(word) for word in node.texts(key))
    except ValueError as fault:
        raise node.fault(key, str(fault)) from None
