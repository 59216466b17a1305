"""Staff may look at the flashcards of a bank, in the order of the readings."""

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
