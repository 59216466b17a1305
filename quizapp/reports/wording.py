"""The sentences a report opens with."""

from collections.abc import Sequence

from quizapp.attempts.models import RegradeEntry
from quizapp.banks.models import Passage
from quizapp.core.attempts.policy import Combine
from quizapp.core.attempts.scoring import Treatment
from quizapp.reports.report import Item, ItemResult, Report, Standing, Student
from quizapp.web.filters import listed, percent, plural, span


def lasted(seconds: float) -> str:
    """Say how long something took: in seconds up to two minutes, to the nearest minute from then on."""
    whole = round(seconds)
    return plural(whole, "second") if whole < 120 else span(60 * round(whole / 60))


def opening(report: Report) -> str:
    """Say in one sentence or two where the class stands."""
    total = len(report.students)
    if not report.n:
        return "Nobody has handed in yet." if total else "There is nobody in this class yet."
    who = f"{report.n} of {total} {'has' if report.n == 1 else 'have'} handed in"
    if not report.enough:
        return f"{who}: too few to say what the class knows."
    if not any(result.item.treatment is Treatment.NORMAL for result in report.results):
        return f"{who}. Every question was dropped or gave everyone its points: no score says anything."
    if report.share is None:
        got = f"{who}. {plural(report.unmarked, 'answer is', 'answers are')} still to be marked"
    else:
        got = f"{who}. The class got {percent(report.share)} of the points"
    if not report.shares:
        return f"{got}."
    if not report.weakest:
        return (
            f"{got}; every passage {'with a figure' if untold_passages(report) else 'asked about'} is secure."
        )
    names = [f"¶ {weak.passage.number}" for weak in report.weakest]
    return f"{got}; the weakest {'passage is' if len(names) == 1 else 'passages are'} {listed(names)}."


def untold_passages(report: Report) -> int:
    """Return how many passages were asked about by questions that tell nothing of them (yet)."""
    return len(report.passages.keys() - report.shares.keys())


def nothing_weak(report: Report) -> str:
    """Say why no passage is named as weak, where somebody has handed in and passages were asked about."""
    waits = any(result.waiting for result in report.results)
    if not report.shares:
        why = "their answers wait to be marked" if waits else "no question about them counts as usual"
        return f"Nothing can be said of the passages{' yet' if waits else ''}: {why}."
    untold = untold_passages(report)
    if untold:
        rest = f"of {plural(untold, 'passage')} nothing can be said{' yet' if waits else ''}"
        return f"Nothing to teach again of what has a figure: each such passage has 90% or more; {rest}."
    if not report.enough:
        return "No passage was missed so far."
    return "Nothing to teach again: each passage has 90% of its points or more."


def headline(report: Report) -> str:
    """Say what to do, where the answers are enough to say it; "" otherwise."""
    if not (report.enough and report.weakest):
        return ""
    count = len(report.weakest)
    return (
        "Teach this passage again."
        if count == 1
        else f"Teach these {('two', 'three')[count - 2]} passages again."
    )


NAMES = 6
"""As many names as a sentence can hold."""


def some_names(students: Sequence[Student]) -> str:
    """List the names of a group as a sentence does, and how many more there are."""
    names = [one.name for one in students]
    return (
        listed(names)
        if len(names) <= NAMES
        else listed([*names[: NAMES - 1], f"{len(names) - NAMES + 1} more"])
    )


def untold(results: Sequence[ItemResult]) -> str:
    """Say why a passage that was asked about has no share."""
    if any(result.waiting for result in results):
        return "Still to be marked"
    if all(result.item.treatment is Treatment.DROPPED for result in results):
        return "Question dropped"
    if all(result.item.treatment is not Treatment.NORMAL for result in results):
        return "Full marks for everyone"
    return "n 0, too few to say"


def does_not_stand(report: Report, student: Student, passage: Passage) -> str:
    """Say why a student has no share of a passage."""
    asked = [one for one in report.about(passage.id) if student.was_asked(one.item)]
    return untold(asked).lower() if asked else "not asked"


COMBINED = {
    Combine.HIGHEST: "the highest counts",
    Combine.LAST: "the last counts",
    Combine.FIRST: "the first counts",
    Combine.AVERAGE: "the average counts, with the answers of the last",
}


def combined(report: Report) -> str:
    """Say which score counts of several attempts: "the highest counts"."""
    return COMBINED[report.policy.combine]


def standing(student: Student, report: Report) -> str:
    """Say how far a student is: "answering, 9 of 12 saved"."""
    begun = student.open_attempt
    if student.standing is Standing.ANSWERING and begun:
        more = ", more time" if begun.more_time else ""
        return f"answering, {begun.answered} of {len(begun.layout)} saved{more}"
    return str(student.standing)


def histogram(report: Report) -> str:
    """Say the chart of scores in one sentence."""
    most = max(report.bins, key=lambda one: one.count)
    between = str(most.low) if most.low == most.high else f"from {most.low} to {most.high}"
    return (
        f"Scores out of {report.maximum:g}, {plural(len(report.scores), 'student')}. "
        f"The most, {most.count}, scored {between}; the table has all the counts."
    )


def bins(report: Report) -> list[tuple[str, str, int]]:
    """Return the chart of scores as charts.histogram takes it: short and long name, count."""
    return [
        (str(one.low), str(one.low), one.count)
        if one.low == one.high
        else (f"{one.low}–{one.high}", f"{one.low} to under {one.high + 1}", one.count)
        for one in report.bins
    ]


def treatment(item: Item) -> str:
    """Say how a question counts, where it is not as usual."""
    return {Treatment.DROPPED: "Dropped: does not count", Treatment.FULL: "Full marks for everyone"}.get(
        item.treatment, ""
    )


def regrade(entry: RegradeEntry) -> str:
    """Say in the log what was done with a question."""
    return {
        "key": "Graded by another version of the question",
        "accept": f"Accepted the answer “{entry.answer}”",
        "drop": "Dropped the question",
        "full": "Gave everyone full marks",
        "undo": "Took back a regrade",
    }[entry.kind]
