"""The groups that a report suggests for tomorrow: those who missed the same of what is taught again."""

from dataclasses import dataclass

from quizapp.banks.models import Passage
from quizapp.core.statistics.groups import suggest_groups
from quizapp.reports.report import Report, Student


@dataclass(frozen=True)
class SuggestedGroup:
    """`students` who all missed these passages; `number` counts from 1 and names it in addresses."""

    number: int
    passages: tuple[Passage, ...]
    students: tuple[Student, ...]


@dataclass(frozen=True)
class Suggestion:
    """The groups, and who missed something that nobody else of the rest missed."""

    groups: tuple[SuggestedGroup, ...]
    alone: tuple[Student, ...]

    def group(self, number: int | None) -> SuggestedGroup | None:
        """Return the group of that number; None where there is none."""
        return next((one for one in self.groups if one.number == number), None)


def suggestion(report: Report) -> Suggestion:
    """Group those who handed in by which of the passages to teach again they missed.

    Missed: less than half of the points. Where none is to be taught again, by all that were asked about.
    """
    taught = {weak.passage.id for weak in report.weakest}
    order = [passage_id for passage_id in report.passages if passage_id in (taught or report.passages)]
    missed: list[set[int]] = [set() for _ in report.handed_in]
    for passage_id in order:
        for place in report.shares[passage_id].missed if passage_id in report.shares else ():
            missed[place].add(passage_id)
    found = suggest_groups(missed, order)
    return Suggestion(
        tuple(
            SuggestedGroup(
                number,
                tuple(report.passages[passage_id] for passage_id in group.passages),
                tuple(report.handed_in[place] for place in group.members),
            )
            for number, group in enumerate(found.groups, 1)
        ),
        tuple(report.handed_in[place] for place in found.alone),
    )
