"""A change in a file is as small as it can be."""

import pytest

from quizapp.core.bank.splicing import CannotSpliceError, item_spans, splice_item, splice_mapping

ITEM = """- id: sky   # the name
  # about the morning
  prompt: 'What colour is it?'   # asked first

  choices:
    - text: Blue     # right
      correct: true

    # the other
    - text: "Green"
  claim: {by: notes, status: reported}
  tags: [sky, colour]
  level: remember
"""
OLD = {
    "id": "sky",
    "prompt": "What colour is it?",
    "choices": [{"text": "Blue", "correct": True}, {"text": "Green"}],
    "claim": {"by": "notes", "status": "reported"},
    "tags": ["sky", "colour"],
    "level": "remember",
}


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        ({}, ITEM),
        (
            {"prompt": "Which colour: blue?"},
            ITEM.replace("'What colour is it?'   #", '"Which colour: blue?"   #'),
        ),
        ({"level": "apply"}, ITEM.replace("level: remember", "level: apply")),
        (
            {"choices": [{"text": "Blue", "correct": True}, {"text": "Red"}]},
            ITEM.replace('"Green"', '"Red"'),
        ),
        (
            {"choices": [{"text": "Blue", "correct": True}, {"text": "Green", "feedback": "No."}]},
            ITEM.replace('"Green"\n', '"Green"\n      feedback: No.\n'),
        ),
        (
            {"choices": [{"text": "Blue", "correct": True}, {"text": "Red"}, {"text": "Green"}]},
            ITEM.replace("      correct: true\n", "      correct: true\n    - text: Red\n"),
        ),
        (
            {"choices": [{"text": "Blue", "correct": True}]},
            ITEM.replace('    - text: "Green"\n', ""),
        ),
        (
            {"choices": [{"text": "Grey"}, *OLD["choices"]]},
            ITEM.replace("    - text: Blue", "    - text: Grey\n    - text: Blue"),
        ),
        (
            {"claim": {"by": "a, b", "status": "alleged"}},
            ITEM.replace("{by: notes, status: reported}", '{by: "a, b", status: alleged}'),
        ),
        ({"tags": ["sky"]}, ITEM.replace("tags: [sky, colour]", "tags:\n    - sky")),
    ],
)
def test_only_what_changed_is_another(change, lines):
    assert splice_item(ITEM, OLD, {**OLD, **change}) == lines


def test_a_field_is_added_after_the_one_it_follows_and_taken_away_with_its_line():
    new = {**{name: OLD[name] for name in ("id", "prompt", "choices")}, "feedback": "Yes.", "level": "apply"}
    assert splice_item(ITEM, OLD, new) == (
        "- id: sky   # the name\n  # about the morning\n  prompt: 'What colour is it?'   # asked first\n\n"
        "  choices:\n    - text: Blue     # right\n      correct: true\n\n    # the other\n"
        '    - text: "Green"\n  feedback: Yes.\n  level: apply\n'
    )


def test_a_default_that_is_written_out_stays():
    text = "id: sky\npoints: 1 # the usual\nlevel: remember\n"
    assert splice_mapping(text, {"id": "sky", "level": "remember"}, {"id": "sky", "level": "apply"}) == (
        "id: sky\npoints: 1 # the usual\nlevel: apply\n"
    )


@pytest.mark.parametrize(
    ("text", "spliced"),
    [
        ("a: x\nb: |\n  one\n  two\n\nc: 1\n", "a: x\nb: three\n\nc: 1\n"),
        ("a: x\nb:\n  one\n  two # why\nc: 1\n", "a: x\nb:\n  three # why\nc: 1\n"),
        ("a: x\nb: # empty\nc: 1", "a: x\nb: three # empty\nc: 1\n"),
    ],
)
def test_a_text_in_any_form_is_replaced_as_a_whole(text, spliced):
    old = {"a": "x", "b": None if "empty" in text else "one two", "c": 1}
    assert splice_mapping(text, old, {**old, "b": "three"}) == spliced


def test_items_are_found_without_what_stands_between_them():
    text = "# top\n- id: a\n  b: c # d\n\n# two\n- id: e"
    assert [text[start:end] for start, end in item_spans(text)] == ["- id: a\n  b: c # d\n", "- id: e"]


@pytest.mark.parametrize("text", ["[{id: a}, {id: b}]\n", "-\n  id: a\n", "id: a\n"])
def test_what_is_not_a_list_with_hyphens_is_refused(text):
    with pytest.raises(CannotSpliceError):
        item_spans(text)
