"""Addresses that other devices in the room can open."""

import pytest
from flask import Flask

from quizapp.web.addresses import address_for_others
from quizapp.web.moulds import NotDrawnYet


@pytest.mark.parametrize(
    ("here", "outside"),
    [
        ("http://localhost:8000", "http://192.168.1.20:8000/join"),
        ("http://127.0.0.1:8000", "http://192.168.1.20:8000/join"),
        ("http://[::1]:8000", "http://192.168.1.20:8000/join"),
        ("http://127.0.0.1", "http://192.168.1.20/join"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000/join"),
        ("https://quiz.school.example", "https://quiz.school.example/join"),
    ],
)
def test_this_computers_name_for_itself_becomes_the_one_that_others_know(
    app: Flask, monkeypatch: pytest.MonkeyPatch, here: str, outside: str
) -> None:
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: "192.168.1.20")
    with app.test_request_context(base_url=here):
        assert address_for_others("/join") == outside


def test_without_a_network_the_address_stays_as_it_is(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: None)
    with app.test_request_context(base_url="http://localhost:8000"):
        assert address_for_others("/join") == "http://localhost:8000/join"


def test_an_app_that_listens_to_this_computer_alone_gives_no_other_address(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: "192.168.1.20")
    app.config["HOST"] = "127.0.0.1"
    with app.test_request_context(base_url="http://localhost:8000"):
        assert address_for_others("/join") == "http://localhost:8000/join"


def test_a_template_with_an_address_is_left_to_the_ordinary_way_outside_a_request(app: Flask) -> None:
    template = app.jinja_env.from_string("{{ url_for('static', filename='js/ordering.js') }}")
    with app.app_context(), pytest.raises(NotDrawnYet):
        template.render()
