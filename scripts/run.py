"""`make run`: from a bare clone to a portal in the browser, and back on Ctrl-C."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from scripts import install, locking, ports
from scripts.console import Stop, say, spoken, tail
from scripts.family import Child, Family, ends_on_signals, undisturbed
from scripts.places import PYTHON, ROOT, VENV, make_writable
from scripts.surroundings import Plan, plan, surroundings

ANSWER_SECONDS = 60.0
LOOK_SECONDS = 0.5


def child_environ(environ: Mapping[str, str], asked: Plan) -> dict[str, str]:
    """Return the environment of every process of the portal."""
    key = environ.get("SECRET_KEY") or locking.secret_key(asked.var / "secret_key")
    return {
        **environ,
        "VAR_DIR": str(asked.var),
        "PUBLIC_URL": asked.public_url,
        "SECRET_KEY": key,
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "PYTHONUNBUFFERED": "1",
        "PATH": f"{VENV / 'bin'}:{environ.get('PATH', os.defpath)}",
    }


def worker_command(asked: Plan) -> list[str]:
    """Return the command of one worker."""
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    size = ["--concurrency", str(asked.worker_processes)]
    return [*_celery(), "worker", *size, *quiet, "--loglevel", "INFO"]


def children(asked: Plan, log: Path) -> list[Child]:
    """Return web, worker and clock, not started yet."""
    web = [
        *(str(PYTHON), "-m", "gunicorn", "mentoring.wsgi:application"),
        *("--bind", f"127.0.0.1:{asked.port}", "--workers", str(asked.web_workers)),
        "--no-control-socket",  # nobody steers it from outside; it would lie in $HOME
        "--preload",  # one import instead of one per worker: a quicker start
        # No nginx stands in front: browsers open connections they keep silent, and each
        # would hold a whole process for half a minute. Threads only wait for them.
        *("--worker-class", "gthread", "--threads", "8"),
        *(
            "--worker-tmp-dir",
            "/dev/shm" if Path("/dev/shm").is_dir() else str(asked.var),
        ),
        *("--max-requests", "5000", "--max-requests-jitter", "500"),
    ]
    clock = [*_celery(), "beat", "--pidfile", "", "--loglevel", "INFO"]
    return [
        Child("сайт", web, log / "web.log"),
        Child("исполнитель фоновых задач", worker_command(asked), log / "worker.log"),
        Child("часы", clock, log / "clock.log"),
    ]


def _celery() -> list[str]:
    return [str(PYTHON), "-m", "celery", "-A", "mentoring"]


def command_of(asked: Plan) -> str:
    """Return what to type to start the same portal: a real one never turns into a demo."""
    return "make run" if asked.has_demo else "make run DEMO=0"


def check_port(asked: Plan) -> None:
    """Raise Stop with the holder's name and a free port when this one is taken."""
    if ports.is_free(asked.port):
        return
    holder = ports.holder(asked.port) or "другая программа"
    other = ports.free_after(asked.port)
    again = f"{command_of(asked)} PORT={other}"
    advice = f"другой порт:\n    {again}" if other else "другой PORT."
    raise Stop(
        f"Порт {asked.port} занят: его держит {holder}. Остановите её или назовите {advice}"
    )


def answers(asked: Plan) -> bool:
    """Tell whether the portal's health page answers 200 now."""
    connection = http.client.HTTPConnection("127.0.0.1", asked.port, timeout=5)
    headers = {"Host": urlsplit(asked.public_url).netloc}
    if asked.is_public:
        headers["X-Forwarded-Proto"] = "https"
    try:
        connection.request("GET", "/health/", headers=headers)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def prepare(asked: Plan, environ: Mapping[str, str]) -> str:
    """Bring database, static files and first data up to date; return what to show."""
    say("Готовлю базу данных и первые данные …")
    words = ["prepare", "--demo" if asked.has_demo else "--no-demo"]
    log = asked.var / "log" / "prepare.log"
    with log.open("wb") as errors:
        done = subprocess.run(
            [str(PYTHON), "manage.py", *words],
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            encoding="utf-8",
            check=False,
        )
    if done.returncode != 0:
        raise Stop(
            f"Не удалось подготовить базу данных. Последние строки {log}:\n{tail(log)}"
        )
    return done.stdout.strip()


def wait_for_answer(family: Family, asked: Plan) -> None:
    """Wait until the portal answers; raises Stop when it does not in a minute."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while not answers(asked):
        family.look_after()
        if time.monotonic() > deadline:
            web = family.children[0]
            raise Stop(
                f"За минуту сайт не ответил. Последние строки {web.log}:\n{tail(web.log)}"
            )
        time.sleep(0.1)
    family.look_after()
    family.is_steady = True


def run(asked: Plan, environ: Mapping[str, str]) -> None:
    """Run the portal until it is told to stop."""
    install.ensure(asked.var)
    environ = child_environ(environ, asked)
    shown = prepare(asked, environ)
    check_port(asked)
    family = Family(children(asked, make_writable(asked.var / "log")), environ, ROOT)
    try:
        family.start()
        wait_for_answer(family, asked)
        say(f"\nПортал работает: {asked.public_url}/\n")
        say(shown)
        say(f"\nЖурналы: {asked.var / 'log'}. Остановить: Ctrl+C.")
        while True:
            time.sleep(LOOK_SECONDS)
            family.look_after()
    finally:
        with undisturbed():
            say("\nОстанавливаю портал …")
            family.stop()


@spoken
def main() -> int:
    """Run the portal; one at a time from one folder."""
    environ = surroundings(os.environ)
    asked = plan(environ)
    make_writable(asked.var)
    note = f"PID {os.getpid()}, {asked.public_url}/"
    with ends_on_signals():
        try:
            with locking.held(asked.var / "portal.lock", note=note):
                check_port(asked)
                run(asked, environ)
        except locking.Taken as taken:
            raise Stop(f"Портал из этой папки уже запущен ({taken}).") from taken
        except KeyboardInterrupt:
            say(
                "Портал остановлен. Данные сохранены, следующий запуск: "
                f"{command_of(asked)}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
