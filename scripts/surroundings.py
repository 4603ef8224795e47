"""What the environment and the .env file ask of a start: read, checked, understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scripts.console import Stop
from scripts.places import ROOT, var_dir

DEFAULT_PORT = 8000
FULL_STACK = ("DATABASE_URL", "REDIS_URL", "PUBLIC_URL")
YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})
LINE = re.compile(r"^(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*)$")


@dataclass(frozen=True)
class Plan:
    """One start of the portal, as asked."""

    port: int
    has_demo: bool
    public_url: str
    is_public: bool
    has_redis: bool
    web_workers: int
    worker_processes: int
    var: Path

    @property
    def local_url(self) -> str:
        """Where gunicorn listens: this machine alone."""
        return f"http://127.0.0.1:{self.port}"


def read_env_file(text: str) -> dict[str, str]:
    """Read NAME=value lines; '#' begins a comment, quotes around a value go.

    Raises Stop naming the first line that is neither.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = LINE.match(stripped)
        if match is None:
            raise Stop(
                f".env, строка {number}: ожидается ИМЯ=значение, а там: {stripped}"
            )
        found[match["name"]] = _unquoted(match["value"].strip())
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return re.split(r"\s#", value, maxsplit=1)[0].rstrip()


def surroundings(
    environ: Mapping[str, str], env_file: Path = ROOT / ".env"
) -> dict[str, str]:
    """Join the .env file and the environment; the environment wins."""
    try:
        written = read_env_file(env_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        written = {}
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"Не удалось прочитать {env_file}: {error}") from error
    return {**written, **environ}


def plan(environ: Mapping[str, str]) -> Plan:
    """Understand what is asked; raises Stop when it contradicts itself."""
    port = _port(environ.get("PORT", ""))
    public_url = environ.get("PUBLIC_URL") or f"http://127.0.0.1:{port}"
    is_public = urlsplit(public_url).scheme == "https"
    is_full_stack = any(environ.get(name) for name in FULL_STACK)
    has_demo = _flag(environ, "DEMO", default=not is_full_stack)
    has_redis = bool(environ.get("REDIS_URL"))
    if has_demo and urlsplit(public_url).hostname not in {"127.0.0.1", "localhost"}:
        raise Stop(
            "Демонстрация с известными всем паролями не работает по открытому адресу\n"
            f"({public_url}). Уберите PUBLIC_URL или запустите: make run DEMO=0"
        )
    if is_public:
        _check_public(environ)
    return Plan(
        port=port,
        has_demo=has_demo,
        public_url=public_url.rstrip("/"),
        is_public=is_public,
        has_redis=has_redis,
        web_workers=_count(environ, "WEB_WORKERS", 2),
        worker_processes=_count(environ, "WORKER_PROCESSES", 2 if has_redis else 1),
        var=var_dir(environ),
    )


def _check_public(environ: Mapping[str, str]) -> None:
    if not environ.get("SECRET_KEY"):
        raise Stop(
            "Для работы по открытому адресу (PUBLIC_URL с https) нужен свой SECRET_KEY.\n"
            "Создайте его один раз и запишите в .env:\n"
            "    python3 -c 'import secrets; "
            'print("SECRET_KEY=" + secrets.token_urlsafe(50))\' >> .env'
        )
    if not _flag(environ, "BEHIND_PROXY", default=False):
        raise Stop(
            "PUBLIC_URL начинается с https, значит, перед порталом стоит nginx. Скажите\n"
            "об этом порталу: запишите в .env строку BEHIND_PROXY=1 (deploy/nginx.conf\n"
            "передаёт нужный заголовок)."
        )


def _port(value: str) -> int:
    if not value:
        return DEFAULT_PORT
    if not value.isdecimal() or not 1024 <= int(value) <= 65535:
        raise Stop(
            f"PORT={value}: нужен номер порта от 1024 до 65535, например PORT=8001."
        )
    return int(value)


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "").lower()
    if not value:
        return default
    if value not in YES | NO:
        raise Stop(f"{name}={environ[name]}: нужно 1 или 0.")
    return value in YES


def _count(environ: Mapping[str, str], name: str, default: int) -> int:
    value = environ.get(name, "")
    if not value:
        return default
    if not value.isdecimal() or not 1 <= int(value) <= 64:
        raise Stop(f"{name}={value}: нужно число от 1 до 64.")
    return int(value)
