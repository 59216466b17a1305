"""What changed between two texts, and between two revisions."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.changes import Piece, changes, compare

WORDS = st.text(alphabet="ab ,\n", max_size=40)


def marked(pieces):
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


def test_only_the_words_that_differ_are_marked():
    both = compare("The library opens at nine.", "The library opens at ten.")
    assert marked(both.before) == "The library opens at [nine]."
    assert marked(both.now) == "The library opens at [ten]."


def test_words_that_changed_side_by_side_are_one_mark():
    both = compare("It lends three books.", "It lends two volumes.")
    assert marked(both.before) == "It lends [three books]."
    assert both.now == (Piece("It lends ", False), Piece("two volumes", True), Piece(".", False))


def test_what_was_only_added_marks_nothing_before():
    both = compare("It opens.", "It opens early.")
    assert marked(both.before) == "It opens."
    assert marked(both.now) == "It opens[ early]."


def test_the_breaks_of_lines_are_no_difference():
    both = compare(
        "It opens\nat nine.\n\n- on Monday\n- on Friday", "It opens at\nnine.\n\n- on Monday\n- on Friday"
    )
    assert marked(both.now) == "It opens at nine.\n\n- on Monday\n- on Friday"


def test_a_very_long_text_is_marked_from_the_first_change_to_the_last():
    old, new = ("x " * 3000 + f"{word} " + "y " * 3000 for word in ("one", "two"))
    both = compare(old, new)
    assert [piece.text for piece in both.now if piece.changed] == ["two"]


@given(WORDS, WORDS)
def test_both_texts_can_be_read_whole(before, now):
    both = compare(before, now)
    assert "".join(piece.text for piece in both.before).split() == before.split()
    assert "".join(piece.text for piece in both.now).split() == now.split()
    if before.split() == now.split() and "\n" not in before + now and "  " not in before + now:
        assert not any(piece.changed for piece in both.now)


def test_fields_that_differ_are_named_with_old_and_new():
    before = {
        "prompt": "When?",
        "choices": [{"text": "At nine", "correct": True}],
        "tags": ["a"],
        "points": 1,
    }
    now = {
        "prompt": "When?",
        "choices": [{"text": "At ten", "correct": True}],
        "points": 1.5,
        "answer": False,
    }
    found = {
        change.field: (marked(change.marked.before), marked(change.marked.now))
        for change in changes(before, now)
    }
    assert found == {
        "choices": ("- At [nine]; correct: yes", "- At [ten]; correct: yes"),
        "points": ("[1]", "[1.5]"),
        "answer": ("", "[no]"),
        "tags": ("[- a]", ""),
    }
