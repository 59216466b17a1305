"""How a class does by kind of claim and by who says it, and what it takes for what."""

from collections.abc import Callable
from dataclasses import dataclass

from quizapp.core.attempts.scoring import Treatment
from quizapp.core.claims import CLAIM_WORDS, ClaimStatus
from quizapp.core.statistics.claims import Sorting, sorting_of
from quizapp.core.statistics.items import FEW
from quizapp.core.statistics.passages import Share
from quizapp.reports.report import Item, ItemResult, Report
from quizapp.web.filters import percent


@dataclass(frozen=True)
class ClaimLine:
    """How the questions about one kind of claim, or about one speaker's, went; no share if none tells.

    `key` names it in addresses; `kinds` are the kinds of claim that a speaker makes.
    """

    key: str
    words: str
    results: tuple[ItemResult, ...]
    share: Share | None
    kinds: tuple[str, ...] = ()

    @property
    def draws_a_bar(self) -> bool:
        """Tell whether enough were asked for a figure to say something."""
        return self.share is not None and self.share.n >= FEW


def by_status(report: Report) -> list[ClaimLine]:
    """Return a line for each kind of claim that questions carry, from documented to predicted."""
    places = _shares(report, status_of)
    return [
        ClaimLine(status, CLAIM_WORDS[status], *places[status]) for status in ClaimStatus if status in places
    ]


def by_speaker(report: Report) -> list[ClaimLine]:
    """Return a line for each who makes claims, in the order they come in the quiz."""
    places = _shares(report, speaker_of)
    return [
        ClaimLine(name, name, results, share, _kinds(results)) for name, (results, share) in places.items()
    ]


def status_of(item: Item) -> ClaimStatus | None:
    """Return the kind of claim that a question is about."""
    return item.question.meta.claim.status if item.question.meta.claim else None


def speaker_of(item: Item) -> str | None:
    """Return who makes the claim that a question is about."""
    return item.question.meta.claim.by if item.question.meta.claim else None


def _kinds(results: tuple[ItemResult, ...]) -> tuple[str, ...]:
    there = {one.item.question.meta.claim.status for one in results if one.item.question.meta.claim}
    return tuple(CLAIM_WORDS[status] for status in ClaimStatus if status in there)


Key = Callable[[Item], str | None]


def _shares(report: Report, key: Key) -> dict[str, tuple[tuple[ItemResult, ...], Share | None]]:
    found = [key(item) for item in report.items]
    names = list(dict.fromkeys(one for one in found if one is not None))
    shares = report.shares_over([() if one is None else (names.index(one),) for one in found])
    return {
        name: (
            tuple(result for result, one in zip(report.results, found, strict=True) if one == name),
            shares.get(place),
        )
        for place, name in enumerate(names)
    }


def sorting_items(report: Report) -> list[ItemResult]:
    """Return the questions in which claims are sorted by kind; a dropped one is left out."""
    return [
        result
        for result in report.results
        if result.item.judge.qtype.sorts_claims and result.item.treatment is not Treatment.DROPPED
    ]


def sorting(report: Report) -> Sorting:
    """Return what claims of each kind were taken for."""
    return sorting_of(result.summary for result in sorting_items(report))


def finding(found: Sorting) -> str:
    """Say in a sentence whether what is alleged is taken for documented."""
    n, took = found.given(ClaimStatus.ALLEGED), found.said(ClaimStatus.ALLEGED, ClaimStatus.DOCUMENTED)
    if not n:
        return "No answer sorted a claim that is alleged."
    said = f"{took} of {n} answers about what is alleged took it for documented"
    share = found.share(ClaimStatus.ALLEGED, ClaimStatus.DOCUMENTED)
    return f"{said}: too few to say more." if share is None else f"{said} ({percent(share)})."
