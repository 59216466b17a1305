"""What a device keeps to study by itself: cards, their faces, and what each button does at each step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.cards import keeping
from tests.cards.conftest import Studier
from tests.cast import NOW, Cast

MINUTE, DAY = 60_000, 24 * 3_600_000


def kept(studier: Studier, **query: Any) -> dict[str, Any]:
    answer = studier.client.get("/cards/kept", query_string=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_who_has_no_cards_keeps_none(studier: Studier, cast: Cast) -> None:
    found = kept(studier)
    assert (found["account"], found["cards"], found["done"], found["more"]) == (cast.heron, [], 0, 0)
    assert found["now"] == milliseconds(NOW)
    assert [end - start for start, end in zip(found["days"], found["days"][1:], strict=False)] == [DAY] * 4
    assert found["buttons"] == [{"rating": 1, "says": "Again"}, {"rating": 3, "says": "Got it"}]


def test_a_card_is_kept_with_its_faces_as_the_page_draws_them(studier: Studier) -> None:
    studier.take()
    card = kept(studier)["cards"][0]
    page = studier.study()
    assert card["front"].strip() in page
    assert "How many books may a student borrow?" in card["front"]
    assert "Three at a time." not in card["front"]
    assert "Three at a time." in card["back"]
    assert 'href="/readings/library/rules?cited=1.2#p-1-2"' in card["back"]
    assert "hidden" in card["back"].split(">")[0]


def test_what_each_button_does_is_known_through_the_steps_of_being_learnt(studier: Studier) -> None:
    studier.take()
    card = kept(studier)["cards"][0]
    assert (card["phase"], card["at"], card["due"]) == ("new", "now", None)
    now = card["then"]["now"]
    assert now["1"] == {"in": MINUTE, "says": "in 1 minute", "to": "1.0"}
    assert now["3"] == {"in": 10 * MINUTE, "says": "in 10 minutes", "to": "1.1"}
    assert now["4"]["to"] is None
    assert set(card["then"]) == {"now", "1.0", "1.1"}
    # "Again" and then "Got it": one more step; "Got it" once more: in days, and out of the session.
    assert card["then"]["1.0"]["3"] == {"in": 10 * MINUTE, "says": "in 10 minutes", "to": "1.1"}
    assert card["then"]["1.1"]["3"]["to"] is None
    assert card["then"]["1.1"]["3"]["in"] >= DAY


def test_the_interval_that_is_kept_is_the_one_that_a_review_gives(studier: Studier) -> None:
    studier.take()
    card = kept(studier)["cards"][0]
    studier.rate(card["id"], 4)
    due = studier.cards()[0]["due_at"]
    assert due == NOW + timedelta(milliseconds=card["then"]["now"]["4"]["in"])


def test_a_learnt_card_that_is_forgotten_has_a_step_of_its_own(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 4)
    due = studier.cards()[0]["due_at"]
    at(due)
    found = next(one for one in kept(studier)["cards"] if one["id"] == card)
    assert (found["phase"], found["reviews"]) == ("review", 1)
    assert set(found["then"]) == {"now", "3.0"}
    assert found["then"]["now"]["1"] == {"in": 10 * MINUTE, "says": "in 10 minutes", "to": "3.0"}


def test_cards_of_the_next_three_days_are_kept_too_and_none_after(
    studier: Studier, card: int, at: Callable[[datetime], None]
) -> None:
    studier.rate(card, 4)
    due = studier.cards()[0]["due_at"]
    at(due - timedelta(days=3))
    assert card in [one["id"] for one in kept(studier)["cards"]]
    at(due - timedelta(days=4))
    assert card not in [one["id"] for one in kept(studier)["cards"]]


def test_new_cards_are_kept_up_to_the_days_number(studier: Studier) -> None:
    studier.take()
    studier.take("glossary")
    studier.client.post("/cards/settings", data={"new_a_day": "2"})
    found = kept(studier)
    assert (len(found["cards"]), found["newLeft"], found["newADay"]) == (2, 2, 2)
    studier.rate(found["cards"][0]["id"], 4)
    assert kept(studier)["newLeft"] == 1


def test_of_two_sides_one_family_is_told_so_that_one_a_day_is_asked(studier: Studier) -> None:
    studier.take()
    front, reverse = (one for one in kept(studier)["cards"][:2])
    assert front["family"] == reverse["family"]


def test_the_cards_of_the_deck_that_is_studied_come_first(app: Flask, studier: Studier, cast: Cast) -> None:
    studier.take()
    studier.take("glossary")
    deck = kept(studier)["cards"][-1]["decks"][0]
    found = kept(studier, deck=deck)["cards"]
    of_deck = [deck in one["decks"] for one in found]
    assert of_deck == sorted(of_deck, reverse=True)
    assert of_deck[0]


def test_what_is_more_than_a_device_keeps_is_counted(
    studier: Studier, monkeypatch: pytest.MonkeyPatch
) -> None:
    studier.take()
    studier.take("glossary")
    every = len(kept(studier)["cards"])
    monkeypatch.setattr(keeping, "MOST", 2)
    found = kept(studier)
    assert (len(found["cards"]), found["more"]) == (2, every - 2)


def test_who_types_keeps_a_place_to_type_on_the_front(studier: Studier) -> None:
    studier.take()
    studier.client.post("/cards/settings", data={"new_a_day": "10", "typed": "y"})
    found = kept(studier)
    assert found["typing"]
    assert 'name="typed"' in found["cards"][0]["front"]


def test_what_is_written_into_a_card_runs_nowhere(studier: Studier) -> None:
    note = {"kind": "basic", "front": "<script>alert(1)</script>", "back": "<img src=x onerror=alert(1)>"}
    assert studier.client.post("/cards/notes/new", data=note).status_code == 303
    card = kept(studier)["cards"][0]
    assert "<script" not in card["front"]
    assert "<img" not in card["back"]


@pytest.mark.parametrize("deck", ["x", "-1", "999999", str(2**70), "\N{SUPERSCRIPT TWO}"])
def test_a_deck_that_is_none_is_not_there(studier: Studier, deck: str) -> None:
    assert studier.client.get("/cards/kept", query_string={"deck": deck}).status_code == 404


def test_anothers_deck_is_not_there(app: Flask, studier: Studier, wren: FlaskClient, cast: Cast) -> None:
    studier.take()
    deck = kept(studier)["cards"][0]["decks"][0]
    assert Studier(wren, app, cast.wren).client.get(f"/cards/kept?deck={deck}").status_code == 404


def test_the_page_that_browsers_keep_is_the_same_for_everybody(
    studier: Studier, anonymous: FlaskClient, teacher: FlaskClient
) -> None:
    studier.take()
    pages = {client.get("/cards/offline").text for client in (studier.client, anonymous, teacher)}
    assert len(pages) == 1
    (page,) = pages
    assert "csrf" not in page
    assert "Heron" not in page
    answer = anonymous.get("/cards/offline")
    assert "Set-Cookie" not in answer.headers


def test_the_worker_names_files_that_are_there_and_their_imports(anonymous: FlaskClient) -> None:
    answer = anonymous.get("/cards/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/cards"
    assert answer.headers["Cache-Control"] == "no-store"
    facts, code = answer.text.splitlines()
    named = anonymous.application.json.loads(facts.removeprefix("self.KEPT = ").removesuffix(";"))
    assert named["page"] == "/cards/offline"
    page = anonymous.get("/cards/offline").text
    for path in [*named["files"], code.split('"')[1]]:
        with anonymous.get(path) as file:
            assert file.status_code == 200, path
            if path.endswith(".js"):
                for line in file.text.splitlines():
                    if line.startswith(("import ", "} from")):
                        module = line.split('"./')[1].rstrip('";')
                        assert path.rsplit("/", 1)[0] + "/" + module in named["files"], (path, module)
    for path in page.split('"'):
        if path.startswith("/static/") and "webmanifest" not in path and ".png" not in path:
            assert path.split("#")[0] in named["files"], path


def test_the_app_that_is_put_on_a_home_screen_opens_the_cards(
    anonymous: FlaskClient, studier: Studier
) -> None:
    studier.take()
    path = studier.home().split('rel="manifest" href="')[1].split('"')[0]
    answer = anonymous.get(path)
    assert answer.mimetype == "application/manifest+json"
    found = anonymous.application.json.loads(answer.text)
    assert (found["start_url"], found["display"]) == ("/cards", "standalone")
    for icon in found["icons"]:
        with anonymous.get(path.rsplit("/", 1)[0] + "/" + icon["src"]) as file:
            assert file.mimetype == icon["type"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in found["icons"]}
