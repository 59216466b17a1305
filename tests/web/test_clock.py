"""The clock of a server: steady while somebody's time runs, the computer's otherwise."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from quizapp.web import clock

NOON = 1_800_000_000.0


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Hold a clock that stands at NOON; call it to set the computer's clock to so many seconds past."""
    monkeypatch.setattr(clock, "_running", lambda: 100.0)
    monkeypatch.setattr(clock, "_steady", None)
    monkeypatch.setattr(time, "time", lambda: NOON)
    clock.hold()
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: NOON + seconds)


def seconds() -> float:
    return clock.now().timestamp() - NOON


def test_without_a_server_it_is_the_computers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: NOON)
    clock.follow(busy=True)
    assert clock.now() == datetime.fromtimestamp(NOON, UTC)


def test_it_runs_on_whatever_the_clock_is_set_to(
    set_clock: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(3600)
    monkeypatch.setattr(clock, "_running", lambda: 107.0)
    assert seconds() == 7


@pytest.mark.parametrize("jump", [3600, -3600])
def test_a_jump_waits_until_nobodys_time_runs(
    set_clock: Callable[[float], None], jump: int, caplog: pytest.LogCaptureFixture
) -> None:
    set_clock(jump)
    clock.follow(busy=True)
    clock.follow(busy=True)
    assert seconds() == 0
    clock.follow(busy=False)
    assert seconds() == jump
    minutes = f"{jump // 60:+d} minutes"
    assert caplog.messages == [  # once each
        f"This computer's clock was set by {minutes} while a quiz is being written. "
        "The app keeps its own time until that is over.",
        f"This computer's clock was set by {minutes}. The app follows it.",
    ]


def test_a_small_correction_is_taken_up_at_once(
    set_clock: Callable[[float], None], caplog: pytest.LogCaptureFixture
) -> None:
    set_clock(1.5)
    clock.follow(busy=True)
    assert seconds() == 1.5
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("key", "name"),
    [("America/New_York", "America/New York"), ("Etc/UTC", "UTC"), ("Europe/Berlin", "Europe/Berlin")],
)
def test_the_zone_is_named_as_a_person_writes_it(app: Flask, key: str, name: str) -> None:
    app.config["TIMEZONE"] = key
    with app.app_context():
        assert clock.zone_name() == name
