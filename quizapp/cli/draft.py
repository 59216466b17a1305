"""`quizapp bank draft`: a document's passages, and questions about them, drafted by rules."""

from dataclasses import replace
from pathlib import Path
from random import Random

from quizapp.core.bank.writing import write_question
from quizapp.core.documents.blocks import Block
from quizapp.core.documents.passages import passages_of, sections_of
from quizapp.core.documents.readers import read_document
from quizapp.core.drafting.drafts import draft_questions
from quizapp.core.findings import Finding

READING = "document"


def drafted_yaml(path: Path, seed: int) -> str | Finding:
    """Return drafts about a document as a questions file, each under the rule and sentence it comes from."""
    blocks = read_document(path.read_bytes(), path.name)
    if isinstance(blocks, Finding):
        return replace(blocks, file=str(path), place="")
    parts = []
    rng = Random(seed)  # noqa: S311  no secret: which facts to change
    for draft in draft_questions(READING, passages_of(sections_of(mended(blocks)), READING), rng):
        comment = f"# {draft.why}\n# ¶ {draft.passage.number}: {' '.join(draft.sentence.split())}\n"
        parts.append(comment + write_question(draft.question))
    return "\n".join(parts)


def mended(blocks: list[Block]) -> list[Block]:
    """Return the blocks as they are if every proposal is taken."""
    return [replace(block, text=block.edited or block.text) for block in blocks if not block.remove]
