"""What a unit is made of. The files, the forms and the database all hold these models."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
)

from quizapp.core.bank.validation import findings_of
from quizapp.core.cards import cloze
from quizapp.core.claims import ClaimStatus as ClaimStatus
from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import Content, QuestionType, Strict
from quizapp.core.qtypes.registry import QUESTION_TYPES

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
CiteText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=161)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Status(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    RETIRED = "retired"


class CognitiveLevel(StrEnum):
    REMEMBER = "remember"
    UNDERSTAND = "understand"
    APPLY = "apply"
    ANALYSE = "analyse"


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Claim(Strict):
    by: str = Field(min_length=1, max_length=200)
    status: ClaimStatus = Field(strict=False)


class Waiver(Strict):
    """A rule of the lint that a question may break, and why."""

    rule: Slug
    reason: str = Field(min_length=1, max_length=500)


Slugs = Annotated[tuple[Slug, ...], Field(strict=False)]
Cites = Annotated[tuple[CiteText, ...], Field(strict=False)]


class QuestionMeta(Strict):
    """What is known of a question besides what it asks."""

    id: Slug
    type: str
    status: Status = Field(default=Status.DRAFT, strict=False)
    title: str = Field(default="", max_length=120)
    cites: Cites = ()
    claim: Claim | None = None
    objectives: Slugs = ()
    level: CognitiveLevel = Field(default=CognitiveLevel.REMEMBER, strict=False)
    difficulty: Difficulty = Field(default=Difficulty.MEDIUM, strict=False)
    tags: Slugs = ()
    points: float = Field(default=1.0, gt=0, le=100, strict=False)
    waive: Annotated[tuple[Waiver, ...], Field(strict=False)] = ()


META_FIELDS = tuple(QuestionMeta.model_fields)
LEADING_FIELDS = ("id", "type", "status", "title")


@dataclass(frozen=True)
class Question:
    """A question as a bank holds it: `meta` about it, `content` to be asked."""

    meta: QuestionMeta
    content: Content

    @property
    def qtype(self) -> QuestionType[Any, Any]:
        return QUESTION_TYPES[self.meta.type]

    def as_mapping(self) -> dict[str, Any]:
        """Return the flat, JSON-able form of a bank file, defaults left out, in the file's order."""
        meta = self.meta.model_dump(mode="json", exclude_defaults=True)
        content = self.content.model_dump(mode="json", exclude_defaults=True)
        leading = {name: meta.pop(name) for name in LEADING_FIELDS if name in meta}
        feedback = {"feedback": content.pop("feedback")} if "feedback" in content else {}
        prompt = {"prompt": content.pop("prompt")}
        if meta.get("points") == int(self.meta.points):
            meta["points"] = int(self.meta.points)
        return {**leading, **prompt, **content, **feedback, **meta}

    @cached_property
    def digest(self) -> str:
        """Return the identity of what the question says: all but its id and its status."""
        return digest_of({k: v for k, v in self.as_mapping().items() if k not in ("id", "status")})


def digest_of(value: Any) -> str:
    """Return the sha256 of a JSON-able value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def read_question(mapping: Mapping[str, Any]) -> tuple[Question | None, list[Finding]]:
    """Validate the flat form of a question: the question, or None and what forbids it.

    Findings of a valid question (the type's own problems) are returned beside it; places
    are relative to the question.
    """
    findings: list[Finding] = []
    meta_part = {name: value for name, value in mapping.items() if name in META_FIELDS}
    content_part = {name: value for name, value in mapping.items() if name not in META_FIELDS}
    meta = content = None
    try:
        meta = QuestionMeta.model_validate(meta_part)
    except ValidationError as error:
        findings += findings_of(error)
    qtype = QUESTION_TYPES.get(mapping["type"]) if isinstance(mapping.get("type"), str) else None
    if qtype is not None:
        try:
            content = qtype.Content.model_validate(content_part)
        except ValidationError as error:
            findings += findings_of(error)
    elif "type" in mapping:
        known = ", ".join(QUESTION_TYPES)
        findings.append(
            Finding("error", "type", "There is no such question type.", hint=f"Write one of: {known}.")
        )
    if meta is None or content is None or qtype is None:
        return None, findings
    return Question(meta, content), findings + qtype.problems(content)


class Objective(Strict):
    id: Slug
    text: str = Field(min_length=1, max_length=500)


class Source(Strict):
    """A document the readings retell. `lines` maps a line number (from 1) to that line's sha256."""

    id: Slug
    title: str = Field(min_length=1, max_length=300)
    publisher: str = Field(default="", max_length=300)
    kind: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=2_000)
    sha256: Digest | None = None
    lines: dict[str, Digest] = {}


class UnitMeta(Strict):
    """What unit.yaml says."""

    id: Slug
    title: str = Field(min_length=1, max_length=200)
    level: str = Field(default="", max_length=80)
    language: str = Field(default="en", max_length=20)
    description: str = Field(default="", max_length=2_000)
    objectives: Annotated[tuple[Objective, ...], Field(strict=False)] = ()
    sources: Annotated[tuple[Source, ...], Field(strict=False)] = ()
    readings: Slugs = ()


class ReadyQuiz(Strict):
    """A ready-made quiz: `time_limit` in minutes."""

    id: Slug
    title: str = Field(min_length=1, max_length=200)
    intro: str = Field(default="", max_length=2_000)
    time_limit: int | None = Field(default=None, ge=1, le=600)
    questions: Slugs = Field(min_length=1)


def _with_gaps(front: str, info: ValidationInfo) -> str:
    if info.data.get("cloze") and (problem := cloze.problem_of(front)):
        raise ValueError(problem)
    return front


def _with_an_answer(back: str, info: ValidationInfo) -> str:
    if not back and not info.data.get("cloze"):
        raise ValueError("This is empty.")
    return back


def _one_way(both_ways: bool, info: ValidationInfo) -> bool:
    if both_ways and info.data.get("cloze"):
        raise ValueError("A text with gaps cannot be asked from back to front.")
    return both_ways


class Flashcard(Strict):
    """A card to learn from: `reversed` cards are also asked from back to front.

    The front of a `cloze` is a text with gaps in square brackets, each of which is asked for; its back is
    shown with every answer and may be empty.
    """

    id: Slug
    status: Status = Field(default=Status.DRAFT, strict=False)
    cloze: bool = False
    front: Annotated[str, AfterValidator(_with_gaps)] = Field(min_length=1, max_length=500)
    back: Annotated[str, AfterValidator(_with_an_answer)] = Field(
        default="", max_length=1_000, validate_default=True
    )
    reversed: Annotated[bool, AfterValidator(_one_way)] = False
    cites: Cites = ()
    claim: Claim | None = None
    objectives: Slugs = ()
    tags: Slugs = ()

    @property
    def gaps(self) -> int:
        """Return how many gaps it asks for, one after the other."""
        return len(cloze.gaps_of(self.front)) if self.cloze else 0

    def as_mapping(self) -> dict[str, Any]:
        """Return the JSON-able form of a bank file, defaults left out, in the file's order."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def digest(self) -> str:
        """Return the identity of what the card says: all but its id and its status."""
        return digest_of({k: v for k, v in self.as_mapping().items() if k not in ("id", "status")})


def _one_ground(background: bool, info: ValidationInfo) -> bool:
    # Where the cites themselves are wrong they are not in the data, and told of already.
    if "cites" in info.data and bool(info.data["cites"]) == background:
        raise ValueError(
            "Cite passages or write background: true, not both."
            if background
            else "Cite the passage that says so; if none does, write background: true."
        )
    return background


Background = Annotated[bool, Field(validate_default=True), AfterValidator(_one_ground)]
"""Whether a thing is not from the readings. What is has cites; what is not has none."""

Term = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class GlossaryTerm(Strict):
    """A word that the readings use and what it means; `also` are other forms of it found there."""

    term: Term
    also: Annotated[tuple[Term, ...], Field(strict=False)] = ()
    meaning: str = Field(min_length=1, max_length=1_000)
    cites: Cites = ()
    background: Background = False

    @property
    def forms(self) -> tuple[str, ...]:
        return self.term, *self.also


def _year_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


When = Annotated[
    str,
    StringConstraints(min_length=1, max_length=80),
    BeforeValidator(_year_as_text),
    WithJsonSchema({"type": ["string", "integer"], "minLength": 1, "maxLength": 80, "title": "When"}),
]


class TimelineEntry(Strict):
    """Something that happened. `when` is printed as it stands."""

    when: When
    event: str = Field(min_length=1, max_length=500)
    cites: Cites = ()
    background: Background = False


@dataclass(frozen=True)
class Passage:
    """A numbered piece of a reading: `number` is "2.1", `sources` are `document:line` places."""

    id: str
    number: str
    section: str
    text: str
    sources: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Return the identity of the wording, however its lines are broken."""
        return digest_of(" ".join(self.text.split()))


@dataclass(frozen=True)
class Reading:
    """A text retold in our own words; `source` is the id of the document it retells."""

    id: str
    title: str
    source: str
    note: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Unit:
    """A whole bank, as its folder holds it."""

    meta: UnitMeta
    readings: tuple[Reading, ...] = ()
    questions: tuple[Question, ...] = ()
    quizzes: tuple[ReadyQuiz, ...] = ()
    flashcards: tuple[Flashcard, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)
    """Where each question stands: id -> (file, line)."""

    def passages(self) -> Iterator[tuple[str, Passage]]:
        """Yield each passage with its name in citations, `reading/passage`."""
        for reading in self.readings:
            for passage in reading.passages:
                yield f"{reading.id}/{passage.id}", passage
