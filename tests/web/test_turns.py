"""Threads take turns more often while a request of the ordinary way is under way."""

import sys

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.web.turns import GivingWay


def test_turns_are_short_while_a_page_is_made_and_usual_again_after_it(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "joining.join", lambda **_: str(sys.getswitchinterval()))
    before = sys.getswitchinterval()
    assert float(client.get("/join").text) == pytest.approx(0.0002)
    assert sys.getswitchinterval() == before


def test_turns_are_short_until_the_last_of_several_is_over() -> None:
    giving_way, before = GivingWay(), sys.getswitchinterval()
    with giving_way:
        with giving_way:
            pass
        assert sys.getswitchinterval() == pytest.approx(0.0002)
    assert sys.getswitchinterval() == before


def test_turns_are_usual_again_after_a_failure() -> None:
    giving_way, before = GivingWay(), sys.getswitchinterval()
    with pytest.raises(OSError, match="out of chalk"), giving_way:
        raise OSError("out of chalk")
    assert sys.getswitchinterval() == before
