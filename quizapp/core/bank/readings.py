"""Readings: Markdown parted into numbered passages, each with the places of the source it retells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import Field, ValidationError

from quizapp.core.bank.model import Passage, Reading, Slug
from quizapp.core.bank.validation import findings_of
from quizapp.core.bank.yaml_text import YamlDocument, read_yaml
from quizapp.core.findings import Finding, has_errors
from quizapp.core.qtypes.base import Strict

HEADING = re.compile(r"(#{1,6})\s+(.+?)(?:\s+#+)?")
MARKER = re.compile(
    r"<!--\s*passage:\s*(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\s*"
    r"(?:;\s*source:\s*(?P<sources>[a-z0-9-]+:[0-9]+(?:\s+[a-z0-9-]+:[0-9]+)*)\s*)?-->"
)
HTML = re.compile(r"</?[A-Za-z][^>]*>|<!|<\?")
LINK = re.compile(r"\]\(|https?://")

MARKER_FORM = "<!-- passage: name; source: document:line -->"


class ReadingMeta(Strict):
    """What stands between the two lines of hyphens at the top of a reading."""

    id: Slug
    title: str = Field(min_length=1, max_length=200)
    source: Slug
    note: str = Field(default="", max_length=2_000)


@dataclass(frozen=True)
class ReadingText:
    """A reading as its file holds it: the line of each passage's marker and of each field on top."""

    reading: Reading
    passage_lines: Mapping[str, int]
    field_lines: Mapping[str, int]


def read_reading(text: str, name: str) -> tuple[ReadingText | None, list[Finding]]:
    """Read the reading called `name`, or None where its top cannot be used.

    Findings carry a line, and places from the name on.
    """
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        hint = (
            "Begin with a line of three hyphens, then id, title, source and note, then three hyphens again."
        )
        return None, [Finding("error", name, "The lines at the top are missing.", hint, line=1)]
    document = read_yaml("\n".join(["", *lines[1:end]]))
    if isinstance(document, Finding):
        return None, [document.under(name)]
    meta, findings = _meta(document, name)
    body = _Body(name)
    body.read(lines, end + 1)
    findings += body.findings
    if meta is None:
        return None, findings
    passages = tuple(body.passages)
    if not passages:
        hint = f"Put {MARKER_FORM} on the line before each passage."
        findings.append(Finding("error", name, "There is no passage in this reading.", hint, line=1))
    reading = Reading(meta.id, meta.title, meta.source, meta.note, passages)
    return ReadingText(reading, body.lines, document.lines), findings


def number_through(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Count the sections on from reading to reading, so that ¶ 8.2 names one passage in a whole unit."""
    numbered, before = [], 0
    for reading in readings:
        parts = [tuple(map(int, passage.number.split("."))) for passage in reading.passages]
        passages = tuple(
            replace(passage, number=f"{before + section}.{place}")
            for passage, (section, place) in zip(reading.passages, parts, strict=True)
        )
        numbered.append(replace(reading, passages=passages))
        before += max((section for section, _ in parts), default=0)
    return tuple(numbered)


def _meta(document: YamlDocument, name: str) -> tuple[ReadingMeta | None, list[Finding]]:
    findings = list(document.findings)
    meta = None
    try:
        meta = ReadingMeta.model_validate(document.value)
        if meta.id != name:
            hint = f"Write id: {name}, or rename the file."
            findings.append(Finding("error", "id", f"“{meta.id}” is not the name of the file.", hint))
    except ValidationError as error:
        findings += findings_of(error)
    placed = [
        replace(finding.under(name), line=finding.line or document.line(finding.place))
        for finding in findings
    ]
    return (None if has_errors(findings) else meta), placed


class _Body:
    """The passages of a reading, gathered line by line."""

    def __init__(self, reading: str) -> None:
        self.passages: list[Passage] = []
        self.lines: dict[str, int] = {}
        self.findings: list[Finding] = []
        self._reading = reading
        self._section, self._title, self._place = 0, "", 0
        self._open: tuple[str, tuple[str, ...], int] | None = None
        self._text: list[str] = []
        self._stray = False

    def read(self, lines: list[str], start: int) -> None:
        for number, line in enumerate(lines[start:], start=start + 1):
            heading, marker = HEADING.fullmatch(line.strip()), MARKER.fullmatch(line.strip())
            if heading:
                self._heading(heading, number)
            elif marker:
                self._marker(marker, number)
            elif line.strip().startswith("<!--"):
                self._error(number, "This line cannot be read.", f"Write {MARKER_FORM}.")
            elif self._open:
                self._check(line, number)
                self._text.append(line)
            elif line.strip() and not self._stray:
                self._stray = True
                hint = f"Put {MARKER_FORM} on the line before it."
                self._error(number, "This text belongs to no passage.", hint)
        self._close()

    def _heading(self, found: re.Match[str], number: int) -> None:
        self._close()
        if found[1] != "##":
            self._error(number, "Only headings of the second level are used here.", "Write ## before it.")
        self._section, self._title, self._place = self._section + 1, found[2], 0

    def _marker(self, found: re.Match[str], number: int) -> None:
        self._close()
        if not self._section:
            self._error(number, "This passage stands before the first heading.", "Put a ## heading above it.")
        self._open = (found["id"], tuple(dict.fromkeys((found["sources"] or "").split())), number)

    def _close(self) -> None:
        """End the passage that is open, and keep it if it can be cited."""
        self._stray = False
        if self._open is None:
            return
        (name, sources, line), text = self._open, "\n".join(self._text).strip()
        self._open, self._text = None, []
        self._place += 1
        if name in self.lines:
            message = f"Line {self.lines[name]} has a passage of this name already."
            self._error(line, message, "Give each its own name.", name)
        elif not text:
            self.lines[name] = line
            self._error(line, "This passage is empty.", "Write its text, or remove the marker.", name)
        elif self._section:
            self.lines[name] = line
            number = f"{self._section}.{self._place}"
            self.passages.append(Passage(name, number, self._title, text, sources))

    def _check(self, line: str, number: int) -> None:
        assert self._open is not None
        if HTML.search(line):
            self._error(number, "HTML is not used in readings.", "Write plain Markdown.", self._open[0])
        if LINK.search(line):
            message, hint = "Links are not used in readings.", "Name the source in words."
            self.findings.append(
                Finding("warning", self._place_of(self._open[0]), message, hint, line=number)
            )

    def _error(self, line: int, message: str, hint: str, passage: str = "") -> None:
        self.findings.append(Finding("error", self._place_of(passage), message, hint, line=line))

    def _place_of(self, passage: str) -> str:
        return f"{self._reading}/{passage}" if passage else self._reading
