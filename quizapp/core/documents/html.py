"""Web pages: their visible text, block by block. What frames it is proposed for removal."""

import re

from lxml import etree
from lxml import html as lxml_html

from quizapp.core.documents.blocks import Block, Kind
from quizapp.core.documents.boilerplate import NAVIGATION
from quizapp.core.findings import Finding

FORM = "form"
# What no reader of the page sees: it is not text that was taken away.
UNSEEN = re.compile(
    "head|script|style|noscript|template|svg|math|iframe|object|embed|canvas|select|textarea|datalist"
)
FRAMES = {"nav": NAVIGATION, "footer": NAVIGATION, "aside": NAVIGATION, "form": FORM, "button": FORM}
HEADING = re.compile("h[1-6]")
PARTS = re.compile(
    "h[1-6]|address|article|aside|blockquote|body|br|button|caption|center|dd|details|div|dl|dt|fieldset|"
    "figcaption|figure|footer|form|header|hr|html|label|legend|li|main|nav|ol|p|pre|section|summary|table|"
    "td|th|tr|ul"
)


def read_html(data: bytes) -> list[Block] | Finding:
    """Read a web page: nothing is fetched, nothing is run."""
    try:
        data.decode()
        encoding = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # as the page itself says
    parser = lxml_html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding=encoding
    )
    try:
        root = lxml_html.document_fromstring(data.replace(b"\0", b""), parser=parser)
    except (etree.LxmlError, ValueError):
        return Finding("error", "file", "There is no text in this page.", "Open it, and paste its text.")
    return _Page().read(root)


class _Page:
    """Gathers the text between the tags that part blocks; `_open` are the tags it lies in."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._line = 1
        self._open: list[str] = []

    def read(self, root: etree._Element) -> list[Block]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else ""
            if PARTS.fullmatch(tag):
                self._keep()
            if event == "end":
                self._open.pop()
                self._say(element.tail, element)
                continue
            self._open.append(tag)
            if UNSEEN.fullmatch(tag) or "hidden" in element.attrib:
                walker.skip_subtree()
            else:
                self._say(element.text, element)
        return self._blocks

    def _say(self, text: str | None, element: etree._Element) -> None:
        if text and text.strip() and not self._words:
            self._line = int(element.sourceline or 1)
        if text and (self._words or text.strip()):
            self._words.append(text)

    def _keep(self) -> None:
        """Keep what was gathered since the last tag that parts blocks."""
        text = " ".join("".join(self._words).split())
        self._words = []
        if not text:
            return
        heading = any(HEADING.fullmatch(tag) for tag in self._open)
        kind: Kind = "heading" if heading else "item" if "li" in self._open else "paragraph"
        remove = next((FRAMES[tag] for tag in self._open if tag in FRAMES), "")
        self._blocks.append(Block(kind, text, self._line, remove))
