"""Nothing about the key is in any byte that a student receives before release."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from html import escape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape as as_jinja_does

from quizapp.banks.models import QuestionRevision
from quizapp.core.attempts.policy import ReviewPolicy
from quizapp.core.bank.model import Question, read_question
from quizapp.extensions import db
from tests.attempts.conftest import EIGHT, Taker
from tests.cast import COMMENT, NOW, PASSAGES, Cast

WRONG = {1: [EIGHT], 3: ["false"], 4: ["Ms Okafor"], 5: ["7"]}
NOTHING = ReviewPolicy.model_validate(dict.fromkeys(ReviewPolicy.model_fields, "never")).model_dump(
    mode="json"
)
LATER = ReviewPolicy.model_validate(dict.fromkeys(ReviewPolicy.model_fields, "closed")).model_dump(
    mode="json"
)


def questions(app: Flask) -> list[Question]:
    with app.app_context():
        records = [row.record for row in db.session.query(QuestionRevision)]
    read = [read_question({"id": "stored", **record})[0] for record in records]
    return [question for question in read if question]


def secrets(app: Flask) -> set[str]:
    """Return all that would tell a key: by the types' own account, and where the reading says so."""
    told = {*PASSAGES.values(), COMMENT, "also</em>"}
    for question in questions(app):
        told |= set(question.qtype.secrets(question.content)) | set(question.meta.cites)
    return told


def responses(client: FlaskClient, cast: Cast, begin: Callable[..., Taker]) -> Iterator[tuple[str, str]]:
    """Yield every response that a student gets from the list of what is due to the review."""

    def got(name: str, response: object) -> tuple[str, str]:
        assert hasattr(response, "text")
        assert hasattr(response, "headers")
        return name, response.text + str(response.headers)

    yield got("todo", client.get("/todo"))
    yield got("cover", client.get(f"/take/{cast.assignment}"))
    taker = begin(client)
    yield got("go on", client.get("/todo"))
    yield got("cover again", client.get(f"/take/{cast.assignment}"))
    for number in range(1, 6):
        yield got(f"page {number}", client.get(f"/attempts/{taker.attempt}?q={number}"))
    for slot, answer in WRONG.items():
        yield got(f"save {slot}", taker.put(slot, 5, answer))
        yield got(f"older {slot}", taker.put(slot, 4, answer))
        yield got(f"forged {slot}", taker.put(slot, 6, ["a", "b"]))
        yield got(f"flag {slot}", taker.put(slot, 7, flagged=True))
        form = {"slot": str(slot), f"s{slot}-answer": answer[0], "go": "check"}
        yield got(f"form {slot}", client.post(f"/attempts/{taker.attempt}?q={slot}", data=form))
        yield got(f"answered {slot}", client.get(f"/attempts/{taker.attempt}?q={slot}"))
    mend = client.post(f"/attempts/{taker.attempt}?q=5", data={"slot": "5", "s5-answer": "three"})
    yield got("mend", mend)
    yield got("check", client.get(f"/attempts/{taker.attempt}/check"))
    yield got("submit", taker.submit())
    yield got("late save", taker.put(1, 9, [EIGHT]))
    for number in range(1, 6):
        yield got(f"review {number}", client.get(f"/attempts/{taker.attempt}/review?q={number}"))
    yield got("receipt", client.get(f"/attempts/{taker.attempt}/receipt"))
    for number in range(1, 6):
        practice = f"/attempts/{taker.attempt}/practise?order=7&q={number}"
        yield got(f"practise {number}", client.get(practice))
        typed = {f"s{slot}-answer": answer for slot, answer in WRONG.items()}
        yield got(f"practised {number}", client.post(practice, data=typed))
    yield got("done", client.get("/done"))
    yield got("progress", client.get("/progress"))
    yield got("todo after", client.get("/todo"))
    yield got("cover after", client.get(f"/take/{cast.assignment}"))


WAYS = {
    "one by one": {},
    "no way back": {"forward_only": True},
    "one page": {"one_page": True},
    "sections": {"sections": [{"title": "Part A", "intro": "Read."}, {"title": "Part B", "ask": 2}]},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("review", [NOTHING, LATER], ids=["never", "when closed"])
def test_no_response_before_release_holds_a_secret(
    app: Flask,
    heron: FlaskClient,
    cast: Cast,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
    review: dict[str, str],
    way: dict[str, object],
) -> None:
    rules(review=review, shuffle_choices=True, shuffle_questions=True, **way)
    hidden = secrets(app)
    assert len(hidden) > 15
    names = []
    for name, text in responses(heron, cast, begin):
        names.append(name)
        for secret in hidden:
            for form in {secret, escape(secret), str(as_jinja_does(secret))}:
                assert form not in text, f"{name} tells {secret!r}"
    assert len(names) == 57


PARTS = [part for part in ReviewPolicy.model_fields if part != "score"]


@pytest.mark.parametrize("part", PARTS)
def test_what_is_shown_during_waits_for_the_check_of_that_very_question(
    part: str,
    app: Flask,
    heron: FlaskClient,
    cast: Cast,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
) -> None:
    rules(review={**NOTHING, part: "during"}, shuffle_choices=True)
    hidden = secrets(app)
    taker = begin(heron)
    taker.put(1, 1, [EIGHT])

    def told(number: int) -> list[str]:
        text = heron.get(f"/attempts/{taker.attempt}?q={number}").text
        return [
            secret
            for secret in hidden
            if any(form in text for form in (secret, escape(secret), str(as_jinja_does(secret))))
        ]

    assert not any(told(number) for number in range(1, 6))
    heron.post(f"/attempts/{taker.attempt}?q=1", data={"slot": "1", "s1-answer": EIGHT, "go": "tell"})
    assert not any(told(number) for number in range(2, 6))
    said = " ".join(told(1))
    assert ("Eight is when" in said) == (part == "feedback")
    assert (PASSAGES["hours"] in said) == (part == "passage")
    page = heron.get(f"/attempts/{taker.attempt}?q=1").text
    assert ("Right answer" in page) == (part == "key")
    assert ("0 of 1 point." in page) == (part == "correctness")


def test_what_waits_for_the_closing_waits_for_the_last_answer_on_its_way(
    app: Flask,
    heron: FlaskClient,
    wren: FlaskClient,
    cast: Cast,
    rules: Callable[..., None],
    begin: Callable[..., Taker],
    at: Callable[[datetime], None],
) -> None:
    rules(review=LATER, closes_at=NOW + timedelta(minutes=5))
    done, late = begin(heron), begin(wren)
    done.submit()
    at(NOW + timedelta(minutes=5, seconds=29))
    assert late.put(1, 9, [EIGHT]).status_code == 200
    assert not any(secret in done.review(1) for secret in secrets(app))
    at(NOW + timedelta(minutes=5, seconds=30))
    assert late.put(1, 99, [EIGHT]).status_code == 409
    assert "Right answer" in done.review(1)


def test_the_walk_itself_would_find_a_secret(
    app: Flask, heron: FlaskClient, cast: Cast, begin: Callable[..., Taker]
) -> None:
    texts = dict(responses(heron, cast, begin))
    assert any(secret in texts["review 1"] for secret in secrets(app))


def without_tokens(page: str) -> str:
    return re.sub(r'(data-token|name="csrf_token" value)="[^"]*"', "", page)


def moved(record: dict[str, object]) -> dict[str, object]:
    """Return the record with another key."""
    changed = dict(record)
    if record["type"] == "multiple_choice":
        first, *rest = [{k: v for k, v in c.items() if k != "correct"} for c in record["choices"]]  # type: ignore[attr-defined]
        changed["choices"] = [{**first, "correct": True}, *rest]
    elif record["type"] == "multiple_response":
        changed["choices"] = [{**c, "correct": not c.get("correct", False)} for c in record["choices"]]  # type: ignore[attr-defined]
    elif record["type"] == "true_false":
        changed["answer"] = not record["answer"]
    elif record["type"] == "short_text":
        changed["accept"] = ["Mr Haddad"]
    else:
        changed["answer"] = 4
    return changed


def test_the_pages_are_the_same_byte_for_byte_whatever_the_key(
    app: Flask, heron: FlaskClient, rules: Callable[..., None], begin: Callable[..., Taker]
) -> None:
    rules(review=NOTHING, shuffle_choices=True, shuffle_questions=True)
    taker = begin(heron)
    for slot, answer in WRONG.items():
        taker.put(slot, 1, answer)

    def pages() -> list[str]:
        paths = [*(f"?q={number}" for number in range(1, 6)), "/check"]
        return [without_tokens(heron.get(f"/attempts/{taker.attempt}{path}").text) for path in paths]

    before = pages()
    with app.app_context():
        for row in db.session.query(QuestionRevision):
            record = moved(row.record)
            assert record != row.record
            row.record = record
        db.session.commit()
    app.extensions["questions"].clear()
    assert pages() == before
