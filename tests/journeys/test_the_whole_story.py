"""From the one-time link to the teacher's report, with the real server, stopped and started in the middle."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from quizapp.config import Settings
from tests.conftest import ON_POSTGRESQL
from tests.journeys.conftest import wait_for_scripts
from tests.server import Server, free_port


@pytest.fixture
def school(tmp_path: Path, empty_settings: Settings) -> Iterator["School"]:
    # On SQLite as people meet it: with a file in the data folder, of which nothing was said.
    database = {"QUIZAPP_DATABASE_URL": empty_settings.database_url} if ON_POSTGRESQL else {}
    school = School(tmp_path / "a school's data", free_port(), **database)
    school.start()
    yield school
    school.stop()


class School:
    """The app on one port and one data folder, through as many starts as wanted."""

    def __init__(self, folder: Path, port: int, **settings: str) -> None:
        self.folder, self.port, self.settings = folder, port, settings
        self.url = f"http://127.0.0.1:{port}"
        self.lines: list[str] = []

    def start(self) -> None:
        self.server = Server(
            self.folder,
            "--host",
            "127.0.0.1",
            QUIZAPP_PORT=str(self.port),
            QUIZAPP_TIMEZONE="UTC",
            **self.settings,
        )
        self.server.wait_until_it_answers()
        self.lines = self.server.lines

    def stop(self) -> None:
        assert self.server.stop()[0] == 0

    def link(self) -> str:
        """Return the one-time link that was printed."""
        return next(line for line in self.lines if "/welcome/" in line).split()[-1]


def person(browser: Browser, width: int = 1280) -> Page:
    """Open a browser of somebody's own."""
    page = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce").new_page()
    page.set_default_timeout(20_000)
    return page


def set_password(page: Page, password: str) -> None:
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same again").fill(password)


def answer(page: Page) -> None:
    """Give some answer to the question shown, and wait until the server has it."""
    page.wait_for_selector("#attempt[data-ready]", state="attached")
    question = page.locator(".question__body")
    if question.get_by_role("radio").count():
        question.get_by_role("radio").first.check()
    elif question.get_by_role("checkbox").count():
        question.get_by_role("checkbox").first.check()
    elif question.get_by_role("combobox").count():
        question.get_by_role("combobox").first.select_option(index=1)
    elif (moves := question.get_by_role("button", name="Move down")).count():
        moves.first.click()
    else:
        question.get_by_role("textbox").fill("2016")
        question.get_by_role("textbox").blur()
    expect(page.locator("#count-answered")).not_to_have_text("0")
    expect(page.locator("#save-state")).to_have_text("Saved")


@pytest.mark.browser
@pytest.mark.both_databases
@pytest.mark.usefixtures("page")  # skipped with the others where there is no browser
def test_a_class_takes_a_quiz_from_the_two_documents(school: School, browser: Browser) -> None:
    admin = person(browser)
    admin.goto(school.link())
    admin.get_by_label("Your name").fill("Mr Lindqvist")
    admin.get_by_label("User name").fill("lindqvist")
    set_password(admin, "three quiet owls")
    admin.get_by_role("button", name="Begin").click()
    expect(admin.get_by_role("link", name="Sample class")).to_be_visible()
    admin.goto(f"{school.url}/school/people/new")
    admin.get_by_label("Name", exact=True).fill("Ms Okafor")
    admin.get_by_label("User name").fill("okafor")
    admin.locator("main form button").last.click()
    expect(admin.locator("#link")).to_be_visible()
    teachers_link = re.search(r"http://\S+/welcome/[\w-]+", admin.locator("main").inner_html())
    assert teachers_link

    teacher = person(browser)
    teacher.goto(teachers_link[0])
    set_password(teacher, "four grey herons")
    teacher.get_by_role("button", name="Set password and sign in").click()
    teacher.get_by_role("link", name="New class").first.click()
    teacher.get_by_label("Name of the class").fill("History 10B")
    teacher.get_by_label("How many students?").fill("3")
    teacher.get_by_role("button", name="Make the class").click()
    teacher.get_by_role("link", name="Sign-in cards").click()
    card = teacher.locator(".slip").first
    expect(teacher.locator(".slip")).to_have_count(3)
    wait_for_scripts(teacher)  # and the whole page is there
    name = card.locator(".slip__name").inner_text()
    code, pin = card.locator("dd").all_inner_texts()
    assert re.fullmatch(r"\d{3} \d{3}", pin)

    teacher.goto(f"{school.url}/quizzes/quick")
    teacher.get_by_label("How many questions").fill("4")
    for kind in teacher.locator("input[name=types]").all():
        kind.set_checked(kind.get_attribute("value") in ("multiple_choice", "multiple_response", "numeric"))
    teacher.get_by_role("textbox", name="Title").fill("Four questions")
    teacher.get_by_role("button", name="Make the quiz").click()
    expect(teacher).to_have_url(re.compile(r"/quizzes/\d+"))
    quiz = re.search(r"/quizzes/(\d+)", teacher.url)
    assert quiz
    teacher.goto(f"{school.url}/quizzes/{quiz[1]}/assign")
    teacher.get_by_label("History 10B").check()
    teacher.get_by_role("button", name="Assign").click()
    expect(teacher.get_by_role("status").first).to_contain_text("was given to History 10B")

    student = person(browser, width=390)
    student.goto(f"{school.url}/join/{code}")
    student.get_by_label("Name on the card").fill(name)
    student.get_by_label("PIN or password").fill(pin)
    student.get_by_role("button", name="Join").click()
    student.get_by_label("Your own PIN or password").fill("mango77")
    student.get_by_label("The same again").fill("mango77")
    student.get_by_role("button", name="Go on").click()
    student.get_by_role("link", name="Look and start: Four questions").click()
    student.get_by_role("button", name="Start").click()
    expect(student.get_by_role("heading", name="Question 1 of 4")).to_be_visible()
    answer(student)
    student.get_by_role("button", name="Next question").click()
    expect(student.get_by_role("heading", name="Question 2 of 4")).to_be_visible()
    answer(student)
    expect(student.locator("#count-answered")).to_have_text("2")

    school.stop()
    school.start()
    assert not [line for line in school.lines if "/welcome/" in line], "There is an admin already."

    student.reload()
    expect(student.locator("#count-answered")).to_have_text("2")
    expect(
        student.locator(".question__body input:checked, .question__body input[type=text]").first
    ).to_be_visible()
    student.get_by_role("button", name="Next question").click()
    expect(student.get_by_role("heading", name="Question 3 of 4")).to_be_visible()
    answer(student)
    student.get_by_role("button", name="Check and hand in").first.click()
    expect(student.get_by_text("3 of 4 questions answered.")).to_be_visible()
    student.get_by_role("link", name="Question 4").first.click()
    expect(student.get_by_role("heading", name="Question 4 of 4")).to_be_visible()
    answer(student)
    student.get_by_role("button", name="Check and hand in").first.click()
    expect(student.get_by_text("All 4 questions are answered.")).to_be_visible()
    student.get_by_role("button", name="Hand in", exact=True).click()
    expect(student.get_by_role("heading", level=1)).to_contain_text(" of 4.")
    score = student.get_by_role("heading", level=1).inner_text().split(" of ")[0]

    teacher.goto(f"{school.url}/classes")
    teacher.get_by_role("link", name="History 10B").click()
    expect(teacher.locator("main")).to_contain_text("1 of 3 handed in")
    teacher.get_by_role("link", name="Report of Four questions").click()
    expect(teacher.locator("main")).to_contain_text("1 of 3")
    teacher.locator("nav.tabs").get_by_role("link", name="Students").click()
    row = teacher.get_by_role("row", name=re.compile(name))
    expect(row).to_contain_text(score)
    row.get_by_role("link").nth(1).click()
    expect(teacher.locator("main")).to_contain_text(name)
