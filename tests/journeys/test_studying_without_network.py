"""The network goes in a session, the server dies, an answer is lost: each review counts, and once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.journeys.away import (
    PHONE,
    READY,
    School,
    enter,
    front,
    phone,
    rate,
    refuse,
    says,
    school,
    studying,
)

__all__ = ["enter", "phone", "school", "studying"]


@pytest.mark.both_databases
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
    expect(page.locator("#front")).to_have_text(missed, use_inner_text=True)
    page.get_by_role("button", name="Undo").tap()
    says(page, "Offline. 2 reviews wait on this device.")
    expect(page.locator("#front")).not_to_have_text(missed, use_inner_text=True)
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
    expect(page.get_by_role("heading", name="4 cards on this device")).to_be_visible()
    page.get_by_role("link", name="Study").tap()
    rate(page, "Again")
    says(page, "Offline. 2 reviews wait on this device.")
    expect(page.get_by_role("link", name="Leave; your reviews wait on this device")).to_be_visible()
    school.start()
    page.reload()
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3), ("study", 1)]


@pytest.mark.both_databases
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


def second_tab(phone: BrowserContext, school: School) -> Page:
    """Open the page of studying once more, and wait until it keeps its cards."""
    page = phone.new_page()
    page.goto(f"{school.url}/cards/study")
    says(page, READY)
    return page


def test_of_two_tabs_each_shows_what_is_left_and_every_review_counts_once(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    one, other = studying, second_tab(phone, school)
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
    says(other, "All reviews saved.")
    assert school.log() == [("study", 3), ("study", 1), ("study", 3)]


def test_a_deck_is_studied_offline_by_itself(school: School, phone: BrowserContext, studying: Page) -> None:
    page = studying
    page.goto(f"{school.url}/cards")
    says(page, READY)
    page.get_by_role("link", name="Study: Missed in quizzes").tap()
    says(page, READY)
    phone.set_offline(True)
    page.reload()
    says(page, "Offline. You can go on.")
    expect(page.locator("[name=deck]")).to_have_value("1")
    rate(page, "Got it")
    expect(page.locator("#left")).to_have_text("4 left")
    # Of another deck nothing is kept: there is nothing in it.
    page.goto(f"{school.url}/cards/study?deck=2")
    expect(page.get_by_role("heading", name="Nothing is left on this device")).to_be_visible()
    phone.set_offline(False)
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3)]


def test_undo_takes_back_the_last_rating_also_if_that_was_sent_by_a_form(
    school: School, browser: Browser, phone: BrowserContext, studying: Page
) -> None:
    page = studying
    rate(page, "Got it")
    says(page, "All reviews saved.")
    plain = browser.new_context(**PHONE, java_script_enabled=False)
    plain.add_cookies(phone.cookies())  # type: ignore[arg-type]
    form = plain.new_page()
    form.goto(f"{school.url}/cards/study")
    by_form = front(form)
    form.get_by_role("link", name="Show the answer").tap()
    form.get_by_role("button", name="Again").tap()
    expect(form.get_by_role("button", name="Undo")).to_be_visible()
    plain.close()
    page.reload()
    says(page, READY)
    assert front(page) != by_form
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("#front")).to_have_text(by_form, use_inner_text=True)
    assert school.log() == [("study", 3), ("study", 1), ("undo", None)]


def test_what_one_tab_has_sent_the_others_say_is_saved(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    one, other = studying, second_tab(phone, school)
    one.route("**/cards/reviews", refuse)
    phone.set_offline(True)
    rate(one, "Got it")
    says(other, "Offline. 1 review waits on this device.")
    phone.set_offline(False)
    says(other, "All reviews saved.")
    says(one, "All reviews saved.")
    assert school.log() == [("study", 3)]


def test_what_the_server_says_of_a_review_every_tab_says(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    one, other = studying, second_tab(phone, school)
    one.route("**/cards/reviews", refuse)
    phone.set_offline(True)
    one.evaluate("{ const now = Date.now; Date.now = () => now() + 365 * 24 * 3600 * 1000; }")
    rate(one, "Got it")
    says(other, "Offline. 1 review waits on this device.")
    phone.set_offline(False)
    told = "All reviews saved. The clock of this device is far off: 1 review counts as made just now."
    says(other, told)
    says(one, told)
    assert school.log() == [("study", 3)]


def test_an_answer_that_comes_after_the_network_went_is_no_network(
    phone: BrowserContext, studying: Page
) -> None:
    page = studying

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        phone.set_offline(True)
        route.fulfill(response=answer, json={**answer.json(), "more": 3})

    page.route("**/cards/kept", answer_late)
    expect(page.locator("#left")).to_have_text("4 left")
    page.evaluate("dispatchEvent(new Event('online'))")  # the cards are asked for anew
    expect(page.locator("#left")).to_have_text("7 left")
    says(page, "Offline. You can go on.")
