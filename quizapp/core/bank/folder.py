"""The files of a unit's folder, read one by one: what is wrong is told with file, line and field."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from quizapp.core.bank.disk import read_text
from quizapp.core.bank.validation import findings_of
from quizapp.core.bank.yaml_text import YamlDocument, read_yaml
from quizapp.core.findings import Finding, has_errors
from quizapp.core.qtypes.base import Strict

M = TypeVar("M", bound=Strict)


class FolderReader:
    """What every reader of a unit's folder does; `findings` collects all that was told."""

    def __init__(self, folder: Path) -> None:
        self.findings: list[Finding] = []
        self._folder = folder
        self._name = folder.resolve().name

    def _say(
        self, path: Path, line: int | None, place: str, message: str, hint: str = "", level: Any = "error"
    ) -> None:
        place = f"{self._name}{place if place.startswith(('/', '[')) or not place else f'.{place}'}"
        self.findings.append(Finding(level, place, message, hint, file=str(path), line=line))

    def _text(self, path: Path) -> str | None:
        text = read_text(path, self._folder)
        if isinstance(text, Finding):
            self.findings.append(text.under(self._name))
            return None
        return text

    def _document(self, path: Path) -> YamlDocument | None:
        text = self._text(path)
        if text is None:
            return None
        document = read_yaml(text)
        if isinstance(document, Finding):
            self.findings.append(replace(document.under(self._name), file=str(path)))
            return None
        if document.value is None:
            self._say(
                path, 1, "", "This file is empty.", "Write it as questions/README.md shows, or remove it."
            )
            return None
        return document

    def _model(
        self, model: type[M], value: Any, document: YamlDocument, path: Path, name: str, within: str = ""
    ) -> M | None:
        """Validate the value that lies at `within` in the document, and tell what forbids it."""
        found = inside(document, within)
        valid = None
        try:
            valid = model.model_validate(value)
        except ValidationError as error:
            found += findings_of(error)
        self._report(found, document, path, name, within)
        return None if has_errors(found) else valid

    def _report(
        self, found: Iterable[Finding], document: YamlDocument, path: Path, name: str, within: str = ""
    ) -> None:
        for finding in found:
            joint = "." if within and finding.place and not finding.place.startswith("[") else ""
            line = finding.line or document.line(f"{within}{joint}{finding.place}")
            self.findings.append(replace(finding.under(name), file=str(path), line=line))

    def _list(self, path: Path, what: str, first: str = "id") -> tuple[YamlDocument, list[Any]] | None:
        document = self._document(path)
        if document is None:
            return None
        if not isinstance(document.value, list):
            hint = f"Begin each with “- {first}:”, in column 1."
            self._say(path, 1, "", f"This is not a list of {what}.", hint)
            return None
        return document, document.value

    def _entries(
        self,
        file: str,
        what: str,
        model: type[M],
        names: Callable[[M], dict[str, str]],
        links: Callable[[M], list[Finding]],
        together: Callable[[list[M]], dict[int, Finding]] = lambda _: {},
    ) -> tuple[M, ...]:
        """Read a file that lists one kind of thing, where there is one, without what has errors.

        `names` gives, by field, what only one of them may be called; `together` checks those that are left.
        """
        path, first = self._folder / file, next(iter(model.model_fields))
        listed = self._list(path, what, first) if path.exists() else None
        document, entries = listed or (YamlDocument(None, {}), [])
        taken: dict[str, int] = {}
        kept: list[tuple[str, str, M]] = []
        for index, entry in enumerate(entries):
            within = f"[{index}]"
            name = entry.get(first) if isinstance(entry, dict) else None
            said = f"{self._name}/{name if isinstance(name, str) and name else file + within}"
            valid = self._model(model, entry, document, path, said, within)
            if valid is None:
                continue
            found = links(valid)
            for field, called in names(valid).items():
                key = " ".join(called.casefold().split())
                if key in taken:
                    message = f"“{called}” is given already on line {taken[key]}."
                    found.append(Finding("error", field, message, "Keep one of the two, or rename one."))
                else:
                    taken[key] = document.line(f"{within}.{field}")
            self._report(found, document, path, said, within)
            if not has_errors(found):
                kept.append((said, within, valid))
        for index, finding in together([valid for _, _, valid in kept]).items():
            said, within, _ = kept[index]
            self._report([finding], document, path, said, within)
        return tuple(valid for _, _, valid in kept)


def inside(document: YamlDocument, within: str) -> list[Finding]:
    """Return the document's own findings on the part at `within`, with places relative to it."""
    return [
        replace(finding, place=finding.place[len(within) :].removeprefix("."))
        for finding in document.findings
        if finding.place.startswith(within)
    ]
