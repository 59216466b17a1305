"""Where a sentence ends, in English prose."""

import re

END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)")
TITLES = re.compile(
    r"mrs?|ms|dr|prof|gen|col|capt|lt|sgt|sen|rep|gov|pres|st|mt|ft|rev|hon|jr|sr|nos?|vol|fig|pp?|vs|cf|ca|"
    r"approx|est|dept|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|inc|ltd|co|corp",
    re.IGNORECASE,
)
NEVER_LAST = frozenset(("e.g.", "i.e.", "viz.", "al."))
INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
STARTER = re.compile(
    r"(the|th[ie]se?|that|those|its?|in|on|at|as|an?|and|but|or|so|s?he|they|we|you|his|her|their|our|however|"
    r"if|when|while|after|before|since|during|because|although|there|what|who|how|why)\b",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """Part a text into sentences. Lines of a list are sentences of their own."""
    found = []
    for line in re.split(r"\n+\s*(?:[-*+]\s+|\d+[.)]\s+)?", text.strip()):
        start = 0
        for match in END.finditer(line):
            quoted = line[start : match.end()]
            if quoted.count("“") <= quoted.count("”") and _ends(line, match):
                found.append(line[start : match.end()].strip())
                start = match.end()
        found.append(line[start:].strip())
    return [sentence for sentence in found if sentence]


def _ends(line: str, match: re.Match[str]) -> bool:
    """Tell whether a full stop is the end of a sentence and not that of an abbreviation."""
    after = line[match.end() :].lstrip()
    first = after.lstrip("\"“‘'([")
    if not first or first[0].islower():
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    before = line[: match.start() + 1].split()[-1].lstrip("\"“‘'([")
    if before.casefold() in NEVER_LAST or TITLES.fullmatch(before[:-1]):
        # "No." is a word of its own where no number follows.
        return before[:-1].casefold() in ("no", "nos") and not first[0].isdigit()
    if INITIALS.fullmatch(before):
        return len(before) > 2 and STARTER.match(first) is not None
    return True
