"""What the scripts find out about a machine and change on it before anything starts."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

from common.tests.processes import free_port
from scripts import install, locking, machine, places, ports
from scripts import run as launcher
from scripts.console import Stop, spoken, tail
from scripts.surroundings import plan

# --- The machine ------------------------------------------------------------------


def test_missing_packages_are_named_once():
    needed = {"a.so": "package-a", "b.so": "package-b", "c.so": "package-b"}

    assert machine.missing(needed, lambda name: name == "a.so") == ["package-b"]
    assert machine.missing(needed, lambda _name: True) == []


def test_libraries_fonts_and_commands_are_found_where_they_are(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "Font.ttf").touch()

    assert machine.has_library("libc.so.6")
    assert not machine.has_library("libnothing.so.0")
    assert machine.has_font("Font.ttf", [tmp_path])
    assert not machine.has_font("Other.ttf", [tmp_path, tmp_path / "absent"])
    assert machine.has_command("sh")
    assert not machine.has_command("no-such-program")


@pytest.mark.parametrize(
    ("user_id", "has_apt", "sudo_works", "prefix"),
    [
        (0, True, False, []),
        (1000, True, True, ["sudo", "-n"]),
        (1000, True, False, None),
        (0, False, True, None),
    ],
)
def test_packages_are_installed_by_root_or_by_sudo_without_a_password(
    user_id, has_apt, sudo_works, prefix
):
    assert (
        machine.root_prefix(user_id, has_apt=has_apt, sudo_works=lambda: sudo_works)
        == prefix
    )


def test_without_the_right_to_install_the_command_is_printed(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Stop, match=r"sudo apt-get install libpango-1\.0-0"):
        machine.install(["libpango-1.0-0"], tmp_path / "log")
    assert machine.install([], tmp_path / "log") is None


# --- Ports, locks, folders --------------------------------------------------------


def test_a_busy_port_is_named_with_its_holder_and_a_free_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(Stop) as stop:
            launcher.check_port(plan({"PORT": str(port), "DEMO": "0"}))

        assert f"PID {os.getpid()}" in str(stop.value)
        advice = f"make run DEMO=0 PORT={ports.free_after(port)}"
        assert advice in str(stop.value)
    launcher.check_port(plan({"PORT": str(free_port())}))


def test_only_listening_sockets_hold_a_port():
    table = (
        "  sl  local_address rem_address st tx rx tr tm retr uid timeout inode\n"
        "   0: 0100007F:1F40 00000000:0000 0A 0 0 0 0 0 111 1\n"
        "   1: 0100007F:1F40 0100007F:9999 01 0 0 0 0 0 222 1\n"
        "   2: 0100007F:1F41 00000000:0000 0A 0 0 0 0 0 333 1\n"
    )
    spaced = table.replace("0 0 0 0 0 ", "00:00 00:00 0 0 0 ")

    assert ports.listening_inodes(spaced, 8000) == {"111"}


def test_a_held_lock_tells_who_holds_it(tmp_path):
    path = tmp_path / "lock"

    with (
        locking.held(path, note="PID 12"),
        pytest.raises(locking.Taken, match="PID 12"),
        locking.held(path),
    ):
        raise AssertionError
    with locking.held(path, note="again"):
        assert path.read_text(encoding="utf-8") == "again"


def test_a_waiting_lock_is_given_in_turn(tmp_path):
    path, seen = tmp_path / "lock", []

    def later() -> None:
        with locking.held(path, waits=True):
            seen.append("second")

    with locking.held(path):
        other = threading.Thread(target=later)
        other.start()
        time.sleep(0.2)
        seen.append("first")
    other.join()

    assert seen == ["first", "second"]


def test_the_key_is_made_once_for_its_owner_alone(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()  # an interrupted first run

    key = locking.secret_key(path)

    assert len(key) >= 50
    assert locking.secret_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_without_the_right_to_write_is_a_message(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(Stop, match="Нет права записи"):
        places.make_writable(tmp_path / "file" / "folder")
    assert places.make_writable(tmp_path / "new") == tmp_path / "new"


def test_a_stop_is_a_message_and_a_code(capsys):
    @spoken
    def stopping():
        raise Stop("Порт занят.")

    @spoken
    def interrupted():
        raise KeyboardInterrupt

    assert (stopping(), interrupted()) == (1, 130)
    assert "✗ Порт занят." in capsys.readouterr().err


def test_the_tail_of_a_log_is_its_last_lines(tmp_path):
    (tmp_path / "log").write_text("a\nb\nc\n", encoding="utf-8")

    assert tail(tmp_path / "log", 2) == "    b\n    c"
    assert tail(tmp_path / "absent") == ""


# --- Installation -----------------------------------------------------------------


def test_an_installation_is_right_only_with_the_stamp_of_the_same_pins(tmp_path):
    pins, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    pins.write_text("django==5.2\n", encoding="ascii")
    wanted = install.fingerprint(pins)

    assert not install.is_installed(stamp, wanted)  # interrupted: no stamp yet
    stamp.write_text(wanted, encoding="ascii")
    assert install.is_installed(stamp, wanted)
    pins.write_text("django==5.3\n", encoding="ascii")
    assert not install.is_installed(stamp, install.fingerprint(pins))


def test_an_environment_without_python_or_pip_does_not_work(tmp_path):
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    broken.chmod(0o700)

    assert install.venv_works(Path(sys.executable))
    assert not install.venv_works(tmp_path / "absent")
    assert not install.venv_works(broken)
