"""What a class takes claims for, where it sorts them by how firmly they stand."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quizapp.core.claims import ClaimStatus
from quizapp.core.qtypes.base import Summary
from quizapp.core.statistics.items import FEW

KINDS = {str(status): status for status in ClaimStatus}


@dataclass(frozen=True)
class Sorting:
    """How often claims of each kind (the first of a pair) were taken for each kind (the second).

    `left_out` has how often one of a kind got no answer. All counts are of statements, not of students.
    """

    counts: Mapping[tuple[ClaimStatus, ClaimStatus], int]
    left_out: Mapping[ClaimStatus, int]

    @property
    def kinds(self) -> tuple[ClaimStatus, ...]:
        """Return the kinds that were asked about, from documented to predicted."""
        there = {is_ for is_, _ in self.counts} | set(self.left_out)
        return tuple(status for status in ClaimStatus if status in there)

    def said(self, is_: ClaimStatus, as_: ClaimStatus) -> int:
        """Return how often claims of one kind were taken for another, or for what they are."""
        return self.counts.get((is_, as_), 0)

    def given(self, is_: ClaimStatus) -> int:
        """Return how many answers were given about claims of a kind."""
        return sum(self.said(is_, as_) for as_ in ClaimStatus)

    def share(self, is_: ClaimStatus, as_: ClaimStatus) -> float | None:
        """Return said / given, the answers left out not counted; None of fewer than FEW."""
        n = self.given(is_)
        return self.said(is_, as_) / n if n >= FEW else None


def sorting_of(summaries: Iterable[Summary]) -> Sorting:
    """Count the answers to questions whose type sorts claims (QuestionType.sorts_claims).

    The right tally of each thing asked tells of what kind it is; an answer that is no kind is left out.
    """
    counts: Counter[tuple[ClaimStatus, ClaimStatus]] = Counter()
    left_out: Counter[ClaimStatus] = Counter()
    for summary in summaries:
        things: dict[str, dict[ClaimStatus, int]] = {}
        kinds: dict[str, ClaimStatus] = {}
        for tally in summary.tallies:
            thing, _, kind = tally.key.rpartition(":")
            if kind in KINDS:
                things.setdefault(thing, {})[KINDS[kind]] = tally.count
                if tally.correct:
                    kinds[thing] = KINDS[kind]
        for thing, is_ in kinds.items():
            counts.update({(is_, as_): count for as_, count in things[thing].items()})
            left_out[is_] += summary.n - sum(things[thing].values())
    return Sorting(dict(counts), dict(left_out))
