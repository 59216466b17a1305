"""What a unit holds put into the text of bank files, in the form of questions/README.md."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from quizapp.core.bank.model import (
    LEADING_FIELDS,
    META_FIELDS,
    Flashcard,
    GlossaryTerm,
    Question,
    TimelineEntry,
)
from quizapp.core.bank.yaml_text import resolve

# Conservative: whatever is not plainly harmless without quotes is put in quotes.
PLAIN_START = re.compile(r"[^\W_]")
NOT_PLAIN = re.compile(r": |:$| #|[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\uf900-\ufefe]")
NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}:]")
YEAR = re.compile(r"[1-9][0-9]{0,3}")
UNPRINTED = re.compile(r"[\x7f-\xa0\u2028\u2029\ud800-\udfff\ue000-\uf8ff\ufeff\ufffe\uffff]")


def write_questions(questions: Iterable[Question]) -> str:
    """Return the text of a questions file that loads to the same questions, in the same order."""
    return "".join(write_question(question) for question in questions)


def write_question(question: Question) -> str:
    """Return one question as an item of a bank file, ending in a newline."""
    return _entry(_in_order(question))


def write_flashcards(flashcards: Iterable[Flashcard]) -> str:
    """Return the text of a flashcards file that loads to the same cards, in the same order."""
    return "".join(_entry(card.as_mapping()) for card in flashcards)


def write_glossary(terms: Iterable[GlossaryTerm]) -> str:
    """Return the text of a glossary file that loads to the same terms, in the same order."""
    return "".join(_entry(term.model_dump(mode="json", exclude_defaults=True)) for term in terms)


def write_timeline(entries: Iterable[TimelineEntry]) -> str:
    """Return the text of a timeline file that loads to the same entries, in the same order."""
    mappings = [entry.model_dump(mode="json", exclude_defaults=True) for entry in entries]
    return "".join(_entry({**mapping, "when": _year(mapping["when"])}) for mapping in mappings)


def _year(when: str) -> str | int:
    """Return a year as the number it is written as, without quotes."""
    return int(when) if YEAR.fullmatch(when) else when


def _entry(mapping: Mapping[str, Any]) -> str:
    lines = _mapping(mapping)
    return "\n".join([f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]) + "\n"


def _in_order(question: Question) -> dict[str, Any]:
    """Return the fields in the order of a bank file; level and difficulty are always told."""
    meta = question.meta
    fields = {**question.as_mapping(), "level": meta.level.value, "difficulty": meta.difficulty.value}
    last = [name for name in META_FIELDS if name in fields and name not in LEADING_FIELDS]
    first = [name for name in fields if name not in last]
    return {name: fields[name] for name in first + last}


def _mapping(mapping: Mapping[str, Any]) -> list[str]:
    lines = []
    for name, value in mapping.items():
        if isinstance(value, list) and value:
            lines += [f"{name}:", *(f"  {line}" for item in value for line in _item(item))]
        elif isinstance(value, dict):
            inside = ", ".join(f"{key}: {_scalar(part, flow=True)}" for key, part in value.items())
            lines.append(f"{name}: {{{inside}}}")
        else:
            lines.append(f"{name}: {_scalar(value)}")
    return lines


def _item(value: Any) -> list[str]:
    lines = _mapping(value) if isinstance(value, dict) else [_scalar(value)]
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _scalar(value: Any, flow: bool = False) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = (
        PLAIN_START.match(value)
        and value == value.strip()
        and not NOT_PLAIN.search(value)
        and not (flow and NOT_PLAIN_IN_FLOW.search(value))
        and isinstance(resolve(value), str)
    )
    if plain:
        return value
    return UNPRINTED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
