"""A document as blocks, each with a proposal: keep it, remove it, or mend what is glued into it."""

import re
from dataclasses import dataclass, replace
from typing import Literal

from quizapp.core.documents.boilerplate import boilerplate
from quizapp.core.documents.fragments import fragments_of, is_only, without

Kind = Literal["title", "heading", "paragraph", "item"]

MARKED_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
UNDERLINE = re.compile(r"\s{0,3}(?:={3,}|-{3,})\s*")
ITEM = re.compile(r"\s*(?:[-*+•‣◦]|\(?(?:\d{1,3}|[a-z])[.)])\s+(?P<text>\S.*)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ud800-\udfff]")
LONGEST_HEADING = 120
WRAPPED_AT = range(40, 121)
"""How long a line is that may have been broken by hand. A longer one is a paragraph by itself."""

REPEATED = "repeated headline"
FURTHER = "further reading"
STRAY = "stray fragment"
FURTHER_HEADING = re.compile(
    r"(further reading|related( articles| posts| stories)?|see also|more on this topic|read next)\W*", re.I
)


@dataclass(frozen=True)
class Block:
    """A piece of a document: `line` is where it stands in the source, from 1.

    `remove` is the reason to leave it out, or "" to keep it. `edited` is the text without what was
    glued into it, or None where there is nothing to mend.
    """

    kind: Kind
    text: str
    line: int
    remove: str = ""
    edited: str | None = None


def clean(text: str) -> list[Block]:
    """Part a plain or Markdown text into blocks and propose what to do with each."""
    return propose(blocks_of(text))


def blocks_of(text: str) -> list[Block]:
    """Part a text into blocks by its lines, and propose nothing yet."""
    lines = [CONTROL.sub("", line).rstrip() for line in re.split(r"\r\n|\r|\n|\u2028|\u2029", text)]
    reader = _Lines(lines)
    return reader.read()


def propose(blocks: list[Block]) -> list[Block]:
    """Say of each block what to do with it. What a reader has proposed already stands."""
    noise = fragments_of([block.text for block in blocks])
    words = _words(blocks)
    proposed = []
    for block in blocks:
        mended = without(block.text, noise, words)
        if not block.remove and (is_only(block.text, noise) or not re.search(r"\w", block.text)):
            block = replace(block, remove=STRAY)
        elif mended != block.text:
            block = replace(block, edited=mended)
        proposed.append(block)
    reasons = boilerplate([(block.kind, block.text) for block in proposed])
    proposed = [
        replace(block, remove=block.remove or reason) for block, reason in zip(proposed, reasons, strict=True)
    ]
    return _further_reading(_with_title(proposed))


def title_of(blocks: list[Block]) -> str:
    """Return the title of a document, or ""."""
    return next((block.edited or block.text for block in blocks if block.kind == "title"), "")


def looks_like_heading(text: str) -> bool:
    """Tell whether a line that stands alone is a heading: short, and no sentence."""
    words = text.split()
    if not words or len(text) > LONGEST_HEADING or len(words) > 16 or not re.search(r"[^\W\d_]", text):
        return False
    if text.endswith("?") and text[0].isupper():
        return True
    if text.endswith((".", ",", ";", "!", "…", "”", '"')) or not (text[0].isupper() or text[0].isdigit()):
        return False
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in long)
    if text.endswith(":") or len(words) > 8:
        return capitals * 2 > len(long)
    return True


class _Lines:
    """Gathers lines into blocks."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._blocks: list[Block] = []

    def read(self) -> list[Block]:
        at = 0
        while at < len(self._lines):
            at = self._block(at) if self._lines[at].strip() else at + 1
        return self._blocks

    def _block(self, at: int) -> int:
        """Keep the block that begins at a line that is not blank; return where the next may begin."""
        line, below = self._lines[at], self._lines[at + 1] if at + 1 < len(self._lines) else ""
        text = line.strip()
        if marked := MARKED_HEADING.fullmatch(text):
            self._keep("heading", marked[2], at)
            return at + 1
        if UNDERLINE.fullmatch(below) and len(text) <= LONGEST_HEADING and not ITEM.match(line):
            self._keep("heading", text, at)
            return at + 2
        item = ITEM.fullmatch(line)
        alone = at == 0 or not self._lines[at - 1].strip() or (self._blocks and self._blocks[-1].line != at)
        if not item and alone and not below.strip() and looks_like_heading(text):
            self._keep("heading", text, at)
            return at + 1
        parts, end = [item["text"] if item else text], at + 1
        while end < len(self._lines) and self._continues(end, bool(item)):
            parts.append(self._lines[end].strip())
            end += 1
        self._keep("item" if item else "paragraph", " ".join(parts), at)
        return end

    def _continues(self, at: int, in_item: bool) -> bool:
        """Tell whether a line goes on with the one above it."""
        line, above = self._lines[at], self._lines[at - 1]
        if not line.strip() or ITEM.fullmatch(line) or MARKED_HEADING.fullmatch(line.strip()):
            return False
        return len(above) in WRAPPED_AT or (in_item and line[0].isspace())

    def _keep(self, kind: Kind, text: str, at: int) -> None:
        self._blocks.append(Block(kind, " ".join(text.split()), at + 1))


def _words(blocks: list[Block]) -> set[str]:
    return {word.casefold() for block in blocks for word in re.findall(r"[^\W\d_]+", block.text)}


def _with_title(blocks: list[Block]) -> list[Block]:
    """Make the first headline the title, and propose to remove what only says it again.

    Of two that say the same the shorter is kept: what was added to the longer is a web page's.
    """
    kept = [at for at, block in enumerate(blocks) if not block.remove]
    if not kept:
        return blocks
    first = kept[0]
    same = [first] + [at for at in kept[1:] if _say_the_same(blocks[first].text, blocks[at].text)]
    if blocks[first].kind == "item" or len(blocks[first].text.split()) > 25:
        return blocks
    # A first line that reads as a headline is one, also where the next line follows it at once.
    if blocks[first].kind == "paragraph" and len(same) == 1 and not looks_like_heading(blocks[first].text):
        return blocks
    title = min(same, key=lambda at: len(blocks[at].text))
    result = list(blocks)
    for at in same:
        result[at] = (
            replace(blocks[at], kind="title") if at == title else replace(blocks[at], remove=REPEATED)
        )
    return result


def _say_the_same(one: str, other: str) -> bool:
    """Tell whether one headline holds nearly all words of another, and little more."""
    a, b = ({word.casefold() for word in re.findall(r"\w+", text)} for text in (one, other))
    return bool(a) and bool(b) and len(a & b) >= 0.8 * min(len(a), len(b)) and len(a ^ b) <= 4 and len(b) >= 2


def _further_reading(blocks: list[Block]) -> list[Block]:
    """Propose to remove a list of titles to read on: nothing in it says anything."""
    result, within = [], False
    for block in blocks:
        if block.kind == "heading" and FURTHER_HEADING.fullmatch(block.text):
            within = True
        elif within and block.kind == "paragraph" and not looks_like_heading(block.text):
            within = False
        result.append(replace(block, remove=FURTHER) if within and not block.remove else block)
    return result
