"""Three ways to add students, and what is said about those left out."""

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast

CAST = ["Blue Heron", "Grey Wren", "Sea Eagle"]


@pytest.fixture
def add(teacher: FlaskClient, cast: Cast) -> Callable[..., Any]:
    """Return a function that sends one of the three forms."""

    def send(way: str, **data: Any) -> Any:
        fields = {f"{way}-{name}": value for name, value in data.items()}
        return teacher.post(f"/classes/{cast.class_}/students/new", data={"way": way, **fields})

    return send


def file(data: bytes, name: str = "list.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(data), name


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))


def test_made_up_names(
    add: Callable[..., Any], in_class: Callable[[int], list[str]], teacher: FlaskClient, cast: Cast
) -> None:
    answer = add("pseudonyms", count="5")
    assert (answer.status_code, answer.location) == (303, f"/classes/{cast.class_}/students")
    assert "5 students added." in teacher.get(answer.location).text
    assert len(set(in_class(cast.class_))) == 8


def test_pasted_names(add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast) -> None:
    assert add("paste", names="Gold Finch\r\n\r\n  Red   Kite\r\n").status_code == 303
    assert in_class(cast.class_) == ["Blue Heron", "Gold Finch", "Grey Wren", "Red Kite", "Sea Eagle"]


def test_a_file(add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast) -> None:
    assert add("file", file=file(b"\xef\xbb\xbfName\r\nGold Finch\r\nTeal Dove\r\n")).status_code == 303
    assert in_class(cast.class_) == ["Blue Heron", "Gold Finch", "Grey Wren", "Sea Eagle", "Teal Dove"]


def test_what_else_a_file_holds_is_left_out_and_told(
    add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast
) -> None:
    page = words(add("file", file=file(b"id;Name\n1;Gold Finch\n2;Teal Dove\n")).text)
    assert "2 students added" in page
    assert "left out, and why" not in page.casefold()
    assert "File Only the names were read. Left out: “id”." in page
    assert in_class(cast.class_) == ["Blue Heron", "Gold Finch", "Grey Wren", "Sea Eagle", "Teal Dove"]


def test_good_names_come_in_and_the_others_are_told(
    add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast
) -> None:
    answer = add("paste", names="Gold Finch\nblue heron\ngold finch\n<b>")
    assert answer.status_code == 200
    page = words(answer.text)
    assert "1 student added, 3 left out" in page
    assert "Line 2 blue heron is in the class already." in page
    assert "Line 3 gold finch stands here twice. Add a letter to one." in page
    assert "Line 4 This name has signs in it that cannot be printed on a card." in page
    assert in_class(cast.class_) == ["Blue Heron", "Gold Finch", "Grey Wren", "Sea Eagle"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "There are no names in this file."),
        (b"PK\x03\x04\x00", "Save the list as “CSV UTF-8” and send it again."),
        ("Jürgen".encode("latin-1"), "This is not a UTF-8 text file."),
        (b'"Gold Finch\n', "Look for a quotation mark that is not closed."),
        (b"Blue Heron\nGrey Wren", "Blue Heron is in the class already."),
    ],
    ids=["empty", "a spreadsheet", "latin-1", "open quotation", "all there"],
)
def test_a_file_without_one_good_name_adds_nobody(
    add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast, data: bytes, said: str
) -> None:
    answer = add("file", file=file(data))
    assert answer.status_code == 422
    assert "Nobody was added" in answer.text
    assert said in answer.text
    assert in_class(cast.class_) == CAST


@pytest.mark.parametrize(
    ("way", "data", "said"),
    [
        ("pseudonyms", {"count": ""}, "Write a number, such as 30."),
        ("pseudonyms", {"count": "1000"}, "Write a number from 1 to 60."),
        ("pseudonyms", {"count": "-1"}, "Write a number from 1 to 60."),
        ("pseudonyms", {"count": "ten"}, "Write a whole number, such as 10."),
        ("paste", {"names": "  \n "}, "Paste or write at least one name."),
        ("paste", {"names": "x" * 50_001}, "Send fewer at once."),
        ("file", {}, "Choose a file."),
        ("file", {"file": "not a file"}, "Choose a file."),
    ],
)
def test_a_form_that_is_not_filled_in_says_how(
    add: Callable[..., Any],
    in_class: Callable[[int], list[str]],
    cast: Cast,
    way: str,
    data: dict[str, str],
    said: str,
) -> None:
    answer = add(way, **data)
    assert answer.status_code == 422
    assert answer.text.count(said) == 1
    assert in_class(cast.class_) == CAST


def test_a_file_chosen_but_empty_is_asked_for(add: Callable[..., Any]) -> None:
    answer = add("file", file=file(b"", ""))
    assert answer.status_code == 422
    assert "Choose a file." in answer.text


def test_a_file_that_is_too_large_is_refused_with_words(app: Flask, add: Callable[..., Any]) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = add("file", file=file(b"Gold Finch\n" * 300))
    assert answer.status_code == 413
    assert "That is too large" in answer.text


def test_no_way_at_all_shows_the_three(
    add: Callable[..., Any], in_class: Callable[[int], list[str]], cast: Cast
) -> None:
    answer = add("nothing")
    assert "Pick one way." in answer.text
    assert in_class(cast.class_) == CAST


def test_names_are_never_markup(add: Callable[..., Any], teacher: FlaskClient, cast: Cast) -> None:
    add("paste", names="Tom & \"Jerry'")
    page = teacher.get(f"/classes/{cast.class_}/students").text
    assert "Tom &amp; &#34;Jerry&#39;" in page
