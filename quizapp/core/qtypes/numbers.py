"""Numbers as people write them, and exactly as they are written."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from pydantic import PlainValidator, WithJsonSchema

from quizapp.core.qtypes.base import FormatError

NOT_A_NUMBER = "Write a number, such as 3."
MOST_FIGURES = 24
LARGEST = 10**MOST_FIGURES

TYPED = re.compile(
    r"""(?P<sign>[+-]?)\ ?
    (?: (?P<whole>[0-9]+|[0-9]{1,3}(?:\ [0-9]{3})+) (?:[.,](?P<part>[0-9]*))?
      | [.,](?P<bare>[0-9]+)
      | (?P<commas>[0-9]{1,3}(?:,[0-9]{3})+) \.(?P<after_commas>[0-9]+)
      | (?P<points>[0-9]{1,3}(?:\.[0-9]{3})+) ,(?P<after_points>[0-9]+)
      | (?P<grouped>[0-9]{1,3}(?:(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,}))
    )""",
    re.VERBOSE,
)
# A thousand and two hundred to one reader, one and a fifth to another: the student must say which.
TWO_READINGS = re.compile(r"[+-]?\ ?(?P<thousands>[1-9][0-9]{0,2}),(?P<rest>[0-9]{3})")


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("Write a number here, such as 3 or 0.5, without quotes or a unit.")
    if abs(value) > LARGEST:
        raise ValueError(f"Write a number of at most {MOST_FIGURES} figures.")
    return value


def _size(value: Any) -> int | float:
    number = _number(value)
    if number < 0:
        raise ValueError("Write 0 or more.")
    return number


Number = Annotated[int | float, PlainValidator(_number), WithJsonSchema({"type": "number"})]
Size = Annotated[int | float, PlainValidator(_size), WithJsonSchema({"type": "number", "minimum": 0})]


def read_number(text: str, unit: str = "") -> str | FormatError:
    """Read a typed number into plain figures with a point, such as "-1200.5"; or say what to mend."""
    text = " ".join(text.replace("−", "-").replace("–", "-").split())
    if unit:
        text = re.sub(rf" ?{re.escape(' '.join(unit.split()))}$", "", text, flags=re.IGNORECASE)
    if both := TWO_READINGS.fullmatch(text):
        thousands, rest = both.group("thousands", "rest")
        return FormatError(f"Write {thousands}{rest} or {thousands}.{rest}: the comma can mean either.")
    found = TYPED.fullmatch(text)
    if found is None:
        return FormatError(NOT_A_NUMBER)
    parts = {name: value for name, value in found.groupdict().items() if value}
    whole = next((parts[name] for name in ("whole", "commas", "points", "grouped") if name in parts), "0")
    after = next(
        (parts[name] for name in ("part", "bare", "after_commas", "after_points") if name in parts), ""
    )
    whole = re.sub(r"[ .,]", "", whole)
    if len(whole + after) > MOST_FIGURES:
        return FormatError(f"Write a number of at most {MOST_FIGURES} figures.")
    return plain(Decimal(f"{'-' if found['sign'] == '-' else ''}{whole}.{after or 0}"))


def plain(number: float | Decimal) -> str:
    """Write a number in figures, without an exponent, spare zeros or a minus before 0."""
    text = format(Decimal(str(number)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.lstrip("-") if not text.strip("-0") else text


def exact(number: float | str) -> Fraction:
    """Return the number as it is written: 0.1 is a tenth, not its nearest binary fraction."""
    return Fraction(str(number))
