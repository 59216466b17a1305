"""Rules over a whole bank. The sources are named in rules.py. What is retired is left out."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from math import sqrt

from quizapp.core.bank.links import did_you_mean
from quizapp.core.bank.lint.rules import Flaw, bank_rule
from quizapp.core.bank.lint.text import STOP_WORDS, reading_grade, roots, runs, words
from quizapp.core.bank.lint.view import View
from quizapp.core.bank.model import Status, Unit

FEWEST = 12
"""Questions below which a share says nothing."""
TOO_FAR = 2.58
"""Standard deviations from chance that 1 bank in 100 reaches by luck."""
ALIKE = 0.75
"""Share of their words that two questions have in common if they ask the same."""
PASTED = 6
"""Words in a row that are copied and not met by chance."""
FEWEST_WORDS = 40
"""Words below which a reading grade swings too much to be told."""


def _views(unit: Unit) -> list[tuple[str, View]]:
    return [
        (question.meta.id, View(question))
        for question in unit.questions
        if question.meta.status is not Status.RETIRED
    ]


@bank_rule("key-positions", "warning", "Move some of the right choices to other places.")
def key_positions(unit: Unit) -> Iterator[Flaw]:
    """Find a place where the right choice stands too often or too seldom.

    Source: HDR 20.
    It is said where the count lies further from its expectation than one bank in a hundred by chance.
    """
    by_size: dict[int, Counter[int]] = defaultdict(Counter)
    for _, view in _views(unit):
        if view.one_right and len(view.keys) == 1:
            by_size[len(view.options)][view.options.index(view.keys[0])] += 1
    for size, counts in sorted(by_size.items()):
        total = counts.total()
        if total < FEWEST:
            continue
        expected, spread = total / size, sqrt(total * (1 / size) * (1 - 1 / size))
        for place in range(size):
            if abs(counts[place] - expected) > TOO_FAR * spread:
                yield Flaw(
                    "",
                    f"Of {total} questions with {size} choices, {counts[place]} have the right one in place "
                    f"{place + 1}; about {expected:.0f} would be even.",
                )


@bank_rule("longest-keys", "warning", "Shorten some right choices, or lengthen wrong ones.")
def longest_keys(unit: Unit) -> Iterator[Flaw]:
    """Find a bank that is passed by picking the longest choice.

    Source: HDR 24; Tarrant: longest option correct.
    """
    longest = total = 0
    expected = variance = 0.0
    for _, view in _views(unit):
        if not view.one_right or len(view.keys) != 1 or not view.distractors:
            continue
        chance = 1 / len(view.options)
        total, expected, variance = total + 1, expected + chance, variance + chance * (1 - chance)
        longest += all(len(view.keys[0].text) > len(option.text) for option in view.distractors)
    if total >= FEWEST and longest - expected > TOO_FAR * sqrt(variance):
        yield Flaw("", f"In {longest} of {total} questions the longest choice is the right one.")


@bank_rule("near-duplicate", "warning", "Ask something else in one of them, or retire it.")
def near_duplicate(unit: Unit) -> Iterator[Flaw]:
    """Find two questions that ask the same in nearly the same words.

    Source: HDR 2 and 4.
    """
    said = [
        (name, roots(view.prompt), {root for option in view.keys for root in roots(option.text)}, view)
        for name, view in _views(unit)
    ]
    for (one, asked, key, view), (other, asked_too, key_too, other_view) in combinations(said, 2):
        if not asked or _share(asked, asked_too) < ALIKE:
            continue
        # Twins may ask of two things in one form; they are the same only if the answers are alike too.
        same_answer = (
            _share(key, key_too) >= ALIKE
            if key or key_too
            else view.item.answers[:1] == other_view.item.answers[:1]
        )
        if same_answer:
            yield Flaw("prompt", f"It asks nearly the same as “{one}”.", other)


def _share(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))


@bank_rule("passage-without-question", "warning", "Write a question that cites it, or approve one.")
def passage_without_question(unit: Unit) -> Iterator[Flaw]:
    """Find what is taught and not asked about by any approved question.

    Source: HDR 1.
    """
    cited = {
        cite
        for question in unit.questions
        if question.meta.status is Status.APPROVED
        for cite in question.meta.cites
    }
    for name, passage in unit.passages():
        if name not in cited:
            yield Flaw(name, f"No approved question is about ¶ {passage.number} of this reading.")


@bank_rule(
    "pasted-option", "warning", "Put it in other words, so that it takes reading and not looking to find it."
)
def pasted_option(unit: Unit) -> Iterator[Flaw]:
    """Find a choice or statement copied from the reading.

    Source: HDR 3: paraphrase textbook language.
    """
    taken: dict[tuple[str, ...], str] = {}
    for name, passage in unit.passages():
        for run in runs(passage.text, PASTED):
            taken.setdefault(run, name)
    for question, view in _views(unit):
        texts = [(option.place, option.text) for option in view.options]
        for place, text in texts or ([("prompt", view.prompt)] if view.judged else []):
            copied = [run for run in sorted(runs(text, PASTED)) if run in taken and _carries(run)]
            if copied:
                yield Flaw(place, f"“{' '.join(copied[0])}” is copied from {taken[copied[0]]}.", question)


def _carries(run: tuple[str, ...]) -> bool:
    """Tell whether a run of words says something: small words fall in a row by chance."""
    return sum(word not in STOP_WORDS for word in run) >= 3


@bank_rule(
    "reading-level",
    "warning",
    "Use shorter sentences and plainer words, or raise the level of the unit.",
    english=True,
)
def reading_level(unit: Unit) -> Iterator[Flaw]:
    """Find text harder than the unit's grades.

    Source: HDR 8: keep vocabulary simple for the group tested.
    The grade is that of Flesch and Kincaid; the unit's is the highest number in its `level`.
    """
    grades = [int(found) for found in re.findall(r"\d+", unit.meta.level)]
    if not grades:
        return
    for reading in unit.readings:
        grade = reading_grade([passage.text for passage in reading.passages])
        if grade > max(grades) + 0.5:
            yield Flaw(reading.id, _too_hard("The reading", grade, max(grades)))
    for question, view in _views(unit):
        texts = [view.prompt, *(option.text for option in view.options)]
        if sum(len(words(text)) for text in texts) < FEWEST_WORDS:
            continue
        grade = reading_grade(texts)
        if grade > max(grades) + 0.5:
            yield Flaw("prompt", _too_hard("The question", grade, max(grades)), question)


def _too_hard(what: str, grade: float, most: int) -> str:
    return f"{what} reads like grade {grade:.0f}, and the unit is for up to grade {most}."


@bank_rule("answer-in-another", "advice", "Keep the two out of one quiz, or word the other without it.")
def answer_in_another(unit: Unit) -> Iterator[Flaw]:
    """Find a typed answer that another question says.

    Source: HDR 4: keep each item independent of the others.
    """
    views = _views(unit)
    shown = {name: _as_words(view.prompt, *(option.text for option in view.options)) for name, view in views}
    for question, view in views:
        said = _as_words(*view.typed_answers[:1])
        if not said.strip():
            continue
        tellers = [other for other, text in shown.items() if other != question and said in text]
        if tellers:
            more = f" and {len(tellers) - 1} more" if len(tellers) > 1 else ""
            yield Flaw(
                view.place_of(view.typed_answers[0]), f"“{tellers[0]}”{more} says the answer.", question
            )


def _as_words(*texts: str) -> str:
    """Return texts so that one can be found in another as whole words, and not across two."""
    return f" {' | '.join(' '.join(words(text)) for text in texts)} "


@bank_rule("unresolved-citation", "error", "Cite a passage that stands in a reading.")
def unresolved_citation(unit: Unit) -> Iterator[Flaw]:
    """Find a citation of a passage that is not there.

    Source: our own, that every answer stands in the reading."""
    known = {name for name, _ in unit.passages()}
    for question in unit.questions:
        for index, cite in enumerate(question.meta.cites):
            if cite not in known:
                meant = did_you_mean(cite, known)
                yield Flaw(
                    f"cites[{index}]", f"There is no passage “{cite}”. {meant}".strip(), question.meta.id
                )
