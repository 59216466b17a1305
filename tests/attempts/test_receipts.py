"""The receipt: what a student keeps of a quiz that was handed in."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.attempts.conftest import EIGHT, RIGHT, Taker
from tests.attempts.test_review import policy


def code_in(page: str) -> str:
    return page.split('class="receipt__code mono">')[1][:9]


def receipt(taker: Taker) -> str:
    return taker.client.get(f"/attempts/{taker.attempt}/receipt").text


def test_a_receipt_says_who_handed_in_what_and_when(taker: Taker) -> None:
    taker.put(1, 1, [EIGHT])
    taker.put(3, 1, RIGHT[3])
    taker.submit()
    page = receipt(taker)
    for fact in (
        "Blue Heron",
        "Library check",
        "History 10B",
        "Monday 14 September 2026, 09:00:00",
        "2 of 5",
    ):
        assert fact in page
    assert f"Receipt {code_in(page)}\nBlue Heron, History 10B\nLibrary check, attempt 1\n" in page


def test_the_review_shows_the_same_code(taker: Taker) -> None:
    taker.submit()
    assert f'<span class="mono">{code_in(receipt(taker))}</span>' in taker.review()


def test_a_review_that_shows_nothing_holds_the_whole_receipt(
    taker: Taker, rules: Callable[..., None]
) -> None:
    rules(review=policy())
    taker.put(1, 1, [EIGHT])
    taker.submit()
    assert code_in(taker.review()) == code_in(receipt(taker))
    assert "1 of 5 questions answered" in taker.review()


def test_another_answer_makes_another_code(
    taker: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    other = begin(wren)
    for one, answer in ((taker, [EIGHT]), (other, RIGHT[1])):
        one.put(1, 1, answer)
        one.submit()
    assert code_in(receipt(taker)) != code_in(receipt(other))


def test_there_is_no_receipt_before_handing_in(taker: Taker) -> None:
    response = taker.client.get(f"/attempts/{taker.attempt}/receipt")
    assert (response.status_code, response.location) == (303, f"/attempts/{taker.attempt}")
