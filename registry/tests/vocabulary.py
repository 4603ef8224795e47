"""The vocabulary of the method, which hundreds of tests begin with."""

from __future__ import annotations

from common.tests.remembered import Remembered
from registry.actions.reference import load_reference

REFERENCE = Remembered()


def know_the_reference() -> None:
    """Let the common reference rows be there, as `load_reference` leaves them."""
    REFERENCE.begin(load_reference)
