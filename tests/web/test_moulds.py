"""Pages drawn once with holes: what is a student's own is escaped, and nothing of it stays in the mould."""

import pytest
from flask import Flask
from jinja2 import DictLoader
from markupsafe import Markup

from quizapp.web.moulds import NUMBER, Mould, Moulds, joined

PAGE = "<p title='{{ title }}'>{{ name }}, <a href='/x/{{ id }}'>{{ name }}</a></p>"


@pytest.fixture
def app(own_app: Flask) -> Flask:
    return own_app


@pytest.fixture
def moulds(app: Flask) -> Moulds:
    app.jinja_env.loader = DictLoader({"page.html": PAGE})
    return Moulds()


def test_what_is_put_into_a_hole_is_escaped(app: Flask, moulds: Moulds) -> None:
    with app.test_request_context():
        mould = moulds.of("page.html", ("name",), {"title": "A & B", "id": NUMBER})
    assert mould.fill(name="<Wren>", id=7) == (
        "<p title='A &amp; B'>&lt;Wren&gt;, <a href='/x/7'>&lt;Wren&gt;</a></p>"
    )


def test_what_is_safe_already_stays_as_it_is(app: Flask, moulds: Moulds) -> None:
    with app.test_request_context():
        mould = moulds.of("page.html", ("name",), {"title": "", "id": NUMBER})
    assert "<b>Wren</b>" in mould.fill(name=Markup("<b>Wren</b>"), id=7)


def test_a_shape_is_drawn_once_and_another_by_itself(app: Flask, moulds: Moulds) -> None:
    with app.test_request_context():
        one = moulds.of("page.html", ("name",), {"title": "One", "id": NUMBER})
        same = moulds.of("page.html", ("name",), {"title": "One", "id": NUMBER})
        other = moulds.of("page.html", ("name",), {"title": "Two", "id": NUMBER})
        once = moulds.of("page.html", ("name",), {"title": "One", "id": NUMBER}, keep=False)
    assert one is same
    assert other is not one
    assert once is not one


def test_one_students_values_are_not_in_anothers_page() -> None:
    mould = Mould("<p>nothing to fill</p>")
    assert mould.fill(name="Heron") == mould.fill(name="Wren") == "<p>nothing to fill</p>"


def test_pieces_are_joined_without_escaping_them_again() -> None:
    assert joined([Markup("<b>"), Markup("&amp;")]) == "<b>&amp;"
