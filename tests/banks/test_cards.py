"""Staff may look at the flashcards of a bank, in the order of the readings."""

import re

import pytest

CARDS = "/bank/library/cards"


def test_each_card_shows_both_sides_its_passage_its_claim_and_its_state(teacher):
    page = teacher.get(CARDS).text
    first, second = page.index('id="card-three-books"'), page.index('id="card-amsel"')
    assert first < second
    for words in (
        "How many books may a student borrow?",
        "Three at a time.",
        "Asked both ways",
        'href="/readings/library/rules?cited=1.2#p-1-2"',
        "Documented",
        "the timetable",
        "Approved",
    ):
        assert words in page[first:second], words
    for words in ("Who is Ms Amsel?", "The <em>librarian</em>.", "None", "Draft"):
        assert words in page[second:], words
    assert "Asked both ways" not in page[second:]
    assert "<b>2</b> flashcards" in page
    assert "<b>1</b> approved" in page


def test_the_bank_leads_to_its_cards(teacher):
    assert f'href="{CARDS}"' in teacher.get("/bank/library").text


def test_the_cards_of_a_bank_that_is_not_there_are_not_found(teacher):
    assert teacher.get("/bank/attic/cards").status_code == 404


def write(client, **said):
    return client.post(f"{CARDS}/new", data={"kind": "basic", "act": "approve", **said})


def test_a_card_of_each_kind_is_written_changed_and_studied(app, admin, teacher, heron):
    assert (
        write(admin, front="The library opens at [nine] on [school days].", kind="cloze").status_code == 303
    )
    assert write(admin, front="opening time", back="Nine.", kind="reversed", cite="rules/hours").location == (
        f"{CARDS}#card-written-card-2"
    )
    page = teacher.get(CARDS).text
    assert "A text with 2 gaps" in page
    editor = admin.get(f"{CARDS}/written-card-1/edit").text
    assert "The library opens at [nine]" in editor
    assert re.search(r'<input checked[^>]* value="cloze">', editor)
    changed = {"kind": "cloze", "front": "It opens at [nine].", "back": "Says the door.", "act": "approve"}
    assert admin.post(f"{CARDS}/written-card-1/edit", data=changed).status_code == 303
    assert heron.post("/cards/decks/new", data={"bank": "library", "kind": "unit"}).status_code == 303
    deck = heron.get("/cards/decks/1").text
    assert "It opens at [ … ]." in deck
    assert "It opens at <strong>nine</strong>." in deck


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"front": "", "back": "x"}, "This is empty."),
        ({"front": "x", "back": " "}, "This is empty."),
        ({"front": "No gap.", "kind": "cloze"}, "Put the words to hide in square brackets"),
        ({"front": "[a] " * 21, "kind": "cloze"}, "There are 21 gaps."),
        ({"front": "x" * 501, "back": "x"}, "Shorten this to 500 characters."),
        ({"front": "x", "back": "x", "kind": "song"}, "Not a valid choice"),
        ({"front": "x", "back": "x", "cite": "rules/attic"}, "Not a valid choice"),
    ],
)
def test_a_card_that_is_none_is_told_of(admin, said, words):
    answer = write(admin, **said)
    assert answer.status_code == 422
    assert words in answer.text
    assert "<b>2</b> flashcards" in admin.get(CARDS).text


def test_only_who_may_edit_a_bank_writes_its_cards(teacher, heron):
    assert write(teacher, front="x", back="y").status_code == 403
    assert write(heron, front="x", back="y").status_code == 403


def test_a_long_list_is_cut_into_pages_and_found_in(admin, teacher):
    for number in range(25):
        said = {"front": f"Front {number}", "back": "A hyena" if number == 7 else "x"}
        assert write(admin, **said, act="save" if number > 20 else "approve").status_code == 303
    assert teacher.get(CARDS).text.count('id="card-') == 20
    assert teacher.get(f"{CARDS}?page=2").text.count('id="card-') == 7
    found = teacher.get(f"{CARDS}?q=HYENA+front").text
    assert found.count('id="card-') == 1
    assert "Front 7" in found
    assert "1 card found." in found
    assert teacher.get(f"{CARDS}?status=draft").text.count('id="card-') == 5
    assert teacher.get(f"{CARDS}?passage=rules/loans").text.count('id="card-') == 1
    assert "No card fits" in teacher.get(f"{CARDS}?status=<b>&passage=nowhere").text
    last = write(admin, front="The last", back="x").location
    assert last == f"{CARDS}?page=2#card-written-card-26"
