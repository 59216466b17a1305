"""Practice on the questions of an attempt that was handed in: judged in memory, and nothing is stored.

A new answer is judged only once the key is released: right or wrong, told of one choice after
another, would be the key. The answer that was handed in is judged as the review shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from quizapp.attempts.store import Sitting
from quizapp.core.attempts import engine
from quizapp.core.attempts.policy import Shown
from quizapp.core.attempts.scoring import Asked, grade_one
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Grade, Prompt, Raw, Strict

ORDERS = 10_000
"""How many orders there are to practise in: each has a number, which the address tells."""


@dataclass(frozen=True)
class Practised:
    """A question to practise on, and, once there is an answer to it, how that was judged."""

    question: Question
    judge: Question
    field: str
    prompt: Prompt
    typed: Raw | None = None
    error: str = ""
    response: Strict | None = None
    grade: Grade | None = None
    show: Shown = Shown()  # noqa: RUF009  it is frozen

    @property
    def template(self) -> str:
        part = "prompt" if self.grade is None else "review"
        return f"qtypes/{self.question.meta.type}/{part}.html"


def in_order(asked: Sequence[Asked], wanted: Sequence[int], order: int) -> list[Asked]:
    """Return the questions of these numbers, in the order of that number."""
    chosen = [asked[number - 1] for number in wanted]
    Random(f"practice {order}").shuffle(chosen)  # noqa: S311  a fair order, not a secret
    return chosen


def to_practise(
    sitting: Sitting, one: Asked, order: int, raw: Raw | None = None, error: str = ""
) -> Practised:
    """Return a question with its choices in a new order, where its quiz lets them be; no key in it."""
    # An attempt without a seed has its choices as their author put them: "all of these" stays last.
    shuffled = engine.choice_order(order, one.slot) if sitting.state.seed else None
    question = one.question
    return Practised(
        question,
        one.judge,
        f"s{one.slot}",
        question.qtype.prompt(question.content, engine.shuffler(shuffled)),
        raw,
        error,
    )


def practised(sitting: Sitting, one: Asked, order: int, response: str, released: Shown) -> Practised:
    """Return a question with an answer (the JSON of a Response) to it, judged as far as that is released."""
    drawn = to_practise(sitting, one, order)
    handed_in = sitting.state.answers.get(one.slot)
    known = released.key or (handed_in is not None and handed_in.response == response)
    return Practised(
        drawn.question,
        drawn.judge,
        drawn.field,
        drawn.prompt,
        response=one.question.qtype.Response.model_validate_json(response),
        grade=grade_one(one.judge, response),
        show=released if known else Shown(passage=released.passage),
    )
