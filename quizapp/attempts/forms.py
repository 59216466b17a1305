"""What a browser sends during an attempt, read and bounded before anything is done with it."""

from typing import Annotated

from flask import request
from pydantic import BeforeValidator, Field, StrictBool, ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from quizapp.core.attempts.state import LONGEST_SEQ
from quizapp.core.attempts.timing import believable
from quizapp.core.qtypes.base import Strict
from quizapp.web.fields import MOST_VALUES

LARGEST_SAVE = 64 * 1024
"""Bytes of a saved answer: far above the longest text that a question takes."""

Part = Annotated[str, Field(max_length=80)]
Values = Annotated[tuple[str, ...], Field(max_length=MOST_VALUES, strict=False)]


class SaveBody(Strict):
    """The newest state of one question in the browser. No `answer`: the flag alone has changed.

    `seconds` it was on the screen so far. What nobody can have counted is left out, and hinders no save.
    """

    seq: int = Field(ge=1, le=LONGEST_SEQ)
    answer: dict[Part, Values] | None = None
    flagged: StrictBool | None = None
    seconds: Annotated[int | None, BeforeValidator(believable)] = None


def read_save() -> SaveBody:
    """Read the JSON of a save; BadRequest for anything else, RequestEntityTooLarge for too much."""
    # Not by request.max_content_length: the check of the token has opened the body by then.
    if (request.content_length or 0) > LARGEST_SAVE:
        raise RequestEntityTooLarge
    try:
        return SaveBody.model_validate(request.get_json())
    except (ValidationError, RecursionError) as error:
        raise BadRequest("A save is {seq, answer: {part: [values]}, flagged, seconds}.") from error
