"""A long select is Django's own select, drawn faster."""

from __future__ import annotations

from django import forms

from common.widgets import LongSelect

CHOICES = [("", "Любой"), ("1", "5А"), ("2", "<б>")]


def test_it_draws_what_django_draws():
    for value in (None, "", "2", 1):
        ours = LongSelect({"class": "wide"}, CHOICES).render("group", value)
        theirs = forms.Select({"class": "wide"}, CHOICES).render("group", value)
        assert _bare(ours) == _bare(theirs)


def _bare(html: str) -> str:
    return "".join(html.split())
