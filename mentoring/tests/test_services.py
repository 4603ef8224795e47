"""The services the other tests stand on: a real worker does what is handed over."""

from __future__ import annotations

import pytest
from celery import current_app
from django.db import connection

from common.errands import sweep
from common.tests.processes import wait_until

pytestmark = pytest.mark.services


def queue_length(redis_url):
    with current_app.connection_for_read(redis_url) as wire:
        return wire.default_channel.client.llen("celery")


def test_a_worker_killed_and_started_again_takes_what_waited(worker, redis_url):
    worker.kill()
    current_app.send_task("no.such.task", (1,))
    assert queue_length(redis_url) == 1

    worker.start()

    wait_until(lambda: queue_length(redis_url) == 0)


def test_a_lost_redis_is_found_again(worker, redis_server):
    redis_server.kill()
    redis_server.start()
    current_app.send_task("no.such.task", (1,))

    wait_until(lambda: "no.such.task" in worker.log.read_text(encoding="utf-8"))


def test_the_worker_stands_on_the_database_of_the_test(worker):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        )
        assert cursor.fetchone()[0] >= 1
    assert worker.environ()["DATABASE_URL"].endswith(connection.settings_dict["NAME"])
    assert sweep() == 0
