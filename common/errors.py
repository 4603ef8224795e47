"""What goes wrong on purpose."""

from __future__ import annotations


class Refused(Exception):
    """A rule said no. The message is Russian, for the person, and says what to do."""


class OutsideScope(RuntimeError):
    """A tenant row was asked for while no organisation had been chosen: a bug."""
