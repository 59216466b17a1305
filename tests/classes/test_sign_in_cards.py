"""Sign-in cards: what is printed, for whom, and until when."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from quizapp.classes.sign_in_cards import SignInCard, pages, qr, spaced
from tests.cast import NOW, Cast


def cards(page: str) -> list[str]:
    """Return the cards of a page as they are read."""
    found = re.findall(r'<li class="slip">(.*?)</li>', page, re.S)
    return [
        re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>|<[^>]*>", " ", card, flags=re.S)).strip() for card in found
    ]


def test_each_student_has_a_card_with_name_code_pin_and_address(
    teacher: FlaskClient, pin: Callable[[int], str | None], cast: Cast
) -> None:
    found = cards(teacher.get(f"/classes/{cast.class_}/sign-in-cards").text)
    assert [card.split(" Code ")[0] for card in found] == [
        "History 10B Blue Heron",
        "History 10B Grey Wren",
        "History 10B Sea Eagle",
    ]
    number = pin(cast.heron)
    assert number
    assert found[0] == (
        f"History 10B Blue Heron Code HRN-47K PIN {number[:3]} {number[3:]} "
        "localhost/join The PIN works once. Then you choose your own."
    )


def test_cards_can_be_printed_again_with_the_same_pins(teacher: FlaskClient, cast: Cast) -> None:
    path = f"/classes/{cast.class_}/sign-in-cards"
    assert cards(teacher.get(path).text) == cards(teacher.get(path).text)


def test_a_pin_is_printed_only_while_it_is_good(
    teacher: FlaskClient, anonymous: FlaskClient, pin: Callable[[int], str | None], cast: Cast
) -> None:
    number = pin(cast.heron)
    assert number
    anonymous.post("/join", data={"code": "HRN-47K", "name": "Blue Heron", "password": number})
    anonymous.post("/choose-password", data={"password": "402913", "again": "402913"})
    page = teacher.get(f"/classes/{cast.class_}/sign-in-cards").text
    assert spaced(number) not in page
    assert number not in page
    assert cards(page)[0].endswith(
        "PIN your own localhost/join Lost your own PIN? Your teacher can give you a new one."
    )


def test_after_a_reset_the_one_new_card_is_shown(
    teacher: FlaskClient, pin: Callable[[int], str | None], cast: Cast
) -> None:
    page = teacher.post(f"/classes/{cast.class_}/students/{cast.wren}/reset", follow_redirects=True).text
    assert "Grey Wren has a new PIN. The old one and their password no longer work." in page
    found = cards(page)
    assert len(found) == 1
    assert f"PIN {spaced(pin(cast.wren))}" in found[0]


def test_who_was_taken_out_has_no_card(teacher: FlaskClient, cast: Cast) -> None:
    teacher.post(f"/classes/{cast.class_}/students/{cast.heron}/remove")
    assert "Blue Heron" not in " ".join(cards(teacher.get(f"/classes/{cast.class_}/sign-in-cards").text))
    only = teacher.get(f"/classes/{cast.class_}/sign-in-cards?student={cast.heron}")
    assert cards(only.text) == []


@pytest.mark.parametrize("student", [7, 999999999999999999999])
def test_there_is_no_card_for_somebody_of_another_class_or_nobody(
    teacher: FlaskClient, cast: Cast, student: int
) -> None:
    answer = teacher.get(f"/classes/{cast.class_}/sign-in-cards?student={student}")
    assert answer.status_code == 404


@pytest.mark.parametrize("query", ["student=x", "student="])
def test_a_mistyped_student_is_no_fault(teacher: FlaskClient, cast: Cast, query: str) -> None:
    assert teacher.get(f"/classes/{cast.class_}/sign-in-cards?{query}").status_code == 200


def test_a_class_without_students_is_told_to_add_some(admin: FlaskClient) -> None:
    made = admin.post("/classes/new", data={"name": "Empty"}).location
    assert "Add students first: each gets a card." in admin.get(f"{made}/sign-in-cards").text


def test_an_archived_class_still_shows_its_cards(
    teacher: FlaskClient, change_class: Callable[..., None], cast: Cast
) -> None:
    change_class(cast.class_, archived_at=NOW)
    assert teacher.get(f"/classes/{cast.class_}/sign-in-cards").status_code == 200


def test_cards_come_eight_to_a_page() -> None:
    sheets = list(pages([SignInCard(f"Student {n}", None) for n in range(20)]))
    assert [len(sheet) for sheet in sheets] == [8, 8, 4]


def test_the_code_to_scan_is_black_on_white_and_has_no_style_of_its_own() -> None:
    drawn = str(qr("http://localhost/join/HRN-47K"))
    assert drawn.startswith("<svg")
    assert 'class="qr"' in drawn
    assert "style" not in drawn
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
