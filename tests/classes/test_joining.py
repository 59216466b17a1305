"""How students come in: with a card, or by the class code alone."""

from collections.abc import Callable
from datetime import datetime
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.accounts import passwords
from quizapp.accounts.models import User
from quizapp.extensions import db
from tests.cast import NOW, Cast

OWN = {"password": "402913", "again": "402913"}
NEW = {"name": "Gold Finch", **OWN}
WRONG = "Name and PIN do not fit together. Check both, or ask your teacher for a new PIN."

Pin = Callable[[int], str | None]


@pytest.fixture
def open_class(change_class: Callable[..., None], cast: Cast) -> None:
    change_class(cast.class_, self_join=True)


@pytest.fixture
def join(anonymous: FlaskClient) -> Callable[..., object]:
    """Return a function that fills in the card of Blue Heron, changed as told."""

    def send(password: str | None, name: str = "Blue Heron", code: str = "HRN-47K") -> object:
        return anonymous.post("/join", data={"code": code, "name": name, "password": password})

    return send


# ---- with a card


def test_the_card_is_good_for_choosing_a_pin_and_then_one_is_in(
    anonymous: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    assert join(pin(cast.heron)).location == "/choose-password"
    assert "Hello, Blue Heron" in anonymous.get("/choose-password").text
    answer = anonymous.post("/choose-password", data=OWN)
    assert (answer.status_code, answer.location) == (303, "/")
    assert anonymous.get("/").location == "/todo"


def test_before_choosing_a_pin_one_is_not_in(
    anonymous: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    join(pin(cast.heron))
    assert anonymous.get("/todo").status_code == 302


def test_a_card_works_until_a_pin_is_chosen_and_not_after(
    anonymous: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    card = pin(cast.heron)
    join(card)
    assert join(card).location == "/choose-password"
    anonymous.post("/choose-password", data=OWN)
    anonymous.post("/sign-out")
    assert pin(cast.heron) is None
    answer = join(card)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert join("402913").location == "/"


def test_ones_own_pin_is_not_the_one_on_the_card(
    anonymous: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    card = pin(cast.heron)
    join(card)
    answer = anonymous.post("/choose-password", data={"password": card, "again": card})
    assert answer.status_code == 422
    assert "Choose something other than the PIN on the card." in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"password": "12345", "again": "12345"}, "Use at least 6 characters."),
        ({"password": "123456", "again": "123456"}, "one of the first that anyone would try"),
        ({"password": "402913", "again": "402914"}, "The two are not the same. Type it again."),
        ({"password": "blue heron", "again": "blue heron"}, "Choose something other than your name."),
        ({}, "Choose a PIN or a password."),
    ],
)
def test_a_weak_pin_is_told_how_to_be_better(
    anonymous: FlaskClient,
    join: Callable[..., object],
    pin: Pin,
    cast: Cast,
    data: dict[str, str],
    words: str,
) -> None:
    join(pin(cast.heron))
    answer = anonymous.post("/choose-password", data=data)
    assert answer.status_code == 422
    assert words in answer.text


def test_nobody_chooses_a_pin_without_a_card(anonymous: FlaskClient) -> None:
    answer = anonymous.post("/choose-password", data=OWN)
    assert (answer.status_code, answer.location) == (303, "/join")
    assert "Sign in with your card again." in anonymous.get("/join").text


def test_a_card_reset_while_choosing_is_void(
    anonymous: FlaskClient, teacher: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    join(pin(cast.heron))
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/reset")
    assert anonymous.post("/choose-password", data=OWN).location == "/join"


def test_a_card_reset_while_the_chosen_pin_is_kept_stays_reset(
    app: Flask,
    anonymous: FlaskClient,
    teacher: FlaskClient,
    join: Callable[..., object],
    pin: Pin,
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def reset_meanwhile(password: str) -> str:
        reset = f"/classes/{cast.class_}/students/{cast.heron}/reset"
        other = Thread(target=teacher.post, args=(reset,))
        other.start()
        other.join()
        return "a hash that comes too late"

    join(pin(cast.heron))
    monkeypatch.setattr(passwords, "hash_password", reset_meanwhile)
    assert anonymous.post("/choose-password", data=OWN).location == "/join"
    with app.app_context():
        assert db.session.get(User, cast.heron).password_hash is None
    assert join(pin(cast.heron)).location == "/choose-password"


def test_of_two_devices_with_one_card_the_first_that_chooses_has_it(app: Flask, pin: Pin, cast: Cast) -> None:
    card = {"code": "HRN-47K", "name": "Blue Heron", "password": pin(cast.heron)}
    first, second = app.test_client(), app.test_client()
    for device in (first, second):
        device.post("/join", data=card)
    assert first.post("/choose-password", data=OWN).location == "/"
    assert second.post("/choose-password", data=OWN).location == "/join"


def test_a_reset_gives_a_new_pin_and_ends_what_was(
    teacher: FlaskClient,
    heron: FlaskClient,
    anonymous: FlaskClient,
    join: Callable[..., object],
    pin: Pin,
    cast: Cast,
) -> None:
    before = pin(cast.heron)
    assert heron.get("/todo").status_code == 200
    answer = teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/reset")
    assert answer.location == f"/classes/{cast.class_}/sign-in-cards?student={cast.heron}"
    assert heron.get("/todo").status_code == 302
    assert join(before).status_code == 422
    assert join(pin(cast.heron)).location == "/choose-password"


@pytest.mark.parametrize("name", ["blue heron", "  BLUE   HERON "])
def test_case_and_spaces_of_name_and_code_do_not_matter(
    join: Callable[..., object], pin: Pin, cast: Cast, name: str
) -> None:
    assert join(pin(cast.heron), name, "hrn 47k").location == "/choose-password"


def test_whatever_is_wrong_about_the_name_the_words_are_the_same(
    join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    for answer in (
        join("000000"),
        join(pin(cast.heron), "Nobody Here"),
        join(pin(cast.heron), "Grey Wren"),
        join(pin(cast.outsider), "Red Kite"),
    ):
        assert answer.status_code == 422
        assert WRONG in answer.text


@pytest.mark.parametrize("code", ["XXX-99X", "nonsense", "SMP-22S"])
@pytest.mark.usefixtures("sample_class")
def test_a_code_of_no_class_is_told(join: Callable[..., object], code: str) -> None:
    answer = join("402913", code=code)
    assert answer.status_code == 422
    assert "There is no class with that code. Check it with your teacher." in answer.text


def test_an_archived_class_cannot_be_joined(
    join: Callable[..., object], pin: Pin, change_class: Callable[..., None], cast: Cast
) -> None:
    change_class(cast.class_, archived_at=NOW)
    assert "There is no class with that code." in join(pin(cast.heron)).text


def test_who_was_taken_out_cannot_come_in_with_the_card(
    teacher: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    card = pin(cast.heron)
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/remove")
    assert join(card).status_code == 422
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/restore")
    assert join(card).status_code == 303


def test_the_address_on_the_card_fills_in_the_code(anonymous: FlaskClient) -> None:
    page = anonymous.get("/join/HRN-47K").text
    assert 'value="HRN-47K"' in page
    assert "without one" not in page


@pytest.mark.parametrize(
    "address", ["/join?code=HRN-47K", "/join?code=hrn47k", "/join?code=+hrn+47k", "/join/hrn47k"]
)
def test_an_address_with_the_code_fills_it_in_as_it_stands_on_the_card(
    anonymous: FlaskClient, address: str
) -> None:
    assert 'value="HRN-47K"' in anonymous.get(address).text


def test_an_address_with_a_code_of_no_class_says_so_at_once(anonymous: FlaskClient) -> None:
    page = anonymous.get("/join?code=<b>XXX").text
    assert "There is no class with that code. Check it with your teacher." in page
    assert 'value="&lt;b&gt;XXX"' in page


def test_a_code_in_the_address_that_is_far_too_long_is_cut(anonymous: FlaskClient) -> None:
    page = anonymous.get("/join?code=" + "H" * 3000).text
    assert f'value="{"H" * 40}"' in page


def test_an_address_without_a_code_complains_of_nothing(anonymous: FlaskClient) -> None:
    for address in ("/join", "/join?code=", "/join?code=+"):
        assert "There is no class" not in anonymous.get(address).text


def test_an_empty_card_says_what_to_write(join: Callable[..., object]) -> None:
    answer = join("", " ", " ")
    assert answer.status_code == 422
    for words in ("Write the class code.", "Write the name on your card.", "Write your PIN or password."):
        assert words in answer.text


def test_a_code_alone_leads_to_joining_without_a_card(
    anonymous: FlaskClient, join: Callable[..., object]
) -> None:
    assert "No card? Write the code alone and press Join." in anonymous.get("/join").text
    answer = join("", "", "hrn47k")
    assert (answer.status_code, answer.location) == (303, "/join/hrn47k/new")


def test_one_who_is_in_goes_on(heron: FlaskClient) -> None:
    assert heron.get("/join").location == "/"
    assert heron.get("/join/HRN-47K/new").location == "/"


def test_after_joining_one_is_where_one_wanted_to_be(
    anonymous: FlaskClient, join: Callable[..., object], pin: Pin, cast: Cast
) -> None:
    anonymous.get("/join?next=/take/7")
    join(pin(cast.heron))
    assert anonymous.post("/choose-password", data=OWN).location == "/take/7"


# ---- by the code alone


@pytest.mark.usefixtures("open_class")
def test_with_an_open_class_a_name_and_a_pin_are_enough(
    anonymous: FlaskClient, in_class: Callable[[int], list[str]], join: Callable[..., object], cast: Cast
) -> None:
    assert "No card? Join History 10B without one" in anonymous.get("/join/HRN-47K").text
    answer = anonymous.post("/join/hrn47k/new", data=NEW)
    assert (answer.status_code, answer.location) == (303, "/")
    assert anonymous.get("/").location == "/todo"
    assert in_class(cast.class_) == ["Blue Heron", "Gold Finch", "Grey Wren", "Sea Eagle"]
    anonymous.post("/sign-out")
    assert join("402913", "gold finch").location == "/"


@pytest.mark.usefixtures("open_class")
def test_a_student_who_joined_by_code_has_no_pin_on_a_card(
    app: Flask, anonymous: FlaskClient, pin: Pin, cast: Cast
) -> None:
    anonymous.post("/join/HRN-47K/new", data=NEW)
    with app.app_context():
        newest = db.session.scalar(db.select(User.id).order_by(User.id.desc()).limit(1))
    assert pin(newest) is None


@pytest.mark.usefixtures("open_class")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "BLUE  heron"}, "That name is taken in this class. Choose another."),
        ({"name": " "}, "Choose a name."),
        ({"name": "<b>"}, "signs in it that cannot be printed on a card"),
        ({"name": "x" * 81}, "This name is longer than 80 characters."),
        ({"password": "12345"}, "Use at least 6 characters."),
        ({"name": "Gold Finch", "password": "gold finch"}, "Choose something other than your name."),
        ({"again": "x"}, "The two are not the same. Type it again."),
    ],
)
def test_what_a_new_student_writes_is_checked(
    anonymous: FlaskClient,
    in_class: Callable[[int], list[str]],
    cast: Cast,
    change: dict[str, str],
    words: str,
) -> None:
    answer = anonymous.post("/join/HRN-47K/new", data={**NEW, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert len(in_class(cast.class_)) == 3


@pytest.mark.usefixtures("open_class")
def test_the_name_of_one_who_was_taken_out_is_still_taken(
    teacher: FlaskClient, anonymous: FlaskClient, cast: Cast
) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/remove")
    answer = anonymous.post("/join/HRN-47K/new", data={**NEW, "name": "Blue Heron"})
    assert answer.status_code == 422


def test_a_closed_class_says_what_to_do(
    anonymous: FlaskClient, in_class: Callable[[int], list[str]], cast: Cast
) -> None:
    for answer in (anonymous.get("/join/HRN-47K/new"), anonymous.post("/join/HRN-47K/new", data=NEW)):
        assert answer.status_code == 403
        assert "This class joins with cards" in answer.text
    assert len(in_class(cast.class_)) == 3


@pytest.mark.parametrize("archived", [None, NOW])
def test_where_no_class_is_nobody_joins(
    anonymous: FlaskClient, change_class: Callable[..., None], cast: Cast, archived: datetime | None
) -> None:
    change_class(cast.class_, self_join=True, archived_at=archived)
    code = "HRN-47K" if archived else "XXX-99X"
    assert anonymous.post(f"/join/{code}/new", data=NEW).status_code == 404
