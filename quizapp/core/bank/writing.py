"""What a unit holds put into the text of bank files, in the form of questions/README.md."""

import json
import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from quizapp.core.bank.model import (
    LEADING_FIELDS,
    META_FIELDS,
    Flashcard,
    GlossaryTerm,
    Question,
    Reading,
    ReadyQuiz,
    TimelineEntry,
    UnitMeta,
)
from quizapp.core.bank.yaml_text import resolve

# Conservative: whatever is not plainly harmless without quotes is put in quotes.
PLAIN_START = re.compile(r"[^\W_]")
NOT_PLAIN = re.compile(r": |:$| #|[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\uf900-\ufefe]")
NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}:]")
IN_BLOCKS = ("lines",)
"""Fields whose own fields stand one a line; there may be many of them."""
YEAR = re.compile(r"[1-9][0-9]{0,3}")
UNPRINTED = re.compile(r"[\x7f-\xa0\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]")


def write_question(question: Question) -> str:
    """Return one question as an item of a bank file, ending in a newline."""
    return write_item(fields_of(question))


def write_glossary(terms: Iterable[GlossaryTerm]) -> str:
    """Return the text of a glossary file that loads to the same terms, in the same order."""
    return "".join(write_item(fields_of(term)) for term in terms)


def write_timeline(entries: Iterable[TimelineEntry]) -> str:
    """Return the text of a timeline file that loads to the same entries, in the same order."""
    return "".join(write_item(fields_of(entry)) for entry in entries)


def write_unit_file(meta: UnitMeta) -> str:
    """Return the text of a unit.yaml that loads to the same."""
    return "".join(f"{line}\n" for line in field_lines(fields_of(meta)))


def write_reading(reading: Reading) -> str:
    """Return the text of a reading's file that loads to the same reading."""
    top = {"id": reading.id, "title": reading.title, "source": reading.source, "note": reading.note}
    lines = ["---", *field_lines({name: text for name, text in top.items() if text}), "---"]
    sections = groupby(reading.passages, lambda passage: (passage.number.split(".")[0], passage.section))
    for (_, title), passages in sections:
        # A hash that ends a title would be taken for the closing of the heading.
        lines += ["", f"## {title}{' ##' if title.endswith('#') else ''}"]
        for passage in passages:
            places = f"; source: {' '.join(passage.sources)}" if passage.sources else ""
            lines += ["", f"<!-- passage: {passage.id}{places} -->", passage.text]
    return "\n".join(lines) + "\n"


def write_item(mapping: Mapping[str, Any]) -> str:
    """Return fields as an item of a list, ending in a newline."""
    lines = field_lines(mapping)
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]) + "\n"


Written = Question | Flashcard | GlossaryTerm | TimelineEntry | ReadyQuiz | UnitMeta


def fields_of(thing: Written) -> dict[str, Any]:
    """Return what a bank file says of a thing, as JSON-able values in the file's order."""
    if isinstance(thing, Question):
        return _in_order(thing)
    mapping = thing.model_dump(mode="json", exclude_defaults=True)
    if isinstance(thing, TimelineEntry) and YEAR.fullmatch(thing.when):
        mapping["when"] = int(thing.when)  # a year is written without quotes
    return mapping


def _in_order(question: Question) -> dict[str, Any]:
    """Return the fields in the order of a bank file; level and difficulty are always told."""
    meta = question.meta
    fields = {**question.as_mapping(), "level": meta.level.value, "difficulty": meta.difficulty.value}
    last = [name for name in META_FIELDS if name in fields and name not in LEADING_FIELDS]
    first = [name for name in fields if name not in last]
    return {name: fields[name] for name in first + last}


def field_lines(mapping: Mapping[str, Any]) -> list[str]:
    """Return fields as the lines of a file, each part of a list indented by two."""
    lines = []
    for name, value in mapping.items():
        if isinstance(value, list) and value:
            lines += [f"{name}:", *(f"  {line}" for item in value for line in _item(item))]
        elif isinstance(value, dict) and name in IN_BLOCKS and value:
            lines += [f"{name}:", *(f"  {scalar(key)}: {scalar(part)}" for key, part in value.items())]
        elif isinstance(value, dict):
            inside = ", ".join(f"{key}: {scalar(part, flow=True)}" for key, part in value.items())
            lines.append(f"{name}: {{{inside}}}")
        else:
            lines.append(f"{name}: {scalar(value)}")
    return lines


def _item(value: Any) -> list[str]:
    lines = field_lines(value) if isinstance(value, dict) else [scalar(value)]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def scalar(value: Any, flow: bool = False, quoted: bool = False) -> str:
    """Return one value as YAML that reads back as the same, in quotes where it needs or is to have them."""
    if not isinstance(value, str):
        return json.dumps(value)
    plain = (
        PLAIN_START.match(value)
        and value == value.strip()
        and not NOT_PLAIN.search(value)
        and not (flow and NOT_PLAIN_IN_FLOW.search(value))
        and isinstance(resolve(value), str)
    )
    if plain and not quoted:
        return value
    return UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
