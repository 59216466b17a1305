"""Flashcards, glossary and timeline: read with their findings, each wrong form told, and written back."""

# ruff: noqa: E501  each wrong form is one row of a table

from pathlib import Path

import pytest
from pydantic import ValidationError

from quizapp.core.bank.files import load_unit
from quizapp.core.bank.model import Flashcard, GlossaryTerm, Status, TimelineEntry
from quizapp.core.bank.writing import fields_of, write_glossary, write_item, write_timeline

COUNTS = {"flashcards": 3, "glossary": 2, "timeline": 2}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def counts(unit) -> dict[str, int]:
    return {name: len(getattr(unit, name)) for name in COUNTS}


def test_the_readmes_cards_terms_and_entries_are_read(folder):
    unit, findings = load_unit(folder)
    assert findings == []
    assert counts(unit) == COUNTS
    card = unit.flashcards[0]
    assert (card.id, card.status, card.reversed) == ("closing-time", "approved", True)
    assert card.claim.by == "the timetable"
    assert unit.glossary[0].forms == ("school day", "school days")
    assert unit.glossary[0].background
    assert unit.glossary[1].cites == ("the-timetable/weekend",)
    assert [entry.when for entry in unit.timeline] == ["1979", "Every Saturday"]


def test_a_unit_needs_none_of_them(folder):
    for name in COUNTS:
        (folder / f"{name}.yaml").unlink()
    unit, findings = load_unit(folder)
    assert findings == []
    assert counts(unit) == {"flashcards": 0, "glossary": 0, "timeline": 0}


CITE_ONE = "Cite the passage that says so; if none does, write background: true."
NOT_BOTH = "Cite passages or write background: true, not both."

# file, what is replaced, by what, the place of the finding, its message, its line
WRONG = [
    ("flashcards", "- id: closing-time", "- id: Closing", "Closing.id", "Use small letters a to z", 2),
    ("flashcards", "- id: closing-time\n  status", "- status", "flashcards.yaml[0].id", "This is missing.", 2),
    ("flashcards", "- id: weekend-hours", "- id: closing-time", "closing-time.id", "“closing-time” is given already on line 2.", 14),
    ("flashcards", "status: approved", "status: ready", "closing-time.status", "Write one of: 'draft', 'review'", 3),
    ("flashcards", "  front: When does the library close on a school day?\n", "", "closing-time.front", "This is missing.", 2),
    ("flashcards", "front: When does the library close on a school day?", 'front: " "', "closing-time.front", "This is empty.", 4),
    ("flashcards", "front: When", f"front: {'x' * 500}", "closing-time.front", "Shorten this to 500 characters.", 4),
    ("flashcards", "back: At half past four.", "back: 4.5", "closing-time.back", "Write text here; put it in quotes", 5),
    ("flashcards", "reversed: true", "reversed: yes", "closing-time.reversed", "Write true or false.", 6),
    ("flashcards", "the-timetable/weekdays", "the-timetable/workdays", "closing-time.cites[0]", "There is no passage “the-timetable/workdays”.", 8),
    ("flashcards", "the-timetable/weekdays", "weekdays", "closing-time.cites[0]", "Write reading/passage", 8),
    ("flashcards", "status: documented", "status: true", "closing-time.claim.status", "Write one of: 'documented'", 9),
    ("flashcards", "- read-a-timetable", "- read-a-clock", "closing-time.objectives[0]", "unit.yaml has no objective “read-a-clock”.", 11),
    ("flashcards", "- hours", "- The hours", "closing-time.tags[0]", "Use small letters a to z", 13),
    ("flashcards", "  tags:", "  level: easy\n  tags:", "closing-time.level", "There is no such field here.", 12),
    ("flashcards", "  back: At half", "  front: Again\n  back: At half", "closing-time.front", "“front” is already given on line 4.", 5),
    ("glossary", "- term: closed", "- term: 7", "glossary.yaml[1].term", "Write text here; put it in quotes", 7),
    ("glossary", "- term: closed", "- term: School  Days", "School  Days.term", "“School  Days” is given already on line 4.", 7),
    ("glossary", "    - school days", "    - School day", "school day.also[0]", "“School day” is given already on line 2.", 4),
    ("glossary", "  also:\n    - school days", "  also: school days", "school day.also", "Write a list here", 3),
    ("glossary", "    - school days", '    - ""', "school day.also[0]", "This is empty.", 4),
    ("glossary", "  meaning: Nobody is let in.\n", "", "closed.meaning", "This is missing.", 7),
    ("glossary", "    - the-timetable/weekend", "    - the-timetable/sunday", "closed.cites[0]", "There is no passage", 10),
    ("glossary", "  cites:\n    - the-timetable/weekend\n", "", "closed.background", CITE_ONE, 7),
    ("glossary", "  cites:\n    - the-timetable/weekend\n", "  cites: []\n", "closed.background", CITE_ONE, 7),
    ("glossary", "  background: true", "  background: false", "school day.background", CITE_ONE, 6),
    ("glossary", "  background: true", "  background: true\n  cites:\n    - the-timetable/weekend", "school day.background", NOT_BOTH, 6),
    ("glossary", "  background: true", "  background: 1", "school day.background", "Write true or false.", 6),
    ("timeline", "- when: 1979", "- when: 1979.5", "timeline.yaml[0].when", "Write text here; put it in quotes", 2),
    ("timeline", "- when: 1979", "- when: true", "timeline.yaml[0].when", "Write text here; put it in quotes", 2),
    ("timeline", "- when: 1979", "- when:", "timeline.yaml[0].when", "This is empty.", 2),
    ("timeline", "  event: It opens for two hours.\n", "", "Every Saturday.event", "This is missing.", 5),
    ("timeline", "    - the-timetable/weekend", "    - the-timetable/saturday", "Every Saturday.cites[0]", "There is no passage", 8),
    ("timeline", "  background: true", "", "timeline.yaml[0].background", CITE_ONE, 2),
    ("timeline", "  cites:", "  background: true\n  cites:", "Every Saturday.background", NOT_BOTH, 7),
    ("timeline", "- when: 1979\n  event", "- event", "timeline.yaml[0].when", "This is missing.", 2),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place", "message", "line"), WRONG)
def test_a_wrong_form_is_told_with_its_line_and_only_it_is_left_out(
    folder, file, old, new, place, message, line
):
    path = folder / f"{file}.yaml"
    change(path, old, new)
    unit, findings = load_unit(folder)
    (error,) = [finding for finding in findings if finding.level == "error"]
    assert error.message.startswith(message)
    assert (error.place, error.file, error.line) == (f"library-hours/{place}", str(path), line)
    assert counts(unit) == {**COUNTS, file: COUNTS[file] - 1}
    assert (len(unit.questions), len(unit.quizzes)) == (11, 1)


def test_a_name_that_does_not_resolve_gets_the_nearest(folder):
    change(folder / "timeline.yaml", "the-timetable/weekend", "the-timetable/weekends")
    assert load_unit(folder)[1][0].hint == "Did you mean the-timetable/weekend?"


def test_the_same_event_twice_is_told_even_on_one_line(folder):
    (folder / "timeline.yaml").write_text(
        "[{when: 1979, event: It is built., background: true}, "
        '{when: "1979", event: It is  built., background: true}]\n'
    )
    unit, findings = load_unit(folder)
    assert [finding.place for finding in findings] == ["library-hours/1979.event"]
    assert len(unit.timeline) == 1


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "This file is empty."),
        ("id: a\n", "This is not a list of "),
        ("- &a [x]\n- *a\n", "Anchors (&) and aliases (*) are not used here."),
        ("- a: b: c\n", "This is not YAML: mapping values are not allowed here."),
        ("- just words\n", "Write fields here, as name: value."),
        ("-\n", "This is empty."),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_spares_the_others(folder, name, text, message):
    path = folder / f"{name}.yaml"
    path.write_text(text)
    unit, findings = load_unit(folder)
    assert [(finding.level, finding.file, finding.line) for finding in findings] == [("error", str(path), 1)]
    assert findings[0].message.startswith(message)
    assert counts(unit) == {**COUNTS, name: 0}
    assert len(unit.questions) == 11


def test_the_hint_for_what_is_no_list_names_the_first_field(folder):
    (folder / "glossary.yaml").write_text("term: a\n")
    assert load_unit(folder)[1][0].hint == "Begin each with “- term:”, in column 1."


def test_a_file_whose_name_ends_otherwise_is_told(folder):
    (folder / "glossary.yaml").rename(folder / "glossary.yml")
    unit, findings = load_unit(folder)
    assert [str(finding) for finding in findings] == [
        f"{folder}/glossary.yml: warning: library-hours: This file is left out. End its name in .yaml."
    ]
    assert unit.glossary == ()


def test_an_approved_card_without_a_passage_is_warned_of_and_kept(folder):
    change(folder / "flashcards.yaml", "  cites:\n    - the-timetable/weekdays\n", "")
    unit, findings = load_unit(folder)
    assert [(finding.level, finding.place) for finding in findings] == [
        ("warning", "library-hours/closing-time.cites")
    ]
    assert len(unit.flashcards) == 3


def test_a_term_that_no_reading_uses_is_advised_of_and_kept(folder):
    change(folder / "glossary.yaml", "- term: closed", "- term: shut")
    unit, findings = load_unit(folder)
    assert [(finding.level, finding.place, finding.line) for finding in findings] == [
        ("advice", "library-hours/shut.term", 7)
    ]
    assert len(unit.glossary) == 2


def test_an_entry_out_of_its_time_is_warned_of_and_kept(folder):
    change(folder / "timeline.yaml", "- when: Every Saturday", "- when: Summer of 1978")
    unit, findings = load_unit(folder)
    assert [(finding.level, finding.place, finding.line, finding.message) for finding in findings] == [
        ("warning", "library-hours/Summer of 1978.when", 5, "This stands after 1979.")
    ]
    assert len(unit.timeline) == 2


def test_each_comes_back_as_it_was_written(folder):
    unit, _ = load_unit(folder)
    for name, text in {
        "flashcards": "".join(write_item(fields_of(card)) for card in unit.flashcards),
        "glossary": write_glossary(unit.glossary),
        "timeline": write_timeline(unit.timeline),
    }.items():
        head, _, body = (folder / f"{name}.yaml").read_text().partition("\n")
        assert head.startswith("# yaml-language-server: ")
        # A draft is what a card is if nothing is said.
        assert text == body.replace("  status: draft\n", "")
        (folder / f"{name}.yaml").write_text(text)
    again, findings = load_unit(folder)
    assert (again, findings) == (unit, [])


def test_what_yaml_would_read_otherwise_is_put_in_quotes():
    entries = [
        TimelineEntry(when="0979", event="true", background=True),
        TimelineEntry(when="2015: July", event="- 3 # 4", background=True),
    ]
    assert write_timeline(entries) == (
        '- when: "0979"\n  event: "true"\n  background: true\n'
        '- when: "2015: July"\n  event: "- 3 # 4"\n  background: true\n'
    )


def test_the_digest_is_of_what_a_card_says_and_not_of_its_state():
    card = Flashcard(id="a", front="Front", back="Back")
    assert card.digest == card.model_copy(update={"id": "b", "status": Status.APPROVED}).digest
    assert card.digest != card.model_copy(update={"back": "Other"}).digest


def test_none_of_them_can_be_changed():
    for value, field in (
        (Flashcard(id="a", front="Front", back="Back"), "front"),
        (GlossaryTerm(term="a", meaning="b", background=True), "term"),
        (TimelineEntry(when="1979", event="b", background=True), "event"),
    ):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(value, field, "other")
