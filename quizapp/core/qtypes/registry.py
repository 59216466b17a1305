"""The one list of question types."""

from typing import Any

from quizapp.core.qtypes.base import QuestionType
from quizapp.core.qtypes.multiple_choice import MultipleChoice

QUESTION_TYPES: dict[str, QuestionType[Any, Any]] = {qtype.name: qtype for qtype in (MultipleChoice(),)}
