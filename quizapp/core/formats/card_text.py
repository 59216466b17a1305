"""Cards from text: our own tables, Quizlet's export, Anki's notes in plain text, anyone's CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from quizapp.core.documents.plain import decoded
from quizapp.core.findings import Finding
from quizapp.core.formats import gaps
from quizapp.core.formats.anki_in import TOO_LONG, of_gaps
from quizapp.core.formats.card_table import COLUMNS, LISTS
from quizapp.core.formats.cards import MOST_ROWS, CardRow, CardsRead, refused
from quizapp.core.formats.html_text import LONGEST, clean, looks_tagged, markdown_of
from quizapp.core.formats.names import slug_names
from quizapp.core.tables.formulas import unguarded

FRONTS = {"front", "term", "question", "word", "prompt"}
BACKS = {"back", "definition", "answer", "meaning", "translation"}
SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}
YES = {"yes", "y", "true", "1", "x"}
QUIZLET = (
    "Put a tab or a comma between the two sides. In Quizlet’s export window choose “Tab” between term and "
    "definition and “New line” between rows."
)
PACKED = (b"PK\x03\x04", b"PK\x05\x06")

Line = tuple[int, list[str]]


@dataclass
class Layout:
    """How the lines of a file are parted and which column holds what (from 0)."""

    separator: str = ""
    html: bool = False
    front: int = 0
    back: int = 1
    tags: int | None = None
    guid: int | None = None
    aside: set[int] = field(default_factory=set)
    """Columns that say where a note lay, which nobody misses."""

    heads: list[str] = field(default_factory=list)


def is_packed(data: bytes) -> bool:
    """Tell whether a file is a package, such as .apkg, rather than text."""
    return data.startswith(PACKED)


def read_text(data: bytes | str) -> CardsRead | Finding:
    """Read a table of cards, a row for each."""
    text = data if isinstance(data, str) else decoded(data)
    if isinstance(text, Finding):
        return refused(text.message, "Save it as “CSV UTF-8” or “Unicode text”, or paste its text.")
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        return refused("This is not a text file.", "Choose an .apkg, .csv, .tsv or .txt file.")
    if not text.strip():
        return refused("There are no cards in it yet.", "Choose a file, or paste the cards.")
    layout, body, first = _headed(text)
    if isinstance(layout, Finding):
        return layout
    lines = _lines(body, layout, first)
    if isinstance(lines, Finding):
        return lines
    if lines and tuple(cell.strip().casefold() for cell in lines[0][1]) in (COLUMNS, COLUMNS[:-1]):
        rows = [_own_row(number, cells) for number, cells in lines[1:]]
        notes: tuple[str, ...] = ()
    else:
        lines, notes = _columns(lines, layout)
        rows = [row for number, cells in lines for row in _rows_of(number, cells, layout)]
    if not rows:
        return refused("There are no cards in it: only a heading.", "Write one card a line, under it.")
    if len(rows) > MOST_ROWS:
        message = f"It has {len(rows):,} cards; {MOST_ROWS:,} can come in at once."
        return refused(message, "Send it in parts.")
    return CardsRead(tuple(rows), notes)


def _headed(text: str) -> tuple[Layout | Finding, str, int]:
    """Read the lines that Anki puts first, `#separator:tab` and its like; return the rest and its line."""
    layout, number, ours = Layout(), 0, False
    rest = text
    while rest.startswith("#"):
        line, _, after = rest.partition("\n")
        name, colon, value = line[1:].rstrip("\r").partition(":")
        name, value = name.strip().casefold(), value if name == "separator" else value.strip()
        if not colon or name not in _HEADERS:
            break
        ours = True
        if problem := _HEADERS[name](layout, value):
            return refused(problem, "Export the notes from Anki again, or take the line out."), "", 0
        rest, number = after, number + 1
    if ours and layout.front == 0:
        _make_way(layout)
    return layout, rest, number


def _make_way(layout: Layout) -> None:
    """Put front and back into the first two columns that hold nothing else."""
    other = {layout.tags, layout.guid, *layout.aside}
    free = (place for place in range(100) if place not in other)
    layout.front, layout.back = next(free), next(free)


def _set_separator(layout: Layout, value: str) -> str:
    layout.separator = SEPARATORS.get(value.strip().casefold(), value[:1] if value != "" else "")
    wrong = not layout.separator or layout.separator in '"\r\n'
    return "The line “#separator:” does not say what parts the columns." if wrong else ""


def _set_html(layout: Layout, value: str) -> str:
    layout.html = value.casefold() == "true"
    return ""


def _column(value: str) -> int | None:
    return (
        int(value) - 1
        if value.isascii() and value.isdecimal() and 0 < len(value) < 3 and int(value)
        else None
    )


def _set_column(name: str) -> Any:
    def put(layout: Layout, value: str) -> str:
        place = _column(value)
        if place is None:
            return f"The line “#{name} column:” does not name a column by its number."
        if name in ("tags", "guid"):
            setattr(layout, name, place)
        else:
            layout.aside.add(place)
        return ""

    return put


def _set_columns(layout: Layout, value: str) -> str:
    layout.heads = [name.strip().casefold() for name in value.split(layout.separator or "\t")]
    return ""


_HEADERS: dict[str, Any] = {
    "separator": _set_separator,
    "html": _set_html,
    "columns": _set_columns,
    "tags column": _set_column("tags"),
    "guid column": _set_column("guid"),
    "notetype column": _set_column("notetype"),
    "deck column": _set_column("deck"),
    "notetype": lambda layout, value: "",
    "deck": lambda layout, value: "",
    "tags": lambda layout, value: "",
    "if matches": lambda layout, value: "",
}


def _lines(text: str, layout: Layout, before: int) -> list[Line] | Finding:
    """Part the text into lines of cells, each with the number of the line it begins on."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = layout.separator or ("\t" if "\t" in first else max(",;", key=first.count))
    try:
        found = list(_parted(text, separator, before, csv.QUOTE_MINIMAL))
    except csv.Error as error:
        # A quotation mark that a person typed, in a file whose program quotes nothing.
        if separator != "\t" or "field larger" in str(error):
            return refused(
                f"The file cannot be read as a table ({error}).",
                "Look for a quotation mark that is not closed, or send it parted by tabs.",
            )
        found = list(_parted(text, separator, before, csv.QUOTE_NONE))
    lines = [(number, cells) for number, cells in found if any(cell.strip() for cell in cells)]
    if lines and all(len(cells) == 1 for _, cells in lines):
        return refused("Front and back are not told apart in it.", QUIZLET)
    if len(lines) > MOST_ROWS + 1:
        message = f"It has {len(lines):,} lines; {MOST_ROWS:,} cards can come in at once."
        return refused(message, "Send it in parts.")
    return lines


def _parted(text: str, separator: str, before: int, quoting: int) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=True)  # type: ignore[arg-type]
    start = 0
    for cells in reader:
        yield before + start + 1, cells
        start = reader.line_num


def _columns(lines: list[Line], layout: Layout) -> tuple[list[Line], tuple[str, ...]]:
    """Find the columns by their headings, if there are any; say which are left out."""
    heads = layout.heads or ([cell.strip().casefold() for cell in lines[0][1]] if lines else [])
    fronts = [place for place, head in enumerate(heads) if head in FRONTS]
    backs = [place for place, head in enumerate(heads) if head in BACKS]
    if fronts and backs:
        layout.front, layout.back = fronts[0], backs[0]
        layout.tags = heads.index("tags") if "tags" in heads else layout.tags
        if not layout.heads:
            lines = lines[1:]
    else:
        heads = layout.heads
    read = {layout.front, layout.back, layout.tags, layout.guid, *layout.aside}
    more = sorted({i for _, cells in lines for i, cell in enumerate(cells) if cell.strip() and i not in read})
    if not more:
        return lines, ()
    named = ", ".join(f"“{heads[i][:40]}”" if i < len(heads) and heads[i] else str(i + 1) for i in more[:5])
    return lines, (f"Columns that are no side of a card were left out: {named}.",)


def _rows_of(number: int, cells: Sequence[str], layout: Layout) -> Iterator[CardRow]:
    place = f"line {number}"

    def cell(column: int | None) -> str:
        return cells[column] if column is not None and column < len(cells) else ""

    guid = clean(cell(layout.guid))[:200]
    row = CardRow(place, key=f"guid:{guid}" if guid else "")
    front, back = cell(layout.front), cell(layout.back)
    if max(len(front), len(back)) > LONGEST:
        yield CardRow(place, key=row.key, problem=TOO_LONG)
        return
    if len(cells) == 1:
        yield CardRow(place, {"front": clean(front)}, problem="There is nothing for the back in this line.")
        return
    tagged = {"tags": slug_names(cell(layout.tags).split())} if layout.tags is not None else {}
    if gaps.GAP.search(front):
        yield from of_gaps(row, front, back, tagged=tagged, tags_in_text=layout.html or looks_tagged(front))
        return
    said: dict[str, Any] = dict(tagged)
    notes: dict[str, None] = {}
    for name, text in (("front", front), ("back", back)):
        if layout.html or looks_tagged(text):
            said[name], left = markdown_of(text)
            notes.update(dict.fromkeys(left))
            if not layout.html:
                notes["Its tags were turned into plain text."] = None
        else:
            said[name] = clean(text)
    yield CardRow(place, said, row.key, notes=tuple(notes))


def _own_row(number: int, cells: Sequence[str]) -> CardRow:
    """Read a row of a table that was written here: as it was, or as somebody has changed it since."""
    place = f"line {number}"
    if len(cells) > len(COLUMNS):
        return CardRow(place, problem="It has more cells than there are columns.")
    told = {name: clean(unguarded(cell)) for name, cell in zip(COLUMNS, cells, strict=False)}
    told = {**dict.fromkeys(COLUMNS, ""), **told}
    if max(map(len, told.values())) > LONGEST:
        return CardRow(place, problem=f"A cell is longer than {LONGEST:,} characters. Shorten it.")
    said: dict[str, Any] = {"front": told["front"], "back": told["back"]}
    said |= {name: told[name].casefold() in YES for name in ("reversed", "cloze")}
    said |= {name: list(dict.fromkeys(told[name].split())) for name in LISTS}
    said["claim"] = None
    if told["claim_by"] or told["claim_status"]:
        said["claim"] = {"by": told["claim_by"], "status": told["claim_status"]}
    key = f"{told['unit'][:80]}/{told['card'][:80]}" if told["card"] else ""
    return CardRow(place, said, key)
