"""Essay: a free text, marked by the teacher."""

import re
import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item
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
    told,
)
from quizapp.core.qtypes.base import Criterion as Marked
from quizapp.core.qtypes.numbers import plain
from quizapp.core.qtypes.picks import ARROW, repeated

LONGEST = 12_000
"""Longest essay taken, in characters: at four bytes each it still fits into one save."""
LEVEL = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*:\s*(\S.*)", re.DOTALL)


def _level(text: str) -> str:
    if not LEVEL.fullmatch(text):
        raise ValueError("Write the points, a colon and what earns them, such as 2: Names both sources.")
    return text


LevelText = Annotated[str, StringConstraints(min_length=1, max_length=500), AfterValidator(_level)]


class Criterion(Strict):
    """One thing an essay is marked on, with its levels, each written as "points: what earns them"."""

    name: str = Field(min_length=1, max_length=100, title="Criterion")
    levels: Annotated[tuple[LevelText, ...], Field(strict=False)] = Field(
        min_length=2,
        max_length=8,
        title="Levels",
        description="One a line: its points, a colon, what earns them, such as 2: Names both sources.",
    )

    @property
    def scale(self) -> tuple[tuple[float, str], ...]:
        """Return the levels as (points, words)."""
        found = [LEVEL.fullmatch(text) for text in self.levels]
        return tuple((float(match[1]), match[2]) for match in found if match)

    @property
    def points(self) -> float:
        """Return the most that the criterion earns."""
        return max(points for points, _ in self.scale)


class EssayContent(Content):
    fewest_words: int | None = Field(
        default=None, ge=1, le=2_000, title="Words, at least", description="Asked for, not enforced."
    )
    most_words: int | None = Field(
        default=None, ge=1, le=2_000, title="Words, at most", description="Asked for, not enforced."
    )
    rubric: Annotated[tuple[Criterion, ...], Field(strict=False)] = Field(
        default=(),
        max_length=8,
        title="What it is marked on",
        description="Students see it once the right answers are shown. "
        "Its points are shares of the question’s.",
    )


class EssayResponse(Strict):
    text: str = Field(min_length=1)

    @property
    def words(self) -> int:
        return len(self.text.split())


class Essay(QuestionType[EssayContent, EssayResponse]):
    name = "essay"
    label = "Essay"
    hint = "A text of some length, marked by the teacher."
    by_hand = True
    Content = EssayContent
    Response = EssayResponse

    def problems(self, content: EssayContent) -> list[Finding]:
        findings = repeated([one.name for one in content.rubric], "rubric[{}].name", "criterion")
        fewest, most = content.fewest_words, content.most_words
        if fewest is not None and most is not None and fewest > most:
            message = "At most is less than at least."
            findings.append(Finding("error", "most_words", message, "Change one of the two."))
        for index, criterion in enumerate(content.rubric):
            points = [value for value, _ in criterion.scale]
            if len(set(points)) < len(points):
                message, hint = "Two levels have the same points.", "Give each level its own."
                findings.append(Finding("error", f"rubric[{index}].levels", message, hint))
        return findings

    def prompt(self, content: EssayContent, rng: Random | None = None) -> Prompt:
        return {
            "prompt": content.prompt,
            "fewest_words": content.fewest_words,
            "most_words": content.most_words,
        }

    def parse(self, content: EssayContent, raw: Raw) -> EssayResponse | FormatError | None:
        """Read the text with its line ends. A number of words is asked for, never a reason to refuse."""
        values = [value for value in raw.get("answer", ()) if value.strip()]
        if len(values) > 1:
            return FormatError("Give one answer.")
        text = (values[0] if values else "").replace("\r\n", "\n").replace("\r", "\n")
        # As in a short text: what no database stores and nobody types.
        text = "".join(
            " " if char != "\n" and unicodedata.category(char) in ("Cc", "Cs") else char for char in text
        ).strip()
        if len(text) > LONGEST:
            return FormatError(f"Shorten your answer to {LONGEST} characters or fewer.")
        return EssayResponse(text=text) if text else None

    def grade(self, content: EssayContent, response: EssayResponse | None) -> Grade:
        """Leave what was written to the teacher: it is waiting, and earns nothing yet."""
        return BLANK if response is None else Grade(0.0, Mark.WAITING)

    def rubric(self, content: EssayContent) -> tuple[Marked, ...]:
        return tuple(Marked(one.name, tuple(sorted(one.scale, reverse=True))) for one in content.rubric)

    def summarise(self, content: EssayContent, responses: Sequence[EssayResponse | None]) -> Summary:
        given = sum(response is not None for response in responses)
        return Summary(
            len(responses), len(responses) - given, (Tally("written", "Wrote something", given, None),)
        )

    def say(self, content: EssayContent, response: EssayResponse | None) -> str:
        return response.text if response else ""

    def say_key(self, content: EssayContent) -> str:
        marked = [f"{one.name}{ARROW}up to {plain(one.points)}" for one in content.rubric]
        return "; ".join(marked) or "Marked by the teacher"

    def secrets(self, content: EssayContent) -> list[str]:
        return told(content.feedback, *(words for one in content.rubric for _, words in one.scale))

    def to_item(self, content: EssayContent) -> Item:
        settings = content.model_dump(mode="json", include={"fewest_words", "most_words", "rubric"})
        return Item("essay", content.prompt, feedback=content.feedback, settings=settings)

    def from_item(self, item: Item) -> EssayContent:
        if item.interaction != "essay":
            raise ValueError("not an essay")
        return EssayContent(
            prompt=item.prompt,
            feedback=item.feedback,
            fewest_words=item.settings.get("fewest_words"),
            most_words=item.settings.get("most_words"),
            rubric=tuple(Criterion.model_validate(one) for one in item.settings.get("rubric", ())),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "Does the timetable suit your class? Say why, and quote it.",
            "feedback": "A good answer names an hour and says who is free then.",
            "fewest_words": 5,
            "most_words": 80,
            "rubric": [
                {"name": "Quotes", "levels": ["2: Quotes an hour exactly", "1: Names a day", "0: Neither"]},
                {"name": "Reason", "levels": ["1: Gives a reason", "0: Gives none"]},
            ],
        }
        answers = (
            Example({"answer": ["It suits us.\r\n\r\nAt “nine” we are free."]}, Mark.WAITING, 0.0),
            Example({"answer": ["No."]}, Mark.WAITING, 0.0),
            Example({"answer": ["long " * 200]}, Mark.WAITING, 0.0),
            Example({"answer": [" \r\n "]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": ["a" * 12_001]}, "malformed"),
            Example({"answer": ["One.", "Two."]}, "malformed"),
        )
        bare = {"prompt": content["prompt"], "feedback": content["feedback"]}
        return [ExampleSet(content, answers), ExampleSet(bare, answers)]
