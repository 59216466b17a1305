"""`quizapp stats`: the analysis of a test from any table of marks. Needs no database."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from quizapp.cli.bank_files import printable, stop
from quizapp.core.findings import Finding
from quizapp.core.statistics.item_analysis import ItemFigures, analyse_items
from quizapp.core.statistics.mark_rows import UnusableTableError
from quizapp.core.statistics.mark_table import MarkTable, read_table
from quizapp.core.statistics.reliability import TestFigures, analyse_test

QUIZ = ("n", "mean", "median", "sd", "skewness", "kurtosis", "alpha", "error_ratio", "sem")
QUIZ_BESIDE = ("alpha_low", "alpha_high", "kr20")
ITEM = (
    "n",
    "facility",
    "sd",
    "discrimination_index",
    "discriminative_efficiency",
    "effective_weight",
    "point_biserial",
    "alpha_if_deleted",
)
ITEM_BESIDE = ("facility_low", "facility_high", "upper_lower", "intended_weight")
MOST_TOLD = 20

WORDS = {
    "n": "students",
    "mean": "mean",
    "median": "median",
    "sd": "standard deviation",
    "skewness": "skewness",
    "kurtosis": "kurtosis",
    "alpha": "Cronbach's alpha (internal consistency)",
    "error_ratio": "error ratio",
    "sem": "standard error of measurement",
    "kr20": "KR-20",
}
PLAIN = {"n": "d", "skewness": ".4f", "kurtosis": ".4f", "point_biserial": ".4f"}
"""How to print what is no percentage."""
COLUMNS = (
    ("n", "n"),
    ("facility", "facility"),
    ("sd", "sd"),
    ("discrimination_index", "discr."),
    ("discriminative_efficiency", "effic."),
    ("effective_weight", "weight"),
    ("point_biserial", "r.pbis"),
    ("alpha_if_deleted", "alpha-"),
    ("upper_lower", "upp-low"),
)


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--blank",
    type=click.Choice(["zero", "not-asked"]),
    default="zero",
    help="What an empty cell is: an answer left out, which earned 0 (as in Moodle), or a question not put.",
)
def stats(file: str, as_json: bool, blank: str) -> None:
    """Analyse a table of marks: one row a student, one column a question.

    FILE is CSV (- for standard input). Its first row names the questions and its first column the
    students; a row named max, in small letters, has the most that each question gives, and lets marks be
    below 0, where wrong answers cost some. An empty cell or a dash earned 0; NA was not asked. Figures
    are as in Moodle's quiz statistics, most in percent; what cannot be told is null, with its reason.
    The exit code is 2 if the file cannot be used.
    """
    try:
        table = read_table(_read(file), blank_is_not_asked=blank == "not-asked")
    except UnusableTableError as error:
        for finding in error.findings[:MOST_TOLD]:
            click.echo(_said(file, finding), err=True)
        if len(error.findings) > MOST_TOLD:
            click.echo(f"... and {len(error.findings) - MOST_TOLD} more.", err=True)
        sys.exit(2)
    quiz, items = analyse_test(table.marks), analyse_items(table.marks)
    if as_json:
        click.echo(json.dumps(_as_object(table, quiz, items), indent=2, ensure_ascii=False, allow_nan=False))
        return
    for line in _lines(table, quiz, items):
        click.echo(printable(line))


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    path = Path(file)
    try:
        if path.is_dir():
            stop(f"{file} is a folder. Name a CSV file.")
        return path.read_bytes()
    except FileNotFoundError:
        stop(f"There is no file {file}.")
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")


def _said(file: str, finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place != "file" else ""
    return printable(f"{file}: {place}{finding.message} {finding.hint}".strip())


def _as_object(table: MarkTable, quiz: TestFigures, items: list[ItemFigures]) -> dict[str, Any]:
    """Return what is printed as JSON: `quiz` and `items` with null for what cannot be told, `reasons` why.

    `beside` has the figures that Moodle does not know.
    """
    whole = asdict(quiz)
    each = [(name, asdict(figures)) for name, figures in zip(table.items, items, strict=True)]
    blanks = zip(table.omitted, table.unreached, strict=True)
    return {
        "quiz": {key: whole[key] for key in QUIZ},
        "items": [{"item": name, **{key: one[key] for key in ITEM}} for name, one in each],
        "beside": {
            "quiz": {key: whole[key] for key in QUIZ_BESIDE},
            "items": [
                {
                    "item": name,
                    **{key: one[key] for key in ITEM_BESIDE},
                    "omitted": omitted,
                    "not_reached": unreached,
                }
                for (name, one), (omitted, unreached) in zip(each, blanks, strict=True)
            ],
        },
        "reasons": [
            {"item": name, "key": key, "reason": reason}
            for name, one in [(None, whole), *each]
            for key, reason in one["reasons"].items()
        ],
        "notes": [f"{note.message} {note.hint}".strip() for note in table.notes],
    }


def _lines(table: MarkTable, quiz: TestFigures, items: list[ItemFigures]) -> list[str]:
    """Return the analysis to read: the whole test, then a row a question, then why a figure is missing."""
    whole = asdict(quiz)
    wide = max(len(words) for words in WORDS.values())
    lines = ["The test as a whole", ""]
    for key, words in WORDS.items():
        interval = ""
        if key == "alpha" and quiz.alpha_low is not None and quiz.alpha_high is not None:
            interval = f"   95 % interval {quiz.alpha_low:.2f} to {quiz.alpha_high:.2f}"
        sign = "" if key in PLAIN or whole[key] is None else " %"
        lines.append(f"  {words:<{wide}}  {_figure(key, whole[key])}{sign}{interval}")
    name_wide = min(max(len("item"), *(len(name) for name in table.items)), 30)
    lines += ["", "Each question (percent, but for n and r.pbis)", ""]
    lines.append(f"  {'item':<{name_wide}}" + "".join(f"{words:>9}" for _, words in COLUMNS))
    for name, figures in zip(table.items, items, strict=True):
        one = asdict(figures)
        cells = "".join(f"{_figure(key, one[key]):>9}" for key, _ in COLUMNS)
        lines.append(f"  {name[:name_wide]:<{name_wide}}{cells}")
    untold = _untold(table, quiz, items)
    if untold:
        lines += ["", "Not told", "", *(f"  {line}" for line in untold)]
    if table.notes:
        lines += ["", "Of the file", "", *(f"  {note.message} {note.hint}".rstrip() for note in table.notes)]
    return lines


def _untold(table: MarkTable, quiz: TestFigures, items: list[ItemFigures]) -> list[str]:
    """Return why figures are missing, what many questions have in common once."""
    of: dict[tuple[str, str], list[str]] = {}
    for name, figures in zip(table.items, items, strict=True):
        for key, reason in figures.reasons.items():
            of.setdefault((key, reason), []).append(name)
    whole = [f"{_words(key)}: {reason}" for key, reason in quiz.reasons.items() if key in WORDS]
    return whole + [
        f"{_words(key)} of {'each question' if len(names) == len(items) else ', '.join(names)}: {reason}"
        for (key, reason), names in of.items()
    ]


def _words(key: str) -> str:
    return WORDS.get(key, key.replace("_", " "))


def _figure(key: str, value: float | None) -> str:
    return "-" if value is None else format(value, PLAIN.get(key, ".2f"))
