"""What is accepted as a password, and how it is kept."""

import pytest
from argon2 import PasswordHasher
from flask import Flask

from quizapp.accounts.passwords import check_password, hash_password, needs_rehash, weakness


@pytest.mark.parametrize("password", ["seven green herons", "ñandú-äöü-10", "x7#kk2pq!!"])
def test_a_good_password_has_no_weakness(password: str) -> None:
    assert weakness(password, at_least=10) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "Use at least 10 characters."),
        ("", "Use at least 10 characters."),
        ("x" * 201, "Use at most 200 characters."),
        ("Password1234", "That is one of the first that anyone would try. Choose another."),
        ("aaaaaaaaaaaa", "That is one of the first that anyone would try. Choose another."),
        ("mr lindqvist", "Choose something other than your name."),
    ],
)
def test_a_weak_password_is_told_how_to_be_better(password: str, words: str) -> None:
    assert weakness(password, at_least=10, not_like="Mr Lindqvist") == words


def test_six_figures_in_a_row_are_no_pin_of_ones_own() -> None:
    assert weakness("123456", at_least=6) == (
        "That is one of the first that anyone would try. Choose another."
    )
    assert weakness("402913", at_least=6) is None


def test_a_kept_password_does_not_tell_the_password(app: Flask) -> None:
    with app.app_context():
        stored = hash_password("seven green herons")
        assert "heron" not in stored
        assert stored.startswith("$argon2id$")
        assert hash_password("seven green herons") != stored


def test_only_the_password_itself_opens(app: Flask) -> None:
    with app.app_context():
        stored = hash_password("seven green herons")
        assert check_password(stored, "seven green herons")
        assert not check_password(stored, "Seven green herons")
        assert not check_password(stored, "")


def test_a_password_opens_however_a_device_writes_its_accents(app: Flask) -> None:
    with app.app_context():
        assert check_password(hash_password("caf\u00e9 au lait"), "cafe\u0301 au lait")


def test_nobody_has_no_password_that_opens(app: Flask) -> None:
    with app.app_context():
        assert not check_password(None, "nobody's password")
        assert not check_password("not a hash", "not a hash")


def test_a_password_kept_with_older_parameters_is_kept_anew(app: Flask) -> None:
    with app.app_context():
        older = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash("seven green herons")
        assert needs_rehash(older)
        assert not needs_rehash(hash_password("seven green herons"))


def test_a_school_keeps_passwords_with_the_parameters_that_owasp_asks_for(app: Flask) -> None:
    app.testing = False
    with app.app_context():
        assert hash_password("seven green herons").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
