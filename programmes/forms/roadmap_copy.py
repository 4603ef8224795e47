"""Which measures the next plan takes, and with which printed deadlines."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict

from programmes.models import Measure
from programmes.queries.roadmap_next import CopyLine, CopyProposal

LONGEST_DEADLINE: int = Measure._meta.get_field("deadline_raw").max_length or 0


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of the form as it stands now."""

    line: CopyLine
    is_taken: bool
    text: str

    @property
    def field(self) -> str:
        return f"deadline-{self.line.measure.pk}"

    @property
    def is_rewritten(self) -> bool:
        """Whether there is anything to agree to: the proposed text differs."""
        return self.line.proposed != self.line.measure.deadline_raw


class CopyForm:
    """The ticks and texts of the page; nothing typed is lost when it is refused."""

    def __init__(self, proposal: CopyProposal, asked: QueryDict | None = None) -> None:
        self._proposal = proposal
        self._asked = asked

    @property
    def sections(self) -> list[tuple[str, list[ShownLine]]]:
        """What the page shows: (title of the section, its rows)."""
        return [
            (section.title, [self._shown(line) for line in section.lines])
            for section in self._proposal.sections
        ]

    @property
    def taken(self) -> set[int]:
        """Keys of the measures to take."""
        return {shown.line.measure.pk for shown in self._rows if shown.is_taken}

    @property
    def texts(self) -> dict[int, str]:
        """Deadlines written by hand, by the key of the measure."""
        return {
            shown.line.measure.pk: shown.text
            for shown in self._rows
            if shown.text != shown.line.proposed
        }

    @property
    def _rows(self) -> list[ShownLine]:
        return [self._shown(line) for line in self._proposal.lines]

    def _shown(self, line: CopyLine) -> ShownLine:
        if self._asked is None:
            return ShownLine(line, line.is_taken, line.proposed)
        ticked = str(line.measure.pk) in self._asked.getlist("take")
        text = self._asked.get(f"deadline-{line.measure.pk}", line.proposed)
        return ShownLine(line, ticked, text.strip()[:LONGEST_DEADLINE])
