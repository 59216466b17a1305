"""The tables of figures as they leave the app: each question's, the whole test's, and those about claims."""

from quizapp.core.claims import CLAIM_WORDS, ClaimStatus
from quizapp.core.statistics.item_analysis import ItemFigures
from quizapp.core.statistics.reliability import TestFigures
from quizapp.core.tables.table import Cell, Column, Kind, Table
from quizapp.reports.analysis import Analysis, ItemAnalysis
from quizapp.reports.claims import ClaimLine, by_speaker, by_status, sorting
from quizapp.reports.report import Report
from quizapp.reports.timing import TimeTaken, time_taken

OF_A_QUESTION = (
    ("facility", "Share of points (facility)"),
    ("facility_low", "Facility from, 95 in 100"),
    ("facility_high", "Facility to, 95 in 100"),
    ("sd", "Standard deviation"),
    ("discrimination_index", "Discrimination index"),
    ("discriminative_efficiency", "Discriminative efficiency"),
    ("upper_lower", "Best 27% less weakest 27%"),
    ("intended_weight", "Intended weight"),
    ("effective_weight", "Effective weight"),
    ("alpha_if_deleted", "Alpha without it"),
)
"""What is told of a question in percent."""
OF_A_TEST = (
    ("n", "Students", ""),
    ("mean", "Mean", "percent"),
    ("median", "Median", "percent"),
    ("sd", "Standard deviation", "percent"),
    ("skewness", "Skewness", ""),
    ("kurtosis", "Kurtosis", ""),
    ("alpha", "Cronbach’s alpha (internal consistency)", "percent"),
    ("alpha_low", "Alpha from, 95 in 100", "percent"),
    ("alpha_high", "Alpha to, 95 in 100", "percent"),
    ("kr20", "KR-20", "percent"),
    ("error_ratio", "Error ratio", "percent"),
    ("sem", "Standard error of measurement", "percent"),
)


def statistics(report: Report) -> Table:
    """Return a row for each question that is analysed: its figures, what to look at, why some are missing."""
    columns = (
        Column("Number", Kind.NUMBER),
        Column("Question"),
        Column("n", Kind.NUMBER),
        *(Column(words, Kind.PERCENT) for _, words in OF_A_QUESTION),
        Column("Corrected point-biserial", Kind.NUMBER),
        Column("By guessing", Kind.PERCENT),
        Column("Seconds taken, median", Kind.NUMBER),
        Column("How the time was come by"),
        Column("What to look at"),
        Column("Why a figure is missing"),
    )
    found, times = Analysis(report), time_taken(report)
    rows = [_question(one, times.get(one.result.item.slot)) for one in found.by_place.values()]
    return Table.of("Statistics", columns, rows)


def _question(one: ItemAnalysis, took: TimeTaken | None) -> list[Cell]:
    item, figures = one.result.item, one.figures
    return [
        item.number,
        item.title,
        figures.n,
        *(_share(figures, key) for key, _ in OF_A_QUESTION),
        figures.point_biserial,
        one.guessed / 100,
        took.seconds if took else None,
        took.how if took else None,
        " ".join(flag.words for flag in one.flags) or None,
        " ".join(dict.fromkeys(figures.reasons.values())) or None,
    ]


def _share(figures: ItemFigures, key: str) -> float | None:
    value: float | None = getattr(figures, key)
    return None if value is None else value / 100


def whole_test(report: Report) -> Table:
    """Return a row for each figure of the whole test, and why it is missing if it is."""
    columns = (
        Column("Figure"),
        Column("Value", Kind.NUMBER),
        Column("Unit"),
        Column("Why it is missing"),
    )
    found: TestFigures = Analysis(report).test
    rows = [
        (words, getattr(found, key), unit or None, found.reasons.get(key)) for key, words, unit in OF_A_TEST
    ]
    return Table.of("Test", columns, rows)


def claims(report: Report) -> Table:
    """Return a row for each kind of claim, and for each who makes claims: how its questions went."""
    columns = (
        Column("Claims by"),
        Column("Claim"),
        Column("Questions"),
        Column("Asked and handed in", Kind.NUMBER),
        Column("Share of points", Kind.PERCENT),
    )
    rows = [
        _claims(words, line)
        for words, lines in (("kind", by_status(report)), ("who says it", by_speaker(report)))
        for line in lines
    ]
    return Table.of("Claims", columns, rows)


def _claims(words: str, line: ClaimLine) -> list[Cell]:
    numbers = ", ".join(str(result.item.number) for result in line.results if result.tells)
    share = line.share
    return [words, line.words, numbers or None, share.n if share else 0, share.share if share else None]


def sorted_claims(report: Report) -> Table:
    """Return a row for each kind of claim and what it was taken for; none if no question sorts claims."""
    columns = (Column("It is"), Column("Taken for"), Column("Answers", Kind.NUMBER))
    found = sorting(report)
    rows: list[list[Cell]] = []
    for is_ in found.kinds:
        rows += [[CLAIM_WORDS[is_], CLAIM_WORDS[as_], found.said(is_, as_)] for as_ in ClaimStatus]
        rows.append([CLAIM_WORDS[is_], "no answer", found.left_out.get(is_, 0)])
    return Table.of("Sorted claims", columns, rows)
