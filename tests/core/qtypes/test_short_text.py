"""Short text: literal cases."""

import pytest

from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.core.qtypes.short_text import ShortText, ShortTextContent, ShortTextResponse

qtype = ShortText()


def content(*accept, **more):
    reject = [{"text": text, "feedback": f"not {text}"} for text in more.pop("reject", [])]
    return ShortTextContent.model_validate(
        {"prompt": "Which?", "accept": list(accept), "reject": reject, **more}
    )


def is_right(question, text):
    return qtype.grade(question, qtype.parse(question, {"answer": [text]})).mark is Mark.RIGHT


@pytest.mark.parametrize(
    ("accepted", "given"),
    [
        ("CISA", "cisa"),
        ("Soleimani", " Soleimani. "),
        ("U.S.", "US"),
        ("US", "u. s."),
        ("hack-and-leak", "Hack and leak"),
        ("hack-and-leak", "hackandleak"),
        ("Iran's", "Iran’s"),
        ("“maximum pressure”", '"Maximum  Pressure"'),
        ("café", "cafe"),
        ("Müller", "MULLER"),
        ("Straße", "strasse"),
        ("1,979", "1979"),
        ("ﬁne", "fine"),
        ("ＣＩＳＡ", "CISA"),
        ("COVID‑19", "covid-19"),
    ],
)
def test_case_accents_punctuation_and_spaces_are_overlooked(accepted, given):
    assert is_right(content(accepted), given)


@pytest.mark.parametrize(
    ("accepted", "given"),
    [("1.5", "15"), ("-3", "3"), ("C#", "C"), ("2015", "2016"), ("Iran", "Iraq"), ("5%", "5"), ("1,5", "15")],
)
def test_what_changes_the_meaning_is_never_overlooked(accepted, given):
    assert not is_right(content(accepted), given)


@pytest.mark.parametrize(
    ("ignored", "given", "right"),
    [
        ([], "Café au lait!", True),
        ([], "  Café   au lait! ", True),
        ([], "café au lait!", False),
        (["case"], "café AU lait!", True),
        (["case"], "Cafe au lait!", False),
        (["accents"], "Cafe au lait!", True),
        (["accents"], "cafe au lait!", False),
        (["punctuation"], "Café au lait", True),
        (["punctuation"], "Caféau lait", False),
        (["spaces"], "Caféaulait!", True),
        (["spaces"], "Caféaulait", False),
    ],
)
def test_only_what_the_author_names_is_overlooked(ignored, given, right):
    assert is_right(content("Café au lait!", ignore=ignored), given) is right


@pytest.mark.parametrize(
    ("distance", "given", "right"),
    [
        (0, "Soliemani", False),
        (1, "Soliemani", True),
        (1, "Solemani", True),
        (1, "Solieman", False),
        (2, "Solieman", True),
        (2, "Sulimani", True),
        (3, "Sulimanny", False),
    ],
)
def test_as_many_slips_are_forgiven_as_the_author_says(distance, given, right):
    assert is_right(content("Soleimani", distance=distance), given) is right


@pytest.mark.parametrize(
    ("accepted", "given"),
    [("FBI", "FBY"), ("FBI", "FBII"), ("Iran", "Ira"), ("in 2015", "in 2016"), ("in 2015", "in 2051")],
)
def test_no_slip_is_forgiven_in_a_short_word_or_a_figure(accepted, given):
    assert not is_right(content(accepted, distance=3), given)


def test_a_foreseen_wrong_answer_is_wrong_though_a_slip_away_and_has_its_feedback():
    question = content("indicted", reject=["indicated"], distance=2)
    given = qtype.parse(question, {"answer": ["Indicated"]})
    assert qtype.grade(question, given).mark is Mark.WRONG
    assert qtype.grade(question, given).feedback == ("not indicated",)
    assert is_right(question, "indcted")


def test_a_slip_nearer_to_a_foreseen_wrong_answer_is_wrong():
    question = content("indicted", reject=["indicating"], distance=3)
    assert not is_right(question, "indicatin")
    assert is_right(question, "indictd")


def test_control_and_half_characters_are_dropped_before_the_answer_is_kept():
    assert qtype.parse(content("a"), {"answer": ["a\x00b\ud800\r\n c"]}) == ShortTextResponse(text="a b c")
    assert qtype.parse(content("a"), {"answer": ["\x00\ud800"]}) is None


def test_an_answer_that_is_too_long_may_be_shortened():
    assert qtype.parse(content("a"), {"answer": ["a" * 2_001]}) == FormatError(
        "Shorten your answer to 2000 characters or fewer."
    )


def test_an_answer_of_punctuation_alone_is_wrong_and_not_blank():
    question = content("Sunday")
    assert qtype.grade(question, qtype.parse(question, {"answer": ["?!"]})).mark is Mark.WRONG


@pytest.mark.parametrize(
    ("question", "place", "level"),
    [
        (content("...", "Sunday"), "accept[0]", "error"),
        (content("Sunday", "SUNDAY"), "accept[1]", "advice"),
        (content("Sunday", reject=["sunday!"]), "reject[0].text", "error"),
        (content("Iran", distance=1), "accept[0]", "advice"),
        (content("Sunday", prompt="Is it Sunday or not?"), "prompt", "warning"),
    ],
)
def test_what_is_doubtful_is_told(question, place, level):
    assert [(finding.place, finding.level) for finding in qtype.problems(question)] == [(place, level)]


def test_a_word_inside_another_is_not_given_away():
    assert qtype.problems(content("art", prompt="Where does the article start?")) == []


def test_answers_that_compare_alike_are_counted_together_most_given_first():
    question = content("Sunday", distance=1)
    given = ["never", "sunday", "Sunday", "SUNDAY", "Sunday", "Sumday", "Never!", ""]
    summary = qtype.summarise(question, [qtype.parse(question, {"answer": [text]}) for text in given])
    assert [(t.key, t.label, t.count, t.correct) for t in summary.tallies] == [
        ("sunday", "Sunday", 4, True),
        ("never", "never", 2, False),
        ("sumday", "Sumday", 1, True),
    ]
    assert (summary.n, summary.blank) == (8, 1)
    assert summary.most_chosen_wrong.label == "never"
