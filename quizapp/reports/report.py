"""A report as a value: who handed in, how each question and each passage went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from quizapp.attempts.lists import AttemptSummary
from quizapp.banks.models import Passage, Reading
from quizapp.core.attempts.combining import Counting, counting
from quizapp.core.attempts.policy import Combine, Policy
from quizapp.core.attempts.scoring import Treatment
from quizapp.core.bank.model import Question
from quizapp.core.qtypes.base import Mark, Strict, Summary
from quizapp.core.statistics.distribution import Bin, distribution, mean, median
from quizapp.core.statistics.items import FEW, Fraction, facility, key_outvoted, mark_of
from quizapp.core.statistics.passages import Asking, Share, passage_shares, weakest
from quizapp.quizzes.models import Assignment


class Standing(StrEnum):
    """How far a student is."""

    HANDED_IN = "handed in"
    ANSWERING = "answering"
    NOT_BEGUN = "not begun"


@dataclass(frozen=True)
class Student:
    """An enrolled student and their attempts; `counted` is the one whose answers count.

    `combine` says which score counts of several attempts.
    """

    user_id: int
    name: str
    attempts: tuple[AttemptSummary, ...] = ()
    combine: Combine = Combine.HIGHEST

    @cached_property
    def submitted(self) -> tuple[AttemptSummary, ...]:
        return tuple(one for one in self.attempts if one.vector is not None)

    @cached_property
    def counting(self) -> Counting[AttemptSummary] | None:
        return counting(self.submitted, self.combine)

    @property
    def counted(self) -> AttemptSummary | None:
        """Return the attempt whose answers count; with an average that is the last."""
        return self.counting.attempt if self.counting else None

    @property
    def open_attempt(self) -> AttemptSummary | None:
        return next((one for one in self.attempts if one.vector is None), None)

    @property
    def standing(self) -> Standing:
        if self.counted:
            return Standing.HANDED_IN
        return Standing.ANSWERING if self.attempts else Standing.NOT_BEGUN

    @property
    def score(self) -> float:
        """Return the points that count; 0 before handing in."""
        return self.counting.score if self.counting else 0.0

    @property
    def maximum(self) -> float:
        """Return what that score is out of: more than the others', where a dropped question counts."""
        return self.counting.out_of if self.counting else 0.0

    @property
    def unmarked(self) -> int:
        """Return how many answers of the attempt that counts wait to be marked."""
        return self.counted.unmarked if self.counted else 0

    @cached_property
    def fractions(self) -> Mapping[int, Fraction]:
        """Return what was got in each slot that was asked in the attempt that counts, in slot order."""
        if self.counted is None:
            return {}
        return dict(zip(self.counted.slots, self.counted.vector or (), strict=True))

    def was_asked(self, item: "Item") -> bool:
        """Tell whether the attempt that counts asked a question: a draw leaves some out."""
        return item.slot in self.fractions


@dataclass(frozen=True)
class Item:
    """A question of the quiz. `number` is the quiz's own, from 1, and `place` from 0."""

    place: int
    slot: int
    revision_id: int
    question: Question
    points: float
    passages: tuple[Passage, ...]
    graded_by: Question | None = None
    treatment: Treatment = Treatment.NORMAL

    @property
    def judge(self) -> Question:
        """Return the revision whose key counts."""
        return self.graded_by or self.question

    @property
    def counts(self) -> bool:
        return self.treatment is not Treatment.DROPPED

    @property
    def by_hand(self) -> bool:
        """Tell whether a person marks its answers."""
        return self.judge.qtype.by_hand and self.treatment is Treatment.NORMAL

    @property
    def number(self) -> int:
        return self.place + 1

    @property
    def title(self) -> str:
        return self.question.meta.title or self.question.content.prompt[:117]


@dataclass(frozen=True)
class ItemResult:
    """How a question went with the `n` who were asked it and handed in. No facility where there are none.

    Answers that wait to be marked are in `n` and the summary, and in no share.
    """

    item: Item
    n: int
    facility: float | None
    summary: Summary
    waiting: int = 0

    @property
    def tells(self) -> bool:
        """Tell whether it says what the class knows: not dropped, not given to everyone, all marked."""
        return self.item.treatment is Treatment.NORMAL and not self.waiting

    @property
    def why(self) -> str:
        """Return what the author says of the wrong answer given most, else of the question; "" if nothing."""
        chosen, judge = self.summary.most_chosen_wrong, self.item.judge
        return (judge.qtype.why(judge.content, chosen) if chosen else "") or judge.content.feedback

    @property
    def key_outvoted(self) -> bool:
        return self.n >= FEW and key_outvoted(self.summary)


@dataclass(frozen=True)
class WeakPassage:
    """A passage to teach again: its share, the questions about it, who missed it, what they chose."""

    passage: Passage
    share: Share
    results: tuple[ItemResult, ...]
    missed: tuple[Student, ...]

    @cached_property
    def most_chosen(self) -> ItemResult | None:
        """Return the question with the wrong answer that was given most."""
        wrong = [one for one in self.results if one.summary.most_chosen_wrong]
        return max(wrong, key=_drawn, default=None)

    def opened_by(self, student: Student) -> Item:
        """Return the first question about it that the student was asked: a draw leaves some out."""
        return next(one.item for one in self.results if student.was_asked(one.item))


def _drawn(result: ItemResult) -> int:
    chosen = result.summary.most_chosen_wrong
    return chosen.count if chosen else 0


@dataclass(frozen=True)
class Report:
    """All that the pages of a report are drawn from. Who was taken out of the class is left out."""

    assignment: Assignment
    policy: Policy
    items: tuple[Item, ...]
    students: tuple[Student, ...]
    responses: Mapping[tuple[int, int], Strict]
    """The answers of the attempts that count: (attempt id, slot) -> response; blanks are not there."""

    @cached_property
    def handed_in(self) -> tuple[Student, ...]:
        return self._standing(Standing.HANDED_IN)

    @cached_property
    def answering(self) -> tuple[Student, ...]:
        return self._standing(Standing.ANSWERING)

    @cached_property
    def not_begun(self) -> tuple[Student, ...]:
        return self._standing(Standing.NOT_BEGUN)

    def _standing(self, standing: Standing) -> tuple[Student, ...]:
        return tuple(one for one in self.students if one.standing is standing)

    @property
    def n(self) -> int:
        return len(self.handed_in)

    @property
    def enough(self) -> bool:
        """Tell whether enough have handed in for shares to say something."""
        return self.n >= FEW

    @property
    def several_attempts(self) -> bool:
        return self.policy.attempts_allowed != 1

    @property
    def draws(self) -> bool:
        """Tell whether students are asked different questions."""
        return any(section.ask for section in self.policy.sections)

    def items_about(self, passage_ids: Collection[int]) -> list[Item]:
        """Return the questions about these passages that count, in the order of the quiz."""
        return [
            item
            for item in self.items
            if item.counts and any(passage.id in passage_ids for passage in item.passages)
        ]

    def asked_of(self, student: Student) -> tuple[Item, ...]:
        """Return the questions of the attempt that counts."""
        return tuple(item for item in self.items if student.was_asked(item))

    @cached_property
    def scores(self) -> tuple[float, ...]:
        """Return the scores of which no part waits to be marked, each out of `maximum`."""
        settled = [one for one in self.handed_in if not one.unmarked]
        return tuple(
            one.score
            if one.maximum == self.maximum
            else one.score / one.maximum * self.maximum
            if one.maximum
            else 0.0
            for one in settled
        )

    @cached_property
    def maximum(self) -> float:
        """Return what scores are out of; of different draws, the most that any is."""
        if self.draws and self.handed_in:
            return max(one.maximum for one in self.handed_in)
        return sum(item.points for item in self.items if item.counts)

    @property
    def unmarked(self) -> int:
        """Return how many answers wait to be marked, in all attempts handed in."""
        return sum(attempt.unmarked for student in self.students for attempt in student.submitted)

    @property
    def by_hand(self) -> tuple[Item, ...]:
        """Return the questions that a person marks."""
        return tuple(item for item in self.items if item.by_hand)

    def mark(self, student: Student, item: Item) -> Mark:
        """Return how a student's answer stands, in the attempt that counts."""
        waits = student.counted and self.waits(student, item)
        return Mark.WAITING if waits else mark_of(student.fractions[item.slot])

    def waits(self, student: Student, item: Item) -> bool:
        """Tell whether a student's answer waits to be marked."""
        assert student.counted
        answered = (student.counted.attempt_id, item.slot) in self.responses
        return item.by_hand and answered and student.fractions[item.slot] is None

    @property
    def mean(self) -> float | None:
        return mean(self.scores)

    @property
    def median(self) -> float | None:
        return median(self.scores)

    @property
    def share(self) -> float | None:
        """Return the share of all points that the class got."""
        return None if self.mean is None or not self.maximum else self.mean / self.maximum

    @property
    def bins(self) -> list[Bin]:
        return distribution(self.scores, self.maximum)

    @cached_property
    def results(self) -> tuple[ItemResult, ...]:
        """Return how each question went."""
        return tuple(self._result(item) for item in self.items)

    def _result(self, item: Item) -> ItemResult:
        asked = [one for one in self.handed_in if one.was_asked(item)]
        given = [self.responses.get((one.counted.attempt_id, item.slot)) for one in asked if one.counted]
        summary = item.judge.qtype.summarise(item.judge.content, given)
        judged = [one.fractions[item.slot] for one in asked if not self.waits(one, item)]
        return ItemResult(item, len(asked), facility(judged), summary, len(asked) - len(judged))

    @cached_property
    def passages(self) -> Mapping[int, Passage]:
        """Return the passages that were asked about, by id, in reading order."""
        cited = {passage.id: passage for item in self.items for passage in item.passages}
        return dict(sorted(cited.items(), key=lambda one: reading_order(one[1])))

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return the readings that were asked about, in their order."""
        return tuple(dict.fromkeys(passage.reading for passage in self.passages.values()))

    @cached_property
    def shares(self) -> Mapping[int, Share]:
        """Return how well each passage asked about is known, by its id, in reading order.

        A question that was dropped, that gave everyone its points or is not wholly marked yet tells nothing.
        """
        shares = self.shares_over([tuple(p.id for p in item.passages) for item in self.items])
        return {number: shares[number] for number in self.passages if number in shares}

    def shares_over(self, keys: Sequence[tuple[int, ...]]) -> Mapping[int, Share]:
        """Return how well each thing asked about is known; `keys` names the things of each question."""
        asked = [
            Asking(own if result.tells else (), result.item.points)
            for own, result in zip(keys, self.results, strict=True)
        ]
        vectors = [[one.fractions.get(item.slot) for item in self.items] for one in self.handed_in]
        drawn = self.draws and [{item.place for item in self.asked_of(one)} for one in self.handed_in]
        return passage_shares(asked, vectors, drawn or None)

    @cached_property
    def weakest(self) -> tuple[WeakPassage, ...]:
        """Return the three passages least known, those that are secure left out."""
        return tuple(self.weak(number) for number in weakest(self.shares))

    def weak(self, passage_id: int) -> WeakPassage:
        share = self.shares[passage_id]
        return WeakPassage(
            self.passages[passage_id],
            share,
            tuple(self.results[place] for place in share.items),
            tuple(self.handed_in[place] for place in share.missed),
        )

    def about(self, passage_id: int) -> tuple[ItemResult, ...]:
        """Return the questions about a passage."""
        return self._about.get(passage_id, ())

    @cached_property
    def _about(self) -> Mapping[int, tuple[ItemResult, ...]]:
        return {
            number: tuple(one for one in self.results if any(p.id == number for p in one.item.passages))
            for number in self.passages
        }

    def lowest_first(self) -> list[Student]:
        """Return who handed in, the lowest score first, then by name."""
        return sorted(
            self.handed_in,
            key=lambda one: (one.score / one.maximum if one.maximum else 0.0, by_name(one)),
        )


def by_name(student: Student) -> str:
    return student.name.casefold()


def reading_order(passage: Passage) -> tuple[int, int, int]:
    return (passage.reading.position, passage.reading_id, passage.position)
