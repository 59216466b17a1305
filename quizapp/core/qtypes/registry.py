"""The one list of question types, in the order an author sees them."""

from typing import Any

from quizapp.core.qtypes.base import QuestionType
from quizapp.core.qtypes.claim_sort import ClaimSort
from quizapp.core.qtypes.cloze import Cloze
from quizapp.core.qtypes.essay import Essay
from quizapp.core.qtypes.evidence import Evidence
from quizapp.core.qtypes.matching import Matching
from quizapp.core.qtypes.multiple_choice import MultipleChoice
from quizapp.core.qtypes.multiple_response import MultipleResponse
from quizapp.core.qtypes.numeric import Numeric
from quizapp.core.qtypes.ordering import Ordering
from quizapp.core.qtypes.short_text import ShortText
from quizapp.core.qtypes.true_false import TrueFalse

QUESTION_TYPES: dict[str, QuestionType[Any, Any]] = {
    qtype.name: qtype
    for qtype in (
        MultipleChoice(),
        MultipleResponse(),
        TrueFalse(),
        ShortText(),
        Numeric(),
        Matching(),
        ClaimSort(),
        Evidence(),
        Ordering(),
        Cloze(),
        Essay(),
    )
}
