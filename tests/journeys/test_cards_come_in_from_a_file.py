"""Cards come in from Anki and Quizlet, at a desk and on a phone: looked at first, taken in, taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.cast import Cast
from tests.core.formats.packages import BASIC, CLOZE, apkg
from tests.journeys.conftest import Live

SIZES = [pytest.param(1280, 800, id="desk"), pytest.param(360, 740, id="phone")]
HOSTILE = '<script>document.title = "run"</script><img src=x onerror="document.title = 1">cat'


def send(page: Page, name: str, data: bytes) -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.get_by_label("A file").set_input_files(files=[file])
    page.get_by_role("button", name="Read it").click()


def row_of(page: Page, words: str) -> str:
    row = page.get_by_role("row").filter(has_text=words)
    expect(row).to_have_count(1)
    return row.inner_text()


@pytest.fixture
def importing(live: Live, page: Page, cast: Cast, sign_in: Callable[..., None]) -> Callable[[int, int], None]:
    """Open the page, from the bank's cards, in a window of this size."""

    def open_it(width: int, height: int) -> None:
        page.set_viewport_size({"width": width, "height": height})
        sign_in(page, cast.admin)
        page.goto(f"{live.url}/bank/library/cards")
        page.get_by_role("link", name="Import cards").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Import cards")

    return open_it


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_an_anki_deck_is_looked_at_taken_in_and_taken_back(
    page: Page,
    tmp_path: Path,
    importing: Callable[[int, int], None],
    check_page: Callable[[Page], None],
    width: int,
    height: int,
) -> None:
    importing(width, height)
    notes = (
        ("g1", BASIC, " desk ", "lending desk|Where books are lent."),
        ("g2", BASIC, "", f"{HOSTILE}|A pet."),
        ("g3", CLOZE, "", "The library opens at {{c1::nine}} on {{c2::school days}}.|Says the door."),
        ("g4", BASIC, "", "How many books may a student borrow?|Three at a time."),
        ("g5", BASIC, "", "nothing behind|"),
    )
    send(page, "deck.apkg", apkg(tmp_path, *notes))
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the cards")
    assert "New" in row_of(page, "Where books are lent.")
    assert "A script or an embedded page was left out." in row_of(page, "A pet.")
    assert "A text with 2 gaps" in row_of(page, "Says the door.")
    assert "Change it there, in flashcards.yaml." in row_of(page, "How many books")
    assert "The back is empty." in row_of(page, "nothing behind")
    assert page.title().startswith("Check the cards to import")  # nothing ran
    check_page(page)
    page.get_by_label("Approve them").check()
    page.get_by_role("button", name="Take in 3 cards").click()
    expect(page.get_by_role("status").filter(has_text="3 cards taken in, approved.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="lending desk")).to_have_count(1)
    check_page(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 3 cards as before.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="lending desk")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_set_from_quizlet_is_pasted_taken_in_and_taken_back(
    page: Page, importing: Callable[[int, int], None], width: int, height: int
) -> None:
    importing(width, height)
    page.get_by_label("Or the cards, pasted").fill(f"timetable\tA list of hours.\n{HOSTILE}\tA pet.\nalone\n")
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check the cards")
    assert "Its tags were turned into plain text." in row_of(page, "A pet.")
    assert "There is nothing for the back in this line." in row_of(page, "alone")
    assert page.title().startswith("Check the cards to import")
    page.get_by_role("button", name="Take in 2 cards").click()
    expect(page.get_by_role("status").filter(has_text="2 cards taken in, as drafts.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone: 2 cards as before.")).to_be_visible()


def test_a_file_that_is_damaged_gets_its_message_and_another_may_follow(
    page: Page, tmp_path: Path, importing: Callable[[int, int], None]
) -> None:
    importing(360, 740)
    whole = apkg(tmp_path, ("g1", BASIC, "", "lending desk|Where books are lent."))
    for name, data, words in (
        ("deck.apkg", whole[: len(whole) // 2], "again"),
        ("deck.apkg", b"no package at all", "This is no Anki package, whatever its name says"),
        ("words.csv", b"a\tb\x00c", "This is not a text file."),
        ("empty.csv", b"", "The file is empty."),
    ):
        send(page, name, data)
        expect(page.get_by_role("alert").or_(page.locator(".field__error")).first).to_contain_text(words)
        expect(page.get_by_role("heading", level=1)).to_have_text("Import cards")
    send(page, "deck.apkg", whole)
    expect(page.get_by_role("button", name="Take in 1 card")).to_be_visible()
