"""PDF files, where the extra `documents` is installed: pypdf reads their text."""

import re
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO

from quizapp.core.documents.blocks import Block, blocks_of
from quizapp.core.findings import Finding

MOST_PAGES = 300
MOST_READ = 1_000_000
PAGE_NUMBER = re.compile(r"(page )?\d{1,4}( (of|/) \d{1,4})?", re.IGNORECASE)


def read_pdf(data: bytes) -> list[Block] | Finding:
    """Read the text of a PDF; `line` counts through all of its pages."""
    if find_spec("pypdf") is None:
        message = "PDF files cannot be read here yet."
        hint = "Install the part for it: pip install 'quizapp[documents]'. Or paste the text."
        return Finding("error", "file", message, hint)
    pypdf = import_module("pypdf")
    lines: list[str] = []
    try:
        reader = pypdf.PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            message = "The PDF is locked with a password."
            return Finding("error", "file", message, "Save it without one, or paste its text.")
        if len(reader.pages) > MOST_PAGES:
            message = f"The PDF has {len(reader.pages)} pages; {MOST_PAGES} can be taken."
            return Finding("error", "file", message, "Take the part you will teach from.")
        for page in reader.pages:
            lines += [*_lines(page.extract_text()), ""]
            if sum(map(len, lines)) > MOST_READ:
                break  # what reads the blocks says that it is too long
    except Exception:  # a broken PDF fails in pypdf in more ways than it names
        message = "The file is not a PDF that can be read."
        return Finding("error", "file", message, "Open it, and paste its text.")
    if not "".join(lines).strip():
        message = "There is no text in this PDF: its pages are pictures."
        return Finding("error", "file", message, "Run text recognition (OCR) on it, or paste the text.")
    return blocks_of("\n".join(lines))


def _lines(text: str) -> list[str]:
    """Return the lines of a page; its number stands apart, so that no paragraph takes it in."""
    found = []
    for line in text.splitlines():
        stripped = line.strip()
        found += ["", stripped, ""] if PAGE_NUMBER.fullmatch(stripped) else [line.rstrip()]
    return found
