"""The board: who stands where, trouble first, and when it changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from quizapp.watching.board import Board, Standing, Watched, last_minutes, time_left
from tests.attempts.conftest import NINE, Taker
from tests.cast import NOW, Cast

LATER = timedelta(seconds=80)
At = Callable[[datetime], None]


def test_trouble_stands_on_top_and_each_group_is_by_name() -> None:
    students = [Watched(1, "Zander", Standing.LOST), Watched(2, "Auk", Standing.FINISHED)]
    students += [Watched(3, "Auk", Standing.ANSWERING), Watched(4, "Wren"), Watched(5, "Bee", Standing.LOST)]
    groups = Board(5, tuple(sorted(students, key=lambda one: one.name))).groups
    assert [(str(standing), [one.user_id for one in found]) for standing, found in groups] == [
        ("lost contact", [5, 1]),
        ("not begun", [4]),
        ("answering", [3]),
        ("finished", [2]),
    ]


def test_the_summary_says_all_in_one_line() -> None:
    students = (
        Watched(1, "A", Standing.ANSWERING),
        Watched(2, "B", Standing.ANSWERING),
        Watched(3, "C", Standing.FINISHED),
        Watched(4, "D", Standing.LOST),
        Watched(5, "E"),
    )
    assert Board(5, students).summary == "2 answering, 1 finished, 1 lost contact, 1 not begun"
    assert Board(5, ()).summary == "Nobody is in this class yet"


def test_the_etag_changes_with_an_answer_and_with_nothing_else() -> None:
    one = Watched(1, "A", Standing.ANSWERING, 3, deadline_at=NOW)
    assert Board(5, (one,)).etag == Board(5, (replace(one),)).etag
    assert Board(5, (one,)).etag != Board(5, (replace(one, answered=4),)).etag


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-1, "time is up"),
        (59, "under a minute left"),
        (60, "1 min left"),
        (7199, "119 min left"),
        (7200, "2 hours left"),
        (48 * 3600 - 1, "47 hours left"),
        (335 * 3600, "13 days left"),
    ],
)
def test_time_left_is_told_by_the_minute(seconds: int, words: str) -> None:
    assert time_left(NOW + timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, " · time is up"), (59, " · under a minute left"), (299, " · 4 min left"), (300, ""), (9e5, "")],
)
def test_the_board_tells_the_time_left_beside_a_name_only_once_it_is_short(seconds: int, words: str) -> None:
    assert last_minutes(NOW + timedelta(seconds=seconds), NOW) == words


def test_nothing_on_the_board_tells_who_has_more_time_than_the_others(
    board: Callable[[], str],
    heron: FlaskClient,
    wren: FlaskClient,
    begin: Callable[..., Taker],
    act: Callable[..., object],
    timed: None,
    at: At,
) -> None:
    begin(wren)
    assert "Ends 09:10." in board()
    begin(heron)
    act("heron/time", minutes=5)
    assert "Ends 09:10 for the first, 09:15 for the last." in board()
    assert (board().count("0 of 5<"), "min left" in board()) == (2, False)
    at(NOW + timedelta(minutes=5, seconds=30))
    assert board().count("4 min left") == 1


def test_an_end_that_is_the_closing_is_told_by_the_closing_alone(
    board: Callable[[], str], rules: Callable[..., None], heron: FlaskClient, begin: Callable[..., Taker]
) -> None:
    rules(closes_at=NOW + timedelta(days=13))
    begin(heron)
    assert "Ends" not in board()


def test_a_class_is_told_apart(
    board: Callable[[], str], taker: Taker, wren: FlaskClient, begin: Callable[..., Taker]
) -> None:
    assert board().startswith('<p class="watch__sum num" id="watch-sum">1 answering, 2 not begun</p>')
    taker.put(1, 1, [NINE])
    assert ">1 of 5<" in board()
    begin(wren).submit()
    said = board()
    assert "1 answering, 1 finished, 1 not begun" in said
    assert "handed in 09:00" in said


def test_no_score_is_on_the_page_while_it_runs(teacher: FlaskClient, taker: Taker, cast: Cast) -> None:
    taker.put(1, 1, [NINE])
    taker.submit()
    page = teacher.get(f"/assignments/{cast.assignment}/watch").text
    assert "1 of 5" not in page
    assert "points" not in page


def test_who_was_not_heard_of_is_lost_since_the_last_sign(
    board: Callable[[], str], taker: Taker, at: At
) -> None:
    at(NOW + timedelta(minutes=3))
    taker.put(1, 1, [NINE])
    at(NOW + timedelta(minutes=3) + LATER)
    assert "1 lost contact" in board()
    assert "<b>since 09:03</b>" in board()


def test_a_beat_is_a_sign_and_writes_nothing(board: Callable[[], str], taker: Taker, at: At) -> None:
    board()
    at(NOW + LATER)
    assert taker.client.get(f"/attempts/{taker.attempt}/beat").status_code == 200
    assert "1 answering" in board()
    at(NOW + 2 * LATER)
    assert "<b>since 09:01</b>" in board()


def test_after_a_restart_nobody_is_lost_before_they_could_be_heard(
    app: Flask, board: Callable[[], str], taker: Taker, at: At
) -> None:
    app.extensions.pop("contacts", None)
    at(NOW + timedelta(hours=1))
    assert "1 answering" in board()
    at(NOW + timedelta(hours=1) + LATER)
    assert "1 lost contact" in board()
    assert "<b>since 09:00</b>" in board()


def test_what_did_not_change_is_not_sent_again(
    teacher: FlaskClient, taker: Taker, cast: Cast, at: At
) -> None:
    path = f"/assignments/{cast.assignment}/watch/board"
    etag = teacher.get(path).headers["ETag"]
    at(NOW + timedelta(seconds=20))
    again = teacher.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    taker.put(1, 1, [NINE])
    assert teacher.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_the_names_of_a_class_are_not_an_outsiders(
    outsider_teacher: FlaskClient, heron: FlaskClient, cast: Cast
) -> None:
    for page in ("watch", "watch/board", f"watch/{cast.heron}", "receipt?code=7F3A-19C2"):
        assert outsider_teacher.get(f"/assignments/{cast.assignment}/{page}").status_code == 404
        assert heron.get(f"/assignments/{cast.assignment}/{page}").status_code == 403


def test_a_name_is_shown_as_it_is_written(board: Callable[[], str], cast: Cast, teacher: FlaskClient) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/rename", data={"name": "<b>Blue</b> Heron"})
    assert "<b>Blue" not in board()


def test_a_save_by_the_short_lane_is_a_sign_too(board: Callable[[], str], taker: Taker, at: At) -> None:
    taker.page()
    taker.put(1, 1, [NINE])
    at(NOW + LATER)
    assert "answered" not in taker.put(1, 2, [NINE]).json
    at(NOW + 2 * LATER)
    assert "<b>since 09:01</b>" in board()
