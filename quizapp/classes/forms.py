"""What teachers write about classes, and students at the door."""

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from quizapp.accounts.forms import NAME, Again, NewPassword, stripped
from quizapp.accounts.passwords import STUDENT_LENGTH
from quizapp.classes.roster_csv import name_problem
from quizapp.web.fields import WholeNumberField


class JoinForm(FlaskForm):
    code = StringField("Class code", [DataRequired("Write the class code.")], filters=[stripped])
    name = StringField("Name on the card", [DataRequired("Write the name on your card.")], filters=[stripped])
    password = PasswordField(
        "PIN or password",
        [InputRequired("Write your PIN or password.")],
        description="First time: the six figures on the card. Lost it? Your teacher can give you a new one.",
    )


class StudentName:
    """Refuse a name that cannot stand on a card, or that the class has already."""

    def __call__(self, form: Any, field: Field) -> None:
        problem = name_problem(field.data)
        if problem:
            raise ValidationError(problem)
        if form.is_taken(field.data):
            raise ValidationError("That name is taken in this class. Choose another.")


class SelfJoinForm(FlaskForm):
    """A student without a card joins by the code alone."""

    name = StringField(
        "Choose a name",
        [DataRequired("Choose a name."), StudentName()],
        filters=[stripped],
        description="What your teacher knows you by, such as Blue Heron. Leave out your full name.",
    )
    password = PasswordField(
        "Choose a PIN or password",
        [InputRequired("Choose a PIN or a password."), NewPassword(STUDENT_LENGTH)],
        description="At least 6 characters. You will need it each time you sign in.",
    )
    again = PasswordField("The same again", [InputRequired("Type it a second time."), Again()])

    @property
    def name_of_person(self) -> str:
        return self.name.data or ""


class ClassForm(FlaskForm):
    name = StringField("Name of the class", NAME, filters=[stripped], description="Such as History 10B.")
    self_join = BooleanField(
        "Students may join with the class code alone",
        description="Without a card. Close it again when everyone is in.",
    )


class NewClassForm(ClassForm):
    pseudonyms = WholeNumberField(
        "How many students?",
        [Optional(), NumberRange(1, 60, "Write a number from 1 to 60.")],
        description="They get made-up names such as Blue Heron. Leave it empty to add names later.",
    )


class PasteForm(FlaskForm):
    names = TextAreaField(
        "Names, one a line",
        [
            DataRequired("Paste or write at least one name."),
            Length(max=50_000, message="Send fewer at once."),
        ],
        description="Pseudonyms are best: no e-mail and no full name is needed.",
    )


class FileForm(FlaskForm):
    file = FileField(
        "A list from a file",
        [InputRequired("Choose a file.")],
        description="CSV, one student a row. Several columns? Write “name” over the one to use.",
    )


class PseudonymsForm(FlaskForm):
    count = WholeNumberField(
        "How many",
        default=30,
        validators=[
            InputRequired("Write a number, such as 30."),
            NumberRange(1, 60, "Write a number from 1 to 60."),
        ],
        description="Made-up names such as Blue Heron, none twice in a class.",
    )


class RenameForm(FlaskForm):
    name = StringField("Name", [DataRequired("Write a name."), StudentName()], filters=[stripped])
