"""Cloze: a running text with gaps, each to type in or to pick from a list."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from random import Random
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item, ItemGap
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
from quizapp.core.qtypes.picks import ARROW, repeated
from quizapp.core.qtypes.short_text import AcceptedText, ShortText, ShortTextContent, ShortTextResponse
from quizapp.core.qtypes.typed_text import IGNORABLE, Ignorable, normalise

GAP = re.compile(r"\{\{([^{}]*)\}\}")
GapName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
TYPED = ShortText()


class Gap(Strict):
    """One gap: its name in the text, what is right there, and the list where it is to be picked."""

    name: GapName = Field(title="Gap", description="As in the text: 1 for {{1}}.")
    accept: Annotated[tuple[AcceptedText, ...], Field(strict=False)] = Field(
        min_length=1,
        max_length=40,
        title="Accepted answers",
        description="One a line. The first is shown as the right answer.",
    )
    choices: Annotated[tuple[AcceptedText, ...], Field(strict=False)] = Field(
        default=(),
        max_length=10,
        title="List to pick from",
        description="One a line, the right one among them. Empty: students type.",
    )
    feedback: str = Field(default="", max_length=2_000, title="Why")
    ignore: Annotated[tuple[Ignorable, ...], Field(strict=False)] = Field(default=IGNORABLE, title="Overlook")
    distance: int = Field(default=0, ge=0, le=3, title="Typing slips forgiven", description="0 to 3.")

    @property
    def options(self) -> list[str]:
        """Return the list in the order of the alphabet, so that no place tells the right one."""
        return sorted(self.choices, key=lambda text: (text.casefold(), text))

    @property
    def typed(self) -> ShortTextContent:
        """Return the gap as the short text that it is where it is typed."""
        return ShortTextContent(prompt="…", accept=self.accept, ignore=self.ignore, distance=self.distance)

    def is_right(self, text: str) -> bool:
        """Tell whether this text is right here."""
        if self.choices:
            return text in self.accept
        return TYPED.grade(self.typed, ShortTextResponse(text=text)).mark is Mark.RIGHT


class ClozeContent(Content):
    text: str = Field(
        min_length=1,
        max_length=8_000,
        title="Text with gaps",
        description="Write {{1}} where the first gap is, {{2}} for the second. "
        "An empty line parts paragraphs.",
    )
    gaps: Annotated[tuple[Gap, ...], Field(strict=False)] = Field(
        min_length=1, max_length=20, title="Gaps", description="One for each gap of the text."
    )

    @property
    def in_text(self) -> dict[str, Gap]:
        """Return the gaps by their numbers on the page, "1" for the first in the text."""
        by_name = {gap.name: gap for gap in self.gaps}
        names = dict.fromkeys(name.strip() for name in GAP.findall(self.text))
        return {str(n): by_name[name] for n, name in enumerate([x for x in names if x in by_name], 1)}


class ClozeResponse(Strict):
    """What stands in each gap that was filled, by its number on the page."""

    gaps: dict[str, str] = Field(min_length=1)


class Cloze(QuestionType[ClozeContent, ClozeResponse]):
    name = "cloze"
    label = "Fill the gaps"
    hint = "A text with gaps, each to type in or to pick from a list."
    Content = ClozeContent
    Response = ClozeResponse

    def problems(self, content: ClozeContent) -> list[Finding]:
        names = [gap.name for gap in content.gaps]
        findings = repeated(names, "gaps[{}].name", "gap")
        written = [name.strip() for name in GAP.findall(content.text)]
        for name in dict.fromkeys(written):
            if name not in names:
                message = f"The text has a gap {{{{{name}}}}} that is not among the gaps."
                findings.append(Finding("error", "text", message, "Add it under gaps, or take it out."))
            if written.count(name) > 1:
                message = f"The gap {{{{{name}}}}} stands in the text twice."
                findings.append(Finding("error", "text", message, "Give each gap its own name."))
        for index, gap in enumerate(content.gaps):
            place = f"gaps[{index}]"
            if gap.name not in written:
                message = f"The text has no gap {{{{{gap.name}}}}}."
                findings.append(Finding("error", f"{place}.name", message, "Write it into the text."))
            if not gap.choices:
                found = TYPED.problems(gap.typed)
                findings += [one.under(place) for one in found if one.place != "prompt"]
                continue
            findings += repeated(gap.choices, place + ".choices[{}]", "choice")
            if len(gap.accept) != 1 or gap.accept[0] not in gap.choices:
                message, hint = (
                    "One choice of the list must be the right one.",
                    "Write it just as in the list.",
                )
                findings.append(Finding("error", f"{place}.accept", message, hint))
            elif len(gap.choices) == 1:
                hint = "Add one that is wrong."
                findings.append(Finding("error", f"{place}.choices", "There is one choice only.", hint))
        return findings

    def prompt(self, content: ClozeContent, rng: Random | None = None) -> Prompt:
        """Return what a student may see: paragraphs of pieces, each a text or a gap by its number."""
        numbers = {gap.name: number for number, gap in content.in_text.items()}
        paragraphs = []
        for paragraph in re.split(r"\n\s*\n", content.text):
            pieces: list[dict[str, str]] = []
            for place, piece in enumerate(GAP.split(paragraph)):
                name = piece.strip()
                if place % 2 and name in numbers:
                    pieces.append({"gap": numbers[name]})
                elif piece:
                    pieces.append({"text": f"{{{{{piece}}}}}" if place % 2 else piece})
            paragraphs.append(pieces)
        lists = {number: gap.options for number, gap in content.in_text.items() if gap.choices}
        return {"prompt": content.prompt, "paragraphs": paragraphs, "lists": lists}

    def parse(self, content: ClozeContent, raw: Raw) -> ClozeResponse | FormatError | None:
        """Read the part `g-<number>` of each gap."""
        filled = {}
        for number, gap in content.in_text.items():
            if gap.choices:
                value = only_value(raw, f"g-{number}")
                if isinstance(value, str) and value not in gap.choices:
                    value = FormatError("Pick from the list shown.")
            else:
                read = TYPED.parse(gap.typed, {"answer": raw.get(f"g-{number}", ())})
                value = read.text if isinstance(read, ShortTextResponse) else read
            if isinstance(value, FormatError):
                return FormatError(f"Gap {number}: {value.message}")
            if value is not None:
                filled[number] = value
        return ClozeResponse(gaps=filled) if filled else None

    def grade(self, content: ClozeContent, response: ClozeResponse | None) -> Grade:
        if response is None:
            return BLANK
        gaps = content.in_text
        right = [n for n, gap in gaps.items() if n in response.gaps and gap.is_right(response.gaps[n])]
        feedback = [gap.feedback for number, gap in gaps.items() if number in response.gaps]
        return Grade.of(len(right) / max(1, len(gaps)), *feedback)

    def guessed(self, content: ClozeContent) -> float:
        gaps = content.in_text.values()
        picked = (sum(map(gap.is_right, gap.choices)) / len(gap.choices) for gap in gaps if gap.choices)
        return sum(picked) / max(1, len(gaps))

    def summarise(self, content: ClozeContent, responses: Sequence[ClozeResponse | None]) -> Summary:
        """Count what was filled in gap by gap, most given first; the gap is the group of its tallies."""
        given = [response.gaps for response in responses if response is not None]
        tallies: list[Tally] = []
        for number, gap in content.in_text.items():
            groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
            for text in (gaps[number] for gaps in given if number in gaps):
                groups[text if gap.choices else normalise(text, gap.ignore)][text] += 1
            found = []
            for normal, wordings in groups.items():
                label = wordings.most_common(1)[0][0]
                right = gap.is_right(label)
                found.append(
                    Tally(f"{number}:{normal}", label, wordings.total(), right, group=f"Gap {number}")
                )
            tallies += sorted(found, key=lambda tally: -tally.count)
        return Summary(len(responses), len(responses) - len(given), tuple(tallies))

    def why(self, content: ClozeContent, answer: Tally) -> str:
        gap = content.in_text.get(answer.key.partition(":")[0])
        return gap.feedback if gap else ""

    def accepting(self, content: ClozeContent, answer: Tally) -> ClozeContent | None:
        """Accept a wording in its gap; a gap with a list has the one right choice."""
        gap = content.in_text.get(answer.key.partition(":")[0])
        if gap is None or gap.choices:
            return None
        typed = TYPED.accepting(gap.typed, answer)
        if typed is None:
            return None
        wider = gap.model_copy(update={"accept": typed.accept})
        return content.model_copy(
            update={"gaps": tuple(wider if one is gap else one for one in content.gaps)}
        )

    def say(self, content: ClozeContent, response: ClozeResponse | None) -> str:
        filled = response.gaps if response else {}
        return "; ".join(f"Gap {n}{ARROW}{filled[n]}" for n in content.in_text if n in filled)

    def say_key(self, content: ClozeContent) -> str:
        return "; ".join(f"Gap {n}{ARROW}{gap.accept[0]}" for n, gap in content.in_text.items())

    def secrets(self, content: ClozeContent) -> list[str]:
        typed = [text for gap in content.gaps if not gap.choices for text in gap.accept]
        return told(content.feedback, *typed, *(gap.feedback for gap in content.gaps))

    def to_item(self, content: ClozeContent) -> Item:
        return Item(
            "gap",
            content.prompt,
            gaps=tuple(
                ItemGap(
                    gap.name,
                    gap.accept,
                    gap.choices,
                    gap.feedback,
                    {"ignore": list(gap.ignore), "distance": gap.distance},
                )
                for gap in content.gaps
            ),
            feedback=content.feedback,
            settings={"text": content.text},
        )

    def from_item(self, item: Item) -> ClozeContent:
        if item.interaction != "gap":
            raise ValueError("not a text with gaps")
        return ClozeContent(
            prompt=item.prompt,
            feedback=item.feedback,
            text=item.settings["text"],
            gaps=tuple(
                Gap(
                    name=gap.name,
                    accept=gap.accept,
                    choices=gap.choices,
                    feedback=gap.feedback,
                    ignore=tuple(gap.settings.get("ignore", IGNORABLE)),
                    distance=gap.settings.get("distance", 0),
                )
                for gap in item.gaps
            ),
        )

    def examples(self) -> list[ExampleSet]:
        content: dict[str, Any] = {
            "prompt": "Fill in what the timetable says.",
            "feedback": "Each answer stands in one line of the timetable.",
            "text": "On *school days* the library opens at {{1}} and is closed on {{day}}.\n\n"
            "At the weekend it is looked after by {{3}}.",
            "gaps": [
                {
                    "name": "1",
                    "accept": ["nine"],
                    "choices": ["ten", "nine", "eight"],
                    "feedback": "The second line has the hour.",
                },
                {"name": "day", "accept": ["Sunday", "Sundays"], "distance": 1},
                {"name": "3", "accept": ["Ms Amsel", "Amsel"], "feedback": "The last line has the name."},
            ],
        }

        def raw(*filled: str) -> dict[str, list[str]]:
            return {f"g-{number}": [text] for number, text in enumerate(filled, 1)}

        return [
            ExampleSet(
                content,
                (
                    Example(raw("nine", "SUNDAY.", "ms amsel"), Mark.RIGHT, 1.0),
                    Example(raw("nine", "Sudnay", ""), Mark.PARTLY, 2 / 3),
                    Example(raw("ten", "Saturday", "Amsel"), Mark.PARTLY, 1 / 3),
                    Example(raw("eight", "Monday"), Mark.WRONG, 0.0),
                    Example(raw("", " ", "\t"), Mark.BLANK, 0.0),
                    Example({}, Mark.BLANK, 0.0),
                    Example(raw("noon"), "malformed"),
                    Example({"g-2": ["Sunday", "Monday"]}, "malformed"),
                    Example(raw("nine", "Sunday" * 1_000), "malformed"),
                ),
            )
        ]
