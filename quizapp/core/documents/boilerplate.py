"""What stands on a web page around its text, told by its words."""

import re
from collections.abc import Sequence

COMMENT, DONATION, NAVIGATION = "comment form", "donation appeal", "navigation"

# Matched against a whole block. A long block is never navigation: it is text that speaks of it.
LINES = {
    COMMENT: (
        r"(leave|post|write|add) a (reply|comment)( to .*)?",
        r"your email address will not be published.*",
        r"required fields are marked.*",
        r"(post comment|submit comment|cancel reply|\d+ comments?|comments( are closed)?|reply)",
        r"save my name, email,? and website.*",
        r"you must be logged in to (post|comment).*",
    ),
    DONATION: (
        r"(make|give) a (donation|gift).*",
        r"(donate|give|contribute)( now| today| here)?",
        r"become a (member|patron|donor|supporter).*",
    ),
    NAVIGATION: (
        r"(scroll|back|return|jump) to (the )?top",
        r"skip to (the )?(main )?(content|navigation)",
        r"(main )?menu|navigation|home|search( for)?:?|toggle navigation|site ?map",
        r"(share|tweet|pin|print|e-?mail|follow|like)( this| us| on| via| it)?( \w+)?:?",
        r"(next|previous|older|newer)( (post|article|page|story|entries))?( [→»›>].*)?",
        r"(read|load|show|view|see) (more|all)( .{0,20})?",
        r"(log|sign) ?(in|up|out)|register|subscribe( now| to .{0,40})?|newsletter",
        r"(privacy|cookie) (policy|notice|settings)|terms (of (use|service)|and conditions)",
        r"contact( us)?|about us",
        r"(accept|reject|manage)( all)? cookies|(we|this (web)?site) uses? cookies.*",
        r"(©|\(c\)|copyright)\s.*|all rights reserved.*|powered by .{0,40}",
        r"[^.|›»>]{1,40}([|›»>][^.|›»>]{1,40}){2,}",
    ),
}
PATTERNS = {
    reason: re.compile(rf"(?:{'|'.join(lines)})\W*", re.IGNORECASE) for reason, lines in LINES.items()
}
APPEAL = (
    re.compile(r"\b(donat\w+|(generous|your) (contribution|gift|support|generosity)s?|chip in)\b", re.I),
    re.compile(r"\b(click\w*|button|below|help (us|support|make|keep)|make possible|tax.deductible)\b", re.I),
)
SUPPORT = re.compile(r"(please )?(support|donate to|give to|help|fund)\b.{1,40}", re.IGNORECASE)


def boilerplate(blocks: Sequence[tuple[str, str]]) -> list[str]:
    """Return for each (kind, text) the reason to leave it out, or ""."""
    reasons = [_reason(text) for _, text in blocks]
    for at, (kind, text) in enumerate(blocks):
        # "Support the Museum" is a heading like any other, but above an appeal it belongs to it.
        above_appeal = DONATION in reasons[at + 1 : at + 2]
        if kind == "heading" and not reasons[at] and above_appeal and SUPPORT.fullmatch(text):
            reasons[at] = DONATION
    return reasons


def _reason(text: str) -> str:
    for reason, pattern in PATTERNS.items():
        if len(text) <= 160 and pattern.fullmatch(text.strip()):
            return reason
    if len(text) <= 600 and all(part.search(text) for part in APPEAL):
        return DONATION
    return ""
