"""Kinds of letters: one class, one letter; each floor declares its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.template import Context, engines
from django.template.backends.django import DjangoTemplates

registered: dict[str, type[Letter]] = {}


class Letter:
    """A letter: subclass it in `<floor>/letters.py` and hand the class to `notify`.

    `subject` names no person, because it is shown on locked screens and in lists
    (invariant 27). The template is plain text at `letters/<floor>/<code>.txt`; it knows
    `organisation`, `recipient`, `url` (full address of what the letter is about, may be
    empty) and what `notify` was given as context.
    """

    code: ClassVar[str]
    subject: ClassVar[str]
    template_name: ClassVar[str]

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
