"""Steps of editing a roadmap: each is kept with what it changed, undone and done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from common.errors import Refused
from programmes.actions.row_writing import restore
from programmes.models import Measure, Roadmap, RoadmapEdit, Section
from programmes.permissions.roadmap import may_change_roadmap
from programmes.queries.row_states import (
    Key,
    Row,
    State,
    difference,
    key_of,
    keys_by_model,
    states_now,
    states_of,
    strayed,
)

LONGEST_WORDS = 200
# What moves with the rows around and says nothing of the row itself.
PLACE = {"ordinal"}


class Step:
    """A step under way: rows are named before they change, the step finds what did."""

    def __init__(self, roadmap: Roadmap, by: User) -> None:
        self.roadmap = roadmap
        self.by = by
        self._before: dict[Key, State | None] = {}

    def about(self, *rows: Row) -> None:
        """Remember rows as they are now, before they change."""
        fresh = [row for row in rows if key_of(row) not in self._before]
        self._before |= states_of(fresh)

    def added(self, row: Row) -> None:
        """Remember that the row was not there."""
        self._before[key_of(row)] = None

    def measures(self, pks: Iterable[int]) -> list[Measure]:
        """Lock measures of this roadmap in the order of the plan."""
        found = Measure.objects.select_for_update(of=("self",)).filter(
            section__roadmap=self.roadmap, pk__in=pks
        )
        locked = list(found.order_by("pk"))
        return sorted(locked, key=lambda row: (row.section.ordinal, row.ordinal))

    def measure(self, pk: int) -> Measure:
        """Lock one measure; a removed one is refused in words."""
        found = self.measures([pk])
        if not found:
            raise Refused("Этого мероприятия в плане уже нет. Обновите страницу.")
        return found[0]

    def section(self, pk: int) -> Section:
        """Read a section; the lock of the roadmap guards its sections too."""
        found = Section.objects.filter(roadmap=self.roadmap, pk=pk).first()
        if found is None:
            raise Refused("Этого раздела в плане уже нет. Обновите страницу.")
        return found

    def close(self, what: str, *, tells_rows: bool) -> RoadmapEdit | None:
        """Keep the step with what changed; nothing changed, nothing is kept."""
        was, became = difference(self._before, states_now(self.roadmap, self._before))
        if not was:
            return None
        edit = RoadmapEdit.objects.create(
            organisation_id=self.roadmap.organisation_id,
            roadmap=self.roadmap,
            by=self.by,
            what=short(what, LONGEST_WORDS),
            before=was,
            after=became,
        )
        _new_versions(was, became)
        _tell(self.roadmap, self.by, "edited", edit, (was, became), tells_rows)
        return edit


@contextmanager
def editing(
    roadmap: Roadmap, by: User, what: str, *, tells_rows: bool = True
) -> Iterator[Step]:
    """Make one step: lock the roadmap, do the work, keep what changed.

    `tells_rows`: each changed measure gets an event of its own; the work of other actions
    tells of itself. The caller has opened the transaction.
    """
    locked = (
        Roadmap.objects.select_for_update(of=("self",))
        .select_related("cycle__introduction_order")
        .filter(pk=roadmap.pk)
        .first()
    )
    if locked is None:
        raise Refused("Этот план заменён другим. Обновите страницу.")
    may_change_roadmap(by, locked.cycle).require()
    step = Step(locked, by)
    yield step
    step.close(what, tells_rows=tells_rows)


@transaction.atomic
def undo(*, edit: RoadmapEdit, by: User) -> RoadmapEdit:
    """Take a step back while its rows still hold what it left."""
    return _turn(edit, by, is_undone=True)


@transaction.atomic
def redo(*, edit: RoadmapEdit, by: User) -> RoadmapEdit:
    """Do an undone step again while its rows still hold what it found."""
    return _turn(edit, by, is_undone=False)


def _turn(edit: RoadmapEdit, by: User, *, is_undone: bool) -> RoadmapEdit:
    roadmap = (
        Roadmap.objects.select_for_update(of=("self",))
        .select_related("cycle__introduction_order")
        .get(pk=edit.roadmap_id)
    )
    may_change_roadmap(by, roadmap.cycle).require()
    edit = RoadmapEdit.objects.select_for_update(of=("self",)).get(pk=edit.pk)
    if (edit.undone_at is not None) == is_undone:
        return edit
    left, wanted = edit.after, edit.before
    if not is_undone:
        left, wanted = wanted, left
    _require_unchanged(roadmap, left)
    restore(roadmap, wanted)
    _new_versions(left, wanted)
    edit.undone_at = timezone.now() if is_undone else None
    edit.save(update_fields=["undone_at"])
    verb = "edit_undone" if is_undone else "edit_redone"
    _tell(roadmap, by, verb, edit, (left, wanted), tells_rows=True)
    return edit


def _require_unchanged(roadmap: Roadmap, left: Mapping[Key, State | None]) -> None:
    measures = keys_by_model(left)[Measure]
    locked = Measure.objects.select_for_update(of=("self",)).filter(pk__in=measures)
    list(locked.order_by("pk"))
    changed = strayed(states_now(roadmap, left), left)
    if not changed:
        return
    label, _, pk = changed[0].partition(":")
    model = Section if label == Section._meta.label_lower else Measure
    row = model.objects.filter(pk=pk).first()
    which = f"Строку «{short(str(row))}»" if row else "Одну из строк"
    raise Refused(
        f"{which} с тех пор изменили: эту правку уже не отменить. Исправьте строку сами."
    )


def _new_versions(*states: Mapping[Key, State | None]) -> None:
    """Whoever still types into one of these rows learns that it has moved on."""
    keys = {key for state in states for key in state}
    rows = Measure.objects.filter(pk__in=keys_by_model(keys)[Measure])
    for row in (changed := list(rows)):
        row.version += 1
    Measure.objects.bulk_update(changed, ["version"], batch_size=500)


def _tell(
    roadmap: Roadmap,
    by: User,
    verb: str,
    edit: RoadmapEdit,
    change: tuple[Mapping[Key, State | None], Mapping[Key, State | None]],
    tells_rows: bool,  # noqa: FBT001 -- passed through
) -> None:
    was, became = change
    pks = sorted(keys_by_model(was)[Measure])
    audit.record(by=by, what=f"roadmap.{verb}", on=roadmap, remark=edit.what, ids=pks)
    if not tells_rows:
        return
    for measure in Measure.objects.filter(pk__in=pks):
        before, after = was[key_of(measure)], became[key_of(measure)]
        if before is not None and after is not None and before.keys() <= PLACE:
            continue
        audit.record(
            by=by,
            what=f"measure.{verb}" if before else "measure.added",
            on=measure,
            before=before if after else None,
            after=after if before else None,
        )


def short(words: str, longest: int = 80) -> str:
    """Cut words that are too long for a list of steps."""
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
