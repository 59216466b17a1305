"""Who may see a class and who may change it."""

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast

PAGES = ["", "/students", "/edit", "/students/new", "/sign-in-cards", "/code", "/students/{heron}/rename"]
PAGES += ["/accommodations", "/students/{heron}/accommodations"]
ACTS = [
    "/edit",
    "/archive",
    "/self-join",
    "/students/new",
    "/students/{heron}/reset",
    "/students/{heron}/remove",
    "/students/{heron}/restore",
    "/students/{heron}/rename",
    "/students/{heron}/accommodations",
]


def address(cast: Cast, page: str) -> str:
    return f"/classes/{cast.class_}" + page.format(heron=cast.heron)


@pytest.mark.parametrize("page", PAGES)
def test_the_teacher_of_a_class_and_an_admin_see_it(
    teacher: FlaskClient, admin: FlaskClient, cast: Cast, page: str
) -> None:
    assert teacher.get(address(cast, page)).status_code == 200
    assert admin.get(address(cast, page)).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_another_teacher_does_not_even_learn_that_a_class_is_there(
    outsider_teacher: FlaskClient, cast: Cast, page: str
) -> None:
    answer = outsider_teacher.get(address(cast, page))
    assert answer.status_code == 404
    assert "History 10B" not in answer.text
    nowhere = outsider_teacher.get(address(cast, page).replace(f"/{cast.class_}", "/99999", 1))
    assert nowhere.text == answer.text


@pytest.mark.parametrize("act", ACTS)
def test_another_teacher_changes_nothing(outsider_teacher: FlaskClient, cast: Cast, act: str) -> None:
    assert outsider_teacher.post(address(cast, act), data={"name": "Mine now"}).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_students_do_not_see_the_pages_of_their_class(heron: FlaskClient, cast: Cast, page: str) -> None:
    assert heron.get(address(cast, page)).status_code == 403


@pytest.mark.parametrize("act", ACTS)
def test_students_and_strangers_change_nothing(
    heron: FlaskClient, anonymous: FlaskClient, cast: Cast, act: str
) -> None:
    assert heron.post(address(cast, act), data={"name": "Ours now"}).status_code == 403
    assert anonymous.post(address(cast, act), data={"name": "Ours now"}).location == "/join"


def test_a_student_of_another_class_is_not_reached_through_ones_own(teacher: FlaskClient, cast: Cast) -> None:
    for act in ("reset", "remove", "restore", "rename"):
        answer = teacher.post(f"/classes/{cast.class_}/students/{cast.outsider}/{act}", data={"name": "x"})
        assert answer.status_code == 404


def test_staff_are_not_students_of_a_class(admin: FlaskClient, cast: Cast) -> None:
    assert admin.post(f"/classes/{cast.class_}/students/{cast.teacher}/reset").status_code == 404


# ---- the sample class


def test_every_teacher_may_look_at_the_sample_class(
    teacher: FlaskClient, outsider_teacher: FlaskClient, admin: FlaskClient, sample_class: int
) -> None:
    for client in (teacher, outsider_teacher, admin):
        for page in ("", "/students"):
            answer = client.get(f"/classes/{sample_class}{page}")
            assert answer.status_code == 200
            assert "made-up answers" in answer.text
        assert "Sample class" in client.get("/classes").text


@pytest.mark.parametrize("page", PAGES[2:])
def test_nobody_changes_the_sample_class(
    admin: FlaskClient, sample_class: int, cast: Cast, page: str
) -> None:
    assert admin.get(f"/classes/{sample_class}{page.format(heron=cast.heron)}").status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_no_button_changes_the_sample_class(
    admin: FlaskClient, sample_class: int, cast: Cast, act: str
) -> None:
    assert admin.post(f"/classes/{sample_class}{act.format(heron=cast.heron)}").status_code == 404


def test_the_pages_of_the_sample_class_offer_no_change(teacher: FlaskClient, sample_class: int) -> None:
    page = (
        teacher.get(f"/classes/{sample_class}").text + teacher.get(f"/classes/{sample_class}/students").text
    )
    for word in ("Add students", "Sign-in cards", "New PIN", "Take out", "Rename", "Archive"):
        assert word not in page
    assert "Nobody signs in here" in page
