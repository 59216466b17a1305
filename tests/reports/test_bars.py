from quizapp.core.bank.model import read_question
from quizapp.core.qtypes.base import Summary, Tally
from quizapp.reports.bars import answer_bars, parts_of
from quizapp.reports.report import Item, ItemResult
from tests.cast import COMMON, QUESTIONS


def result(n: int, blank: int, *tallies: Tally) -> ItemResult:
    question, _ = read_question({**COMMON, **QUESTIONS[0]})
    assert question
    return ItemResult(Item(0, 1, 1, question, 1.0, ()), n, 0.5, Summary(n, blank, tallies))


def test_the_key_and_a_wrong_answer_that_drew_three_in_ten_are_marked() -> None:
    bars = answer_bars(
        result(20, 2, Tally("a", "A", 9, True), Tally("b", "B", 6, False), Tally("c", "C", 3, False))
    )
    assert [(bar["label"], bar["count"], bar["state"]) for bar in bars] == [
        ("A", 9, "key"),
        ("B", 6, "pull"),
        ("C", 3, ""),
        ("no answer", 2, "none"),
    ]


def test_of_few_answers_none_is_marked_as_drawing_many() -> None:
    (bar,) = answer_bars(result(4, 0, Tally("b", "B", 4, False)))
    assert bar["state"] == ""


def test_many_typed_answers_end_in_one_bar_for_the_rest() -> None:
    bars = answer_bars(result(30, 0, *(Tally(str(i), f"word {i}", 2, False) for i in range(12))))
    assert len(bars) == 8
    assert (bars[-1]["label"], bars[-1]["count"]) == ("other answers", 10)


def test_a_question_with_parts_is_told_part_by_part() -> None:
    monday, friday = parts_of(
        result(
            10,
            1,
            Tally("1:a", "Chess", 7, True, "Monday"),
            Tally("1:b", "Film", 2, False, "Monday"),
            Tally("2:a", "Chess", 5, False, "Friday"),
            Tally("2:b", "Film", 3, True, "Friday"),
            Tally("2:c", "Music", 0, False, "Friday"),
        )
    )
    assert (monday.text, monday.right, monday.n, monday.check_key) == ("Monday", 7, 10, False)
    assert monday.instead
    assert (monday.instead.label, monday.instead.count) == ("Film", 2)
    assert (friday.right, friday.check_key) == (3, True)
    assert [(bar["label"], bar["count"], bar["state"]) for bar in friday.bars] == [
        ("Chess", 5, "pull"),
        ("Film", 3, "key"),
        ("no answer", 2, "none"),
    ]


def test_a_question_that_asks_one_thing_has_no_parts() -> None:
    assert parts_of(result(10, 0, Tally("a", "A", 10, True))) == []
