"""The answers that students could give to a question, right and wrong, each as likely as it seems.

What an answer looks like depends on what the question asks for: one way for each interaction of the
neutral form. Each yields what a browser would send, so that nothing is made up that cannot be read.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from random import Random
from typing import Any

from quizapp.core.bank.model import Question
from quizapp.core.formats.item import Interaction
from quizapp.core.qtypes.base import FormatError, Raw, Strict

DONT_KNOW = "I do not know"
MOST_ESSAYS = 64

Phrases = Mapping[str, Sequence[Sequence[str]]]
"""Of an essay: criterion -> level, the best first -> what could be written there."""


@dataclass(frozen=True)
class Possible:
    """An answer that could be given, read; `worth`, the share it earns; `weight`, how likely among its like.

    Of what a person marks, `levels` has the place (0 the best) on each criterion of the rubric.
    """

    response: Strict
    worth: float
    weight: float
    levels: tuple[int, ...] = ()


@dataclass(frozen=True)
class Rough:
    """What a browser would send; `weight` before chance and worth are added."""

    raw: Raw
    weight: float = 1.0
    levels: tuple[int, ...] = ()


def possible_answers(
    question: Question, others: Sequence[Question], rng: Random, phrases: Phrases | None = None
) -> list[Possible]:
    """List each answer that can be read, once; `others` are the questions that it is asked with."""
    way = WAYS[question.qtype.to_item(question.content).interaction]
    read: dict[str, Possible] = {}
    for rough in way(question, others, rng, phrases or {}):
        response = question.qtype.parse(question.content, rough.raw)
        if response is None or isinstance(response, FormatError):
            continue
        worth = _worth(question, response, rough.levels)
        # One error tempts more than the others.
        tempts = 1.0 if rough.levels else rng.uniform(0.3, 1) ** 3
        weight = rough.weight * tempts * math.exp(worth)
        read.setdefault(response.model_dump_json(), Possible(response, worth, weight, rough.levels))
    return list(read.values())


def _worth(question: Question, response: Strict, levels: tuple[int, ...]) -> float:
    rubric = question.qtype.rubric(question.content)
    if not (question.qtype.by_hand and rubric):
        return question.qtype.grade(question.content, response).fraction
    given = math.fsum(one.scale[place][0] for one, place in zip(rubric, levels, strict=True))
    return given / math.fsum(one.points for one in rubric)


def single_choice(question: Question) -> bool:
    """Tell whether one picks one of three answers or more."""
    keys = _keys(question, "choices")
    return len(keys) > 2 and isinstance(
        question.qtype.parse(question.content, {"answer": keys[:2]}), FormatError
    )


def _keys(question: Question, part: str) -> list[str]:
    return [one["key"] for one in question.qtype.prompt(question.content).get(part, ())]


# ---- picked


def _picked(question: Question, *_: Any) -> Iterator[Rough]:
    """Any choices together: as many as are right are likelier than more or fewer."""
    keys = _keys(question, "choices")
    right = _right_options(question)
    for size in range(1, len(keys) + 1):
        for some in combinations(keys, size):
            yield Rough({"answer": some}, math.exp(-1.5 * abs(size - len(right))))


def _sentences(question: Question, *_: Any) -> Iterator[Rough]:
    """The right sentences; some of them; one beside them with or without; any other alone."""
    keys = _keys(question, "sentences")
    right = _right_options(question)
    yield Rough({"answer": [keys[place] for place in right]})
    for place, key in enumerate(keys):
        away = min(abs(place - one) for one in right)
        near = math.exp(-0.4 * away)
        yield Rough({"answer": [key]}, near)
        yield Rough({"answer": [*(keys[one] for one in right[:1]), key]}, 0.5 * near)


def _right_options(question: Question) -> list[int]:
    options = question.qtype.to_item(question.content).options
    return [place for place, option in enumerate(options) if option.fraction > 0]


# ---- typed


def _typed_text(question: Question, others: Sequence[Question], *_: Any) -> Iterator[Rough]:
    """The right answer, the foreseen wrong ones, and what could be mixed up with it."""
    answers = question.qtype.to_item(question.content).answers
    right = [answer.value for answer in answers if answer.fraction == 1]
    for place, text in enumerate(right):  # the first wording is the one that comes to mind
        yield Rough({"answer": [text]}, math.exp(-1.5 * place))
    for answer in answers:
        yield Rough({"answer": [answer.value]})
    for other in others:
        item = other.qtype.to_item(other.content)
        if item.interaction == "text" and other is not question:
            yield Rough({"answer": [item.answers[0].value]}, 0.2)
    yield Rough({"answer": [DONT_KNOW]}, 0.2)


def _typed_number(question: Question, *_: Any) -> Iterator[Rough]:
    """The right number, the foreseen wrong ones, and those next to it."""
    answers = [answer.value for answer in question.qtype.to_item(question.content).answers]
    right = answers[0] if answers else question.qtype.say_key(question.content)
    number = _number(right)
    yield from (Rough({"answer": [text]}) for text in answers)
    if number is not None:
        for away in (0, 1, -1, 2, -2):
            yield Rough({"answer": [f"{number + away:g}"]}, math.exp(-0.5 * abs(away)))


def _number(text: str) -> float | None:
    try:
        return float(text.split()[0].replace(",", ""))
    except (ValueError, IndexError):
        return None


# ---- several parts: most go wrong in one of them, some in two


def _matched(question: Question, _others: Sequence[Question], rng: Random, *_: Any) -> Iterator[Rough]:
    content: Any = question.content  # a PicksContent: whatever is matched is one
    right = {one.key: one.right for one in content.asked}
    answers = list(content.answers)
    yield from _with_errors(right, dict.fromkeys(right, answers), "p-", rng)


def _filled(question: Question, others: Sequence[Question], rng: Random, *_: Any) -> Iterator[Rough]:
    content: Any = question.content  # a ClozeContent
    gaps = content.in_text
    right = {number: gap.accept[0] for number, gap in gaps.items()}
    wrong = {
        number: list(gap.choices) or [*right.values(), DONT_KNOW.lower()] for number, gap in gaps.items()
    }
    yield from _with_errors(right, wrong, "g-", rng)


def _with_errors(
    right: Mapping[str, str], among: Mapping[str, Sequence[str]], prefix: str, rng: Random
) -> Iterator[Rough]:
    """All right; one part wrong in each way or left out; two and three parts, one way each."""
    parts = list(right)

    def sent(changed: Mapping[str, str]) -> Raw:
        return {prefix + part: [text] for part, text in {**right, **changed}.items()}

    yield Rough(sent({}))
    wrong = {part: [one for one in among[part] if one != right[part]] for part in parts}
    for part in parts:
        yield from (Rough(sent({part: text})) for text in wrong[part])
        yield Rough(sent({part: ""}), 0.2)
    for size, weight in ((2, 0.8), (3, 0.4)):
        for some in combinations(parts, size):
            yield Rough(sent({part: rng.choice(wrong[part]) for part in some if wrong[part]}), weight)


def _ordered(question: Question, *_: Any) -> Iterator[Rough]:
    """The right order; two neighbours changed, once or twice; one item far from its place; upside down."""
    content: Any = question.content  # an OrderingContent
    right = list(content.key)
    last = len(right) - 1

    def sent(order: Sequence[str]) -> Raw:
        return {f"i-{key}": [str(place)] for place, key in enumerate(order, 1)}

    def swapped(order: Sequence[str], at: int) -> list[str]:
        return [*order[:at], order[at + 1], order[at], *order[at + 2 :]]

    yield Rough(sent(right))
    for at in range(last):
        yield Rough(sent(swapped(right, at)))
    for first, second in product(range(last), repeat=2):
        yield Rough(sent(swapped(swapped(right, first), second)), 0.3)
    yield Rough(sent([*right[1:], right[0]]), 0.4)
    yield Rough(sent([right[-1], *right[:-1]]), 0.4)
    yield Rough(sent(right[::-1]), 0.1)


# ---- written


def _written(
    question: Question, _others: Sequence[Question], rng: Random, phrases: Phrases
) -> Iterator[Rough]:
    """A phrase for each criterion at each level; where none is known, one that says what it stands for."""
    rubric = question.qtype.rubric(question.content)
    if not rubric:
        yield Rough({"answer": ["A made-up text, which stands for what a student wrote."]})
        return
    combined = list(product(*(range(len(one.scale)) for one in rubric)))
    for levels in rng.sample(combined, min(MOST_ESSAYS, len(combined))):
        said = []
        for one, place in zip(rubric, levels, strict=True):
            known = phrases.get(one.name, ())
            wordings = known[place] if place < len(known) else ()
            said.append(rng.choice(wordings) if wordings else f"(A made-up text: {one.scale[place][1]})")
        # Who does well on one criterion does on the others.
        spread = max(levels) - min(levels)
        yield Rough({"answer": [" ".join(said)]}, math.exp(-spread), levels)


WAYS: dict[Interaction, Callable[[Question, Sequence[Question], Random, Phrases], Iterator[Rough]]] = {
    "choice": _picked,
    "hottext": _sentences,
    "text": _typed_text,
    "number": _typed_number,
    "match": _matched,
    "gap": _filled,
    "order": _ordered,
    "essay": _written,
}
