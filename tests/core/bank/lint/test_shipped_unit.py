"""The shipped unit is clean."""

from quizapp.core.bank.files import load_units
from quizapp.core.bank.lint import lint_unit, open_findings
from quizapp.paths import questions_dir


def test_the_shipped_banks_have_no_error_and_no_warning_that_is_not_waived():
    units, _ = load_units(questions_dir())
    found = [finding for unit in units for finding in open_findings(lint_unit(unit))]
    assert [str(finding) for finding in found if finding.level != "advice"] == []
