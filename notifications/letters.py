"""Kinds of letters: one class, one letter; each floor declares its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates

from accounts.enums import Role

CURATORS = frozenset({Role.CURATOR, Role.DEPUTY_DIRECTOR})
PARTICIPANTS = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT})

registered: dict[str, type[Letter]] = {}


class Letter:
    """A letter: subclass it in `<floor>/letters.py` and hand the class to `notify`.

    `subject` names no person, because it is shown on locked screens and in lists
    (invariant 27). The template is plain text at `letters/<floor>/<code>.txt`; it knows
    `organisation`, `recipient`, `url` (full address of what the letter is about, may be
    empty) and what `notify` was given as context.

    An obligatory letter asks for what nobody else can do (a signature, an answer): it is
    sent whatever the reader's settings. `readers` are the roles it is written to, by
    which the page of settings shows it; empty means anybody.
    """

    code: ClassVar[str]
    subject: ClassVar[str]
    template_name: ClassVar[str]
    is_obligatory: ClassVar[bool] = False
    is_digest: ClassVar[bool] = False
    readers: ClassVar[frozenset[Role]] = frozenset()

    def __init_subclass__(cls) -> None:
        if cls.code in registered:
            raise ValueError(f"Two letters are called {cls.code}")
        registered[cls.code] = cls

    @classmethod
    def write(cls, context: Mapping[str, object]) -> str:
        """Return the text of the letter; nothing in it is HTML."""
        backend = engines["django"]
        if not isinstance(backend, DjangoTemplates):
            raise TypeError("Letters are written by Django's own templates.")
        template = backend.engine.get_template(cls.template_name)
        return template.render(Context(dict(context), autoescape=False)).strip() + "\n"
