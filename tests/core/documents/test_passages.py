"""From blocks to a text that a person edits, and from that to passages."""

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.documents.blocks import Block, clean
from quizapp.core.documents.passages import Section, as_text, passages_of, read_text, sections_of

TEXT = """The Bees of Town

They live on a roof above the square.

What They Give

They give us:

- honey
- wax

1. Honey comes in June and again in August, when the lime trees are in flower.
2. Wax comes all year, and the candles of the whole town are made of it.
"""


def test_headings_part_sections_and_long_items_are_passages():
    assert sections_of(clean(TEXT)) == [
        Section("Opening", ["They live on a roof above the square."]),
        Section(
            "What They Give",
            [
                "They give us:\n- honey\n- wax",
                "Honey comes in June and again in August, when the lime trees are in flower.",
                "Wax comes all year, and the candles of the whole town are made of it.",
            ],
        ),
    ]


def test_the_text_to_edit_gives_back_the_sections():
    sections = sections_of(clean(TEXT))
    assert as_text(sections).startswith("## Opening\n\nThey live on a roof")
    assert read_text(as_text(sections)) == (sections, [])


def test_a_blank_line_parts_passages_and_two_signs_head_a_section():
    sections, findings = read_text("One.\r\nStill one.\r\n\r\nTwo.\n## Next\nThree.")
    assert sections == [Section("Opening", ["One.\nStill one.", "Two."]), Section("Next", ["Three."])]
    assert findings == []


def test_what_cannot_be_used_is_told_with_its_line():
    findings = read_text("One.\n\n##\n\nTwo.\n\n## Empty\n")[1]
    assert [(finding.line, finding.message) for finding in findings] == [
        (3, "A heading is empty."),
        (7, "There is no text under the heading “Empty”."),
    ]
    assert [finding.message for finding in read_text(" \n")[1]] == ["There is no text here."]
    assert read_text("a" * 20_001)[1][0].message == "A passage is too long."
    assert read_text("a\n\n" * 501)[1][0].message == "These are 501 passages; a reading may have 500."


def test_passages_are_numbered_and_know_their_lines():
    blocks = [Block("paragraph", "One. Two.", 4), Block("paragraph", "Threezz.", 9, edited="Three.")]
    made = passages_of([Section("A", ["One."]), Section("B", ["Two.", "Three.", "Mine."])], "text", blocks)
    assert [(p.id, p.number, p.section, p.text, p.sources) for p in made] == [
        ("p-1-1", "1.1", "A", "One.", ("text:4",)),
        ("p-2-1", "2.1", "B", "Two.", ("text:4",)),
        ("p-2-2", "2.2", "B", "Three.", ("text:9",)),
        ("p-2-3", "2.3", "B", "Mine.", ()),
    ]


@given(st.text())
def test_any_text_can_be_cleaned_and_read(text):
    read_text(as_text(sections_of(clean(text))))


def test_a_few_words_that_stand_in_many_texts_are_not_where_a_passage_comes_from():
    blocks = [
        Block("heading", "Bees", 1),
        Block("paragraph", "hive", 2),
        Block("paragraph", "Bees live in a hive.", 3),
    ]
    (made,) = passages_of([Section("A", ["Bees live in a hive."])], "text", blocks)
    assert made.sources == ("text:3",)
