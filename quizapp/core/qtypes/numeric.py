"""Numeric: a number, right within a tolerance."""

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemAnswer
from quizapp.core.qtypes.base import (
    BLANK,
    Content,
    Example,
    ExampleSet,
    FormatError,
    Grade,
    Mark,
    Prompt,
    QuestionType,
    Raw,
    Strict,
    Summary,
    Tally,
    only_value,
    told,
)
from quizapp.core.qtypes.numbers import Number, Size, exact, plain, read_number

MOST_ALSO = 20


class RejectedNumber(Strict):
    """A wrong answer the author foresees."""

    value: Number = Field(title="Wrong answer")
    feedback: str = Field(default="", max_length=2_000, title="Why it tempts and why it is wrong")


class NumericContent(Content):
    answer: Number = Field(title="Right answer", description="A number, such as 3 or 0.5, without its unit.")
    also: Annotated[tuple[Number, ...], Field(strict=False)] = Field(
        default=(),
        max_length=MOST_ALSO,
        title="Also right",
        description="Other numbers that count as right, with the same tolerance.",
    )
    tolerance: Size = Field(
        default=0,
        title="Tolerance",
        description="How far from the right answer still counts as right. 0: exactly.",
    )
    tolerance_type: Literal["absolute", "relative"] = Field(
        default="absolute",
        title="The tolerance is",
        description="Absolute: in the number's own unit. Relative: a share of it, 0.05 for 5%.",
    )
    unit: str = Field(
        default="",
        max_length=40,
        title="Unit",
        description="Printed after the box, such as people. A student need not type it.",
    )
    reject: Annotated[tuple[RejectedNumber, ...], Field(strict=False)] = Field(
        default=(),
        max_length=40,
        title="Wrong answers you foresee",
        description="Each with what to tell the student who gives it.",
    )

    @property
    def key_text(self) -> str:
        """Say the right answer with its margin and unit, such as "7.5 ± 0.1 hours"."""
        share = self.tolerance_type == "relative"
        margin = f"{plain(Decimal(str(self.tolerance)) * 100)}%" if share else plain(self.tolerance)
        return " ".join(told(plain(self.answer), f"± {margin}" if self.tolerance else "", self.unit))


class NumericResponse(Strict):
    """`text` as it was typed, to show again; `value` in plain figures, to compare."""

    text: str = Field(min_length=1)
    value: str = Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", max_length=60)


class Numeric(QuestionType[NumericContent, NumericResponse]):
    name = "numeric"
    label = "Number"
    hint = "A number, typed. It may be right within a tolerance."
    Content = NumericContent
    Response = NumericResponse

    def problems(self, content: NumericContent) -> list[Finding]:
        findings = []
        for index, wrong in enumerate(content.reject):
            if self._is_right(content, exact(wrong.value)):
                findings.append(
                    Finding(
                        "error",
                        f"reject[{index}].value",
                        "This number counts as right.",
                        hint="Remove it, or make the tolerance smaller.",
                    )
                )
            elif exact(wrong.value) in [exact(other.value) for other in content.reject[:index]]:
                findings.append(
                    Finding(
                        "error", f"reject[{index}].value", "This number is listed twice.", hint="Remove one."
                    )
                )
        if content.tolerance_type == "relative" and content.tolerance >= 1:
            findings.append(
                Finding("warning", "tolerance", "This is 100% or more.", hint="Write 0.05 for 5%.")
            )
        if content.tolerance_type == "relative" and content.tolerance and content.answer == 0:
            findings.append(
                Finding("warning", "tolerance", "A share of 0 is 0.", hint="Make the tolerance absolute.")
            )
        return findings

    def prompt(self, content: NumericContent, rng: Random | None = None) -> Prompt:
        return {"prompt": content.prompt, "unit": content.unit}

    def parse(self, content: NumericContent, raw: Raw) -> NumericResponse | FormatError | None:
        text = only_value(raw)
        if text is None or isinstance(text, FormatError):
            return text
        value = read_number(text, content.unit)
        return value if isinstance(value, FormatError) else NumericResponse(text=text, value=value)

    def grade(self, content: NumericContent, response: NumericResponse | None) -> Grade:
        if response is None:
            return BLANK
        given = exact(response.value)
        if self._is_right(content, given):
            return Grade.of(1.0)
        feedback = next((wrong.feedback for wrong in content.reject if exact(wrong.value) == given), "")
        return Grade.of(0.0, feedback)

    def summarise(self, content: NumericContent, responses: Sequence[NumericResponse | None]) -> Summary:
        counts = Counter(response.value for response in responses if response is not None)
        tallies = tuple(
            Tally(value, value, count, self._is_right(content, exact(value)))
            for value, count in counts.most_common()
        )
        return Summary(len(responses), len(responses) - counts.total(), tallies)

    def why(self, content: NumericContent, answer: Tally) -> str:
        given = exact(answer.key)
        return next((wrong.feedback for wrong in content.reject if exact(wrong.value) == given), "")

    def accepting(self, content: NumericContent, answer: Tally) -> NumericContent | None:
        """Add the number; where it was foreseen as wrong, that is taken back."""
        if len(content.also) >= MOST_ALSO:
            return None
        try:
            also = (*content.also, _written(answer.key))
            reject = tuple(wrong for wrong in content.reject if exact(wrong.value) != exact(answer.key))
            return NumericContent.model_validate({**dict(content), "also": also, "reject": reject})
        except ValidationError:
            return None  # more figures than a key may have

    def say(self, content: NumericContent, response: NumericResponse | None) -> str:
        return response.text if response else ""

    def say_key(self, content: NumericContent) -> str:
        return content.key_text

    def secrets(self, content: NumericContent) -> list[str]:
        """List the texts to keep back. The number is not among them: any page holds its figures."""
        return told(content.feedback, *(wrong.feedback for wrong in content.reject))

    def to_item(self, content: NumericContent) -> Item:
        return Item(
            "number",
            content.prompt,
            answers=(
                *(ItemAnswer(str(value)) for value in (content.answer, *content.also)),
                *(ItemAnswer(str(wrong.value), 0.0, wrong.feedback) for wrong in content.reject),
            ),
            feedback=content.feedback,
            settings={
                "tolerance": content.tolerance,
                "tolerance_type": content.tolerance_type,
                "unit": content.unit,
            },
        )

    def from_item(self, item: Item) -> NumericContent:
        right = [answer for answer in item.answers if answer.fraction == 1]
        if item.interaction != "number" or not right:
            raise ValueError("no number to type")
        return NumericContent(
            prompt=item.prompt,
            feedback=item.feedback,
            answer=_written(right[0].value),
            also=tuple(_written(answer.value) for answer in right[1:]),
            tolerance=item.settings.get("tolerance", 0),
            tolerance_type=item.settings.get("tolerance_type", "absolute"),
            unit=item.settings.get("unit", ""),
            reject=tuple(
                RejectedNumber(value=_written(answer.value), feedback=answer.feedback)
                for answer in item.answers
                if answer.fraction == 0
            ),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, how many hours a day is the library open?",
            "answer": 7.5,
            "unit": "hours",
            "feedback": "From nine in the morning to half past four.",
            "reject": [{"value": 8, "feedback": "The school is open that long, the library is not."}],
        }
        always = (
            Example({"answer": ["7.5"]}, Mark.RIGHT, 1.0),
            Example({"answer": ["+7,50 Hours"]}, Mark.RIGHT, 1.0),
            Example({"answer": ["8"]}, Mark.WRONG, 0.0),
            Example({"answer": ["-7.5"]}, Mark.WRONG, 0.0),
            Example({"answer": [" "]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": ["seven"]}, "malformed"),
            Example({"answer": ["15/2"]}, "malformed"),
            Example({"answer": ["7", "8"]}, "malformed"),
        )
        return [
            ExampleSet(content, (*always, Example({"answer": ["7.4"]}, Mark.WRONG, 0.0))),
            ExampleSet(
                {**content, "also": [7, -0.25]},
                (*always, Example({"answer": ["7,0"]}, Mark.RIGHT, 1.0)),
            ),
            ExampleSet(
                {**content, "tolerance": 0.1},
                (*always, Example({"answer": ["7.4"]}, Mark.RIGHT, 1.0)),
            ),
            ExampleSet(
                {**content, "tolerance": 0.02, "tolerance_type": "relative"},
                (
                    *always,
                    Example({"answer": ["7.35"]}, Mark.RIGHT, 1.0),
                    Example({"answer": ["7.34"]}, Mark.WRONG, 0.0),
                ),
            ),
        ]

    @staticmethod
    def _is_right(content: NumericContent, given: Fraction) -> bool:
        for answer in map(exact, (content.answer, *content.also)):
            margin = exact(content.tolerance)
            if content.tolerance_type == "relative":
                margin *= abs(answer)
            if abs(given - answer) <= margin:
                return True
        return False


def _written(text: str) -> int | float:
    return int(text) if re.fullmatch(r"-?[0-9]+", text) else float(text)
