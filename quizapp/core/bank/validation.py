"""What is wrong with a file or a form by its model, in words that say how to mend it."""

from collections.abc import Sequence

from pydantic import ValidationError

from quizapp.core.findings import Finding


def field_path(location: Sequence[int | str]) -> str:
    """Write a pydantic location as `choices[2].text`."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


PLAIN_MESSAGES = {
    "missing": "This is missing.",
    "extra_forbidden": "There is no such field here.",
    "string_type": "Write text here; put it in quotes if it looks like a number or yes/no.",
    "bool_type": "Write true or false.",
    "string_too_short": "This is empty.",
    "string_unicode": "This holds half a character. Write it again.",
    "tuple_type": "Write a list here: one item a line, each after a hyphen.",
    "dict_type": "Write fields here, as name: value.",
    "model_type": "Write fields here, as name: value.",
    "int_type": "Write a whole number.",
    "int_from_float": "Write a whole number.",
}


def findings_of(error: ValidationError) -> list[Finding]:
    """Put a pydantic error into findings, in words that say how to mend it."""
    findings = []
    for problem in error.errors(include_url=False):
        kind, context = problem["type"], problem.get("ctx", {})
        message = PLAIN_MESSAGES.get(kind)
        if problem["input"] is None and kind.endswith("_type"):
            message = "This is empty."
        elif kind in ("enum", "literal_error"):
            message = f"Write one of: {str(context['expected']).replace(' or ', ', ')}."
        elif kind == "string_too_long":
            message = f"Shorten this to {context['max_length']} characters."
        elif kind == "too_short":
            fewest = context["min_length"]
            message = "At least one is needed here." if fewest == 1 else f"At least {fewest} are needed here."
        elif kind == "greater_than":
            message = f"Write a number above {context['gt']:g}."
        elif kind == "greater_than_equal":
            message = f"Write {context['ge']:g} or more."
        elif kind == "less_than_equal":
            message = f"Write {context['le']:g} or less."
        elif kind == "too_long":
            message = f"At most {context['max_length']} can stand here."
        elif kind == "string_pattern_mismatch":
            message = (
                "Write reading/passage, such as us-response/justice."
                if "/" in context["pattern"]
                else "Use small letters a to z, figures and hyphens, such as us-response."
            )
        elif kind == "value_error":
            message = str(context["error"])
        findings.append(Finding("error", field_path(problem["loc"]), message or f"{problem['msg']}."))
    return findings
