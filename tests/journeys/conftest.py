"""Fixtures of the browser tests: the app on loopback, and a Chromium that is held to clean pages."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response, expect
from werkzeug.serving import WSGIRequestHandler, make_server

from quizapp.accounts.models import User
from quizapp.accounts.sessions import CHOOSING
from quizapp.extensions import db
from quizapp.web import clock
from tests import chromium
from tests.cast import NOW
from tests.journeys import slow

# A machine that is busy takes its time: what comes is waited for, and a test that fails fails later.
expect.set_options(timeout=15_000)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass(frozen=True)
class Live:
    """The app, served on this computer for the length of one test."""

    app: Flask
    url: str


class Quiet(WSGIRequestHandler):
    """Logs no requests, and lets go of connections that a browser opened and never used."""

    timeout = 5

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        return


@pytest.fixture
def live(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """Serve a fresh copy of the cast's school."""
    with served(app, monkeypatch) as live:
        yield live


@contextmanager
def served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    """Serve an app on the cast's Monday, with CSRF as people meet it.

    The browser's own clock is the machine's: a page must not compare it with the server's.
    """
    began = time.monotonic()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=time.monotonic() - began))
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, slow.slowed(app), threaded=True, request_handler=Quiet)
    server.daemon_threads = False  # so that closing waits for requests under way
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="live")
    thread.start()
    yield Live(app, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session", autouse=True)
def _slow_pages() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        slow.slow_pages(monkeypatch)
        yield


@pytest.fixture(scope="session")
def base_url() -> None:
    # In place of pytest-playwright's own, which pytest 9 warns of. Each test has an address of its own.
    return None


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": chromium.find_chromium(),
        "args": list(chromium.ARGUMENTS),
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "UTC", "reduced_motion": "reduce"}


@pytest.fixture
def page(live: Live, page: Page) -> Iterator[Page]:
    """A page whose test fails if anything was written to the console: errors, CSP violations, lost files."""
    # `live` comes first, so that the browser is closed before the app is.
    said: list[tuple[str, str]] = []
    opened: set[str] = set()

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append((message.text, message.location["url"]))

    def note(response: Response) -> None:
        if response.request.is_navigation_request():
            opened.add(response.url)

    page.on("console", listen)
    page.on("response", note)
    page.on("pageerror", lambda error: said.append((str(error), page.url)))
    page.set_default_timeout(20_000)
    yield page
    # Chromium complains of every 404 and 422 that a person is shown. Those are for the test to judge.
    assert [(text, url) for text, url in said if not (url in opened and "Failed to load" in text)] == []


@pytest.fixture
def sign_in(live: Live) -> Callable[..., None]:
    """Return a function that makes a browser the person's of that id, as if they had signed in.

    With `choosing` they have only shown their one-time PIN, and are to choose a password.
    """

    def sign_in(page: Page, user_id: int, *, choosing: bool = False) -> None:
        let_in(page.context, live.app, live.url, user_id, choosing=choosing)

    return sign_in


def let_in(browser: BrowserContext, app: Flask, url: str, user_id: int, *, choosing: bool = False) -> None:
    """Give a browser the cookie of a person; with `choosing`, of one who is to choose a password."""
    with app.app_context():
        identity = db.session.get(User, user_id).get_id()
        db.session.rollback()
    session = {CHOOSING: identity} if choosing else {"_user_id": identity, "_fresh": True}
    value = app.session_interface.get_signing_serializer(app).dumps(session)  # type: ignore[attr-defined]
    browser.add_cookies([{"name": app.config["SESSION_COOKIE_NAME"], "value": value, "url": url}])


def miss_four(page: Page, url: str, assignment: int) -> None:
    """Answer one of the five questions of the cast's quiz, rightly, hand it in, and go to the cards."""
    page.goto(f"{url}/take/{assignment}")
    page.get_by_role("button", name="Start").click()
    page.get_by_label("At nine").check()
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.get_by_text("1 of 5 questions answered.")).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="1 of 5. Four to look at again.")).to_be_visible()
    page.get_by_role("link", name="Cards", exact=True).click()
    expect(page.get_by_role("heading", name="4 cards today")).to_be_visible()


def wait_for_scripts(page: Page) -> None:
    """Wait until the scripts of the page that is shown have run.

    First expect something that the page before does not have: else that one is asked. They are modules,
    which a browser runs before it says that a page is loaded.
    """
    page.wait_for_load_state("load")


@pytest.fixture
def check_page() -> Callable[[Page], None]:
    """Return a check that a page breaks no rule of WCAG 2.2 A and AA and is not wider than the window."""
    script = Axe().axe_script
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

    def check_page(page: Page) -> None:
        if not page.evaluate("'axe' in window"):  # it is half a megabyte
            page.evaluate(script)
        found = page.evaluate("options => axe.run(document, options)", options)["violations"]
        broken = [
            f"{rule['id']}: {rule['help']} at {node['target']}: {node['html'][:160]}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert broken == [], "\n".join(broken)
        wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"The page is {wide} pixels wider than the window."

    return check_page


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the browser tests; where there is no browser, skip each by name and say why.

    A landing gives each one second try, and names in its summary those that needed it.
    """
    slow.check()
    browser_tests = [item for item in items if {"page", "browser"} & set(getattr(item, "fixturenames", ()))]
    for item in browser_tests:
        item.add_marker(pytest.mark.browser)
        if os.environ.get("CI"):  # a machine that stands still for a second is not a fault of the app
            item.add_marker(pytest.mark.flaky(reruns=1))
    if browser_tests and not chromium.find_chromium():
        if chromium.must_run():
            raise pytest.UsageError(chromium.how_to_get_it())
        for item in browser_tests:
            item.add_marker(pytest.mark.skip(reason=chromium.how_to_get_it()))
