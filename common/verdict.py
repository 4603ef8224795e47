"""The answer to “may I?”: yes, or no with a reason fit to show the person."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer for the action (`require`), the button (`refusal`) and the test."""

    refusal: str = ""

    def __bool__(self) -> bool:
        return not self.refusal

    def require(self) -> None:
        """Raise PermissionDenied with the reason unless the answer is yes."""
        if self.refusal:
            raise PermissionDenied(self.refusal)


YES = Verdict()


def no(reason: str) -> Verdict:
    """Say no; `reason` is a Russian sentence that tells the person what to do."""
    return Verdict(reason)


def all_of(*verdicts: Verdict) -> Verdict:
    """Say yes when every verdict does, else the first no."""
    return next((verdict for verdict in verdicts if not verdict), YES)
