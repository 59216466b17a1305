"""A student's one-time PIN follows from the school's key, the student and a serial."""

import pytest
from flask import Flask

from quizapp.accounts.models import User
from quizapp.accounts.pins import is_pin, one_time_pin
from quizapp.accounts.service import pin_of, reset_sign_in
from quizapp.extensions import db
from tests.cast import NOW, Cast

KEY = "a key of the school"


def test_a_pin_is_the_same_each_time_the_cards_are_printed() -> None:
    assert one_time_pin(KEY, 7, 1) == "185872"
    assert one_time_pin(KEY, 7, 1) == "185872"


@pytest.mark.parametrize(
    ("key", "user_id", "serial"), [("another school", 7, 1), (KEY, 8, 1), (KEY, 7, 2), (KEY, 71, 1)]
)
def test_another_school_student_or_reset_has_another_pin(key: str, user_id: int, serial: int) -> None:
    assert one_time_pin(key, user_id, serial) != "185872"


def test_a_pin_always_has_six_figures() -> None:
    pins = [one_time_pin(KEY, user_id, 1) for user_id in range(1, 400)]
    assert all(len(pin) == 6 and pin.isdigit() for pin in pins)
    assert any(pin.startswith("0") for pin in pins)


@pytest.mark.parametrize("typed", ["402913", "402 913", "402-913", " 402 913 "])
def test_spaces_and_hyphens_in_a_pin_do_not_matter(typed: str) -> None:
    assert is_pin(typed, "402913")


@pytest.mark.parametrize("typed", ["", "402914", "40291", "4029133", "４０２９１３", "402913x", "\x00"])
def test_anything_else_is_not_the_pin(typed: str) -> None:
    assert not is_pin(typed, "402913")


def test_a_reset_gives_another_pin(app: Flask, cast: Cast) -> None:
    with app.app_context():
        heron = db.session.get(User, cast.heron)
        before = pin_of(heron)
        assert pin_of(heron) == before
        reset_sign_in(heron)
        assert pin_of(heron) not in (None, before)


@pytest.mark.parametrize(
    "change",
    [{"pin_used_at": NOW}, {"password_hash": "something"}, {"sample": True}],
    ids=lambda c: str([*c]),
)
def test_a_pin_that_was_used_or_is_for_show_is_none(
    app: Flask, cast: Cast, change: dict[str, object]
) -> None:
    with app.app_context():
        heron = db.session.get(User, cast.heron)
        for name, value in change.items():
            setattr(heron, name, value)
        assert pin_of(heron) is None


def test_staff_have_no_pin(app: Flask, cast: Cast) -> None:
    with app.app_context():
        assert pin_of(db.session.get(User, cast.teacher)) is None
