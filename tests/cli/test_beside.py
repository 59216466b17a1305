"""The process beside: reports are drawn there, the server answers meanwhile, and it may die."""

import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from flask import Flask

from quizapp.cli.beside import Beside
from tests.load import Browser, Person, Promises, School, make_school, run
from tests.server import PATIENCE, Server, free_port

TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks it")


# ---- which requests


@pytest.mark.parametrize(
    ("method", "path", "taken"),
    [
        ("GET", "/assignments/1/report", True),
        ("GET", "/assignments/1/report/questions", True),
        ("GET", "/assignments/1/report.xlsx", True),
        ("GET", "/classes/1/gradebook", True),
        ("GET", "/classes/1/gradebook.csv", True),
        ("GET", "/classes/1/students/2/print", True),
        ("GET", "/classes/1/cards", True),
        ("GET", "/attempts/1", False),
        ("GET", "/cards/study", False),
        ("GET", "/assignments/1/watch", False),
        ("GET", "/assignments/1/report/", False),
        ("GET", "/nowhere", False),
        ("POST", "/assignments/1/regrade/1", False),
        ("HEAD", "/assignments/1/report", False),
    ],
)
def test_what_only_reads_for_a_report_is_taken_and_nothing_else(
    app: Flask, method: str, path: str, taken: bool
) -> None:
    assert Beside(app, 0, []).takes({"REQUEST_METHOD": method, "PATH_INFO": path}) is taken


# ---- as a process


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return make_school(tmp_path_factory.mktemp("beside") / "data", 2, questions=4)


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    return made.copied_to(tmp_path / "data")


@pytest.fixture
def server(school: School) -> Iterator[Server]:
    server = Server(school.data_dir, **{**school.environment, "QUIZAPP_PORT": str(free_port())})
    server.wait_until_it_answers()
    yield server
    if server.process.poll() is None:
        server.process.terminate()
    server.process.communicate(timeout=PATIENCE)


class _Staying(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def answer(server: Server, path: str, person: Person | None = None) -> tuple[int, str]:
    """Return the status and the text of a page, without the token, which says when it was made."""
    headers = {"Cookie": f"quizapp_session={person.cookie}"} if person else {}
    try:
        with build_opener(_Staying).open(
            Request(server.url + path, headers=headers), timeout=PATIENCE
        ) as got:
            return int(got.status), TOKEN.sub("", got.read().decode())
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def beside(server: Server) -> int:
    """Return the process beside: the worker's only child."""
    (child,) = Path(f"/proc/{server.worker}/task/{server.worker}/children").read_text().split()
    return int(child)


def handed_in(page: str) -> str:
    """Return the figure that stands before "handed in"."""
    (figure,) = re.findall(r"<b class=\"num\">(\d+)</b> handed in", page)
    return str(figure)


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def gone(*pids: int) -> bool:
    """Wait until none of these processes is there; tell whether that came true."""
    until = time.monotonic() + PATIENCE
    while any(map(is_there, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(is_there, pids))


@linux
def test_while_a_report_is_drawn_everything_else_is_answered(server: Server, school: School) -> None:
    path = f"/assignments/{school.assignment}/report"
    os.kill(beside(server), signal.SIGSTOP)
    with ThreadPoolExecutor(6) as teachers:
        reports = [teachers.submit(answer, server, path, school.teacher) for _ in range(6)]
        for person in school.students:
            assert answer(server, f"/take/{school.assignment}", person)[0] == 200
        assert not any(report.done() for report in reports)
        os.kill(beside(server), signal.SIGCONT)
        assert [report.result()[0] for report in reports] == [200] * 6


@linux
def test_a_report_is_the_same_when_the_process_beside_is_gone(server: Server, school: School) -> None:
    path = f"/assignments/{school.assignment}/report"
    drawn = answer(server, path, school.teacher)
    pid = beside(server)
    os.kill(pid, signal.SIGKILL)
    alone = [answer(server, path, school.teacher) for _ in range(2)]
    assert drawn[0] == 200
    assert alone == [drawn, drawn]
    server.process.terminate()
    _, err = server.process.communicate(timeout=PATIENCE)
    assert err.count("The process that draws reports is gone.") == 1
    assert gone(pid)


@linux
def test_who_may_not_see_a_report_is_told_so_by_the_process_beside_too(
    server: Server, school: School
) -> None:
    path = f"/assignments/{school.assignment}/report"
    assert answer(server, path)[0] == 302
    assert answer(server, path, school.students[0])[0] == 403
    assert answer(server, "/assignments/9999/report", school.teacher)[0] == 404


@linux
def test_it_sees_what_was_handed_in_a_moment_ago(server: Server, school: School) -> None:
    path = f"/assignments/{school.assignment}/report"
    assert handed_in(answer(server, path, school.teacher)[1]) == "0"

    async def sit() -> None:
        async with Browser(server.url, school, school.students[0], Promises()) as browser:
            await browser.sit()

    run(sit())
    assert handed_in(answer(server, path, school.teacher)[1]) == "1"


@linux
@pytest.mark.parametrize(
    "end",
    [lambda server: server.stop(), lambda server: server.kill(), lambda server: server.kill_worker()],
    ids=["a clean stop", "a kill of all that is known", "a kill of the worker"],
)
def test_it_ends_with_the_server(server: Server, end: Callable[[Server], object]) -> None:
    pids = [server.worker, beside(server)]
    end(server)
    assert gone(*pids)


@linux
def test_it_ends_with_the_server_in_the_middle_of_a_report(server: Server, school: School) -> None:
    pid = beside(server)
    os.kill(pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as teacher:
        teacher.submit(answer, server, f"/assignments/{school.assignment}/report", school.teacher)
        time.sleep(0.2)
        server.process.terminate()
        server.process.communicate(timeout=PATIENCE)
        os.kill(pid, signal.SIGCONT)
        assert gone(pid)
