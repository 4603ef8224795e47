"""Background work whose truth is a row: the queue only hints that there is something to do.

An action marks its row as waiting and hands the errand over by name on commit. A worker
claims the row by a conditional update, so that running twice equals running once; a
sweep hands over again whatever waited or fell silent too long. Losing the queue loses
nothing. Work that failed waits for its next attempt by itself, holding up nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, ClassVar, TypeVar

from celery import current_app, shared_task
from celery.app.task import Task
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from common.errors import Refused
from common.tenancy import everywhere, within

logger = logging.getLogger(__name__)

FAILED_ONCE = "Внутренняя ошибка. Мы повторим попытку."
STOPPED = "Внутренняя ошибка: после нескольких попыток работа остановлена."
# How many rows of a model one sweep hands over.
BATCH_SIZE = 500


class ErrandState(models.TextChoices):
    """How far the background work of a row has come."""

    NONE = "none", "Не требуется"
    WAITING = "waiting", "В очереди"
    RUNNING = "running", "Выполняется"
    DONE = "done", "Готово"
    FAILED = "failed", "Не удалось"


FIELDS = (
    "errand_state",
    "errand_attempts",
    "errand_seen_at",
    "errand_due_at",
    "errand_failure",
)


class ErrandRow(models.Model):
    """A row that carries the state of its own background work.

    `pauses` stand between its attempts, so there is one attempt more than pauses; the
    sweep's own wait is pause enough where nobody outside is to be waited for. A pause
    follows a failure: the row of a worker that died is handed over by the next sweep
    that notices.
    """

    pauses: ClassVar[tuple[timedelta, ...]] = (timedelta(0), timedelta(0))

    errand_state = models.CharField(
        max_length=10, choices=ErrandState, default=ErrandState.NONE
    )
    errand_attempts = models.PositiveSmallIntegerField(default=0)
    errand_seen_at = models.DateTimeField(null=True, blank=True)
    errand_due_at = models.DateTimeField(null=True, blank=True)
    errand_failure = models.TextField(blank=True)

    class Meta:
        abstract = True

    def expect_errand(self) -> list[str]:
        """Mark the work as waiting; return the names of the fields to save."""
        self.errand_state = ErrandState.WAITING
        self.errand_attempts = 0
        self.errand_seen_at = timezone.now()
        self.errand_due_at = None
        self.errand_failure = ""
        return list(FIELDS)

    @property
    def next_attempt_at(self) -> datetime | None:
        """When work that failed is tried again; None when nothing of it is to come."""
        is_to_come = self.errand_state == ErrandState.WAITING
        return self.errand_due_at if is_to_come else None


R = TypeVar("R", bound=ErrandRow)


class TryAgain(Exception):
    """The work cannot be done just now; the Russian reason is kept with the row."""


class ClaimLost(Exception):
    """Another worker has taken the row over: undo what this one did."""


@dataclass(frozen=True)
class Claim:
    """A worker's hold on one row; the attempt's number fences late finishers out."""

    model: type[ErrandRow]
    pk: int
    attempt: int

    @property
    def is_last(self) -> bool:
        """Tell whether no attempt follows this one."""
        return self.attempt > len(self.model.pauses)

    def _held(self) -> models.QuerySet[ErrandRow]:
        return self.model._base_manager.filter(
            pk=self.pk, errand_state=ErrandState.RUNNING, errand_attempts=self.attempt
        )

    def beat(self) -> None:
        """Show a sign of life; raise ClaimLost when the row was taken over."""
        if not self._held().update(errand_seen_at=timezone.now()):
            raise ClaimLost

    def finish(self) -> None:
        """Mark the work done, inside the transaction that keeps its result."""
        if not self._held().update(
            errand_state=ErrandState.DONE,
            errand_seen_at=timezone.now(),
            errand_failure="",
        ):
            raise ClaimLost

    def fail(self, reason: str, *, for_good: bool) -> None:
        """Let the row wait for its next attempt, or give the work up with its reason."""
        now = timezone.now()
        is_last = for_good or self.is_last
        due_at = None if is_last else now + self.model.pauses[self.attempt - 1]
        self._held().update(
            errand_state=ErrandState.FAILED if is_last else ErrandState.WAITING,
            errand_seen_at=now,
            errand_due_at=due_at,
            errand_failure=reason,
        )


Work = Callable[[R, Claim], None]

registered: dict[str, type[ErrandRow]] = {}


def errand(name: str, model: type[R]) -> Callable[[Work[R]], Task[[int], None]]:
    """Register `work(row, claim)` as the errand `name` of rows of `model`.

    The work runs in the scope of the row's organisation, outside a transaction; the
    action that keeps its result calls `claim.finish()` in its own transaction.
    """
    if model in registered.values():
        raise ValueError(f"{model.__name__} already has an errand")
    registered[name] = model

    def decorate(work: Work[R]) -> Task[[int], None]:
        @shared_task(name=name)
        def run(pk: int) -> None:
            claim = take(model, pk)
            if claim is not None:
                _work(work, model, claim)

        return run

    return decorate


def take(model: type[R], pk: int) -> Claim | None:
    """Claim a waiting row for this worker; None when it is not due or somebody has it."""
    now = timezone.now()
    rows = model._base_manager.filter(_due(now), pk=pk)
    taken = rows.update(
        errand_state=ErrandState.RUNNING,
        errand_attempts=F("errand_attempts") + 1,
        errand_seen_at=now,
    )
    if not taken:
        return None
    return Claim(model, pk, model._base_manager.get(pk=pk).errand_attempts)


def _due(now: datetime) -> Q:
    return Q(errand_state=ErrandState.WAITING) & (
        Q(errand_due_at=None) | Q(errand_due_at__lte=now)
    )


def _work(work: Work[R], model: type[R], claim: Claim) -> None:
    row = model._base_manager.get(pk=claim.pk)
    try:
        with _place_of(row):
            work(row, claim)
    except ClaimLost:
        logger.warning("%s %s was taken over by another worker", model, claim.pk)
    except TryAgain as reason:
        logger.warning("%s %s has to wait: %s", model, claim.pk, reason.__cause__)
        claim.fail(str(reason), for_good=False)
    except Refused as refusal:
        claim.fail(str(refusal), for_good=True)
    except Exception:
        logger.exception("The errand of %s %s failed", model.__name__, claim.pk)
        claim.fail(STOPPED if claim.is_last else FAILED_ONCE, for_good=False)


@contextmanager
def _place_of(row: ErrandRow) -> Iterator[None]:
    """Open the scope of the row's organisation, by its own clock, as its pages do."""
    organisation_id: int | None = getattr(row, "organisation_id", None)
    if organisation_id is None:
        with everywhere():
            yield
        return
    time_zone: str = row.organisation.time_zone  # type: ignore[attr-defined]  # a tenant row
    with within(organisation_id), timezone.override(time_zone):
        yield


def hand_over(name: str, pk: int) -> None:
    """Send the errand when the transaction commits; the sweep covers a lost message."""
    transaction.on_commit(partial(send, name, pk))


def send(name: str, pk: int) -> None:
    """Hint to the workers that a row waits; a dead queue is not the person's trouble."""
    try:
        current_app.tasks[name].apply_async((pk,))
    except OSError:
        logger.warning("The queue is away; the sweep will hand %s %s over", name, pk)
    except current_app.connection_for_write().connection_errors:
        logger.warning("The queue is away; the sweep will hand %s %s over", name, pk)


def sweep() -> int:
    """Hand over again what waited or fell silent too long; return how many rows."""
    return sum(_sweep_one(name, model) for name, model in sorted(_waiting_models()))


def _waiting_models() -> Iterable[tuple[str, Any]]:
    return registered.items()


def _sweep_one(name: str, model: type[ErrandRow]) -> int:
    now = timezone.now()
    rows = model._base_manager.all()
    waited = Q(errand_seen_at__lt=now - timedelta(seconds=settings.ERRAND_WAIT_SECONDS))
    chosen = [
        *_taken_from_the_dead(model, now),
        *rows.filter(waited, _due(now))
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH_SIZE],
    ]
    rows.filter(pk__in=chosen).update(errand_seen_at=now)
    for pk in chosen:
        send(name, pk)
    return len(chosen)


def _taken_from_the_dead(model: type[ErrandRow], now: datetime) -> list[int]:
    """Let rows of silent workers wait for others, who get them at once; return keys."""
    lease = timedelta(seconds=settings.ERRAND_LEASE_SECONDS)
    silent = model._base_manager.filter(
        errand_state=ErrandState.RUNNING, errand_seen_at__lt=now - lease
    )
    silent.filter(errand_attempts__gt=len(model.pauses)).update(
        errand_state=ErrandState.FAILED,
        errand_failure="Работа прерывалась раз за разом. Запустите её ещё раз.",
    )
    keys = list(silent.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE])
    silent.filter(pk__in=keys).update(
        errand_state=ErrandState.WAITING, errand_seen_at=now, errand_due_at=None
    )
    return keys
