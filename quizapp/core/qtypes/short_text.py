"""Short text: a word or a few, compared with the answers that are accepted."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import Annotated, Any

from pydantic import Field, StringConstraints

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
from quizapp.core.qtypes.typed_text import (
    IGNORABLE,
    SHORTEST_FOR_SLIPS,
    Ignorable,
    normalise,
    slips,
    slips_within,
)

LONGEST_ACCEPTED, MOST_ACCEPTED = 200, 40
AcceptedText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_ACCEPTED)]


class RejectedText(Strict):
    """A wrong answer the author foresees."""

    text: str = Field(min_length=1, max_length=200, title="Wrong answer")
    feedback: str = Field(default="", max_length=2_000, title="Why it tempts and why it is wrong")


class ShortTextContent(Content):
    accept: Annotated[tuple[AcceptedText, ...], Field(strict=False)] = Field(
        min_length=1,
        max_length=MOST_ACCEPTED,
        title="Accepted answers",
        description="Every wording that is right. The first is shown as the right answer.",
    )
    reject: Annotated[tuple[RejectedText, ...], Field(strict=False)] = Field(
        default=(),
        max_length=40,
        title="Wrong answers you foresee",
        description="Each with what to tell the student who gives it.",
    )
    ignore: Annotated[tuple[Ignorable, ...], Field(strict=False)] = Field(
        default=IGNORABLE,
        title="Overlook",
        description="Differences that do not count when answers are compared.",
    )
    distance: int = Field(
        default=0,
        ge=0,
        le=3,
        title="Typing slips forgiven",
        description="0 to 3 letters added, left out, changed or swapped. "
        "None is forgiven in a word under 4 letters or in a figure.",
    )


class ShortTextResponse(Strict):
    text: str = Field(min_length=1)


class ShortText(QuestionType[ShortTextContent, ShortTextResponse]):
    name = "short_text"
    label = "Short answer"
    hint = "A word or a few, typed. Several wordings can be right."
    Content = ShortTextContent
    Response = ShortTextResponse

    def problems(self, content: ShortTextContent) -> list[Finding]:
        findings: list[Finding] = []
        seen: dict[str, int] = {}
        for index, text in enumerate(content.accept):
            place, normal = f"accept[{index}]", normalise(text, content.ignore)
            if not normal:
                findings.append(
                    Finding(
                        "error",
                        place,
                        "Nothing is left of this answer once punctuation is overlooked.",
                        hint="Write it in words, or let punctuation count.",
                    )
                )
            elif normal in seen:
                findings.append(
                    Finding(
                        "advice",
                        place,
                        f"Already accepted as answer {seen[normal] + 1}.",
                        hint="You can remove it.",
                    )
                )
            elif content.distance and SHORTEST_FOR_SLIPS <= len(normal) < 5 * content.distance:
                findings.append(
                    Finding(
                        "advice",
                        place,
                        "This is so short that a typing slip can make another word of it.",
                        hint="Forgive fewer slips, or list the words to refuse under wrong answers.",
                    )
                )
            seen.setdefault(normal, index)
            if f" {_words(text)} " in f" {_words(content.prompt)} ":
                findings.append(
                    Finding("warning", "prompt", f"The question itself says “{text}”.", hint="Reword it.")
                )
        for index, wrong in enumerate(content.reject):
            if normalise(wrong.text, content.ignore) in seen:
                findings.append(
                    Finding(
                        "error",
                        f"reject[{index}].text",
                        "This answer is accepted as well.",
                        hint="Remove it from one of the two lists.",
                    )
                )
        return findings

    def prompt(self, content: ShortTextContent, rng: Random | None = None) -> Prompt:
        return {"prompt": content.prompt}

    def parse(self, content: ShortTextContent, raw: Raw) -> ShortTextResponse | FormatError | None:
        value = only_value(raw)
        if value is None or isinstance(value, FormatError):
            return value
        # Control characters and half characters (Cs) can be stored by no database and typed by nobody.
        typed = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in value)
        text = " ".join(typed.split())
        return ShortTextResponse(text=text) if text else None

    def grade(self, content: ShortTextContent, response: ShortTextResponse | None) -> Grade:
        if response is None:
            return BLANK
        given = normalise(response.text, content.ignore)
        accepted = [normalise(text, content.ignore) for text in content.accept]
        rejected = {normalise(wrong.text, content.ignore): wrong.feedback for wrong in content.reject}
        if given in accepted:
            return Grade.of(1.0)
        if given in rejected:
            return Grade.of(0.0, rejected[given])
        found = [slips_within(given, wanted, content.distance) for wanted in accepted]
        fewest = min((count for count in found if count is not None), default=None)
        if fewest is None or any(slips(given, wrong) < fewest for wrong in rejected):
            return Grade.of(0.0)
        return Grade.of(1.0)

    def summarise(self, content: ShortTextContent, responses: Sequence[ShortTextResponse | None]) -> Summary:
        """Count answers that compare as the same together, under the wording given most."""
        groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for response in responses:
            if response is not None:
                groups[normalise(response.text, content.ignore)][response.text] += 1
        tallies = []
        for normal, wordings in groups.items():
            label = wordings.most_common(1)[0][0]
            right = self.grade(content, ShortTextResponse(text=label)).mark is Mark.RIGHT
            tallies.append(Tally(normal, label, wordings.total(), right))
        tallies.sort(key=lambda tally: -tally.count)
        return Summary(len(responses), sum(response is None for response in responses), tuple(tallies))

    def why(self, content: ShortTextContent, answer: Tally) -> str:
        foreseen = {normalise(wrong.text, content.ignore): wrong.feedback for wrong in content.reject}
        return foreseen.get(answer.key, "")

    def accepting(self, content: ShortTextContent, answer: Tally) -> ShortTextContent | None:
        """Add the wording; where it was foreseen as wrong, that is taken back."""
        normal = normalise(answer.label, content.ignore)
        if not normal or len(answer.label) > LONGEST_ACCEPTED or len(content.accept) >= MOST_ACCEPTED:
            return None
        reject = tuple(wrong for wrong in content.reject if normalise(wrong.text, content.ignore) != normal)
        return content.model_copy(update={"accept": (*content.accept, answer.label), "reject": reject})

    def say(self, content: ShortTextContent, response: ShortTextResponse | None) -> str:
        return response.text if response else ""

    def say_key(self, content: ShortTextContent) -> str:
        return content.accept[0]

    def secrets(self, content: ShortTextContent) -> list[str]:
        return told(content.feedback, *content.accept, *(wrong.feedback for wrong in content.reject))

    def to_item(self, content: ShortTextContent) -> Item:
        return Item(
            "text",
            content.prompt,
            answers=(
                *(ItemAnswer(text) for text in content.accept),
                *(ItemAnswer(wrong.text, 0.0, wrong.feedback) for wrong in content.reject),
            ),
            feedback=content.feedback,
            settings={"ignore": list(content.ignore), "distance": content.distance},
        )

    def from_item(self, item: Item) -> ShortTextContent:
        if item.interaction != "text":
            raise ValueError("not a text to type")
        return ShortTextContent(
            prompt=item.prompt,
            feedback=item.feedback,
            accept=tuple(answer.value for answer in item.answers if answer.fraction == 1),
            reject=tuple(
                RejectedText(text=answer.value, feedback=answer.feedback)
                for answer in item.answers
                if answer.fraction == 0
            ),
            ignore=tuple(item.settings.get("ignore", IGNORABLE)),
            distance=item.settings.get("distance", 0),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "According to the timetable, on which day is the library closed all day?",
            "feedback": "The last line of the timetable names the day.",
            "accept": ["Sunday", "on Sundays"],
            "reject": [{"text": "Saturday", "feedback": "It opens for two hours then."}],
        }
        always = (
            Example({"answer": ["  SUNDAY. "]}, Mark.RIGHT, 1.0),
            Example({"answer": ["On sun-days"]}, Mark.RIGHT, 1.0),
            Example({"answer": ["saturday"]}, Mark.WRONG, 0.0),
            Example({"answer": ["never"]}, Mark.WRONG, 0.0),
            Example({"answer": [" \t\n"]}, Mark.BLANK, 0.0),
            Example({}, Mark.BLANK, 0.0),
            Example({"answer": ["Sunday", "Monday"]}, "malformed"),
            Example({"answer": ["Sunday" * 1_000]}, "malformed"),
        )
        return [
            ExampleSet(content, (*always, Example({"answer": ["Sudnay"]}, Mark.WRONG, 0.0))),
            ExampleSet(
                {**content, "distance": 1},
                (*always, Example({"answer": ["Sudnay"]}, Mark.RIGHT, 1.0)),
            ),
        ]


def _words(text: str) -> str:
    return normalise(text, ("case", "accents", "punctuation"))
