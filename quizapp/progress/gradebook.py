"""The gradebook of a class as a value, read for those who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import select

from quizapp.classes.models import Class, Enrolment
from quizapp.classes.service import enrolled
from quizapp.core.attempts.policy import Policy
from quizapp.core.gradebook import Category, Cell, Grade, Rules, Standing, cell_of, grade, trend
from quizapp.core.statistics.distribution import mean
from quizapp.core.statistics.items import FEW
from quizapp.extensions import db
from quizapp.progress.models import Excusal, GradebookPlace, GradebookRules, GradeCategory
from quizapp.progress.taken import Taken, excusals_in, given_at, in_order_of_time, rules_for, taken_in
from quizapp.quizzes.models import Assignment


@dataclass(frozen=True)
class Column:
    """An assignment in the gradebook: when it was given, and the place of the part it counts in, if any."""

    assignment: Assignment
    part: int | None
    unsorted: bool

    # Kept: each is asked for in every cell.
    @cached_property
    def id(self) -> int:
        return self.assignment.id

    @cached_property
    def title(self) -> str:
        return self.assignment.quiz.title

    @property
    def at(self) -> datetime:
        return given_at(self.assignment)


@dataclass(frozen=True)
class Line:
    """A student in the gradebook; by assignment: what became of it, the attempts, the student's rules."""

    user_id: int
    name: str
    cells: Mapping[int, Cell]
    grade: Grade
    attempts: Mapping[int, tuple[Taken, ...]]
    policies: Mapping[int, Policy]
    excusals: Mapping[int, Excusal]

    @property
    def shares(self) -> list[float]:
        """Return the results that were scored, in order of time."""
        found = (cell.share for cell in self.cells.values() if cell.standing is Standing.SCORED)
        return [share for share in found if share is not None]

    @property
    def trend(self) -> float | None:
        return trend(self.shares)

    def with_standing(self, *standings: Standing) -> list[int]:
        """Return the assignments with one of these standings."""
        return [key for key, cell in self.cells.items() if cell.standing in standings]


@dataclass(frozen=True)
class Mean:
    """The mean of what `n` students got; a share only where they are enough to say."""

    n: int
    share: float | None


@dataclass(frozen=True)
class Gradebook:
    """All that the pages of the gradebook are drawn from: assignments in order of time, students by name."""

    class_: Class
    rules: Rules
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @cached_property
    def parts(self) -> tuple[tuple[Category, tuple[Column, ...]], ...]:
        """Return each category with its assignments."""
        return tuple(
            (category, tuple(column for column in self.columns if column.part == place))
            for place, category in enumerate(self.rules.parts)
        )

    @cached_property
    def not_counted(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.part is None)

    @property
    def unsorted(self) -> tuple[Column, ...]:
        """Return the assignments of which nobody has said what they count for."""
        return tuple(column for column in self.columns if column.unsorted)

    def line_of(self, user_id: int) -> Line | None:
        return next((line for line in self.lines if line.user_id == user_id), None)

    def mean_of(self, assignment: int) -> Mean:
        """Return the mean share of an assignment, of those who were scored and are not excused."""
        shares = [
            cell.share
            for line in self.lines
            if (cell := line.cells[assignment]).standing is Standing.SCORED and cell.share is not None
        ]
        return _mean(shares)

    @cached_property
    def mean(self) -> Mean:
        """Return the mean of the figures."""
        return _mean([share for line in self.lines if (share := line.grade.share) is not None])

    @cached_property
    def means(self) -> tuple[tuple[Column, Mean], ...]:
        """Return the mean of each assignment that enough were scored in, in order of time."""
        found = ((column, self.mean_of(column.id)) for column in self.columns)
        return tuple((column, one) for column, one in found if one.share is not None)

    @property
    def trend(self) -> float | None:
        return trend([one.share for _, one in self.means if one.share is not None])


def _mean(shares: list[float]) -> Mean:
    return Mean(len(shares), mean(shares) if len(shares) >= FEW else None)


def rules_of(class_: Class) -> Rules:
    """Return how the figures of a class are made."""
    settings = db.session.get(GradebookRules, class_.id)
    categories = list(
        db.session.scalars(
            select(GradeCategory).where(GradeCategory.class_id == class_.id).order_by(GradeCategory.position)
        )
    )
    order = {row.id: place for place, row in enumerate(categories)}
    places = db.session.scalars(
        select(GradebookPlace)
        .join(Assignment, Assignment.id == GradebookPlace.assignment_id)
        .where(Assignment.class_id == class_.id)
    ).all()
    return Rules(
        settings.missed_is_zero if settings else False,
        tuple(Category(row.name, row.weight, row.drop_lowest) for row in categories),
        {row.assignment_id: order[row.category_id] for row in places if row.category_id in order},
        frozenset(row.assignment_id for row in places if row.left_out),
    )


def read_gradebook(class_: Class, *, now: datetime, only: Enrolment | None = None) -> Gradebook:
    """Return the gradebook of a class one may see, of one student alone if one is given.

    Call attempts.handing_in.settle_due first, so that what the deadline has handed in counts.
    """
    rules = rules_of(class_)
    assignments = in_order_of_time(class_)
    people = [only] if only else list(enrolled(class_))
    ids, users = [row.id for row in assignments], [row.user_id for row in people]
    policies = rules_for(assignments, users)
    taken, excused = taken_in(ids, users), excusals_in(ids, users)
    lines = []
    for row in people:
        places = [(number, row.user_id) for number in ids]
        cells = {
            place[0]: cell_of(
                taken.get(place, ()),
                policies[place],
                now=now,
                joined_at=row.created_at,
                excused=place in excused,
            )
            for place in places
        }
        lines.append(
            Line(
                row.user_id,
                row.user.name,
                cells,
                grade(cells, rules),
                {place[0]: tuple(taken.get(place, ())) for place in places},
                {place[0]: policies[place] for place in places},
                {place[0]: excused[place] for place in places if place in excused},
            )
        )
    columns = tuple(Column(row, rules.part_of(row.id), rules.is_unsorted(row.id)) for row in assignments)
    return Gradebook(class_, rules, columns, tuple(lines))
