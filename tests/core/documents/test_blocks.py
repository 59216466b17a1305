"""What is proposed for each block of a document."""

from pathlib import Path

import pytest

from quizapp.core.documents.blocks import Block, clean, title_of

SHARED = [folder / "shared" / "documents" for folder in Path(__file__).parents]
SOURCES = next((folder for folder in SHARED if folder.exists()), SHARED[0])

PAGE = """The Bees of the Town Hall keep Working. 2023 Special

zzap
zzap

The Bees of the Town Hall keep working.

Two hives stand on the roof of the town hall, and a keeper visits them on Fridays.zzap

What the Hives Give

  1. Honey: Each hive gives about ten jars a year to the kitchen of the school.
  2. Wax: The candles of the towzzapn are made of it, and nobody buys others:zzap

Further Reading

A Short History of Bees

Support the Bees

Make a Donation

Your generous gifts help the hives. Please click the button below.

Leave a Reply

Your email address will not be published. Required fields are marked *

Back to top
"""


def proposals(text: str) -> dict[int, tuple[str, str]]:
    return {block.line: (block.kind, block.remove) for block in clean(text)}


def test_each_block_says_its_line_its_kind_and_why_it_may_go():
    assert proposals(PAGE) == {
        1: ("heading", "repeated headline"),
        3: ("paragraph", "stray fragment"),
        4: ("paragraph", "stray fragment"),
        6: ("title", ""),
        8: ("paragraph", ""),
        10: ("heading", ""),
        12: ("item", ""),
        13: ("item", ""),
        15: ("heading", "further reading"),
        17: ("heading", "further reading"),
        19: ("heading", "donation appeal"),
        21: ("heading", "donation appeal"),
        23: ("paragraph", "donation appeal"),
        25: ("heading", "comment form"),
        27: ("paragraph", "comment form"),
        29: ("heading", "navigation"),
    }


def test_what_is_glued_into_words_is_an_edit_with_a_before_and_an_after():
    edits = {block.line: (block.text, block.edited) for block in clean(PAGE) if block.edited is not None}
    assert edits == {
        8: (
            "Two hives stand on the roof of the town hall, and a keeper visits them on Fridays.zzap",
            "Two hives stand on the roof of the town hall, and a keeper visits them on Fridays.",
        ),
        13: (
            "Wax: The candles of the towzzapn are made of it, and nobody buys others:zzap",
            "Wax: The candles of the town are made of it, and nobody buys others:",
        ),
    }


def test_a_word_that_merely_holds_a_fragment_stays():
    text = "begin\n\nbegin\n\nThe beginning is hard.begin\n\nLet us begin. Beginners begin here."
    assert [(block.text, block.remove, block.edited) for block in clean(text)] == [
        ("begin", "stray fragment", None),
        ("begin", "stray fragment", None),
        ("The beginning is hard.begin", "", "The beginning is hard."),
        ("Let us begin. Beginners begin here.", "", None),
    ]


def test_a_heading_of_one_word_is_no_fragment():
    text = "Conclusion\n\nThe bees stay, and so does the keeper who visits them."
    assert [block.remove for block in clean(text)] == ["", ""]


def test_nothing_is_ever_lost_from_what_is_proposed():
    seen = " ".join(block.text for block in clean(PAGE)).split()
    assert [word for word in PAGE.split() if word not in ("1.", "2.")] == seen


def test_a_title_is_the_shorter_of_two_headlines_that_say_the_same():
    assert title_of(clean(PAGE)) == "The Bees of the Town Hall keep working."
    assert title_of(clean("A paragraph that is none of a title, as it ends.")) == ""


def test_a_first_line_that_reads_as_a_headline_is_the_title_and_a_sentence_is_not():
    assert clean("The Aral Sea\nShare on Facebook\n\nThe lake lay in Asia.")[0].kind == "title"
    assert clean("The lake lay in Asia.\nTwo rivers fed it.")[0].kind == "paragraph"


def test_lines_broken_by_hand_are_one_paragraph():
    text = (
        "The keeper comes on Fridays, in a white coat and with\n"
        "a smoking can, and looks at every frame of the two\nhives.\n\nThen she goes."
    )
    assert [(block.line, block.text) for block in clean(text)] == [
        (
            1,
            "The keeper comes on Fridays, in a white coat and with a smoking can, "
            "and looks at every frame of the two hives.",
        ),
        (5, "Then she goes."),
    ]


def test_markdown_headings_and_lists_are_told():
    text = "# Bees\n\nThe hives\n---------\n\n- one\n- two\n  and a half\n"
    assert [(block.kind, block.text) for block in clean(text)] == [
        ("title", "Bees"),
        ("heading", "The hives"),
        ("item", "one"),
        ("item", "two and a half"),
    ]


@pytest.mark.parametrize("text", ["", "\n \n\t", "\x00\x00", "\ufeff"])
def test_nothing_gives_no_blocks(text):
    assert clean(text) == []


def test_control_characters_are_dropped():
    assert clean("Be\x00es fly\x1b.") == [Block("paragraph", "Bees fly.", 1)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Skip to content", "navigation"),
        ("Share on Facebook", "navigation"),
        ("Home > News > Town", "navigation"),
        ("This website uses cookies to count you.", "navigation"),
        ("Leave a comment", "comment form"),
        ("Donate now", "donation appeal"),
        ("The museum lives on donations, and the town gives it a grant each year.", ""),
        ("Readers share this view with the mayor of the town.", ""),
        ("A man left a comment on the wall of the town hall.", ""),
    ],
)
def test_the_words_around_a_text_are_known(text, reason):
    assert clean(f"Some first words that are a paragraph of their own.\n\n{text}")[1].remove == reason


@pytest.mark.skipif(not SOURCES.exists(), reason="the source documents are not beside this checkout")
def test_the_noise_of_the_source_documents_is_found():
    diverging = clean(next(SOURCES.glob("000_*.txt")).read_text())
    assert {b.line for b in diverging if b.remove == "stray fragment"} == {3, 4, 14, 16}
    assert {b.line for b in diverging if b.edited is not None} == {22, 30, 38, 43, 45}
    assert {b.line for b in diverging if b.remove == "comment form"} == {58, 60}
    assert {b.line for b in diverging if b.remove == "repeated headline"} == {1}
    assert not any("begin" in b.edited for b in diverging if b.edited)
    alleged = clean(next(SOURCES.glob("004_*.txt")).read_text())
    assert [b.line for b in alleged if not b.remove] == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19]
