"""What admins write about people."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SearchField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from quizapp.accounts.forms import NAME, USERNAME, FreeUsername, stripped
from quizapp.accounts.models import Role

ROLES = [
    SelectChoice(Role.TEACHER.value, "Teacher: makes classes and quizzes, sees the results"),
    SelectChoice(Role.ADMIN.value, "Admin: all that, and looks after people and question banks"),
]


STAFF = (Role.TEACHER, Role.ADMIN)


class NewPersonForm(FlaskForm):
    name = StringField(
        "Name", NAME, filters=[stripped], description="As students and colleagues see it, such as Ms Okafor."
    )
    username = StringField(
        "User name", [*USERNAME, FreeUsername()], filters=[stripped], description="What they sign in with."
    )
    role = RadioField("Role", [InputRequired("Choose a role.")], choices=ROLES, default=Role.TEACHER.value)


class SettingsForm(FlaskForm):
    second_check = BooleanField(
        "A second person checks the key before a question is approved",
        description="Somebody other than the author of the revision ticks on its page that the key is "
        "supported by the cited passage. Until then it stays in review. Leave it off where one person does "
        "it all.",
    )


class PeopleFilter(FlaskForm):
    """Which of the staff to list; read from the address."""

    class Meta:
        csrf = False

    q = SearchField("Find", filters=[stripped])
    role = SelectField(
        "Role",
        choices=[SelectChoice("", "Any"), *(SelectChoice(role.value, role.value.title()) for role in STAFF)],
    )
    state = SelectField(
        "State",
        choices=[
            SelectChoice("", "Any"),
            SelectChoice("active", "Active"),
            SelectChoice("waiting", "Not in yet"),
            SelectChoice("inactive", "Deactivated"),
        ],
    )
