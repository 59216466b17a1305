"""Numeric: literal cases."""

import pytest
from pydantic import ValidationError

from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.core.qtypes.numbers import plain, read_number
from quizapp.core.qtypes.numeric import Numeric, NumericContent

qtype = Numeric()


def content(answer, **more):
    return NumericContent.model_validate({"prompt": "How many?", "answer": answer, **more})


def grade(question, text):
    return qtype.grade(question, qtype.parse(question, {"answer": [text]}))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", "3"),
        ("+3", "3"),
        ("-3", "-3"),
        ("− 3", "-3"),
        ("–3", "-3"),
        ("03", "3"),
        ("3.", "3"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("3,5", "3.5"),
        ("3.50", "3.5"),
        ("-0", "0"),
        ("0,200", "0.2"),
        ("1.200", "1.2"),
        ("1234,500", "1234.5"),
        ("1 200", "1200"),
        ("1\u00a0200\u202f000,25", "1200000.25"),
        ("1,200.50", "1200.5"),
        ("1.200,50", "1200.5"),
        ("1,200,000", "1200000"),
        ("1.200.000", "1200000"),
        ("1" * 24, "1" * 24),
    ],
)
def test_a_number_is_read_however_it_is_written(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "3x",
        "three",
        "3,5x",
        "1/2",
        "½",
        "3²",
        "3 5",
        "12 00",
        "1,20,000",
        "1e3",
        "0x10",
        "--3",
        "3-",
        "3..5",
        "nan",
        "inf",
        "Infinity",
        "٣",
        "$3",
        ".",
        "-",
        "1 2000",
        "1.200.50",
        "3 men",
    ],
)
def test_what_is_no_number_may_be_mended(text):
    assert read_number(text) == FormatError("Write a number, such as 3.")


def test_a_comma_that_can_mean_two_things_is_asked_about():
    assert read_number("1,200") == FormatError("Write 1200 or 1.200: the comma can mean either.")
    assert read_number("-12,500 km", "km") == FormatError("Write 12500 or 12.500: the comma can mean either.")


def test_a_number_of_too_many_figures_may_be_shortened():
    assert read_number("1" * 25) == FormatError("Write a number of at most 24 figures.")
    assert read_number("0." + "1" * 30) == FormatError("Write a number of at most 24 figures.")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3 people", "people", "3"),
        ("3PEOPLE", "people", "3"),
        ("3 person", "people", FormatError("Write a number, such as 3.")),
        ("5%", "%", "5"),
        ("5 km / h", "km  / h", "5"),
        ("people", "people", FormatError("Write a number, such as 3.")),
    ],
)
def test_the_unit_of_the_question_may_be_typed(text, unit, value):
    assert read_number(text, unit) == value


@pytest.mark.parametrize(
    ("answer", "tolerance", "given", "right"),
    [
        (3, 0, "3", True),
        (3, 0, "3.0000", True),
        (3, 0, "3.0001", False),
        (0.3, 0, "0.3", True),
        (0.3, 0.1, "0.4", True),
        (0.3, 0.1, "0.2", True),
        (0.3, 0.1, "0.4000000000000001", False),
        (1.1, 2.2, "3.3", True),
        (-3, 1, "-2", True),
        (-3, 1, "-1.9", False),
    ],
)
def test_an_absolute_tolerance_is_exact_at_its_edge(answer, tolerance, given, right):
    assert (grade(content(answer, tolerance=tolerance), given).mark is Mark.RIGHT) is right


@pytest.mark.parametrize(
    ("answer", "given", "right"),
    [
        (200, "210", True),
        (200, "190", True),
        (200, "210.01", False),
        (-200, "-190", True),
        (0, "0", True),
        (0, "0.001", False),
        (0.7, "0.735", True),
        (0.7, "0.665", True),
    ],
)
def test_a_relative_tolerance_is_a_share_of_the_answer(answer, given, right):
    question = content(answer, tolerance=0.05, tolerance_type="relative")
    assert (grade(question, given).mark is Mark.RIGHT) is right


def test_a_foreseen_wrong_number_has_its_feedback_however_it_is_written():
    question = content(3, reject=[{"value": 4.0, "feedback": "Four were sanctioned."}])
    assert grade(question, "+4,00").feedback == ("Four were sanctioned.",)
    assert grade(question, "5").feedback == ()


@pytest.mark.parametrize("answer", [True, "3", None, float("nan"), float("inf"), 10**25, [3]])
def test_the_answer_must_be_a_finite_number(answer):
    with pytest.raises(ValidationError) as error:
        content(answer)
    assert len(error.value.errors()) == 1


def test_a_tolerance_is_not_negative():
    with pytest.raises(ValidationError, match="Write 0 or more"):
        content(3, tolerance=-1)


@pytest.mark.parametrize(
    ("question", "place", "level"),
    [
        (content(3, tolerance=1, reject=[{"value": 4}]), "reject[0].value", "error"),
        (content(3, reject=[{"value": 4}, {"value": 4.0}]), "reject[1].value", "error"),
        (content(3, tolerance=5, tolerance_type="relative"), "tolerance", "warning"),
        (content(0, tolerance=0.1, tolerance_type="relative"), "tolerance", "warning"),
    ],
)
def test_what_is_doubtful_is_told(question, place, level):
    assert [(finding.place, finding.level) for finding in qtype.problems(question)] == [(place, level)]


def test_whole_numbers_stay_whole_in_the_file():
    assert content(3).model_dump(mode="json", exclude_defaults=True) == {"prompt": "How many?", "answer": 3}
    assert isinstance(content(3).answer, int)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (content(3), "3"),
        (content(3.0, unit="people"), "3 people"),
        (content(7.5, tolerance=0.5, unit="hours"), "7.5 ± 0.5 hours"),
        (content(1e-7, tolerance=0.05, tolerance_type="relative"), "0.0000001 ± 5%"),
        (content(10**24), "1" + "0" * 24),
    ],
)
def test_the_key_is_said_in_plain_figures(question, words):
    assert qtype.say_key(question) == words


def test_plain_figures_have_no_exponent_and_no_minus_nought():
    assert [plain(number) for number in (-0.0, 1e20, 1.50, 100, -2.5)] == [
        "0",
        "100000000000000000000",
        "1.5",
        "100",
        "-2.5",
    ]


def test_numbers_written_differently_are_counted_together_most_given_first():
    question = content(3)
    given = ["4", "3", "3,0", "4.0", "4", "-1", ""]
    summary = qtype.summarise(question, [qtype.parse(question, {"answer": [text]}) for text in given])
    assert [(t.key, t.count, t.correct) for t in summary.tallies] == [
        ("4", 3, False),
        ("3", 2, True),
        ("-1", 1, False),
    ]
    assert (summary.n, summary.blank) == (7, 1)
    assert qtype.say(question, qtype.parse(question, {"answer": [" 3,0 "]})) == "3,0"
