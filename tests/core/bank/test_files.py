"""A unit's folder is read: the good comes in, the rest is told with file, line and field."""

from pathlib import Path

import pytest

from quizapp.core.bank.files import load_unit, load_units
from quizapp.core.findings import has_errors
from quizapp.paths import questions_dir

ALL = [
    "opening-hour",
    "open-days",
    "closes-at-four",
    "closed-day",
    "weekday-hours",
    "hours-of-days",
    "kinds-of-claim",
    "evidence-weekend",
    "order-of-opening",
    "gaps-in-the-week",
    "does-it-suit",
]


def change(path: Path, old: str, new: str) -> int:
    """Replace the first `old` in a file by `new`, and return the line where it begins."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def told(folder: Path):
    """Return level, place, line and file of each finding, the file relative to the unit."""
    _, findings = load_unit(folder)
    return [
        (finding.level, finding.place, finding.line, str(Path(finding.file).relative_to(folder)))
        for finding in findings
    ]


def ids(folder: Path) -> list[str]:
    unit, _ = load_unit(folder)
    assert unit is not None
    return [question.meta.id for question in unit.questions]


def test_the_unit_of_the_readme_loads_without_a_finding(folder):
    unit, findings = load_unit(folder)
    assert findings == []
    assert unit.meta.title == "The library's timetable"
    assert [question.meta.id for question in unit.questions] == ALL
    assert [quiz.questions for quiz in unit.quizzes] == [
        ("opening-hour", "open-days", "closed-day", "weekday-hours")
    ]
    assert [name for name, _ in unit.passages()] == ["the-timetable/weekdays", "the-timetable/weekend"]
    assert unit.places["opening-hour"] == (str(folder / "questions" / "all.yaml"), 1)


def test_the_shipped_banks_load_without_an_error():
    units, findings = load_units(questions_dir())
    assert [str(finding) for finding in findings if finding.level != "advice"] == []
    assert [unit.meta.id for unit in units] == ["election-interference"]


@pytest.mark.parametrize(
    ("field", "wrong", "place", "message"),
    [
        ("type: multiple_choice", "type: riddle", "opening-hour.type", "There is no such question type."),
        ("status: approved", "status: done", "opening-hour.status", "Write one of: 'draft', 'review', "),
        ("    - text: At eight", "    - text: 8", "opening-hour.choices[0].text", "Write text here; put it"),
        (
            "      correct: true",
            "      correct: yes",
            "opening-hour.choices[1].correct",
            "Write true or false.",
        ),
        ("  shuffle: false", "  shufle: false", "opening-hour.shufle", "There is no such field here."),
        ("  level: remember", "  level:", "opening-hour.level", "Write one of: 'remember', "),
        ("  difficulty: easy", "  points: many", "opening-hour.points", "Input should be a valid number"),
        ("  prompt: According", "  prompt: [According]\n  x: According", "opening-hour.prompt", "Write text"),
        ("  cites:\n    - the-", "  cites: the-", "opening-hour.cites", "Write a list here: one item a line"),
        ("claim: {by: The school library, s", "claim: {s", "opening-hour.claim.by", "This is missing."),
        ("- id: opening-hour", "- id: Opening Hour", "Opening Hour.id", "Use small letters a to z"),
        ("- id: opening-hour", "- id: 7", "all.yaml[0].id", "Write text here; put it in quotes"),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_only_its_question_is_left_out(
    folder, field, wrong, place, message
):
    path = folder / "questions" / "all.yaml"
    line = change(path, field, wrong)
    unit, findings = load_unit(folder)
    found = [finding for finding in findings if finding.file == str(path) and finding.place.endswith(place)]
    assert found, findings
    assert found[0].level == "error"
    assert found[0].place == f"library-hours/{place}"
    assert found[0].message.startswith(message)
    assert found[0].line == line
    assert [question.meta.id for question in unit.questions] == ALL[1:]


def test_the_types_own_problems_are_told_where_they_stand(folder):
    line = change(folder / "questions" / "all.yaml", "- text: At ten", "- text: at  Eight")
    assert told(folder)[0] == (
        "error",
        "library-hours/opening-hour.choices[2]",
        line,
        "questions/all.yaml",
    )


def test_an_id_given_twice_keeps_the_first_across_files(folder):
    other = folder / "questions" / "more.yaml"
    text = (folder / "questions" / "all.yaml").read_text()
    other.write_text(text[: text.index("- id: open-days")].replace("At ten", "At eleven"))
    unit, findings = load_unit(folder)
    assert [finding.message for finding in findings] == [
        f"This id is taken by {folder / 'questions' / 'all.yaml'}, line 1."
    ]
    assert findings[0].file == str(other)
    assert [question.meta.id for question in unit.questions] == ALL
    assert unit.questions[0].content.choices[2].text == "At ten"


def test_names_that_do_not_resolve_are_told_with_the_nearest(folder):
    questions = folder / "questions" / "all.yaml"
    change(questions, "the-timetable/weekdays", "the-timetable/weekday")
    change(questions, "    - read-a-timetable", "    - read-the-timetable")
    _, findings = load_unit(folder)
    assert [(finding.place, finding.hint) for finding in findings[:2]] == [
        ("library-hours/opening-hour.cites[0]", "Did you mean the-timetable/weekdays?"),
        ("library-hours/opening-hour.objectives[0]", "Did you mean read-a-timetable?"),
    ]
    assert findings[2].place == "library-hours/reading-check.questions[0]"
    assert "There is no question “opening-hour”, or it has errors." in str(findings[2])


def test_an_approved_question_without_passage_or_claim_is_warned_of_and_kept(folder):
    questions = folder / "questions" / "all.yaml"
    change(questions, "  cites:\n    - the-timetable/weekdays\n", "")
    change(questions, "  claim: {by: The school library, status: documented}\n", "")
    assert told(folder) == [
        ("warning", "library-hours/opening-hour.cites", 1, "questions/all.yaml"),
        ("warning", "library-hours/opening-hour.claim", 1, "questions/all.yaml"),
    ]
    assert ids(folder) == ALL


def test_a_draft_may_lack_both(folder):
    questions = folder / "questions" / "all.yaml"
    change(questions, "  cites:\n    - the-timetable/weekdays\n", "")
    change(questions, "  claim: {by: The school library, status: documented}\n", "")
    change(questions, "status: approved", "status: draft")
    (folder / "quizzes.yaml").unlink()
    assert told(folder) == []


def test_a_quiz_is_warned_of_a_question_that_is_not_approved(folder):
    change(folder / "questions" / "all.yaml", "status: approved", "status: retired")
    assert told(folder) == [("warning", "library-hours/reading-check.questions[0]", 7, "quizzes.yaml")]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("    - open-days", "    - opening-hour", "reading-check.questions[1]"),
        ("time_limit: 10", "time_limit: 0", "reading-check.time_limit"),
        ("- id: reading-check", "- id: reading-check\n  id: other", "reading-check.id"),
        ("  title: Reading check\n", "", "reading-check.title"),
    ],
)
def test_a_quiz_with_an_error_is_left_out(folder, old, new, place):
    change(folder / "quizzes.yaml", old, new)
    unit, findings = load_unit(folder)
    assert [finding.place for finding in findings] == [f"library-hours/{place}"]
    assert unit.quizzes == ()
    assert len(unit.questions) == 11


BAD_YAML = {
    "broken": (b"- id: a: b\n", "This is not YAML: mapping values are not allowed here.", 1),
    "unclosed": (b'- id: "a\n', "This is not YAML: found unexpected end of stream.", 1),
    "tab": (
        b"- id: a\n\ttype: x\n",
        "This is not YAML: found character '\\t' that cannot start any token.",
        2,
    ),
    "alias bomb": (
        b"- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]\n",
        "Anchors (&) and aliases (*) are not used here.",
        1,
    ),
    "tag": (b"- id: !!python/object/apply:os.system [ls]\n", "Tags (!) are not used here.", 1),
    "two documents": (b"- id: a\n---\n- id: b\n", "A second document begins here.", 2),
    "latin-1": ("- id: a\n  title: caf\xe9\n".encode("latin-1"), "This is not UTF-8 text.", 2),
    "control character": (b"- id: a\n  title: \x07\n", "This character cannot stand in a text file.", 2),
    "half a character": (b'- id: a\n  title: "\\ud800"\n', "A \\u escape here makes half a character.", 2),
    "empty": (b"", "This file is empty.", 1),
    "only a comment": (b"# later\n", "This file is empty.", 1),
    "a mapping": (b"id: a\ntype: b\n", "This is not a list of questions.", 1),
    "only text": (b"hello\n", "This is not a list of questions.", 1),
    "deep": (b"- " + b"[" * 500 + b"]" * 500 + b"\n", "This is nested too deeply.", 1),
    "a list as a name": (b"- ? [a, b]\n  : c\n", "The name of a field must be plain text.", 1),
    "too large": (b"# " + b"x" * 2_000_000, "This is larger than 2 MB.", None),
    "zip": (b"PK\x03\x04\xff\xfe", "This is not UTF-8 text.", 1),
}


@pytest.mark.parametrize("case", BAD_YAML)
def test_a_file_that_cannot_be_used_is_told_and_the_others_come_in(folder, case):
    data, message, line = BAD_YAML[case]
    path = folder / "questions" / "bad.yaml"
    path.write_bytes(data)
    unit, findings = load_unit(folder)
    assert [(finding.level, finding.message, finding.line, finding.file) for finding in findings] == [
        ("error", message, line, str(path))
    ]
    assert [question.meta.id for question in unit.questions] == ALL


@pytest.mark.parametrize("case", BAD_YAML)
def test_a_unit_file_that_cannot_be_used_makes_no_unit(folder, case):
    path = folder / "unit.yaml"
    path.write_bytes(BAD_YAML[case][0])
    unit, findings = load_unit(folder)
    assert unit is None
    assert findings
    assert all(finding.level == "error" and finding.file == str(path) for finding in findings)


def test_a_list_item_that_is_no_question_is_told(folder):
    (folder / "questions" / "more.yaml").write_text("- just words\n- [a]\n-\n")
    assert [(place, line) for _, place, line, _ in told(folder)] == [
        ("library-hours/more.yaml[0]", 1),
        ("library-hours/more.yaml[1]", 2),
        ("library-hours/more.yaml[2]", 3),
    ]


def test_a_field_given_twice_is_told_on_its_second_line(folder):
    path = folder / "questions" / "all.yaml"
    line = change(path, "  level: remember", "  level: remember\n  title: Again")
    _, findings = load_unit(folder)
    assert findings[0].place == "library-hours/opening-hour.title"
    assert findings[0].message == "“title” is already given on line 4."
    assert findings[0].line == line + 1
    assert "opening-hour" not in ids(folder)


def test_a_missing_unit_file_is_told(folder):
    (folder / "unit.yaml").unlink()
    unit, findings = load_unit(folder)
    assert unit is None
    assert [str(finding) for finding in findings] == [
        f"{folder}/unit.yaml: error: library-hours: unit.yaml is missing. "
        "Write one as questions/README.md shows."
    ]
    assert load_units(folder) == ([], findings)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("readings:\n", "readings:\n  - the-timetable\n", "readings[1]"),
        ('      "2":', '      "02":', "sources[0].lines.02"),
        ("objectives:\n", "objectives:\n  - {id: read-a-timetable, text: Twice}\n", "objectives[1]"),
        ("  - the-timetable", "  - the-timetable\n  - the-map", "readings[1]"),
    ],
)
def test_a_fault_in_the_unit_file_that_spares_the_unit_is_told(folder, old, new, place):
    change(folder / "unit.yaml", old, new)
    unit, findings = load_unit(folder)
    assert unit is not None
    assert (findings[0].level, findings[0].place) == ("error", f"library-hours.{place}")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("title: The library's", "titel: The library's", ".title"),
        ("id: library-hours", "id: Library", ".id"),
        ("sha256: 7d", "sha256: XX", ".sources[0].sha256"),
        ("readings:\n  - the-timetable", "readings: the-timetable", ".readings"),
    ],
)
def test_a_unit_file_with_a_wrong_field_makes_no_unit(folder, old, new, place):
    change(folder / "unit.yaml", old, new)
    unit, findings = load_unit(folder)
    assert unit is None
    assert f"library-hours{place}" in [finding.place for finding in findings]


def test_a_reading_of_another_source_or_line_is_told(folder):
    reading = folder / "readings" / "the-timetable.md"
    change(reading, "timetable:3 -->", "timetable:9 -->")
    unit, findings = load_unit(folder)
    assert [str(finding) for finding in findings] == [
        f"{reading}:13: error: library-hours/the-timetable/weekend: unit.yaml lists no line timetable:9. "
        "Did you mean timetable:3?"
    ]
    assert unit.readings[0].passages[1].sources == ("timetable:2",)
    change(reading, "source: timetable\n", "source: clock\n")
    assert told(folder)[0][:2] == ("error", "library-hours/the-timetable.source")


def test_a_reading_whose_id_is_not_its_file_is_told(folder):
    change(folder / "readings" / "the-timetable.md", "id: the-timetable", "id: the-table")
    assert told(folder)[0] == (
        "error",
        "library-hours/the-timetable.id",
        2,
        "readings/the-timetable.md",
    )


def test_files_that_are_left_out_are_told(folder):
    (folder / "readings" / "extra.md").write_text("---\n---\n")
    (folder / "questions" / "more.yml").write_text("- id: a\n")
    assert told(folder) == [
        ("warning", "library-hours/extra", None, "readings/extra.md"),
        ("warning", "library-hours", None, "questions/more.yml"),
    ]


def test_a_link_out_of_the_unit_is_not_followed(folder, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("- id: a\n")
    (folder / "questions" / "link.yaml").symlink_to(secret)
    (folder / "questions" / "dangling.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "questions" / "ring.yaml").symlink_to(folder / "questions" / "ring.yaml")
    (folder / "questions" / "folder.yaml").mkdir()
    _, findings = load_unit(folder)
    assert [(Path(finding.file).name, finding.message) for finding in findings][1:3] == [
        ("folder.yaml", "This is not a file."),
        ("link.yaml", "This is a link that leads out of the unit."),
    ]
    assert {Path(finding.file).name for finding in findings} == {
        "dangling.yaml",
        "folder.yaml",
        "link.yaml",
        "ring.yaml",
    }


def test_a_file_with_the_marks_of_windows_is_read_alike(folder):
    before, _ = load_unit(folder)
    for path in folder.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    after, findings = load_unit(folder)
    assert findings == []
    assert after == before


def test_a_folder_of_units_gives_them_all_and_refuses_an_id_twice(folder):
    parent = folder.parent
    (parent / "notes").mkdir()
    copy = parent / "second"
    copy.mkdir()
    (copy / "unit.yaml").write_text("id: library-hours\ntitle: The same\n")
    units, findings = load_units(parent)
    assert [unit.meta.title for unit in units] == ["The library's timetable"]
    assert [str(finding) for finding in findings] == [
        f"{copy}/unit.yaml:1: error: library-hours.id: Another unit has this id. Give each unit its own id."
    ]
    change(copy / "unit.yaml", "library-hours", "second")
    units, findings = load_units(parent)
    assert [unit.meta.id for unit in units] == ["library-hours", "second"]
    assert not has_errors(findings)


def test_a_folder_without_units_is_told(tmp_path):
    units, findings = load_units(tmp_path)
    assert units == []
    assert [finding.message for finding in findings] == ["There is no unit here."]
