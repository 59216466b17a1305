"""YAML is read into plain values with lines, and into nothing else."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.bank.yaml_text import YamlDocument, read_yaml
from quizapp.core.findings import Finding


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("3", 3),
        ("+3", 3),
        ("-0", 0),
        ("0.5", 0.5),
        ("1e3", 1000.0),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 17),
        ("1_000", "1_000"),
        ("1,5", "1,5"),
        ("2024-11-05", "2024-11-05"),
        ("12:30", "12:30"),
        ("'3'", "3"),
        ('"true"', "true"),
        (".inf", math.inf),
        ("-.inf", -math.inf),
        ("9" * 5_000, "9" * 5_000),
        ("|\n  two\n  lines\n", "two\nlines\n"),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text, value):
    assert read_yaml(f"a: {text}").value == {"a": value}
    assert type(read_yaml(f"a: {text}").value["a"]) is type(value)


def test_names_are_the_text_that_was_written():
    assert read_yaml('5: a\n"6": b\ntrue: c\n').value == {"5": "a", "6": "b", "true": "c"}


def test_every_place_has_its_line_and_a_missing_one_that_of_its_holder():
    document = read_yaml("- id: a\n  choices:\n\n    - text: x\n    - {text: y, correct: true}\n- id: b\n")
    assert document.line("[0]") == 1
    assert document.line("[0].choices") == 2
    assert document.line("[0].choices[0].text") == 4
    assert document.line("[0].choices[1].correct") == 5
    assert document.line("[0].choices[1].feedback") == 5
    assert document.line("[0].prompt") == 1
    assert document.line("[1].cites[7]") == 6
    assert document.line("") == 1


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(alphabet=st.sampled_from(list("ab:- \n\t#&*!|>'\"%@`{}[],?<~.0é\x07\ud800")), max_size=40))
def test_any_text_is_read_or_refused_without_failing(text):
    assert isinstance(read_yaml(text), YamlDocument | Finding)
