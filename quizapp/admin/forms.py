"""What admins write about people."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SearchField, SelectField, StringField
from wtforms.validators import InputRequired

from quizapp.accounts.forms import NAME, USERNAME, FreeUsername, stripped
from quizapp.accounts.models import Role

ROLES = [
    (Role.TEACHER.value, "Teacher: makes classes and quizzes, sees the results"),
    (Role.ADMIN.value, "Admin: all that, and looks after people and question banks"),
]


class NewPersonForm(FlaskForm):
    name = StringField(
        "Name", NAME, filters=[stripped], description="As students and colleagues see it, such as Ms Okafor."
    )
    username = StringField(
        "User name", [*USERNAME, FreeUsername()], filters=[stripped], description="What they sign in with."
    )
    role = RadioField("Role", [InputRequired("Choose a role.")], choices=ROLES, default=Role.TEACHER.value)


class PeopleFilter(FlaskForm):
    """Which of the staff to list; read from the address."""

    class Meta:
        csrf = False

    q = SearchField("Find", filters=[stripped])
    role = SelectField("Role", choices=[("", "Any"), ("teacher", "Teacher"), ("admin", "Admin")])
    state = SelectField(
        "State",
        choices=[("", "Any"), ("active", "Active"), ("waiting", "Not in yet"), ("inactive", "Deactivated")],
    )
