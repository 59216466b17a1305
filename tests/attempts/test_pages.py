"""The page of a question and the check, as forms that need no script."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.attempts.conftest import EIGHT, NINE, Taker
from tests.cast import NOW


def post(taker: Taker, number: int, **fields: str) -> TestResponse:
    """Send the form of a question, whose slot is its number while nothing is shuffled."""
    given = {"slot": str(number), **{name.replace("_", "-"): value for name, value in fields.items()}}
    return taker.client.post(f"/attempts/{taker.attempt}?q={number}", data=given)


def test_a_question_stands_alone_on_its_page(taker: Taker) -> None:
    page = taker.page(2)
    assert "Question 2 of 5" in page
    assert "According to the rules, which loans are allowed?" in page
    assert "when does the library open" not in page
    assert "0</span> answered" in page


def test_next_keeps_the_answer_and_goes_on(taker: Taker) -> None:
    response = post(taker, 1, s1_answer=NINE, go="2")
    assert (response.status_code, response.location) == (303, f"/attempts/{taker.attempt}?q=2")
    assert f'value="{NINE}" checked' in taker.page(1)


def test_any_number_of_the_navigator_keeps_the_answer_on_the_way(taker: Taker) -> None:
    response = post(taker, 4, s4_answer="Ms Amsel", go="1")
    assert response.location == f"/attempts/{taker.attempt}?q=1"
    assert 'value="Ms Amsel"' in taker.page(4)


def test_the_check_keeps_the_answer_on_the_way(taker: Taker) -> None:
    response = post(taker, 3, s3_answer="false", go="check")
    assert response.location == f"/attempts/{taker.attempt}/check"
    assert 'value="false" checked' in taker.page(3)


def test_the_flag_keeps_the_answer_and_stays(taker: Taker) -> None:
    response = post(taker, 1, s1_answer=NINE, flag="1:1")
    assert response.location == f"/attempts/{taker.attempt}?q=1"
    page = taker.page(1)
    assert 'aria-pressed="true"' in page
    assert 'aria-label="Question 1, answered, flagged"' in page
    post(taker, 1, s1_answer=NINE, flag="1:0")
    assert 'aria-pressed="false"' in taker.page(1)


def test_what_cannot_be_read_comes_back_to_be_mended_as_it_was_typed(taker: Taker) -> None:
    post(taker, 5, s5_answer="4", go="1")
    response = post(taker, 5, s5_answer="three", go="check")
    assert response.status_code == 422
    assert 'value="three"' in response.text
    assert "Write a number, such as 3. Nothing is marked wrong yet." in response.text
    assert "Your earlier answer stays saved until this one can be." in response.text
    assert 'value="4"' in taker.page(5)


def test_a_flag_is_kept_though_the_answer_beside_it_cannot_be_read(taker: Taker) -> None:
    assert post(taker, 5, s5_answer="three", flag="5:1").status_code == 422
    assert "Question 5, no answer yet, flagged" in taker.page(5)


def test_a_form_of_another_question_empties_nothing(taker: Taker) -> None:
    taker.put(1, 1, [NINE])
    taker.client.post(f"/attempts/{taker.attempt}?q=1", data={"slot": "2", "go": "3"})
    taker.client.post(f"/attempts/{taker.attempt}?q=1", data={})
    assert f'value="{NINE}" checked' in taker.page(1)


def test_a_form_that_comes_after_a_script_saved_is_the_newest(taker: Taker) -> None:
    taker.put(1, 5000, [NINE])
    post(taker, 1, s1_answer=EIGHT, go="2")
    assert f'value="{EIGHT}" checked' in taker.page(1)


def test_a_number_that_is_no_question_leads_to_the_first(taker: Taker) -> None:
    for number in ("0", "6", "x", "99999", "-1", "²"):
        page = taker.client.get(f"/attempts/{taker.attempt}", query_string={"q": number}).text
        assert "Question 1 of 5" in page


def test_the_check_lists_what_has_no_answer_and_what_is_flagged(taker: Taker) -> None:
    taker.put(1, 1, [NINE])
    taker.put(3, 1, ["true"], flagged=True)
    page = taker.client.get(f"/attempts/{taker.attempt}/check").text
    assert "2 of 5 questions answered." in page
    blank, flagged = page.split('id="flagged-h"')
    assert blank.count('class="btn" href') == 3
    assert flagged.split("</section>")[0].count("?q=3") == 1


def test_the_check_says_when_all_is_answered(taker: Taker) -> None:
    for slot, answer in {1: NINE, 2: EIGHT, 3: "true", 4: "x", 5: "1"}.items():
        taker.put(slot, 1, [answer])
    page = taker.client.get(f"/attempts/{taker.attempt}/check").text
    assert "4 of 5 questions answered." in page  # question 2 has no such choice: nothing was kept
    assert "No answer yet" in page


def test_handing_in_needs_the_token_of_its_form(app, taker: Taker) -> None:  # type: ignore[no-untyped-def]
    app.config["WTF_CSRF_ENABLED"] = True
    assert taker.submit().status_code == 400


def without_tokens(page: str) -> str:
    """Return a page without what is signed anew each second."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_handing_in_twice_gives_the_same_result(taker: Taker, at: Callable[[datetime], None]) -> None:
    taker.put(1, 1, [NINE])
    assert taker.submit().location == f"/attempts/{taker.attempt}/review"
    first = without_tokens(taker.review())
    at(NOW + timedelta(minutes=9))
    assert taker.submit().location == f"/attempts/{taker.attempt}/review"
    assert without_tokens(taker.review()) == first
    assert "Handed in today, 09:00" in first


def test_after_handing_in_every_page_of_the_attempt_leads_to_the_review(taker: Taker) -> None:
    taker.submit()
    for path in ("", "?q=3", "/check"):
        response = taker.client.get(f"/attempts/{taker.attempt}{path}")
        assert (response.status_code, response.location) == (303, f"/attempts/{taker.attempt}/review")


def test_a_form_sent_after_handing_in_is_told_that_it_came_too_late(taker: Taker) -> None:
    taker.submit()
    response = taker.client.post(
        f"/attempts/{taker.attempt}?q=1", data={"slot": "1", "s1-answer": NINE}, follow_redirects=True
    )
    assert "This was handed in today, 09:00. Its answers can no longer be changed." in response.text
    assert "0 of 5." in response.text


def test_the_clock_shows_the_time_left_and_its_colour_when_it_is_short(
    heron: FlaskClient,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    rules(time_limit=760)
    taker = begin(heron)
    assert "<b>12:40</b>" in taker.page()
    at(NOW + timedelta(seconds=712))
    assert 'class="timer timer--last"' in taker.page()
    assert "<b>0:48</b>" in taker.page()


def test_without_a_limit_there_is_no_clock(taker: Taker) -> None:
    assert 'id="timer"' not in taker.page()
    assert "No time limit." in taker.page()


def test_shuffled_questions_stay_in_their_order_and_answers_with_their_question(
    heron: FlaskClient, rules: Callable[..., None], begin: Callable[..., Taker]
) -> None:
    rules(shuffle_questions=True, shuffle_choices=True)
    taker = begin(heron)
    pages = [taker.page(number) for number in range(1, 6)]
    rules(shuffle_choices=False)
    again = [taker.page(number) for number in range(1, 6)]
    plain = [page.split('class="question__body"')[1].split("</form>")[0] for page in pages]
    assert plain == [page.split('class="question__body"')[1].split("</form>")[0] for page in again]
    assert sorted(page.split('data-slot="')[1][0] for page in pages) == ["1", "2", "3", "4", "5"]
