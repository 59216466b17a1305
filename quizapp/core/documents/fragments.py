"""Stray fragments: a short word that stands alone on lines and is glued to others is no part of a text."""

import re
from collections import Counter
from collections.abc import Iterable

LONE = re.compile(r"[^\W_]{2,15}")
SENTENCE_END = r"[.!?:;,)\]”’\"']"
MOST_LONE = 40
"""Lone words that are looked at, the most frequent first: a document with more of them is a list of words."""


def fragments_of(texts: Iterable[str]) -> list[str]:
    """Return the words that are noise: alone in a block, and more than once or glued elsewhere too."""
    texts = list(texts)
    alone = Counter(
        word for text in texts if len({word := w for w in text.split()}) == 1 and LONE.fullmatch(word)
    )
    known = {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]+", text)}
    found = []
    for word, count in alone.most_common(MOST_LONE):
        glued = any(without(text, [word], known) != text for text in texts)
        small = not word[0].isupper()
        if (count > 1 and small) or (glued and (small or count > 1)):
            found.append(word)
    return found


def is_only(text: str, noise: Iterable[str]) -> bool:
    """Tell whether a block is nothing but fragments."""
    words = text.split()
    return bool(words) and set(words) <= set(noise)


def without(text: str, noise: Iterable[str], known: set[str]) -> str:
    """Return the text without the fragments glued into it; words that merely hold one stay.

    A fragment inside a word goes only where what is left is a word of the document (`known`, in small
    letters), so that "beginning" outlives a stray "begin".
    """
    for word in noise:
        if word not in text:
            continue
        text = re.sub(rf"(?<={SENTENCE_END}){re.escape(word)}(?![\w])", "", text)
        for found in {whole for whole in re.findall(r"[^\W_]+", text) if word in whole}:
            if (rest := _mended(found, word, known)) != found:
                text = re.sub(rf"\b{re.escape(found)}\b", rest, text)
    return text


def _mended(found: str, word: str, known: set[str]) -> str:
    if found == word:
        return found
    rest = found.replace(word, "", 1)
    return rest if len(rest) > 2 and rest.casefold() in known else found
