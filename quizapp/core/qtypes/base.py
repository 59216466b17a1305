"""The contract of a question type.

A type is one module beside this one and one folder of templates
(`templates/qtypes/<name>/{prompt,review,editor}.html`). Nothing else in the app knows
which types there are: everything asks the registry.

Words used throughout:

raw        what a browser sent for one question: part name -> values, all strings.
           A type with one field uses the part "answer". The field of slot 3 is called
           `s3-answer`; stripping the prefix is the caller's work.
response   a frozen pydantic model, stored as JSON; `None` stands for no answer.
prompt     a JSON-able dict: all that a student may see before release, and no more.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from quizapp.core.findings import Finding
from quizapp.core.formats.item import Item

Raw = Mapping[str, Sequence[str]]
Prompt = dict[str, Any]

MAX_ANSWER = 2_000
"""Longest text answer taken, in characters."""


class Mark(StrEnum):
    """How an answer stands: the word, the symbol and the colour on every page follow from it."""

    RIGHT = "right"
    PARTLY = "partly"
    WRONG = "wrong"
    BLANK = "blank"
    WAITING = "waiting"
    """Answered, and to be marked by a person. Its fraction is 0 until then."""


@dataclass(frozen=True)
class Grade:
    """The judgement on one response: `fraction` of the points (0 to 1), its mark, what to tell."""

    fraction: float
    mark: Mark
    feedback: tuple[str, ...] = ()

    @classmethod
    def of(cls, fraction: float, *feedback: str) -> "Grade":
        """Grade an answered question: the mark follows from the fraction."""
        fraction = round(min(1.0, max(0.0, fraction)), 6)
        mark = Mark.RIGHT if fraction == 1 else Mark.WRONG if fraction == 0 else Mark.PARTLY
        return cls(fraction, mark, tuple(text for text in feedback if text))


BLANK = Grade(0.0, Mark.BLANK)


@dataclass(frozen=True)
class FormatError:
    """The answer could not be read: the student may mend it. Never a wrong answer."""

    message: str


@dataclass(frozen=True)
class Tally:
    """How many gave one answer. `correct` is None where an answer earns a part of the points.

    `group` says what was answered where a question asks several things: a premise, a gap, a statement.
    """

    key: str
    label: str
    count: int
    correct: bool | None
    group: str = ""

    @property
    def words(self) -> str:
        """Say the answer with what it was given to, such as "Monday: Chess"."""
        return f"{self.group}: {self.label}" if self.group else self.label


@dataclass(frozen=True)
class Summary:
    """What a group answered: `n` responses of which `blank` empty, and a tally an answer given."""

    n: int
    blank: int
    tallies: tuple[Tally, ...]
    several: bool = False
    """Whether one student may count at several answers, as where all that apply are chosen."""

    @property
    def most_chosen_wrong(self) -> Tally | None:
        """The wrong answer given most often, or None if nobody gave one. Ties: the first shown."""
        wrong = [tally for tally in self.tallies if tally.correct is False and tally.count]
        return max(wrong, key=lambda tally: tally.count, default=None)


@dataclass(frozen=True)
class Example:
    """A worked case for the contract tests. `outcome` is a Mark, or "malformed"."""

    raw: Raw
    outcome: Mark | str
    fraction: float | None = None


@dataclass(frozen=True)
class ExampleSet:
    """A content as it stands in a bank file, and answers to it."""

    content: Mapping[str, Any]
    answers: tuple[Example, ...]


@dataclass(frozen=True)
class Criterion:
    """One thing that a person marks an answer on: its levels as (points, words), the best first."""

    name: str
    scale: tuple[tuple[float, str], ...]

    @property
    def points(self) -> float:
        """Return the most that it earns."""
        return max(points for points, _ in self.scale)


class Strict(BaseModel):
    """The base of all that is read from a file, a form or a request."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=True)


class Content(Strict):
    """What every question has, whatever its type."""

    prompt: str = Field(
        min_length=1,
        max_length=4_000,
        title="Question",
        description="What the student is asked. Say whose claim it is.",
    )
    feedback: str = Field(
        default="",
        max_length=4_000,
        title="Explanation",
        description="Shown to everyone after release, whatever they answered.",
    )


C = TypeVar("C", bound=Content)
R = TypeVar("R", bound=Strict)


class QuestionType(ABC, Generic[C, R]):
    """One way to ask. Stateless; every method is a pure function of its arguments."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    """One line under the type's name where an author picks a type."""
    by_hand: ClassVar[bool] = False
    """Whether a person marks the answers, and not `grade`."""
    sorts_claims: ClassVar[bool] = False
    """Whether each thing asked is answered with a ClaimStatus: the key of its tallies is `thing:status`."""
    Content: type[C]
    Response: type[R]

    @abstractmethod
    def problems(self, content: C) -> list[Finding]:
        """Return what a valid model still has wrong, places relative to the question."""

    @abstractmethod
    def prompt(self, content: C, rng: Random | None = None) -> Prompt:
        """Return what a student may see; with `rng` shuffled, without in the author's order."""

    @abstractmethod
    def parse(self, content: C, raw: Raw) -> R | FormatError | None:
        """Read an answer: a response, None for an empty one, or what to mend."""

    @abstractmethod
    def grade(self, content: C, response: R | None) -> Grade:
        """Judge a response; `None` is BLANK."""

    @abstractmethod
    def summarise(self, content: C, responses: Sequence[R | None]) -> Summary:
        """Count the answers, in the author's order or most given first."""

    @abstractmethod
    def say(self, content: C, response: R | None) -> str:
        """Put a response in plain words, for reports and exports; "" for no answer."""

    @abstractmethod
    def say_key(self, content: C) -> str:
        """Put the right answer in plain words. For staff, and for students after release."""

    @abstractmethod
    def secrets(self, content: C) -> list[str]:
        """List the strings that no student may receive before release."""

    def quoted(self, content: C) -> str:
        """Return the text that the question shows as the cited passage's own; "" if it shows none."""
        return ""

    def rubric(self, content: C) -> tuple[Criterion, ...]:
        """Return what a person marks an answer on; () where the points alone are given."""
        return ()

    def guessed(self, content: C) -> float:
        """Return the share of the points (0 to 1) that answers picked at random earn on average.

        Moodle's "random guess score". What is typed or written is not guessed, and earns 0.
        """
        return 0.0

    def why(self, content: C, answer: Tally) -> str:
        """Return what the author says of one answer of its summary; "" if nothing."""
        return ""

    def accepting(self, content: C, answer: Tally) -> C | None:
        """Return the content with an answer of its summary counted as right too; None if that cannot be."""
        return None

    @abstractmethod
    def to_item(self, content: C) -> Item:
        """Return the neutral exchange form."""

    @abstractmethod
    def from_item(self, item: Item) -> C:
        """Read the neutral exchange form; ValueError says what does not fit."""

    @abstractmethod
    def examples(self) -> list[ExampleSet]:
        """Give contents with answers of every outcome: right, partly, wrong, blank, malformed."""


def only_value(raw: Raw, part: str = "answer") -> str | FormatError | None:
    """Return the one value of a part, stripped; None if empty; a FormatError if there are several."""
    values = [value.strip() for value in raw.get(part, ()) if value.strip()]
    if len(values) > 1:
        return FormatError("Give one answer.")
    if values and len(values[0]) > MAX_ANSWER:
        return FormatError(f"Shorten your answer to {MAX_ANSWER} characters or fewer.")
    return values[0] if values else None


def told(*texts: str) -> list[str]:
    """Return the texts that say something."""
    return [text for text in texts if text]
