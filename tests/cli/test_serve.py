"""`quizapp serve`, as a real process: what it prints, that it answers, and how it stops or refuses."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quizapp.core.bank.files import load_units
from quizapp.paths import questions_dir
from tests.server import PATIENCE, Server, free_port


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Return a function that starts the command on this test's data folder."""
    started = []

    def start(*options: str, **settings: str) -> Server:
        server = Server(tmp_path / "data", *options, **{"QUIZAPP_PORT": str(free_port()), **settings})
        started.append(server)
        return server

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.terminate()
        server.process.communicate(timeout=PATIENCE)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a school after its first start, to be copied: making it takes long."""
    folder = tmp_path_factory.mktemp("begun") / "data"
    server = Server(folder, QUIZAPP_PORT=str(free_port()))
    server.wait_until_it_answers()
    assert server.stop()[0] == 0
    return folder


@pytest.fixture
def start_again(start: Callable[..., Server], begun: Path, tmp_path: Path) -> Callable[..., Server]:
    """Return a function that starts the command on a school that was begun before."""
    shutil.copytree(begun, tmp_path / "data")
    return start


def refusal(server: Server) -> str:
    """Return the one line by which a start was refused."""
    out, err = server.process.communicate(timeout=PATIENCE)
    assert (server.process.returncode, out) == (2, "")
    assert err.count("\n") == 1
    return err


def test_a_first_start_says_where_it_is_answers_and_keeps_its_secrets(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    server = start()
    server.wait_until_it_answers()
    assert server.status("/join") == 200
    assert server.lines[0] == f"Quizapp is at {server.url}"
    link = server.lines[-1].removeprefix("Become the admin by this link, which works once: ")
    assert re.fullmatch(rf"{server.url}/welcome/[\w-]{{32}}", link)
    assert server.status(link.removeprefix(server.url)) == 200
    assert server.stop() == (0, "", "")
    for name in ("secret_key", "quizapp.sqlite3"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_what_it_prints_can_be_opened_at_once(start_again: Callable[..., Server]) -> None:
    server = start_again()
    assert server.process.stdout
    while server.process.stdout.readline().rstrip() != "Press Ctrl-C to stop.":
        assert server.process.poll() is None
    assert server.status("/join") == 200


def test_a_first_start_loads_the_banks_that_are_shipped(start: Callable[..., Server], tmp_path: Path) -> None:
    server = start()
    server.wait_until_it_answers()
    server.stop()
    units, _ = load_units(questions_dir())
    rows = rows_of_each_table(tmp_path / "data" / "quizapp.sqlite3")
    assert rows["questions"] == sum(len(unit.questions) for unit in units) >= 40
    assert rows["passages"] == sum(len(reading.passages) for unit in units for reading in unit.readings) >= 25


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_at_once_and_without_a_complaint(
    start_again: Callable[..., Server], how: signal.Signals
) -> None:
    server = start_again()
    server.wait_until_it_answers()
    began = time.monotonic()
    assert server.stop(how) == (0, "", "")
    assert time.monotonic() - began < 5


def test_ctrl_c_in_a_terminal_stops_it_at_once_and_without_a_complaint(
    start_again: Callable[..., Server],
) -> None:
    server = start_again()
    server.wait_until_it_answers()
    os.killpg(server.process.pid, signal.SIGINT)  # a terminal tells every process of the group
    out, err = server.process.communicate(timeout=5)
    assert (server.process.returncode, out, err) == (0, "", "")


def test_it_stops_although_a_browser_holds_a_connection_open(start_again: Callable[..., Server]) -> None:
    server = start_again()
    server.wait_until_it_answers()
    with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))) as idle:
        idle.sendall(b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 404")
        began = time.monotonic()
        assert server.stop() == (0, "", "")
    assert time.monotonic() - began < 5


def rows_of_each_table(file: Path) -> dict[str, int]:
    with sqlite3.connect(file) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counts = {
            name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in tables
        }
    connection.close()
    return counts


def test_a_second_start_finds_its_data_as_it_was_left(start: Callable[..., Server], tmp_path: Path) -> None:
    contents = []
    for _ in range(2):
        server = start()
        server.wait_until_it_answers()
        assert server.stop()[0] == 0
        with sqlite3.connect(tmp_path / "data" / "quizapp.sqlite3") as connection:
            tables = [
                name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            ]
            counts = {
                name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables
            }
        connection.close()
        del counts["one_time_links"]  # a new link is printed while nobody has used one
        contents.append((counts, (tmp_path / "data" / "secret_key").read_text()))
    assert contents[0] == contents[1]


def test_a_taken_port_is_refused(start: Callable[..., Server]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(start(QUIZAPP_PORT=str(port)))
    assert said == (
        f"quizapp: Port {port} is taken by another program: stop that one, "
        "or set QUIZAPP_PORT to another number.\n"
    )


def test_an_address_of_another_computer_is_refused(start: Callable[..., Server]) -> None:
    assert "set QUIZAPP_HOST to one" in refusal(start(QUIZAPP_HOST="192.0.2.1"))


def test_a_data_folder_that_cannot_be_written_is_refused(
    start: Callable[..., Server], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("I am a file.")
    assert "set QUIZAPP_DATA_DIR to another folder" in refusal(start())


def test_a_newer_database_is_refused_and_left_alone(
    start_again: Callable[..., Server], tmp_path: Path
) -> None:
    file = tmp_path / "data" / "quizapp.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'ffff'")
    connection.close()
    before = file.read_bytes()
    assert "was written by a newer version of Quizapp" in refusal(start_again())
    assert file.read_bytes() == before


def test_a_file_that_is_no_database_is_refused(start: Callable[..., Server], tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "quizapp.sqlite3").write_text("These are my holiday notes. " * 40)
    assert "The database cannot be opened (file is not a database)" in refusal(start())


def test_a_database_that_cannot_be_opened_is_refused(start: Callable[..., Server], tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(
        start(QUIZAPP_DATABASE_URL=f"sqlite:///{tmp_path}/no/such/folder/a.sqlite3")
    )
