"""Word documents (.docx): a zip archive of XML, opened with bounds that no bomb gets through."""

import lzma
import zipfile
import zlib
from dataclasses import replace
from io import BytesIO

from lxml import etree

from quizapp.core.documents.blocks import Block, Kind, looks_like_heading
from quizapp.core.findings import Finding

MOST_FILES = 2_000
MOST_UNPACKED = 40 * 1024 * 1024
LARGEST_PART = 10 * 1024 * 1024
HIGHEST_RATIO = 200
"""XML packs to a tenth or a thirtieth; what packs far better was made to harm."""
PART = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SPACES = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}


def read_docx(data: bytes) -> list[Block] | Finding:
    """Read the paragraphs of a Word document; `line` is the number of the paragraph."""
    part = _unpacked(data)
    if isinstance(part, Finding):
        return part
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(part, parser=parser)
    except etree.XMLSyntaxError:
        return _broken()
    if root.getroottree().docinfo.doctype:  # no Word document has one; entities come with it
        return _broken()
    blocks = [
        block
        for line, paragraph in enumerate(root.iter(f"{W}p"), 1)
        if (block := _block(paragraph, line)) is not None
    ]
    if not any(block.kind in ("title", "heading") for block in blocks):
        blocks = [
            replace(block, kind="heading")
            if block.kind == "paragraph" and looks_like_heading(block.text)
            else block
            for block in blocks
        ]
    return blocks


def _unpacked(data: bytes) -> bytes | Finding:
    """Return the part of the archive that holds the text, if the archive is one to open."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts)
            if (
                len(parts) > MOST_FILES
                or unpacked > MOST_UNPACKED
                or unpacked > HIGHEST_RATIO * max(packed, 1024)
            ):
                message = "The file unpacks to far more than a document holds, so it was not opened."
                return Finding(
                    "error", "file", message, "Save it anew in your word processor, or paste its text."
                )
            with archive.open(PART) as file:
                part = file.read(LARGEST_PART + 1)  # what the archive says of its sizes may be untrue
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        KeyError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ):
        return _broken()
    if len(part) > LARGEST_PART:
        return Finding("error", "file", "The document is too large.", "Take the part you will teach from.")
    return part


def _broken() -> Finding:
    message = "The file is not a Word document that can be read."
    return Finding("error", "file", message, "Save it as .docx in your word processor, or paste its text.")


def _block(paragraph: etree._Element, line: int) -> Block | None:
    words = []
    for element in paragraph.iter(f"{W}t", *SPACES):
        # A text box lies inside a paragraph and has paragraphs of its own, often twice.
        nearest = next(element.iterancestors(f"{W}p"), None)
        if nearest is paragraph and next(element.iterancestors(FALLBACK), None) is None:
            words.append(SPACES.get(str(element.tag)) or element.text or "")
    text = " ".join("".join(words).split())
    return Block(_kind(paragraph), text, line) if text else None


def _kind(paragraph: etree._Element) -> Kind:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = (style.get(f"{W}val") or "").casefold() if style is not None else ""
    if name.startswith(("heading", "title")):
        return "heading"
    numbered = paragraph.find(f"{W}pPr/{W}numPr") is not None
    return "item" if numbered or name.startswith("list") else "paragraph"
