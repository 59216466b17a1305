"""True or false: a statement to judge."""

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from pydantic import Field, StrictBool

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemOption
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

WORDS = {True: "True", False: "False"}
KEYS = {True: "true", False: "false"}


class TrueFalseContent(Content):
    answer: StrictBool = Field(title="The statement is", description="True or false.")
    if_true: str = Field(
        default="",
        max_length=2_000,
        title="To one who chose True",
        description="Why that is right, or why it tempts and is wrong.",
    )
    if_false: str = Field(
        default="",
        max_length=2_000,
        title="To one who chose False",
        description="Why that is right, or why it tempts and is wrong.",
    )


class TrueFalseResponse(Strict):
    answer: StrictBool


class TrueFalse(QuestionType[TrueFalseContent, TrueFalseResponse]):
    name = "true_false"
    label = "True or false"
    hint = "One statement, to be judged true or false."
    Content = TrueFalseContent
    Response = TrueFalseResponse

    def problems(self, content: TrueFalseContent) -> list[Finding]:
        return []

    def prompt(self, content: TrueFalseContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see; True always comes first, whatever `rng`."""
        choices = [{"key": KEYS[answer], "text": WORDS[answer]} for answer in (True, False)]
        return {"prompt": content.prompt, "choices": choices}

    def parse(self, content: TrueFalseContent, raw: Raw) -> TrueFalseResponse | FormatError | None:
        value = only_value(raw)
        if value is None or isinstance(value, FormatError):
            return value
        if value not in KEYS.values():
            return FormatError("Pick True or False.")
        return TrueFalseResponse(answer=value == KEYS[True])

    def grade(self, content: TrueFalseContent, response: TrueFalseResponse | None) -> Grade:
        if response is None:
            return BLANK
        feedback = content.if_true if response.answer else content.if_false
        return Grade.of(float(response.answer == content.answer), feedback)

    def guessed(self, content: TrueFalseContent) -> float:
        return 0.5

    def summarise(self, content: TrueFalseContent, responses: Sequence[TrueFalseResponse | None]) -> Summary:
        given = [response for response in responses if response is not None]
        counts = Counter(response.answer for response in given)
        tallies = tuple(
            Tally(KEYS[answer], WORDS[answer], counts[answer], answer == content.answer)
            for answer in (True, False)
        )
        return Summary(len(responses), len(responses) - len(given), tallies)

    def why(self, content: TrueFalseContent, answer: Tally) -> str:
        return content.if_true if answer.key == KEYS[True] else content.if_false

    def say(self, content: TrueFalseContent, response: TrueFalseResponse | None) -> str:
        return WORDS[response.answer] if response else ""

    def say_key(self, content: TrueFalseContent) -> str:
        return WORDS[content.answer]

    def secrets(self, content: TrueFalseContent) -> list[str]:
        return told(content.feedback, content.if_true, content.if_false)

    def to_item(self, content: TrueFalseContent) -> Item:
        return Item(
            "choice",
            content.prompt,
            options=(
                ItemOption(WORDS[True], float(content.answer), content.if_true),
                ItemOption(WORDS[False], float(not content.answer), content.if_false),
            ),
            max_choices=1,
            feedback=content.feedback,
            settings={"shuffle": False},
        )

    def from_item(self, item: Item) -> TrueFalseContent:
        options = {option.text.strip().casefold(): option for option in item.options}
        if item.interaction != "choice" or item.max_choices != 1 or set(options) != set(KEYS.values()):
            raise ValueError("not a choice of True and False")
        true, false = options["true"], options["false"]
        if (true.fraction == 1) == (false.fraction == 1):
            raise ValueError("one of True and False must be right, the other wrong")
        return TrueFalseContent(
            prompt=item.prompt,
            feedback=item.feedback,
            answer=true.fraction == 1,
            if_true=true.feedback,
            if_false=false.feedback,
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, the library opens at nine.",
            "answer": True,
            "feedback": "The timetable on the door gives the hours.",
            "if_true": "The second line says so.",
            "if_false": "That was so until last year.",
        }
        always = (
            Example({"answer": [" "]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": ["maybe"]}, "malformed"),
            Example({"answer": ["true", "false"]}, "malformed"),
        )
        true, false = {"answer": ["true"]}, {"answer": ["false"]}
        return [
            ExampleSet(content, (*always, Example(true, Mark.RIGHT, 1.0), Example(false, Mark.WRONG, 0.0))),
            ExampleSet(
                {**content, "answer": False},
                (*always, Example(true, Mark.WRONG, 0.0), Example(false, Mark.RIGHT, 1.0)),
            ),
        ]
