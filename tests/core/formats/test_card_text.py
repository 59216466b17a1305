"""Text comes in as cards: our own tables, Quizlet's and Anki's exports, anyone's CSV."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.bank.model import Claim, Flashcard
from quizapp.core.claims import ClaimStatus
from quizapp.core.findings import Finding
from quizapp.core.formats.card_table import write_csv
from quizapp.core.formats.card_text import read_text
from quizapp.core.formats.cards import CardRow, CardsRead


def rows_of(text: str | bytes) -> tuple[CardRow, ...]:
    found = read_text(text)
    assert isinstance(found, CardsRead), found
    return found.rows


def sides(text: str | bytes) -> list[tuple[str, str]]:
    return [(row.said["front"], row.said["back"]) for row in rows_of(text)]


def refused(text: str | bytes) -> str:
    found = read_text(text)
    assert isinstance(found, Finding), found
    return f"{found.message} {found.hint}"


def test_quizlets_export_has_a_tab_between_the_sides_and_a_card_a_line() -> None:
    assert sides("chien\tdog, hound\nchat\tcat\n") == [("chien", "dog, hound"), ("chat", "cat")]


def test_quotation_marks_that_a_person_typed_are_words() -> None:
    assert sides('"Nine", she said\twhen?\n5" pipe\tbroad') == [
        ('"Nine", she said', "when?"),
        ('5" pipe', "broad"),
    ]


@pytest.mark.parametrize("data", ["ä,b", "ä;b", "ä\tb", "term,definition\nä,b", "\ufefffront;back\nä;b"])
def test_commas_semicolons_tabs_and_headings_are_understood(data: str) -> None:
    assert sides(data) == [("ä", "b")]
    assert sides(data.encode()) == [("ä", "b")]
    assert sides(data.replace("\ufeff", "").encode("utf-16")) == [("ä", "b")]


def test_columns_stand_where_their_headings_say() -> None:
    found = read_text("Notes,Definition,Term,Tags\nmine,a dog,chien,animals First::Week\n")
    assert isinstance(found, CardsRead)
    assert found.rows[0].said == {"front": "chien", "back": "a dog", "tags": ["animals", "first-week"]}
    assert found.notes == ("Columns that are no side of a card were left out: “notes”.",)


def test_ankis_text_export_says_itself_what_it_holds() -> None:
    text = (
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n"
        'abc\tBasic\tFrench\t<b>chien</b>\t"a dog,<br>""hound"""\tanimals leech-like\n'
    )
    (row,) = rows_of(text)
    assert row == CardRow(
        "line 7",
        {"front": "**chien**", "back": 'a dog,\n\n"hound"', "tags": ["animals", "leech-like"]},
        "guid:abc",
    )


def test_tags_that_nobody_announced_become_plain_text_and_the_row_says_so() -> None:
    (row,) = rows_of("<div>cat</div><script>alert(1)</script>\ta pet & <hours>")
    assert (row.said["front"], row.said["back"]) == ("cat", "a pet & <hours>")
    assert row.notes == (
        "A script or an embedded page was left out.",
        "Its tags were turned into plain text.",
    )


def test_texts_with_gaps_stay_so() -> None:
    text = "It is {{c1::nine}} or [sic] {{c2::ten}}.\tSays the door."
    assert sides(text) == [("It is [nine] or \\[sic\\] [ten].", "Says the door.")]
    assert rows_of(text)[0].said["cloze"] is True


def test_gaps_with_hints_make_a_card_a_gap() -> None:
    assert sides("It is {{c1::nine::an hour}} or {{c2::ten}}.\tSays the door.") == [
        ("It is [ an hour ] or ten.", "It is **nine** or ten.\n\nSays the door."),
        ("It is nine or [ … ].", "It is nine or **ten**.\n\nSays the door."),
    ]


def test_a_line_with_one_side_is_refused_alone_and_named_by_its_line() -> None:
    first, second, third = rows_of('a\t"b\nc"\n\nalone\nd\te')
    assert (first.place, first.said["back"]) == ("line 1", "b\nc")
    assert (second.place, second.problem) == ("line 4", "There is nothing for the back in this line.")
    assert (third.place, third.problem) == ("line 5", "")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "There are no cards in it yet."),
        (" \n\t\n", "There are no cards in it yet."),
        ("one\ntwo\nthree", "choose “Tab” between term and definition"),
        (b"caf\xe9\tb", "line 1 holds something else"),
        (b"a\tb\x00c", "This is not a text file."),
        ('a,"b\nc,d', "Look for a quotation mark that is not closed"),
        ("#separator:\na\tb", "does not say what parts the columns"),
        ("#tags column:0\na\tb", "does not name a column by its number"),
        ("front,back\n", "There are no cards in it: only a heading."),
        ("a\tb\n" * 2_001, "It has 2,001 cards; 2,000 can come in at once."),
        ("a\tb\n" * 9_000, "It has 9,000 lines; 2,000 cards can come in at once."),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_what_to_do(data: str | bytes, words: str) -> None:
    assert words in refused(data)


def test_a_side_that_is_far_too_long_is_refused_alone() -> None:
    rows = rows_of(f"a\t{'x' * 30_000}\nb\tc")
    assert [row.problem for row in rows] == ["One side is longer than 20,000 characters. Shorten it.", ""]


words = (
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@given(
    front=words, back=words, turned=st.booleans(), tags=st.lists(st.from_regex(r"[a-z]{1,5}", fullmatch=True))
)
def test_a_card_written_to_a_table_is_read_back_the_same(
    front: str, back: str, turned: bool, tags: list[str]
) -> None:
    card = Flashcard(
        id="one",
        front=front,
        back=back,
        reversed=turned,
        tags=tuple(dict.fromkeys(tags)),
        cites=("rules/hours",),
        claim=Claim(by="the door", status=ClaimStatus.REPORTED),
    )
    (row,) = rows_of(write_csv([card], "library"))
    assert (row.key, row.problem) == ("library/one", "")
    assert Flashcard.model_validate({"id": "one", **row.said}) == card


@given(data=st.binary(max_size=300))
def test_no_bytes_bring_the_reader_down(data: bytes) -> None:
    read_text(data)


@given(text=st.text(max_size=200))
def test_no_text_brings_the_reader_down(text: str) -> None:
    read_text("#separator:tab\n#html:true\n" + text)
    read_text("a\t" + text)
