"""JSON Schemas of the bank files, for editors that check and complete while one types."""

import json
from pathlib import Path
from typing import Any

from quizapp.core.bank.model import (
    LEADING_FIELDS,
    Flashcard,
    GlossaryTerm,
    QuestionMeta,
    ReadyQuiz,
    TimelineEntry,
    UnitMeta,
)
from quizapp.core.qtypes.registry import QUESTION_TYPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of bank file, by the name of its file."""
    return {
        "flashcards.schema.json": _list_of(Flashcard.model_json_schema(), "The flashcards of a unit"),
        "glossary.schema.json": _list_of(
            _grounded(GlossaryTerm.model_json_schema()), "The glossary of a unit"
        ),
        "questions.schema.json": _questions(),
        "quizzes.schema.json": _list_of(ReadyQuiz.model_json_schema(), "The ready-made quizzes of a unit"),
        "timeline.schema.json": _list_of(
            _grounded(TimelineEntry.model_json_schema()), "The timeline of a unit"
        ),
        "unit.schema.json": {"$schema": DIALECT, **UnitMeta.model_json_schema(), "title": "A unit"},
    }


def schema_text(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into the folder, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(schema_text(schema), encoding="utf-8")
        written.append(path)
    return written


def _list_of(item: Schema, title: str) -> Schema:
    defs = item.pop("$defs", {})
    return {"$schema": DIALECT, "title": title, "type": "array", "items": item, "$defs": defs}


def _grounded(item: Schema) -> Schema:
    """Add the rule that JSON Schema has no field for: there are cites, or background is true."""
    cited = {"properties": {"cites": {"minItems": 1}, "background": {"const": False}}, "required": ["cites"]}
    background = {
        "properties": {"cites": {"maxItems": 0}, "background": {"const": True}},
        "required": ["background"],
    }
    return {**item, "oneOf": [cited, background]}


def _questions() -> Schema:
    """Return the schema of a list of questions: `type` decides which other fields there are."""
    defs: dict[str, Schema] = {}
    for qtype in QUESTION_TYPES.values():
        defs[qtype.name] = _question(
            qtype.name, qtype.label, qtype.hint, qtype.Content.model_json_schema(), defs
        )
    question = {
        "type": "object",
        "properties": {"type": {"enum": list(QUESTION_TYPES)}},
        "required": ["id", "type"],
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": {"$ref": f"#/$defs/{name}"},
            }
            for name in QUESTION_TYPES
        ],
    }
    return {
        "$schema": DIALECT,
        "title": "The questions of a unit",
        "type": "array",
        "items": question,
        "$defs": dict(sorted(defs.items())),
    }


def _question(name: str, label: str, hint: str, content: Schema, defs: dict[str, Schema]) -> Schema:
    meta = QuestionMeta.model_json_schema()
    for part in (meta, content):
        for model, schema in part.pop("$defs", {}).items():
            if defs.setdefault(model, schema) != schema:
                raise ValueError(f"two models are called {model}")
    meta["properties"]["type"] = {"const": name, "title": label, "description": hint}
    leading = {field: meta["properties"].pop(field) for field in LEADING_FIELDS}
    return {
        "title": label,
        "description": hint,
        "type": "object",
        "properties": {**leading, **content["properties"], **meta["properties"]},
        "required": [*meta["required"], *content["required"]],
        "additionalProperties": False,
    }
