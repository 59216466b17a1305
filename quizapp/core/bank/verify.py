"""Do the documents at hand say what the readings were made from? Digests tell, without a copy in the bank."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.bank.model import Source, Unit
from quizapp.core.findings import Finding


@dataclass(frozen=True)
class SourceCheck:
    """A source held against the documents: the name of the one it is, "" if none, and what differs."""

    source: Source
    document: str
    findings: tuple[Finding, ...]


def verify(unit: Unit, documents: Mapping[str, bytes]) -> list[SourceCheck]:
    """Find each source of a unit among documents, by name of file, and check every digest kept of it.

    A document is known by the digest of the whole file, else by its name, else by the lines it has.
    """
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in documents.items()}
    lines = {name: _line_digests(data) for name, data in documents.items()}
    exact = {source.id: _named(digests, source) for source in unit.meta.sources}
    checks = []
    for index, source in enumerate(unit.meta.sources):
        free = {name: lines[name] for name in documents if name not in exact.values()}
        name = exact[source.id] or _by_name(free, source) or _by_lines(free, source)
        place = f"{unit.meta.id}.sources[{index}]"
        found = _differences(source, name, digests[name], lines[name]) if name else [_missing(source)]
        checks.append(SourceCheck(source, name, tuple(finding.under(place) for finding in found)))
    return checks


def _line_digests(data: bytes) -> list[set[str]]:
    """Return the digests of each line, with and without the carriage return of another system's newline."""
    return [
        {hashlib.sha256(line).hexdigest(), hashlib.sha256(line.removesuffix(b"\r")).hexdigest()}
        for line in data.split(b"\n")
    ]


def _named(digests: Mapping[str, str], source: Source) -> str:
    return next((name for name, digest in digests.items() if digest == source.sha256), "")


def _by_name(lines: Mapping[str, list[set[str]]], source: Source) -> str:
    return next((name for name in lines if name.split(".")[0] == source.id), "")


def _by_lines(lines: Mapping[str, list[set[str]]], source: Source) -> str:
    def known(name: str) -> int:
        return sum(digest in digests for digests in lines[name] for digest in source.lines.values())

    best = max(lines, key=known, default="")
    return best if best and known(best) else ""


def _missing(source: Source) -> Finding:
    if not source.sha256 and not source.lines:
        hint = "Write its sha256 and lines into unit.yaml."
        return Finding("warning", "", f"No digest of “{source.id}” is kept.", hint, "no-digest")
    hint = "Put a copy of it into the folder; its name does not matter."
    return Finding("error", "", f"No document in the folder is “{source.id}”.", hint, "document-missing")


def _differences(source: Source, name: str, whole: str, lines: list[set[str]]) -> list[Finding]:
    findings = []
    if source.sha256 and source.sha256 != whole:
        message = (
            f"{name} is not the copy that was used: its digest is {whole[:12]}…, not {source.sha256[:12]}…."
        )
        hint = "Look for the lines that changed, or get the copy that was used."
        findings.append(Finding("error", "sha256", message, hint, "document-changed"))
    for number, digest in source.lines.items():
        here = lines[int(number) - 1] if 0 < int(number) <= len(lines) else set()
        if digest in here:
            continue
        moved = next((place for place, digests in enumerate(lines, 1) if digest in digests), None)
        message = f"Line {number} of {name} is not the one that is taught."
        hint = (
            f"That one is line {moved} now: change the number in unit.yaml and in the readings."
            if moved
            else "Read it again, mend what cites it, and put its new digest into unit.yaml."
        )
        findings.append(Finding("error", f"lines.{number}", message, hint, "line-changed"))
    return findings
