"""What a whole document names, so that one passage can be asked about with the words of the others."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quizapp.core.bank.model import Passage
from quizapp.core.documents.sentences import sentences
from quizapp.core.drafting.facts import ACRONYM, Fact, facts_in
from quizapp.core.drafting.lists import Listing, listings
from quizapp.core.drafting.wording import content_words

MOST_ALIKE = 40
"""How many facts of a group are kept to choose from."""
LONGEST_SENTENCE = 800
"""What is longer is a table or a slip of the pen, and takes long to look through."""
SAID = 0.7
"""The share of its words that a sentence must hold to say what a statement says."""
LINES = re.compile(r"^[^\n]+:(?:\n- [^\n]+)+$")


@dataclass
class Survey:
    """The sentences of a document by passage, its facts, its lists, and what its acronyms stand for."""

    sentences: dict[str, list[str]] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    lists: list[tuple[str, Listing]] = field(default_factory=list)
    """Each with the id of its passage."""
    texts: dict[str, str] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    _same: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_word: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def facts(self, sentence: str) -> list[Fact]:
        """Return the facts of a sentence; a first word is a name only if it is one elsewhere too."""
        return [
            fact
            for fact in facts_in(sentence)
            if fact.kind != "name" or fact.start > 1 or " " in fact.text or self.names[fact.text]
        ]

    def begins_with_name(self, sentence: str) -> bool:
        return any(fact.start == 0 and fact.kind == "name" for fact in self.facts(sentence))

    def aliases(self, text: str) -> list[str]:
        """Return the text and every other way in which the document says it."""
        return [text, *sorted(self._same.get(text, set()) - {text})]

    def others(self, fact: Fact, sentence: str) -> list[str]:
        """Return what could stand in a fact's place and stands nowhere in its sentence, in order."""
        if not fact.group:
            return []
        there = f" {_plain(sentence)} "
        same = {_plain(alias) for alias in self.aliases(fact.text)}
        return [
            text
            for text in dict.fromkeys(self.groups[fact.group])
            if _plain(text) not in same and not any(f" {_plain(a)} " in there for a in self.aliases(text))
        ]

    def holding(self, text: str) -> list[str]:
        """Return the sentences that hold a text."""
        first = _plain(text).partition(" ")[0]
        return [sentence for sentence in self._by_word.get(first, ()) if text in sentence]

    def says(self, statement: str, word: str) -> bool:
        """Tell whether a sentence with that word says nearly what a statement says."""
        words = content_words(statement)
        return any(
            len(words & content_words(sentence)) >= SAID * len(words) for sentence in self.holding(word)
        )


def survey(passages: Sequence[Passage]) -> Survey:
    """Read a document through once."""
    result = Survey()
    for passage in passages:
        result.texts[passage.id] = passage.text
        result.sentences[passage.id] = [one for one in parts_of(passage.text) if len(one) <= LONGEST_SENTENCE]
    every = [sentence for parts in result.sentences.values() for sentence in parts]
    for sentence in every:
        for fact in facts_in(sentence):
            if fact.kind == "name" and fact.start > 1:
                result.names[fact.text] += 1
    for sentence in every:
        for fact in result.facts(sentence):
            alike = result.groups[fact.group]
            if fact.text not in alike and len(alike) < MOST_ALIKE:
                alike.append(fact.text)
        for word in set(_plain(sentence).split()):
            result._by_word[word].append(sentence)
    for passage_id, parts in result.sentences.items():
        result.lists += [(passage_id, listing) for sentence in parts for listing in listings(sentence)]
    _find_aliases(result, every)
    return result


def parts_of(text: str) -> list[str]:
    """Part a passage into sentences; a list with a line each stays whole, under the line that leads to it."""
    return [text] if LINES.fullmatch(text) else sentences(text)


def _find_aliases(result: Survey, every: Iterable[str]) -> None:
    """Pair acronyms with what they stand for: named beside it in brackets, or of the same initials."""
    pairs = {
        (re.sub(r"^(The|An?) ", "", found["name"]), found["short"])
        for sentence in every
        for found in ACRONYM.finditer(sentence)
    }
    shorts = [name for name in result.names if re.fullmatch(r"(?:[A-Z]\.?){2,8}", name)]
    for short in shorts:
        letters = short.replace(".", "")
        for name in result.names:
            initials = "".join(word[0] for word in name.split() if word[0].isupper())
            if len(name.split()) == len(letters) and initials == letters:
                pairs.add((name, short))
    for name, short in pairs:
        result._same[name].add(short)
        result._same[short].add(name)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
