"""The short way from the server to the lanes, on what the pinned Granian gives to its wrapper of an app."""

import inspect
import threading
from collections.abc import Callable
from typing import Any

import granian.wsgi
import pytest
from granian.server import mp

from quizapp.attempts.lane import Lanes, Said
from quizapp.cli import short

SAID = Said(200, [("Content-Type", "text/plain")], b"kept")


class Proto:
    """What Granian answers through: the first answer counts."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, list[tuple[str, str]], bytes]] = []
        self.answered = threading.Event()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answers.append((status, headers, body))
        self.answered.set()


class Deferring(Lanes):
    """Lanes that take everything, and answer when told to."""

    def __init__(self, takes: bool) -> None:
        self.takes = takes
        self.answer: Callable[[Said | None], None] = lambda said: None

    def take(self, environ: dict[str, Any], answer: Callable[[Said | None], None]) -> bool:
        self.answer = answer
        return self.takes


def ordinary(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    if environ.get("fails"):
        raise OSError("out of chalk")
    start_response("409 CONFLICT", [("X-Way", "ordinary")])
    return [b"the ordinary way"]


@pytest.fixture
def proto() -> Proto:
    return Proto()


def runner(lanes: Deferring) -> Callable[[Proto, dict[str, Any]], Any]:
    return short._with_lanes(lanes, None, granian.wsgi._callback_wrapper)(ordinary, {}, None)


def test_granian_is_made_as_the_short_way_knows_it() -> None:
    assert mp._wsgi_call_wrap is granian.wsgi._callback_wrapper
    assert "_wsgi_call_wrap(callback," in inspect.getsource(mp)


def test_a_request_that_the_lanes_take_is_answered_when_they_say_so(proto: Proto) -> None:
    lanes = Deferring(takes=True)
    runner(lanes)(proto, {})
    assert proto.answers == []
    lanes.answer(SAID)
    assert proto.answers == [tuple(SAID)]


def test_a_request_that_they_do_not_take_goes_the_ordinary_way(proto: Proto) -> None:
    runner(Deferring(takes=False))(proto, {})
    assert proto.answers == [(409, [("X-Way", "ordinary")], b"the ordinary way")]


def test_what_they_took_and_cannot_answer_goes_the_ordinary_way_on_another_thread(proto: Proto) -> None:
    lanes = Deferring(takes=True)
    runner(lanes)(proto, {})
    lanes.answer(None)
    assert proto.answered.wait(10)
    assert proto.answers == [(409, [("X-Way", "ordinary")], b"the ordinary way")]


def test_an_ordinary_way_that_breaks_is_an_error_and_not_silence(proto: Proto) -> None:
    lanes = Deferring(takes=True)
    runner(lanes)(proto, {"fails": True})
    lanes.answer(None)
    assert proto.answered.wait(10)
    assert proto.answers == [(500, [], b"")]
