"""Text files: what is in them as characters, and Markdown without its links and emphasis."""

import codecs
import re

from quizapp.core.findings import Finding

FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
EMPHASIS = re.compile(r"(?<![\w*_])(\*\*\*|\*\*|\*|__|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")


def decoded(data: bytes) -> str | Finding:
    """Return the characters of a text file, or a finding where it is not UTF-8."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    encoding = next((name for mark, name in marks if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        message = f"The file is not UTF-8 text: line {line} holds something else."
        return Finding("error", "file", message, "Save it as UTF-8, or paste its text.", line=line)


def without_markdown(text: str) -> str:
    """Return Markdown with its words only; headings, lists and lines stay as they are."""
    for pattern in (
        FRONT_MATTER,
        COMMENT,
    ):  # in place of each its line breaks, so that lines keep their numbers
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = LINK.sub(r"\1", IMAGE.sub("", text))
    return EMPHASIS.sub(r"\2", text)
