"""Failed tries make the next one wait, per account and per address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from quizapp.accounts.throttle import Throttle
from tests.cast import NOW

NONE = timedelta(0)


def failed(times: int, account: str = "staff:okafor", address: str = "10.0.0.7") -> Throttle:
    throttle = Throttle()
    for _ in range(times):
        throttle.failed(account, address, NOW)
    return throttle


@pytest.mark.parametrize(
    ("times", "seconds"),
    [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (8, 40), (9, 80), (10, 160), (11, 300), (40, 300)],
)
def test_the_wait_for_an_account_doubles_up_to_five_minutes(times: int, seconds: int) -> None:
    assert failed(times).wait("staff:okafor", "10.0.0.7", NOW) == timedelta(seconds=seconds)


def test_a_wait_runs_out() -> None:
    throttle = failed(6)
    assert throttle.wait("staff:okafor", "10.0.0.7", NOW + timedelta(seconds=4)) == timedelta(seconds=6)
    assert throttle.wait("staff:okafor", "10.0.0.7", NOW + timedelta(seconds=10)) == NONE


def test_an_account_waits_wherever_the_tries_come_from() -> None:
    assert failed(5).wait("staff:okafor", "10.0.0.8", NOW) == timedelta(seconds=5)


def test_the_rest_of_the_class_behind_one_address_does_not_wait_for_one_of_them() -> None:
    assert failed(30).wait("staff:haddad", "10.0.0.7", NOW) == NONE


def test_an_address_that_tries_many_accounts_waits() -> None:
    throttle = Throttle()
    for number in range(60):
        throttle.failed(f"staff:{number}", "10.0.0.7", NOW)
    assert throttle.wait("staff:okafor", "10.0.0.7", NOW) == timedelta(seconds=5)
    assert throttle.wait("staff:okafor", "10.0.0.8", NOW) == NONE


def test_coming_in_forgets_an_accounts_failures() -> None:
    throttle = failed(8)
    throttle.succeeded("staff:okafor")
    assert throttle.wait("staff:okafor", "10.0.0.7", NOW) == NONE


def test_failures_are_forgotten_after_a_quarter_of_an_hour() -> None:
    throttle = failed(12)
    later = NOW + timedelta(minutes=15)
    throttle.failed("staff:okafor", "10.0.0.7", later)
    assert throttle.wait("staff:okafor", "10.0.0.7", later) == NONE


def test_a_flood_of_made_up_accounts_does_not_fill_the_memory() -> None:
    throttle = Throttle()
    for number in range(10_050):
        throttle.failed(f"staff:{number}", f"10.0.{number}", NOW + timedelta(minutes=number))
    assert len(throttle._failures) < 10_010


@pytest.mark.usefixtures("okafor_may_sign_in", "clock")
def test_the_sixth_wrong_try_is_told_how_long_to_wait(sign_in: Callable[..., Any]) -> None:
    for _ in range(5):
        assert sign_in(password="not this one").status_code == 422
    answer = sign_in()
    assert answer.status_code == 429
    assert "Too many tries. Wait 5 seconds, then try again." in answer.text


@pytest.mark.usefixtures("okafor_may_sign_in")
def test_after_the_wait_the_right_password_opens(
    sign_in: Callable[..., Any], clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        sign_in(password="not this one")
    clock.shift(5)
    assert sign_in().status_code == 303


@pytest.mark.usefixtures("clock")
def test_a_name_that_nobody_has_waits_like_any_other(sign_in: Callable[..., Any]) -> None:
    answers = [sign_in("nobody", "not this one") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]


@pytest.mark.usefixtures("clock")
def test_a_student_who_mistypes_the_pin_waits_after_five_tries(anonymous: FlaskClient) -> None:
    card = {"code": "HRN-47K", "name": "Blue Heron", "password": "000000"}
    answers = [anonymous.post("/join", data=card) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "Too many tries. Wait 5 seconds, then try again." in answers[5].text
