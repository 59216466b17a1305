"""Readings are parted into numbered passages; what belongs to none is told."""

from quizapp.core.bank.readings import read_reading

TOP = """---
id: night
title: The night
source: almanac
note: Retold from the almanac.
---
"""


def read(body):
    read, findings = read_reading(TOP + body, "night")
    return read.reading if read else None, [
        (finding.line, finding.place, finding.message) for finding in findings
    ]


def test_passages_are_numbered_by_section_and_place():
    reading, findings = read(
        """
## Dusk

<!-- passage: first; source: almanac:3 -->
The sun *sets*.

It is red.

<!--passage:second;source:almanac:4 almanac:5 almanac:4-->
Birds are quiet.

## Midnight ##
<!-- passage: third; source: almanac:6 -->
All is dark.
"""
    )
    assert findings == []
    assert (reading.id, reading.title, reading.source) == ("night", "The night", "almanac")
    assert reading.note == "Retold from the almanac."
    assert [(p.id, p.number, p.section, p.text, p.sources) for p in reading.passages] == [
        ("first", "1.1", "Dusk", "The sun *sets*.\n\nIt is red.", ("almanac:3",)),
        ("second", "1.2", "Dusk", "Birds are quiet.", ("almanac:4", "almanac:5")),
        ("third", "2.1", "Midnight", "All is dark.", ("almanac:6",)),
    ]


def test_text_outside_a_passage_is_told_once():
    reading, findings = read(
        """
Before all.
Still before.
## Dusk
Not marked.

<!-- passage: first; source: almanac:3 -->
Marked.
"""
    )
    assert findings == [
        (8, "night", "This text belongs to no passage."),
        (11, "night", "This text belongs to no passage."),
    ]
    assert [passage.id for passage in reading.passages] == ["first"]


def test_a_passage_named_twice_or_empty_is_told_and_left_out():
    reading, findings = read(
        """
## Dusk
<!-- passage: first; source: almanac:3 -->
One.
<!-- passage: first; source: almanac:4 -->
Two.
<!-- passage: last; source: almanac:5 -->
"""
    )
    assert findings == [
        (11, "night/first", "Line 9 has a passage of this name already."),
        (13, "night/last", "This passage is empty."),
    ]
    assert [passage.text for passage in reading.passages] == ["One."]


def test_html_links_other_headings_and_marks_that_cannot_be_read_are_told():
    _, findings = read(
        """
## Dusk
<!-- passage: first; source: almanac:3 -->
A <b>bold</b> word, 3 < 4.
See [the map](map.html).
<!-- passage: Second; source: almanac:3 -->
### Too deep
<!-- passage: third; source: almanac -->
"""
    )
    assert findings == [
        (10, "night/first", "HTML is not used in readings."),
        (11, "night/first", "Links are not used in readings."),
        (12, "night", "This line cannot be read."),
        (13, "night", "Only headings of the second level are used here."),
        (14, "night", "This line cannot be read."),
    ]


def test_a_passage_before_the_first_heading_is_told():
    _, findings = read("<!-- passage: first; source: almanac:3 -->\nText.\n")
    assert findings == [
        (7, "night", "This passage stands before the first heading."),
        (1, "night", "There is no passage in this reading."),
    ]


def test_the_top_must_be_there_and_hold_the_four_fields():
    assert read_reading("# The night\n", "night")[0] is None
    assert read_reading("", "night")[0] is None
    assert read_reading("---\nid: night\n", "night")[0] is None
    read, findings = read_reading("---\nid: night\nsource: almanac\nauthor: me\n---\n## A\n", "night")
    assert read is None
    assert [(finding.line, finding.place, finding.message) for finding in findings] == [
        (2, "night.title", "This is missing."),
        (4, "night.author", "There is no such field here."),
    ]
    read, findings = read_reading("---\nid: [night\n---\n", "night")
    assert read is None
    assert findings[0].place == "night"
    assert findings[0].message.startswith("This is not YAML")
