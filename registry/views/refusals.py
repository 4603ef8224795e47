"""A rule's «no» beside the form it was said to, with everything typed kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.forms import BaseForm

from common.errors import Refused


@contextmanager
def refusal_on(form: BaseForm) -> Iterator[None]:
    """Turn a Refused into an error of the form; the block ends there."""
    try:
        yield
    except Refused as refusal:
        form.add_error(None, str(refusal))
