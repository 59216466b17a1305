"""questions/README.md names the rules that there are, as an author meets them in a file."""

import re

from quizapp.core.bank.lint import rules
from quizapp.paths import questions_dir


def test_the_readme_of_the_format_names_every_rule_and_marks_those_for_any_language():
    text = (questions_dir() / "README.md").read_text(encoding="utf-8")
    tables = text[text.index("| about | rules over one question |") : text.index("`bank-file` stands before")]
    named = dict(re.findall(r"`([a-z-]+)`(\*?)", tables))
    assert named == {name: "" if rule.english else "*" for name, rule in rules().items()}
