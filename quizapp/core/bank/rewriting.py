"""What the app holds of a bank, put into the files of its folder, planned and proven first.

Of an existing folder only that is changed which the app changed. What somebody wrote into a file after it
was loaded is never lost: it is left alone and told of. Nothing is deleted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import ValidationError

from quizapp.core.bank.disk import LARGEST_FILE
from quizapp.core.bank.files import LISTS, UNIT_FILE, load_unit
from quizapp.core.bank.links import flashcard_links, question_links, quiz_links
from quizapp.core.bank.list_text import rewritten, with_items
from quizapp.core.bank.model import Flashcard, Question, Reading, ReadyQuiz, Unit, UnitMeta, read_question
from quizapp.core.bank.splicing import CannotSpliceError, splice_mapping
from quizapp.core.bank.writing import (
    fields_of,
    write_glossary,
    write_item,
    write_reading,
    write_timeline,
    write_unit_file,
)
from quizapp.core.bank.yaml_text import YamlDocument, read_yaml
from quizapp.core.findings import Finding, has_errors

Standing = tuple[str | None, str | None]
"""The digest and the status that a question had in the files when they were last loaded or written."""

LOAD_FIRST = "The file says something else than the app. To take it into the app, load it."
CHANGED_IN_FILE = "It was changed in its file since it was loaded. Load the file, or write with --force."
IN_BRACKETS = "It stands in a list in brackets. Write that list with a hyphen before each item."


@dataclass
class Plan:
    """The files to write, by their names in the folder, and what is told of them."""

    unit: Unit
    """What the folder says afterwards."""
    files: dict[str, str] = field(default_factory=dict)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    """The questions of which the files say afterwards what the app says."""
    left: dict[str, str] = field(default_factory=dict)
    """What is not written, and why."""


class NotProvenError(Exception):
    """The files would not load to what the app holds."""


def plan_writing(
    wanted: Unit,
    standing: Mapping[str, Standing],
    files: Mapping[str, str],
    there: Unit | None,
    force: bool = False,
) -> Plan:
    """Plan the files that say what `wanted` says, over `files`, which loaded to `there` without an error.

    `standing` tells by id what each question was in the files; where it is something else now, the file
    was edited, and only with `force` is that replaced.
    """
    planner = _Planner(wanted, standing, files, there, force)
    planner.plan_unit_file()
    planner.plan_readings()
    planner.plan_questions()
    planner.plan_list("flashcards.yaml", planner.sound_cards(), _read(Flashcard))
    planner.plan_list("quizzes.yaml", planner.sound_quizzes(), _read(ReadyQuiz))
    planner.plan_rest()
    return planner.finished()


def prove(plan: Plan, files: Mapping[str, str]) -> None:
    """Load the files as they will be, and raise NotProvenError if they say anything but the plan's unit."""
    with TemporaryDirectory(prefix="quizapp-") as place:
        folder = Path(place) / plan.unit.meta.id
        for name, text in {**files, **plan.files}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(text.encode())
        unit, findings = load_unit(folder)
    if unit is None or _said(unit) != _said(plan.unit):
        first = next((finding for finding in findings if finding.level == "error"), None)
        told = str(replace(first, file="", line=None)) if first else "They would load to something else."
        raise NotProvenError(told)


class _Planner:
    def __init__(
        self,
        wanted: Unit,
        standing: Mapping[str, Standing],
        files: Mapping[str, str],
        there: Unit | None,
        force: bool,
    ) -> None:
        self._wanted, self._standing, self._texts, self._force = wanted, standing, dict(files), force
        self._there = there or Unit(wanted.meta)
        self._fresh = there is None
        self._plan = Plan(self._there)
        self._unit = self._there

    def finished(self) -> Plan:
        self._plan.unit = self._unit
        return self._plan

    def _put(self, name: str, text: str) -> None:
        self._texts[name] = self._plan.files[name] = text

    def _take(self, name: str, things: Any) -> None:
        changes: dict[str, Any] = {name: things}
        self._unit = replace(self._unit, **changes)

    def plan_unit_file(self) -> None:
        """Write unit.yaml, or add to it what it does not name: an objective, a source, a reading."""
        wanted, meta = self._wanted.meta, self._there.meta
        if self._fresh:
            self._put(UNIT_FILE, write_unit_file(wanted))
            return
        merged = meta.model_copy(
            update={
                "objectives": _with_missing(meta.objectives, wanted.objectives, lambda one: one.id),
                "sources": _with_missing(meta.sources, wanted.sources, lambda one: one.id),
                "readings": _with_missing(meta.readings, wanted.readings, lambda one: one),
            }
        )
        if merged != meta:
            try:
                text = splice_mapping(self._texts[UNIT_FILE], fields_of(meta), fields_of(merged))
                self._put(UNIT_FILE, text)
                self._unit = replace(self._unit, meta=merged)
            except CannotSpliceError:
                self._plan.left[UNIT_FILE] = IN_BRACKETS
        if merged != wanted:
            self._plan.left.setdefault(UNIT_FILE, LOAD_FIRST)

    def plan_readings(self) -> None:
        """Write the readings that have no file. The app changes none, so a file that differs is newer."""
        readings = {reading.id: reading for reading in self._there.readings}
        for reading in self._wanted.readings:
            name = f"readings/{reading.id}.md"
            if name in self._texts:
                there = readings.get(reading.id)
                if there is None or _unnumbered(there) != _unnumbered(reading):
                    self._plan.left[name] = LOAD_FIRST
            elif reading.id in self._unit.meta.readings:
                readings[reading.id] = reading
                self._put(name, write_reading(reading))
        named = self._unit.meta.readings
        standing = tuple(readings[name] for name in named if name in readings)
        self._unit = replace(self._unit, readings=standing)

    def plan_questions(self) -> None:
        """Change the questions that the app changed, each where it stands, and add the new ones."""
        there = {question.meta.id: question for question in self._there.questions}
        changes: dict[str, Question] = {}
        new: list[Question] = []
        for question in self._wanted.questions:
            name, old = question.meta.id, there.get(question.meta.id)
            if question == old:
                self._plan.settled.append(name)
            elif why := self._unsound(question) or self._edited(question, old):
                self._plan.left[name] = why
            elif old is None:
                new.append(question)
            else:
                changes[name] = question
        for path in [path for path in self._texts if path.startswith("questions/")]:
            self._change_in(path, changes, there)
        for question in new:
            self._append(question)
        said = {**there, **{name: changes[name] for name in self._plan.changed}}
        said |= {question.meta.id: question for question in new}
        self._plan.settled += [*self._plan.changed, *self._plan.added]
        self._unit = replace(self._unit, questions=tuple(said.values()))

    def _change_in(self, path: str, changes: Mapping[str, Question], there: Mapping[str, Question]) -> None:
        pairs = {
            place: (fields_of(there[name]), fields_of(changes[name]))
            for place, name in enumerate(_ids(self._texts[path]))
            if name in changes
        }
        names = [pair[1]["id"] for pair in pairs.values()]
        try:
            if pairs:
                self._put(path, rewritten(self._texts[path], pairs, _read_question))
                self._plan.changed += names
        except CannotSpliceError:
            self._plan.left |= dict.fromkeys(names, IN_BRACKETS)

    def _append(self, question: Question) -> None:
        """Add a question to a file of its type in a new folder, else to the one for questions of the app."""
        stem = question.meta.type.replace("_", "-") if self._fresh else "written-in-the-app"
        item, number = write_item(fields_of(question)), 1
        while True:
            path = f"questions/{stem}{f'-{number}' if number > 1 else ''}.yaml"
            text = self._texts.get(path, "")
            try:
                longer = with_items(text, [item])
            except CannotSpliceError:
                longer = ""
            if longer and (not text or len(longer.encode()) <= LARGEST_FILE // 2):
                break
            number += 1
        self._put(path, longer)
        self._plan.added.append(question.meta.id)

    def _unsound(self, question: Question) -> str:
        """Say why no file may hold this question, or ""."""
        citable = {name: passage.text for name, passage in self._unit.passages()}
        objectives = [objective.id for objective in self._unit.meta.objectives]
        found = question.qtype.problems(question.content) + question_links(question, citable, objectives)
        return _first_error(found)

    def _edited(self, question: Question, old: Question | None) -> str:
        if old is None or self._force:
            return ""
        same = self._standing.get(question.meta.id) == (old.digest, old.meta.status.value)
        return "" if same else CHANGED_IN_FILE

    def sound_cards(self) -> list[Flashcard]:
        """Return the cards that a file may hold; the others are left and told of."""
        citable = [name for name, _ in self._unit.passages()]
        objectives = [objective.id for objective in self._unit.meta.objectives]
        found = {card: flashcard_links(card, citable, objectives) for card in self._wanted.flashcards}
        return self._sound(found, "Flashcard")

    def sound_quizzes(self) -> list[ReadyQuiz]:
        """Return the quizzes of which the files hold every question; the others are left and told of."""
        questions = {question.meta.id: question for question in self._unit.questions}
        return self._sound({quiz: quiz_links(quiz, questions) for quiz in self._wanted.quizzes}, "Quiz")

    def _sound(self, found: Mapping[Any, list[Finding]], what: str) -> list[Any]:
        for thing, findings in found.items():
            if why := _first_error(findings):
                self._plan.left[f"{what} {thing.id}"] = why
        return [thing for thing, findings in found.items() if not has_errors(findings)]

    def plan_list(self, path: str, wanted: Sequence[Any], read: Callable[[Any], Any]) -> None:
        """Add what a list of cards or quizzes does not have; what says something else only with `force`."""
        name = path.removesuffix(".yaml")
        there = {thing.id: thing for thing in getattr(self._there, name)}
        text = self._texts.get(path, "")
        pairs, said = {}, dict(there)
        for thing in wanted:
            if thing == there.get(thing.id):
                continue
            if thing.id in there and not self._force:
                self._plan.left[f"{path}: {thing.id}"] = CHANGED_IN_FILE
                continue
            if thing.id in there:
                place = list(_ids(text)).index(thing.id)
                pairs[place] = (fields_of(there[thing.id]), fields_of(thing))
            said[thing.id] = thing
        items = [write_item(fields_of(thing)) for thing in said.values() if thing.id not in there]
        if not pairs and not items:
            return
        try:
            self._put(path, with_items(rewritten(text, pairs, read), items))
            self._take(name, tuple(said.values()))
        except CannotSpliceError:
            self._plan.left[path] = IN_BRACKETS

    def plan_rest(self) -> None:
        """Write the glossary and the timeline where they have no file; the app changes neither."""
        for path, write in (("glossary.yaml", write_glossary), ("timeline.yaml", write_timeline)):
            name = path.removesuffix(".yaml")
            wanted, there = getattr(self._wanted, name), getattr(self._there, name)
            if path in self._texts and wanted != there:
                self._plan.left[path] = LOAD_FIRST
            elif wanted != there:
                self._put(path, write(wanted))
                self._take(name, wanted)


def _ids(text: str) -> Iterable[Any]:
    document = read_yaml(text)
    entries = document.value if isinstance(document, YamlDocument) else None
    return [entry.get("id") if isinstance(entry, dict) else None for entry in entries or []]


def _read_question(entry: Any) -> Any:
    question, _ = read_question(entry)
    return fields_of(question) if question else None


def _read(model: type[Flashcard] | type[ReadyQuiz]) -> Callable[[Any], Any]:
    def read(entry: Any) -> Any:
        try:
            return fields_of(model.model_validate(entry))
        except ValidationError:
            return None

    return read


def _with_missing(there: tuple[Any, ...], wanted: tuple[Any, ...], name: Callable[[Any], str]) -> Any:
    known = {name(one) for one in there}
    return there + tuple(one for one in wanted if name(one) not in known)


def _first_error(findings: Iterable[Finding]) -> str:
    return next((finding.message for finding in findings if finding.level == "error"), "")


def _unnumbered(reading: Reading) -> Reading:
    """Return a reading without the numbers of its passages, which follow from where it stands."""
    return replace(reading, passages=tuple(replace(passage, number="") for passage in reading.passages))


def _said(unit: Unit) -> tuple[UnitMeta, list[Any], dict[str, Question], list[tuple[Any, ...]]]:
    """Return what must be the same: all but the order of questions and the numbers of passages."""
    questions = {question.meta.id: question for question in unit.questions}
    rest = [getattr(unit, path.removesuffix(".yaml")) for path in LISTS]
    return unit.meta, [_unnumbered(reading) for reading in unit.readings], questions, rest
