"""What a browser sends during an attempt, read and bounded before anything is done with it."""

from typing import Annotated

from flask import request
from pydantic import Field, StrictBool, ValidationError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from quizapp.core.attempts.state import LONGEST_SEQ
from quizapp.core.qtypes.base import Raw, Strict

LARGEST_SAVE = 64 * 1024
"""Bytes of a saved answer: far above the longest text that a question takes."""
MOST_VALUES = 100

Part = Annotated[str, Field(max_length=80)]
Values = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES, strict=False)]


class SaveBody(Strict):
    """The newest state of one question in the browser. No `answer`: the flag alone has changed."""

    seq: int = Field(ge=1, le=LONGEST_SEQ)
    answer: dict[Part, Values] | None = None
    flagged: StrictBool | None = None


def read_save() -> SaveBody:
    """Read the JSON of a save; BadRequest for anything else."""
    body = request.get_json()
    try:
        return SaveBody.model_validate(body)
    except ValidationError as error:
        raise BadRequest("A save is {seq, answer: {part: [values]}, flagged}.") from error


def raw_of(form: "MultiDict[str, str]", slot: int) -> Raw:
    """Return what a form says for one slot, the prefix `s3-` taken off."""
    prefix = f"s{slot}-"
    return {
        name.removeprefix(prefix): form.getlist(name)[:MOST_VALUES]
        for name in form
        if name.startswith(prefix)
    }
