"""Text with tags, as other programs keep it, to the Markdown of a card: an allow-list, the rest is words."""

import re

from lxml import etree
from lxml import html as lxml_html

LONGEST = 20_000
"""Characters of one side with its tags: a card is twenty times shorter."""

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`"}
LINES = {"div", "p", "br", "ul", "ol", "li", "tr", "table", "blockquote", "h1", "h2", "h3", "h4", "hr", "pre"}
UNSEEN = {"script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed", "svg"}
UNSEEN |= {"math", "select", "textarea", "form", "link", "meta", "base", "applet", "frame", "frameset"}
PICTURES = {"img", "audio", "video", "source", "picture", "image"}
SOUND = re.compile(r"\[(?:sound|anki:play)[:][^\]\n]*\]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SPECIAL = re.compile(
    r"[\\`\[\]]|\*(?=\S)|(?<=\S)\*|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|~(?=~)|(?<=~)~|&(?=#?\w+;)|"
    r"<(?=[a-zA-Z][\w.+-]*[:@])"
)
"""What would be a mark of Markdown: it is to be shown, so it gets a backslash."""

OPENING = re.compile(
    r"^(\s*)(#{1,6}(?=\s|$)|>|[*+-](?=\s|$)|[=~-]{2,}|\d{1,9}(?=[.)](?:\s|$)))", re.MULTILINE
)
LOOKS_TAGGED = re.compile(
    r"</?(?:b|i|u|em|strong|br|div|p|span|img|script|style|iframe|svg|font|ul|ol|li|a|table)\b[^<>]*>|&nbsp;",
    re.IGNORECASE,
)

PICTURE_NOTE = "A picture or sound was left out."
SCRIPT_NOTE = "A script or an embedded page was left out."


def looks_tagged(text: str) -> bool:
    """Tell whether a text that is not said to be HTML has its tags all the same."""
    return LOOKS_TAGGED.search(text) is not None


def clean(text: str) -> str:
    """Return a text with plain line ends and without signs that nobody sees."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def markdown_of(source: str) -> tuple[str, tuple[str, ...]]:
    """Return the Markdown of a text with tags, and what was left out of it."""
    notes: dict[str, None] = {}
    if SOUND.search(source):
        source = SOUND.sub("", source)
        notes[PICTURE_NOTE] = None
    source = CONTROL.sub("", source)
    if "<" not in source and "&" not in source:
        return _tidy(_escaped(source)), tuple(notes)
    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml_html.fragment_fromstring(source, create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return "", ("Its tags could not be read.",)
    return _tidy(_walk(root, notes)), tuple(notes)


def _walk(root: etree._Element, notes: dict[str, None]) -> str:
    """Gather the words; of nested emphasis of one kind only the outermost counts."""
    pieces: list[list[str]] = [[]]
    walker = etree.iterwalk(root, events=("start", "end"))
    inside: list[str] = []
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        mark = EMPHASIS.get(tag, "")
        if event == "start":
            if tag in LINES:
                pieces[-1].append("\n")
            if mark:
                pieces.append([])
            inside.append(mark)
            if tag in UNSEEN or tag in PICTURES:
                notes[PICTURE_NOTE if tag in PICTURES else SCRIPT_NOTE] = None
                walker.skip_subtree()
            elif element.text:
                pieces[-1].append(_escaped(element.text))
            continue
        inside.pop()
        if mark:
            words = "".join(pieces.pop())
            pieces[-1].append(words if mark in inside else _marked(words, mark))
        if tag in LINES and tag != "br":
            pieces[-1].append("\n")
        if tag in ("td", "th"):
            pieces[-1].append(" ")
        if element.tail and element is not root:
            pieces[-1].append(_escaped(element.tail))
    return "".join(pieces[0])


def _marked(words: str, mark: str) -> str:
    """Put marks round words, not round the space beside them: there they would be plain stars."""
    core = words.strip()
    if not core or "\n" in core:
        return words
    before, _, after = words.partition(core)
    return f"{before}{mark}{core}{mark}{after}"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", text))


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.replace("\xa0", " ").split("\n")]
    # Every line a paragraph: Markdown would run two lines into one.
    joined = "\n\n".join(line for line in lines if line)
    return OPENING.sub(lambda found: f"{found[1]}{_opening(found[2])}", joined)


def _opening(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"
