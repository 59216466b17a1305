"""What people write at the doors."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from quizapp.accounts import passwords
from quizapp.accounts.service import fold_name, staff_by_username

NAME = (
    DataRequired("Write a name."),
    Length(max=80, message="Use at most 80 characters."),
    Regexp(r"^[^\x00-\x1f\x7f<>]+$", message="Use letters, figures, spaces and ordinary signs."),
)
LONGEST_USERNAME = 40
USERNAME = (
    DataRequired("Write a user name."),
    Length(2, LONGEST_USERNAME, message="Use 2 to 40 characters."),
    Regexp(r"^[\w.@-]+$", message="Use letters, figures, dots, hyphens and @, without spaces."),
)


def stripped(value: str | None) -> str | None:
    """Take the idle spaces off what was typed."""
    return " ".join(value.split()) if isinstance(value, str) else value


class FreeUsername:
    """Refuse a user name that somebody has."""

    def __call__(self, form: Any, field: Field) -> None:
        if len(fold_name(field.data)) > LONGEST_USERNAME:  # folded, ß is two
            raise ValidationError("Use fewer characters.")
        if staff_by_username(field.data):
            raise ValidationError("Somebody has that user name. Choose another.")


class NewPassword:
    """Refuse a weak password."""

    def __init__(self, at_least: int) -> None:
        self.at_least = at_least

    def __call__(self, form: Any, field: Field) -> None:
        problem = passwords.weakness(field.data, at_least=self.at_least, not_like=form.name_of_person)
        if problem:
            raise ValidationError(problem)


class Again:
    """Refuse a repetition that differs."""

    def __call__(self, form: Any, field: Field) -> None:
        if field.data != form.password.data:
            raise ValidationError("The two are not the same. Type it again.")


class SignInForm(FlaskForm):
    username = StringField("User name", [DataRequired("Write your user name.")], filters=[stripped])
    password = PasswordField("Password", [InputRequired("Write your password.")])


class StaffPasswordForm(FlaskForm):
    """A new password for a teacher or an admin."""

    name_of_person = ""
    password = PasswordField(
        "New password",
        [InputRequired("Choose a password."), NewPassword(passwords.STAFF_LENGTH)],
        description="At least 10 characters. Three or four words in a row are good.",
    )
    again = PasswordField("The same again", [InputRequired("Type it a second time."), Again()])


class FirstAdminForm(StaffPasswordForm):
    name = StringField("Your name", NAME, filters=[stripped], description="As students and teachers see it.")
    username = StringField(
        "User name", [*USERNAME, FreeUsername()], filters=[stripped], description="What you sign in with."
    )


class StudentPasswordForm(FlaskForm):
    """A student's own PIN or password."""

    name_of_person = ""
    password = PasswordField(
        "Your own PIN or password",
        [InputRequired("Choose a PIN or a password."), NewPassword(passwords.STUDENT_LENGTH)],
        description="At least 6 characters. You will need it each time you sign in.",
    )
    again = PasswordField("The same again", [InputRequired("Type it a second time."), Again()])


class CurrentPassword:
    """Refuse a change by somebody who does not know the password of now."""

    def __call__(self, form: Any, field: Field) -> None:
        problem = form.problem_with_current(field.data)
        if problem:
            raise ValidationError(problem)
