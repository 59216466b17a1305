"""The network goes in a session, the server dies, an answer is lost: each review counts, and once."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.away import READY, School, enter, front, phone, rate, says, school, studying

__all__ = ["enter", "phone", "school", "studying"]


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
    expect(page.get_by_role("heading", name="4 cards on this device")).to_be_visible()
    page.get_by_role("link", name="Study").tap()
    rate(page, "Again")
    says(page, "Offline. 2 reviews wait on this device.")
    expect(page.get_by_role("link", name="Leave; your reviews wait on this device")).to_be_visible()
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
