"""What a student typed before the card was turned, judged as far as that can be. Nothing of it is kept."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from quizapp.cards.faces import Face
from quizapp.core.cards.typed import Likeness, likeness
from quizapp.core.qtypes.base import FormatError, Mark
from quizapp.web.fields import raw_of

LONGEST = 500
FIELD = "try"


@dataclass(frozen=True)
class Tried:
    """What was typed, in words, and its mark; none where the student has to compare."""

    said: str
    mark: Mark | None = None
    close: bool = False


def tried(face: Face, form: "MultiDict[str, str]") -> Tried | None:
    """Return what a form says was tried; None for nothing, or while the answer is held back."""
    if face.held:
        return None
    if face.question is None:
        typed = " ".join(form.get("typed", "")[:LONGEST].split())
        if not typed:
            return None
        alike = likeness(typed, face.answer)
        return Tried(typed, Mark.RIGHT if alike is Likeness.SAME else None, alike is Likeness.CLOSE)
    qtype, content = face.question.qtype, face.question.content
    response = qtype.parse(content, raw_of(form, FIELD))
    if response is None:
        return None
    if isinstance(response, FormatError):
        return Tried(response.message)
    return Tried(qtype.say(content, response), qtype.grade(content, response).mark)
