"""From the bytes of a file to its blocks. What cannot be read is a finding that says what to do."""

from collections.abc import Callable
from pathlib import PurePath

from quizapp.core.documents.blocks import CONTROL, Block, blocks_of, propose
from quizapp.core.documents.docx import read_docx
from quizapp.core.documents.html import read_html
from quizapp.core.documents.pdf import read_pdf
from quizapp.core.documents.plain import decoded, without_markdown
from quizapp.core.findings import Finding

MOST_BYTES = 2 * 1024 * 1024
MOST_CHARACTERS = 500_000
MOST_BLOCKS = 2_000


def read_document(data: bytes, name: str) -> list[Block] | Finding:
    """Read a file by the end of its name, and propose what to do with each of its blocks."""
    reader = READERS.get(PurePath(name.lower()).suffix)
    if reader is None:
        known = ", ".join(READERS)
        return Finding(
            "error", "file", f"A file of this kind cannot be read: {known} can.", "Choose another."
        )
    if len(data) > MOST_BYTES:
        return Finding("error", "file", "The file is larger than 2 MB.", "Take the part you will teach from.")
    if not data.strip():
        return Finding("error", "file", "The file is empty.", "Choose another.")
    blocks = reader(data)
    return blocks if isinstance(blocks, Finding) else bounded(blocks, "file")


def read_pasted(text: str) -> list[Block] | Finding:
    """Read a text that was pasted, and propose what to do with each of its blocks."""
    if len(text) > MOST_CHARACTERS:
        return _too_long("text")
    if not CONTROL.sub("", text).strip():
        return Finding("error", "text", "There is no text yet.", "Choose a file, or paste the text here.")
    return bounded(blocks_of(text), "text")


def bounded(blocks: list[Block], place: str) -> list[Block] | Finding:
    """Return the blocks with their proposals, or what forbids taking them."""
    blocks = [block for block in blocks if CONTROL.sub("", block.text).strip()]
    if not blocks:
        return Finding("error", place, "There is no text in it.", "Choose another, or paste its text.")
    if sum(len(block.text) for block in blocks) > MOST_CHARACTERS:
        return _too_long(place)
    if len(blocks) > MOST_BLOCKS:
        message = f"It has {len(blocks)} paragraphs; {MOST_BLOCKS} can be taken."
        return Finding("error", place, message, "Take the part you will teach from.")
    return propose(blocks)


def _too_long(place: str) -> Finding:
    message = f"The text is longer than {MOST_CHARACTERS:,} characters."
    return Finding("error", place, message, "Take the part you will teach from.")


def _plain(data: bytes) -> list[Block] | Finding:
    text = decoded(data)
    return text if isinstance(text, Finding) else blocks_of(text)


def _markdown(data: bytes) -> list[Block] | Finding:
    text = decoded(data)
    return text if isinstance(text, Finding) else blocks_of(without_markdown(text))


READERS: dict[str, Callable[[bytes], list[Block] | Finding]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
}
