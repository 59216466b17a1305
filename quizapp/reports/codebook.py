"""What stands in each column of the file with one row an answer: its codebook, and the notes beside it."""

from dataclasses import dataclass

from quizapp.core.claims import ClaimStatus
from quizapp.core.qtypes.base import Mark
from quizapp.core.qtypes.registry import QUESTION_TYPES

NONE_MISSING = "never empty"
BLANK = "empty: not answered"
OF_THE_QUESTION = "empty: the question names none"


@dataclass(frozen=True)
class Variable:
    """A column: its name, type, unit, meaning, levels (or the range), and what an empty cell says."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    levels: str = ""
    missing: str = NONE_MISSING
    named_only: bool = False
    """Whether it is left out of a file with pseudonyms."""


LEVELS = "remember | understand | apply | analyse"
TREATMENTS = "normal | regraded | dropped | full"

VARIABLES = (
    Variable("student", "text", "who answered: the number that the app has for them, or a pseudonym"),
    Variable("student_name", "text", "the student’s name in the app", named_only=True),
    Variable("class", "text", "the class: the number that the app has for it, or a pseudonym"),
    Variable("class_name", "text", "the name of the class", named_only=True),
    Variable("assignment", "text", "the quiz as it was given to the class: a number, or a pseudonym"),
    Variable("quiz", "text", "the title of the quiz"),
    Variable("attempt", "text", "the attempt: the number that the app has for it, or a pseudonym"),
    Variable("attempt_number", "integer", "which of the student’s attempts at this quiz", levels="1 and up"),
    Variable("slot", "integer", "place of the question in the quiz’s own order", levels="1 and up"),
    Variable("question", "text", "the question, as bank/question; the same in every quiz that asks it"),
    Variable("revision", "integer", "revision of the question that was asked", levels="1 and up"),
    Variable("type", "factor", "type of the question", levels=" | ".join(sorted(QUESTION_TYPES))),
    Variable(
        "claim_status",
        "factor",
        "how firmly the claim stands that the question is about",
        levels=" | ".join(ClaimStatus),
        missing=OF_THE_QUESTION,
    ),
    Variable("claim_by", "text", "who says it", missing=OF_THE_QUESTION),
    Variable(
        "passages",
        "text list",
        "passages that the answer comes from, as reading/passage, a space between them",
        missing=OF_THE_QUESTION,
    ),
    Variable("objectives", "text list", "objectives, a space between them", missing=OF_THE_QUESTION),
    Variable("level", "factor", "what the question asks of the student", levels=LEVELS),
    Variable("response", "text", "the answer in words", missing=BLANK),
    Variable("response_code", "JSON", "the answer as the app keeps it", missing=BLANK),
    Variable(
        "mark",
        "factor",
        "how the answer stands; waiting: a person has still to mark it",
        levels=" | ".join(Mark),
    ),
    Variable(
        "score",
        "number",
        "points earned, not rounded to whole ones; of a dropped question what the answer would have earned; "
        "0 where it was not answered",
        unit="points",
        levels="0 to max",
        missing="empty: not marked yet",
    ),
    Variable("max", "number", "points that the question gives at most", unit="points", levels="above 0"),
    Variable(
        "seconds",
        "number",
        "time on the question; seconds_source says how it was come by",
        unit="seconds",
        levels="0 and up",
        missing=BLANK,
    ),
    Variable(
        "seconds_source",
        "factor",
        "measured: whole seconds for which the student’s page showed the question and was itself in sight "
        "(with all questions on one page, the one at hand), at most the length of the attempt; estimated, "
        "where no page measured it: from the answer saved before this one (the first: from the start) to "
        "the last save of this one, which includes breaks and reading",
        levels="measured | estimated",
        missing=BLANK,
    ),
    Variable(
        "submitted_at",
        "ISO 8601",
        "when the attempt was handed in, in UTC; in a file with pseudonyms the day alone",
        unit="UTC",
    ),
    Variable(
        "treatment",
        "factor",
        "how the question counts in this attempt: by its key, by a corrected key, not at all, or with full "
        "marks for everyone",
        levels=TREATMENTS,
    ),
)

CODEBOOK_HEAD = ("column", "type", "unit", "meaning", "levels", "missing")


def variables(*, named: bool) -> tuple[Variable, ...]:
    """Return the columns of a file, with names or with pseudonyms."""
    return tuple(one for one in VARIABLES if named or not one.named_only)


def codebook(*, named: bool) -> list[tuple[str, ...]]:
    """Return the codebook's rows, its head first."""
    return [
        CODEBOOK_HEAD,
        *(
            (one.name, one.type, one.unit, one.meaning, one.levels, one.missing)
            for one in variables(named=named)
        ),
    ]


NOTES = """\
{title}
Made on {day}.{sample}

responses.csv  one row for every question that was asked in every attempt handed in, answered or not
codebook.csv   each column of it: type, unit, meaning, levels, what an empty cell says

Both are CSV with commas, UTF-8 without a byte order mark, times in UTC. To read them:

    R       read.csv("responses.csv", na.strings = "", fileEncoding = "UTF-8")
    pandas  pandas.read_csv("responses.csv", keep_default_na=False, na_values=[""])

With other settings an answer such as "None" or "NA" would count as missing.

Whom it holds: students who are in a class now; attempts under way are left out.{scope}
What it does not hold: accommodations. They are set for reasons of health or need, and no analysis of
answers may carry them along. Seconds and submitted_at may be later for students with more time.
A text that a spreadsheet would run as a formula has an apostrophe (') before it.
{names}
"""
NAMED = """
This file names students. Keep it as safe as the school's own data, and no longer than you need it.
"""
PSEUDONYMS = """
Students, classes, assignments and attempts stand under pseudonyms made with the key
    {key}
The same key in this school gives the same pseudonyms, so that files can be joined; another key gives
others. From the file and the key alone nobody finds out who is who. What students wrote themselves, and
small groups, can still give somebody away: read before you pass it on.
"""
