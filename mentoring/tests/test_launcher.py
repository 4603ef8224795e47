"""What `make run` and its kin understand, start, look after and stop."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from common.tests.processes import free_port, portal, wait_until
from scripts import command, ports
from scripts import run as launcher
from scripts.console import Stop
from scripts.family import MOST_FALLS, Child, Family, pause_after, turn_over
from scripts.places import ROOT
from scripts.surroundings import plan, read_env_file, surroundings

PUBLIC = {
    "PUBLIC_URL": "https://school.example",
    "SECRET_KEY": "k",
    "BEHIND_PROXY": "1",
}


# --- What is asked ----------------------------------------------------------------


def test_a_bare_start_is_a_demo_on_port_8000():
    asked = plan({})

    assert (asked.port, asked.has_demo, asked.public_url) == (
        8000,
        True,
        "http://127.0.0.1:8000",
    )
    assert (asked.web_workers, asked.worker_processes) == (2, 1)
    assert asked.var == ROOT / "var"


def test_another_port_moves_the_address():
    asked = plan({"PORT": "8001"})

    assert asked.public_url == asked.local_url == "http://127.0.0.1:8001"


@pytest.mark.parametrize(
    "environ",
    [{"DATABASE_URL": "postgres:///portal"}, {"REDIS_URL": "redis://r/0"}, PUBLIC],
)
def test_a_full_stack_start_has_no_demo_unless_asked(environ):
    assert not plan(environ).has_demo


def test_the_demo_on_postgresql_is_there_when_asked():
    assert plan({"DATABASE_URL": "postgres:///portal", "DEMO": "1"}).has_demo


def test_the_demo_never_stands_at_a_public_address():
    with pytest.raises(Stop, match="DEMO=0"):
        plan({**PUBLIC, "DEMO": "1"})


def test_redis_feeds_two_worker_processes():
    assert plan({"REDIS_URL": "redis://127.0.0.1/0"}).worker_processes == 2


@pytest.mark.parametrize("lost", ["SECRET_KEY", "BEHIND_PROXY"])
def test_a_public_address_needs_its_own_key_and_a_proxy(lost):
    environ = {name: value for name, value in PUBLIC.items() if name != lost}

    with pytest.raises(Stop, match=lost):
        plan(environ)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "80"),
        ("PORT", "70000"),
        ("PORT", "восемь"),
        ("DEMO", "maybe"),
        ("WEB_WORKERS", "0"),
        ("WORKER_PROCESSES", "many"),
    ],
)
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(Stop, match=f"{name}={value}"):
        plan({name: value})


def test_an_env_file_is_read_with_comments_quotes_and_exports():
    text = "# порт\nPORT=8001 # занят 8000\n\nexport NAME='a b'\nURL=\"x#y\"\nEMPTY=\n"

    assert read_env_file(text) == {
        "PORT": "8001",
        "NAME": "a b",
        "URL": "x#y",
        "EMPTY": "",
    }


def test_a_line_that_is_no_setting_is_named_by_its_number():
    with pytest.raises(Stop, match="строка 2"):
        read_env_file("PORT=8001\nдемо\n")


def test_the_environment_wins_over_the_env_file(tmp_path):
    (tmp_path / ".env").write_text("PORT=8001\nDEMO=0\n", encoding="utf-8")

    assert surroundings({"PORT": "9000"}, tmp_path / ".env") == {
        "PORT": "9000",
        "DEMO": "0",
    }
    assert surroundings({}, tmp_path / "absent") == {}


def test_an_unreadable_env_file_is_a_message(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe")

    with pytest.raises(Stop, match="Не удалось прочитать"):
        surroundings({}, tmp_path / ".env")


def test_every_setting_is_explained_in_the_example():
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    explained = set(re.findall(r"^#([A-Z_]+)=", example, flags=re.M))
    settings = (ROOT / "mentoring" / "settings.py").read_text(encoding="utf-8")
    asked = set(re.findall(r"env_(?:text|bool|int)\(\s*\"([A-Z_]+)\"", settings))

    assert {"PORT", "DEMO", "WEB_WORKERS", "WORKER_PROCESSES"} | asked == explained


# --- The processes ----------------------------------------------------------------


def family_of(tmp_path: Path, script: str) -> Family:
    child = Child("проба", ["/bin/sh", "-c", script], tmp_path / "child.log")
    return Family([child], dict(os.environ), tmp_path)


def test_the_pauses_grow_to_half_a_minute():
    assert [pause_after(falls) for falls in (1, 2, 3, 6)] == [1, 2, 4, 30]


def test_a_fall_before_the_first_answer_stops_everything(tmp_path):
    family = family_of(tmp_path, "echo no module; exit 3")
    family.start()
    wait_until(lambda: not family.children[0].is_alive())

    with pytest.raises(Stop, match=r"код 3[\s\S]*no module"):
        family.look_after()


def test_a_fallen_process_is_started_again_after_a_pause(tmp_path, capsys):
    family = family_of(tmp_path, "echo alive; sleep 60")
    family.start()
    family.is_steady = True
    child = family.children[0]
    first = child.process
    first.kill()
    wait_until(lambda: not child.is_alive())

    family.look_after()
    assert child.resumes_at is not None
    assert "Перезапускаю через 1 с." in capsys.readouterr().out
    child.resumes_at = 0.0
    family.look_after()

    assert child.is_alive()
    assert child.process is not first
    family.stop()
    assert not child.is_alive()


def test_a_process_that_falls_again_and_again_stops_everything(tmp_path):
    family = family_of(tmp_path, "exit 1")
    family.start()
    family.is_steady = True
    child = family.children[0]

    for _ in range(MOST_FALLS - 1):
        wait_until(lambda: not child.is_alive())
        family.look_after()
        child.start(family.environ, family.folder)
    wait_until(lambda: not child.is_alive())

    with pytest.raises(Stop, match="Снова и снова"):
        family.look_after()


def test_steadiness_forgives_old_falls(tmp_path):
    family = family_of(tmp_path, "sleep 60")
    family.start()
    child = family.children[0]
    child.falls = 3
    child.started_at -= 120

    family.look_after()

    assert child.falls == 0
    family.stop()


def test_children_end_when_the_launcher_is_killed(tmp_path):
    script = (
        "import os, time; from pathlib import Path; from scripts.family import Child, Family\n"
        f"child = Child('проба', ['sleep', '60'], Path({str(tmp_path / 'log')!r}))\n"
        "Family([child], os.environ, Path('/')).start(); print(child.process.pid, flush=True)\n"
        "time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())

    parent.kill()
    parent.wait()
    parent.stdout.close()

    wait_until(lambda: not is_running(pid))


def is_running(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return (
        stat.exists()
        and stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    )


def test_a_long_log_is_put_aside(tmp_path):
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * (5 * 1024 * 1024 + 1))

    turn_over(log)

    assert not log.exists()
    assert (tmp_path / "web.1.log").exists()


def test_the_processes_listen_on_this_machine_alone(tmp_path):
    asked = plan({"PORT": "8001", "REDIS_URL": "redis://127.0.0.1/0"})
    web, worker, clock = launcher.children(asked, tmp_path)

    assert "127.0.0.1:8001" in web.command
    assert worker.command[worker.command.index("--concurrency") + 1] == "2"
    assert "beat" in clock.command


def test_silent_connections_do_not_hold_the_portal_up(tmp_path):
    port = free_port()
    web = launcher.children(plan({"PORT": str(port)}), tmp_path)[0].command
    app = {"mentoring.wsgi:application": "wsgiref.simple_server:demo_app"}
    process = subprocess.Popen(
        [app.get(word, word) for word in web], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: not ports.is_free(port))
        silent = [socket.create_connection(("127.0.0.1", port)) for _ in range(4)]
        time.sleep(0.5)
        visitor = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        visitor.request("GET", "/")
        assert visitor.getresponse().status == http.client.OK
        for connection in (*silent, visitor):
            connection.close()
    finally:
        process.terminate()
        process.wait()


def test_the_children_share_one_key_address_and_folder(tmp_path):
    environ = {"VAR_DIR": str(tmp_path), "PORT": "8001"}

    first = launcher.child_environ(environ, plan(environ))

    assert first["PUBLIC_URL"] == "http://127.0.0.1:8001"
    assert first["SECRET_KEY"] == (tmp_path / "secret_key").read_text().strip()
    assert (
        launcher.child_environ({**environ, "SECRET_KEY": "own"}, plan(environ))[
            "SECRET_KEY"
        ]
        == "own"
    )


def test_commands_are_a_worker_or_words_of_manage():
    asked = plan({})

    assert "worker" in command.words_of(["worker"], asked)
    assert command.words_of(["backup"], asked)[1:] == ["manage.py", "backup"]
    for words in ([], ["restore", ""]):
        with pytest.raises(Stop, match="Назовите"):
            command.words_of(words, asked)


# --- The whole of it --------------------------------------------------------------


@pytest.mark.deep
def test_the_portal_starts_keeps_its_data_and_stops(tmp_path):
    with portal(tmp_path) as first:
        assert "Портал работает" in first.said
        assert first.url in first.said
        again = subprocess.run(
            [sys.executable, "-m", "scripts.run"],
            cwd=ROOT,
            env={**os.environ, "VAR_DIR": str(tmp_path), "PORT": str(free_port())},
            capture_output=True,
            text=True,
            check=False,
        )
        assert again.returncode == 1
        assert "уже запущен" in again.stderr
    assert first.process.returncode == 0

    began = time.monotonic()
    with portal(tmp_path) as second:
        assert time.monotonic() - began < 10
        with urllib.request.urlopen(f"{second.url}/health/") as answer:
            assert answer.status == 200
        second.process.send_signal(signal.SIGTERM)
        second.process.stdout.read()
        assert second.process.wait(timeout=30) == 0
    assert second.said.count("Портал работает") == 1
