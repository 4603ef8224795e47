"""Canonical stages guessed from a title: S1…S7 of the method, X1…X5 across them (R-334)."""

from __future__ import annotations

import re

from programmes.plan_reading.texts import key_of

STAGES = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
_ORDINAL = re.compile(r"\b([1-7])\s*(?:-?\s*й)?\s+этап|этап\s*№?\s*([1-7])\b")
_WHOLE = re.compile(r"внедрени\w* (?:и реализаци\w* )?(?:целевой модели|цмн|системы)")
# The first rule that holds tells; the narrower stand above.
_SECTION_RULES: tuple[tuple[str, str], ...] = (
    ("X1", r"нормативн\w* (?:но )?правов|правовое регулирован|нормативное обеспеч"),
    ("X2", r"методическ\w* .*поддержк|организационн\w* методическ"),
    ("X3", r"мониторинг|оценк\w* (?:результат|эффективн|качеств)"),
    ("X4", r"координац|координир|управлени|контрол"),
    ("X5", r"информационн\w* (?:поддержк|сопровожд|продвиж|кампан)"),
    ("S1", r"подготовк\w* услов|подготовительн|запуск\w* программ"),
    ("S7", r"заверш|итогов\w* этап|подведени\w* итог"),
    ("S4", r"отбор|обучени\w* наставник|выдвижен"),
    ("S2", r"(?:баз|банк)\w* (?:\w+ ){0,2}наставляем"),
    ("S3", r"(?:баз|банк)\w* (?:\w+ ){0,2}наставник"),
    ("S6", r"работ\w* (?:\w+ ){0,3}(?:пар|групп)|реализаци\w* программ|взаимодейств"),
    ("S5", r"формирован\w* (?:\w+ ){0,3}(?:пар|групп|тандем)|закреплен"),
)
_MEASURE_RULES: tuple[tuple[str, str], ...] = (
    (
        "S7",
        (
            r"заверш|итогов|праздничн|торжествен|награжд|чествован|долгосрочн"
            r"|лучш\w* (?:наставник|практик)|поощрени\w* участник|кейс"
        ),
    ),
    (
        "S4",
        r"отбор|отобрать|обуч\w+ (?:\w+ ){0,2}наставник|школ\w* наставник|собеседован",
    ),
    (
        "S5",
        r"(?:сформир|формир|закреп|зафиксир)\w* (?:\w+ ){0,3}(?:пар|групп|тандем)|пробн\w+ (?:рабоч\w+ )?встреч",
    ),
    ("S2", r"(?:баз|банк)\w* (?:\w+ ){0,2}наставляем|запрос\w* (?:\w+ )?наставляем"),
    ("S3", r"(?:баз|банк)\w* (?:\w+ ){0,2}наставник|потенциальн\w+ наставник"),
    (
        "S6",
        r"работ\w* (?:\w+ ){0,3}(?:пар|групп)|персонализированн|обратн\w+ связ|встреч",
    ),
    ("S1", r"услови|положени|дорожн\w{1,4} карт|приказ|рабоч\w+ групп|куратор"),
)

_INFORMING = r"информир|известить|извещ|оповест|оповещ|популяриз|\bсми\b|сайт"


def ordinal_of(title: str) -> int:
    """3 of «3-й этап»; 0 where the title has no such words."""
    ordinal = _ORDINAL.search(key_of(title))
    return int(ordinal[1] or ordinal[2]) if ordinal else 0


def stages_in(text: str) -> list[str]:
    """Every stage whose work the words name, the surest first."""
    plain = key_of(text)
    return [code for code, rule in _MEASURE_RULES if re.search(rule, plain)]


def stages_of_section(title: str) -> list[str]:
    """The stages a section's title means; a section about everything means all seven."""
    plain = key_of(title)
    if ordinal := ordinal_of(title):
        return [f"S{ordinal}"]
    found = [code for code, rule in _SECTION_RULES if re.search(rule, plain)]
    if found:
        both = {"S5", "S6"} <= set(found) and "осуществлени" in plain
        return ["S5", "S6"] if both else found[:1]
    return list(STAGES) if _WHOLE.search(plain) else []


def stages_of_measure(title: str, of_section: list[str]) -> list[str]:
    """A measure's own mapping (R-124): its section's, made narrower by its own words."""
    if len(of_section) == 1 and of_section[0] in STAGES:
        return of_section
    own = next(iter(stages_in(title)), "")
    if not of_section:
        return [own] if own else []
    if own and own in of_section:
        return [own]
    crossing = [code for code in of_section if code not in STAGES]
    if crossing == ["X1"]:
        return ["X1", "S1"]
    if crossing == ["X2"] and re.search(_INFORMING, key_of(title)):
        return ["X2", "X5"]
    if crossing and own and own != "S1":
        return [*crossing, own]
    return crossing or of_section


def is_stage_title(title: str) -> bool:
    """Whether a lone line reads as the name of a stage or section."""
    plain = key_of(title)
    if re.match(r"(?:\d\s?)?(?:-?й )?(?:этап|раздел|блок|направление)\b", plain):
        return True
    return any(re.match(rule, plain) for _, rule in _TITLE_RULES)


_TITLE_RULES: tuple[tuple[str, str], ...] = (
    ("S1", r"подготовка услов|подготовительный"),
    ("S2", r"формирование (?:баз|банк)\w* (?:\w+ )?наставляем"),
    ("S3", r"формирование (?:баз|банк)\w* (?:\w+ )?наставник"),
    ("S4", r"отбор (?:и обучение|выдвижение|наставник)"),
    ("S5", r"формирование (?:наставнических )?(?:пар|групп|тандем)"),
    ("S6", r"(?:организация|осуществление)(?: и \w+)? работы"),
    ("S7", r"завершение"),
    ("X1", r"нормативн\w* правовое"),
    ("X2", r"организационн\w*,? методическ"),
    ("X3", r"мониторинг и оценка"),
    ("X4", r"координация"),
    ("X5", r"информационная поддержка"),
)
