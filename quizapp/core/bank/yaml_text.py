"""YAML as bank files may use it: the plain values of YAML 1.2, each with the line it stands on.

The parser is ruamel's; the values are built here from its events. So an alias is refused before
anything is expanded, no tag makes an object, and `no` or 2024-11-05 stay the text they are.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamStartEvent,
)
from ruamel.yaml.reader import ReaderError

from quizapp.core.findings import Finding

DEEPEST = 20
WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
WHOLE = re.compile(r"[-+]?[0-9]+")
BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
BROKEN = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")

NEVER_CLOSED = "found unexpected end of stream"
HINTS = {
    "mapping values are not allowed here": "Put text that holds a colon and a space in quotes.",
    "found character '\\t' that cannot start any token": "Indent with spaces, not with tabs.",
    NEVER_CLOSED: "A quote is opened and not closed.",
    "found character '@' that cannot start any token": "Put this text in quotes.",
    "found character '%' that cannot start any token": "Put this text in quotes.",
    "found character '`' that cannot start any token": "Put this text in quotes.",
}


@dataclass(frozen=True)
class YamlDocument:
    """The value of a file, the line (from 1) of each of its places, and what is wrong inside it.

    Places are written as in findings: `[3].choices[0].text`.
    """

    value: Any
    lines: Mapping[str, int]
    findings: tuple[Finding, ...] = ()

    def line(self, place: str) -> int:
        """Return the line of a place, or of what holds it if it is not there itself."""
        while place and place not in self.lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.lines.get(place, 1)


class UnusableYamlError(Exception):
    """The text cannot be used as YAML at all."""

    def __init__(self, line: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.finding = Finding("error", "", message, hint, line=line)


def read_yaml(text: str) -> YamlDocument | Finding:
    """Read one YAML document: its values with their lines, or why it cannot be read."""
    try:
        builder = _Builder(text)
        return YamlDocument(builder.document(), builder.lines, tuple(builder.findings))
    except UnusableYamlError as refused:
        return refused.finding
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return Finding("error", "", "This character cannot stand in a text file.", "Remove it.", line=line)
    except MarkedYAMLError as error:
        problem = str(error.problem or error.context or "not readable")
        marks = [error.problem_mark, error.context_mark]
        # A quote that is never closed ends at the end of the file: tell where it was opened.
        mark = next(filter(None, reversed(marks) if problem == NEVER_CLOSED else marks), None)
        hint = HINTS.get(problem, "Look at the indentation and the quotes here and on the line above.")
        message = f"This is not YAML: {problem}."
        return Finding("error", "", message, hint, line=mark.line + 1 if mark else 1)
    except YAMLError as error:
        return Finding("error", "", f"This is not YAML: {' '.join(str(error).split())}.", line=1)


class _Builder:
    """Builds the value of the one document from the parser's events."""

    def __init__(self, text: str) -> None:
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []
        self._events: Iterator[Any] = YAML(typ="safe", pure=True).parse(text)

    def document(self) -> Any:
        event = next(self._events)
        if isinstance(event, StreamStartEvent):
            event = next(self._events)
        if not isinstance(event, DocumentStartEvent):
            return None
        value = self._value(next(self._events), "", 0)
        next(self._events)
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            raise UnusableYamlError(
                after.start_mark.line + 1,
                "A second document begins here.",
                "Remove the line of three hyphens, or put what follows into a file of its own.",
            )
        return value

    def _value(self, event: Any, path: str, depth: int) -> Any:
        line = event.start_mark.line + 1
        self.lines.setdefault(path, line)
        if isinstance(event, AliasEvent) or event.anchor is not None:
            raise UnusableYamlError(
                line, "Anchors (&) and aliases (*) are not used here.", "Write it out, or put it in quotes."
            )
        if event.tag is not None:
            raise UnusableYamlError(
                line, "Tags (!) are not used here.", "Put text that begins with ! in quotes."
            )
        if depth > DEEPEST:
            raise UnusableYamlError(
                line, "This is nested too deeply.", "Look at the indentation and the brackets."
            )
        if isinstance(event, ScalarEvent):
            return self._scalar(event, line)
        if isinstance(event, SequenceStartEvent):
            return self._sequence(path, depth)
        assert isinstance(event, MappingStartEvent)
        return self._mapping(path, depth)

    def _sequence(self, path: str, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._value(event, f"{path}[{len(items)}]", depth + 1))
        return items

    def _mapping(self, path: str, depth: int) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, ScalarEvent):
                raise UnusableYamlError(
                    line, "The name of a field must be plain text.", "Look at the brackets here."
                )
            # A name is the text that was written: `5:` and `"5":` are the same line of a document.
            self._value(event, f"{path}?", depth)
            name = event.value
            place = f"{path}.{name}" if path else name
            if name in entries:
                message = f"“{name}” is already given on line {self.lines[place]}."
                self.findings.append(Finding("error", place, message, "Keep one of the two.", line=line))
            else:
                self.lines[place] = line
            value = self._value(next(self._events), place, depth + 1)
            entries.setdefault(name, value)
        return entries

    def _scalar(self, event: ScalarEvent, line: int) -> Any:
        text = event.value
        if any(unicodedata.category(char) == "Cs" for char in text):
            raise UnusableYamlError(
                line, "A \\u escape here makes half a character.", "Write the character itself."
            )
        return resolve(text) if event.implicit[0] else text


def resolve(text: str) -> Any:
    """Return what an unquoted scalar means in YAML 1.2: nothing, true or false, a number, or text."""
    if text in WORDS:
        return WORDS[text]
    # Longer than any number that is meant; Python refuses to read them at all.
    if len(text) > 400:
        return text
    if WHOLE.fullmatch(text):
        return int(text)
    if BASED.fullmatch(text):
        return int(text, 0)
    if BROKEN.fullmatch(text):
        return float(text)
    if found := NOT_FINITE.fullmatch(text):
        return math.nan if found[1] is None else math.copysign(math.inf, -1 if found[1] == "-" else 1)
    return text
