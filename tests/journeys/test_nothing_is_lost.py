"""The network goes, the server dies, a second window answers, the time runs out: no answer is lost."""

import re
import signal
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from quizapp.attempts.handing_in import settle_due
from quizapp.attempts.models import Answer, Attempt
from quizapp.db.base import reading
from quizapp.extensions import db
from quizapp.quizzes.models import Assignment
from quizapp.web import clock
from tests.cast import Cast
from tests.journeys.conftest import Live
from tests.load import AGENT, make_school
from tests.server import Server, free_port

LOOK: dict[str, Any] = {"locale": "en-GB", "timezone_id": "UTC", "reduced_motion": "reduce"}
WAITS = "There is no connection just now. What you answered is kept on this device and is not saved yet."
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none here'); }})"
NOTE_STATES = """
  window.states = [];
  addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("save-state");
    if (place) new MutationObserver(() => window.states.push(place.innerText.trim()))
      .observe(place, {subtree: true, childList: true, characterData: true});
  });
"""


@pytest.fixture
def new_device(live: Live, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that makes a browser of its own. Its console may tell of what is tried here."""
    opened: list[BrowserContext] = []

    def make(**more: Any) -> BrowserContext:
        context = browser.new_context(**LOOK, **more)
        context.set_default_timeout(20_000)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def taking(
    live: Live, new_device: Callable[..., BrowserContext], sign_in: Callable[..., None], cast: Cast
) -> Callable[..., Page]:
    """Return a function that sets the rules and begins the quiz as Blue Heron on a device."""

    def begin(on: BrowserContext | None = None, **rules: Any) -> Page:
        with live.app.app_context():
            row = db.session.get(Assignment, cast.assignment)
            for name, value in rules.items():
                setattr(row, name, value)
            db.session.commit()
        page = (on or new_device()).new_page()
        sign_in(page, cast.heron)
        page.goto(f"{live.url}/take/{cast.assignment}")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
        ready(page)
        return page

    return begin


def stored(live: Live) -> dict[int, str | None]:
    """Return what the database holds: slot -> response."""
    with live.app.app_context():
        found = {row.slot: row.response for row in db.session.query(Answer)}
        db.session.rollback()
    return found


def state(page: Page) -> Any:
    return expect(page.locator("#save-state"))


def ready(page: Page) -> None:
    """Wait until the quiz's script has run; first expect what the page before does not have."""
    page.wait_for_selector("#attempt[data-ready]", state="attached")


def said(page: Page) -> Any:
    return expect(page.locator("#attempt-said"))


def test_a_page_is_left_only_with_all_saved_and_goes_on_by_itself(
    live: Live, taking: Callable[..., Page]
) -> None:
    page = taking()
    page.context.set_offline(True)
    page.get_by_label("At eight").check()
    page.get_by_label("At nine").check()
    state(page).to_have_text("Not saved yet, trying")
    page.get_by_role("button", name="Next question").last.click()
    said(page).to_have_text(f"{WAITS} You go on to question 2 as soon as it is saved.")
    page.get_by_role("button", name="Question 4, no answer yet").click()
    said(page).to_have_text(f"{WAITS} You go on to question 4 as soon as it is saved.")
    assert stored(live) == {}
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Question 4 of 5")).to_be_visible()
    assert list(stored(live)) == [1]
    page.get_by_role("button", name="Question 1, answered").click()
    expect(page.get_by_label("At nine")).to_be_checked()


def test_a_question_skipped_offline_does_not_end_on_the_browsers_error_page(
    taking: Callable[..., Page],
) -> None:
    page = taking()
    page.context.set_offline(True)
    page.get_by_role("button", name="Next question").last.click()
    said(page).to_have_text(
        "There is no connection just now. Your answers are saved. "
        "You go on to question 2 as soon as it is back."
    )
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()


def test_with_all_on_one_page_answering_goes_on_offline(live: Live, taking: Callable[..., Page]) -> None:
    page = taking(one_page=True)
    page.context.set_offline(True)
    page.get_by_label("At nine").check()
    page.get_by_role("link", name="Question 4").click()
    page.locator("#q-4").get_by_role("textbox").fill("Amsel")
    page.locator("#q-5").get_by_role("textbox").fill("3")
    page.locator("#q-3").get_by_role("button", name="Flag for later").click()
    state(page).to_have_text("Not saved yet, trying")
    expect(page.locator("#count-answered")).to_have_text("0")
    page.get_by_role("button", name="Check and hand in").first.click()
    said(page).to_have_text(f"{WAITS} You go on to the check as soon as it is saved.")
    page.context.set_offline(False)
    expect(page.get_by_text("3 of 5 questions answered.")).to_be_visible()
    assert sorted(slot for slot, response in stored(live).items() if response) == [1, 4, 5]


def test_answers_of_a_page_closed_offline_are_sent_when_it_is_opened_again(
    live: Live, taking: Callable[..., Page]
) -> None:
    page = taking()
    page.get_by_role("button", name="Next question").last.click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    ready(page)  # without its script the form would be sent, and empty answers kept
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    ready(page)
    page.context.set_offline(True)
    page.get_by_label("At nine").check()
    state(page).to_have_text("Not saved yet, trying")
    address = page.url
    page.close(run_before_unload=False)
    page.context.set_offline(False)
    assert stored(live) == {}
    again = page.context.new_page()
    again.goto(f"{address.partition('?')[0]}?q=3")
    state(again).to_have_text("Saved")
    expect(again.locator("#count-answered")).to_have_text("1")
    assert list(stored(live)) == [1]


def test_saved_is_said_after_the_servers_answer_and_not_before(
    live: Live, taking: Callable[..., Page]
) -> None:
    page = taking()
    page.add_init_script(NOTE_STATES)
    page.reload()
    held: list[Route] = []
    page.route("**/answers/*", lambda route: held.append(route))
    with page.expect_request("**/answers/*"):
        page.get_by_label("At nine").check()
    state(page).to_have_text("Saving")
    expect(page.locator("#count-answered")).to_have_text("0")
    assert stored(live) == {}
    assert page.evaluate("states") == ["Saving"]
    held.pop().continue_()
    state(page).to_have_text("Saved")
    assert list(stored(live)) == [1]
    assert page.evaluate("states") == ["Saving", "Saved"]


def test_what_is_being_typed_is_not_called_saved(taking: Callable[..., Page]) -> None:
    page = taking(one_page=True)
    page.add_init_script(NOTE_STATES)
    page.reload()
    page.get_by_label("At nine").check()
    state(page).to_have_text("Saved")
    page.locator("#q-4").get_by_role("textbox").press("A")
    expect(page.locator("#count-answered")).to_have_text("2")
    state(page).to_have_text("Saved")
    assert page.evaluate("states") == ["Saving", "Saved", "Saving", "Saved"]


@pytest.mark.both_databases
def test_the_newest_answer_of_two_tabs_is_kept_and_the_other_tab_says_so(
    live: Live, taking: Callable[..., Page]
) -> None:
    first = taking()
    first.get_by_label("At eight").check()
    state(first).to_have_text("Saved")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("At nine").check()
    state(second).to_have_text("Saved")
    said(first).to_contain_text("There is a newer answer to question 1, from another window or device.")
    expect(first.get_by_label("At eight")).to_be_checked()
    first.get_by_role("link", name="Show it").click()
    expect(first.get_by_label("At nine")).to_be_checked()
    first.get_by_label("At ten").check()
    state(first).to_have_text("Saved")
    said(second).to_contain_text("There is a newer answer to question 1")
    second.reload()
    expect(second.get_by_label("At ten")).to_be_checked()


@pytest.mark.both_databases
def test_a_device_that_was_offline_does_not_undo_what_was_answered_on_another_since(
    live: Live,
    taking: Callable[..., Page],
    new_device: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    cast: Cast,
) -> None:
    phone = taking()
    phone.context.set_offline(True)
    phone.get_by_label("At eight").check()
    state(phone).to_have_text("Not saved yet, trying")
    laptop = new_device().new_page()
    sign_in(laptop, cast.heron)
    laptop.goto(phone.url)
    laptop.get_by_label("At nine").check()
    state(laptop).to_have_text("Saved")
    kept = stored(live)
    phone.context.set_offline(False)
    said(phone).to_contain_text("There is a newer answer to question 1, from another window or device.")
    assert stored(live) == kept
    phone.get_by_role("link", name="Show it").click()
    expect(phone.get_by_label("At nine")).to_be_checked()


def test_another_device_goes_on_at_the_question_answered_last(
    live: Live,
    taking: Callable[..., Page],
    new_device: Callable[..., BrowserContext],
    sign_in: Callable[..., None],
    cast: Cast,
) -> None:
    phone = taking()
    phone.get_by_label("At nine").check()
    phone.get_by_role("button", name="Question 4, no answer yet").click()
    phone.get_by_role("textbox").fill("Amsel")
    phone.get_by_role("textbox").blur()
    expect(phone.locator("#count-answered")).to_have_text("2")
    laptop = new_device().new_page()
    sign_in(laptop, cast.heron)
    laptop.goto(f"{live.url}/todo")
    laptop.get_by_role("link", name="Go on: Library check").click()
    expect(laptop.get_by_role("heading", name="Question 4 of 5")).to_be_visible()
    expect(laptop.get_by_role("textbox")).to_have_value("Amsel")


def test_the_last_keys_before_the_end_count_and_the_quiz_is_handed_in(
    live: Live, taking: Callable[..., Page]
) -> None:
    page = taking(time_limit=12)
    page.get_by_role("button", name="Question 4, no answer yet").click()
    page.get_by_role("textbox").press_sequentially("Amsel")
    expect(page.get_by_role("heading", name="Question 4 of 5")).to_be_visible()
    ready(page)
    with page.expect_navigation(url=re.compile("/review")):
        while "/review" not in page.url and not page.locator("[inert]").count():
            page.keyboard.press("l")  # wherever the page is by now
    assert stored(live)[4].startswith('{"text":"Amsel')  # type: ignore[union-attr]
    with live.app.app_context():
        assert db.session.query(Attempt).one().submitted_by == "deadline"


@pytest.mark.both_databases
def test_who_is_away_when_the_time_ends_has_handed_in_what_was_saved(
    live: Live, taking: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = taking(time_limit=600, grace=0)
    page.get_by_label("At nine").check()
    state(page).to_have_text("Saved")
    address = page.url
    page.close()
    with live.app.app_context():
        end = db.session.query(Attempt).one().deadline_at
        assert end
    later = page.context.new_page()
    monkeypatch.setattr(clock, "now", lambda: end + timedelta(seconds=1))
    with live.app.app_context(), reading():
        assert settle_due(clock.now()) == 1
    later.goto(address)
    expect(later).to_have_url(re.compile("/review"))
    expect(later.locator("main")).to_contain_text("Handed in for you at the end of the time")


def test_an_answer_that_came_too_late_is_told_of_afterwards(live: Live, taking: Callable[..., Page]) -> None:
    page = taking(time_limit=12, grace=0)
    page.context.set_offline(True)
    page.get_by_label("At nine").check()
    said(page).to_contain_text("Time is up. Your last answer is being sent and counts if it arrives at once.")
    page.context.set_offline(False)
    expect(page).to_have_url(re.compile("/review"))
    expect(page.locator("#unsent")).to_have_text(
        "What you gave last at question 1 on this device came too late or could not be read. "
        "It is not part of what was handed in."
    )
    assert stored(live) == {}
    page.reload()
    expect(page.locator("#unsent")).to_be_hidden()


def test_a_reload_in_mid_word_keeps_the_word(live: Live, taking: Callable[..., Page]) -> None:
    page = taking()
    page.get_by_role("button", name="Question 4, no answer yet").click()
    expect(page.get_by_role("heading", name="Question 4 of 5")).to_be_visible()
    ready(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("textbox").press_sequentially("Ams")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("Ams")
    state(page).to_have_text("Saved")
    assert stored(live) == {4: '{"text":"Ams"}'}


def test_signed_out_in_another_tab_the_answer_waits_until_signed_in_again(
    live: Live, taking: Callable[..., Page], sign_in: Callable[..., None], cast: Cast
) -> None:
    page = taking()
    page.context.clear_cookies()
    page.get_by_label("At nine").check()
    said(page).to_contain_text("You are signed out here")
    state(page).to_have_text("Not saved yet, trying")
    page.get_by_role("button", name="Next question").last.click()
    page.wait_for_timeout(1_600)  # until it says why it waits
    said(page).to_contain_text("You are signed out here")
    sign_in(page, cast.wren)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    said(page).to_contain_text("somebody else is signed in")
    assert stored(live) == {}
    sign_in(page, cast.heron)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    assert list(stored(live)) == [1]


def test_who_signed_in_again_in_another_tab_is_no_longer_told_to(
    taking: Callable[..., Page], sign_in: Callable[..., None], cast: Cast
) -> None:
    page = taking()
    page.context.clear_cookies()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(page).to_contain_text("You are signed out here, or somebody else is signed in.")
    sign_in(page, cast.heron)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    said(page).to_be_hidden()


def test_without_storage_an_answer_waits_on_the_page_which_says_to_leave_it_open(
    live: Live, taking: Callable[..., Page], new_device: Callable[..., BrowserContext]
) -> None:
    context = new_device()
    context.add_init_script(NO_STORAGE)
    page = taking(context)
    context.set_offline(True)
    page.get_by_label("At nine").check()
    state(page).to_have_text("Not saved yet, trying")
    page.get_by_role("button", name="Next question").last.click()
    said(page).to_contain_text(
        "What you answered is kept on this page, so leave it open, and is not saved yet."
    )
    context.set_offline(False)
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    assert list(stored(live)) == [1]


def test_back_in_the_browser_shows_what_the_server_has(taking: Callable[..., Page]) -> None:
    page = taking()
    page.get_by_label("At eight").check()
    page.get_by_role("button", name="Next question").last.click()
    expect(page.get_by_role("heading", name="Question 2 of 5")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url.replace("q=2", "q=1"))
    other.get_by_label("At nine").check()
    state(other).to_have_text("Saved")
    page.go_back()
    expect(page.get_by_label("At nine")).to_be_checked()


@pytest.mark.browser
@pytest.mark.usefixtures("page")  # skipped with the others where there is no browser
def test_a_server_killed_in_mid_quiz_costs_no_answer(tmp_path: Path, browser: Browser) -> None:
    school = make_school(tmp_path / "data", 1, questions=4)
    port = str(free_port())

    def serve() -> Server:
        server = Server(school.data_dir, log=tmp_path / "log", **{**school.environment, "QUIZAPP_PORT": port})
        server.wait_until_it_answers()
        return server

    def answer() -> None:
        ready(page)
        body = page.locator(".question__body")
        if body.get_by_role("textbox").count():
            body.get_by_role("textbox").fill("2016")
        else:
            body.locator("input").first.check()

    server = serve()
    context = browser.new_context(**LOOK, user_agent=AGENT)
    page = context.new_page()
    context.add_cookies([{"name": "quizapp_session", "value": school.students[0].cookie, "url": server.url}])
    try:
        page.goto(f"{server.url}/take/{school.assignment}")
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()
        answer()
        state(page).to_have_text("Saved")
        page.get_by_role("button", name="Next question").last.click()
        expect(page.get_by_role("heading", name="Question 2 of 4")).to_be_visible()

        server.kill()
        answer()
        state(page).to_have_text("Not saved yet, trying")
        page.get_by_role("button", name="Next question").last.click()
        said(page).to_have_text(f"{WAITS} You go on to question 3 as soon as it is saved.")
        server = serve()
        expect(page.get_by_role("heading", name="Question 3 of 4")).to_be_visible(timeout=15_000)
        expect(page.locator("#count-answered")).to_have_text("2")

        ready(page)
        page.wait_for_timeout(3_100)  # until it counts as unheard again
        server.kill()
        page.get_by_role("button", name="Next question").last.click()
        said(page).to_contain_text("Your answers are saved. You go on to question 4 as soon as it is back.")
        server = serve()
        expect(page.get_by_role("heading", name="Question 4 of 4")).to_be_visible(timeout=15_000)
        answer()
        page.get_by_role("button", name="Check and hand in").last.click()
        expect(page.get_by_text("3 of 4 questions answered.")).to_be_visible()
    finally:
        context.close()
        server.stop(signal.SIGTERM)
