"""What the lint finds in stored questions, found once for each text of a question."""

from quizapp.banks.models import Question, QuestionRevision
from quizapp.banks.service import checked
from quizapp.core.bank.lint import lint_question, open_findings
from quizapp.core.findings import Finding

MOST_KEPT = 20_000

# A revision never changes, and the rules look at nothing that its digest leaves out.
_kept: dict[tuple[str, str], tuple[Finding, ...]] = {}


def findings_of(row: Question, revision: QuestionRevision | None = None) -> tuple[Finding, ...]:
    """Return what the rules over one question find in a revision, the current one if none is given."""
    revision = revision or row.current
    language = str(row.bank.meta.get("language", "en"))
    known = _kept.get((revision.digest, language))
    if known is None:
        question, problems = checked(revision)
        known = tuple(problems + (lint_question(question, language) if question else []))
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[revision.digest, language] = known
    return known


def open_findings_of(row: Question) -> list[Finding]:
    """Return what is found in the current revision and not waived."""
    return open_findings(findings_of(row))
