"""The schemas that editors use are those of the models."""

from quizapp.core.bank.files import load_units
from quizapp.core.bank.schema import schema_text, schemas, write_schemas
from quizapp.core.qtypes.registry import QUESTION_TYPES
from quizapp.paths import questions_dir


def test_the_shipped_schemas_are_current():
    folder = questions_dir() / "schema"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        name: schema_text(schema) for name, schema in schemas().items()
    }, "run: quizapp bank schema"


def test_the_type_of_a_question_decides_its_fields():
    schema = schemas()["questions.schema.json"]
    item = schema["items"]
    assert item["properties"]["type"]["enum"] == list(QUESTION_TYPES)
    for branch in item["allOf"]:
        name = branch["if"]["properties"]["type"]["const"]
        assert branch["then"] == {"$ref": f"#/$defs/{name}"}
        question = schema["$defs"][name]
        assert question["properties"]["type"]["const"] == name
        assert question["additionalProperties"] is False
        assert {"id", "type", "prompt"} <= set(question["required"]) <= set(question["properties"])
    assert "answer" in schema["$defs"]["numeric"]["required"]
    assert "choices" not in schema["$defs"]["numeric"]["properties"]


def test_every_field_of_the_shipped_questions_is_in_the_schema():
    defs = schemas()["questions.schema.json"]["$defs"]
    for unit in load_units(questions_dir())[0]:
        for question in unit.questions:
            fields = question.as_mapping()
            assert set(defs[question.meta.type]["required"]) <= set(fields)
            assert set(fields) <= set(defs[question.meta.type]["properties"])


def test_schemas_are_written_where_they_are_wanted(tmp_path):
    written = write_schemas(tmp_path / "schema")
    assert sorted(path.name for path in written) == [
        "flashcards.schema.json",
        "glossary.schema.json",
        "questions.schema.json",
        "quizzes.schema.json",
        "timeline.schema.json",
        "unit.schema.json",
    ]
    assert all(path.read_text().startswith("{\n") for path in written)


def test_the_schemas_of_glossary_and_timeline_ask_for_cites_or_background():
    for name in ("glossary", "timeline"):
        cited, background = schemas()[f"{name}.schema.json"]["items"]["oneOf"]
        assert (cited["required"], cited["properties"]["background"]) == (["cites"], {"const": False})
        assert (background["required"], background["properties"]["cites"]) == (
            ["background"],
            {"maxItems": 0},
        )
    when = schemas()["timeline.schema.json"]["items"]["properties"]["when"]
    assert when["type"] == ["string", "integer"]
