from quizapp.core.claims import ClaimStatus as Kind
from quizapp.core.qtypes.base import Summary, Tally
from quizapp.core.statistics.claims import Sorting, sorting_of


def statement(key: str, kind: str, **said: int) -> tuple[Tally, ...]:
    counts = {status.value: 0 for status in Kind} | said
    return tuple(Tally(f"{key}:{one}", one, count, one == kind, group=key) for one, count in counts.items())


SUMMARY = Summary(
    8,
    1,
    statement("bridge", "alleged", alleged=3, documented=4)
    + statement("rumour", "alleged", alleged=5, reported=1, documented=1)
    + statement("date", "documented", documented=4),
)


def test_the_statements_of_a_kind_are_counted_together() -> None:
    found = sorting_of([SUMMARY])
    assert found.kinds == (Kind.DOCUMENTED, Kind.ALLEGED)
    assert found.given(Kind.ALLEGED) == 14
    assert found.said(Kind.ALLEGED, Kind.DOCUMENTED) == 5
    assert found.share(Kind.ALLEGED, Kind.DOCUMENTED) == 5 / 14
    assert found.share(Kind.ALLEGED, Kind.ALLEGED) == 8 / 14
    assert found.left_out == {Kind.ALLEGED: 2, Kind.DOCUMENTED: 4}


def test_several_questions_are_added_up() -> None:
    assert sorting_of([SUMMARY, SUMMARY]).said(Kind.ALLEGED, Kind.DOCUMENTED) == 10


def test_of_fewer_than_five_answers_there_is_no_share() -> None:
    found = sorting_of([SUMMARY])
    assert found.given(Kind.DOCUMENTED) == 4
    assert found.share(Kind.DOCUMENTED, Kind.DOCUMENTED) is None
    assert found.share(Kind.PREDICTED, Kind.DOCUMENTED) is None


def test_an_answer_that_is_no_kind_of_claim_counts_as_left_out() -> None:
    odd = Summary(5, 0, (*statement("x", "reported", reported=4), Tally("x:gone", "Gone", 1, False, "x")))
    assert sorting_of([odd]) == Sorting(
        {(Kind.REPORTED, kind): 4 if kind is Kind.REPORTED else 0 for kind in Kind}, {Kind.REPORTED: 1}
    )


def test_without_such_questions_nothing_is_counted() -> None:
    assert sorting_of([]).kinds == ()
