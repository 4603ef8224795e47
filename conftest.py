"""What every test stands on: folders of its own, and the services some of them need."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import OperationalError, connection
from django.test import override_settings

from common.tests import databases, processes
from common.tests.once import made_once, manage
from scripts.suite import find_chromium, find_redis

pytest_plugins = ["accounts.tests.people"]

# The longest tests, in seconds when nothing else runs; others of real processes take two.
LONG = {
    "test_axe_finds_nothing_and_nothing_is_wider_than_a_phone": 60,
    "test_a_whole_cycle_on_postgresql_and_redis": 60,
    "test_a_whole_cycle_on_the_embedded_default": 60,
    "test_the_core_forms_need_no_script": 15,
    "test_a_killed_worker_leaves_no_row_or_all": 20,
    "test_a_killed_worker_loses_and_doubles_nothing": 12,
}


def lacking(what: str) -> None:
    """Skip where a service may be missing; fail where it must not (REQUIRE_SERVICES=1)."""
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is required here and missing")
    pytest.skip(f"{what} is missing")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Begin every worker's share with tests that wait for real processes, the longest first.

    At the end small tests are left, and one worker can take them over from another.
    """
    count = getattr(config, "workerinput", {}).get("workercount", 1)
    if count > 1:
        items[:] = dealt(items, count)


def dealt(items: list[pytest.Item], count: int) -> list[pytest.Item]:
    """Order tests for so many workers, who get equal shares one after another."""
    slow = sorted(
        (item for item in items if waits(item)),
        key=lambda item: -LONG.get(item.name, 2),
    )
    quick = iter([item for item in items if not waits(item)])
    order: list[pytest.Item] = []
    for place in range(count):
        order += slow[place::count]
        order += islice(quick, max(0, (place + 1) * len(items) // count - len(order)))
    return [*order, *quick]


def waits(item: pytest.Item) -> bool:
    """Tell whether a test has processes of its own to wait for."""
    return any(item.get_closest_marker(mark) for mark in ("browser", "services"))


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave the modules and tests alone: they stay."""
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Drop the database the workers' were copied from, when all of them have ended."""
    is_worker = hasattr(config, "workerinput")
    if connection.vendor == "postgresql" and not is_worker:
        with suppress(OperationalError):  # nothing answered here, so nothing was made
            databases.drop(databases.MODEL)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Give this process a database of its own, copied from one that is migrated once."""
    if connection.vendor == "sqlite":
        migrated = request.getfixturevalue("migrated_sqlite")
        with django_db_blocker.unblock():
            databases.copy_file(migrated)
        yield
        return
    with django_db_blocker.unblock():
        made_once(tmp_path_factory, worker_id, "migrated", databases.migrate_model)
        own = databases.copy_model(worker_id)
    yield
    with django_db_blocker.unblock():
        databases.drop(own)


@pytest.fixture(scope="session", autouse=True)
def own_surroundings(tmp_path_factory) -> Iterator[None]:
    """Keep files, queue, ledger and static files of a real installation out of the tests."""
    current_app.conf.update(broker_url="memory://")
    # A live server's thread lives as long as its browser keeps the line open: a connection
    # kept with it would stand in the way of dropping and copying the database.
    connection.settings_dict["CONN_MAX_AGE"] = 0
    if connection.vendor == "postgresql":
        # No test outlives a crash of the server: commits need not wait for its disk.
        options = connection.settings_dict["OPTIONS"]
        options["options"] += " -c synchronous_commit=off"
    with override_settings(
        VAR_DIR=tmp_path_factory.mktemp("var"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        CACHES={
            "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        },
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {
                "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
            },
        },
    ):
        yield


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a file of SQLite with every table and no row, to be copied: migrating is slow."""

    def migrate(file: Path) -> None:
        url = f"sqlite:///{file}"
        manage("migrate", VAR_DIR=str(file.parent), DATABASE_URL=url)

    return made_once(tmp_path_factory, worker_id, "migrated.sqlite3", migrate)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` commits, as a request does, and runs its errands at once."""

    @contextmanager
    def block():
        before = current_app.conf.task_always_eager
        current_app.conf.task_always_eager = True
        try:
            with django_capture_on_commit_callbacks(execute=True):
                yield
        finally:
            current_app.conf.task_always_eager = before

    return block


@pytest.fixture(scope="session")
def race_rounds() -> int:
    """How many times a race is run: a few, or a thousand under `make deep`."""
    return int(os.environ.get("RACE_ROUNDS", "20"))


@pytest.fixture(scope="session")
def kill_rounds() -> int:
    """How many times a worker is killed: a few, or two hundred under `make deep`."""
    return int(os.environ.get("KILL_ROUNDS", "5"))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of a Chromium."""
    path = find_chromium(os.environ)
    if not path:
        lacking("Chromium")
    return path


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[processes.RedisServer]:
    """Start a Redis that belongs to this test alone."""
    if not find_redis():
        lacking("redis-server")
    folder = tmp_path / "redis"
    folder.mkdir()
    server = processes.RedisServer(folder)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def redis_url(redis_server: processes.RedisServer) -> Iterator[str]:
    """Lead this process's tasks to a Redis of the test's own; return its address."""
    before = current_app.conf.broker_url
    _lead_to(redis_server.url)
    yield redis_server.url
    _lead_to(before)


def _lead_to(broker: str) -> None:
    current_app.conf.update(broker_url=broker)
    # Celery keeps the pools of the broker it has already spoken to: let it forget.
    for kept in ("_pool", "amqp"):
        vars(current_app).pop(kept, None)


@pytest.fixture
def postgresql(transactional_db: None) -> None:
    """Let the test see what other processes and connections see: PostgreSQL alone can."""
    if connection.vendor != "postgresql":
        lacking("PostgreSQL")


@pytest.fixture
def worker(
    postgresql: None, redis_url: str, tmp_path: Path
) -> Iterator[processes.Worker]:
    """Start a real worker process on the test's PostgreSQL database and Redis."""
    folder = tmp_path / "worker"
    folder.mkdir()
    running = processes.Worker(redis_url, folder).start()
    yield running
    running.kill()
