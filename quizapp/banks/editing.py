"""From the editor's form to a question, and from a question to the editor's form."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask_wtf import FlaskForm
from pydantic import ValidationError
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from quizapp.banks.content_form import (
    TicksField,
    TrueOrFalseField,
    data_for,
    is_blank,
    mapping_of,
    with_radio_keys,
)
from quizapp.banks.forms import put_on_fields, question_form
from quizapp.banks.models import Bank, Passage, Question, Reading
from quizapp.banks.service import passage_name, passages_of
from quizapp.core.bank import model as core
from quizapp.core.bank.links import MISQUOTED, misquoted
from quizapp.core.bank.lint import lint_question, open_findings
from quizapp.core.bank.validation import findings_of
from quizapp.core.findings import Finding
from quizapp.core.qtypes.base import Content, QuestionType
from quizapp.extensions import db


class Editor:
    """The form of one question of a bank: `row` is None while it has not been saved."""

    def __init__(
        self,
        bank: Bank,
        qtype: QuestionType[Any, Any],
        row: Question | None = None,
        formdata: MultiDict[str, str] | None = None,
        cites: Sequence[str] = (),
        first: Mapping[str, Any] | None = None,
    ) -> None:
        """Open the form; in a new one `cites` are ticked and `first` are fields that are filled in."""
        self.bank, self.qtype, self.row = bank, qtype, row
        self.old: dict[str, Any] = dict(row.current.record) if row else {}
        self._cites, self._first = list(cites), first or {}
        self.passages = citable(bank, row)
        if formdata is not None:
            formdata = with_radio_keys(formdata, qtype.Content)
        self.form: FlaskForm = question_form(qtype)(formdata=formdata, data=self._first_data())
        self.form.cites.choices = [SelectChoice(passage_name(passage)) for passage in self.passages]
        words = {item["id"]: item["text"] for item in bank.meta.get("objectives", [])}
        words |= {name: name for name in self.old.get("objectives", ()) if name not in words}
        self.form.objectives.choices = [SelectChoice(name, text) for name, text in words.items()]
        for entry in self.form.waive:
            _keep_choice(entry.form.rule)
        if row is not None:
            del self.form.id

    def _first_data(self) -> dict[str, Any]:
        meta = {name: self.old[name] for name in core.META_FIELDS if name in self.old}
        if "tags" in meta:
            meta["tags"] = ", ".join(meta["tags"])
        content = data_for(self.qtype.Content, self.old or self._first)
        if self._cites:
            meta["cites"] = self._cites
        return {**meta, **content, "revision": self.row.current.number if self.row else 0}

    def shelves(self) -> list[tuple[Reading, list[tuple[str, list[Passage]]]]]:
        """Return what may be cited by reading and section, in order."""
        return [
            (reading, [(name, list(rows)) for name, rows in groupby(passages, lambda row: row.section)])
            for reading, passages in groupby(self.passages, lambda row: row.reading)
        ]

    @property
    def stale(self) -> bool:
        """Tell whether somebody saved another revision since this form was opened."""
        return self.row is not None and self.form.revision.data != str(self.row.current.number)

    def change_rows(self, formdata: MultiDict[str, str]) -> bool:
        """Add or remove a row if one of the buttons for that was pressed; tell whether one was."""
        for field in self.form:
            if not hasattr(field, "append_entry"):
                continue
            if f"{field.name}-add" in formdata:
                if len(field) < (field.max_entries or 0):
                    field.append_entry()
                return True
            place = formdata.get(f"{field.name}-remove", "")
            if place:
                if place in map(str, range(len(field))):
                    field.pop_entry(int(place))
                return True
        return False

    def read(self, status: core.Status) -> tuple[core.Question | None, list[Finding]]:
        """Return the question that the form holds, or None; what forbids it stands on the fields.

        A draft may have what a type finds wrong with it; an approved question may not.
        """
        valid = self.form.validate()
        mapping = self._mapping(status)
        question, findings = core.read_question(mapping)
        refused = self._unknown_names(mapping) + self._waivers_without_reason()
        if self.row is None and self._taken(mapping["id"]):
            refused.append(Finding("error", "id", "Another question has this id.", hint="Choose another."))
        if status is core.Status.APPROVED:
            refused += [finding for finding in findings if finding.level == "error"]
            if not mapping["cites"]:
                refused.append(Finding("error", "cites", "Tick the passage that the answer stands in."))
        if question is None or refused or not valid:
            put_on_fields(self.form, self._in_its_words(findings + refused))
            return None, findings
        return question, findings

    def label_at(self, place: str) -> str:
        """Name the field that a place in the content lies in."""
        name = re.split(r"[.\[]", place)[0]
        return self.form[name].label.text if name in self.form else ""

    def content(self) -> tuple[Content | None, list[Finding]]:
        """Return what the form asks so far, to preview it; or None and what is missing."""
        try:
            return self.qtype.Content.model_validate(mapping_of(self.form, self.qtype.Content)), []
        except ValidationError as error:
            return None, self._in_its_words(findings_of(error))

    def _in_its_words(self, findings: list[Finding]) -> list[Finding]:
        """Say of a true or false that nobody chose what there is to choose."""
        open_ones = [
            field.name for field in self.form if isinstance(field, TrueOrFalseField) and field.value is None
        ]
        return [
            replace(finding, message="Choose True or False.") if finding.place in open_ones else finding
            for finding in findings
        ]

    def lint(self, content: Content) -> list[Finding]:
        """Return what the rules find in the question so far, whatever is still missing beside its content."""
        question, _ = core.read_question(self._mapping(core.Status.DRAFT))
        if question is None:
            question = core.Question(core.QuestionMeta(id="unsaved", type=self.qtype.name), content)
        found = lint_question(question, self.bank.meta.get("language", "en"))
        return open_findings(found) + self._misquoted(question)

    def _misquoted(self, question: core.Question) -> list[Finding]:
        """Warn where the passage that the question shows is not what the reading says now."""
        if any(waiver.rule == MISQUOTED for waiver in question.meta.waive):
            return []
        cites = self.form.cites.data or []
        return misquoted(question, [row.text for row in self.passages if passage_name(row) in cites])

    def _mapping(self, status: core.Status) -> dict[str, Any]:
        form = self.form
        mapping: dict[str, Any] = {
            "id": self.row.slug if self.row else form.id.data.strip() or self._free_id(),
            "type": self.qtype.name,
            "status": status.value,
            "title": form.title.data,
            "cites": form.cites.data,
            "objectives": form.objectives.data,
            "level": form.level.data,
            "difficulty": form.difficulty.data,
            "tags": [tag.strip().lower() for tag in form.tags.data.split(",") if tag.strip()],
            **mapping_of(form, self.qtype.Content),
        }
        if form.points.data is not None:
            mapping["points"] = form.points.data
        claim = {name: value for name, value in form.claim.data.items() if value and value.strip()}
        if claim:
            mapping["claim"] = claim
        if waivers := [entry.data for entry in form.waive if not is_blank(entry)]:
            mapping["waive"] = waivers
        self._keep_order(mapping)
        return mapping

    def _keep_order(self, mapping: dict[str, Any]) -> None:
        """Leave ticked things in the order the author once gave them, or a look would be an edit."""
        for field in self.form:
            old = self.old.get(field.name)
            if isinstance(field, TicksField) and isinstance(old, list):
                ticked = mapping[field.name]
                kept = [name for name in old if name in ticked]
                mapping[field.name] = kept + [name for name in ticked if name not in kept]

    def _unknown_names(self, mapping: dict[str, Any]) -> list[Finding]:
        findings = []
        for name, what in (("cites", "passage"), ("objectives", "objective")):
            known = {choice.value for choice in self.form[name].choices}
            if not set(mapping[name]) <= known:
                message = f"There is no such {what} in this bank."
                findings.append(Finding("error", name, message, hint="Tick others."))
        return findings

    def _waivers_without_reason(self) -> list[Finding]:
        """Refuse a rule chosen and no reason given, which would be a row that says nothing."""
        if any(entry.data["rule"] and is_blank(entry) for entry in self.form.waive):
            hint = "Write why the question is right as it is, or choose no rule."
            return [Finding("error", "waive", "A rule is set aside without a reason.", hint=hint)]
        return []

    def _free_id(self) -> str:
        base = slug_of(self.form.title.data) or slug_of(self.form.prompt.data) or "question"
        slug, number = base, 2
        while self._taken(slug):
            slug, number = f"{base}-{number}", number + 1
        return slug

    def _taken(self, slug: str) -> bool:
        query = select(Question.id).where(Question.bank_id == self.bank.id, Question.slug == slug)
        return db.session.scalar(query) is not None


def _keep_choice(field: Any) -> None:
    """Keep a stored word that is none of the choices: to change it is for the author."""
    if field.data and field.data not in [choice.value for choice in field.choices]:
        field.choices = [*field.choices, SelectChoice(field.data)]


def slug_of(text: str) -> str:
    """Return the id that a title proposes: "Whom the Treasury sanctioned" is whom-the-treasury-sanctioned."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")


def citable(bank: Bank, row: Question | None) -> list[Passage]:
    """Return the passages a question may cite: those standing, then those it cites that are gone."""
    passages = passages_of(bank)
    if row is not None:
        passages += [cite.passage for cite in row.current.cites if cite.passage.removed_at is not None]
    return passages
