"""What the pages of progress and of the gradebook say."""

from collections.abc import Sequence
from functools import lru_cache

from quizapp.cards.of_student import OfStudent
from quizapp.core.cards.progress import Retention
from quizapp.core.gradebook import LEAST_FOR_TREND, STEADY, Cell, Grade, Part, Rules, Standing
from quizapp.core.statistics.mastery import ENOUGH
from quizapp.progress.evidence import Known
from quizapp.progress.gradebook import Gradebook
from quizapp.progress.record import Record, Result
from quizapp.web.filters import listed, percent, plural, points, short_day

MOST_ADDENDS = 8
"""Results that a sum is written out for; of more it is told how many they are."""
STEPS = ((45, "Not yet"), (60, "Shaky"), (75, "Mixed"), (90, "Mostly"), (101, "Secure"))


def exact(share: float | None) -> str:
    """Write a share with one decimal where there is one: "81.6%", "82%"."""
    return "" if share is None else f"{f'{share * 100:.1f}'.removesuffix('.0')}%"


def step(share: float) -> str:
    """Return the word of a share: rounded first, then placed."""
    whole = int(share * 100 + 0.5)
    return next(word for under, word in STEPS if whole < under)


# ---- the gradebook


CELL = {
    Standing.MARKING: "to mark",
    Standing.UNDER_WAY: "under way",
    Standing.TO_COME: "–",
    Standing.MISSED: "not in",
    Standing.EXCUSED: "excused",
    Standing.JOINED_LATER: "joined later",
    Standing.NO_POINTS: "no points",
}


@lru_cache(maxsize=4096)
def in_cell(cell: Cell, *, dropped: bool) -> str:
    """Say in a word what became of an assignment: "80%", "(40%)" where it is dropped."""
    said = percent(cell.share) if cell.standing is Standing.SCORED else CELL[cell.standing]
    return f"({said})" if dropped else said


@lru_cache(maxsize=4096)
def spoken(cell: Cell, *, dropped: bool, missed_is_zero: bool, counts: bool = True) -> str:
    """Say in full what became of an assignment, and whether it counts."""
    standing = cell.standing
    if standing is Standing.SCORED:
        if not counts:
            return f"{exact(cell.share)}, does not count"
        return f"{exact(cell.share)}, dropped as one of the lowest" if dropped else exact(cell.share)
    if standing is Standing.MISSED:
        if not counts:
            return "Not handed in"
        if not missed_is_zero:
            return "Not handed in: does not count"
        return "Not handed in: counted as 0%" + (", dropped as one of the lowest" if dropped else "")
    if standing is Standing.EXCUSED:
        return "Excused: does not count" + (
            f", though scored {exact(cell.share)}" if cell.share is not None else ""
        )
    return {
        Standing.MARKING: "Waits for a mark: does not count until then",
        Standing.UNDER_WAY: "Begun, not handed in yet",
        Standing.TO_COME: "Not handed in yet, and not closed",
        Standing.JOINED_LATER: "Closed before they joined the class: does not count",
        Standing.NO_POINTS: "Every question was dropped: there are no points in it",
    }[standing]


def how_figures_are_made(rules: Rules) -> str:
    """Say how the figures of a class are made, in words."""
    missed = (
        "What is not handed in counts as zero once it is closed."
        if rules.missed_is_zero
        else "What is not handed in does not count; it is not taken for a zero."
    )
    if not rules.categories:
        return f"Each figure is the mean of the quizzes, each counting the same. {missed}"
    parts = [f"{one.name} {one.weight:g}{_dropping(one.drop_lowest)}" for one in rules.categories]
    return (
        "Each figure is the mean of the categories by weight, a category being the mean of its quizzes: "
        f"{listed(parts)}. {missed}"
    )


def _dropping(count: int) -> str:
    return "" if not count else " (lowest dropped)" if count == 1 else f" (lowest {count} dropped)"


def how_made(grade: Grade) -> str:
    """Say how a student's figure was made: "82% = (Quizzes 90% × 60 + Homework 70% × 40) ÷ 100"."""
    if grade.share is None:
        return "Nothing counts yet, so there is no figure."
    parts = [part for part in grade.parts if part.weighs]
    if len(grade.parts) == 1:
        return f"{sum_of(parts[0])}."
    if len(parts) == 1:
        return f"{exact(grade.share)}: only {parts[0].category.name} has results that count."
    terms = [f"{part.category.name} {exact(part.share)} × {part.category.weight:g}" for part in parts]
    return f"{exact(grade.share)} = ({' + '.join(terms)}) ÷ {grade.weight:g}."


def sum_of(part: Part) -> str:
    """Say how the figure of a category was made: "90% = (80% + 100%) ÷ 2"."""
    if part.share is None:
        return "Nothing counts yet"
    kept = list(part.kept.values())
    if len(kept) == 1:
        return f"{exact(part.share)}, from one result"
    if len(kept) > MOST_ADDENDS:
        return f"{exact(part.share)}, the mean of {len(kept)} results"
    return f"{exact(part.share)} = ({' + '.join(exact(share) for share in kept)}) ÷ {len(kept)}"


def left_aside(grade: Grade) -> list[str]:
    """Say what weighs nothing for now, and why."""
    empty = [part.category for part in grade.parts if part.share is None and part.category.weight > 0]
    if not empty or grade.share is None:
        return []
    names = listed([one.name for one in empty])
    return [f"{names} {'has' if len(empty) == 1 else 'have'} no results yet, so the others weigh for all."]


def opening(book: Gradebook) -> str:
    """Open the gradebook with a sentence."""
    if not book.lines:
        return "There is nobody in this class yet."
    if not book.columns:
        return "This class was given no quiz yet."
    if book.mean.share is None:
        few = book.mean.n
        return (
            f"{plural(few, 'student has', 'students have')} a figure: too few for a mean."
            if few
            else "No figures yet."
        )
    said = f"The class stands at {exact(book.mean.share)}, n {book.mean.n}"
    return f"{said}; {trend_words(book.trend)}." if book.trend is not None else f"{said}."


def trend_words(value: float | None) -> str:
    """Say a trend: "up 12 points", "steady"; nothing where there are too few results."""
    if value is None:
        return ""
    if abs(value) < STEADY:
        return "steady"
    return f"{'up' if value > 0 else 'down'} {int(abs(value) * 100 + 0.5)} points"


def arrow(value: float) -> str:
    """Return the sign of a trend."""
    return "→" if abs(value) < STEADY else "↑" if value > 0 else "↓"


HOW_TREND = (
    "The mean of the newer half of the results less that of the older half, "
    f"from {LEAST_FOR_TREND} results on. Under 5 points (→) is steady. A harder quiz lowers everyone: "
    "compare with the class."
)


# ---- one student


HOW_MASTERY = (
    "How well a thing is known: the share of points on different questions about it. Of several answers to "
    "one question the newest counts, and an answer four weeks older than the newest counts half as much. "
    f"With fewer than {ENOUGH} questions no word is said."
)


def student_opening(record: Record) -> str:
    """Open the page of a student: what is known, what is not, what cannot be told."""
    known = [one for one in record.passages if one.mastery]
    if not known:
        return "Nothing is handed in yet that tells what is known." if not record.for_student else ""
    judged = [one for one in known if one.mastery and one.mastery.enough]
    if not judged:
        asked = plural(len(known), "passage was", "passages were")
        return f"{asked} asked about, none by enough questions to say how well it is known."
    weak = [one for one in judged if one.mastery and int(one.mastery.share * 100 + 0.5) < 60]
    said = f"{len(judged)} of {plural(len(known), 'passage')} can be judged"
    if not weak:
        return f"{said}; none of them is weak."
    names = [f"¶ {one.subject.number}" for one in weakest_first(weak)[:3] if not isinstance(one.subject, str)]
    return f"{said}; the weakest {'is' if len(names) == 1 else 'are'} {listed(names)}."


def weakest_first(known: Sequence[Known]) -> list[Known]:
    """Order what can be judged, the least known first."""
    judged = [one for one in known if one.mastery and one.mastery.enough]
    return sorted(judged, key=lambda one: one.mastery.share if one.mastery else 0.0)


# ---- on paper, for parents


GROUPS = (("Known well", 75, 101), ("On the way", 45, 75), ("To work on", 0, 45))


def whole(share: float) -> int:
    """Return a share as a whole percentage, as it is printed."""
    return int(share * 100 + 0.5)


def for_parents(record: Record, everything: bool) -> str:
    """Say in plain sentences how a student stands."""
    name, line = record.line.name, record.line
    asked = line.with_standing(
        *(one for one in Standing if one not in (Standing.EXCUSED, Standing.JOINED_LATER))
    )
    if not asked:
        return f"{name} was given no quiz yet."
    done = [one for one in record.results if one.handed_in and one.column.id in asked]
    said = [f"{name} has handed in {len(done)} of {plural(len(asked), 'quiz', 'quizzes')}."]
    missed = line.with_standing(Standing.MISSED)
    if missed:
        names = [one.column.title for one in record.results if one.column.id in missed]
        said.append(f"Not handed in: {listed(names)}.")
    if line.grade.share is not None and (everything or not record.hidden):
        said.append(f"The figure in the gradebook is {exact(line.grade.share)}.")
    if record.trend is not None:
        steady = trend_words(record.trend) == "steady"
        way = "about as good as" if steady else f"{trend_words(record.trend)} on"
        said.append(f"The newer results are {way} the older ones.")
    if not any(one.mastery and one.mastery.enough for one in (*record.passages, *record.objectives)):
        said.append("It is too early to say what is known and what is not.")
    return " ".join(said)


def on_paper(result: Result, everything: bool) -> str:
    """Say what came of a quiz in words for paper; no reason, and no score that is not to be seen."""
    if result.cell.standing is Standing.SCORED:
        if result.hidden and not everything:
            return "Handed in, score not shown"
        counted = result.counted
        assert counted
        return f"{points(counted.score)} of {points(counted.out_of)}, {percent(result.cell.share)}"
    return {
        Standing.MARKING: "Handed in, waiting for a mark",
        Standing.UNDER_WAY: "Begun",
        Standing.TO_COME: "Still open",
        Standing.MISSED: "Not handed in",
        Standing.EXCUSED: "Excused",
        Standing.JOINED_LATER: "Before joining the class",
        Standing.NO_POINTS: "Handed in, not scored",
    }[result.cell.standing]


# ---- flashcards


FEW_CARDS = 5
"""Fewer cards that came back say nothing of how well they are remembered."""


def remembered(known: Retention) -> str:
    """Say how many cards were known when they came back, and of how many; no share of a few."""
    if not known.n:
        return "none came back yet"
    if known.n < FEW_CARDS:
        return f"{known.known} of {known.n}, too few to say"
    return f"{whole(known.known / known.n)}% of {known.n}"


def cards_for_parents(name: str, cards: OfStudent) -> str:
    """Say in plain sentences how a student studies with flashcards."""
    if not cards.cards:
        return f"{name} has no flashcards yet."
    said = [f"{name} has {plural(cards.cards, 'flashcard')}: {of_which(cards)}; {cards.due} due today."]
    if cards.last is None:
        return " ".join([*said, "None were studied yet."])
    said.append(
        f"{plural(cards.reviews, 'review')} in the last seven days; studied last on {short_day(cards.last)}."
    )
    if cards.known.n:
        said.append(
            f"Known when they came back, in the last thirty days: {remembered(cards.known)}"
            f"{' reviews' if cards.known.n >= FEW_CARDS else ''}."
        )
    return " ".join(said)


def of_which(cards: OfStudent) -> str:
    """Say how far a student's cards are learnt: "4 learned, 2 being learned, 10 not begun"."""
    counts = ((cards.learnt, "learned"), (cards.begun, "being learned"), (cards.new, "not begun"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)
