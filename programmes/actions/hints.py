"""What becomes of hints: a proposal accepted into the plan, a hint let stand."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.roadmap_edits import Step, editing
from programmes.actions.row_cells import Writing, inherit_deadline, set_days
from programmes.deadlines import Deadline
from programmes.hints import TITLES, PlaceKind, Proposal
from programmes.models import Measure, Roadmap, Section
from programmes.permissions.roadmap import may_change_roadmap
from programmes.queries.hints import ShownHint, shown_hints

GONE = "Этой подсказки уже нет: план изменился. Обновите страницу."


@transaction.atomic
def accept(
    *, roadmap: Roadmap, keys: Collection[str], by: User, choice: int = 0
) -> int:
    """Accept the proposals of hints into the plan; return how many (R-306…R-317).

    Only the understood deadline or the printed number changes, never the printed text of
    a deadline; the whole is one step of editing and can be undone. `choice` is the place
    of the proposal where a hint makes several. Hints settled meanwhile are passed over.
    """
    with editing(roadmap, by, _what(keys)) as step:
        chosen = [
            shown
            for shown in shown_hints(step.roadmap)
            if shown.key in keys and choice < len(shown.proposals)
        ]
        if not chosen:
            raise Refused(GONE)
        for shown in chosen:
            _apply(step, shown, shown.proposals[choice])
        audit.record(
            by=by,
            what="roadmap.hint_accepted",
            on=step.roadmap,
            after={"hints": [shown.key for shown in chosen]},
        )
    return len(chosen)


def _what(keys: Collection[str]) -> str:
    """«проверка плана: срок вне периода плана»."""
    codes = sorted({key.partition("|")[0] for key in keys} & TITLES.keys())
    kinds = ", ".join(TITLES[code].lower() for code in codes)
    return f"проверка плана: {kinds or 'предложения приняты'}"


def _apply(step: Step, shown: ShownHint, proposal: Proposal) -> None:
    if shown.pk is None:
        raise Refused(GONE)
    if shown.hint.place.kind is PlaceKind.SECTION:
        _apply_to_section(step, step.section(shown.pk), proposal)
        return
    row = step.measure(shown.pk)
    step.about(row)
    _write(step, row, proposal)


def _apply_to_section(step: Step, row: Section, proposal: Proposal) -> None:
    """Measures that take their deadline from the section follow it."""
    heirs = list(row.measures.filter(deadline__is_inherited=True))
    step.about(row, *heirs)
    _write(step, row, proposal)
    writing = Writing(step.roadmap, step.by)
    for heir in heirs:
        inherit_deadline(heir, row, writing)
        heir.save()


def _write(step: Step, row: Section | Measure, proposal: Proposal) -> None:
    if proposal.number:
        row.number_printed = proposal.number
    if proposal.deadline is not None:
        row.deadline = _stored(proposal.deadline, row.deadline_raw)
        set_days(row, Writing(step.roadmap, step.by))
    row.save()


def _stored(deadline: Deadline, raw: str) -> dict[str, object]:
    """The meaning changes, the printed words stay."""
    content = {**deadline.to_json(), "raw": raw}
    return {name: value for name, value in content.items() if value}


@transaction.atomic
def dismiss(*, roadmap: Roadmap, keys: Collection[str], by: User) -> int:
    """Let hints stand as read; they speak again once their text changes."""
    roadmap = _locked(roadmap, by)
    known = {shown.key for shown in shown_hints(roadmap)}
    fresh = [key for key in keys if key in known and key not in roadmap.accepted_hints]
    if fresh:
        # Those whose text has changed since will never be asked for again.
        kept = [key for key in roadmap.accepted_hints if key in known]
        _write_accepted(roadmap, by, [*kept, *fresh], "roadmap.hint_dismissed")
    return len(fresh)


@transaction.atomic
def recall(*, roadmap: Roadmap, by: User) -> None:
    """Show again the hints that were let stand."""
    roadmap = _locked(roadmap, by)
    if roadmap.accepted_hints:
        _write_accepted(roadmap, by, [], "roadmap.hints_recalled")


def _write_accepted(roadmap: Roadmap, by: User, keys: list[str], what: str) -> None:
    before = {"hints": roadmap.accepted_hints}
    roadmap.accepted_hints = keys
    roadmap.save(update_fields=["accepted_hints"])
    audit.record(by=by, what=what, on=roadmap, before=before, after={"hints": keys})


def _locked(roadmap: Roadmap, by: User) -> Roadmap:
    locked = (
        Roadmap.objects.select_for_update(of=("self",))
        .select_related("cycle")
        .get(pk=roadmap.pk)
    )
    may_change_roadmap(by, locked.cycle).require()
    return locked
