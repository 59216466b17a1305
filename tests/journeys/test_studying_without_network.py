"""The network goes in the middle of a session, the server dies, an answer is lost: each review counts, once."""

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
from tests.journeys.conftest import Quiet

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
        self._server = make_server("127.0.0.1", self._port, self.app, threaded=True, request_handler=Quiet)
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

    def enter(device: BrowserContext, user_id: int) -> None:
        from quizapp.accounts.models import User

        with school.app.app_context():
            identity = db.session.get(User, user_id).get_id()
            db.session.rollback()
        serializer = school.app.session_interface.get_signing_serializer(school.app)  # type: ignore[attr-defined]
        value = serializer.dumps({"_user_id": identity, "_fresh": True})
        name = school.app.config["SESSION_COOKIE_NAME"]
        device.add_cookies([{"name": name, "value": value, "url": school.url}])

    return enter


@pytest.fixture
def studying(
    school: School, phone: BrowserContext, enter: Callable[[BrowserContext, int], None], cast: Cast
) -> Page:
    """Blue Heron, who had one of five right, at the first of her four cards."""
    page = phone.new_page()
    enter(phone, cast.heron)
    page.goto(f"{school.url}/take/{cast.assignment}")
    page.get_by_role("button", name="Start").tap()
    page.get_by_label("At nine").check()
    page.get_by_role("button", name="Check and hand in").tap()
    expect(page.get_by_text("1 of 5 questions answered.")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).tap()
    expect(page.get_by_role("heading", name="1 of 5. Four to look at again.")).to_be_visible()
    page.get_by_role("link", name="Cards", exact=True).tap()
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


def test_a_session_goes_on_offline_through_a_reload_and_every_review_is_there_once(
    school: School, phone: BrowserContext, studying: Page, check_page: Callable[[Page], None]
) -> None:
    page = studying
    rate(page, "Got it")
    says(page, "All reviews saved.")
    phone.set_offline(True)
    says(page, "Offline. You can go on.")
    missed = front(page)
    rate(page, "Again")
    says(page, "Offline. 1 review waits on this device.")
    expect(page.locator("#said")).to_have_text("1 saved")
    page.reload()
    says(page, "Offline. 1 review waits on this device.")
    check_page(page)
    rate(page, "Got it")
    rate(page, "Got it")
    says(page, "Offline. 3 reviews wait on this device.")
    # The card that was not known comes back in the same session.
    assert front(page) == missed
    page.get_by_role("button", name="Undo").tap()
    says(page, "Offline. 2 reviews wait on this device.")
    assert front(page) != missed
    rate(page, "Again")
    rate(page, "Got it")
    says(page, "Offline. 4 reviews wait on this device.")
    assert school.log() == [("study", 3)]
    phone.set_offline(False)
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3), ("study", 1), ("study", 3), ("study", 1), ("study", 3)]


def test_a_server_that_stops_and_comes_back_loses_nothing(
    school: School, studying: Page, phone: BrowserContext
) -> None:
    page = studying
    school.stop()
    rate(page, "Got it")
    says(page, "Offline. 1 review waits on this device.")
    page.close()
    page = phone.new_page()  # from the home screen, with no page left open
    page.goto(f"{school.url}/cards")
    says(page, "Offline. 1 review waits on this device.")
    rate(page, "Again")
    says(page, "Offline. 2 reviews wait on this device.")
    school.start()
    page.reload()
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3), ("study", 1)]


def test_a_review_whose_answer_was_lost_counts_once(school: School, studying: Page) -> None:
    page, lost = studying, []

    def lose(route: Route) -> None:
        if route.request.method != "PUT" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)  # the server has handled it
        route.abort()

    page.route("**/cards/reviews", lose)
    rate(page, "Got it")
    says(page, "All reviews saved.")
    assert lost == [200]
    assert school.log() == [("study", 3)]


def test_of_two_tabs_each_shows_what_is_left_and_every_review_counts_once(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    one, other = studying, phone.new_page()
    other.goto(f"{school.url}/cards/study")
    says(other, READY)
    assert front(one) == front(other)
    first = front(one)
    phone.set_offline(True)
    rate(one, "Got it")
    # The other tab does not ask for it again.
    expect(other.locator("#front")).not_to_have_text(first, use_inner_text=True)
    says(other, "Offline. 1 review waits on this device.")
    rate(other, "Again")
    says(one, "Offline. 2 reviews wait on this device.")
    rate(one, "Got it")
    phone.set_offline(False)
    says(one, "All reviews saved.")
    expect(other.locator("#kept")).not_to_contain_text("wait")
    assert school.log() == [("study", 3), ("study", 1), ("study", 3)]
