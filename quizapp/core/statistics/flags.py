"""What the figures of a question say, in words that a teacher uses."""

from collections.abc import Sequence
from dataclasses import dataclass

from quizapp.core.statistics.distractors import Taken
from quizapp.core.statistics.item_analysis import ItemFigures

APART = 10
"""With fewer students nothing is said of who was better: one student would turn it round."""
STEADY = 20
"""With fewer, figures of who was better are greyed: of the same class another day they may differ much."""
EASY, HARD = 90.0, 30.0
LITTLE = 0.1
TELLS = 0.2
"""From here on a question tells who knows the rest, however few get it: nobody guesses that."""
BEST = 3
"""So many of the highest third make a wrong answer worth a look."""


@dataclass(frozen=True)
class Flag:
    """One thing to look at. `grave`: the question may be wrong, not only weak."""

    name: str
    words: str
    grave: bool = False


def flags(figures: ItemFigures, guessed: float, answers: Sequence[Taken] = ()) -> tuple[Flag, ...]:
    """Return what to look at in a question, the gravest first.

    `guessed` is what guessing earns, in percent; `answers` by thirds of the class, where they were counted.
    """
    if figures.n < APART or figures.facility is None:
        return ()
    found = [
        Flag("key", f"The best students chose “{one.words}”{_asked(one)}: check the key.", grave=True)
        for one in chosen_by_the_best(answers)
    ]
    r = figures.point_biserial
    if r is not None and r < -LITTLE:
        words = "Students who did well elsewhere missed this more often: check the key and the wording."
        found.append(Flag("against", words, grave=True))
    elif r is not None and r < LITTLE:
        found.append(Flag("flat", "It hardly tells who knows the rest from who does not."))
    if guessed and figures.facility <= guessed and (r is None or r < TELLS):
        words = f"No better than guessing, which earns {guessed:.0f}%."
        found.append(Flag("guess", words, grave=True))
    elif figures.facility < HARD:
        found.append(Flag("hard", "Very hard: under 30% of the points."))
    if figures.facility > EASY:
        found.append(Flag("easy", "Very easy: over 90% of the points."))
    return tuple(found)


def chosen_by_the_best(answers: Sequence[Taken]) -> list[Taken]:
    """Return the wrong answers, one for each thing asked, that the highest third gave more than the key."""
    found = []
    for group in dict.fromkeys(one.group for one in answers):
        own = [one for one in answers if one.group == group]
        right = [one.by_third[2] for one in own if one.correct]
        wrong = max(
            (one for one in own if one.correct is False), key=lambda one: one.by_third[2], default=None
        )
        if wrong and right and wrong.by_third[2] >= BEST and wrong.by_third[2] > sum(right):
            found.append(wrong)
    return found


def _asked(answer: Taken) -> str:
    return f" at “{answer.group}”" if answer.group else ""
