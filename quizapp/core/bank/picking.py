"""Which questions a quick quiz takes: spread over the passages, of mixed types."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Candidate:
    """A question that may be picked: its `id`, its type, the passages it cites."""

    id: int
    type: str
    passages: tuple[int, ...]


def pick(
    candidates: Iterable[Candidate], passages: Sequence[int], count: int, rng: Random
) -> list[Candidate]:
    """Pick up to `count` questions about `passages`, in the order of the passages.

    Each turn goes to a passage that has been asked about least, and there to a type used
    least; chance decides the rest. Fewer than `count` come back only when there are no more.
    """
    place = {passage: index for index, passage in enumerate(passages)}
    pool = about(candidates, place)
    # Sorted first, so that the same seed picks the same whatever order the rows came in.
    pool.sort(key=lambda candidate: candidate.id)
    rng.shuffle(pool)
    asked: Counter[int] = Counter()
    used: Counter[str] = Counter()
    picked: list[Candidate] = []

    def turn(candidate: Candidate) -> tuple[int, int, int]:
        loads = [asked[passage] for passage in candidate.passages if passage in place]
        return min(loads), used[candidate.type], sum(loads)

    while pool and len(picked) < count:
        best = min(pool, key=turn)
        pool.remove(best)
        picked.append(best)
        asked.update(passage for passage in best.passages if passage in place)
        used[best.type] += 1
    return sorted(picked, key=lambda c: min(place[passage] for passage in c.passages if passage in place))


def about(candidates: Iterable[Candidate], passages: Collection[int]) -> list[Candidate]:
    """Return the candidates that cite at least one of the passages."""
    return [candidate for candidate in candidates if any(p in passages for p in candidate.passages)]
