"""What a relative deadline counts from: codes of orders and events, and their words."""

from __future__ import annotations

import re

PROGRAMME_START = "programme_start"
UNNAMED = "unnamed"
"""The text counts days and does not say from what."""
ORDER_UNNAMED = "order"
"""The text says «приказа» and does not say which."""
NEED = "need"
"""«По мере необходимости»: whoever sees the need starts the term."""

# Order codes are those of the document kinds; the first pattern that fits decides.
_ORDERS: tuple[tuple[str, str], ...] = (
    (r"рабоч[а-я]* групп", "order_working_group"),
    (r"дорожн[а-я]* карт|план[а-я]* мероприятий", "order_roadmap_approval"),
    (r"положени", "order_regulation_approval"),
    (r"\bпар\b|пар[а-я]*/|наставническ[а-я]* (?:пар|групп)|закреплени", "order_pairs"),
    (r"реестр", "order_mentor_register"),
    (r"школ[а-я]* наставник", "order_mentor_school"),
    (r"куратор", "order_curator"),
    (r"назначени[а-я]* наставник", "order_mentor_appointment"),
    (r"ответственн", "order_responsibles"),
    (r"поощрени|награждени", "order_rewards"),
    (r"внедрени|целев[а-я]* модел|цмн", "order_cmn_introduction"),
)
_ORDER_WORDS: dict[str, str] = {
    "order_working_group": "приказа о рабочей группе",
    "order_roadmap_approval": "приказа об утверждении дорожной карты",
    "order_regulation_approval": "приказа об утверждении положения",
    "order_pairs": "приказа о закреплении пар",
    "order_mentor_register": "приказа о реестре наставников",
    "order_mentor_school": "приказа о школе наставников",
    "order_curator": "приказа о назначении куратора",
    "order_mentor_appointment": "приказа о назначении наставников",
    "order_responsibles": "приказа об ответственных",
    "order_rewards": "приказа о поощрении",
    "order_cmn_introduction": "приказа о внедрении",
    ORDER_UNNAMED: "приказа, который в тексте не назван",
}
_EVENTS: tuple[tuple[str, str], ...] = (
    (r"кругл[а-я]* стол", "round_table"),
    (r"общ[а-я]* встреч", "general_meeting"),
    (r"^(?:начала )?(?:нового )?учебного года$", "school_year_start"),
)
_EVENT_WORDS: dict[str, str] = {
    "round_table": "круглого стола",
    "general_meeting": "общей встречи",
    "school_year_start": "начала учебного года",
    UNNAMED: "события, которое в тексте не названо",
    PROGRAMME_START: "начала программы",
}
_LEAD = re.compile(
    r"^(?:(?:даты|дня|момента|их|его) )*(?:завершени[яею]|окончани[яею]|проведени[яею]) "
)


def order_code(words: str) -> str:
    """The code of the order the words name; `ORDER_UNNAMED` when they do not say which."""
    found = (code for form, code in _ORDERS if re.search(form, words))
    return next(found, ORDER_UNNAMED)


def event_code(words: str) -> str:
    """A code of an event we know, or the words themselves without «завершения»."""
    found = (code for form, code in _EVENTS if re.search(form, words))
    return next(found, _LEAD.sub("", words).strip() or UNNAMED)


def anchor_words(anchor: str) -> str:
    """The anchor in the genitive: «приказа о внедрении», «круглого стола»."""
    return _ORDER_WORDS.get(anchor) or _EVENT_WORDS.get(anchor) or anchor


def is_named(anchor: str) -> bool:
    """Whether the text says what the term is counted from."""
    return anchor not in {UNNAMED, ORDER_UNNAMED}
