"""What a person looks for among questions: read from what they typed, and marked where it stands."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MOST_PHRASES = 32
LONGEST_WORD = 80
MOST_LETTERS = 200_000
"""As much of a question as is looked through: PostgreSQL refuses a vector of a million bytes."""

WORD = re.compile(r"[^\W_]+")
TERM = re.compile(r'-*"[^"]*"?|[^\s"]+')
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
NOT_SAID = ("type", "cites", "objectives", "level", "difficulty", "points", "waive", "title", "prompt")


@dataclass(frozen=True)
class Phrase:
    """Words that stand side by side; with `prefix` the last may be the beginning of a longer one."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True)
class Sought:
    """What was asked for: every phrase of `wanted`, none of `unwanted`; `left_out` were too many."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Words:
    """The words of a question as they are indexed, a space between: of its title, its prompt, the rest."""

    title: str
    prompt: str
    rest: str


def words_in(text: str) -> list[str]:
    """Return the words of a text as they are compared: no capitals, no accents."""
    return [word for _, _, word in _places(text)]


def words_of(slug: str, record: Mapping[str, Any]) -> Words:
    """Return what is indexed of a question: its texts, its id, its tags, who claims it."""
    prompt = str(record.get("prompt", ""))
    title = str(record.get("title") or prompt)
    rest = [slug, *(text for _, text in texts_of(record))]
    return Words(*(" ".join(words_in(text))[:MOST_LETTERS] for text in (title, prompt, "\n".join(rest))))


def texts_of(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts of a record beside title and prompt, each with the field it stands in."""
    for name, value in record.items():
        if name not in NOT_SAID:
            yield from ((name, text) for text in _texts(value))


def read_search(text: str) -> Sought:
    """Read words (the last may be a beginning), "quoted phrases" and -without; nothing typed is an error."""
    terms = TERM.findall(text.translate(QUOTES))
    wanted, unwanted = [], []
    for place, term in enumerate(terms, 1):
        words = tuple(words_in(term))
        # Of "hours-opening" and "U.S." the parts are looked for side by side.
        if words and term.startswith("-"):
            unwanted.append(Phrase(words))
        elif words:
            wanted.append(Phrase(words, prefix=place == len(terms) and '"' not in term))
    left_out = max(0, len(wanted) - MOST_PHRASES) + max(0, len(unwanted) - MOST_PHRASES)
    return Sought(tuple(wanted[:MOST_PHRASES]), tuple(unwanted[:MOST_PHRASES]), left_out)


def marked(text: str, sought: Sought) -> list[tuple[str, bool]]:
    """Cut a text into pieces that are sought (True) and the text between them."""
    text = unicodedata.normalize("NFC", text)
    pieces, done = [], 0
    for start, end in _spans(text, sought):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[max(start, done) : end], True))
        done = end
    return pieces + ([(text[done:], False)] if done < len(text) else [])


def excerpt(text: str, sought: Sought, before: int = 40, length: int = 140) -> str:
    """Return the part of a text round the first thing sought, or "" where nothing of it stands there."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    spans = _spans(text, sought)
    if not spans:
        return ""
    start = max(0, spans[0][0] - before)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = start + length
    cut = text[start:end].rpartition(" ")[0] or text[start:end] if end < len(text) else text[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"


def _spans(text: str, sought: Sought) -> list[tuple[int, int]]:
    places = _places(text)
    spans: list[tuple[int, int]] = []
    for at in range(len(places)):
        ends = [
            places[at + len(phrase.words) - 1][1]
            for phrase in sought.wanted
            if _stands(phrase, [word for _, _, word in places[at : at + len(phrase.words)]])
        ]
        if ends and (not spans or max(ends) > spans[-1][1]):
            spans.append((places[at][0], max(ends)))
    return spans


def _stands(phrase: Phrase, words: list[str]) -> bool:
    if len(words) < len(phrase.words):
        return False
    if not phrase.prefix:
        return tuple(words) == phrase.words
    return tuple(words[:-1]) == phrase.words[:-1] and words[-1].startswith(phrase.words[-1])


def _places(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and compared form of each word."""
    # Composed first: the accent of a decomposed letter would part the word.
    text = unicodedata.normalize("NFC", text)
    found = ((match.start(), match.end(), _folded(match.group())) for match in WORD.finditer(text))
    return [place for place in found if place[2]]


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if letter.isalnum())[:LONGEST_WORD]


def _texts(value: Any) -> Iterator[str]:
    """Yield every text in a value, the names of its fields left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
