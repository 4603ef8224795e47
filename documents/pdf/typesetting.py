"""Russian typesetting of a payload: what must not be torn apart at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from documents.pdf.failures import RendererFailed

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
)
GLUED = re.compile(
    rf"(?<=№) |(?<=\b[А-ЯЁ]\.) (?=[А-ЯЁ])|(?<=\d) (?=(?:{MONTHS}|г\.|%)(?:\W|$))"
    r"|(?<=\d) (?=«[А-ЯЁ]»)|(?<=[А-ЯЁ]») (?=класс)|(?<=\bг\.) (?=[А-ЯЁ][а-яё])| (?=[—–] )"
)


class Printed(dict[str, object]):
    """An object of the payload that refuses to be silent about a missing field."""

    def __missing__(self, key: str) -> object:
        raise RendererFailed(f"В содержании документа нет поля «{key}».")


def glue(text: str) -> str:
    """Bind «№ 12», «И. О. Фамилия», «15 сентября 2026 г.», «г. Пермь» and a dash."""
    return GLUED.sub(NBSP, text)


def typeset(content: object) -> object:
    """A copy of the payload, ready to print: strings glued, objects strict."""
    if isinstance(content, str):
        return glue(content)
    if isinstance(content, Mapping):
        return Printed({str(key): typeset(part) for key, part in content.items()})
    if isinstance(content, list | tuple):
        return [typeset(part) for part in content]
    return content
