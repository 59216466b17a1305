"""Show every part and frame with made-up data, to develop the look against: python tests/look/gallery.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, abort, flash, render_template, request
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAMES = {"student": ("To do", "Done", "Cards"), "admin": ("Bank", "Readings", "People", "School")}
TEACHER = ("Classes", "Quizzes", "Readings", "Bank")


class Choice(Form):
    text = StringField("Choice")
    why = StringField("Why it tempts, or why it is right")


class Settings(FlaskForm):
    title = StringField("Title", [InputRequired("Give the quiz a title.")], description="Students see this.")
    intro = TextAreaField("Words before the quiz", description="Markdown. Shown on the first page.")
    points = IntegerField("Points", [InputRequired("Write a number, such as 3.")])
    reading = SelectField(
        "Reading", choices=[("a", "Iran and the 2024 vote"), ("b", "What the commentary predicts")]
    )
    opens = DateTimeLocalField("Opens", description="Your school's time, Europe/Paris.")
    closes = DateTimeLocalField("Closes", [InputRequired("Say when the quiz closes.")])
    shuffle = BooleanField("Shuffle the questions", description="Each student gets an order of their own.")
    review = RadioField(
        "When may students look at their answers?",
        [InputRequired("Choose one.")],
        choices=[
            ("now", "As soon as they hand in"),
            ("closed", "When the quiz has closed"),
            ("never", "Not at all"),
        ],
    )
    passages = SelectMultipleField(
        "Passages",
        choices=[("1.1", "¶ 1.1 What is alleged"), ("2.2", "¶ 2.2 Treasury"), ("3.3", "¶ 3.3 The JCPOA")],
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    accepted = FieldList(
        StringField("Answer", [Length(max=10, message="Use ten letters or fewer.")]), min_entries=2
    )
    choices = FieldList(FormField(Choice), min_entries=2)
    bank = FileField("Bank file", description="YAML, GIFT, Aiken, Moodle XML or QTI. Up to 5 MB.")


class Join(FlaskForm):
    code = StringField("Class code")
    name = StringField("Name on the card")
    pin = PasswordField(
        "PIN",
        description="First time: the six figures on the card. Lost it? Your teacher can give you a new one.",
    )


def filled_settings(bad: bool) -> Settings:
    """Return the form as it first appears, or as it comes back with errors."""
    given: dict[str, Any] = {
        "title": "" if bad else "Reading check: Iran and the 2024 vote",
        "accepted": ["CISA", "the cybersecurity agency" if bad else "cisa.gov"],
        "choices": [
            {"text": "Three people", "why": "The number in the indictment."},
            {"text": "Two companies"},
        ],
        "review": None if bad else "closed",
    }
    form = Settings(data=given, meta={"csrf": False})
    if bad:
        form.validate()
    return form


def create_gallery() -> Flask:
    """Return the gallery as an app that serves the real templates and static files."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    app.config["SECRET_KEY"] = "gallery-only"
    CSRFProtect(app)
    app.jinja_loader.searchpath.append(str(HERE / "pages"))  # type: ignore[union-attr]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def frame() -> dict[str, Any]:
        role = request.args.get("role", "teacher")
        labels = FRAMES.get(role, TEACHER)
        return {
            "nav": [(label, "#", place == 0) for place, label in enumerate(labels)],
            "person": "Grey Wren" if role == "student" else "Ms Okafor",
            "home_url": "/",
            "account_url": "#account",
            "sign_out_url": "/sign-out",
            "theme": request.args.get("theme"),
        }

    @app.after_request
    def strict(response: Any) -> Any:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    @app.get("/")
    def index() -> str:
        pages = sorted(path.stem for path in (HERE / "pages").glob("*.html"))
        return render_template("index.html", pages=pages)

    @app.get("/errors/<name>")
    def error(name: str) -> str:
        return render_template(f"errors/{name}.html", limit="5 MB")

    @app.get("/<name>")
    def page(name: str) -> str:
        if not (HERE / "pages" / f"{name}.html").is_file():
            abort(404)
        if name == "class":
            flash("24 students added.", "done")
            flash({"text": "“Words to know” copied to your quizzes.", "url": "/undo"}, "undo")
        if name == "parts":
            flash("Two rows were left out. The list is below.", "warning")
            flash("The file could not be read.", "error")
        return render_template(f"{name}.html", form=filled_settings(bad="bad" in request.args), join=Join())

    return app


if __name__ == "__main__":
    create_gallery().run(port=5057, debug=False)
