"""Whose cards and reviews a device keeps, when they go, and how the page that it keeps is renewed."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import abort, make_response
from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import Cast
from tests.journeys.away import READY, School, enter, front, phone, rate, refuse, says, school, studying

__all__ = ["enter", "phone", "school", "studying"]

IN_STORE = """
  new Promise((resolve) => {
    indexedDB.open("quizapp-cards").onsuccess = ({ target: { result: db } }) => {
      const act = db.transaction(["kept", "queue"]);
      const [cards, reviews] = ["kept", "queue"].map((name) => act.objectStore(name).getAll());
      act.oncomplete = () => {
        db.close();
        resolve([cards.result.map((one) => one.account), reviews.result.map((one) => one.account)]);
      };
    };
  })
"""
NO_WORKER = """
  delete Navigator.prototype.serviceWorker;
  delete Navigator.prototype.locks;
  delete Crypto.prototype.randomUUID;
"""
NO_STORE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('none here'); }})"
NOT_ASKED_FOR = "ServiceWorkerContainer.prototype.register = () => Promise.reject(new Error())"
INSTALLABLE = """
  const offer = new Event("beforeinstallprompt", { cancelable: true });
  offer.prompt = async () => (document.title = "asked");
  dispatchEvent(offer);
"""


def wait_for(page: Page, script: str, expected: Any) -> None:
    """Ask until the answer is this one."""
    until = time.monotonic() + 15
    while (found := page.evaluate(script)) != expected and time.monotonic() < until:
        time.sleep(0.1)
    assert found == expected


def test_another_student_on_the_device_neither_sees_nor_sends_what_the_first_one_left(
    school: School, phone: BrowserContext, studying: Page, enter: Callable[..., None], cast: Cast
) -> None:
    page = studying
    school.stop()
    rate(page, "Got it")
    says(page, "Offline. 1 review waits on this device.")
    text = front(page)
    school.start()
    # Green Wren signs in, while Blue Heron's page is still open behind.
    enter(phone, cast.wren)
    wrens = phone.new_page()
    wrens.goto(f"{school.url}/cards")
    says(wrens, "Works offline: 0 cards are on this device.")
    page.evaluate("dispatchEvent(new Event('focus'))")  # else it tries again after half a minute at most
    says(page, "Somebody else is signed in. Your 1 review waits on this device.")
    wait_for(wrens, IN_STORE, [[cast.wren], [cast.heron]])
    phone.set_offline(True)
    wrens.goto(f"{school.url}/cards/study")
    expect(wrens.get_by_role("heading", name="Nothing is left on this device")).to_be_visible()
    assert text not in wrens.content()
    phone.set_offline(False)
    assert school.log() == []
    # Her own reviews go when she is back, though the page that she left open is gone.
    page.close()
    enter(phone, cast.heron)
    wrens.goto(f"{school.url}/cards")
    says(wrens, "All reviews saved.")
    assert school.log() == [("study", 3)]


def test_signed_out_in_between_the_reviews_wait_until_the_student_is_back(
    school: School, phone: BrowserContext, studying: Page, enter: Callable[..., None], cast: Cast
) -> None:
    page = studying
    phone.set_offline(True)
    rate(page, "Got it")
    phone.clear_cookies()
    phone.set_offline(False)
    says(page, "Sign in to send 1 review: it waits on this device. Sign in")
    rate(page, "Again")
    says(page, "Sign in to send 2 reviews: they wait on this device. Sign in")
    assert school.log() == []
    # A new session has another token: the old one is refused, and a fresh one fetched.
    enter(phone, cast.heron)
    page.evaluate("dispatchEvent(new Event('focus'))")
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3), ("study", 1)]


def at_signing_out(school: School, page: Page) -> None:
    """Rate two cards that cannot be sent, and ask to sign out."""
    page.route("**/cards/reviews", refuse)
    rate(page, "Got it")
    rate(page, "Again")
    says(page, "Offline. 2 reviews wait on this device.")
    page.goto(f"{school.url}/account")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    wait_for(page, "localStorage.getItem('quizapp:cards-of')", "4")
    page.locator("summary").filter(has_text="Blue Heron").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="2 reviews are only on this device")).to_be_visible()


def test_signing_out_sends_first_and_then_leaves_nothing_on_the_device(
    school: School, studying: Page, check_page: Callable[[Page], None]
) -> None:
    page = studying
    at_signing_out(school, page)
    check_page(page)
    page.get_by_role("button", name="Send first, then sign out").click()
    expect(page.get_by_text("They cannot be sent just now. Nothing was deleted.")).to_be_visible()
    page.unroute("**/cards/reviews")
    page.get_by_role("button", name="Send first, then sign out").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    assert school.log() == [("study", 3), ("study", 1)]
    wait_for(page, IN_STORE, [[], []])
    page.goto(f"{school.url}/cards")
    expect(page.get_by_label("Class code")).to_be_visible()
    page.context.set_offline(True)
    page.goto(f"{school.url}/cards")
    expect(page.get_by_role("heading", name="Nobody is signed in here")).to_be_visible()


def test_who_signs_out_all_the_same_is_told_what_is_deleted(school: School, studying: Page) -> None:
    page = studying
    at_signing_out(school, page)
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("summary").filter(has_text="Blue Heron").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("button", name="Sign out and delete 2 reviews").click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    wait_for(page, IN_STORE, [[], []])
    assert school.log() == []


def test_a_new_version_is_taken_without_a_reload_and_opens_offline(
    school: School, phone: BrowserContext, studying: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, views = studying, school.app.view_functions
    (before,) = page.evaluate("caches.keys()")
    version = before.split("/static/")[1].split("/")[0]

    def newer(make: Callable[[], Any]) -> Callable[[], Any]:
        def made() -> Any:
            answer = make_response(make())
            answer.set_data(answer.get_data(as_text=True).replace(version, "abc123"))
            return answer

        return made

    for name in ("cards.worker", "cards.offline"):
        monkeypatch.setitem(views, name, newer(views[name]))
    opened: list[str] = []
    page.on("request", lambda request: request.is_navigation_request() and opened.append(request.url))
    page.reload()
    wait_for(page, "caches.keys()", ["quizapp-cards:/static/abc123/css/quizapp.css"])
    says(page, READY)
    assert len(opened) == 1
    phone.set_offline(True)
    page.reload()
    says(page, "Offline. You can go on.")
    rate(page, "Got it")


def test_a_server_that_goes_back_to_a_version_without_it_is_rid_of_it(
    school: School, studying: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = studying
    monkeypatch.setitem(school.app.view_functions, "cards.worker", lambda: abort(404))
    page.add_init_script(NOT_ASKED_FOR)
    page.reload()
    says(page, "Works offline while this page stays open.")
    wait_for(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length)", 0)
    wait_for(page, "caches.keys()", [])


def test_of_the_app_the_browser_keeps_one_page_and_no_other(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    page = studying
    paths = """
      caches.keys().then(([name]) => caches.open(name)).then((cache) => cache.keys())
        .then((all) => all.map(({ url }) => new URL(url).pathname))
        .then((paths) => paths.filter((path) => !path.startsWith("/static/")))
    """
    page.goto(f"{school.url}/cards")
    page.goto(f"{school.url}/todo")
    assert page.evaluate(paths) == ["/cards/offline"]
    phone.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{school.url}/done")


def test_on_plain_http_a_session_goes_on_while_its_page_stays_open(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    studying.close()
    phone.add_init_script(NO_WORKER)
    page = phone.new_page()
    page.goto(f"{school.url}/cards/study")
    says(page, "Works offline while this page stays open.")
    phone.set_offline(True)
    rate(page, "Got it")
    says(page, "Offline. 1 review waits on this device.")
    phone.set_offline(False)
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3)]


def test_where_a_browser_keeps_nothing_the_page_says_that_it_must_stay_open(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    studying.close()
    phone.add_init_script(NO_STORE)
    page = phone.new_page()
    page.goto(f"{school.url}/cards/study")
    expect(page.locator("#kept")).to_contain_text("Works offline")
    phone.set_offline(True)
    rate(page, "Got it")
    says(page, "Offline. 1 review waits in this page. Leave it open.")
    phone.set_offline(False)
    says(page, "All reviews saved.")
    assert school.log() == [("study", 3)]


def test_of_a_clock_that_went_a_year_off_the_page_says_so_and_nothing_is_lost(
    school: School, studying: Page
) -> None:
    page = studying
    page.evaluate("{ const now = Date.now; Date.now = () => now() + 365 * 24 * 3600 * 1000; }")
    rate(page, "Got it")
    says(
        page,
        "All reviews saved. The clock of this device is far off: 1 review counts as made just now.",
    )
    assert school.log() == [("study", 3)]


def test_an_answer_that_is_typed_without_network_is_compared_by_the_student(
    school: School, phone: BrowserContext, studying: Page
) -> None:
    page = studying
    page.goto(f"{school.url}/cards/settings")
    page.get_by_label("Type").first.check()
    page.get_by_role("button", name="Save").click()
    page.goto(f"{school.url}/cards/study")
    says(page, READY)
    phone.set_offline(True)
    says(page, "Offline. You can go on.")
    page.get_by_role("button", name="Check").tap()
    expect(page.get_by_role("article", name="Back of the card")).to_be_visible()
    page.get_by_role("button", name="Got it").tap()
    says(page, "Offline. 1 review waits on this device.")
    phone.set_offline(False)
    says(page, "All reviews saved.")
    page.get_by_role("button", name="Check").tap()
    expect(page.get_by_role("article", name="Back of the card")).to_be_visible()
    assert school.log() == [("study", 3)]


def test_putting_it_on_the_home_screen_is_offered_only_where_the_browser_can(
    school: School, studying: Page, check_page: Callable[[Page], None]
) -> None:
    page = studying
    page.goto(f"{school.url}/cards")
    says(page, READY)
    offer = page.get_by_role("button", name="Put it on your home screen")
    expect(offer).to_be_hidden()
    page.evaluate(INSTALLABLE)
    expect(offer).to_be_visible()
    check_page(page)
    offer.tap()
    expect(page).to_have_title("asked")
    expect(offer).to_be_hidden()
