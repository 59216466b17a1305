"""What a teacher types while watching."""

from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from quizapp.attempts.acts import MOST_MINUTES
from quizapp.attempts.messages import LONGEST
from quizapp.web.fields import WholeNumberField

MINUTES = f"Write a number of minutes from 1 to {MOST_MINUTES}."


class MinutesForm(FlaskForm):
    """How many minutes."""

    minutes = WholeNumberField("Minutes", [InputRequired(MINUTES), NumberRange(1, MOST_MINUTES, MINUTES)])


class MessageForm(FlaskForm):
    """What to tell."""

    text = TextAreaField(
        "Message",
        [
            DataRequired("Write what they should read."),
            Length(max=LONGEST, message=f"Keep it to {LONGEST} characters: they read it during the quiz."),
        ],
        filters=[lambda text: " ".join(text.split()) if text else text],
    )
