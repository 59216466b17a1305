"""Cloze: literal cases."""

import pytest
from pydantic import ValidationError

from quizapp.core.qtypes.base import FormatError
from quizapp.core.qtypes.cloze import Cloze, ClozeContent, ClozeResponse

qtype = Cloze()


def content(text, *gaps):
    return ClozeContent.model_validate({"prompt": "Fill in.", "text": text, "gaps": list(gaps)})


WHO = {"name": "who", "accept": ["Treasury", "the Treasury"], "feedback": "who!"}
DAY = {"name": "2", "accept": ["Friday"], "choices": ["Friday", "Monday", "Sunday"], "feedback": "day!"}
BOTH = content("On {{2}} the {{ who }} met.", WHO, DAY)


def filled(question, *texts):
    return qtype.parse(question, {f"g-{n}": [text] for n, text in enumerate(texts, 1)})


@pytest.mark.parametrize(
    ("texts", "fraction"),
    [
        (("Friday", "treasury"), 1.0),
        (("Friday", ""), 0.5),
        (("Monday", "The Treasury"), 0.5),
        (("Monday", "Senate"), 0.0),
    ],
)
def test_each_gap_earns_its_share(texts, fraction):
    assert qtype.grade(BOTH, filled(BOTH, *texts)).fraction == fraction


def test_gaps_are_numbered_as_they_stand_in_the_text_and_their_names_are_told_to_nobody():
    prompt = qtype.prompt(BOTH)
    assert prompt["paragraphs"] == [
        [{"text": "On "}, {"gap": "1"}, {"text": " the "}, {"gap": "2"}, {"text": " met."}]
    ]
    assert prompt["lists"] == {"1": ["Friday", "Monday", "Sunday"]}
    assert "who" not in str(prompt)


def test_a_list_stands_in_the_order_of_the_alphabet():
    question = content("{{2}}", {**DAY, "choices": ["b", "Friday", "A"]})
    assert qtype.prompt(question)["lists"] == {"1": ["A", "b", "Friday"]}


def test_an_empty_line_parts_paragraphs():
    question = content("One {{who}}.\n \nTwo\nlines.", WHO)
    assert [[piece.get("text") for piece in pieces] for pieces in qtype.prompt(question)["paragraphs"]] == [
        ["One ", None, "."],
        ["Two\nlines."],
    ]


def test_a_gap_forgives_what_it_says_and_no_other_gap_does():
    slack = {**WHO, "distance": 1}
    strict = {"name": "2", "accept": ["Senate"], "ignore": []}
    question = content("{{who}} {{2}}", slack, strict)
    assert qtype.grade(question, filled(question, "Tresury", "Senate")).fraction == 1.0
    assert qtype.grade(question, filled(question, "Treasury", "senate")).fraction == 0.5


def test_what_cannot_be_read_names_its_gap():
    assert filled(BOTH, "Tuesday") == FormatError("Gap 1: Pick from the list shown.")
    assert filled(BOTH, "Friday", "x" * 3_000) == FormatError(
        "Gap 2: Shorten your answer to 2000 characters or fewer."
    )


def test_what_was_filled_in_is_counted_gap_by_gap():
    responses = [
        filled(BOTH, "Monday", "Treasury"),
        filled(BOTH, "Friday", "TREASURY"),
        filled(BOTH, "Monday"),
    ]
    assert [(t.group, t.label, t.count, t.correct) for t in qtype.summarise(BOTH, responses).tallies] == [
        ("Gap 1", "Monday", 2, False),
        ("Gap 1", "Friday", 1, True),
        ("Gap 2", "Treasury", 2, True),
    ]


@pytest.mark.parametrize(
    ("question", "place", "message"),
    [
        (content("{{who}} {{2}}", WHO), "text", "The text has a gap {{2}} that is not among the gaps."),
        (content("{{who}}", WHO, DAY), "gaps[1].name", "The text has no gap {{2}}."),
        (content("{{who}} {{who}}", WHO), "text", "The gap {{who}} stands in the text twice."),
        (content("{{who}}", WHO, WHO), "gaps[1].name", "Same text as gap 1."),
        (
            content("{{2}}", {**DAY, "accept": ["Tuesday"]}),
            "gaps[0].accept",
            "One choice of the list must be the right one.",
        ),
        (content("{{2}}", {**DAY, "choices": ["Friday"]}), "gaps[0].choices", "There is one choice only."),
        (
            content("{{who}}", {"name": "who", "accept": ["!"]}),
            "gaps[0].accept[0]",
            "Nothing is left of this answer once punctuation is overlooked.",
        ),
    ],
)
def test_what_does_not_hold_together_is_told(question, place, message):
    assert [(f.level, f.place, f.message) for f in qtype.problems(question)] == [("error", place, message)]


def test_braces_that_name_no_gap_are_text():
    question = content("{{who}} and {{nobody}}", WHO)
    assert qtype.prompt(question)["paragraphs"][0][-1] == {"text": "{{nobody}}"}


def test_an_answer_to_a_gap_that_is_gone_is_left_out():
    assert qtype.say(BOTH, ClozeResponse(gaps={"9": "x", "1": "Friday"})) == "Gap 1 → Friday"


def test_a_name_of_a_gap_is_written_like_an_id():
    with pytest.raises(ValidationError):
        content("{{Who}}", {**WHO, "name": "Who?"})
