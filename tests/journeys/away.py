"""For the tests of studying without network: a server that stops, a phone, a student at her cards."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from werkzeug.serving import BaseWSGIServer, make_server

from quizapp.cards.models import CardReview
from quizapp.extensions import db
from quizapp.web import clock
from tests.cast import NOW, Cast
from tests.journeys import slow
from tests.journeys.conftest import Quiet, let_in, miss_four

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "locale": "en-GB",
    "timezone_id": "UTC",
    "reduced_motion": "reduce",
}
READY = "Works offline: 4 cards are on this device."


class School:
    """The app at an address of its own, that can be stopped and started as a laptop is closed and opened."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._port = 0
        self._server: BaseWSGIServer | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = make_server(
            "127.0.0.1", self._port, slow.slowed(self.app), threaded=True, request_handler=Quiet
        )
        self._server.daemon_threads = False
        self._port = self._server.server_port
        serve = self._server.serve_forever
        self._thread = threading.Thread(target=serve, kwargs={"poll_interval": 0.02}, name="school")
        self._thread.start()

    def stop(self) -> None:
        if self._server:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def log(self) -> list[tuple[str, int | None]]:
        """Return the log of reviews, as kind and rating, in the order of their own times."""
        with self.app.app_context():
            rows = db.session.query(CardReview).order_by(CardReview.at, CardReview.id).all()
            found = [(row.kind, row.rating) for row in rows]
            names = Counter((row.user_id, row.review_id) for row in rows)
            db.session.rollback()
        assert set(names.values()) <= {1}
        return found


@pytest.fixture
def school(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    began = time.monotonic()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=time.monotonic() - began))
    app.config["WTF_CSRF_ENABLED"] = True
    school = School(app)
    yield school
    school.stop()


@pytest.fixture
def phone(school: School, browser: Browser) -> Iterator[BrowserContext]:
    """A phone, held upright. Its console may tell of what is tried here."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def enter(school: School) -> Callable[[BrowserContext, int], None]:
    """Return a function that makes a device the student's of that id, as if they had signed in."""

    return lambda device, user_id: let_in(device, school.app, school.url, user_id)


@pytest.fixture
def studying(
    school: School, phone: BrowserContext, enter: Callable[[BrowserContext, int], None], cast: Cast
) -> Page:
    """Blue Heron, who had one of five right, at the first of her four cards."""
    page = phone.new_page()
    enter(phone, cast.heron)
    miss_four(page, school.url, cast.assignment)
    page.get_by_role("link", name="Study", exact=True).tap()
    says(page, READY)
    return page


def says(page: Page, words: str) -> None:
    """Wait until the page says this of the reviews."""
    expect(page.locator("#kept")).to_have_text(words)


def rate(page: Page, rating: str) -> None:
    """Turn the card with the thumb and rate it; return when another is there."""
    name = page.locator("[name=review]").input_value()
    page.get_by_role("link", name="Show the answer").tap()
    expect(page.get_by_role("article", name="Back of the card")).to_be_visible()
    page.get_by_role("button", name=rating).tap()
    expect(page.locator(f"[name=review][value='{name}']")).to_have_count(0)


def front(page: Page) -> str:
    return page.locator("#front").inner_text()


def refuse(route: Route) -> None:
    """Let no review out of this page."""
    route.abort() if route.request.method == "PUT" else route.continue_()
