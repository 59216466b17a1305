"""How an admin looks after teachers and admins."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from quizapp.accounts.models import AuditEntry, User
from quizapp.accounts.passwords import hash_password
from quizapp.classes.models import Class
from quizapp.extensions import db
from tests.cast import NOW, Cast

AALTO = {"name": "Ms Aalto", "username": "Aalto", "role": "teacher"}
LINK = re.compile(r"http://localhost(/welcome/[\w-]{32})<")
ONLY_ADMIN = "Mr Lindqvist is the only admin. Make somebody else an admin first"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer without a network: links stay on localhost."""
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: None)


@pytest.fixture
def person(app: Flask) -> Callable[[int], User]:
    """Return a function that loads a person afresh."""

    def load(user_id: int) -> User:
        with app.app_context():
            user = db.session.get(User, user_id)
            db.session.expunge(user)
            return user

    return load


@pytest.fixture
def log(app: Flask) -> Callable[[], list[tuple[int | None, str, str]]]:
    """Return a function that reads the log: who, act, subject."""

    def read() -> list[tuple[int | None, str, str]]:
        with app.app_context():
            entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            return [(entry.actor_id, entry.act, entry.subject) for entry in entries]

    return read


@pytest.fixture
def second_admin(app: Flask, cast: Cast) -> int:
    with app.app_context():
        db.session.get(User, cast.outsider_teacher).role = "admin"
        db.session.commit()
    return cast.outsider_teacher


def fresh_link(page: str) -> str:
    found = LINK.search(page)
    assert found, "the page shows no link"
    return found[1]


# ---- the school


def test_the_school_page_counts_what_there_is(admin: FlaskClient) -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", admin.get("/school").text))
    assert "3 staff 4 students 2 classes 6 questions" in page


def test_the_counts_leave_out_what_is_sample_archived_or_shut_out(
    app: Flask, admin: FlaskClient, cast: Cast
) -> None:
    with app.app_context():
        db.session.get(Class, cast.class_).archived_at = NOW
        db.session.get(Class, cast.outsider_class).sample = True
        db.session.get(User, cast.heron).sample = True
        db.session.get(User, cast.teacher).active = False
        db.session.commit()
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", admin.get("/school").text))
    assert "2 staff 3 students 0 classes" in page


def test_the_sample_class_can_be_removed_while_there(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    assert "Remove the sample class" not in admin.get("/school").text
    with app.app_context():
        db.session.get(Class, cast.outsider_class).sample = True
        db.session.commit()
    assert 'href="/school/sample/remove"' in admin.get("/school").text


# ---- the list


def names(page: str) -> list[str]:
    return re.findall(r'class="table__name" href="/school/people/\d+">([^<]+)<', page)


def test_the_list_has_staff_by_name_and_no_student(admin: FlaskClient) -> None:
    page = admin.get("/school/people").text
    assert names(page) == ["Mr Haddad", "Mr Lindqvist", "Ms Okafor"]
    assert "4 students" in page
    assert "Blue Heron" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=OKA", ["Ms Okafor"]),
        ("q=mr+", ["Mr Haddad", "Mr Lindqvist"]),
        ("q=%25", []),
        ("role=admin", ["Mr Lindqvist"]),
        ("role=student", ["Mr Haddad", "Mr Lindqvist", "Ms Okafor"]),
        ("state=waiting&role=teacher", ["Mr Haddad", "Ms Okafor"]),
        ("state=active", []),
        ("state=inactive", []),
        ("state=elsewhere&page=x", ["Mr Haddad", "Mr Lindqvist", "Ms Okafor"]),
        ("page=99", ["Mr Haddad", "Mr Lindqvist", "Ms Okafor"]),
    ],
)
def test_the_list_shows_whom_one_looks_for(admin: FlaskClient, query: str, found: list[str]) -> None:
    answer = admin.get(f"/school/people?{query}")
    assert answer.status_code == 200
    assert names(answer.text) == found


def test_a_list_with_nobody_says_so(admin: FlaskClient) -> None:
    page = admin.get("/school/people?q=nobody").text
    assert "Nobody fits" in page
    assert "Show everyone" in page


def test_letters_of_every_language_are_found_in_any_case(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        db.session.add(User(role="teacher", name="Herr Öz", username="oez", created_at=NOW))
        db.session.commit()
    assert names(admin.get("/school/people?q=öz").text) == ["Herr Öz"]


def test_a_long_list_comes_in_pages_that_keep_the_filter(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        for number in range(60):
            db.session.add(
                User(role="teacher", name=f"Ms X{number:02}", username=f"x{number}", created_at=NOW)
            )
        db.session.commit()
    page = admin.get("/school/people?q=Ms+X&page=2").text
    assert names(page) == [f"Ms X{number}" for number in range(50, 60)]
    assert "51 to 60 of 60" in page
    assert "/school/people?q=Ms+X&amp;page=1" in page


# ---- adding


def test_a_new_person_gets_a_link_that_is_shown_once(
    admin: FlaskClient, anonymous: FlaskClient, log: Callable[[], list[object]], cast: Cast
) -> None:
    added = admin.post("/school/people/new", data=AALTO)
    assert added.status_code == 303
    page = admin.get(added.location).text
    assert "Send this link to Ms Aalto" in page
    assert "It works once, until" in page
    link = fresh_link(page)
    assert "/welcome/" not in admin.get(added.location).text
    assert log() == [(cast.admin, "added a teacher", "Ms Aalto")]
    password = {"password": "seven green herons", "again": "seven green herons"}
    assert anonymous.post(link, data=password).status_code == 303
    assert "aalto" in anonymous.get("/account").text


def test_the_link_leads_where_another_device_can_open_it(
    admin: FlaskClient, monkeypatch: pytest.MonkeyPatch, cast: Cast
) -> None:
    monkeypatch.setattr("quizapp.web.addresses.lan_address", lambda: "192.168.1.20")
    admin.post(f"/school/people/{cast.teacher}/link", base_url="http://localhost:8000")
    page = admin.get(f"/school/people/{cast.teacher}", base_url="http://localhost:8000").text
    assert "http://192.168.1.20:8000/welcome/" in page


def test_the_link_of_one_is_not_shown_on_the_page_of_another(admin: FlaskClient, cast: Cast) -> None:
    admin.post(f"/school/people/{cast.teacher}/link")
    assert "/welcome/" not in admin.get(f"/school/people/{cast.outsider_teacher}").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": ""}, "Write a name."),
        ({"name": "x" * 81}, "Use at most 80 characters."),
        ({"username": "OKAFOR"}, "Somebody has that user name. Choose another."),
        ({"username": "ms aalto"}, "without spaces."),
        ({"username": "ß" * 40}, "Use fewer characters."),
        ({"role": "student"}, "Not a valid choice."),
        ({"role": ""}, "Choose a role."),
    ],
)
def test_what_is_written_about_a_new_person_is_checked(
    admin: FlaskClient, log: Callable[[], list[object]], change: dict[str, str], words: str
) -> None:
    answer = admin.post("/school/people/new", data={**AALTO, **change})
    assert answer.status_code == 422
    assert words in answer.text
    assert log() == []


# ---- one person


def test_a_new_link_makes_the_one_before_void(
    admin: FlaskClient, anonymous: FlaskClient, log: Callable[[], list[object]], cast: Cast
) -> None:
    links = []
    for _ in range(2):
        answer = admin.post(f"/school/people/{cast.teacher}/link")
        assert answer.status_code == 303
        links.append(fresh_link(admin.get(answer.location).text))
    assert [anonymous.get(link).status_code for link in links] == [410, 200]
    assert log() == [(cast.admin, "made a one-time link", "Ms Okafor")] * 2


def test_a_deactivated_person_is_out_and_can_be_brought_back(
    app: Flask,
    admin: FlaskClient,
    teacher: FlaskClient,
    person: Callable[[int], User],
    log: Callable[[], list[object]],
    cast: Cast,
) -> None:
    page = admin.post(f"/school/people/{cast.teacher}/deactivate", follow_redirects=True).text
    assert "Ms Okafor is deactivated and signed out." in page
    assert f'action="/school/people/{cast.teacher}/activate"' in page
    assert teacher.get("/classes").status_code == 302
    assert "Ms Okafor" in admin.get("/school/people?state=inactive").text
    admin.post(f"/school/people/{cast.teacher}/activate")
    assert person(cast.teacher).active
    assert teacher.get("/classes").status_code == 302, "an ended session does not come back"
    assert log() == [(cast.admin, "deactivated", "Ms Okafor"), (cast.admin, "brought back", "Ms Okafor")]


def test_a_deactivated_person_gets_no_link(admin: FlaskClient, cast: Cast) -> None:
    admin.post(f"/school/people/{cast.teacher}/deactivate")
    page = admin.post(f"/school/people/{cast.teacher}/link", follow_redirects=True).text
    assert "Bring them back first, then make a link." in page
    assert "/welcome/" not in page


def test_a_new_role_ends_the_sessions_of_the_old_and_can_be_undone(
    admin: FlaskClient,
    teacher: FlaskClient,
    client_of: Callable[[int], FlaskClient],
    log: Callable[[], list[object]],
    cast: Cast,
) -> None:
    page = admin.post(
        f"/school/people/{cast.teacher}/role", data={"role": "admin"}, follow_redirects=True
    ).text
    assert "Ms Okafor is now an admin and has to sign in again." in page
    assert '<input type="hidden" name="role" value="teacher">' in page
    assert teacher.get("/classes").status_code == 302
    assert client_of(cast.teacher).get("/school").status_code == 200
    admin.post(f"/school/people/{cast.teacher}/role", data={"role": "teacher"})
    assert client_of(cast.teacher).get("/school").status_code == 403
    assert [act for _, act, _ in log()] == ["made an admin", "made a teacher"]


@pytest.mark.parametrize("data", [{}, {"role": "student"}, {"role": "owner"}])
def test_there_is_no_other_role(
    admin: FlaskClient, person: Callable[[int], User], cast: Cast, data: dict[str, str]
) -> None:
    page = admin.post(f"/school/people/{cast.teacher}/role", data=data, follow_redirects=True).text
    assert "That is not a role." in page
    assert person(cast.teacher).role == "teacher"


@pytest.mark.parametrize(("act", "data"), [("deactivate", {}), ("role", {"role": "teacher"})])
def test_the_only_admin_stays_and_is_told_why(
    admin: FlaskClient,
    person: Callable[[int], User],
    log: Callable[[], list[object]],
    cast: Cast,
    act: str,
    data: dict[str, str],
) -> None:
    page = admin.post(f"/school/people/{cast.admin}/{act}", data=data, follow_redirects=True).text
    assert ONLY_ADMIN in page
    assert (person(cast.admin).role, person(cast.admin).active) == ("admin", True)
    assert log() == []


@pytest.mark.parametrize(("act", "data"), [("deactivate", {}), ("role", {"role": "teacher"})])
def test_an_admin_whose_only_colleague_is_shut_out_stays(
    app: Flask, admin: FlaskClient, second_admin: int, cast: Cast, act: str, data: dict[str, str]
) -> None:
    admin.post(f"/school/people/{second_admin}/deactivate")
    page = admin.post(f"/school/people/{cast.admin}/{act}", data=data, follow_redirects=True).text
    assert ONLY_ADMIN in page


@pytest.mark.parametrize(
    ("act", "data", "words"),
    [
        ("deactivate", {}, "Your account is deactivated. Another admin can bring it back."),
        ("role", {"role": "teacher"}, "You are a teacher now. Sign in again to go on."),
    ],
)
def test_one_of_two_admins_may_step_down(
    admin: FlaskClient, second_admin: int, cast: Cast, act: str, data: dict[str, str], words: str
) -> None:
    answer = admin.post(f"/school/people/{cast.admin}/{act}", data=data)
    assert answer.location == "/sign-in"
    assert words in admin.get("/sign-in").text
    assert admin.get("/school").status_code == 302


@pytest.mark.parametrize("act", ["", "/link", "/deactivate", "/activate", "/role"])
def test_students_and_strangers_are_not_among_the_people(admin: FlaskClient, cast: Cast, act: str) -> None:
    for user_id in (cast.heron, 999_999, 0):
        method = "POST" if act else "GET"
        assert admin.open(f"/school/people/{user_id}{act}", method=method).status_code == 404


@pytest.mark.parametrize("act", ["new", "1/link", "1/deactivate", "1/activate", "1/role"])
def test_teachers_may_change_nobody(teacher: FlaskClient, log: Callable[[], list[object]], act: str) -> None:
    assert teacher.post(f"/school/people/{act}", data={**AALTO}).status_code == 403
    assert log() == []


def test_the_page_of_a_person_says_whether_they_are_in(app: Flask, admin: FlaskClient, cast: Cast) -> None:
    assert "Ms Okafor has not chosen a password." in admin.get(f"/school/people/{cast.teacher}").text
    with app.app_context():
        db.session.get(User, cast.teacher).password_hash = hash_password("seven green herons")
        db.session.commit()
    assert "Forgot the password?" in admin.get(f"/school/people/{cast.teacher}").text
