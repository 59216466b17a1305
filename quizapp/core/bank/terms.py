"""The terms of a glossary found in a text."""

import re
from collections.abc import Iterator, Sequence


class TermFinder:
    """Finds terms by their forms: `forms[n]` are those of term n.

    A form in small letters is found with capitals too, as at the head of a sentence; a form with
    capitals only as it is written, so that the word "aid" is not the agency "AID".
    """

    def __init__(self, forms: Sequence[Sequence[str]]) -> None:
        known = [(form, term) for term, some in enumerate(forms) for form in some]
        # Longest first: "hack-and-leak" is not the term "hack".
        known.sort(key=lambda pair: -len(pair[0]))
        self._terms = [term for _, term in known]
        self._pattern = re.compile(
            rf"(?<!\w)(?:{'|'.join(f'({_written(form)})' for form, _ in known)})(?!\w)" if known else r"(?!)"
        )

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield start, end and term of each place where one stands, from left to right."""
        for found in self._pattern.finditer(text):
            assert found.lastindex is not None
            yield found.start(), found.end(), self._terms[found.lastindex - 1]


def _written(form: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in form.split())
    return f"(?i:{pattern})" if form == form.lower() else pattern
