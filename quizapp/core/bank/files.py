"""A unit read from its folder: what is good comes in, what is not is told with file, line and field."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from quizapp.core.bank.folder import FolderReader, inside
from quizapp.core.bank.links import (
    cite_links,
    did_you_mean,
    flashcard_links,
    glossary_links,
    question_links,
    quiz_links,
    timeline_order,
)
from quizapp.core.bank.model import (
    Flashcard,
    GlossaryTerm,
    Question,
    Reading,
    ReadyQuiz,
    TimelineEntry,
    Unit,
    UnitMeta,
    read_question,
)
from quizapp.core.bank.readings import MARKER_FORM, ReadingText, number_through, read_reading
from quizapp.core.bank.yaml_text import YamlDocument
from quizapp.core.findings import Finding, has_errors

UNIT_FILE = "unit.yaml"
LISTS = ("quizzes.yaml", "flashcards.yaml", "glossary.yaml", "timeline.yaml")
PARTS = ("readings", "questions", *LISTS)


def load_unit(folder: Path) -> tuple[Unit | None, list[Finding]]:
    """Read a unit folder: the unit without what has errors, and all findings.

    The unit is None only where unit.yaml itself cannot be used.
    """
    reader = _UnitReader(folder)
    return reader.unit(), reader.findings


def load_units(path: Path) -> tuple[list[Unit], list[Finding]]:
    """Read a unit folder, or every unit in a folder of units; of two units with one id, the first."""
    if (path / UNIT_FILE).exists() or any((path / part).exists() for part in PARTS):
        folders = [path]
    else:
        folders = sorted(child for child in path.iterdir() if child.is_dir() and _looks_like_unit(child))
    if not folders:
        hint = f"A unit is a folder with a {UNIT_FILE}."
        return [], [Finding("error", "", "There is no unit here.", hint, file=str(path))]
    units: dict[str, Unit] = {}
    findings: list[Finding] = []
    for folder in folders:
        unit, found = load_unit(folder)
        findings += found
        if unit is not None and unit.meta.id in units:
            message, hint = "Another unit has this id.", "Give each unit its own id."
            file = str(folder / UNIT_FILE)
            findings.append(Finding("error", f"{unit.meta.id}.id", message, hint, file=file, line=1))
        elif unit is not None:
            units[unit.meta.id] = unit
    return list(units.values()), findings


def _looks_like_unit(folder: Path) -> bool:
    return any((folder / part).exists() for part in (UNIT_FILE, *PARTS))


class _UnitReader(FolderReader):
    def unit(self) -> Unit | None:
        path = self._folder / UNIT_FILE
        if not path.exists():
            hint = "Write one as questions/README.md shows."
            self.findings.append(
                Finding("error", self._name, f"{UNIT_FILE} is missing.", hint, file=str(path))
            )
            return None
        document = self._document(path)
        meta = self._model(UnitMeta, document.value, document, path, self._name) if document else None
        if document is None or meta is None:
            return None
        self._name = meta.id
        self._check_meta(meta, document, path)
        readings = self._readings(meta, document, path)
        questions, places = self._questions(meta, readings)
        quizzes = self._quizzes({question.meta.id: question for question in questions})
        self._tell_misnamed()
        return Unit(
            meta,
            readings,
            questions,
            quizzes,
            self._flashcards(meta, readings),
            self._glossary(readings),
            self._timeline(readings),
            places,
        )

    def _check_meta(self, meta: UnitMeta, document: YamlDocument, path: Path) -> None:
        lists = {
            "objectives": [objective.id for objective in meta.objectives],
            "sources": [source.id for source in meta.sources],
            "readings": list(meta.readings),
        }
        for field, names in lists.items():
            for index, name in enumerate(names):
                if name in names[:index]:
                    place = f"{field}[{index}]"
                    self._say(path, document.line(place), place, f"“{name}” is listed twice.", "Remove one.")
        for index, source in enumerate(meta.sources):
            for number in source.lines:
                if not number.isdecimal() or number != str(int(number)) or number == "0":
                    place = f"sources[{index}].lines.{number}"
                    self._say(path, document.line(place), place, "This is not the number of a line.")

    def _readings(self, meta: UnitMeta, document: YamlDocument, path: Path) -> tuple[Reading, ...]:
        folder = self._folder / "readings"
        taught = {f"{source.id}:{line}" for source in meta.sources for line in source.lines}
        sources = [source.id for source in meta.sources]
        # Of a source with no lines kept, as of a teacher's own document, every line is taught.
        anyhow = {source.id for source in meta.sources if not source.lines}
        readings: dict[str, Reading] = {}
        for index, name in enumerate(meta.readings):
            place = f"readings[{index}]"
            file = folder / f"{name}.md"
            if name in readings:
                continue
            if not file.exists():
                hint = f"Write {file}, or take the name out of {UNIT_FILE}."
                self._say(path, document.line(place), place, f"There is no reading “{name}”.", hint)
            elif reading := self._reading(file, name, sources, taught, anyhow):
                readings[name] = reading
        for file in sorted(folder.glob("*.md")):
            if file.stem not in meta.readings and not file.name.startswith("."):
                hint = f"Name it under readings in {UNIT_FILE}."
                self._say(file, None, f"/{file.stem}", "This reading is left out.", hint, "warning")
        return number_through(readings.values())

    def _reading(
        self, path: Path, name: str, sources: list[str], taught: set[str], anyhow: set[str]
    ) -> Reading | None:
        text = self._text(path)
        if text is None:
            return None
        read, found = read_reading(text, name)
        self.findings += [
            replace(finding, place=f"{self._name}/{finding.place}", file=str(path)) for finding in found
        ]
        if read is None:
            return None
        reading = read.reading
        if reading.source not in sources:
            message = f"{UNIT_FILE} has no source “{reading.source}”."
            line = read.field_lines.get("source")
            self._say(path, line, f"/{name}.source", message, did_you_mean(reading.source, sources))
            return None
        return replace(reading, passages=tuple(self._with_known_places(read, path, taught, anyhow)))

    def _with_known_places(
        self, read: ReadingText, path: Path, taught: set[str], anyhow: set[str]
    ) -> Iterable[Any]:
        """Yield the passages, each with only those of its places that unit.yaml lists."""
        for passage in read.reading.passages:
            known = [place for place in passage.sources if place in taught or place.split(":")[0] in anyhow]
            for place in passage.sources:
                if place not in known:
                    message = f"{UNIT_FILE} lists no line {place}."
                    line = read.passage_lines[passage.id]
                    self._say(
                        path, line, f"/{read.reading.id}/{passage.id}", message, did_you_mean(place, taught)
                    )
            if not passage.sources and read.reading.source not in anyhow:
                message, hint = "This passage names no line of its source.", f"Write {MARKER_FORM}."
                self._say(
                    path,
                    read.passage_lines[passage.id],
                    f"/{read.reading.id}/{passage.id}",
                    message,
                    hint,
                    "warning",
                )
            yield replace(passage, sources=tuple(known))

    def _yaml_files(self) -> list[Path]:
        folder = self._folder / "questions"
        for path in sorted(folder.glob("*.yml")):
            self._say(path, None, "", "This file is left out.", "End its name in .yaml.", "warning")
        return sorted(path for path in folder.glob("*.yaml") if not path.name.startswith("."))

    def _tell_misnamed(self) -> None:
        for name in LISTS:
            path = (self._folder / name).with_suffix(".yml")
            if path.exists():
                self._say(path, None, "", "This file is left out.", "End its name in .yaml.", "warning")

    def _questions(
        self, meta: UnitMeta, readings: tuple[Reading, ...]
    ) -> tuple[tuple[Question, ...], dict[str, tuple[str, int]]]:
        citable = _texts(readings)
        objectives = [objective.id for objective in meta.objectives]
        kept: list[Question] = []
        places: dict[str, tuple[str, int]] = {}
        for path in self._yaml_files():
            listed = self._list(path, "questions")
            document, entries = listed or (YamlDocument(None, {}), [])
            for index, entry in enumerate(entries):
                within = f"[{index}]"
                found = inside(document, within)
                question, more = _question(entry)
                found += more
                name = entry.get("id") if isinstance(entry, dict) else None
                if isinstance(name, str) and name in places:
                    where = "{}, line {}".format(*places[name])
                    hint = "Give each question its own id."
                    found.append(Finding("error", "id", f"This id is taken by {where}.", hint))
                elif isinstance(name, str):
                    places[name] = (str(path), document.line(within))
                if question is not None:
                    found += question_links(question, citable, objectives)
                said = name if isinstance(name, str) and name else f"{path.name}{within}"
                self._report(found, document, path, f"{self._name}/{said}", within)
                if question is not None and not has_errors(found):
                    kept.append(question)
        ids = {question.meta.id for question in kept}
        return tuple(kept), {name: place for name, place in places.items() if name in ids}

    def _quizzes(self, questions: dict[str, Question]) -> tuple[ReadyQuiz, ...]:
        return self._entries(
            "quizzes.yaml",
            "quizzes",
            ReadyQuiz,
            lambda quiz: {"id": quiz.id},
            lambda quiz: quiz_links(quiz, questions),
        )

    def _flashcards(self, meta: UnitMeta, readings: tuple[Reading, ...]) -> tuple[Flashcard, ...]:
        texts, objectives = _texts(readings), [objective.id for objective in meta.objectives]
        return self._entries(
            "flashcards.yaml",
            "flashcards",
            Flashcard,
            lambda card: {"id": card.id},
            lambda card: flashcard_links(card, texts, objectives),
        )

    def _glossary(self, readings: tuple[Reading, ...]) -> tuple[GlossaryTerm, ...]:
        texts = _texts(readings)
        return self._entries(
            "glossary.yaml",
            "terms",
            GlossaryTerm,
            lambda term: {"term": term.term, **{f"also[{n}]": form for n, form in enumerate(term.also)}},
            lambda term: glossary_links(term, texts, texts.values()),
        )

    def _timeline(self, readings: tuple[Reading, ...]) -> tuple[TimelineEntry, ...]:
        texts = _texts(readings)
        return self._entries(
            "timeline.yaml",
            "entries",
            TimelineEntry,
            lambda entry: {"event": f"{entry.when}: {entry.event}"},
            lambda entry: cite_links(entry.cites, texts),
            timeline_order,
        )


def _texts(readings: Iterable[Reading]) -> dict[str, str]:
    """Return the text of each passage that can be cited, by its name in citations."""
    return {
        f"{reading.id}/{passage.id}": passage.text for reading in readings for passage in reading.passages
    }


def _question(entry: Any) -> tuple[Question | None, list[Finding]]:
    if not isinstance(entry, dict):
        return None, [Finding("error", "", "This is not a question.", "Write fields, as name: value.")]
    return read_question(entry)
