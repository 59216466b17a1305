"""Every route, asked with what no browser of ours would send: it is refused or done, never a crash."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.contract.test_routes_by_role import ROUTES, arguments, rules_of

FIGURES = "9" * 5000
HOSTILE = ["a\x00b", FIGURES, "99999999999999999999", "-1", "²", "٣", "1e999", "\u202e<script>", "ß" * 300]
FIELDS = (
    "name username password again current code names count file way title intro time_limit bank types "
    "passages question position up down remove add undo open role status type act prompt points tags id "
    "claim-by choices-²-text choices-0-text choices-remove choices-correct accept-² accept-add answer "
    "tolerance opens opens_at closes_at attempts review classes until slot s1-answer go flag "
    "kind combine access_code preview sections-0-title sections-0-ask new-section drop-section draw "
    "reached checked number section "
    "seen approve "
    "do entry reason never_lower level-0 half-0 comment "
    "minutes code as_before ended closes "
    "text revision passage seen now_says which second_check which listed matching tag "
    "time_factor extra_attempts break_minutes clock larger_text names key "
    f"choices-{FIGURES} sections-{FIGURES}-ask"
).split()
QUERY = ["page", "endpoint", "_scheme", "_external", "_method", "q", "sort", "class", "passage", "role"]
QUERY += ["do", "names", "kind", "section", "go"]
QUERY += ["minutes", "attempts", "counts", "way", "shuffle", "code", "shows"]
QUERY += ["did", "tag", "lint", "figures", "claim", "status"]
# Those who get furthest: whoever is turned away at the door reads no form.
PEOPLE = ("admin", "heron", "anonymous")
NO_FORMS = ("static", "admin.deactivate", "admin.remove_sample")
ROUTES_THAT_TAKE_FORMS = [name for name in ROUTES if name not in NO_FORMS]


def bodies() -> Iterator[dict[str, Any]]:
    """Yield what is sent, as the test client takes it."""
    for value in HOSTILE:
        yield {"data": dict.fromkeys(FIELDS, value)}
    yield {"data": {name: ["1", "1"] for name in FIELDS if name not in ("up", "down", "remove")}}
    yield {"data": {"way": "file", "file-file": "words, not a file"}}
    yield {"data": {"way": "file", "file-file": (io.BytesIO(b'\xff\x00"'), "a\r\nb.csv")}}
    yield {"data": {"file": (io.BytesIO(b"PK\x03\x04 no zip"), "../../a.apkg")}}
    yield {"data": {"file": (io.BytesIO(b"#separator:\n#tags column:0\n\xff\x00"), "a.txt")}}
    yield {"data": b"a=\xff&b=%ff", "content_type": "application/x-www-form-urlencoded"}
    yield {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"}
    yield {"data": b"\xff\xfe\x00", "content_type": "application/json"}
    for value in (
        None,
        [],
        "x",
        {"name": 5, "username": 5},
        {"seq": 2**70},
        {"seq": 1, "answer": {"answer": ["\ud800"]}},
    ):
        yield {"json": value}


@pytest.mark.parametrize("endpoint", ROUTES_THAT_TAKE_FORMS)
def test_no_form_brings_a_route_down(
    endpoint: str, app: Flask, cast: Cast, client_of: Callable[[int], FlaskClient]
) -> None:
    attempt = begun(client_of(cast.heron), cast)
    for rule in rules_of(app, endpoint):
        path = rule.build({name: arguments(endpoint, cast, attempt)[name] for name in rule.arguments})[1]
        for method in sorted({"POST", "PUT"} & (rule.methods or set())):
            for person in PEOPLE:
                client = app.test_client() if person == "anonymous" else client_of(getattr(cast, person))
                for body in bodies():
                    with client.open(path, method=method, **body) as answer:
                        assert answer.status_code < 500, (person, path, body)


@pytest.mark.parametrize("endpoint", [name for name in ROUTES if name != "static"])
def test_no_address_brings_a_route_down(
    endpoint: str, app: Flask, cast: Cast, client_of: Callable[[int], FlaskClient]
) -> None:
    attempt = begun(client_of(cast.heron), cast)
    for rule in rules_of(app, endpoint):
        named = rule.arguments - set(rule.defaults or ())
        right = {name: arguments(endpoint, cast, attempt)[name] for name in named}
        wrong = [{**right, name: 2**64 if isinstance(right[name], int) else "a\x00b"} for name in right]
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            for person in PEOPLE:
                client = app.test_client() if person == "anonymous" else client_of(getattr(cast, person))
                for values in wrong:
                    answer = client.open(rule.build(values)[1], method=method)
                    assert answer.status_code == 404, (person, method, values)


@pytest.mark.parametrize(
    "path",
    [
        "/school/people",
        "/school/audit",
        "/bank/library",
        "/quizzes",
        "/quizzes/1/questions",
        "/assignments/1/regrade/1",
        "/todo",
    ],
)
def test_no_query_brings_a_list_down(path: str, admin: FlaskClient) -> None:
    for name in QUERY:
        for value in ("javascript", "-1", "²", FIGURES, "a\x00b"):
            assert admin.get(path, query_string={name: value}).status_code < 500, (path, name, value)


def test_a_text_with_a_nul_is_refused_whole(admin: FlaskClient) -> None:
    # PostgreSQL keeps none; better refused here than half-understood there.
    assert admin.post("/classes/new", data={"name": "History\x00"}).status_code == 400
    assert admin.get("/bank/library?q=%00").status_code == 400


def begun(heron: FlaskClient, cast: Cast) -> int:
    """Begin the cast's quiz; return the attempt's id."""
    return int(heron.post(f"/take/{cast.assignment}").location.rsplit("/", 1)[1])
