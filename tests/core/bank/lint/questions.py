"""Questions to judge, made short."""

from quizapp.core.bank.model import Question, read_question


def choice(prompt: str, *texts: str, **more: object) -> Question:
    """Make a choice question; an asterisk before a choice marks it right. All have a reason."""
    choices = [
        {
            "text": text.lstrip("*"),
            "correct": text.startswith("*"),
            "feedback": "That is the reason.",
        }
        for text in texts
    ]
    return question(type="multiple_choice", prompt=prompt, choices=choices, **more)


def several(prompt: str, *texts: str, **more: object) -> Question:
    """Make a question with several right choices."""
    single = choice(prompt, *texts)
    return question(
        type="multiple_response",
        prompt=prompt,
        choices=[part.model_dump() for part in single.content.choices],
        **more,
    )


def statement(prompt: str, answer: bool = True, **more: object) -> Question:
    return question(type="true_false", prompt=prompt, answer=answer, **more)


def typed(prompt: str, *accept: str, **more: object) -> Question:
    return question(type="short_text", prompt=prompt, accept=list(accept), **more)


def number(prompt: str, answer: float, **more: object) -> Question:
    return question(type="numeric", prompt=prompt, answer=answer, **more)


def question(**mapping: object) -> Question:
    made, findings = read_question({"id": "asked", "status": "approved", **mapping})
    assert made is not None, findings
    return made
