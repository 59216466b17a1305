"""From blocks to passages, by way of a text that a person can edit.

In that text a line that begins with ## heads a section, and a blank line parts passages.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quizapp.core.bank.model import Passage
from quizapp.core.documents.blocks import Block
from quizapp.core.documents.sentences import sentences
from quizapp.core.findings import Finding

OPENING = "Opening"
"""The section of what stands above the first heading."""
SHORT_ITEM = 12
"""Words under which an item of a list is too little to be a passage."""
FEWEST_SHARED = 5
"""Words that a part of a sentence must have to tell where it comes from."""
MOST_PASSAGES = 500
LONGEST_PASSAGE = 20_000


@dataclass
class Section:
    title: str
    passages: list[str] = field(default_factory=list)


def sections_of(blocks: Iterable[Block]) -> list[Section]:
    """Put blocks that are kept into sections: each paragraph and each item of a list is a passage.

    Short items stay together, under the paragraph that leads to them.
    """
    sections: list[Section] = []
    for block in blocks:
        if block.kind == "title":
            continue
        if block.kind == "heading":
            sections.append(Section(block.text))
            continue
        if not sections:
            sections.append(Section(OPENING))
        passages = sections[-1].passages
        if block.kind == "item" and len(block.text.split()) < SHORT_ITEM:
            if passages and (passages[-1].endswith(":") or passages[-1].splitlines()[-1].startswith("- ")):
                passages[-1] += f"\n- {block.text}"
            else:
                passages.append(f"- {block.text}")
        else:
            passages.append(block.text)
    return sections


def as_text(sections: Iterable[Section]) -> str:
    """Write sections as the text that a person edits."""
    return "\n\n".join(
        part for section in sections for part in (f"## {section.title}", *section.passages)
    ).strip()


def read_text(text: str) -> tuple[list[Section], list[Finding]]:
    """Read the text that a person edited, with what forbids its use; lines are those of the text."""
    sections: list[Section] = []
    heads: list[int] = []
    findings = []
    for number, part in _parts(text):
        if part.startswith("#"):
            title = part.lstrip("#").strip()
            if not title:
                findings.append(Finding("error", "text", "A heading is empty.", "Write it.", line=number))
            elif len(title) > 200:
                hint = "Shorten it to 200 characters."
                findings.append(Finding("error", "text", "A heading is too long.", hint, line=number))
            sections.append(Section(title))
            heads.append(number)
            continue
        if not sections:
            sections.append(Section(OPENING))
            heads.append(number)
        if len(part) > LONGEST_PASSAGE:
            hint = "Part it with a blank line: a passage is a paragraph or two."
            findings.append(Finding("error", "text", "A passage is too long.", hint, line=number))
        sections[-1].passages.append(part)
    for section, number in zip(sections, heads, strict=True):
        if not section.passages:
            message = f"There is no text under the heading “{section.title}”."
            findings.append(
                Finding("error", "text", message, "Write some, or take the heading out.", line=number)
            )
    count = sum(len(section.passages) for section in sections)
    if not count and not findings:
        findings.append(Finding("error", "text", "There is no text here.", "Keep or write some."))
    if count > MOST_PASSAGES:
        message = f"These are {count} passages; a reading may have {MOST_PASSAGES}."
        findings.append(Finding("error", "text", message, "Join some, or make two readings of it."))
    return sections, findings


def passages_of(sections: Iterable[Section], source: str, blocks: Sequence[Block] = ()) -> list[Passage]:
    """Number the passages, each with the lines (`source:line`) of the blocks whose words it holds."""
    told = [
        (block.line, text)
        for block in blocks
        if block.kind in ("paragraph", "item")
        for text in {block.text, block.edited or block.text}
    ]
    passages = []
    for n, section in enumerate(sections, 1):
        for place, text in enumerate(section.passages, 1):
            words, parts = " ".join(text.split()), {line.removeprefix("- ") for line in text.splitlines()}
            lines = dict.fromkeys(line for line, block in told if block in parts or _holds(words, block))
            passages.append(
                Passage(
                    id=f"p-{n}-{place}",
                    number=f"{n}.{place}",
                    section=section.title,
                    text=text,
                    sources=tuple(f"{source}:{line}" for line in lines),
                )
            )
    return passages


def _holds(one: str, other: str) -> bool:
    """Tell whether one text holds the other; a few words alone stand in texts that they do not come from."""
    short, long = sorted((one, other), key=len)
    return short in long and (len(short.split()) >= FEWEST_SHARED or short in sentences(long))


def _parts(text: str) -> Iterable[tuple[int, str]]:
    """Yield headings and passages, each with the line that it begins on."""
    gathered: list[str] = []
    began = 0
    for number, line in enumerate([*re.split(r"\r\n|\r|\n", text), ""], 1):
        heading = re.match(r"#{1,6}(\s|$)", line)
        if gathered and (heading or not line.strip()):
            yield began, "\n".join(gathered)
            gathered = []
        if heading:
            yield number, line.strip()
        elif line.strip():
            began = began if gathered else number
            gathered.append(line.strip())
